#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

// Makes the account and signs it in.
Result<http::Response> SignUp(const Services& services, const Call& call) {
  TRY_ASSIGN(const accounts::User user, services.accounts.SignUp(call.body));
  TRY_ASSIGN(const std::string token, services.accounts.sessions().Start(user.id));
  JsonObject body = PrintUserBasic(user);
  body["redirect_url"] = "/";
  http::Response response = http::JsonResponse(201, body);
  SetSessionCookies(services, *call.request, token, response);
  return response;
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
          .Gives(UserBasicShape().With({{"redirect_url", Text()}}).Named("SignedUp"), 201),
  };
  return routes;
}

}  // namespace tenrec::api
