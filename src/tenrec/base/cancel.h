#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>

#include "tenrec/base/thread_annotations.h"

namespace tenrec {

/// A one-way switch that tells long work that nobody waits for it any more.
/// Threads: any.
class CancelToken {
 public:
  CancelToken() = default;
  CancelToken(const CancelToken&) = delete;
  CancelToken& operator=(const CancelToken&) = delete;

  /// Runs the callbacks once; later calls do nothing.
  void Cancel() EXCLUDES(mutex_);
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  /// Calls back on Cancel, or at once when it was cancelled before. Returns a handle for Forget.
  std::uint64_t OnCancel(std::function<void()> callback) EXCLUDES(mutex_);
  void Forget(std::uint64_t handle) EXCLUDES(mutex_);

 private:
  std::atomic<bool> cancelled_ = false;
  Mutex mutex_;
  std::uint64_t next_handle_ GUARDED_BY(mutex_) = 1;
  std::map<std::uint64_t, std::function<void()>> callbacks_ GUARDED_BY(mutex_);
};

}  // namespace tenrec
