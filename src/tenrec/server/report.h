#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace tenrec::server {

/// What somebody who looked at one thing found.
struct Finding {
  enum class State : std::uint8_t { kGood, kWarning, kBad };

  State state = State::kGood;
  /// The thing: "open files".
  std::string what;
  std::string found;
  /// What mends it, a command if there is one; may be empty.
  std::string fix;
};

/// Collects what is found and tells it on at once.
class Report {
 public:
  explicit Report(std::function<void(const Finding&)> tell) : tell_(std::move(tell)) {}

  void Good(std::string_view what, const std::string& found) {
    Tell(Finding::State::kGood, what, found, {});
  }
  void Warn(std::string_view what, const std::string& found, const std::string& fix = {}) {
    Tell(Finding::State::kWarning, what, found, fix);
  }
  void Bad(std::string_view what, const std::string& found, const std::string& fix = {}) {
    Tell(Finding::State::kBad, what, found, fix);
    ++failures_;
  }
  int failures() const { return failures_; }

 private:
  void Tell(Finding::State state, std::string_view what, const std::string& found,
            const std::string& fix) const {
    tell_({.state = state, .what = std::string(what), .found = found, .fix = fix});
  }

  std::function<void(const Finding&)> tell_;
  int failures_ = 0;
};

/// One line: "FAIL  time zones     missing: apt-get install tzdata".
void PrintFinding(const Finding& finding);

/// "1.5 GB".
std::string Gigabytes(double bytes);

}  // namespace tenrec::server
