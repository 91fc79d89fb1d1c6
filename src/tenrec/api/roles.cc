#include <map>

#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using accounts::Level;
using accounts::Member;
using accounts::Role;
using accounts::RoleMembership;

// Source: rest-api.md 12.3
const Shape& RoleMembershipShape() {
  static const Shape shape = Object({{"id", UuidText().ReadOnly()},
                                     {"role_id", UuidText().ReadOnly()},
                                     {"organization_member", MemberShape().ReadOnly()},
                                     {"user", UserBasicShape().ReadOnly()},
                                     {"joined_at", TimeText().ReadOnly()},
                                     {"updated_at", TimeText().ReadOnly()},
                                     {"user_uuid", UuidText().WriteOnly().Required()}})
                                 .Named("RoleMembership");
  return shape;
}

const Shape& RoleShape() {
  static const Shape shape = Object({{"id", UuidText().ReadOnly()},
                                     {"name", Text().Max(200).NotBlank().Required()},
                                     {"created_at", TimeText().ReadOnly()},
                                     // Terraform reads a text here, and PostHog never fills it.
                                     {"created_by", Text().Nullable().ReadOnly()},
                                     {"members", ListOf(RoleMembershipShape()).ReadOnly()},
                                     {"is_default", Bool().ReadOnly()}})
                                 .Named("Role");
  return shape;
}

const Uuid& OrganizationId(const Call& call) {
  return call.organization->organization.id;
}

// Shows roles and who is in them; looks the members up once.
class RolePrinter {
 public:
  static Result<RolePrinter> Make(const Services& services, const Call& call) {
    RolePrinter printer;
    TRY_ASSIGN(const auto members, services.accounts.members().List(OrganizationId(call)));
    for (const Member& member : members) printer.members_.emplace(member.user.id, member);
    const Json& role = call.organization->organization.settings.at("default_role_id");
    if (role.is_string()) printer.default_role_ = Uuid::Parse(View(role.get_string()));
    return printer;
  }

  /// Nothing for who has left in between.
  std::optional<JsonObject> Print(const RoleMembership& membership) const {
    const auto member = members_.find(membership.user_id);
    if (member == members_.end()) return std::nullopt;
    return JsonObject{{"id", membership.id.ToString()},
                      {"role_id", membership.role_id.ToString()},
                      {"organization_member", PrintMember(member->second)},
                      {"user", PrintUserBasic(member->second.user)},
                      {"joined_at", PrintTime(membership.joined_at)},
                      {"updated_at", PrintTime(membership.updated_at)}};
  }
  JsonObject Print(const Role& role, const std::vector<RoleMembership>& memberships) const {
    JsonArray members;
    for (const auto& membership : memberships) {
      if (auto printed = Print(membership)) members.push_back(std::move(*printed));
    }
    return {{"id", role.id.ToString()},
            {"name", role.name},
            {"created_at", PrintTime(role.created_at)},
            {"created_by", nullptr},
            {"members", std::move(members)},
            {"is_default", role.id == default_role_}};
  }

 private:
  std::map<UserId, Member> members_;
  std::optional<Uuid> default_role_;
};

Result<http::Response> Show(const Services& services, const Call& call, int status,
                            const Role& role) {
  TRY_ASSIGN(const RolePrinter printer, RolePrinter::Make(services, call));
  TRY_ASSIGN(const auto memberships, services.accounts.roles().MembersOf(role.id));
  return http::JsonResponse(status, printer.Print(role, memberships));
}

Result<Role> RoleOf(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  return services.accounts.roles().Find(OrganizationId(call), id);
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const RolePrinter printer, RolePrinter::Make(services, call));
  TRY_ASSIGN(const auto roles, services.accounts.roles().List(OrganizationId(call)));
  const Page page = ReadPage(call);
  JsonArray results;
  for (std::size_t i = page.offset; i < roles.size() && i - page.offset < page.limit; ++i) {
    TRY_ASSIGN(const auto memberships, services.accounts.roles().MembersOf(roles[i].id));
    results.push_back(printer.Print(roles[i], memberships));
  }
  return http::JsonResponse(200, PrintPage(call, page, roles.size(), std::move(results)));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, services.accounts.roles().Create(
                                  OrganizationId(call), View(call.body.at("name").get_string())));
  return Show(services, call, 201, role);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, RoleOf(services, call));
  return Show(services, call, 200, role);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(Role role, RoleOf(services, call));
  if (const Json* name = call.body.if_contains("name")) {
    TRY_ASSIGN(role, services.accounts.roles().Rename(OrganizationId(call), role.id,
                                                      View(name->get_string())));
  }
  return Show(services, call, 200, role);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY(services.accounts.roles().Delete(OrganizationId(call), id));
  http::Response response;
  response.status = 204;
  return response;
}

Result<http::Response> ListMembers(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, RoleOf(services, call));
  TRY_ASSIGN(const RolePrinter printer, RolePrinter::Make(services, call));
  TRY_ASSIGN(const auto memberships, services.accounts.roles().MembersOf(role.id));
  std::vector<JsonObject> shown;
  for (const auto& membership : memberships) {
    if (auto printed = printer.Print(membership)) shown.push_back(std::move(*printed));
  }
  return ListResponse(call, shown, [](const JsonObject& printed) { return printed; });
}

Result<http::Response> ShowMember(const Services& services, const Call& call, int status,
                                  const RoleMembership& membership) {
  TRY_ASSIGN(const RolePrinter printer, RolePrinter::Make(services, call));
  const auto printed = printer.Print(membership);
  if (!printed) return NotFound("Not found.");
  return http::JsonResponse(status, *printed);
}

Result<http::Response> AddMember(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, RoleOf(services, call));
  const auto uuid = Uuid::Parse(View(call.body.at("user_uuid").get_string()));
  const auto member = services.accounts.members().Find(OrganizationId(call), uuid.value_or(Uuid()));
  if (!member) {
    return InvalidArgument("User does not exist in the organization.")
        .WithTag("does_not_exist")
        .WithField("user_uuid");
  }
  TRY_ASSIGN(const RoleMembership membership,
             services.accounts.roles().AddMember(role.id, member->id));
  return ShowMember(services, call, 201, membership);
}

Result<http::Response> GetMember(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, RoleOf(services, call));
  TRY_ASSIGN(const Uuid id, PathUuid(call, "membership_id"));
  TRY_ASSIGN(const RoleMembership membership, services.accounts.roles().FindMember(role.id, id));
  return ShowMember(services, call, 200, membership);
}

Result<http::Response> RemoveMember(const Services& services, const Call& call) {
  TRY_ASSIGN(const Role role, RoleOf(services, call));
  TRY_ASSIGN(const Uuid id, PathUuid(call, "membership_id"));
  TRY(services.accounts.roles().RemoveMember(role.id, id));
  http::Response response;
  response.status = 204;
  return response;
}

constexpr std::string_view kRead = "organization:read";
constexpr std::string_view kWrite = "organization:write";

}  // namespace

std::span<const Route> RoleRoutes() {
  static const Route routes[] = {
      Route::Get("O/roles/", List).Needs(kRead).GivesPage(RoleShape()),
      Route::Post("O/roles/", Create)
          .Needs(kWrite)
          .Needs(Level::kAdmin)
          .Takes(RoleShape())
          .Gives(RoleShape(), 201),
      Route::Get("O/roles/{id}/", Get).Needs(kRead).Where("id", UuidText()).Gives(RoleShape()),
      Route::Patch("O/roles/{id}/", Patch)
          .Needs(kWrite)
          .Needs(Level::kAdmin)
          .Where("id", UuidText())
          .Takes(RoleShape())
          .Gives(RoleShape()),
      Route::Delete("O/roles/{id}/", Delete)
          .Needs(kWrite)
          .Needs(Level::kAdmin)
          .Where("id", UuidText())
          .GivesNothing(),
      Route::Get("O/roles/{id}/role_memberships/", ListMembers)
          .Needs(kRead)
          .Where("id", UuidText())
          .GivesPage(RoleMembershipShape()),
      Route::Post("O/roles/{id}/role_memberships/", AddMember)
          .Needs(kWrite)
          .Needs(Level::kAdmin)
          .Where("id", UuidText())
          .Takes(RoleMembershipShape())
          .Gives(RoleMembershipShape(), 201),
      Route::Get("O/roles/{id}/role_memberships/{membership_id}/", GetMember)
          .Needs(kRead)
          .Where("id", UuidText())
          .Where("membership_id", UuidText())
          .Gives(RoleMembershipShape()),
      Route::Delete("O/roles/{id}/role_memberships/{membership_id}/", RemoveMember)
          .Needs(kWrite)
          .Needs(Level::kAdmin)
          .Where("id", UuidText())
          .Where("membership_id", UuidText())
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
