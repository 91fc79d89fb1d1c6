#include "tenrec/behavior/funnel.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::behavior {
namespace {

auto WalkOrder(const FunnelEvent& event) {
  return std::tuple(event.time, event.steps, event.excludes, event.value, event.id);
}

bool AllAlike(std::span<const FunnelEvent> events) {
  return std::ranges::all_of(events, [&](const FunnelEvent& event) {
    return event.steps == events.front().steps && event.excludes == events.front().excludes;
  });
}

/// The events that matter to an order of steps, whole instants of them: nothing does before the
/// first entry, and after the last event of another step people only enter anew, which is no better
/// than what they have, unless an exclusion spoilt it or entries differ by their values.
std::span<const FunnelEvent> Telling(std::span<const FunnelEvent> events,
                                     const FunnelRules& rules) {
  if (rules.attribution == Attribution::kStep) return events;
  const auto excludes = [](const FunnelEvent& event) { return event.excludes != 0; };
  if (std::ranges::any_of(events, excludes)) return events;
  const auto enters = [](const FunnelEvent& event) { return (event.steps & 1U) != 0; };
  auto begin = std::ranges::find_if(events, enters);
  if (begin == events.end()) return {};
  while (begin != events.begin() && std::prev(begin)->time == begin->time) --begin;
  auto end = events.end();
  while (end != begin && (std::prev(end)->steps & ~1U) == 0) --end;
  const std::int64_t last = end == begin ? begin->time : std::prev(end)->time;
  while (end != events.end() && end->time == last) ++end;
  return {begin, end};
}

}  // namespace

void SortEvents(std::vector<FunnelEvent>& events) {
  if (!std::ranges::is_sorted(events, {}, WalkOrder)) std::ranges::sort(events, {}, WalkOrder);
}

std::vector<std::uint32_t> ValuesOf(std::span<const FunnelEvent> events, const FunnelRules& rules,
                                    std::optional<std::uint32_t> empty) {
  if (rules.attribution == Attribution::kNone) return {0};
  std::vector<std::uint32_t> values;
  const auto is_value = [&](const FunnelEvent& event) { return event.value != empty; };
  switch (rules.attribution) {
    case Attribution::kNone:
      break;
    case Attribution::kFirstTouch: {
      const auto first = std::ranges::find_if(events, is_value);
      if (first != events.end()) values = {first->value};
      break;
    }
    case Attribution::kLastTouch: {
      const auto last = std::find_if(events.rbegin(), events.rend(), is_value);
      if (last != events.rend()) values = {last->value};
      break;
    }
    case Attribution::kAllEvents:
    case Attribution::kStep: {
      // Without an order any step may be the first, so every event may give the value.
      const bool any =
          rules.attribution == Attribution::kAllEvents || rules.order == StepOrder::kUnordered;
      for (const FunnelEvent& event : events) {
        if (any || (event.steps >> rules.attribution_step & 1U) != 0) values.push_back(event.value);
      }
      std::ranges::sort(values);
      const auto rest = std::ranges::unique(values);
      values.erase(rest.begin(), rest.end());
      return values;
    }
  }
  if (values.empty() && empty) values = {*empty};
  return values;
}

std::span<const FunnelEvent> WalkedFor(std::uint32_t value, std::span<const FunnelEvent> events,
                                       const FunnelRules& rules, std::vector<FunnelEvent>& buffer) {
  if (rules.attribution != Attribution::kAllEvents) return events;
  buffer.clear();
  for (const FunnelEvent& event : events) {
    if (event.value == value) buffer.push_back(event);
  }
  return buffer;
}

FunnelMatcher::FunnelMatcher(const FunnelRules& rules) : rules_(rules) {
  TENREC_CHECK(rules.steps >= 1 && rules.steps <= kMaxSteps) << rules.steps;
  attempts_.resize(static_cast<std::size_t>(rules.steps) + 1);
  queues_.resize(static_cast<std::size_t>(rules.steps));
  heads_.resize(static_cast<std::size_t>(rules.steps));
}

std::span<const FunnelOutcome> FunnelMatcher::Match(std::vector<FunnelEvent>& events,
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

bool FunnelMatcher::IsOptional(int step) const {
  return step > 0 && (rules_.optional_steps >> (step - 1) & 1U) != 0;
}

bool FunnelMatcher::InWindow(const Attempt& attempt, std::int64_t time) const {
  return attempt.set && time - attempt.entered <= rules_.window;
}

/// The step from which `step` is reached: the one before, or an earlier one when those between may
/// be left out.
int FunnelMatcher::PreviousOf(int step, std::int64_t time) const {
  int previous = step - 1;
  while (previous > 0 && IsOptional(previous) &&
         !InWindow(attempts_[static_cast<std::size_t>(previous)], time)) {
    --previous;
  }
  return previous;
}

void FunnelMatcher::MatchValue(std::span<const FunnelEvent> all, std::uint32_t value) {
  const std::span<const FunnelEvent> events = Telling(all, rules_);
  for (Attempt& attempt : attempts_) attempt.set = attempt.excluded = false;
  best_step_ = 0;
  best_.set = best_.excluded = false;
  const Attempt& last = attempts_.back();
  for (std::size_t begin = 0, end = 0; begin < events.size() && !last.set; begin = end) {
    const std::int64_t time = events[begin].time;
    while (end < events.size() && events[end].time == time) ++end;
    Attempt& entry = attempts_[0];
    entry.set = true;
    entry.excluded = false;
    entry.entered = time;
    entry.bits = 0;
    entry.times.clear();
    entry.ids.clear();
    const auto group = events.subspan(begin, end - begin);
    if (AllAlike(group)) {
      for (const FunnelEvent& event : group) Process(event, value, false);
    } else {
      ProcessMixed(group, value);
    }
  }
  if (best_step_ == 0 || best_.excluded) return;
  const std::uint32_t upto = best_step_ == kMaxSteps ? ~0U : (1U << best_step_) - 1;
  FunnelOutcome outcome{.value = value,
                        .reached = best_step_ - 1 - std::popcount(rules_.optional_steps & upto),
                        .bits = best_.bits,
                        .times = best_.times,
                        .ids = best_.ids};
  Give(std::move(outcome));
}

/// Different events of one instant: nobody knows which came first, so each may serve every step it
/// matches, in the order of the steps. Exclusions and strictness do not hold within an instant.
void FunnelMatcher::ProcessMixed(std::span<const FunnelEvent> events, std::uint32_t value) {
  for (int step = 0; step < rules_.steps; ++step) {
    for (const FunnelEvent& event : events) {
      if ((event.steps >> step & 1U) == 0) continue;
      FunnelEvent single = event;
      single.steps = 1U << step;
      single.excludes = 0;
      Process(single, value, true);
    }
  }
}

void FunnelMatcher::Process(const FunnelEvent& event, std::uint32_t value, bool same_instant) {
  const auto reachable = [&](int step, int& previous) {
    previous = PreviousOf(step, event.time);
    const Attempt& from = attempts_[static_cast<std::size_t>(previous)];
    const Attempt& to = attempts_[static_cast<std::size_t>(step)];
    return InWindow(from, event.time) && !(to.set && to.entered == from.entered);
  };
  int previous = 0;
  for (std::uint32_t left = event.excludes; left != 0; left &= left - 1) {
    if (!reachable(std::countr_zero(left) + 1, previous)) continue;
    Attempt& from = attempts_[static_cast<std::size_t>(previous)];
    if (from.excluded) continue;
    from.excluded = true;
    if (best_step_ == previous && event.time - best_.entered <= rules_.window) {
      best_.excluded = true;
    }
  }
  // From the last step to the first, so that one event does not serve two steps in a row.
  for (std::uint32_t left = event.steps; left != 0;) {
    const int step = 32 - std::countl_zero(left);
    left &= ~(1U << (step - 1));
    if (!reachable(step, previous)) continue;
    const bool attributes =
        rules_.attribution == Attribution::kStep && previous == rules_.attribution_step;
    if (attributes && event.value != value) continue;
    const Attempt& from = attempts_[static_cast<std::size_t>(previous)];
    if (same_instant && std::ranges::find(from.ids, event.id) != from.ids.end()) continue;
    Reach(step, previous, event);
  }
  if (rules_.order != StepOrder::kStrict || same_instant) return;
  for (int step = 1; step <= rules_.steps; ++step) {
    if ((event.steps >> (step - 1) & 1U) == 0) {
      attempts_[static_cast<std::size_t>(step)].set = false;
      attempts_[static_cast<std::size_t>(step)].excluded = false;
    }
  }
}

void FunnelMatcher::Reach(int step, int previous, const FunnelEvent& event) {
  const Attempt& from = attempts_[static_cast<std::size_t>(previous)];
  const bool better = step > best_step_ || (step == best_step_ && best_.excluded);
  if (from.excluded && !better) return;
  Attempt& to = from.excluded ? best_ : attempts_[static_cast<std::size_t>(step)];
  to.set = true;
  to.excluded = from.excluded;
  to.entered = from.entered;
  to.bits = from.bits | 1U << (step - 1);
  to.times = from.times;
  to.ids = from.ids;
  if (!IsOptional(step)) {
    to.times.push_back(event.time);
    to.ids.push_back(event.id);
  }
  if (!better) return;
  best_step_ = step;
  if (&to != &best_) best_ = to;
}

/// Takes the oldest waiting event away, after it has been noted how many steps wait. Gives back how
/// many steps still do.
std::size_t FunnelMatcher::PopOldest(std::size_t completed) {
  std::size_t oldest = queues_.size();
  for (std::size_t i = 0; i < queues_.size(); ++i) {
    if (heads_[i] == queues_[i].size()) continue;
    if (oldest == queues_.size() ||
        queues_[i][heads_[i]].time < queues_[oldest][heads_[oldest]].time) {
      oldest = i;
    }
  }
  ++heads_[oldest];
  return heads_[oldest] == queues_[oldest].size() ? completed - 1 : completed;
}

void FunnelMatcher::MatchUnordered(std::span<const FunnelEvent> events, std::uint32_t value) {
  const auto forget = [&] {
    for (auto& queue : queues_) queue.clear();
    std::ranges::fill(heads_, 0);
  };
  forget();
  std::size_t completed = 0;
  std::vector<Waiting> best;
  const auto note = [&] {
    if (completed <= best.size()) return;
    best.clear();
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      if (heads_[i] < queues_[i].size()) best.push_back(queues_[i][heads_[i]]);
    }
  };
  const auto oldest_time = [&] {
    std::int64_t time = INT64_MAX;
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      if (heads_[i] < queues_[i].size()) time = std::min(time, queues_[i][heads_[i]].time);
    }
    return time;
  };
  for (const FunnelEvent& event : events) {
    while (completed > 0 &&
           (completed == queues_.size() || event.time - oldest_time() > rules_.window)) {
      note();
      completed = PopOldest(completed);
    }
    if (event.steps == 0) {
      if (event.excludes == 0) continue;
      forget();
      completed = 0;
      continue;
    }
    if (rules_.attribution == Attribution::kStep && event.value != value &&
        completed == static_cast<std::size_t>(rules_.attribution_step)) {
      continue;
    }
    // Of the steps it matches, the one whose newest event is oldest.
    std::size_t chosen = queues_.size();
    std::int64_t newest = 0;
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      if ((event.steps >> i & 1U) == 0) continue;
      const bool waits = heads_[i] < queues_[i].size();
      const std::int64_t time = waits ? queues_[i].back().time : INT64_MIN;
      if (chosen == queues_.size() || time < newest) {
        chosen = i;
        newest = time;
      }
    }
    if (heads_[chosen] == queues_[chosen].size()) ++completed;
    queues_[chosen].push_back({event.time, event.id});
  }
  note();
  if (best.empty()) return;
  std::ranges::stable_sort(best, {}, &Waiting::time);
  FunnelOutcome outcome{.value = value, .reached = static_cast<int>(best.size()) - 1};
  outcome.bits = best.size() == kMaxSteps ? ~0U : (1U << best.size()) - 1;
  for (const Waiting& waiting : best) {
    outcome.times.push_back(waiting.time);
    outcome.ids.push_back(waiting.id);
  }
  Give(std::move(outcome));
}

void FunnelMatcher::Give(FunnelOutcome outcome) {
  outcomes_.push_back(std::move(outcome));
}

}  // namespace tenrec::behavior
