#pragma once

#include "tenrec/base/json.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::query {

/// What `modifiers` ask of the compiler. Those that it does not know, and rules that cannot be
/// read, change nothing, as other versions of the shape may have them.
/// Shape:  {"personsOnEventsMode": "disabled", "bounceRateDurationSeconds": 30, …}
/// Source: docs/spec/hogql.md, 9.4 and 15
hogql::Modifiers ReadModifiers(const JsonObject& json, const insights::FilterContext& filters);

}  // namespace tenrec::query
