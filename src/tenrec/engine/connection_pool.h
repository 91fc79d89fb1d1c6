#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "tenrec/base/cancel.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/chdb_connection.h"

namespace tenrec::engine {

/// Lends connections, one statement each.
/// Threads: any.
class ConnectionPool {
 public:
  ConnectionPool(std::vector<std::unique_ptr<ChdbConnection>> connections, Gauge& waiting)
      : free_(std::move(connections)), waiting_(waiting) {}

  /// A connection on loan; it goes back by itself.
  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<ChdbConnection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    ChdbConnection* operator->() { return connection_.get(); }
    ChdbConnection& operator*() { return *connection_; }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<ChdbConnection> connection_;
  };

  /// Waits its turn.
  /// Errors: kUnavailable (tag "engine_busy") when none came free in time, kCancelled when the
  /// token
  ///         fired first.
  Result<Lease> Acquire(std::chrono::milliseconds patience,
                        const std::shared_ptr<CancelToken>& cancel) EXCLUDES(mutex_);

 private:
  void Return(std::unique_ptr<ChdbConnection> connection) EXCLUDES(mutex_);

  Mutex mutex_;
  CondVar returned_;
  std::vector<std::unique_ptr<ChdbConnection>> free_ GUARDED_BY(mutex_);
  Gauge& waiting_;
};

}  // namespace tenrec::engine
