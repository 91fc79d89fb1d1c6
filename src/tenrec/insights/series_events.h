#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/trends.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// The start of the interval that a moment lies in.
hogql::ExprPtr StartOfInterval(Interval interval, const hogql::ExprPtr& timestamp);

/// What a breakdown reads of an event, as it is stored.
Result<hogql::ExprPtr> BreakdownProperty(const Breakdown& breakdown);

/// The bin of a number as JSON text, "[0,5]"; of what is no number, `none`. The last bin takes its
/// upper bound in. Without a spread there is one bin without bounds.
/// Source: queries.md 4.4
hogql::ExprPtr BinOf(const hogql::ExprPtr& number, int bins, const Spread* spread,
                     std::string_view none);
/// Asks how far numbers spread: one row, columns `low` and `high`, NULL when there are none.
hogql::ExprPtr SpreadOf(const hogql::ExprPtr& number, hogql::ExprPtr where);

/// From the second of `from` to the second of `to`, both inclusive.
hogql::ExprPtr WithinTime(Timestamp from, Timestamp to);
/// Whether the person of an event is in the cohort with this number.
hogql::ExprPtr InCohort(const std::string& id);
/// The event once for each of these cohorts that its person is in: the id as text, or kAllUsers.
hogql::ExprPtr CohortsOf(const std::vector<std::string>& cohorts);

/// Whether the moment lies on a day that counts; nullptr when all days do.
hogql::ExprPtr OnDays(const DateRange& range, const hogql::ExprPtr& time);

/// From the instant `from` to just before `before`.
hogql::ExprPtr WithinBuckets(Timestamp from, Timestamp before);

/// The condition that takes a part of the people; nullptr when it takes all of them.
hogql::ExprPtr InSample(double factor);

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
  /// The same without a bound in time.
  Result<hogql::ExprPtr> WhereEver() const;
  /// Whether an event is one of the series, whatever the question's own filters say.
  Result<hogql::ExprPtr> OfSeries() const;
  /// As OfSeries, without the filters of the series.
  Result<hogql::ExprPtr> OfName() const;
  /// The question's own filters, its sample, and that there is an actor.
  Result<hogql::ExprPtr> OfQuestion() const;
  /// The first event of each actor, for the maths that count actors by it: a query with the columns
  /// `actor`, `first_seen` and, with a breakdown, `breakdown`.
  /// Source: queries.md 4.2
  Result<hogql::SelectNode> FirstEvents() const;
  /// The value of the breakdown: one text, or a list of them when the question lists its
  /// breakdowns; nullptr without one.
  Result<hogql::ExprPtr> BreakdownValue() const;
  /// The number of an event that property maths are about; NULL for an event without it.
  hogql::ExprPtr Number() const;
  /// Whom an event belongs to.
  hogql::ExprPtr Actor() const;
  /// By what unique actors are told apart: a project may count distinct ids.
  hogql::ExprPtr UniqueActor() const;
  /// Set when actors are groups.
  std::optional<int> GroupIndex() const;

 private:
  /// Which events the series is about, whatever else is asked of them.
  Result<hogql::ExprPtr> Match() const;
  /// What the question and the series ask of those events.
  Result<hogql::ExprList> Filters() const;
  Status AddFilters(const Json& filters, hogql::ExprList& conditions) const;
  Status AddQuestionFilters(hogql::ExprList& conditions) const;
  /// The part of the events that is looked at; nullptr for all of them.
  hogql::ExprPtr Sample() const;
  hogql::ExprPtr HasGroup() const;
  /// The first and the last bucket, for displays that show only these; nullptr for others.
  hogql::ExprPtr AtEnds(const hogql::ExprPtr& time) const;

  const TrendsQuery& query_;
  const std::size_t index_;
  const TrendsSeries& series_;
  const DateRange& range_;
  const TrendsContext& context_;
};

}  // namespace tenrec::insights
