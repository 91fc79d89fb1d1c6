#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

const Shape& HomeSettingsShape() {
  static const Shape tab = Input({{"id", Text()},
                                  {"pathname", Text()},
                                  {"search", Text()},
                                  {"hash", Text()},
                                  {"title", Text()},
                                  {"customTitle", Text().Nullable()},
                                  {"iconType", Text()},
                                  {"sceneId", Text().Nullable()},
                                  {"sceneKey", Text().Nullable()},
                                  {"sceneParams", Any()},
                                  {"pinned", Bool()}})
                               .Named("HomeTab");
  static const Shape shape = Object({{"tabs", ListOf(tab).Max(200)}, {"homepage", tab.Nullable()}})
                                 .Named("UserHomeSettings");
  return shape;
}

// Only one's own, in the project where one works.
Result<TeamId> TeamOf(const Services& services, const Call& call) {
  const std::string_view name = call.request->PathParam("uuid");
  if (name != "@me" && Uuid::Parse(name) != call.user().uuid) return NotFound("Not found.");
  TRY_ASSIGN(const auto team, services.accounts.CurrentTeam(*call.caller));
  if (!team) return NotFound("Not found.");
  return team->team->id;
}

http::Response Show(accounts::HomeSettings settings) {
  return http::JsonResponse(200, JsonObject{{"tabs", std::move(settings.tabs)},
                                            {"homepage", std::move(settings.homepage)}});
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const TeamId team, TeamOf(services, call));
  TRY_ASSIGN(auto settings, services.accounts.FindHome(call.user().id, team));
  return Show(std::move(settings));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const TeamId team, TeamOf(services, call));
  TRY_ASSIGN(auto settings, services.accounts.FindHome(call.user().id, team));
  if (const Json* tabs = call.body.if_contains("tabs")) settings.tabs = tabs->get_array();
  if (const Json* homepage = call.body.if_contains("homepage")) settings.homepage = *homepage;
  TRY(services.accounts.SaveHome(call.user().id, team, settings));
  return Show(std::move(settings));
}

}  // namespace

std::span<const Route> HomeSettingsRoutes() {
  static const Route routes[] = {
      Route::Get("/api/user_home_settings/{uuid}/", Get)
          .Needs("user:read")
          .About("Pinned tabs and the page to begin with, in the current project; @me is oneself.")
          .Gives(HomeSettingsShape()),
      Route::Patch("/api/user_home_settings/{uuid}/", Patch)
          .Needs("user:write")
          .Takes(HomeSettingsShape())
          .Gives(HomeSettingsShape()),
  };
  return routes;
}

}  // namespace tenrec::api
