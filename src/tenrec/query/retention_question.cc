#include <utility>

#include "tenrec/insights/retention.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::RetentionCell;
using insights::RetentionPlan;

Result<RetentionPlan> Plan(Execution& execution, const insights::RetentionQuery& query) {
  insights::TrendsQuery counted = query.counted;
  counted.breakdown = {};  // its numbers are those of other events
  TRY_ASSIGN(insights::TrendsContext context, PrepareTrends(execution, counted));
  TRY_ASSIGN(const auto spreads, insights::RetentionSpreads(query, context));
  for (const insights::SpreadSelect& spread : spreads) {
    TRY_ASSIGN(const auto found, AskSpread(execution, spread.query));
    if (found) context.spreads[{spread.series, spread.breakdown}] = *found;
  }
  return insights::PlanRetention(query, context);
}

Result<std::vector<RetentionCell>> ReadCells(const engine::Block& block) {
  const engine::Column* breakdown = block.Find("breakdown");
  const engine::Column* cohort = block.Find("cohort");
  const engine::Column* offset = block.Find("place");
  const engine::Column* value = block.Find("value");
  const engine::Column* total = block.Find("total");
  if (breakdown == nullptr || cohort == nullptr || offset == nullptr || value == nullptr) {
    return Internal("a retention statement gave columns that were not asked for");
  }
  std::vector<RetentionCell> cells;
  cells.reserve(block.rows);
  for (std::size_t i = 0; i < block.rows; ++i) {
    cells.push_back({.breakdown = std::string(breakdown->Text(i)),
                     .cohort = cohort->Int(i),
                     .offset = offset->Int(i),
                     .actors = value->Int(i),
                     .total = total == nullptr || total->IsNull(i) ? 0 : total->Number(i)});
  }
  return cells;
}

class RetentionQuestion final : public Question {
 public:
  RetentionQuestion(insights::RetentionQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.counted.date_range, occasion);
  }

  std::vector<std::string> Events() const override { return EventsOf(query_.counted); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const RetentionPlan plan, Plan(execution, query_));
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.counts));
    TRY_ASSIGN(const auto cells, ReadCells(asked.block));
    const JsonObject response = insights::RetentionResponse(plan, cells, execution.occasion().zone);
    for (const auto& member : response) out.Add(member.key(), member.value());
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  const insights::RetentionQuery query_;
  const Json modifiers_;
};

class RetentionPoint final : public Point {
 public:
  explicit RetentionPoint(insights::RetentionPoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override { return EventsOf(point_.source.counted); }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    TRY_ASSIGN(const RetentionPlan plan, Plan(execution, point_.source));
    TRY_ASSIGN(const auto shown, ShownForOther(execution, plan));
    return insights::RetentionActors(plan, point_, shown);
  }

  Result<hogql::ExprPtr> EventsBehind(Execution& execution) const override {
    TRY_ASSIGN(const RetentionPlan plan, Plan(execution, point_.source));
    TRY_ASSIGN(const auto shown, ShownForOther(execution, plan));
    return insights::RetentionEvents(plan, point_, shown);
  }

  Status AddOptions(Execution& execution, AnswerText& out) const override {
    TRY_ASSIGN(const RetentionPlan plan, Plan(execution, point_.source));
    std::string unit(insights::IntervalName(plan.query.counted.date_range.interval));
    unit.front() = static_cast<char>(unit.front() - 'a' + 'A');
    JsonArray intervals;
    for (std::size_t i = 0; i < plan.starts.size(); ++i) {
      intervals.push_back(Choice(Json(unit + " " + std::to_string(i)), i));
    }
    out.Add("interval", intervals);
    if (plan.query.counted.breakdown.breakdowns.empty()) return Ok();
    TRY_ASSIGN(const auto shown, Shown(execution, plan));
    out.Add("breakdown", Choices(shown, shown));
    return Ok();
  }

 private:
  /// What the rows of all other values leave out.
  Result<std::vector<std::string>> ShownForOther(Execution& execution,
                                                 const RetentionPlan& plan) const {
    if (!point_.is_other()) return std::vector<std::string>();
    return Shown(execution, plan);
  }

  static Result<std::vector<std::string>> Shown(Execution& execution, const RetentionPlan& plan) {
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.counts));
    TRY_ASSIGN(const auto cells, ReadCells(asked.block));
    return insights::ShownValues(plan, cells);
  }

  const insights::RetentionPoint point_;
};

}  // namespace

Result<QuestionPtr> ParseRetentionQuestion(const Json& query) {
  TRY_ASSIGN(insights::RetentionQuery parsed, insights::ParseRetentionQuery(query));
  return QuestionPtr(std::make_unique<RetentionQuestion>(std::move(parsed), ModifiersOf(query)));
}

Result<PointPtr> ParseRetentionActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::RetentionPoint point, insights::ParseRetentionPoint(json, path));
  return PointPtr(std::make_unique<RetentionPoint>(std::move(point)));
}

}  // namespace tenrec::query
