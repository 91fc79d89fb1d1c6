#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/login_throttle.h"
#include "tenrec/api/api.h"
#include "tenrec/api/call.h"
#include "tenrec/shape/shape.h"

namespace tenrec::api {

class KeptValues;
class LiveEvents;

/// What handlers work with.
struct Services : ApiDependencies {
  explicit Services(ApiDependencies dependencies);
  ~Services();

  std::unique_ptr<LiveEvents> live_events;
  /// Searches of people who go on typing; readings that nobody waits for tell it their end.
  std::shared_ptr<KeptValues> kept_values;
  /// Against who guesses the passwords of public links.
  std::unique_ptr<accounts::LoginThrottle> link_throttle;
};

/// Who may call a route.
enum class Auth : std::uint8_t {
  kPublic,        // anyone; credentials are not looked at
  kOpen,          // anyone; a session is looked at when there is one
  kUser,          // a session, or a key that holds the route's scope
  kSession,       // a session: keys are refused
  kFreshSession,  // a session whose login is recent
};

/// Whether nobody has to sign in.
constexpr bool IsForAnyone(Auth auth) {
  return auth == Auth::kPublic || auth == Auth::kOpen;
}

/// What a route may answer when nothing is wrong.
struct Answer {
  int status = 200;
  /// nullopt: no body.
  std::optional<shape::Shape> body;
  std::string_view media_type = "application/json";
};

/// One line of the table from which routing, the checks before a handler, and the API's document
/// come.
/// Shape:   Route::Patch("P/actions/{id}/", Patch)
///              .Needs("action:write").Takes(ActionShape()).Gives(ActionShape())
struct Route {
  using Handle = Result<http::Response> (*)(const Services&, const Call&);
  using HandleLater = void (*)(const Services&, const std::shared_ptr<const Call>&, http::Respond);

  /// A first "P/" is /api/projects/{project_id}/ and /api/environments/{project_id}/, "O/" is
  /// /api/organizations/{organization_id}/, "B/" is each of the four places where projects are
  /// listed. A handler runs on the pool and gives the answer, or starts what answers later.
  static Route Get(std::string_view path, Handle handle);
  static Route Get(std::string_view path, HandleLater handle);
  static Route Post(std::string_view path, Handle handle);
  static Route Post(std::string_view path, HandleLater handle);
  /// Answers PUT as well.
  static Route Patch(std::string_view path, Handle handle);
  static Route Delete(std::string_view path, Handle handle);

  /// The scope that a key must hold; without one a key of any scope will do.
  Route Needs(std::string_view scope) const;
  /// The least that a member of the organization must be.
  Route Needs(accounts::Level level) const;
  Route For(Auth auth) const;
  /// The answer shows a secret, so it is not compressed.
  Route ShowsSecret() const;

  /// What the document calls the last segment of the path, when two routes would have one name.
  Route Called(std::string_view name) const;
  /// A sentence for people who read the document.
  Route About(std::string_view sentence) const;
  /// What a gap of the path holds, when it is more than a text.
  Route Where(std::string_view gap, const shape::Shape& shape) const;
  /// What may stand in the query string.
  Route Filters(std::initializer_list<shape::Field> parameters) const;
  /// The body, an Object or a list, which is checked and cleaned by its shape before the handler
  /// sees it.
  Route Takes(const shape::Shape& body) const;
  /// The body, whose rules are those of the room that the handler asks.
  Route TakesUnchecked(const shape::Shape& body) const;
  /// Forms with files are read as well; each file is a text of the body.
  Route TakesFiles() const;
  Route TakesNothing() const;
  Route Gives(const shape::Shape& body, int status = 200) const;
  Route GivesMedia(std::string_view media_type) const;
  /// A page of a list; `limit` and `offset` are among the parameters.
  Route GivesPage(const shape::Shape& item) const;
  /// By default 204.
  Route GivesNothing(int status = 204) const;

  http::Method method = http::Method::kGet;
  std::string_view path;
  Auth auth = Auth::kUser;
  std::string_view scope;
  std::optional<accounts::Level> level;
  Handle handle = nullptr;
  HandleLater handle_later = nullptr;
  bool shows_secret = false;
  bool takes_files = false;

  std::string_view called;
  std::string_view about;
  std::vector<shape::Field> gaps;
  std::vector<shape::Field> parameters;
  std::optional<shape::Shape> body;
  bool checks_body = false;
  /// Says that there is no body, so that a forgotten one shows.
  bool takes_nothing = false;
  std::vector<Answer> answers;
};

std::span<const Route> SignUpRoutes();
std::span<const Route> PasswordResetRoutes();
std::span<const Route> LoginRoutes();
std::span<const Route> UserRoutes();
std::span<const Route> HomeSettingsRoutes();
std::span<const Route> OrganizationRoutes();
std::span<const Route> MemberRoutes();
std::span<const Route> InviteRoutes();
std::span<const Route> RoleRoutes();
std::span<const Route> ProjectRoutes();
std::span<const Route> PersonalApiKeyRoutes();
std::span<const Route> EventDefinitionRoutes();
std::span<const Route> PropertyDefinitionRoutes();
std::span<const Route> EventRoutes();
std::span<const Route> PersonRoutes();
std::span<const Route> PersonChangeRoutes();
std::span<const Route> GroupRoutes();
std::span<const Route> IngestionRoutes();
std::span<const Route> EventFilterRoutes();
std::span<const Route> RetentionRoutes();
std::span<const Route> ActionRoutes();
std::span<const Route> CohortRoutes();
std::span<const Route> ExportRoutes();
std::span<const Route> InsightRoutes();
std::span<const Route> DashboardRoutes();
std::span<const Route> DashboardTemplateRoutes();
std::span<const Route> SharingRoutes();
std::span<const Route> SharedPageRoutes();
std::span<const Route> AnnotationRoutes();
std::span<const Route> ShortcutRoutes();
std::span<const Route> TagRoutes();
std::span<const Route> ActivityRoutes();
std::span<const Route> QueryRoutes();
std::span<const Route> InstanceRoutes();
std::span<const Route> SchemaRoutes();

/// A line of the table with its path written out.
struct PlacedRoute {
  std::string pattern;
  const Route* route = nullptr;
};
/// All of them, in the order of the files; the same at each call.
const std::vector<PlacedRoute>& AllRoutes();

}  // namespace tenrec::api
