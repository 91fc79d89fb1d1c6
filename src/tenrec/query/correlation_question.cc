#include <string>
#include <utility>
#include <vector>

#include "tenrec/insights/funnel_correlation.h"
#include "tenrec/query/funnel_actors.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using insights::CorrelationRow;
using insights::CorrelationTotals;
using insights::FunnelCorrelation;

CorrelationTotals TotalsOf(const std::vector<insights::ListedActor>& actors) {
  CorrelationTotals totals;
  for (const insights::ListedActor& actor : actors) {
    ++(actor.converted ? totals.success : totals.failure);
  }
  return totals;
}

class CorrelationQuestion final : public Question {
 public:
  CorrelationQuestion(FunnelCorrelation query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.source.source.date_range, occasion);
  }
  std::vector<std::string> Events() const override { return query_.source.source.EventNames(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const FunnelActorList list, ListFunnelActors(execution, query_.source));
    const CorrelationTotals totals = TotalsOf(list.actors);
    std::vector<CorrelationRow> rows;
    if (totals.success > 0 && totals.failure > 0) {
      TRY_ASSIGN(const hogql::ExprPtr select,
                 insights::CorrelationSelect(query_, list.plan, list.actors, totals));
      TRY_ASSIGN(const Asked asked, execution.Ask(select));
      TRY_ASSIGN(rows, ReadRows(asked.block));
    }
    out.Add("results", insights::CorrelationResults(query_, totals, rows));
    out.Add("columns", JsonArray{"name", "success_count", "failure_count"});
    out.Add("types", JsonArray{"String", "UInt64", "UInt64"});
    out.Add("hasMore", false);
    out.Add("limit", 100);
    out.Add("offset", 0);
    return out.Check();
  }

 private:
  static Result<std::vector<CorrelationRow>> ReadRows(const engine::Block& block) {
    const engine::Column* name = block.Find("name");
    const engine::Column* success = block.Find("success_count");
    const engine::Column* failure = block.Find("failure_count");
    if (name == nullptr || success == nullptr || failure == nullptr) {
      return Internal("a correlation's statement gave columns that were not asked for");
    }
    std::vector<CorrelationRow> rows;
    rows.reserve(block.rows);
    for (std::size_t i = 0; i < block.rows; ++i) {
      rows.push_back({std::string(name->Text(i)), success->Int(i), failure->Int(i)});
    }
    return rows;
  }

  const FunnelCorrelation query_;
  const Json modifiers_;
};

class CorrelationActors final : public Point {
 public:
  explicit CorrelationActors(insights::CorrelationPoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override {
    return point_.source.source.source.EventNames();
  }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    TRY_ASSIGN(FunnelActorList list, ListFunnelActors(execution, point_.source.source));
    insights::ActorsSource source{.select = nullptr,
                                  .group_index = list.plan.query.group_type_index,
                                  .has_recordings = point_.include_recordings};
    TRY_ASSIGN(source.select, insights::CorrelationActors(point_, list.plan, std::move(list.actors),
                                                          execution.occasion().Filters()));
    return source;
  }

 private:
  const insights::CorrelationPoint point_;
};

}  // namespace

Result<QuestionPtr> ParseCorrelationQuestion(const Json& query) {
  TRY_ASSIGN(FunnelCorrelation parsed, insights::ParseFunnelCorrelation(query, "query"));
  const Json* modifiers = FindMember(query, "modifiers");
  return QuestionPtr(std::make_unique<CorrelationQuestion>(
      std::move(parsed), modifiers == nullptr ? Json() : *modifiers));
}

Result<PointPtr> ParseCorrelationActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::CorrelationPoint point, insights::ParseCorrelationPoint(json, path));
  return PointPtr(std::make_unique<CorrelationActors>(std::move(point)));
}

}  // namespace tenrec::query
