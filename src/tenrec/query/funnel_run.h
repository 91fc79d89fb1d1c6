#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/behavior/funnel.h"
#include "tenrec/behavior/funnel_trend.h"
#include "tenrec/engine/column.h"
#include "tenrec/insights/funnel_list.h"
#include "tenrec/insights/funnels_plan.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// One actor and its events, as a row of a funnel's statement gives them. Good until the next one.
struct FunnelHistory {
  const insights::FunnelsPlan& plan;
  /// nullptr of a plan with a row per event, which tells nothing but counts.
  const engine::Block* block;
  std::size_t row;
  /// May be moved and sorted.
  std::vector<behavior::FunnelEvent>& events;
  /// The texts of the breakdown: `values[event.value]`, in the order of their texts; one empty text
  /// without a breakdown.
  std::span<const std::string_view> values;
  /// The number of the empty text, when there is a breakdown and an event without a value.
  std::optional<std::uint32_t> empty;

  /// The id of a person, or the key of a group.
  std::string ActorId() const;
  /// What tells the event of this number apart; of a plan with events only.
  insights::MatchingEvent EventOf(std::uint32_t id) const;
};

/// What a funnel is planned against: asks the engine where all time begins, when that matters.
Result<insights::FunnelsContext> PrepareFunnels(Execution& execution,
                                                const insights::FunnelsQuery& query);

/// The tag of an error: the events of a plan with a row for each are more than can be held, or have
/// too many different values. Plan again, with a row per actor.
inline constexpr std::string_view kTooManyRows = "too_many_rows";

/// Runs the plan's statement and hands over actor by actor. Of a plan with a row per actor, only
/// the block at hand is held, however many there are; of one with a row per event, what an answer
/// may hold. Gives back the statement as HogQL. Errors: those of `on_actor`, of compiling and of
/// the engine; kResourceExhausted (kTooManyRows).
Result<std::string> StreamHistories(Execution& execution, const insights::FunnelsPlan& plan,
                                    const std::function<Status(FunnelHistory)>& on_actor);

/// Walks every actor and hands over what came of it: `on_actor` takes (history, outcomes), where
/// outcomes are of steps or of a graph over time. Gives back the statement as HogQL.
template <typename OnActor>
Result<std::string> WalkActors(Execution& execution, const insights::FunnelsPlan& plan,
                               const OnActor& on_actor) {
  const behavior::FunnelRules rules = plan.query.Rules();
  if (plan.query.graph == insights::FunnelGraph::kTrends) {
    std::vector<std::int64_t> periods;
    periods.reserve(plan.range.buckets.size());
    for (const Timestamp bucket : plan.range.buckets) periods.push_back(bucket.micros);
    behavior::FunnelTrendMatcher matcher(rules, plan.query.from_step, std::move(periods));
    return StreamHistories(execution, plan, [&](FunnelHistory history) {
      return on_actor(history, matcher.Match(history.events, history.empty));
    });
  }
  behavior::FunnelMatcher matcher(rules);
  return StreamHistories(execution, plan, [&](FunnelHistory history) {
    return on_actor(history, matcher.Match(history.events, history.empty));
  });
}

}  // namespace tenrec::query
