#include <utility>

#include "tenrec/insights/funnels_comparison.h"
#include "tenrec/insights/funnels_plan.h"
#include "tenrec/insights/funnels_query.h"
#include "tenrec/insights/funnels_tally.h"
#include "tenrec/query/funnel_run.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using insights::FunnelsPlan;
using insights::FunnelsQuery;

class FunnelsQuestion final : public Question {
 public:
  FunnelsQuestion(FunnelsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.date_range, occasion);
  }
  std::vector<std::string> Events() const override { return query_.EventNames(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::FunnelsContext context, PrepareFunnels(execution, query_));
    TRY_ASSIGN(const FunnelsPlan plan,
               insights::PlanFunnels(query_, context, {.counts_only = true}));
    insights::FunnelTally tally(plan, execution.occasion().zone);
    TRY_ASSIGN(std::string hogql, Count(execution, plan, tally));
    if (!query_.compare) {
      for (const auto& member : tally.Response()) out.Add(member.key(), member.value());
    } else {
      TRY_ASSIGN(const FunnelsPlan before,
                 insights::PlanFunnels(query_, context, {.previous = true, .counts_only = true}));
      insights::FunnelTally earlier(before, execution.occasion().zone);
      TRY_ASSIGN(const std::string more, Count(execution, before, earlier));
      hogql += "\n\n" + more;
      const JsonObject both = insights::CompareFunnels(tally, earlier, query_.graph);
      for (const auto& member : both) out.Add(member.key(), member.value());
    }
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  /// Fills the tally; gives back the statement as HogQL.
  static Result<std::string> Count(Execution& execution, const FunnelsPlan& plan,
                                   insights::FunnelTally& tally) {
    return WalkActors(execution, plan, [&](const FunnelHistory& history, const auto& outcomes) {
      return tally.Add(outcomes, history.values);
    });
  }

  const FunnelsQuery query_;
  const Json modifiers_;
};

}  // namespace

Result<QuestionPtr> ParseFunnelsQuestion(const Json& query) {
  TRY_ASSIGN(FunnelsQuery parsed, insights::ParseFunnelsQuery(query));
  const Json* modifiers = FindMember(query, "modifiers");
  return QuestionPtr(std::make_unique<FunnelsQuestion>(std::move(parsed),
                                                       modifiers == nullptr ? Json() : *modifiers));
}

}  // namespace tenrec::query
