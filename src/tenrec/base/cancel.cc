#include "tenrec/base/cancel.h"

#include <utility>

namespace tenrec {

void CancelToken::Cancel() {
  std::map<std::uint64_t, std::function<void()>> callbacks;
  {
    const MutexLock lock(mutex_);
    if (cancelled_.exchange(true, std::memory_order_acq_rel)) return;
    callbacks.swap(callbacks_);
  }
  for (auto& [handle, callback] : callbacks) callback();
}

std::uint64_t CancelToken::OnCancel(std::function<void()> callback) {
  {
    const MutexLock lock(mutex_);
    if (!cancelled()) {
      const std::uint64_t handle = next_handle_++;
      callbacks_.emplace(handle, std::move(callback));
      return handle;
    }
  }
  callback();
  return 0;
}

void CancelToken::Forget(std::uint64_t handle) {
  const MutexLock lock(mutex_);
  callbacks_.erase(handle);
}

}  // namespace tenrec
