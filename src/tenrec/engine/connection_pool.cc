#include "tenrec/engine/connection_pool.h"

#include <utility>

namespace tenrec::engine {

ConnectionPool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->Return(std::move(connection_));
}

Result<ConnectionPool::Lease> ConnectionPool::Acquire(std::chrono::milliseconds patience,
                                                      const std::shared_ptr<CancelToken>& cancel) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::uint64_t handle = 0;
  if (cancel != nullptr) {
    // Taking the mutex orders the wake-up behind the waiter's test of the token.
    handle = cancel->OnCancel([this] {
      const MutexLock lock(mutex_);
      returned_.NotifyAll();
    });
  }
  std::unique_ptr<ChdbConnection> connection;
  bool cancelled = false;
  waiting_.Add(1);
  {
    const MutexLock lock(mutex_);
    while (true) {
      cancelled = cancel != nullptr && cancel->cancelled();
      if (cancelled) break;
      if (!free_.empty()) {
        connection = std::move(free_.back());
        free_.pop_back();
        break;
      }
      if (!returned_.WaitUntil(mutex_, deadline) && free_.empty()) break;
    }
  }
  waiting_.Add(-1);
  if (cancel != nullptr) cancel->Forget(handle);
  if (cancelled) return Cancelled("cancelled before it started").WithTag("query_was_cancelled");
  if (connection == nullptr) {
    return Unavailable("every connection of the engine is busy; try again").WithTag("engine_busy");
  }
  return Lease(*this, std::move(connection));
}

void ConnectionPool::Return(std::unique_ptr<ChdbConnection> connection) {
  const MutexLock lock(mutex_);
  free_.push_back(std::move(connection));
  returned_.NotifyOne();
}

}  // namespace tenrec::engine
