#include "tenrec/api/route.h"

#include <algorithm>

#include "tenrec/api/kept_values.h"
#include "tenrec/api/live_events.h"
#include "tenrec/api/shapes.h"

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
    case Auth::kPublic:
      return "public";
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
      live_events(std::make_unique<LiveEvents>(live, metrics)),
      kept_values(std::make_shared<KeptValues>(clock)),
      link_throttle(std::make_unique<accounts::LoginThrottle>(clock)) {
}
Services::~Services() = default;

Route Route::Get(std::string_view path, Handle handle) {
  Route route;
  route.method = http::Method::kGet;
  route.path = path;
  route.handle = handle;
  route.takes_nothing = true;
  return route;
}
Route Route::Get(std::string_view path, HandleLater handle) {
  Route route;
  route.method = http::Method::kGet;
  route.path = path;
  route.handle_later = handle;
  route.takes_nothing = true;
  return route;
}
Route Route::Post(std::string_view path, Handle handle) {
  Route route;
  route.method = http::Method::kPost;
  route.path = path;
  route.handle = handle;
  return route;
}
Route Route::Post(std::string_view path, HandleLater handle) {
  Route route;
  route.method = http::Method::kPost;
  route.path = path;
  route.handle_later = handle;
  return route;
}
Route Route::Patch(std::string_view path, Handle handle) {
  Route route;
  route.method = http::Method::kPatch;
  route.path = path;
  route.handle = handle;
  return route;
}
Route Route::Delete(std::string_view path, Handle handle) {
  Route route;
  route.method = http::Method::kDelete;
  route.path = path;
  route.handle = handle;
  route.takes_nothing = true;
  return route;
}

Route Route::Needs(std::string_view needed) const {
  Route route = *this;
  route.scope = needed;
  return route;
}
Route Route::Needs(accounts::Level needed) const {
  Route route = *this;
  route.level = needed;
  return route;
}
Route Route::For(Auth who) const {
  Route route = *this;
  route.auth = who;
  return route;
}
Route Route::ShowsSecret() const {
  Route route = *this;
  route.shows_secret = true;
  return route;
}
Route Route::Called(std::string_view name) const {
  Route route = *this;
  route.called = name;
  return route;
}
Route Route::About(std::string_view sentence) const {
  Route route = *this;
  route.about = sentence;
  return route;
}
Route Route::Where(std::string_view gap, const shape::Shape& shape) const {
  Route route = *this;
  route.gaps.push_back({std::string(gap), shape});
  return route;
}
Route Route::Filters(std::initializer_list<shape::Field> added) const {
  Route route = *this;
  route.parameters.insert(route.parameters.end(), added.begin(), added.end());
  return route;
}
Route Route::Takes(const shape::Shape& taken) const {
  Route route = TakesUnchecked(taken);
  route.checks_body = true;
  return route;
}
Route Route::TakesUnchecked(const shape::Shape& taken) const {
  Route route = *this;
  route.body = taken;
  route.takes_nothing = false;
  return route;
}
Route Route::TakesFiles() const {
  Route route = *this;
  route.takes_files = true;
  return route;
}
Route Route::TakesNothing() const {
  Route route = *this;
  route.takes_nothing = true;
  return route;
}
Route Route::Gives(const shape::Shape& given, int status) const {
  Route route = *this;
  route.answers.push_back({.status = status, .body = given});
  return route;
}
Route Route::GivesMedia(std::string_view media_type) const {
  Route route = *this;
  route.answers.push_back({.body = shape::Any(), .media_type = media_type});
  return route;
}
Route Route::GivesPage(const shape::Shape& item) const {
  return Gives(PageOf(item))
      .Filters({{"limit", shape::Int().About("How many results a page has.")},
                {"offset", shape::Int().About("How many results stand before the page.")}});
}
Route Route::GivesNothing(int status) const {
  Route route = *this;
  route.answers.push_back({.status = status, .body = std::nullopt});
  return route;
}

const std::vector<PlacedRoute>& AllRoutes() {
  static const std::vector<PlacedRoute> all = [] {
    std::vector<PlacedRoute> placed;
    for (const auto& table : {SignUpRoutes(),
                              LoginRoutes(),
                              PasswordResetRoutes(),
                              UserRoutes(),
                              HomeSettingsRoutes(),
                              OrganizationRoutes(),
                              MemberRoutes(),
                              InviteRoutes(),
                              RoleRoutes(),
                              ProjectRoutes(),
                              PersonalApiKeyRoutes(),
                              EventDefinitionRoutes(),
                              PropertyDefinitionRoutes(),
                              EventRoutes(),
                              PersonRoutes(),
                              PersonChangeRoutes(),
                              GroupRoutes(),
                              IngestionRoutes(),
                              EventFilterRoutes(),
                              RetentionRoutes(),
                              ExportRoutes(),
                              InsightRoutes(),
                              DashboardRoutes(),
                              DashboardTemplateRoutes(),
                              SharingRoutes(),
                              SharedPageRoutes(),
                              AnnotationRoutes(),
                              ActionRoutes(),
                              CohortRoutes(),
                              ShortcutRoutes(),
                              TagRoutes(),
                              ActivityRoutes(),
                              QueryRoutes(),
                              InstanceRoutes(),
                              SchemaRoutes()}) {
      for (const Route& route : table) {
        for (std::string& pattern : Places(route.path)) {
          placed.push_back({std::move(pattern), &route});
        }
      }
    }
    return placed;
  }();
  return all;
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
