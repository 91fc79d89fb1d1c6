#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using accounts::Invite;

// Source: rest-api.md 12.2
const Shape& InviteShape() {
  static const Shape project = Input({{"id", Int().Required()}, {"level", Any()}});
  static const Shape shape =
      Object({{"id", UuidText().ReadOnly().About("Also the code in the link /signup/{id}.")},
              {"target_email", EmailText().Max(254).Required()},
              {"first_name", Text().Max(30)},
              {"level", Int().About("1 is a member, 8 an admin, 15 an owner; up to one's own.")},
              {"message", Text().Max(1000).Nullable()},
              {"private_project_access", ListOf(project).Max(1000).Nullable()},
              {"emailing_attempt_made", Bool().ReadOnly()},
              {"is_expired", Bool().ReadOnly()},
              {"send_email", Bool().WriteOnly()},
              {"combine_pending_invites", Bool().WriteOnly()},
              {"created_by", UserBasicShape().Nullable().ReadOnly()},
              {"created_at", TimeText().ReadOnly()},
              {"updated_at", TimeText().ReadOnly()}})
          .Named("OrganizationInvite");
  return shape;
}

JsonObject Print(const Services& services, const Invite& invite) {
  Json created_by;
  if (invite.created_by) {
    if (const auto user = services.accounts.users().Find(*invite.created_by)) {
      created_by = PrintUserBasic(*user);
    }
  }
  // No mail can be sent yet: whoever invites passes the link on.
  return {{"id", invite.id.ToString()},
          {"target_email", invite.target_email},
          {"first_name", invite.first_name},
          {"level", static_cast<int>(invite.level)},
          {"message", PrintText(invite.message)},
          {"private_project_access", invite.private_project_access},
          {"emailing_attempt_made", false},
          {"is_expired", invite.IsExpiredAt(services.clock.Now())},
          {"created_by", std::move(created_by)},
          {"created_at", PrintTime(invite.created_at)},
          {"updated_at", PrintTime(invite.updated_at)}};
}

// An invite's id opens the door, so nobody sees those to a level above their own.
Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(auto invites, services.accounts.invites().List(call.organization->organization.id));
  std::erase_if(invites,
                [&](const Invite& invite) { return invite.level > call.organization->level; });
  return ListResponse(call, invites, [&](const Invite& invite) { return Print(services, invite); });
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto made,
             services.accounts.invites().Create(call.user(), *call.organization, {call.body}));
  return http::JsonResponse(201, Print(services, made.front()));
}

Result<http::Response> CreateMany(const Services& services, const Call& call) {
  std::vector<JsonObject> wishes;
  for (const Json& wish : call.list) wishes.push_back(wish.get_object());
  TRY_ASSIGN(const auto made,
             services.accounts.invites().Create(call.user(), *call.organization, wishes));
  JsonArray body;
  for (const Invite& invite : made) body.push_back(Print(services, invite));
  return http::JsonResponse(201, body);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY(services.accounts.invites().Delete(call.user(), *call.organization, id));
  http::Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::span<const Route> InviteRoutes() {
  static const Route routes[] = {
      Route::Get("O/invites/", List).Needs("organization_member:read").GivesPage(InviteShape()),
      Route::Post("O/invites/", Create)
          .Needs("organization_member:write")
          .About("The link to pass on is /signup/{id}; it is good for three days.")
          .Takes(InviteShape())
          .Gives(InviteShape(), 201),
      Route::Post("O/invites/bulk/", CreateMany)
          .Needs("organization_member:write")
          .About("Makes all of them or none.")
          .Takes(ListOf(InviteShape()).Max(static_cast<int>(accounts::Invites::kMaxAtOnce)))
          .Gives(ListOf(InviteShape()), 201),
      Route::Delete("O/invites/{id}/", Delete)
          .Needs("organization_member:write")
          .Where("id", UuidText())
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
