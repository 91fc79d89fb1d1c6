#include <algorithm>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

Result<http::Response> ListUsers(const Services& services, const Call& call) {
  std::vector<accounts::User> users{call.user()};
  const bool team_scoped = call.caller->by_key() && !call.caller->key->scoped_teams.empty();
  if (call.user().is_staff && !team_scoped) {
    TRY_ASSIGN(users, services.accounts.users().List());
  }
  const std::string email = ToLowerAscii(call.QueryText("email"));
  const auto is_staff = call.QueryBool("is_staff");
  std::erase_if(users, [&](const accounts::User& user) {
    return (!email.empty() && ToLowerAscii(user.email) != email) ||
           (is_staff && user.is_staff != *is_staff);
  });
  const Page page = ReadPage(call);
  JsonArray results;
  for (std::size_t i = page.offset; i < users.size() && i - page.offset < page.limit; ++i) {
    TRY_ASSIGN(JsonObject printed, PrintUser(services, *call.caller, users[i]));
    results.push_back(std::move(printed));
  }
  return http::JsonResponse(200, PrintPage(call, page, users.size(), std::move(results)));
}

Result<http::Response> GetMe(const Services& services, const Call& call) {
  TRY_ASSIGN(const JsonObject body, PrintUser(services, *call.caller, call.user()));
  return http::JsonResponse(200, body);
}

Result<http::Response> GetUser(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, PathUuid(call, "uuid"));
  if (uuid == call.user().uuid) return GetMe(services, call);
  if (!call.user().is_staff) {
    return PermissionDenied("As a non-staff user you're only allowed to access the `@me` user.");
  }
  TRY_ASSIGN(const accounts::User user, services.accounts.users().FindByUuid(uuid));
  TRY_ASSIGN(const JsonObject body, PrintUser(services, *call.caller, user));
  return http::JsonResponse(200, body);
}

Error NoSuchObject(const std::string& id, std::string field) {
  return InvalidArgument("Invalid pk \"" + id + "\" - object does not exist.")
      .WithTag("does_not_exist")
      .WithField(std::move(field));
}

// Where the user wants to work from now on; nullopt when the patch does not say.
struct Target {
  Uuid organization_id;
  std::optional<TeamId> team_id;
};
Result<std::optional<Target>> ReadTarget(const Services& services, const Call& call) {
  std::optional<Target> target;
  if (const Json* sent = call.body.if_contains("set_current_organization")) {
    const std::string id = sent->is_string() ? std::string(View(sent->get_string())) : "";
    const auto found = services.accounts.FindOrganization(*call.caller, id);
    if (!found) return NoSuchObject(id, "set_current_organization");
    TRY_ASSIGN(const auto teams,
               services.accounts.VisibleTeams(*call.caller, found->organization.id));
    target = Target{found->organization.id,
                    teams.empty() ? std::nullopt : std::optional(teams.front().id)};
  }
  if (const Json* sent = call.body.if_contains("set_current_team")) {
    auto id = accounts::ReadInt(*sent, 0, 1LL << 53);
    if (!id) return std::move(id).error().WithField("set_current_team");
    const auto found = services.accounts.FindTeam(*call.caller, std::to_string(*id));
    if (!found) return NoSuchObject(std::to_string(*id), "set_current_team");
    if (target && target->organization_id != found->team->organization_id) {
      return InvalidArgument(
                 "Team must belong to the same organization in set_current_organization.")
          .WithTag("invalid_input")
          .WithField("set_current_team");
    }
    target = Target{found->team->organization_id, found->team->id};
  }
  return target;
}

Result<http::Response> PatchMe(const Services& services, const Call& call) {
  const bool changes_password = call.body.contains("password");
  if (changes_password || call.body.contains("email")) {
    TRY(accounts::RequireFreshLogin(*call.caller, services.clock.Now()));
  }
  TRY_ASSIGN(const auto target, ReadTarget(services, call));
  TRY_ASSIGN(accounts::User user, services.accounts.users().Update(call.user(), call.body));
  if (target) {
    TRY(services.accounts.users().SetCurrent(user.id, target->organization_id, target->team_id));
    TRY_ASSIGN(user, services.accounts.users().Find(user.id));
  }
  if (changes_password) {
    const std::string token = SessionTokenOf(services, *call.request).value_or("");
    TRY(services.accounts.sessions().EndOthers(user.id, token));
  }
  TRY_ASSIGN(const JsonObject body, PrintUser(services, *call.caller, user));
  return http::JsonResponse(200, body);
}

Result<http::Response> PatchUser(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, PathUuid(call, "uuid"));
  if (uuid != call.user().uuid) return NotFound("Not found.");
  return PatchMe(services, call);
}

Result<http::Response> DeleteMe(const Services& services, const Call& call) {
  TRY(services.accounts.users().Delete(call.user().id));
  http::Response response;
  response.status = 204;
  RemoveSessionCookies(response);
  return response;
}

Result<http::Response> TwoFactorStatus(const Services&, const Call&) {
  return http::JsonResponse(
      200, JsonObject{{"is_enabled", false}, {"backup_codes", JsonArray()}, {"method", nullptr}});
}

// Source: rest-api.md 10
const Shape& UserShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"uuid", UuidText().ReadOnly()},
              {"distinct_id", Text().Nullable().ReadOnly()},
              {"first_name", Text().Max(150)},
              {"last_name", Text().Max(150)},
              {"email", EmailText().Max(254)},
              {"is_email_verified", Bool().Nullable().ReadOnly()},
              {"date_joined", TimeText().ReadOnly()},
              {"pending_email", Text().Nullable().ReadOnly()},
              {"has_password", Bool().ReadOnly()},
              {"is_staff", Bool()},
              {"is_impersonated", Bool().Nullable().ReadOnly()},
              {"is_impersonated_until", TimeText().Nullable().ReadOnly()},
              {"sensitive_session_expires_at", TimeText().Nullable().ReadOnly()},
              {"team", TeamBasicShape().Nullable().ReadOnly()},
              {"organization", OrganizationShape().Nullable().ReadOnly()},
              {"organizations", ListOf(OrganizationBasicShape()).ReadOnly()},
              {"set_current_organization", UuidText().WriteOnly()},
              {"set_current_team", Int().WriteOnly()},
              {"password", Text().WriteOnly()},
              {"current_password", Text().WriteOnly()},
              {"is_2fa_enabled", Bool().ReadOnly()},
              {"has_social_auth", Bool().ReadOnly()},
              {"has_sso_enforcement", Bool().ReadOnly()},
              {"scene_personalisation", ListOf(Any()).ReadOnly()}})
          .With(accounts::UserPreferences().fields())
          .Named("User");
  return shape;
}

}  // namespace

std::span<const Route> UserRoutes() {
  static const Route routes[] = {
      Route::Get("/api/users/", ListUsers)
          .Needs("user:read")
          .About("Everyone for staff, only the caller for others.")
          .Filters({{"email", EmailText()}, {"is_staff", Bool()}})
          .GivesPage(UserShape()),
      Route::Get("/api/users/@me/", GetMe).Needs("user:read").Gives(UserShape()),
      Route::Patch("/api/users/@me/", PatchMe)
          .Needs("user:write")
          .TakesUnchecked(UserShape())
          .Gives(UserShape()),
      Route::Delete("/api/users/@me/", DeleteMe).For(Auth::kSession).GivesNothing(),
      Route::Get("/api/users/@me/two_factor_status/", TwoFactorStatus)
          .For(Auth::kSession)
          .Gives(Object({{"is_enabled", Bool()},
                         {"backup_codes", ListOf(Text())},
                         {"method", Words({"TOTP"}).Nullable()}})),
      Route::Get("/api/users/{uuid}/", GetUser)
          .Needs("user:read")
          .Where("uuid", UuidText())
          .Gives(UserShape()),
      Route::Patch("/api/users/{uuid}/", PatchUser)
          .Needs("user:write")
          .Where("uuid", UuidText())
          .TakesUnchecked(UserShape())
          .Gives(UserShape()),
  };
  return routes;
}

}  // namespace tenrec::api
