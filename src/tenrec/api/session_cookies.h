#pragma once

#include <string_view>

#include "tenrec/api/call.h"
#include "tenrec/api/route.h"

namespace tenrec::api {

inline constexpr std::string_view kSessionCookie = "sessionid";
inline constexpr std::string_view kCsrfCookie = "posthog_csrftoken";

/// Sets the cookies of a session: one that only the server sees, one that pages read and send back.
/// Source: rest-api.md 3.4
void SetSessionCookies(const Services& services, const http::Request& request,
                       std::string_view session_token, http::Response& response);
void RemoveSessionCookies(http::Response& response);

/// The session cookie, unless the page that sent the request belongs to another site.
std::optional<std::string> SessionTokenOf(const Services& services, const http::Request& request);

/// Errors: kPermissionDenied "CSRF Failed: …" unless the page showed that it can read our cookies.
Status CheckCsrf(const http::Request& request, std::string_view session_token);

}  // namespace tenrec::api
