#pragma once

#include "tenrec/base/json.h"
#include "tenrec/http/http.h"

namespace tenrec::api {

/// Whether the API reads bodies of this Content-Type.
bool IsReadableType(const http::Request& request);

/// Whether the body is a form with files, which only routes that take files read.
bool IsMultipart(const http::Request& request);

/// The posted object: JSON, or a form, whose fields and files become texts. An empty body is {}.
/// Errors: kInvalidArgument, tag parse_error when it is no JSON, invalid when it is no object.
/// Source: rest-api.md 1.9
Result<JsonObject> ReadBody(const http::Request& request);

/// The posted list.
/// Errors: as ReadBody; also for what is no list.
Result<JsonArray> ReadListBody(const http::Request& request);

}  // namespace tenrec::api
