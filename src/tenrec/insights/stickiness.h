#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// How many, compared with a number.
struct CountCriterion {
  hogql::CompareOp op = hogql::CompareOp::kEq;
  std::int64_t value = 0;
};

/// A StickinessQuery, checked and with its defaults filled in.
/// Source: queries.md 8
struct StickinessQuery {
  /// Series, range, filters and comparison.
  TrendsQuery counted;
  /// This many intervals are one.
  std::int64_t interval_count = 1;
  /// How many events make an actor active in an interval; absent: one.
  std::optional<CountCriterion> criterion;
  /// "i or more" instead of "exactly i".
  bool cumulative = false;
};

/// Errors: kInvalidArgument for unknown fields and wrong types.
Result<StickinessQuery> ParseStickinessQuery(const Json& json);

struct StickinessSelect {
  std::size_t series = 0;
  bool previous = false;
  /// How often each actor was active: actor_id, intervals.
  hogql::ExprPtr actors;
  /// How many actors: intervals, value.
  hogql::ExprPtr counts;
  std::optional<int> group_index;
};

struct StickinessPlan {
  StickinessQuery query;
  DateRange range;
  std::optional<DateRange> compare_range;
  /// Series by series, first those of the current period.
  std::vector<StickinessSelect> selects;

  const DateRange& RangeOf(bool previous) const { return previous ? *compare_range : range; }
  /// How many intervals a range has.
  std::int64_t IntervalsOf(const DateRange& of) const;
};

/// Errors: kInvalidArgument for filters and ranges that make no sense.
Result<StickinessPlan> PlanStickiness(StickinessQuery query, const TrendsContext& context);

/// A row of `counts`.
struct StickinessCell {
  std::int64_t intervals = 0;
  std::int64_t value = 0;
};
/// `cells[i]` belongs to `plan.selects[i]`.
JsonObject StickinessResponse(const StickinessPlan& plan,
                              const std::vector<std::vector<StickinessCell>>& cells,
                              const ProjectTime& zone);

/// An InsightActorsQuery or StickinessActorsQuery over a StickinessQuery.
struct StickinessPoint {
  StickinessQuery source;
  std::size_t series = 0;
  bool previous = false;
  /// How many intervals the actors were active in; absent: any number of them.
  std::optional<CountCriterion> intervals;
};
Result<StickinessPoint> ParseStickinessPoint(const Json& json, const std::string& path);
Result<ActorsSource> StickinessActors(const StickinessPlan& plan, const StickinessPoint& point);

}  // namespace tenrec::insights
