#include <memory>
#include <string>
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
    TRY_ASSIGN(const Counted counted, Count(execution, context, {.counts_only = true}));
    std::string hogql = counted.hogql;
    if (!query_.compare) {
      for (const auto& member : counted.tally->Response()) out.Add(member.key(), member.value());
    } else {
      TRY_ASSIGN(const Counted earlier,
                 Count(execution, context, {.previous = true, .counts_only = true}));
      hogql += "\n\n" + earlier.hogql;
      const JsonObject both =
          insights::CompareFunnels(*counted.tally, *earlier.tally, query_.graph);
      for (const auto& member : both) out.Add(member.key(), member.value());
    }
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return out.Check();
  }

 private:
  /// The actors of a period, counted, and the statement as HogQL.
  struct Counted {
    std::unique_ptr<const FunnelsPlan> plan;
    std::unique_ptr<const insights::FunnelTally> tally;
    std::string hogql;
  };

  Result<Counted> Count(Execution& execution, const insights::FunnelsContext& context,
                        insights::FunnelsAim aim) const {
    auto counted = CountWith(execution, context, aim);
    if (counted || counted.error().tag != kTooManyRows) return counted;
    aim.row_per_actor = true;
    return CountWith(execution, context, aim);
  }

  Result<Counted> CountWith(Execution& execution, const insights::FunnelsContext& context,
                            const insights::FunnelsAim& aim) const {
    TRY_ASSIGN(FunnelsPlan planned, insights::PlanFunnels(query_, context, aim));
    auto plan = std::make_unique<const FunnelsPlan>(std::move(planned));
    auto tally = std::make_unique<insights::FunnelTally>(*plan, execution.occasion().zone);
    TRY_ASSIGN(
        std::string hogql,
        WalkActors(execution, *plan, [&](const FunnelHistory& history, const auto& outcomes) {
          return tally->Add(outcomes, history.values);
        }));
    return Counted{.plan = std::move(plan), .tally = std::move(tally), .hogql = std::move(hogql)};
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
