#include "tenrec/dashboards/sharing.h"

#include <utility>

#include "tenrec/accounts/password.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/people.h"
#include "tenrec/api/print.h"
#include "tenrec/api/route.h"
#include "tenrec/api/shapes.h"
#include "tenrec/api/shared_settings.h"
#include "tenrec/base/random.h"

namespace tenrec::api {
namespace {

using dashboards::SharedItem;
using dashboards::SharedKind;
using dashboards::Sharing;

constexpr std::size_t kMaxNote = 100;
constexpr std::size_t kMinPassword = 8;
constexpr std::size_t kMaxPassword = 1024;
constexpr std::size_t kMadePassword = 16;

/// The dashboard or insight of the path, which must be there.
template <SharedKind kKind>
Result<SharedItem> ItemOf(const Services& services, const Call& call) {
  if constexpr (kKind == SharedKind::kDashboard) {
    TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
    TRY(services.dashboards.Find(call.team().id, id, call.user().id));
    return SharedItem{kKind, id};
  } else {
    TRY_ASSIGN(const auto insight,
               services.insights.Find(call.team().id, call.request->PathParam("id")));
    return SharedItem{kKind, insight.id};
  }
}

JsonObject Print(People& people, const dashboards::SharePassword& one) {
  const Json maker = people.Print(one.created_by);
  const auto email = StringMember(maker, "email");
  return {{"id", one.id.ToString()},
          {"created_at", PrintTime(one.created_at)},
          {"note", one.note},
          {"created_by_email", email ? Json(*email) : Json("deleted user")},
          {"is_active", true}};
}

http::Response Show(const Services& services, const Sharing& sharing) {
  People people(services);
  JsonArray passwords;
  for (const auto& password : sharing.passwords) {
    passwords.push_back(Print(people, password));
  }
  return http::JsonResponse(
      200, JsonObject{
               {"created_at", PrintTime(sharing.created_at)},
               {"enabled", sharing.enabled},
               {"access_token", sharing.access_token.empty() ? Json() : Json(sharing.access_token)},
               {"settings", sharing.settings},
               {"password_required", sharing.password_required},
               {"share_passwords", std::move(passwords)}});
}

template <SharedKind kKind>
Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const SharedItem item, ItemOf<kKind>(services, call));
  TRY_ASSIGN(const Sharing sharing, services.links.Find(call.team().id, item));
  return Show(services, sharing);
}

template <SharedKind kKind>
Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const SharedItem item, ItemOf<kKind>(services, call));
  Fields in(call.body);
  dashboards::SharingChange change{.enabled = in.Bool("enabled"),
                                   .password_required = in.Bool("password_required"),
                                   .settings = in.Any("settings")};
  TRY(in.Finish());
  if (change.settings) {
    TRY_ASSIGN(change.settings, ReadSharedSettings(*change.settings));
  }
  if (change.enabled == true &&
      !call.project->membership.organization.IsOn("allow_publicly_shared_resources")) {
    return PermissionDenied("Public sharing is disabled for this organization.");
  }
  TRY_ASSIGN(const Sharing sharing,
             services.links.Change(call.team().id, item, change, EditorOf(call)));
  return Show(services, sharing);
}

template <SharedKind kKind>
Result<http::Response> Refresh(const Services& services, const Call& call) {
  TRY_ASSIGN(const SharedItem item, ItemOf<kKind>(services, call));
  TRY_ASSIGN(const Sharing sharing, services.links.Refresh(call.team().id, item, EditorOf(call)));
  return Show(services, sharing);
}

template <SharedKind kKind>
Result<http::Response> AddPassword(const Services& services, const Call& call) {
  TRY_ASSIGN(const SharedItem item, ItemOf<kKind>(services, call));
  Fields in(call.body);
  std::string password = in.Text("raw_password", kMaxPassword).value_or("");
  const std::string note = in.Text("note", kMaxNote).value_or("");
  TRY(in.Finish());
  if (password.empty()) password = RandomAlphanumeric(kMadePassword);
  if (password.size() < kMinPassword) {
    return InvalidArgument("Password must be at least 8 characters long.")
        .WithTag("invalid")
        .WithField("raw_password");
  }
  TRY_ASSIGN(const std::string hash, accounts::HashPassword(password));
  TRY_ASSIGN(const auto made,
             services.links.AddPassword(call.team().id, item, hash, note, EditorOf(call)));
  return http::JsonResponse(201, JsonObject{{"id", made.id.ToString()},
                                            {"created_at", PrintTime(made.created_at)},
                                            {"note", made.note},
                                            {"password", password},
                                            {"created_by_email", call.user().email}});
}

template <SharedKind kKind>
Result<http::Response> RemovePassword(const Services& services, const Call& call) {
  TRY_ASSIGN(const SharedItem item, ItemOf<kKind>(services, call));
  TRY_ASSIGN(const Uuid id, PathUuid(call, "password_id"));
  TRY(services.links.RemovePassword(call.team().id, item, id, EditorOf(call)));
  http::Response response;
  response.status = 204;
  return response;
}

const Shape& SharingShape() {
  static const Shape password = Object({{"id", UuidText()},
                                        {"created_at", TimeText()},
                                        {"note", Text()},
                                        {"created_by_email", Text()},
                                        {"is_active", Bool()}})
                                    .Named("SharePassword");
  static const Shape shape =
      Object({{"created_at", TimeText().ReadOnly()},
              {"enabled", Bool()},
              {"access_token", Text().Nullable().ReadOnly().About("The secret in the link.")},
              {"settings", MapOf(Any()).Nullable().About("How the page looks.")},
              {"password_required", Bool()},
              {"share_passwords", ListOf(password).ReadOnly()}})
          .Named("SharingConfiguration");
  return shape;
}

const Shape& MadePasswordShape() {
  static const Shape shape = Object({{"id", UuidText()},
                                     {"created_at", TimeText()},
                                     {"note", Text()},
                                     {"password", Text().About("Shown this once.")},
                                     {"created_by_email", Text()}})
                                 .Named("MadeSharePassword");
  return shape;
}

constexpr std::string_view kRead = "sharing_configuration:read";
constexpr std::string_view kWrite = "sharing_configuration:write";

}  // namespace

std::span<const Route> SharingRoutes() {
  constexpr auto kDashboard = SharedKind::kDashboard;
  constexpr auto kInsight = SharedKind::kInsight;
  static const auto change = [](const Route& route) {
    return route.Needs(kWrite).TakesUnchecked(SharingShape()).Gives(SharingShape()).ShowsSecret();
  };
  static const auto add = [](const Route& route) {
    return route.Needs(kWrite)
        .TakesUnchecked(Input({{"raw_password", Text().About("Without one, one is made up.")},
                               {"note", Text().Max(kMaxNote)}}))
        .Gives(MadePasswordShape(), 201)
        .ShowsSecret();
  };
  static const Route routes[] = {
      Route::Get("P/dashboards/{id}/sharing/", Get<kDashboard>)
          .Needs(kRead)
          .Gives(SharingShape())
          .ShowsSecret(),
      change(Route::Patch("P/dashboards/{id}/sharing/", Patch<kDashboard>)),
      Route::Post("P/dashboards/{id}/sharing/refresh/", Refresh<kDashboard>)
          .Needs(kWrite)
          .About("A new link; the old one works for five more minutes.")
          .TakesNothing()
          .Gives(SharingShape())
          .ShowsSecret(),
      add(Route::Post("P/dashboards/{id}/sharing/passwords/", AddPassword<kDashboard>)),
      Route::Delete("P/dashboards/{id}/sharing/passwords/{password_id}/",
                    RemovePassword<kDashboard>)
          .Needs(kWrite)
          .Where("password_id", UuidText())
          .GivesNothing(),
      Route::Get("P/insights/{id}/sharing/", Get<kInsight>)
          .Needs(kRead)
          .Gives(SharingShape())
          .ShowsSecret(),
      change(Route::Patch("P/insights/{id}/sharing/", Patch<kInsight>)),
      Route::Post("P/insights/{id}/sharing/refresh/", Refresh<kInsight>)
          .Needs(kWrite)
          .About("A new link; the old one works for five more minutes.")
          .TakesNothing()
          .Gives(SharingShape())
          .ShowsSecret(),
      add(Route::Post("P/insights/{id}/sharing/passwords/", AddPassword<kInsight>)),
      Route::Delete("P/insights/{id}/sharing/passwords/{password_id}/", RemovePassword<kInsight>)
          .Needs(kWrite)
          .Where("password_id", UuidText())
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
