#include "tenrec/server/health.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "tenrec/http/response.h"

namespace tenrec::server {
namespace {

using Checks = std::shared_ptr<const std::vector<HealthCheck>>;
using RequestPtr = std::shared_ptr<http::Request>;

http::Response Health(const std::vector<HealthCheck>& checks) {
  std::string broken;
  for (const HealthCheck& check : checks) {
    if (check.vital && !check.works()) broken += (broken.empty() ? "" : ", ") + check.name;
  }
  std::string alarms;
  for (const HealthCheck& check : checks) {
    if (!check.alarm.empty() && !check.works()) alarms += "\nalarm: " + check.alarm;
  }
  if (broken.empty()) return http::TextResponse(200, "ok" + alarms);
  http::Response response = http::TextResponse(503, "not working: " + broken);
  response.SetHeader("Retry-After", "5");
  return response;
}

/// `?exclude=` leaves checks out, `?role=` must be one that exists.
http::Response Readiness(const http::Request& request, const std::vector<HealthCheck>& checks) {
  static constexpr std::string_view kRoles[] = {"capture", "ingest", "api",   "worker",
                                                "web",     "events", "celery"};
  if (const auto role = request.Query("role");
      role && std::find(std::begin(kRoles), std::end(kRoles), *role) == std::end(kRoles)) {
    return http::JsonResponse(400, JsonObject{{"error", "unknown role '" + *role + "'"}});
  }
  const std::vector<std::string> excluded = request.QueryAll("exclude");
  JsonObject body{{"http", true}};
  bool ready = true;
  for (const HealthCheck& check : checks) {
    const bool works = check.works();
    body[check.name] = works;
    // An alarm is for people: it does not keep requests away.
    if (!check.alarm.empty()) continue;
    if (std::find(excluded.begin(), excluded.end(), check.name) == excluded.end()) ready &= works;
  }
  return http::JsonResponse(ready ? 200 : 503, body);
}

}  // namespace

void AddHealthRoutes(http::Router& router, std::vector<HealthCheck> checks,
                     const Metrics* metrics) {
  const Checks shared = std::make_shared<const std::vector<HealthCheck>>(std::move(checks));
  for (const char* path : {"/_health", "/_readiness"}) {
    router.Add(http::Method::kGet, path,
               [shared](const RequestPtr&, http::Respond respond) { respond(Health(*shared)); });
  }
  for (const char* path : {"/_livez", "/_liveness"}) {
    router.Add(http::Method::kGet, path, [](const RequestPtr&, http::Respond respond) {
      respond(http::JsonResponse(200, JsonObject{{"http", true}}));
    });
  }
  router.Add(http::Method::kGet, "/_readyz",
             [shared](const RequestPtr& request, http::Respond respond) {
               respond(Readiness(*request, *shared));
             });
  router.Add(http::Method::kGet, "/_stats", [](const RequestPtr&, http::Respond respond) {
    respond(http::JsonResponse(200, JsonObject()));
  });
  if (metrics == nullptr) return;
  router.Add(http::Method::kGet, "/metrics", [metrics](const RequestPtr&, http::Respond respond) {
    http::Response response = http::TextResponse(200, metrics->Print());
    response.SetHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    respond(std::move(response));
  });
}

}  // namespace tenrec::server
