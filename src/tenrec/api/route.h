#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/api/api.h"
#include "tenrec/api/call.h"

namespace tenrec::api {

class LiveEvents;

/// What handlers work with.
struct Services : ApiDependencies {
  explicit Services(ApiDependencies dependencies);
  ~Services();

  std::unique_ptr<LiveEvents> live_events;
};

/// Who may call a route.
enum class Auth : std::uint8_t {
  kOpen,          // anyone; a session is looked at when there is one
  kUser,          // a session, or a key that holds the route's scope
  kSession,       // a session: keys are refused
  kFreshSession,  // a session whose login is recent
};

/// One line of the table from which routing comes; its fields stand in the order in which one
/// reads.
struct Route {  // NOLINT(clang-analyzer-optin.performance.Padding)
  using Handle = Result<http::Response> (*)(const Services&, const Call&);
  using HandleLater = void (*)(const Services&, std::shared_ptr<const Call>, http::Respond);

  http::Method method = http::Method::kGet;
  /// A first "P/" is /api/projects/{project_id}/ and /api/environments/{project_id}/, "O/" is
  /// /api/organizations/{organization_id}/, "B/" is each of the four places where projects are
  /// listed. kPatch also answers PUT.
  std::string_view path;
  Auth auth = Auth::kUser;
  /// Empty: a key of any scope.
  std::string_view scope;
  /// Runs on the pool and gives the answer.
  Handle handle = nullptr;
  /// Or starts what answers later.
  HandleLater handle_later = nullptr;
  /// The answer shows a secret, so it is not compressed.
  bool shows_secret = false;
};

std::span<const Route> SignUpRoutes();
std::span<const Route> LoginRoutes();
std::span<const Route> UserRoutes();
std::span<const Route> OrganizationRoutes();
std::span<const Route> ProjectRoutes();
std::span<const Route> PersonalApiKeyRoutes();
std::span<const Route> EventDefinitionRoutes();
std::span<const Route> PropertyDefinitionRoutes();
std::span<const Route> EventRoutes();
std::span<const Route> QueryRoutes();
std::span<const Route> InstanceRoutes();

/// A line of the table with its path written out.
struct PlacedRoute {
  std::string pattern;
  const Route* route = nullptr;
};
std::vector<PlacedRoute> AllRoutes();

}  // namespace tenrec::api
