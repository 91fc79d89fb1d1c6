#pragma once

#include <cstddef>
#include <optional>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/trends.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// What a breakdown reads of an event, as it is stored.
Result<hogql::ExprPtr> BreakdownProperty(const Breakdown& breakdown);

/// From the second of `from` to the second of `to`, both inclusive.
hogql::ExprPtr WithinTime(Timestamp from, Timestamp to);

/// The events that one series of a trends question counts over one range, and what it reads of
/// them. A number and the list behind it are both made from here.
/// Source: queries.md 2.2, 4.2, 4.4
class SeriesEvents {
 public:
  /// Everything must outlive it.
  SeriesEvents(const TrendsQuery& query, std::size_t series, const DateRange& range,
               const TrendsContext& context)
      : query_(query),
        index_(series),
        series_(query.series[series]),
        range_(range),
        context_(context) {}

  /// The conditions on events from `from` to the end of the range, and on the actor when actors are
  /// counted.
  Result<hogql::ExprPtr> Where(Timestamp from, bool needs_actor) const;
  /// The value of the breakdown: one text, or a list of them when the question lists its
  /// breakdowns; nullptr without one.
  Result<hogql::ExprPtr> BreakdownValue() const;
  /// Whom an event belongs to.
  hogql::ExprPtr Actor() const;
  /// Set when actors are groups.
  std::optional<int> GroupIndex() const;

 private:
  const TrendsQuery& query_;
  const std::size_t index_;
  const TrendsSeries& series_;
  const DateRange& range_;
  const TrendsContext& context_;
};

}  // namespace tenrec::insights
