#include "tenrec/behavior/funnel_trend.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::behavior {

FunnelTrendMatcher::FunnelTrendMatcher(const FunnelRules& rules, int from_step,
                                       std::vector<std::int64_t> periods)
    : rules_(rules), from_step_(from_step), periods_(std::move(periods)) {
  TENREC_CHECK(rules.steps >= 1 && rules.steps <= kMaxSteps) << rules.steps;
  TENREC_CHECK(!periods_.empty());
}

std::size_t FunnelTrendMatcher::PeriodOf(std::int64_t time) const {
  const auto after = std::ranges::upper_bound(periods_, time);
  return after == periods_.begin() ? 0 : static_cast<std::size_t>(after - periods_.begin()) - 1;
}

std::span<const FunnelTrendOutcome> FunnelTrendMatcher::Match(std::vector<FunnelEvent>& events,
                                                              std::optional<std::uint32_t> empty) {
  outcomes_.clear();
  SortEvents(events);
  for (const std::uint32_t value : ValuesOf(events, rules_, empty)) {
    const auto walked = WalkedFor(value, events, rules_, of_value_);
    if (rules_.order == StepOrder::kUnordered) {
      MatchUnordered(walked, value);
    } else {
      MatchValue(walked, value);
    }
  }
  return outcomes_;
}

void FunnelTrendMatcher::MatchValue(std::span<const FunnelEvent> events, std::uint32_t value) {
  entrances_.clear();
  for (const FunnelEvent& event : events) Process(event, value);
  const bool only_success = std::ranges::any_of(entrances_, [](const Entrance& entrance) {
    return !entrance.done && entrance.exclusion == Exclusion::kMetAndWentOn;
  });
  for (const Entrance& entrance : entrances_) {
    const bool counts = entrance.done || (!only_success && entrance.best_step > from_step_ &&
                                          entrance.exclusion != Exclusion::kMet);
    if (counts) outcomes_.push_back({value, entrance.period, entrance.done, entrance.id});
  }
}

void FunnelTrendMatcher::Process(const FunnelEvent& event, std::uint32_t value) {
  for (std::uint32_t left = event.excludes; left != 0; left &= left - 1) {
    const int step = std::countr_zero(left) + 1;
    for (Entrance& entrance : entrances_) {
      if (!entrance.done) Exclude(entrance, step, event);
    }
  }
  for (std::uint32_t left = event.steps; left != 0;) {
    const int step = 32 - std::countl_zero(left);
    left &= ~(1U << (step - 1));
    const bool attributes =
        rules_.attribution == Attribution::kStep && step - 1 == rules_.attribution_step;
    if (attributes && event.value != value) continue;
    if (step == 1) {
      Enter(event);
    } else {
      for (Entrance& entrance : entrances_) {
        if (!entrance.done) Advance(entrance, step, event);
      }
    }
  }
  if (rules_.order != StepOrder::kStrict) return;
  for (Entrance& entrance : entrances_) {
    for (int step = 1; step <= rules_.steps; ++step) {
      if ((event.steps >> (step - 1) & 1U) == 0) {
        entrance.slots[static_cast<std::size_t>(step)] = Slot();
      }
    }
  }
}

void FunnelTrendMatcher::Enter(const FunnelEvent& event) {
  const std::size_t period = PeriodOf(event.time);
  auto entrance = std::ranges::find(entrances_, period, &Entrance::period);
  if (entrance == entrances_.end()) {
    entrances_.push_back({.period = period});
    entrance = entrances_.end() - 1;
  } else if (entrance->done) {
    return;
  } else if (entrance->best_step != 1 || entrance->exclusion == Exclusion::kNone) {
    entrance->slots[1] = {.set = true, .excluded = false, .entered = event.time};
    return;
  }
  // A new attempt, or one that takes the place of an attempt that only met an exclusion.
  *entrance = {.period = period,
               .slots = std::vector<Slot>(static_cast<std::size_t>(rules_.steps) + 1),
               .best_time = event.time,
               .id = event.id};
  entrance->slots[1] = {.set = true, .excluded = false, .entered = event.time};
  if (rules_.steps == 1) entrance->done = true;
}

namespace {

/// Whether an event at `time` may take the attempt from one step to the next.
template <typename Slot>
bool Continues(const Slot& from, const Slot& to, std::int64_t time, std::int64_t window) {
  return from.set && time - from.entered <= window && !(to.set && to.entered == from.entered);
}

}  // namespace

void FunnelTrendMatcher::Exclude(Entrance& entrance, int step, const FunnelEvent& event) const {
  Slot& from = entrance.slots[static_cast<std::size_t>(step) - 1];
  const Slot& to = entrance.slots[static_cast<std::size_t>(step)];
  if (!Continues(from, to, event.time, rules_.window) || from.excluded) return;
  from.excluded = true;
  if (entrance.best_step == step - 1 && event.time - entrance.best_time <= rules_.window) {
    entrance.exclusion = Exclusion::kMet;
  }
}

void FunnelTrendMatcher::Advance(Entrance& entrance, int step, const FunnelEvent& event) const {
  const Slot& from = entrance.slots[static_cast<std::size_t>(step) - 1];
  Slot& to = entrance.slots[static_cast<std::size_t>(step)];
  if (!Continues(from, to, event.time, rules_.window)) return;
  if (!from.excluded) to = {.set = true, .excluded = false, .entered = from.entered};
  if (entrance.slots.back().set) {
    entrance.done = true;
    entrance.id = event.id;
    return;
  }
  const bool better = step > entrance.best_step ||
                      (step == entrance.best_step && entrance.exclusion == Exclusion::kMet);
  if (!better) return;
  entrance.best_step = step;
  entrance.best_time = event.time;
  entrance.id = event.id;
  entrance.exclusion = from.excluded ? Exclusion::kMetAndWentOn : Exclusion::kNone;
}

void FunnelTrendMatcher::MatchUnordered(std::span<const FunnelEvent> events, std::uint32_t value) {
  std::vector<std::deque<const FunnelEvent*>> queues(static_cast<std::size_t>(rules_.steps));
  std::vector<std::pair<std::size_t, std::size_t>> best;  // period, most steps that waited
  std::vector<std::uint32_t> ids;
  std::size_t completed = 0;
  const auto oldest = [&] {
    std::size_t at = queues.size();
    for (std::size_t i = 0; i < queues.size(); ++i) {
      if (queues[i].empty()) continue;
      if (at == queues.size() || queues[i].front()->time < queues[at].front()->time) at = i;
    }
    return at;
  };
  // The oldest event is the entry: what waits with it belongs to its period.
  const auto take_oldest = [&](const FunnelEvent& last) {
    const std::size_t at = oldest();
    const std::size_t period = PeriodOf(queues[at].front()->time);
    const auto found = std::ranges::find(best, period, &decltype(best)::value_type::first);
    if (found == best.end()) {
      best.emplace_back(period, completed);
      ids.push_back(last.id);
    } else if (completed > found->second) {
      found->second = completed;
      ids[static_cast<std::size_t>(found - best.begin())] = last.id;
    }
    queues[at].pop_front();
    if (queues[at].empty()) --completed;
  };
  for (const FunnelEvent& event : events) {
    while (completed > 0 && (completed == queues.size() ||
                             event.time - queues[oldest()].front()->time > rules_.window)) {
      take_oldest(event);
    }
    if (event.steps == 0) {
      if (event.excludes == 0) continue;
      for (auto& queue : queues) queue.clear();
      completed = 0;
      continue;
    }
    if (rules_.attribution == Attribution::kStep && event.value != value &&
        completed == static_cast<std::size_t>(rules_.attribution_step)) {
      continue;
    }
    std::size_t chosen = queues.size();
    for (std::size_t i = 0; i < queues.size(); ++i) {
      if ((event.steps >> i & 1U) == 0) continue;
      const bool older =
          chosen == queues.size() ||
          (!queues[chosen].empty() &&
           (queues[i].empty() || queues[i].back()->time < queues[chosen].back()->time));
      if (older) chosen = i;
    }
    if (queues[chosen].empty()) ++completed;
    queues[chosen].push_back(&event);
  }
  while (completed > 0) take_oldest(events.back());
  for (std::size_t i = 0; i < best.size(); ++i) {
    const auto [period, steps] = best[i];
    if (steps <= static_cast<std::size_t>(from_step_)) continue;
    outcomes_.push_back({value, period, steps == queues.size(), ids[i]});
  }
}

}  // namespace tenrec::behavior
