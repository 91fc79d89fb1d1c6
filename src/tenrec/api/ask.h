#pragma once

#include <string>
#include <string_view>

#include "tenrec/api/route.h"

/// How a route answers with what a question finds.
namespace tenrec::api {

/// The answer to a question asked on behalf of another route.
/// Errors: those of the question.
Result<JsonObject> Ask(const Services& services, const Call& call, JsonObject question);

/// The rows of an answer; none when it has none.
const JsonArray& ResultsOf(const JsonObject& answer);

/// The parameter as JSON, null when it is absent.
/// Errors: kInvalidArgument with field when it is none.
Result<Json> JsonParameter(const Call& call, std::string_view name);

/// "50%" as a pattern that finds exactly that text anywhere.
std::string LikePattern(std::string_view text);

}  // namespace tenrec::api
