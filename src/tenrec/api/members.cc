#include <algorithm>

#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

using accounts::Level;
using accounts::Member;

const Uuid& OrganizationId(const Call& call) {
  return call.organization->organization.id;
}

// The user of the path; "@me" is the caller.
Result<Uuid> UserOf(const Call& call) {
  if (call.request->PathParam("uuid") == "@me") return call.user().uuid;
  return PathUuid(call, "uuid");
}

bool Matches(const Member& member, std::string_view search) {
  const auto& user = member.user;
  const std::string text = ToLowerAscii(user.first_name + " " + user.last_name + " " + user.email);
  return text.find(search) != std::string::npos;
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(auto members, services.accounts.members().List(OrganizationId(call)));
  const std::string search = ToLowerAscii(TrimAscii(call.QueryText("search")));
  const std::string email = ToLowerAscii(call.QueryText("email"));
  std::erase_if(members, [&](const Member& member) {
    return (!search.empty() && !Matches(member, search)) ||
           (!email.empty() && ToLowerAscii(member.user.email) != email);
  });
  std::string order = call.QueryText("order");
  if (order.empty()) order = call.QueryText("ordering");
  if (order == "joined_at") std::ranges::reverse(members);
  return ListResponse(call, members, PrintMember);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, UserOf(call));
  const Json* level = call.body.if_contains("level");
  Result<Member> member = level == nullptr
                              ? services.accounts.members().Find(OrganizationId(call), uuid)
                              : services.accounts.members().ChangeLevel(
                                    call.user(), *call.organization, uuid, level->get_int64());
  if (!member) return std::move(member).error();
  return http::JsonResponse(200, PrintMember(*member));
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, UserOf(call));
  TRY(services.accounts.members().Remove(call.user(), *call.organization, uuid));
  http::Response response;
  response.status = 204;
  return response;
}

// The member's keys that open this organization.
Result<http::Response> ScopedKeys(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, UserOf(call));
  TRY_ASSIGN(const Member member, services.accounts.members().Find(OrganizationId(call), uuid));
  TRY_ASSIGN(auto keys, services.accounts.personal_api_keys().List(member.user.id));
  std::erase_if(keys, [&](const accounts::PersonalApiKey& key) {
    const auto& scoped = key.scoped_organizations;
    return !scoped.empty() && std::ranges::find(scoped, OrganizationId(call)) == scoped.end();
  });
  const Timestamp week_ago = services.clock.Now() - std::chrono::hours(24 * 7);
  JsonArray printed;
  bool is_active = false;
  for (const auto& key : keys) {
    is_active = is_active || (key.last_used_at && *key.last_used_at >= week_ago);
    printed.push_back(
        JsonObject{{"name", key.label}, {"last_used_at", PrintTime(key.last_used_at)}});
  }
  return http::JsonResponse(200, JsonObject{{"has_keys", !keys.empty()},
                                            {"has_keys_active_last_week", is_active},
                                            {"keys", std::move(printed)}});
}

}  // namespace

std::span<const Route> MemberRoutes() {
  static const Shape key = Object({{"name", Text()}, {"last_used_at", TimeText().Nullable()}});
  static const Route routes[] = {
      Route::Get("O/members/", List)
          .Needs("organization_member:read")
          .Filters({{"search", Text()},
                    {"email", EmailText()},
                    {"order", Words({"joined_at", "-joined_at"})}})
          .GivesPage(MemberShape()),
      Route::Patch("O/members/{uuid}/", Patch)
          .Needs("organization_member:write")
          .Needs(Level::kAdmin)
          .About("Changes a member's level, up to one's own; not one's own.")
          .Where("uuid", UuidText().About("Of the user."))
          .Takes(MemberShape())
          .Gives(MemberShape()),
      Route::Delete("O/members/{uuid}/", Delete)
          .Needs("organization_member:write")
          .About("Takes somebody out of the organization, as an admin, or oneself.")
          .Where("uuid", UuidText().About("Of the user."))
          .GivesNothing(),
      Route::Get("O/members/{uuid}/scoped_api_keys/", ScopedKeys)
          .Needs("organization_member:read")
          .Needs(Level::kAdmin)
          .Where("uuid", UuidText().About("Of the user."))
          .Gives(Object({{"has_keys", Bool()},
                         {"has_keys_active_last_week", Bool()},
                         {"keys", ListOf(key)}})),
  };
  return routes;
}

}  // namespace tenrec::api
