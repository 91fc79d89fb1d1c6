#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

// The answer for somebody who has just come in, signed in.
Result<http::Response> Welcome(const Services& services, const Call& call,
                               const accounts::User& user) {
  TRY_ASSIGN(const std::string token, services.accounts.sessions().Start(user.id));
  JsonObject body = PrintUserBasic(user);
  body["redirect_url"] = "/";
  http::Response response = http::JsonResponse(201, body);
  SetSessionCookies(services, *call.request, token, response);
  return response;
}

Result<http::Response> SignUp(const Services& services, const Call& call) {
  TRY_ASSIGN(const accounts::User user, services.accounts.SignUp(call.body));
  return Welcome(services, call, user);
}

std::optional<accounts::User> SignedIn(const Call& call) {
  return call.caller ? std::optional(call.user()) : std::nullopt;
}

Result<http::Response> ShowInvite(const Services& services, const Call& call) {
  const auto id = Uuid::Parse(call.request->PathParam("invite_id"));
  TRY_ASSIGN(const auto offer, services.accounts.OpenInvite(id.value_or(Uuid()), SignedIn(call)));
  return http::JsonResponse(
      200, JsonObject{{"id", offer.invite.id.ToString()},
                      {"target_email", accounts::MaskEmail(offer.invite.target_email)},
                      {"first_name", offer.invite.first_name},
                      {"organization_name", offer.organization.name}});
}

Result<http::Response> TakeInvite(const Services& services, const Call& call) {
  if (call.caller && call.caller->by_key()) {
    return PermissionDenied("This action does not support Personal API Key access");
  }
  const auto id = Uuid::Parse(call.request->PathParam("invite_id"));
  TRY_ASSIGN(const accounts::User user,
             services.accounts.Join(id.value_or(Uuid()), SignedIn(call), call.body));
  if (!call.caller) return Welcome(services, call, user);
  JsonObject body = PrintUserBasic(user);
  body["redirect_url"] = "/";
  return http::JsonResponse(201, body);
}

const Shape& SignedUpShape() {
  static const Shape shape = UserBasicShape().With({{"redirect_url", Text()}}).Named("SignedUp");
  return shape;
}

}  // namespace

std::span<const Route> SignUpRoutes() {
  static const Route routes[] = {
      Route::Post("/api/signup/", SignUp)
          .For(Auth::kOpen)
          .TakesUnchecked(Input({{"email", EmailText().Required()},
                                 {"password", Text().Required()},
                                 {"first_name", Text().Required()},
                                 {"last_name", Text()},
                                 {"organization_name", Text()},
                                 {"role_at_organization", Text()}})
                              .Named("SignUp"))
          .Gives(SignedUpShape(), 201),
      Route::Get("/api/signup/{invite_id}/", ShowInvite)
          .For(Auth::kOpen)
          .About("What an invite is for, as long as the caller may take it.")
          .Where("invite_id", UuidText())
          .Gives(Object({{"id", UuidText()},
                         {"target_email", Text().About("With most letters left out.")},
                         {"first_name", Text()},
                         {"organization_name", Text()}})
                     .Named("InviteOffer")),
      Route::Post("/api/signup/{invite_id}/", TakeInvite)
          .For(Auth::kOpen)
          .About("Joins the organization; who is not signed in makes an account.")
          .Where("invite_id", UuidText())
          .TakesUnchecked(Input({{"first_name", Text()},
                                 {"password", Text()},
                                 {"last_name", Text()},
                                 {"role_at_organization", Text()}})
                              .Named("InviteSignUp"))
          .Gives(SignedUpShape(), 201),
  };
  return routes;
}

}  // namespace tenrec::api
