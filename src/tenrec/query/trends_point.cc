#include <algorithm>
#include <set>
#include <utility>

#include "tenrec/insights/calendar_heatmap.h"
#include "tenrec/insights/trends_actors.h"
#include "tenrec/query/point.h"
#include "tenrec/query/point_run.h"

namespace tenrec::query {
namespace {

class TrendsActors final : public Point {
 public:
  explicit TrendsActors(insights::TrendsPoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override {
    const auto& event = point_.source.series[point_.series].event;
    return event ? std::vector{*event} : std::vector<std::string>();
  }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    // Recordings are found by events, and these tell no more than who was there at that hour.
    if (point_.source.display == insights::Display::kCalendar && !point_.include_recordings) {
      TRY_ASSIGN(const TrendsRun run, PlanPoint(execution, point_));
      if (insights::CountsPeople(run.plan)) {
        return insights::CalendarActors(run.plan, run.context, point_.place);
      }
    }
    TRY_ASSIGN(const insights::PointEvents events, FindPointEvents(execution, point_));
    return events.Actors(point_.include_recordings);
  }

  Result<hogql::ExprPtr> EventsBehind(Execution& execution) const override {
    TRY_ASSIGN(const insights::PointEvents events, FindPointEvents(execution, point_));
    return events.condition();
  }

  Status AddOptions(Execution& execution, AnswerText& out) const override {
    const insights::ProjectTime& zone = execution.occasion().zone;
    TRY_ASSIGN(const TrendsRun run, PlanPoint(execution, point_));
    const insights::TrendsQuery& query = run.plan.query;
    if (query.display != insights::Display::kTotalValue) {
      out.Add("day", Choices(insights::BucketLabels(run.plan.range, zone),
                             insights::BucketInstants(run.plan.range, zone)));
    }
    JsonArray series;
    for (std::size_t i = 0; i < query.series.size(); ++i) {
      const auto& one = query.series[i];
      series.push_back(Choice(Json(one.custom_name.value_or(one.Label())), i));
    }
    out.Add("series", series);
    if (!query.breakdown.breakdowns.empty()) TRY(AddBreakdowns(execution, run, out));
    if (query.compare) {
      out.Add("compare", JsonArray{Choice("Current", "current"), Choice("Previous", "previous")});
    }
    return Ok();
  }

 private:
  /// The values that have a row of their own in any series, in the order of the rows.
  Status AddBreakdowns(Execution& execution, const TrendsRun& run, AnswerText& out) const {
    const std::size_t width = run.plan.query.breakdown.breakdowns.size();
    std::vector<JsonArray> choices(width);
    std::vector<std::set<std::string>> seen(width);
    for (std::size_t i = 0; i < run.plan.query.series.size(); ++i) {
      TRY_ASSIGN(const auto shown, ShownBreakdowns(execution, run.plan, i, false));
      for (const auto& values : shown) {
        for (std::size_t k = 0; k < std::min(width, values.size()); ++k) {
          if (!seen[k].insert(values[k]).second) continue;
          choices[k].push_back(
              Choice(Json(insights::BreakdownLabel({&values[k], 1})), Json(values[k])));
        }
      }
    }
    if (!run.plan.query.breakdown.multiple) {
      out.Add("breakdown", choices.front());
      return Ok();
    }
    JsonArray all;
    for (JsonArray& values : choices) all.push_back(JsonObject{{"values", std::move(values)}});
    out.Add("breakdowns", all);
    return Ok();
  }

  const insights::TrendsPoint point_;
};

}  // namespace

Result<PointPtr> ParseTrendsActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::TrendsPoint point, insights::ParseTrendsPoint(json, path));
  return PointPtr(std::make_unique<TrendsActors>(std::move(point)));
}

}  // namespace tenrec::query
