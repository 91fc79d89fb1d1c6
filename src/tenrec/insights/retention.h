#pragma once

#include <cstdint>
#include <map>
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

/// Which of an actor's start events make it a member of a cohort.
enum class RetentionType : std::uint8_t {
  kRecurring,  // each
  kFirstTime,  // its first in all time, with its filters
  kFirstEver,  // as kFirstTime, when that is its first of the name without filters as well
};

/// How the numbers of an actor's property become one.
enum class RetentionAggregate : std::uint8_t { kNone, kSum, kAverage };

/// A RetentionQuery, checked and with its defaults filled in.
/// Source: queries.md 6.1
struct RetentionQuery {
  /// Series 0 is the start event, series 1 the return event; interval, range, filters and breakdown
  /// are those of the question.
  TrendsQuery counted;
  std::int64_t total_intervals = 8;
  RetentionType type = RetentionType::kRecurring;
  std::int64_t minimum_occurrences = 1;
  /// Who came back on or after an interval counts in it.
  bool cumulative = false;
  /// Intervals are counted from the actor's own start event instead of by the calendar.
  bool rolling = false;
  /// Sizes of brackets in intervals; empty: every interval is one.
  std::vector<std::int64_t> brackets;
  RetentionAggregate aggregate = RetentionAggregate::kNone;
  std::string aggregate_property;
  bool aggregate_person = false;
  /// Start and return event are not the same event.
  bool events_differ = false;

  /// How many values a row has.
  std::size_t columns() const {
    return brackets.empty() ? static_cast<std::size_t>(total_intervals) : brackets.size() + 1;
  }
};

/// Errors: kInvalidArgument for unknown fields and wrong types, and with the specification's
///         sentence.
Result<RetentionQuery> ParseRetentionQuery(const Json& json);

struct RetentionPlan {
  RetentionQuery query;
  /// Starts of the cohorts' intervals.
  std::vector<Timestamp> starts;
  /// Events are read from the first start to just before this.
  Timestamp end;
  /// One row per actor and cohort: actor_id, cohort, offsets (sorted, without repeats), and with a
  /// breakdown `breakdown`.
  hogql::ExprPtr members;
  /// How many actors: cohort, place, value, with a breakdown `breakdown`, with an aggregate
  /// `total`. A cumulative question counts each actor once, at its last offset.
  hogql::ExprPtr counts;
  std::optional<int> group_index;
  /// Of rows of `events`: whose it is, whether it is a start or a return event, and the question's
  /// own filters.
  hogql::ExprPtr actor;
  hogql::ExprPtr start;
  hogql::ExprPtr back;
  hogql::ExprPtr filters;
};

/// How far the numbers of breakdowns with bins spread over the start events in the range; what they
/// say belongs into the context, as of series 0.
Result<std::vector<SpreadSelect>> RetentionSpreads(const RetentionQuery& query,
                                                   const TrendsContext& context);

/// Errors: kInvalidArgument for filters and ranges that make no sense.
Result<RetentionPlan> PlanRetention(RetentionQuery query, const TrendsContext& context);

/// A row of `counts`.
struct RetentionCell {
  /// One text, of several breakdowns joined; empty without.
  std::string breakdown;
  std::int64_t cohort = 0;
  std::int64_t offset = 0;
  std::int64_t actors = 0;
  double total = 0;
};
/// {"results"}
/// Source: queries.md 6.5, 6.6
JsonObject RetentionResponse(const RetentionPlan& plan, const std::vector<RetentionCell>& cells,
                             const ProjectTime& zone);

/// The breakdown values that have rows of their own, in the order of the rows.
std::vector<std::string> ShownValues(const RetentionPlan& plan,
                                     const std::vector<RetentionCell>& cells);
/// "Day 0", "Day 1", "Day 2-4".
std::vector<std::string> RetentionLabels(const RetentionQuery& query);

/// An InsightActorsQuery over a RetentionQuery: a cohort.
struct RetentionPoint {
  RetentionQuery source;
  /// Absent: every cohort.
  std::optional<std::int64_t> interval;
  std::optional<std::string> breakdown;

  bool is_other() const { return breakdown && *breakdown == kOtherLabel; }
};
Result<RetentionPoint> ParseRetentionPoint(const Json& json, const std::string& path);
/// `shown` is needed for the Other rows only.
/// Source: queries.md 6.7
Result<ActorsSource> RetentionActors(const RetentionPlan& plan, const RetentionPoint& point,
                                     const std::vector<std::string>& shown);
/// The start events of a cohort's actors in its interval, and their return events in those after
/// it. Errors: kInvalidArgument when the point names no interval of the question.
/// Source: queries.md 6.7
Result<hogql::ExprPtr> RetentionEvents(const RetentionPlan& plan, const RetentionPoint& point,
                                       const std::vector<std::string>& shown);

}  // namespace tenrec::insights
