#include "tenrec/query/funnel_actors.h"

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "tenrec/insights/funnels_tally.h"
#include "tenrec/query/funnel_run.h"
#include "tenrec/query/point.h"

namespace tenrec::query {
namespace {

/// Actors that one list may hold before it is searched, ordered and cut to a page.
constexpr std::size_t kMaxListedActors = 1'000'000;
/// What they take is charged after so many more.
constexpr std::size_t kCharged = 1'000;

/// Walks the funnel of the point; `listed` makes an actor of (history, outcome), of the first
/// outcome that the point is about, and `keep` takes it. Gives back the plan.
template <typename Listed, typename Keep>
Result<insights::FunnelsPlan> ListActors(Execution& execution, const insights::FunnelPoint& point,
                                         const Listed& listed, const Keep& keep) {
  const Occasion& occasion = execution.occasion();
  TRY_ASSIGN(const insights::FunnelsContext context, PrepareFunnels(execution, point.source));
  TRY_ASSIGN(
      insights::FunnelsPlan plan,
      insights::PlanFunnels(point.source, context,
                            {.with_events = point.include_recordings, .previous = point.previous}));
  std::vector<std::string> shown;
  if (point.is_other()) {
    insights::FunnelTally tally(plan, occasion.zone);
    TRY(WalkActors(execution, plan, [&](const FunnelHistory& history, const auto& outcomes) {
      return tally.Add(outcomes, history.values);
    }));
    shown = tally.ShownValues();
  }
  TRY_ASSIGN(const auto filter, insights::FunnelPointFilter::Make(point, plan, occasion.zone,
                                                                  occasion.now, std::move(shown)));
  std::size_t count = 0;
  const auto take = [&](const FunnelHistory& history, const auto& outcomes) -> Status {
    for (const auto& outcome : outcomes) {
      if (!filter.Takes(outcome, history.values[outcome.value])) continue;
      if (++count > kMaxListedActors) {
        return InvalidArgument(
                   "More than 1,000,000 actors are behind the number. Narrow the question: shorten "
                   "the date range, or choose a value of the breakdown.")
            .WithTag("too_many_bytes");
      }
      insights::ListedActor actor = listed(history, outcome);
      if (point.include_recordings) {
        actor.event =
            std::make_unique<insights::MatchingEvent>(history.EventOf(filter.EventOf(outcome)));
      }
      return keep(std::move(actor));
    }
    return Ok();
  };
  TRY(WalkActors(execution, plan, take));
  return plan;
}

/// As ListActors, with all that is known of each.
template <typename Listed>
Result<FunnelActorList> ListWays(Execution& execution, const insights::FunnelPoint& point,
                                 const Listed& listed) {
  FunnelActorList list;
  const auto keep = [&](insights::ListedActor&& actor) {
    list.actors.push_back(std::move(actor));
    const bool charged = list.actors.size() % kCharged == 0;
    return charged ? execution.Hold(insights::BytesOfWays(list.actors)) : Ok();
  };
  TRY_ASSIGN(list.plan, ListActors(execution, point, listed, keep));
  TRY(execution.Hold(insights::BytesOfWays(list.actors)));
  return list;
}

class FunnelActors final : public Point {
 public:
  explicit FunnelActors(insights::FunnelPoint point) : point_(std::move(point)) {}

  std::vector<std::string> Events() const override { return point_.source.EventNames(); }

  Result<insights::ActorsSource> Actors(Execution& execution) const override {
    insights::ActorRows rows(point_.include_recordings);
    const auto listed = [](const FunnelHistory& history, const auto&) {
      return insights::ListedActor{.id = history.ActorId()};
    };
    const auto keep = [&](const insights::ListedActor& actor) {
      rows.Add(actor);
      return rows.size() % kCharged == 0 ? execution.Hold(rows.bytes()) : Ok();
    };
    TRY_ASSIGN(const insights::FunnelsPlan plan, ListActors(execution, point_, listed, keep));
    TRY(execution.Hold(rows.bytes()));
    return insights::ActorsSource{.select = std::move(rows).Select(plan.actor),
                                  .group_index = plan.query.group_type_index,
                                  .has_recordings = point_.include_recordings};
  }

 private:
  const insights::FunnelPoint point_;
};

/// Whether the outcome is of steps, and not of a graph over time.
template <typename Outcome>
constexpr bool kOfSteps = std::is_same_v<std::decay_t<Outcome>, behavior::FunnelOutcome>;

}  // namespace

Result<FunnelActorList> ListFunnelActors(Execution& execution, const insights::FunnelPoint& point) {
  return ListWays(execution, point, [&](const FunnelHistory& history, const auto& outcome) {
    insights::ListedActor actor{.id = history.ActorId()};
    if constexpr (kOfSteps<decltype(outcome)>) {
      const std::size_t last = point.source.series.size() - 1;
      actor.entered = Timestamp{outcome.times.front()};
      actor.converted = (outcome.bits >> last & 1U) != 0;
      actor.until = Timestamp{actor.converted ? outcome.times.back()
                                              : outcome.times.front() + point.source.window};
    }
    return actor;
  });
}

Result<FunnelActorList> ListStretches(Execution& execution, const insights::FunnelPaths& paths) {
  return ListWays(execution, paths.point, [&](const FunnelHistory& history, const auto& outcome) {
    if constexpr (kOfSteps<decltype(outcome)>) {
      return paths.Stretch(history.ActorId(), outcome);
    } else {
      return insights::ListedActor{.id = history.ActorId()};
    }
  });
}

Result<PointPtr> ParseFunnelActors(const Json& json, const std::string& path) {
  TRY_ASSIGN(insights::FunnelPoint point, insights::ParseFunnelPoint(json, path));
  return PointPtr(std::make_unique<FunnelActors>(std::move(point)));
}

}  // namespace tenrec::query
