#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// How much fell on an hour of a day of the week; Monday is 1.
struct CalendarCell {
  int day = 0;
  int hour = 0;
  double value = 0;
};

/// A cell of the calendar; without a day a column, without an hour a row, without either all of it.
struct CalendarPlace {
  std::optional<int> day;
  std::optional<int> hour;

  bool is_all() const { return !day && !hour; }
};

/// What a number is gathered by. Events add up; people that are seen in two hours do not.
enum class CalendarGrouping : std::uint8_t { kDayAndHour, kDay, kHour, kAll };

/// One statement: rows have the columns day, hour (0 where it is not gathered by) and value.
struct CalendarSelect {
  CalendarGrouping grouping = CalendarGrouping::kDayAndHour;
  hogql::ExprPtr query;
};

/// A CalendarHeatmapQuery as the trends question that it is.
/// Errors: kInvalidArgument as ParseTrendsQuery, and for a math that is neither total nor dau.
/// Source: queries.md 10.1
Result<TrendsQuery> ParseCalendarQuery(const Json& json);

/// The statements of the question's first series.
Result<std::vector<CalendarSelect>> CalendarSelects(const TrendsPlan& plan,
                                                    const TrendsContext& context);

/// Whether an instant is of the place; nullptr for all of it.
hogql::ExprPtr InPlace(const CalendarPlace& place, const hogql::ExprPtr& time);
/// Whether the question counts people, who are where their sessions begin, and not events.
bool CountsPeople(const TrendsPlan& plan);
/// The people of a place: actor_id, event_count (their sessions), last_seen.
Result<ActorsSource> CalendarActors(const TrendsPlan& plan, const TrendsContext& context,
                                    const CalendarPlace& place);

/// {"data", "rowAggregations", "columnAggregations", "allAggregations"}; `cells[i]` are the rows of
/// the i-th statement.
JsonObject CalendarResults(const TrendsPlan& plan, const std::vector<CalendarSelect>& selects,
                           const std::vector<std::vector<CalendarCell>>& cells);
/// The same as the row of a trends answer.
JsonObject CalendarRow(const TrendsPlan& plan, JsonObject results);

}  // namespace tenrec::insights
