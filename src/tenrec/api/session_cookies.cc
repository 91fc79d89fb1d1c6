#include "tenrec/api/session_cookies.h"

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::api {
namespace {

constexpr std::int64_t kLifetimeSeconds =
    std::chrono::duration_cast<std::chrono::seconds>(accounts::Sessions::kLifetime).count();

// "https://host:port/path" → "host:port".
std::string_view HostOf(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find('/'));
}

}  // namespace

void SetSessionCookies(const Services& services, const http::Request& request,
                       std::string_view session_token, http::Response& response) {
  http::Cookie cookie{.name = std::string(kSessionCookie),
                      .value = std::string(session_token),
                      .max_age = kLifetimeSeconds,
                      .http_only = true,
                      .secure = request.secure || services.options.site_url.starts_with("https:")};
  response.AddHeader("Set-Cookie", http::PrintCookie(cookie));
  cookie.name = kCsrfCookie;
  cookie.value = accounts::CsrfTokenOf(session_token);
  cookie.http_only = false;
  response.AddHeader("Set-Cookie", http::PrintCookie(cookie));
}

void RemoveSessionCookies(http::Response& response) {
  for (std::string_view name : {kSessionCookie, kCsrfCookie}) {
    response.AddHeader("Set-Cookie",
                       http::PrintCookie({.name = std::string(name), .value = "", .max_age = -1}));
  }
}

std::optional<std::string> SessionTokenOf(const Services& services, const http::Request& request) {
  if (const auto origin = request.FindHeader("origin")) {
    const std::string_view host = HostOf(*origin);
    if (!EqualsIgnoreCase(host, request.HeaderText("host")) &&
        !EqualsIgnoreCase(host, HostOf(services.options.site_url))) {
      return std::nullopt;
    }
  }
  auto token = request.Cookie(kSessionCookie);
  if (token && token->empty()) token.reset();
  return token;
}

Status CheckCsrf(const http::Request& request, std::string_view session_token) {
  const auto cookie = request.Cookie(kCsrfCookie);
  if (!cookie || cookie->empty()) return PermissionDenied("CSRF Failed: CSRF cookie not set.");
  const auto sent = request.FindHeader("x-csrftoken");
  if (!sent) return PermissionDenied("CSRF Failed: CSRF token missing.");
  if (!ConstantTimeEquals(*sent, *cookie) ||
      !ConstantTimeEquals(*sent, accounts::CsrfTokenOf(session_token))) {
    return PermissionDenied("CSRF Failed: CSRF token incorrect.");
  }
  return Ok();
}

}  // namespace tenrec::api
