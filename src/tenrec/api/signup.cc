#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"

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

constexpr Route kRoutes[] = {
    {http::Method::kPost, "/api/signup/", Auth::kOpen, "", SignUp},
};

}  // namespace

std::span<const Route> SignUpRoutes() {
  return kRoutes;
}

}  // namespace tenrec::api
