#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using accounts::Level;

Result<http::Response> Show(const Services& services, const Call& call, int status,
                            const accounts::Membership& membership) {
  TRY_ASSIGN(const JsonObject body, PrintOrganization(services, *call.caller, membership));
  return http::JsonResponse(status, body);
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(auto memberships, services.accounts.organizations().ListFor(call.user().id));
  std::erase_if(memberships, [&](const accounts::Membership& membership) {
    return !accounts::MaySee(*call.caller, membership.organization.id);
  });
  const Page page = ReadPage(call);
  JsonArray results;
  for (std::size_t i = page.offset; i < memberships.size() && i - page.offset < page.limit; ++i) {
    TRY_ASSIGN(JsonObject printed, PrintOrganization(services, *call.caller, memberships[i]));
    results.push_back(std::move(printed));
  }
  return http::JsonResponse(200, PrintPage(call, page, memberships.size(), std::move(results)));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  if (!services.accounts.multi_org()) {
    return PermissionDenied(
        "This instance has one organization. Set MULTI_ORG_ENABLED to allow more.");
  }
  TRY_ASSIGN(const auto membership,
             services.accounts.organizations().Create(call.user().id, call.body));
  return Show(services, call, 201, membership);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  return Show(services, call, 200, *call.organization);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto changed, services.accounts.organizations().Update(
                                     call.user().id, *call.organization, call.body));
  return Show(services, call, 200, changed);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY(services.accounts.organizations().Delete(call.organization->organization.id));
  http::Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::span<const Route> OrganizationRoutes() {
  static const Route routes[] = {
      Route::Get("/api/organizations/", List)
          .Needs("organization:read")
          .GivesPage(OrganizationShape()),
      Route::Post("/api/organizations/", Create)
          .Needs("organization:write")
          .TakesUnchecked(OrganizationShape())
          .Gives(OrganizationShape(), 201),
      Route::Get("O/", Get).Needs("organization:read").Gives(OrganizationShape()),
      Route::Patch("O/", Patch)
          .Needs("organization:write")
          .Needs(Level::kAdmin)
          .TakesUnchecked(OrganizationShape())
          .Gives(OrganizationShape()),
      Route::Delete("O/", Delete)
          .Needs("organization:write")
          .Needs(Level::kOwner)
          .About("Removes the organization with all of its projects.")
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
