#include "tenrec/query/failure.h"

#include <utility>

#include "tenrec/base/json.h"

namespace tenrec::query {
namespace {

constexpr std::string_view kEngineMark = "clickhouse/";
constexpr std::string_view kTooManyBytes = "too_many_bytes";

Failure Invalid(std::string code, std::string detail) {
  return {400, "validation_error", std::move(code), std::move(detail)};
}

/// Whether clients know the tag as a code of its own: rules of funnels, and answers too large.
bool IsClientCode(std::string_view tag) {
  return tag == kTooManyBytes || tag.starts_with("funnel");
}

Failure OfEngine(const Error& error, std::string code) {
  if (code == "too_slow") {
    return {512, "server_error", "error",
            "Estimated query execution time is too long. Try reducing its scope by changing the "
            "time range."};
  }
  if (error.code == ErrorCode::kDeadlineExceeded) {
    return {504, "server_error", "error",
            "Query has hit the max execution time before completing. See our docs for how to "
            "improve your query performance. You may need to materialize."};
  }
  if (error.code == ErrorCode::kCancelled) {
    return {499, "invalid_request", "cancelled", "Query was cancelled."};
  }
  if (code == "memory_limit_exceeded") {
    return {513, "server_error", "clickhouse_memory_limit_exceeded",
            "Query ran out of memory. Try reducing its scope by changing the time range."};
  }
  if (code == kTooManyBytes) return Invalid(std::move(code), error.message);
  if (error.code == ErrorCode::kUnavailable) {
    return {503, "server_error", "error",
            "Queries are a little too busy right now. We're working to free up resources. Please "
            "try again later."};
  }
  if (error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kResourceExhausted) {
    return Invalid(code.empty() ? "invalid_input" : std::move(code), error.message);
  }
  return {500, "server_error", "error", "ClickHouse error while executing query."};
}

}  // namespace

Error FromEngine(Error error) {
  error.tag.insert(0, kEngineMark);
  return error;
}

Failure ToFailure(const Error& error) {
  if (error.tag.starts_with(kEngineMark)) {
    return OfEngine(error, error.tag.substr(kEngineMark.size()));
  }
  switch (error.code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kFailedPrecondition:
    case ErrorCode::kUnimplemented:
      return Invalid(IsClientCode(error.tag) ? error.tag : "invalid_input", error.message);
    case ErrorCode::kNotFound:
      return {404, "invalid_request", "not_found", error.message};
    case ErrorCode::kCancelled:
      return {499, "invalid_request", "cancelled", "Query was cancelled."};
    case ErrorCode::kResourceExhausted:
      return {429, "throttled_error", error.tag.empty() ? "throttled" : error.tag, error.message};
    case ErrorCode::kUnavailable:
      return {503, "server_error", "error", error.message};
    default:
      if (error.tag == "query_size") return {500, "server_error", "error", error.message};
      return {500, "server_error", "error", "A server error occurred."};
  }
}

std::string PrintFailure(const Failure& failure) {
  return PrintJson(JsonObject{{"type", failure.type},
                              {"code", failure.code},
                              {"detail", failure.detail},
                              {"attr", nullptr}});
}

Answer ToAnswer(const Failure& failure) {
  return {failure.status, PrintFailure(failure)};
}

}  // namespace tenrec::query
