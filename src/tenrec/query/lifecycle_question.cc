#include <utility>

#include "tenrec/insights/lifecycle.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::LifecycleCell;
using insights::LifecyclePlan;
using insights::LifecycleStatus;

Result<LifecyclePlan> Plan(Execution& execution, const insights::TrendsQuery& query) {
  TRY_ASSIGN(const insights::TrendsContext context, PrepareTrends(execution, query));
  return insights::PlanLifecycle(query, context);
}

Result<std::vector<LifecycleCell>> ReadCells(const engine::Block& block) {
  const engine::Column* status = block.Find("status");
  const engine::Column* bucket = block.Find("bucket");
  const engine::Column* value = block.Find("value");
  if (status == nullptr || bucket == nullptr || value == nullptr) {
    return Internal("a lifecycle statement gave columns that were not asked for");
  }
  std::vector<LifecycleCell> cells;
  cells.reserve(block.rows);
  for (std::size_t i = 0; i < block.rows; ++i) {
    cells.push_back({static_cast<LifecycleStatus>(status->Int(i)), bucket->Int(i), value->Int(i)});
  }
  return cells;
}

class LifecycleQuestion final : public Question {
 public:
  LifecycleQuestion(insights::TrendsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.date_range, occasion);
  }

  std::vector<std::string> Events() const override { return EventsOf(query_); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const LifecyclePlan plan, Plan(execution, query_));
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.counts));
    TRY_ASSIGN(const auto cells, ReadCells(asked.block));
    const JsonObject response = insights::LifecycleResponse(plan, cells, execution.occasion().zone);
    for (const auto& member : response) out.Add(member.key(), member.value());
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  const insights::TrendsQuery query_;
  const Json modifiers_;
};

class LifecyclePoint final : public Point {
 public:
  explicit LifecyclePoint(insights::LifecyclePoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override { return EventsOf(point_.source); }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    TRY_ASSIGN(const LifecyclePlan plan, Plan(execution, point_.source));
    return insights::LifecycleActors(plan, point_, execution.occasion().Filters());
  }

  Status AddOptions(Execution& execution, AnswerText& out) const override {
    TRY_ASSIGN(const LifecyclePlan plan, Plan(execution, point_.source));
    const insights::ProjectTime& zone = execution.occasion().zone;
    out.Add("day", Choices(insights::BucketLabels(plan.range, zone),
                           insights::BucketInstants(plan.range, zone)));
    JsonArray statuses;
    for (const std::string_view word : insights::kLifecycleWords) {
      std::string label(word);
      label.front() = static_cast<char>(label.front() - 'a' + 'A');
      statuses.push_back(Choice(Json(label), Json(word)));
    }
    out.Add("status", statuses);
    const auto& series = plan.query.series.front();
    out.Add("series", JsonArray{Choice(Json(series.custom_name.value_or(series.Label())), 0)});
    return Ok();
  }

 private:
  const insights::LifecyclePoint point_;
};

}  // namespace

Result<QuestionPtr> ParseLifecycleQuestion(const Json& query) {
  TRY_ASSIGN(insights::TrendsQuery parsed, insights::ParseLifecycleQuery(query));
  return QuestionPtr(std::make_unique<LifecycleQuestion>(std::move(parsed), ModifiersOf(query)));
}

Result<PointPtr> ParseLifecycleActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::LifecyclePoint point, insights::ParseLifecyclePoint(json, path));
  return PointPtr(std::make_unique<LifecyclePoint>(std::move(point)));
}

}  // namespace tenrec::query
