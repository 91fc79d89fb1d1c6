#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

http::Response NoContent() {
  http::Response response;
  response.status = 204;
  return response;
}

// No mail can be sent yet, whoever asks: the answer says nothing about who has an account.
Result<http::Response> Ask(const Services&, const Call&) {
  return InvalidArgument(
             "Cannot reset passwords because email is not configured for your instance. Ask "
             "whoever runs it for a link.")
      .WithTag("email_not_available");
}

// A user that cannot be is answered like one whose token is wrong.
Uuid UserOf(const Call& call) {
  return Uuid::Parse(call.request->PathParam("uuid")).value_or(Uuid());
}

Result<http::Response> Check(const Services& services, const Call& call) {
  TRY(services.accounts.password_resets().Check(UserOf(call), call.QueryText("token")));
  return NoContent();
}

// Sets the password, ends every session of the user and starts a new one here.
Result<http::Response> Reset(const Services& services, const Call& call) {
  TRY_ASSIGN(const UserId user, services.accounts.password_resets().Reset(
                                    UserOf(call), View(call.body.at("token").get_string()),
                                    View(call.body.at("password").get_string())));
  TRY(services.accounts.sessions().EndOthers(user, ""));
  TRY_ASSIGN(const std::string token, services.accounts.sessions().Start(user));
  http::Response response = NoContent();
  SetSessionCookies(services, *call.request, token, response);
  return response;
}

}  // namespace

std::span<const Route> PasswordResetRoutes() {
  static const Route routes[] = {
      Route::Post("/api/reset/", Ask)
          .For(Auth::kOpen)
          .Takes(Object({{"email", Text().Max(254).NotBlank().Required()}}).Named("PasswordReset"))
          .GivesNothing(),
      Route::Get("/api/reset/{uuid}/", Check)
          .For(Auth::kOpen)
          .About("Whether the token of a link is still good.")
          .Where("uuid", UuidText())
          .Filters({{"token", Text().Required()}})
          .GivesNothing(),
      Route::Post("/api/reset/{uuid}/", Reset)
          .For(Auth::kOpen)
          .About("Sets the password, ends the user's other sessions and logs in.")
          .Where("uuid", UuidText())
          .Takes(Object({{"token", Text().Max(200).NotBlank().Required()},
                         {"password", Text().Max(1024).Required()}})
                     .Named("PasswordResetComplete"))
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
