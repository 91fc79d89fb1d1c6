#include <utility>

#include "tenrec/insights/paths.h"
#include "tenrec/insights/point_fields.h"
#include "tenrec/insights/trends_row.h"
#include "tenrec/query/funnel_actors.h"
#include "tenrec/query/paths_run.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::PathEdge;
using insights::PathsPlan;

Result<PathsPlan> Plan(Execution& execution, const insights::PathsQuery& query,
                       bool with_events = false) {
  TRY_ASSIGN(const insights::TrendsContext context, PrepareTrends(execution, query.counted));
  if (!query.funnel) return insights::PlanPaths(query, context, nullptr, with_events);
  TRY_ASSIGN(const FunnelActorList found, ListStretches(execution, *query.funnel));
  return insights::PlanPaths(query, context, insights::ActorWays(found.actors, found.plan.actor),
                             with_events);
}

Result<std::vector<PathEdge>> ReadEdges(const engine::Block& block) {
  const engine::Column* source = block.Find("source");
  const engine::Column* target = block.Find("target");
  const engine::Column* value = block.Find("value");
  const engine::Column* average = block.Find("average");
  if (source == nullptr || target == nullptr || value == nullptr || average == nullptr) {
    return Internal("a paths statement gave columns that were not asked for");
  }
  std::vector<PathEdge> edges;
  edges.reserve(block.rows);
  for (std::size_t i = 0; i < block.rows; ++i) {
    edges.push_back({std::string(source->Text(i)), std::string(target->Text(i)), value->Int(i),
                     average->IsNull(i) ? 0 : average->Number(i)});
  }
  return edges;
}

class PathsQuestion final : public Question {
 public:
  PathsQuestion(insights::PathsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.counted.date_range, occasion);
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const PathsPlan plan, Plan(execution, query_));
    TRY_ASSIGN(const hogql::CompiledQuery edges_query,
               execution.Compile(plan.edges, execution.Context(hogql::LimitContext::kNone)));
    TRY_ASSIGN(auto counted, CountPaths(execution, plan, out));
    if (!counted) {
      TRY_ASSIGN(const Asked asked, execution.Ask(plan.edges));
      TRY_ASSIGN(counted, ReadEdges(asked.block));
    }
    const std::vector<PathEdge>& edges = *counted;
    const JsonObject response = insights::PathsResponse(plan, edges);
    for (const auto& member : response) out.Add(member.key(), member.value());
    out.Add("resolved_date_range", insights::RangeJson(plan.range, execution.occasion().zone));
    out.Add("hogql", Json(edges_query.hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  const insights::PathsQuery query_;
  const Json modifiers_;
};

class PathsPoint final : public Point {
 public:
  PathsPoint(insights::PathsQuery query, bool include_recordings)
      : query_(std::move(query)), include_recordings_(include_recordings) {}

  std::vector<std::string> Events() const override { return {}; }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    TRY_ASSIGN(const PathsPlan plan, Plan(execution, query_, include_recordings_));
    return insights::PathsActors(plan);
  }

 private:
  const insights::PathsQuery query_;
  const bool include_recordings_;
};

}  // namespace

Result<QuestionPtr> ParsePathsQuestion(const Json& query) {
  TRY_ASSIGN(insights::PathsQuery parsed, insights::ParsePathsQuery(query));
  return QuestionPtr(std::make_unique<PathsQuestion>(std::move(parsed), ModifiersOf(query)));
}

Result<PointPtr> ParsePathsActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(const insights::PointFields fields, insights::ReadPointFields(json, path));
  TRY_ASSIGN(insights::PathsQuery query, insights::ParsePathsQuery(fields.source));
  return PointPtr(std::make_unique<PathsPoint>(std::move(query), fields.include_recordings));
}

}  // namespace tenrec::query
