#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// What an actor is in a bucket, in the order of the response's rows.
enum class LifecycleStatus : std::uint8_t { kNew, kReturning, kResurrecting, kDormant };
inline constexpr std::array<std::string_view, 4> kLifecycleWords = {"new", "returning",
                                                                    "resurrecting", "dormant"};

/// Errors: kInvalidArgument for unknown fields and wrong types.
/// Source: queries.md 9
Result<TrendsQuery> ParseLifecycleQuery(const Json& json);

struct LifecyclePlan {
  TrendsQuery query;
  DateRange range;
  /// One row per actor, bucket and status that the actor has in it: actor_id, bucket, status.
  /// Bucket 0 is the one before the range's first.
  hogql::ExprPtr states;
  /// How many actors: status, bucket, value.
  hogql::ExprPtr counts;
  std::optional<int> group_index;
};

/// Errors: kInvalidArgument for filters and ranges that make no sense.
Result<LifecyclePlan> PlanLifecycle(TrendsQuery query, const TrendsContext& context);

/// A row of `counts`.
struct LifecycleCell {
  LifecycleStatus status = LifecycleStatus::kNew;
  std::int64_t bucket = 0;
  std::int64_t value = 0;
};
/// {"results", "resolved_date_range"}
JsonObject LifecycleResponse(const LifecyclePlan& plan, const std::vector<LifecycleCell>& cells,
                             const ProjectTime& zone);

/// An InsightActorsQuery over a LifecycleQuery: a bucket and a status, or any.
struct LifecyclePoint {
  TrendsQuery source;
  std::optional<std::string> day;
  std::optional<LifecycleStatus> status;
};
Result<LifecyclePoint> ParseLifecyclePoint(const Json& json, const std::string& path);
/// Errors: kInvalidArgument when the day is none of the question's.
Result<ActorsSource> LifecycleActors(const LifecyclePlan& plan, const LifecyclePoint& point,
                                     const FilterContext& context);

}  // namespace tenrec::insights
