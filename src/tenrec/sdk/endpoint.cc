#include "tenrec/sdk/endpoint.h"

#include <utility>

#include "tenrec/base/json.h"
#include "tenrec/capture/cors.h"

namespace tenrec::sdk {
namespace {

constexpr capture::CorsPolicy kReadOnly = {.methods = "GET, OPTIONS, HEAD", .exposed_headers = {}};
constexpr capture::CorsPolicy kReadAndPost = {.methods = "GET, POST, OPTIONS, HEAD",
                                              .exposed_headers = {}};

/// What every answer of an endpoint gets, whoever made it.
class Finisher {
 public:
  Finisher(const Endpoint& endpoint, Metrics& metrics)
      : path_(endpoint.path),
        cors_(endpoint.takes_post ? kReadAndPost : kReadOnly),
        metrics_(metrics),
        answered_200_(
            metrics.GetCounter("sdk_requests_total", {{"endpoint", path_}, {"result", "200"}})) {}

  void Finish(const http::Request& request, http::Response& response) const {
    capture::AddCors(request, cors_, response);
    if (response.status == 200) return answered_200_.Add();
    metrics_
        .GetCounter("sdk_requests_total",
                    {{"endpoint", path_}, {"result", std::to_string(response.status)}})
        .Add();
  }
  std::string_view methods() const { return cors_.methods; }

 private:
  const std::string path_;
  const capture::CorsPolicy cors_;
  Metrics& metrics_;
  Counter& answered_200_;
};

http::Response AnswerOptions(const Finisher& finisher, int status) {
  http::Response response;
  response.status = status;
  response.SetHeader("Allow", finisher.methods());
  return response;
}

std::string_view WordsOf(http::Refusal refusal) {
  switch (refusal) {
    case http::Refusal::kNotFound:
      return "Not found.";
    case http::Refusal::kMethodNotAllowed:
      return "Method not allowed.";
    case http::Refusal::kBodyTooLarge:
      return "The request body is too large.";
    case http::Refusal::kBodyStalled:
      return "The client stopped sending data.";
    case http::Refusal::kBodiesFull:
      return "The server is busy, please retry.";
    case http::Refusal::kHandlerFailed:
      return "Internal server error.";
  }
  return "Internal server error.";
}

}  // namespace

void AddEndpoint(http::Router& router, const Endpoint& endpoint, io::WorkerPool* workers,
                 Metrics& metrics, Serve serve) {
  using enum http::Method;
  const auto finisher = std::make_shared<const Finisher>(endpoint, metrics);
  http::RouteOptions options;
  options.max_body_bytes = endpoint.max_body_bytes;
  options.on_error = [finisher](const http::Request& request, http::Refusal refusal) {
    http::Response response =
        http::TextResponse(http::StatusOf(refusal), std::string(WordsOf(refusal)));
    finisher->Finish(request, response);
    return response;
  };
  io::WorkerPool* pool = endpoint.run_on == RunOn::kWorker ? workers : nullptr;
  const int options_status = endpoint.options_status;
  http::Handler handler = [=, serve = std::move(serve)](
                              const std::shared_ptr<http::Request>& request,
                              http::Respond respond) {
    auto answer = std::make_shared<http::Respond>(std::move(respond));
    const auto run = [finisher, serve, request, answer, options_status] {
      http::Response response =
          request->method == kOptions ? AnswerOptions(*finisher, options_status) : serve(*request);
      finisher->Finish(*request, response);
      (*answer)(std::move(response));
    };
    if (pool == nullptr || request->method == kOptions) return run();
    if (pool->TrySubmit(run)) return;
    http::Response response = http::TextResponse(http::StatusOf(http::Refusal::kBodiesFull),
                                                 std::string(WordsOf(http::Refusal::kBodiesFull)));
    response.SetHeader("Retry-After", "1");
    finisher->Finish(*request, response);
    (*answer)(std::move(response));
  };
  router.Add({kGet, kOptions}, endpoint.path, handler, options);
  if (endpoint.takes_post) router.Add(kPost, endpoint.path, std::move(handler), options);
}

http::Response ErrorResponse(int status, std::string_view type, std::string_view code,
                             std::string_view detail) {
  return http::JsonResponse(
      status, JsonObject{{"type", type}, {"code", code}, {"detail", detail}, {"attr", nullptr}});
}

}  // namespace tenrec::sdk
