#pragma once

/// Names for clang's thread-safety analysis; other compilers see nothing.
/// Source: https://clang.llvm.org/docs/ThreadSafetyAnalysis.html

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define TENREC_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define TENREC_THREAD_ATTRIBUTE(x)
#endif

#define CAPABILITY(x) TENREC_THREAD_ATTRIBUTE(capability(x))
#define SCOPED_CAPABILITY TENREC_THREAD_ATTRIBUTE(scoped_lockable)
#define GUARDED_BY(x) TENREC_THREAD_ATTRIBUTE(guarded_by(x))
#define PT_GUARDED_BY(x) TENREC_THREAD_ATTRIBUTE(pt_guarded_by(x))
#define REQUIRES(...) TENREC_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) TENREC_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define ACQUIRE(...) TENREC_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) TENREC_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define TRY_ACQUIRE(...) TENREC_THREAD_ATTRIBUTE(try_acquire_capability(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS TENREC_THREAD_ATTRIBUTE(no_thread_safety_analysis)

namespace tenrec {

/// std::mutex that the analysis knows.
class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }
  bool try_lock() TRY_ACQUIRE(true) { return mutex_.try_lock(); }

 private:
  std::mutex mutex_;
};

/// Holds a Mutex for a scope.
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// Condition variable to wait on while a Mutex is held. Wait in a loop that tests the condition.
class CondVar {
 public:
  void Wait(Mutex& mutex) REQUIRES(mutex) NO_THREAD_SAFETY_ANALYSIS { cv_.wait(mutex); }
  /// False when the time ran out.
  template <typename Clock, typename Duration>
  bool WaitUntil(Mutex& mutex, std::chrono::time_point<Clock, Duration> deadline)
      REQUIRES(mutex) NO_THREAD_SAFETY_ANALYSIS {
    return cv_.wait_until(mutex, deadline) == std::cv_status::no_timeout;
  }
  void NotifyOne() { cv_.notify_one(); }
  void NotifyAll() { cv_.notify_all(); }

 private:
  std::condition_variable_any cv_;
};

}  // namespace tenrec
