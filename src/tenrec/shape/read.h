#pragma once

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/shape/shape.h"

namespace tenrec::shape {

/// What a caller sent for an object, checked and cleaned: only fields that may be written, each of
/// its type. As PostHog does, "true" and 1 are booleans, "12" is a number and 12 is a text.
/// Errors:  kInvalidArgument with tag (required, null, blank, invalid, max_length, min_value, …)
/// and
///          field, for the first field that is wrong.
/// Threads: any.
/// Source:  rest-api.md 6.2
Result<JsonObject> ReadObject(const Shape& shape, const JsonObject& sent, Way way);

/// As ReadObject, for a value of any shape that stands in `field`; an empty one is no field.
Result<Json> ReadValue(const Shape& shape, const Json& sent, std::string_view field);

}  // namespace tenrec::shape
