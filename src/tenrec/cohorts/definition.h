#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::cohorts {

/// Checks `filters` of a cohort.
/// Shape:  {"properties": {"type": "AND" | "OR", "values": [group or leaf, …]}}; nothing to ask is
///         {"properties": {}}. Leaves have the type person, person_metadata, behavioral or cohort,
///         and may be negated.
/// Errors: kInvalidArgument (field "filters") naming the leaf's fault and what would do.
/// Source: rest-api.md 17
Status CheckFilters(const Json& filters);

/// The same question in the old form: [{"properties": […]}, {"action_id" | "event_id", "days",
/// "count", "count_operator"}, …], any of which may hold.
/// Errors: kInvalidArgument (field "groups").
Result<Json> FiltersOfGroups(const JsonArray& groups);

/// The ids of the cohorts that the filters name, each once.
std::vector<std::int64_t> ReferencedCohorts(const Json& filters);
/// The ids of the actions that the filters name, each once.
std::vector<std::int64_t> ReferencedActions(const Json& filters);

/// Whether the members may change although no event comes: it asks for a stretch of time.
bool DependsOnTime(const Json& filters);
bool HasBehavior(const Json& filters);

/// The id in {"value": 3} or {"value": "3"} of a cohort leaf.
std::optional<std::int64_t> CohortIdOf(const Json& leaf);

}  // namespace tenrec::cohorts
