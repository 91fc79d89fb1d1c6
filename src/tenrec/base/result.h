#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace tenrec {

/// Why something failed, in the canonical codes. `http/status.h` maps them to HTTP statuses.
enum class ErrorCode : std::uint8_t {
  kInvalidArgument,
  kNotFound,
  kAlreadyExists,
  kUnauthenticated,
  kPermissionDenied,
  kFailedPrecondition,
  kResourceExhausted,
  kDeadlineExceeded,
  kCancelled,
  kUnavailable,
  kDataLoss,
  kUnimplemented,
  kInternal,
};

/// The code's name as logs and counters show it: "invalid_argument".
std::string_view ErrorCodeName(ErrorCode code);

/// A stretch of an input text. Units: code points from its start; the end is exclusive.
struct TextRange {
  std::uint32_t start = 0;
  std::uint32_t end = 0;

  friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// What went wrong, for a person to read, and for a program to act on.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  /// A sentence that names the bad value and the fix. Never holds a secret.
  std::string message;
  /// Machine word of the REST API ("unique", "required"); empty means the code's default.
  std::string tag;
  /// The input field the error belongs to, nested parts joined with "__"; empty for the whole
  /// input.
  std::string field;
  /// Where in the input text, for errors of a language.
  std::optional<TextRange> range = std::nullopt;

  Error WithTag(std::string word) && {
    tag = std::move(word);
    return std::move(*this);
  }
  Error WithField(std::string name) && {
    field = std::move(name);
    return std::move(*this);
  }
  Error WithRange(TextRange where) && {
    range = where;
    return std::move(*this);
  }
  /// Puts what the caller knows in front of the message: "cannot open segment 17: no space left".
  Error WithContext(std::string_view context) && {
    message.insert(0, ": ");
    message.insert(0, context);
    return std::move(*this);
  }
};

inline Error InvalidArgument(std::string message) {
  return {ErrorCode::kInvalidArgument, std::move(message), {}, {}};
}
inline Error NotFound(std::string message) {
  return {ErrorCode::kNotFound, std::move(message), {}, {}};
}
inline Error AlreadyExists(std::string message) {
  return {ErrorCode::kAlreadyExists, std::move(message), {}, {}};
}
inline Error Unauthenticated(std::string message) {
  return {ErrorCode::kUnauthenticated, std::move(message), {}, {}};
}
inline Error PermissionDenied(std::string message) {
  return {ErrorCode::kPermissionDenied, std::move(message), {}, {}};
}
inline Error FailedPrecondition(std::string message) {
  return {ErrorCode::kFailedPrecondition, std::move(message), {}, {}};
}
inline Error ResourceExhausted(std::string message) {
  return {ErrorCode::kResourceExhausted, std::move(message), {}, {}};
}
inline Error DeadlineExceeded(std::string message) {
  return {ErrorCode::kDeadlineExceeded, std::move(message), {}, {}};
}
inline Error Cancelled(std::string message) {
  return {ErrorCode::kCancelled, std::move(message), {}, {}};
}
inline Error Unavailable(std::string message) {
  return {ErrorCode::kUnavailable, std::move(message), {}, {}};
}
inline Error DataLoss(std::string message) {
  return {ErrorCode::kDataLoss, std::move(message), {}, {}};
}
inline Error Unimplemented(std::string message) {
  return {ErrorCode::kUnimplemented, std::move(message), {}, {}};
}
inline Error Internal(std::string message) {
  return {ErrorCode::kInternal, std::move(message), {}, {}};
}
/// The error of a failed system call. ENOSPC and EDQUOT become kResourceExhausted, ENOENT
/// kNotFound.
Error FromErrno(int error_number, std::string_view what);

/// A value or an Error, spelled like std::expected.
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // Implicit on purpose: `return value;` and `return InvalidArgument(...)` are how functions end.
  // NOLINTBEGIN(google-explicit-constructor)
  template <typename U = T>
    requires(std::is_constructible_v<T, U &&> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
             !std::is_same_v<std::remove_cvref_t<U>, Error>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) : error_(std::move(error)), failed_(true) {}

  explicit operator bool() const { return !failed_; }
  bool has_value() const { return !failed_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool failed_ = false;
};

using Status = Result<void>;

/// The success of a function that returns Status.
inline Status Ok() {
  return {};
}

#define TENREC_CONCAT_INNER(a, b) a##b
#define TENREC_CONCAT(a, b) TENREC_CONCAT_INNER(a, b)

/// Returns from the enclosing function with the error, if the expression failed.
#define TRY(expression)                                               \
  do {                                                                \
    auto TENREC_CONCAT(try_status_, __LINE__) = (expression);         \
    if (!TENREC_CONCAT(try_status_, __LINE__))                        \
      return std::move(TENREC_CONCAT(try_status_, __LINE__)).error(); \
  } while (false)

/// TRY_ASSIGN(const auto person, FindPerson(id)); declares the value or returns the error.
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses.
#define TRY_ASSIGN(declaration, expression)                         \
  auto TENREC_CONCAT(try_result_, __LINE__) = (expression);         \
  if (!TENREC_CONCAT(try_result_, __LINE__))                        \
    return std::move(TENREC_CONCAT(try_result_, __LINE__)).error(); \
  declaration = std::move(*TENREC_CONCAT(try_result_, __LINE__))
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace tenrec
