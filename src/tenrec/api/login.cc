#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/print.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxField = 1024;

Result<std::string> RequiredText(const JsonObject& body, std::string_view name) {
  const Json* sent = body.if_contains(name);
  if (sent == nullptr) {
    return InvalidArgument("This field is required.")
        .WithTag("required")
        .WithField(std::string(name));
  }
  auto text = accounts::ReadText(*sent, kMaxField);
  if (!text) return std::move(text).error().WithField(std::string(name));
  if (text->empty()) {
    return InvalidArgument("This field may not be blank.")
        .WithTag("blank")
        .WithField(std::string(name));
  }
  return text;
}

Result<http::Response> LogIn(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::string email, RequiredText(call.body, "email"));
  TRY_ASSIGN(const std::string password, RequiredText(call.body, "password"));
  const std::string& ip =
      call.request->client_ip.empty() ? call.request->peer_ip : call.request->client_ip;
  TRY_ASSIGN(const accounts::User user, services.accounts.LogIn(email, password, ip));
  // A session that was known before the login must not become a signed-in one.
  if (const auto before = call.request->Cookie(kSessionCookie)) {
    TRY(services.accounts.sessions().End(*before));
  }
  TRY_ASSIGN(const std::string token, services.accounts.sessions().Start(user.id));
  http::Response response = http::JsonResponse(200, JsonObject{{"success", true}});
  SetSessionCookies(services, *call.request, token, response);
  return response;
}

// Says the same for every e-mail, so that nobody learns which exist.
Result<http::Response> Precheck(const Services&, const Call& call) {
  TRY(RequiredText(call.body, "email"));
  return http::JsonResponse(200, JsonObject{{"sso_enforcement", nullptr},
                                            {"saml_available", false},
                                            {"webauthn_credentials", JsonArray()}});
}

Result<http::Response> LogOut(const Services& services, const Call& call) {
  if (const auto token = SessionTokenOf(services, *call.request)) {
    TRY(services.accounts.sessions().End(*token));
  }
  const bool from_browser =
      call.request->HeaderText("accept").find("text/html") != std::string_view::npos;
  http::Response response;
  response.status = 204;
  if (from_browser) response = http::RedirectResponse(302, "/login");
  RemoveSessionCookies(response);
  return response;
}

const Shape& LoginShape() {
  static const Shape shape = Input({{"email", Text().NotBlank().Max(kMaxField).Required()},
                                    {"password", Text().Max(kMaxField).Required()}})
                                 .Named("Login");
  return shape;
}

const Shape& PrecheckShape() {
  static const Shape shape = Object({{"sso_enforcement", Text().Nullable()},
                                     {"saml_available", Bool()},
                                     {"webauthn_credentials", ListOf(Any())}})
                                 .Named("LoginPrecheck");
  return shape;
}

}  // namespace

std::span<const Route> LoginRoutes() {
  static const Route routes[] = {
      Route::Post("/api/login/", LogIn)
          .For(Auth::kOpen)
          .TakesUnchecked(LoginShape())
          .Gives(SuccessShape()),
      Route::Post("/api/login/precheck/", Precheck)
          .For(Auth::kOpen)
          .TakesUnchecked(Input({{"email", Text().Required()}}))
          .Gives(PrecheckShape()),
      Route::Post("/logout/", LogOut)
          .For(Auth::kOpen)
          .TakesNothing()
          .GivesNothing()
          .GivesNothing(302),
      Route::Get("/logout/", LogOut).For(Auth::kOpen).GivesNothing().GivesNothing(302),
      Route::Post("/api/logout/", LogOut)
          .For(Auth::kOpen)
          .TakesNothing()
          .GivesNothing()
          .GivesNothing(302),
      Route::Get("/api/logout/", LogOut).For(Auth::kOpen).GivesNothing().GivesNothing(302),
  };
  return routes;
}

}  // namespace tenrec::api
