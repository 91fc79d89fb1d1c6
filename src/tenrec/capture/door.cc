#include "tenrec/capture/door.h"

#include <utility>

#include "tenrec/capture/decode.h"
#include "tenrec/capture/v1.h"
#include "tenrec/http/status.h"

namespace tenrec::capture {
namespace {

/// Larger bodies are decoded by a worker: packed ones may grow a thousandfold.
constexpr std::size_t kInlinePackedBytes = 32U << 10U;
constexpr std::size_t kInlinePlainBytes = 256U << 10U;

constexpr int kOk = 200;
constexpr int kNoContent = 204;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kTooLarge = 413;
constexpr int kUnsupported = 415;
constexpr int kUnavailable = 503;

/// When the log's queue is full it drains in moments; a full disk takes an operator.
constexpr std::string_view kRetryWhenBusy = "1";
constexpr std::string_view kRetryWhenBroken = "5";
constexpr std::string_view kRetryV1 = "60";

bool TakesLong(const http::Request& request) {
  const bool packed = request.body.starts_with("\x1F\x8B") ||
                      request.FindHeader("Content-Encoding").has_value() ||
                      !request.query_string.empty();
  return request.body.size() > (packed ? kInlinePackedBytes : kInlinePlainBytes);
}

}  // namespace

Stages::Stages(Metrics& metrics)
    : decode(metrics.GetHistogram("capture_stage_seconds", {{"stage", "decode"}})),
      judge(metrics.GetHistogram("capture_stage_seconds", {{"stage", "judge"}})),
      append(metrics.GetHistogram("capture_stage_seconds", {{"stage", "append"}})) {
}

Door::Door(std::string_view path, CorsPolicy cors, Wording wording, std::size_t max_body_bytes,
           Metrics& metrics)
    : path_(path),
      cors_(cors),
      wording_(wording),
      max_body_bytes_(max_body_bytes),
      metrics_(metrics),
      answered_200_(
          metrics.GetCounter("capture_requests_total", {{"endpoint", path_}, {"result", "200"}})),
      answered_204_(
          metrics.GetCounter("capture_requests_total", {{"endpoint", path_}, {"result", "204"}})),
      events_(metrics.GetCounter("capture_events_total", {{"endpoint", path_}})) {
}

http::ErrorPage Door::ErrorPage(std::shared_ptr<const Door> self) const {
  return [self = std::move(self)](const http::Request& request, http::Refusal refusal) {
    http::Response response = self->Refuse(refusal);
    response.status = http::StatusOf(refusal);
    self->Finish(request, response);
    return response;
  };
}

void Door::Finish(const http::Request& request, http::Response& response) const {
  AddCors(request, cors_, response);
  if (response.status == kOk) {
    answered_200_.Add();
  } else if (response.status == kNoContent) {
    answered_204_.Add();
  } else {
    metrics_
        .GetCounter("capture_requests_total",
                    {{"endpoint", path_}, {"result", std::to_string(response.status)}})
        .Add();
  }
}

http::Handler ServeWith(std::shared_ptr<const Door> door, io::WorkerPool* workers, Serve serve) {
  return [door = std::move(door), workers, serve = std::move(serve)](
             std::shared_ptr<http::Request> request, http::Respond respond) {
    auto call = std::make_shared<Call>();
    call->request = std::move(request);
    call->respond = std::move(respond);
    call->door = door;
    if (call->request->method == http::Method::kHead) {
      http::Response response = door->Refuse(http::Refusal::kMethodNotAllowed);
      response.status = http::StatusOf(http::Refusal::kMethodNotAllowed);
      return call->Answer(std::move(response));
    }
    if (workers == nullptr || !TakesLong(*call->request)) return serve(call);
    if (!workers->TrySubmit([serve, call] { serve(call); })) {
      http::Response response = door->Refuse(http::Refusal::kBodiesFull);
      response.status = http::StatusOf(http::Refusal::kBodiesFull);
      call->Answer(std::move(response));
    }
  };
}

http::Response AnswerOptions(const http::Request& request, std::string_view body) {
  if (IsPreflight(request)) return http::TextResponse(kOk, "");
  return http::JsonTextResponse(kOk, std::string(body));
}

http::Response V0Error(const Error& error) {
  // Everything that is over a limit here is over a limit of size.
  const int status =
      error.code == ErrorCode::kResourceExhausted ? kTooLarge : http::StatusOf(error.code);
  http::Response response = http::TextResponse(status, error.message);
  response.failure.code = ErrorCodeName(error.code);
  return response;
}

http::Response V0NotStored(const Error& error) {
  if (error.code == ErrorCode::kInvalidArgument)
    return http::TextResponse(kTooLarge, "maximum event size exceeded: " + error.message);
  const bool busy = error.code == ErrorCode::kResourceExhausted;
  http::Response response = http::TextResponse(
      kUnavailable, busy ? "transient error, please retry"
                         : "service unavailable: the event log cannot take more");
  response.SetHeader("Retry-After", RetryAfter(error));
  response.failure = {.code = std::string(ErrorCodeName(error.code)), .why = error.message};
  return response;
}

std::string_view RetryAfter(const Error& error) {
  return error.code == ErrorCode::kResourceExhausted ? kRetryWhenBusy : kRetryWhenBroken;
}

http::Response V0Refusal(http::Refusal refusal, std::size_t max_body_bytes) {
  const int status = http::StatusOf(refusal);
  switch (refusal) {
    case http::Refusal::kNotFound:
      return http::TextResponse(status, "not found");
    case http::Refusal::kMethodNotAllowed:
      return http::TextResponse(status, "method not allowed");
    case http::Refusal::kBodyTooLarge:
      return http::TextResponse(status, BodyTooLarge(max_body_bytes).message);
    case http::Refusal::kBodyStalled:
      return http::TextResponse(status, "client stopped sending data");
    case http::Refusal::kBodiesFull: {
      http::Response response = http::TextResponse(status, "transient error, please retry");
      response.SetHeader("Retry-After", kRetryWhenBusy);
      return response;
    }
    case http::Refusal::kHandlerFailed:
      return http::TextResponse(status, "internal server error");
  }
  return http::TextResponse(status, "internal server error");
}

http::Response V1Error(const Error& error) {
  int status = kBadRequest;
  if (error.code == ErrorCode::kUnauthenticated) status = kUnauthorized;
  if (error.code == ErrorCode::kResourceExhausted) status = kTooLarge;
  if (error.code == ErrorCode::kUnimplemented) status = kUnsupported;
  http::Response response = http::JsonTextResponse(status, PrintV1Error(error.tag, error.message));
  if (status == kUnsupported) {
    response.SetHeader("Accept", "application/json");
    response.SetHeader("Accept-Encoding", "gzip, deflate, br, zstd");
  }
  return response;
}

http::Response V1Refusal(http::Refusal refusal, std::size_t max_body_bytes) {
  const auto page = [&](std::string_view tag, std::string_view text, bool again) {
    http::Response response =
        http::JsonTextResponse(http::StatusOf(refusal), PrintV1Error(tag, text));
    if (again) response.SetHeader("Retry-After", kRetryV1);
    return response;
  };
  switch (refusal) {
    case http::Refusal::kNotFound:
      return page("not_found", "there is nothing at this path", false);
    case http::Refusal::kMethodNotAllowed:
      return page("method_not_allowed", "use POST", false);
    case http::Refusal::kBodyTooLarge:
      return page("payload_too_large", BodyTooLarge(max_body_bytes).message, false);
    case http::Refusal::kBodyStalled:
      return page("body_read_timeout", "client stopped sending data", true);
    case http::Refusal::kBodiesFull:
      return page("service_unavailable", "the server is busy", true);
    case http::Refusal::kHandlerFailed:
      return page("internal_error", "internal server error", true);
  }
  return page("internal_error", "internal server error", true);
}

}  // namespace tenrec::capture
