#include "tenrec/accounts/login_throttle.h"

#include <algorithm>

#include "tenrec/accounts/rows.h"

namespace tenrec::accounts {
namespace {

// Beyond this many keys the old ones are looked for and dropped.
constexpr std::size_t kMaxKeys = 10'000;

std::string PairKey(std::string_view email, std::string_view ip) {
  return std::string(ip) + " " + EmailKey(email);
}

}  // namespace

void LoginThrottle::DropOld(Failures& failures) const {
  const Timestamp limit = clock_.Now() - kWindow;
  while (!failures.empty() && failures.front() <= limit) failures.pop_front();
}

void LoginThrottle::DropAllOld() {
  for (auto it = failures_.begin(); it != failures_.end();) {
    DropOld(it->second);
    it = it->second.empty() ? failures_.erase(it) : std::next(it);
  }
  // Every key is fresh: somebody makes up e-mails, and memory matters more than counting them.
  if (failures_.size() > kMaxKeys) failures_.clear();
}

Status LoginThrottle::Check(std::string_view email, std::string_view ip) {
  MutexLock lock(mutex_);
  const auto is_full = [this](const std::string& key, std::size_t max) REQUIRES(mutex_) {
    const auto found = failures_.find(key);
    if (found == failures_.end()) return false;
    DropOld(found->second);
    return found->second.size() >= max;
  };
  if (is_full(PairKey(email, ip), kMaxFailures) || is_full(EmailKey(email), kMaxFailuresOfEmail)) {
    return PermissionDenied("Too many failed login attempts. Please try again in 10 minutes.")
        .WithTag("too_many_failed_attempts");
  }
  return Ok();
}

void LoginThrottle::RecordFailure(std::string_view email, std::string_view ip) {
  MutexLock lock(mutex_);
  if (failures_.size() > kMaxKeys) DropAllOld();
  const auto add = [this](std::string key, std::size_t max) REQUIRES(mutex_) {
    Failures& failures = failures_[std::move(key)];
    failures.push_back(clock_.Now());
    if (failures.size() > max) failures.pop_front();
  };
  add(PairKey(email, ip), kMaxFailures);
  add(EmailKey(email), kMaxFailuresOfEmail);
}

void LoginThrottle::RecordSuccess(std::string_view email, std::string_view ip) {
  MutexLock lock(mutex_);
  failures_.erase(PairKey(email, ip));
}

}  // namespace tenrec::accounts
