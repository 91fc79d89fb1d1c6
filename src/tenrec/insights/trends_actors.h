#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/calendar_heatmap.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// An InsightActorsQuery over a TrendsQuery: one number of its answer, whose actors or events are
/// asked for.
/// Source: queries.md 4.7, 11.2
struct TrendsPoint {
  TrendsQuery source;
  std::size_t series = 0;
  /// The start of the bucket, of the current period also when the previous one is asked for; absent
  /// for displays of one total.
  std::optional<std::string> day;
  bool previous = false;
  /// One text per breakdown; absent: whatever the value.
  std::optional<std::vector<std::string>> breakdown;
  bool include_recordings = false;
  /// Of a calendar heatmap: the row and the column of a cell, either alone for its sum.
  CalendarPlace place;

  /// The group of all values past the breakdown's limit.
  bool is_other() const;
};

/// Errors: kInvalidArgument for unknown fields, a source of another kind, a series that is not
/// there,
///         and a formula of several series when none is chosen.
Result<TrendsPoint> ParseTrendsPoint(const Json& json, const std::string& path);

/// The events behind a number.
class PointEvents {
 public:
  /// `plan` is of the point's source. `shown` are the values of the breakdown that have a row of
  /// their own; only the Other row needs them.
  /// Errors: kInvalidArgument when the day is missing, forbidden or none of the question's.
  static Result<PointEvents> Make(const TrendsPlan& plan, const TrendsPoint& point,
                                  const TrendsContext& context,
                                  const std::vector<std::vector<std::string>>& shown);

  /// The condition on rows of `events`.
  const hogql::ExprPtr& condition() const { return condition_; }
  /// One row per actor: actor_id, event_count, event_distinct_ids (not of groups), last_seen, and
  /// matching_events when recordings are wanted.
  ActorsSource Actors(bool include_recordings) const;

 private:
  hogql::ExprPtr condition_;
  hogql::ExprPtr actor_;
  std::optional<int> group_index_;
};

}  // namespace tenrec::insights
