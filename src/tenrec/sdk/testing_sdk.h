#pragma once

#include <string>
#include <vector>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/http/router.h"
#include "tenrec/sdk/sdk.h"

namespace tenrec::sdk {

inline constexpr Timestamp kTestNow =
    Timestamp::FromMillis(1'795'341'600'000);  // 2026-11-22T10:00Z

struct TestRequest {
  http::Method method = http::Method::kGet;
  std::string target;
  std::string body;
  std::vector<http::Header> headers;
};

/// The doors called without a socket, for a project phc_x with the given settings.
class TestSdk {
 public:
  explicit TestSdk(JsonObject settings = {}, const FlagEvaluator* flags = nullptr,
                   std::string scripts_directory = "/nonexistent") {
    accounts::Team team;
    team.id = 7;
    team.api_token = "phc_x";
    team.settings = std::move(settings);
    teams_.Put(std::move(team));
    SdkDependencies dependencies;
    dependencies.teams = &teams_;
    dependencies.flags = flags;
    dependencies.metrics = &metrics_;
    dependencies.scripts_directory = std::move(scripts_directory);
    registered_ = Register(router_, dependencies);
  }

  http::Response Send(const TestRequest& test) {
    auto request = std::make_shared<http::Request>();
    request->method = test.method;
    request->target = test.target;
    const std::size_t question = test.target.find('?');
    request->path = test.target.substr(0, question);
    if (question != std::string::npos) request->query_string = test.target.substr(question + 1);
    request->headers = test.headers;
    request->body = test.body;
    request->received_at = kTestNow;
    http::Response answer;
    answer.status = 0;
    router_.Dispatch(request, [&](http::Response response) { answer = std::move(response); });
    return answer;
  }
  http::Response Get(std::string target, std::vector<http::Header> headers = {}) {
    return Send({.target = std::move(target), .headers = std::move(headers)});
  }
  http::Response Post(std::string target, std::string body,
                      std::vector<http::Header> headers = {}) {
    return Send({.method = http::Method::kPost,
                 .target = std::move(target),
                 .body = std::move(body),
                 .headers = std::move(headers)});
  }

  const Status& registered() const { return registered_; }
  Metrics& metrics() { return metrics_; }

 private:
  Metrics metrics_;
  accounts::TeamDirectory teams_;
  http::Router router_;
  Status registered_;
};

inline std::string HeaderOf(const http::Response& response, std::string_view name) {
  return std::string(http::FindHeader(response.headers, name).value_or(""));
}

inline Json BodyOf(const http::Response& response) {
  auto json = ParseJson(response.body_text());
  return json ? std::move(*json) : Json();
}

}  // namespace tenrec::sdk
