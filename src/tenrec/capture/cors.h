#pragma once

#include <string_view>

#include "tenrec/http/request.h"
#include "tenrec/http/response.h"

namespace tenrec::capture {

/// Who may call from another origin's page, and how.
struct CorsPolicy {
  /// "GET, POST, OPTIONS"
  std::string_view methods;
  /// What scripts may read of the answer beside the usual; empty for nothing more.
  std::string_view exposed_headers;
};

/// Whether a browser asks for permission before the real request.
bool IsPreflight(const http::Request& request);

/// Adds what a browser needs to let the page see the answer, errors included. The origin is echoed,
/// as `*` forbids credentials, and any header is allowed, as users and tracing tools add their own.
/// Nothing is added when the request names no origin.
/// Source: capture.md 2
void AddCors(const http::Request& request, const CorsPolicy& policy, http::Response& response);

}  // namespace tenrec::capture
