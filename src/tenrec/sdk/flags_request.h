#pragma once

#include <string>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/http/request.h"
#include "tenrec/sdk/flag_evaluator.h"

namespace tenrec::sdk {

/// Units: bytes. Source: flags.md 2.3
inline constexpr std::size_t kMaxFlagsBody = 2U << 20U;

/// The JSON object inside the body of a request to /flags or /decide, however it is packed.
/// Errors:  kInvalidArgument for what holds none, kResourceExhausted past five times kMaxFlagsBody.
/// Source:  flags.md 2.1
Result<JsonObject> DecodeFlagsBody(const http::Request& request);

/// The token in the body; empty when there is none.
std::string FlagsToken(const JsonObject& body);

/// Who asks, out of the body and the headers.
/// Errors: kInvalidArgument without a distinct id.
/// Source: flags.md 2.2
Result<FlagsRequest> ReadFlagsRequest(const JsonObject& body, const http::Request& request);

}  // namespace tenrec::sdk
