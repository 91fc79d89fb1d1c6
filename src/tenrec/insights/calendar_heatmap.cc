#include "tenrec/insights/calendar_heatmap.h"

#include <cmath>
#include <map>
#include <utility>

#include "tenrec/insights/series_events.h"
#include "tenrec/insights/trends_row.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

ExprPtr Gather(CalendarGrouping grouping, const ExprPtr& time, ExprPtr value, hogql::JoinItem from,
               ExprPtr where) {
  const bool by_day =
      grouping == CalendarGrouping::kDayAndHour || grouping == CalendarGrouping::kDay;
  const bool by_hour =
      grouping == CalendarGrouping::kDayAndHour || grouping == CalendarGrouping::kHour;
  hogql::SelectNode select;
  ExprList keys;
  const auto key = [&](const char* name, bool used, const char* function) {
    select.select.push_back(Alias(name, used ? Call(function, {time}) : Constant(0)));
    if (used) keys.push_back(Field({name}));
  };
  key("day", by_day, "toDayOfWeek");
  key("hour", by_hour, "toHour");
  select.select.push_back(Alias("value", std::move(value)));
  select.from = {std::move(from)};
  select.where = std::move(where);
  if (!keys.empty()) select.group_by = std::move(keys);
  return hogql::Make(std::move(select));
}

/// One row a session: who it was of, and when its first event was, over all time.
Result<ExprPtr> Sessions(const TrendsPlan& plan, const TrendsContext& context) {
  const SeriesEvents events(plan.query, 0, plan.range, context);
  TRY_ASSIGN(ExprPtr where, events.WhereEver());
  const ExprPtr time = Field({"timestamp"});
  const auto bound = [](Timestamp t) {
    return Constant(hogql::Value(Timestamp::FromSeconds(t.seconds())));
  };
  hogql::SelectNode select;
  // Of events at the same moment the smallest id counts, so that it is always the same one.
  select.select = {
      Alias("session", Field({"$session_id"})),
      Alias("actor", Call("argMin", {events.Actor(), Call("tuple", {time, events.Actor()})})),
      Alias("start", Call("min", {time}))};
  select.from = {hogql::Table("events")};
  select.where = std::move(where);
  select.group_by = ExprList{Field({"session"})};
  ExprList having = {Compare(CompareOp::kGtEq, Field({"start"}), bound(plan.range.lower_bound)),
                     Compare(CompareOp::kLtEq, Field({"start"}), bound(plan.range.to))};
  if (ExprPtr on_days = OnDays(plan.range, Field({"start"}))) having.push_back(std::move(on_days));
  select.having = hogql::And(std::move(having));
  return hogql::Make(std::move(select));
}

using Totals = std::map<int, double>;

JsonArray TotalsJson(const Totals& totals, const char* name) {
  JsonArray out;
  for (const auto& [key, value] : totals) {
    if (value == 0) continue;
    out.push_back(JsonObject{{name, key}, {"value", static_cast<std::int64_t>(value)}});
  }
  return out;
}

}  // namespace

Result<TrendsQuery> ParseCalendarQuery(const Json& json) {
  JsonObject trends = json.is_object() ? json.get_object() : JsonObject();
  if (const auto* filter = trends.if_contains("calendarHeatmapFilter");
      filter != nullptr && !filter->is_null() && !filter->is_object()) {
    return InvalidArgument("query.calendarHeatmapFilter: Input should be a valid dictionary")
        .WithTag("invalid_input");
  }
  trends.erase("calendarHeatmapFilter");
  for (const char* field : {"breakdownFilter", "compareFilter", "trendsFilter"}) {
    if (trends.contains(field)) {
      return InvalidArgument("query." + std::string(field) + ": Extra inputs are not permitted")
          .WithTag("invalid_input");
    }
  }
  trends["kind"] = "TrendsQuery";
  trends["trendsFilter"] = JsonObject{{"display", "CalendarHeatmap"}};
  return ParseTrendsQuery(trends);
}

Result<std::vector<CalendarSelect>> CalendarSelects(const TrendsPlan& plan,
                                                    const TrendsContext& context) {
  std::vector<CalendarSelect> out;
  if (!CountsPeople(plan)) {
    const SeriesEvents events(plan.query, 0, plan.range, context);
    TRY_ASSIGN(ExprPtr where, events.Where(plan.range.lower_bound, false));
    out.push_back({CalendarGrouping::kDayAndHour,
                   Gather(CalendarGrouping::kDayAndHour, Field({"timestamp"}), Call("count"),
                          hogql::Table("events"), std::move(where))});
    return out;
  }
  TRY_ASSIGN(const ExprPtr sessions, Sessions(plan, context));
  for (const auto grouping : {CalendarGrouping::kDayAndHour, CalendarGrouping::kDay,
                              CalendarGrouping::kHour, CalendarGrouping::kAll}) {
    out.push_back(
        {grouping, Gather(grouping, Field({"start"}), Call("countDistinct", {Field({"actor"})}),
                          hogql::Table(sessions, "sessions_of_events"), nullptr)});
  }
  return out;
}

bool CountsPeople(const TrendsPlan& plan) {
  return plan.query.series.front().math.measure == Measure::kActors;
}

ExprPtr InPlace(const CalendarPlace& place, const ExprPtr& time) {
  ExprList conditions;
  const auto is = [&](const char* function, const std::optional<int>& number) {
    if (number) {
      conditions.push_back(Compare(CompareOp::kEq, Call(function, {time}), Constant(*number)));
    }
  };
  is("toDayOfWeek", place.day);
  is("toHour", place.hour);
  return conditions.empty() ? nullptr : hogql::And(std::move(conditions));
}

Result<ActorsSource> CalendarActors(const TrendsPlan& plan, const TrendsContext& context,
                                    const CalendarPlace& place) {
  TRY_ASSIGN(const ExprPtr sessions, Sessions(plan, context));
  hogql::SelectNode select;
  select.select = {Alias("actor_id", Field({"actor"})), Alias("event_count", Call("count")),
                   Alias("last_seen", Call("max", {Field({"start"})}))};
  select.from = {hogql::Table(sessions, "sessions_of_events")};
  select.where = InPlace(place, Field({"start"}));
  select.group_by = ExprList{Field({"actor_id"})};
  const SeriesEvents events(plan.query, 0, plan.range, context);
  return ActorsSource{.select = hogql::Make(std::move(select)), .group_index = events.GroupIndex()};
}

JsonObject CalendarResults(const TrendsPlan& plan, const std::vector<CalendarSelect>& selects,
                           const std::vector<std::vector<CalendarCell>>& cells) {
  const double scale = 1 / plan.query.sampling_factor;
  const bool adds_up = !CountsPeople(plan);
  JsonArray data;
  Totals by_day;
  Totals by_hour;
  double all = 0;
  for (std::size_t i = 0; i < selects.size() && i < cells.size(); ++i) {
    for (const CalendarCell& cell : cells[i]) {
      const double value = std::nearbyint(cell.value * scale);
      const CalendarGrouping grouping = selects[i].grouping;
      if (grouping == CalendarGrouping::kDayAndHour && value != 0) {
        data.push_back(JsonObject{
            {"row", cell.day}, {"column", cell.hour}, {"value", static_cast<std::int64_t>(value)}});
      }
      if (grouping == CalendarGrouping::kDay || adds_up) by_day[cell.day] += value;
      if (grouping == CalendarGrouping::kHour || adds_up) by_hour[cell.hour] += value;
      if (grouping == CalendarGrouping::kAll || adds_up) all += value;
    }
  }
  return {{"data", std::move(data)},
          {"rowAggregations", TotalsJson(by_day, "row")},
          {"columnAggregations", TotalsJson(by_hour, "column")},
          {"allAggregations", static_cast<std::int64_t>(all)}};
}

JsonObject CalendarRow(const TrendsPlan& plan, JsonObject results) {
  const TrendsSeries& series = plan.query.series.front();
  const Json all = results["allAggregations"];
  return {{"action", ActionJson(series, 0)},
          {"label", series.Label()},
          {"data", JsonArray()},
          {"count", all},
          {"aggregated_value", all},
          {"calendar_heatmap_data", std::move(results)}};
}

}  // namespace tenrec::insights
