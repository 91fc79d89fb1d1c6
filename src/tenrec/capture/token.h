#pragma once

#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/capture/envelope.h"

namespace tenrec::capture {

/// How the keys begin that people have for the API.
inline constexpr std::string_view kPersonalKeyPrefix = "phx_";

/// The project token, trimmed, if it has the form of one.
/// Errors: kUnauthenticated "API key is not valid: …" with the reason, as capture.md 8 words it.
Result<std::string> CheckToken(std::string_view token);
/// Whether that error says that the token is a key of a person.
bool IsPersonalKey(const Error& refusal);

/// The one token of a v0 request: the envelope's, else that of all events, else the query's.
/// Errors: kUnauthenticated when there is none, when events differ, or when it is malformed.
/// Source: capture.md 8
Result<std::string> FindToken(const Envelope& envelope, std::string_view query_token);

}  // namespace tenrec::capture
