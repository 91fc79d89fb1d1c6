#include <utility>

#include "tenrec/insights/stickiness.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::StickinessCell;
using insights::StickinessPlan;
using insights::StickinessSelect;

Result<StickinessPlan> Plan(Execution& execution, const insights::StickinessQuery& query) {
  TRY_ASSIGN(const insights::TrendsContext context, PrepareTrends(execution, query.counted));
  return insights::PlanStickiness(query, context);
}

Result<std::vector<StickinessCell>> ReadCells(const engine::Block& block) {
  const engine::Column* intervals = block.Find("intervals");
  const engine::Column* value = block.Find("value");
  if (intervals == nullptr || value == nullptr) {
    return Internal("a stickiness statement gave columns that were not asked for");
  }
  std::vector<StickinessCell> cells;
  cells.reserve(block.rows);
  for (std::size_t i = 0; i < block.rows; ++i) {
    cells.push_back({intervals->Int(i), value->Int(i)});
  }
  return cells;
}

class StickinessQuestion final : public Question {
 public:
  StickinessQuestion(insights::StickinessQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.counted.date_range, occasion);
  }

  std::vector<std::string> Events() const override { return EventsOf(query_.counted); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const StickinessPlan plan, Plan(execution, query_));
    std::vector<std::vector<StickinessCell>> cells;
    std::string hogql;
    for (const StickinessSelect& select : plan.selects) {
      TRY_ASSIGN(const Asked asked, execution.Ask(select.counts));
      TRY_ASSIGN(auto read, ReadCells(asked.block));
      cells.push_back(std::move(read));
      if (!hogql.empty()) hogql += "\n\n";
      hogql += asked.compiled.hogql;
    }
    const JsonObject response =
        insights::StickinessResponse(plan, cells, execution.occasion().zone);
    for (const auto& member : response) out.Add(member.key(), member.value());
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  const insights::StickinessQuery query_;
  const Json modifiers_;
};

class StickinessPoint final : public Point {
 public:
  explicit StickinessPoint(insights::StickinessPoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override { return EventsOf(point_.source.counted); }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    TRY_ASSIGN(const StickinessPlan plan, Plan(execution, point_.source));
    return insights::StickinessActors(plan, point_);
  }

  Status AddOptions(Execution& execution, AnswerText& out) const override {
    TRY_ASSIGN(const StickinessPlan plan, Plan(execution, point_.source));
    const std::string unit(insights::IntervalName(plan.range.interval));
    JsonArray days;
    for (std::int64_t day = 1; day <= plan.IntervalsOf(plan.range); ++day) {
      days.push_back(
          Choice(Json(std::to_string(day) + " " + unit + (day == 1 ? "" : "s")), Json(day)));
    }
    out.Add("day", days);
    JsonArray series;
    for (std::size_t i = 0; i < plan.query.counted.series.size(); ++i) {
      const auto& one = plan.query.counted.series[i];
      series.push_back(Choice(Json(one.custom_name.value_or(one.Label())), i));
    }
    out.Add("series", series);
    if (plan.compare_range) {
      out.Add("compare", JsonArray{Choice("Current", "current"), Choice("Previous", "previous")});
    }
    return Ok();
  }

 private:
  const insights::StickinessPoint point_;
};

}  // namespace

Result<QuestionPtr> ParseStickinessQuestion(const Json& query) {
  TRY_ASSIGN(insights::StickinessQuery parsed, insights::ParseStickinessQuery(query));
  return QuestionPtr(std::make_unique<StickinessQuestion>(std::move(parsed), ModifiersOf(query)));
}

Result<PointPtr> ParseStickinessActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::StickinessPoint point, insights::ParseStickinessPoint(json, path));
  return PointPtr(std::make_unique<StickinessPoint>(std::move(point)));
}

}  // namespace tenrec::query
