#pragma once

#include "tenrec/base/result.h"
#include "tenrec/http/http.h"

namespace tenrec::api {

/// The answer for a failure: {"type", "code", "detail", "attr"}. What went wrong inside the server
/// is logged and not told. Source: rest-api.md 6
http::Response ErrorResponse(const Error& error);

/// The answer for what the router refuses below /api/.
http::Response RefusalPage(const http::Request& request, http::Refusal refusal);

/// The answer for a body of a type that the API does not read.
http::Response UnsupportedMediaType(std::string_view type);

}  // namespace tenrec::api
