#include "tenrec/api/route.h"

#include <algorithm>

#include "tenrec/api/live_events.h"

namespace tenrec::api {
namespace {

std::vector<std::string> Places(std::string_view path) {
  const auto with = [rest = std::string(path.substr(std::min<std::size_t>(2, path.size())))](
                        std::initializer_list<std::string_view> prefixes) {
    std::vector<std::string> places;
    for (std::string_view prefix : prefixes) places.push_back(std::string(prefix) + rest);
    return places;
  };
  if (path.starts_with("P/")) {
    return with({"/api/projects/{project_id}/", "/api/environments/{project_id}/"});
  }
  if (path.starts_with("O/")) return with({"/api/organizations/{organization_id}/"});
  if (path.starts_with("B/")) {
    return with({"/api/projects/", "/api/environments/",
                 "/api/organizations/{organization_id}/projects/",
                 "/api/projects/{parent_project_id}/environments/"});
  }
  return {std::string(path)};
}

std::string_view AuthName(Auth auth) {
  switch (auth) {
    case Auth::kOpen:
      return "open";
    case Auth::kUser:
      return "user";
    case Auth::kSession:
      return "session";
    case Auth::kFreshSession:
      return "fresh_session";
  }
  return "";
}

}  // namespace

Services::Services(ApiDependencies dependencies)
    : ApiDependencies(std::move(dependencies)),
      live_events(std::make_unique<LiveEvents>(live, metrics)) {
}
Services::~Services() = default;

std::vector<PlacedRoute> AllRoutes() {
  std::vector<PlacedRoute> placed;
  for (const auto& table :
       {SignUpRoutes(), LoginRoutes(), UserRoutes(), OrganizationRoutes(), ProjectRoutes(),
        PersonalApiKeyRoutes(), EventDefinitionRoutes(), PropertyDefinitionRoutes(), EventRoutes(),
        QueryRoutes(), InstanceRoutes()}) {
    for (const Route& route : table) {
      for (std::string& pattern : Places(route.path))
        placed.push_back({std::move(pattern), &route});
    }
  }
  return placed;
}

std::vector<std::string> RouteList() {
  std::vector<std::string> lines;
  for (const auto& [pattern, route] : AllRoutes()) {
    lines.push_back(std::string(http::MethodName(route->method)) + " " + pattern + " " +
                    std::string(AuthName(route->auth)) + " " +
                    (route->scope.empty() ? "-" : std::string(route->scope)));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace tenrec::api
