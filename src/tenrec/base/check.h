#pragma once

#include <sstream>

namespace tenrec::internal {

/// Collects the words of a failed check and ends the process when it goes out of scope.
class CheckFailure {
 public:
  CheckFailure(const char* condition, const char* file, int line);
  CheckFailure(const CheckFailure&) = delete;
  CheckFailure& operator=(const CheckFailure&) = delete;
  [[noreturn]] ~CheckFailure();

  std::ostream& stream() { return stream_; }

 private:
  std::ostringstream stream_;
};

}  // namespace tenrec::internal

/// Stops the process when a promise inside the program is broken: TENREC_CHECK(offset <= end) <<
/// offset; Never for user input.
#define TENREC_CHECK(condition) \
  if (condition)                \
    [[likely]];                 \
  else                          \
    ::tenrec::internal::CheckFailure(#condition, __FILE__, __LINE__).stream()
