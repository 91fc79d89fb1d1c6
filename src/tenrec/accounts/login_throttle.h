#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"

namespace tenrec::accounts {

/// Slows down who guesses passwords: so many failures for one e-mail from one address, and for one
/// e-mail from anywhere, in a while.
/// Threads: any.
/// Source:  rest-api.md 37, /api/login/
class LoginThrottle {
 public:
  static constexpr std::size_t kMaxFailures = 30;
  /// From all addresses together, against guessing from many machines.
  static constexpr std::size_t kMaxFailuresOfEmail = 300;
  static constexpr std::chrono::minutes kWindow{10};

  explicit LoginThrottle(const Clock& clock) : clock_(clock) {}

  /// Errors: kPermissionDenied, tag too_many_failed_attempts.
  Status Check(std::string_view email, std::string_view ip) EXCLUDES(mutex_);
  void RecordFailure(std::string_view email, std::string_view ip) EXCLUDES(mutex_);
  void RecordSuccess(std::string_view email, std::string_view ip) EXCLUDES(mutex_);

 private:
  using Failures = std::deque<Timestamp>;

  void DropOld(Failures& failures) const;
  void DropAllOld() REQUIRES(mutex_);

  const Clock& clock_;
  Mutex mutex_;
  std::unordered_map<std::string, Failures> failures_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::accounts
