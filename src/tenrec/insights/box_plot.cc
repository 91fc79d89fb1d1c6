#include "tenrec/insights/box_plot.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tenrec/insights/series_events.h"
#include "tenrec/insights/trends_row.h"

namespace tenrec::insights {

using hogql::Alias;
using hogql::Call;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

Result<ExprPtr> BoxPlotSelect(const TrendsPlan& plan, const TrendsContext& context) {
  const SeriesEvents events(plan.query, 0, plan.range, context);
  TRY_ASSIGN(ExprPtr where, events.Where(plan.range.lower_bound, false));
  const ExprPtr number = events.Number();
  const auto quantile = [&](const char* name, double level) {
    return Alias(name, hogql::CallWithParams("quantile", {hogql::Constant(level)}, {number}));
  };
  hogql::SelectNode select;
  select.select = {
      Alias("bucket", StartOfInterval(plan.range.interval, Field({"timestamp"}))),
      Alias("low", Call("min", {number})),
      quantile("q1", 0.25),
      quantile("median", 0.5),
      quantile("q3", 0.75),
      Alias("high", Call("max", {number})),
      Alias("mean", Call("avg", {number})),
  };
  select.from = {hogql::Table("events")};
  select.where = hogql::And({std::move(where), Call("isNotNull", {number})});
  select.group_by = ExprList{Field({"bucket"})};
  select.order_by = std::vector{hogql::Ascending(Field({"bucket"}))};
  return hogql::Make(std::move(select));
}

JsonObject BoxPlotResponse(const TrendsPlan& plan, const std::vector<Spreading>& rows,
                           const ProjectTime& zone) {
  const auto labels = BucketLabels(plan.range, zone);
  const auto days = BucketDays(plan.range, zone);
  JsonArray boxes;
  for (const Spreading& row : rows) {
    const auto& buckets = plan.range.buckets;
    const auto at = std::ranges::find(buckets, row.bucket);
    if (at == buckets.end()) continue;
    const auto i = static_cast<std::size_t>(at - buckets.begin());
    boxes.push_back(JsonObject{{"day", days[i]},
                               {"label", labels[i]},
                               {"min", row.min},
                               {"q1", row.q1},
                               {"median", row.median},
                               {"q3", row.q3},
                               {"max", row.max},
                               {"mean", row.mean}});
  }
  JsonObject result{{"action", ActionJson(plan.query.series.front(), 0)},
                    {"label", plan.query.series.front().Label()},
                    {"data", JsonArray()},
                    {"count", 0}};
  return {{"results", JsonArray{std::move(result)}},
          {"boxplot_data", std::move(boxes)},
          {"hasMore", false},
          {"resolved_date_range", RangeJson(plan.range, zone)}};
}

}  // namespace tenrec::insights
