#include "tenrec/api/error.h"

namespace tenrec::api {
namespace {

std::string_view TypeOf(int status, std::string_view code) {
  switch (status) {
    case 400:
      return code == "parse_error" ? "invalid_request" : "validation_error";
    case 401:
    case 403:
      return "authentication_error";
    case 429:
      return "throttled_error";
    default:
      return status >= 500 ? "server_error" : "invalid_request";
  }
}

std::string_view DefaultCode(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kUnauthenticated:
      return "not_authenticated";
    case ErrorCode::kPermissionDenied:
      return "permission_denied";
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kFailedPrecondition:
      return "conflict";
    case ErrorCode::kResourceExhausted:
      return "throttled";
    case ErrorCode::kUnavailable:
      return "service_unavailable";
    case ErrorCode::kDeadlineExceeded:
      return "query_timeout";
    case ErrorCode::kCancelled:
      return "cancelled";
    case ErrorCode::kUnimplemented:
      return "not_implemented";
    case ErrorCode::kDataLoss:
    case ErrorCode::kInternal:
      return "error";
  }
  return "error";
}

http::Response Print(int status, std::string_view code, std::string_view detail,
                     std::string_view field) {
  JsonObject body{
      {"type", TypeOf(status, code)}, {"code", code}, {"detail", detail}, {"attr", nullptr}};
  if (!field.empty()) body["attr"] = field;
  http::Response response = http::JsonResponse(status, body);
  if (status == 401) response.SetHeader("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) response.SetHeader("Retry-After", "1");
  return response;
}

}  // namespace

http::Response ErrorResponse(const Error& error) {
  const int status = http::StatusOf(error.code);
  const bool inside = error.code == ErrorCode::kInternal || error.code == ErrorCode::kDataLoss;
  http::Response response = Print(status, error.tag.empty() ? DefaultCode(error.code) : error.tag,
                                  inside ? "A server error occurred." : error.message, error.field);
  // The engine's own sentences repeat the question, which is not for the log; its word is enough.
  response.failure.code = error.tag.empty() ? ErrorCodeName(error.code) : error.tag;
  if (error.tag.empty()) response.failure.why = error.message;
  return response;
}

http::Response RefusalPage(const http::Request& request, http::Refusal refusal) {
  const int status = http::StatusOf(refusal);
  switch (refusal) {
    case http::Refusal::kNotFound:
      return Print(status, "not_found", "Endpoint not found.", "");
    case http::Refusal::kMethodNotAllowed:
      return Print(status, "method_not_allowed",
                   "Method \"" + std::string(http::MethodName(request.method)) + "\" not allowed.",
                   "");
    case http::Refusal::kBodyTooLarge:
      return Print(status, "payload_too_large", "The request body is too large.", "");
    case http::Refusal::kBodyStalled:
      return Print(status, "timeout", "The request body did not arrive in time.", "");
    case http::Refusal::kBodiesFull:
      return Print(status, "service_unavailable", "The server is busy. Try again in a second.", "");
    case http::Refusal::kHandlerFailed:
      return Print(status, "error", "A server error occurred.", "");
  }
  return Print(500, "error", "A server error occurred.", "");
}

http::Response UnsupportedMediaType(std::string_view type) {
  return Print(415, "unsupported_media_type",
               "Unsupported media type \"" + std::string(type) + "\" in request.", "");
}

}  // namespace tenrec::api
