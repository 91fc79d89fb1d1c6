#include "tenrec/query/landed_events.h"

#include <algorithm>
#include <cstddef>

namespace tenrec::query {
namespace {

/// Events that come as they happen make an arrival a minute: more than half a day of them.
constexpr std::size_t kMaxArrivals = 1'024;

Timestamp StartOfMinute(Timestamp t) {
  if (t == LandedEvents::kAnyTime) return t;
  constexpr std::int64_t kMinute = 60;
  const std::int64_t seconds = t.seconds();
  const std::int64_t into = ((seconds % kMinute) + kMinute) % kMinute;
  return Timestamp::FromSeconds(seconds - into);
}

}  // namespace

void LandedEvents::Add(TeamId team, std::int64_t events, Timestamp earliest) {
  const Timestamp minute = StartOfMinute(earliest);
  const MutexLock lock(mutex_);
  const auto [found, added] = by_team_.try_emplace(team);
  Project& project = found->second;
  // It was not there yet when all projects were told.
  if (added && of_all_ > 0) project.arrivals.push_back({of_all_, kAnyTime});
  project.landed += std::max<std::int64_t>(events, 1);
  auto& arrivals = project.arrivals;
  while (!arrivals.empty() && arrivals.back().earliest >= minute) arrivals.pop_back();
  arrivals.push_back({project.landed + of_all_, minute});
  if (arrivals.size() <= kMaxArrivals) return;
  // The two oldest become one that reaches as far back as either.
  arrivals[1].earliest = arrivals[0].earliest;
  arrivals.erase(arrivals.begin());
}

void LandedEvents::AddToAll() {
  const MutexLock lock(mutex_);
  ++of_all_;
  for (auto& [team, project] : by_team_) {
    project.arrivals = {{project.landed + of_all_, kAnyTime}};
  }
}

std::int64_t LandedEvents::Of(TeamId team) const {
  const MutexLock lock(mutex_);
  const auto found = by_team_.find(team);
  return (found == by_team_.end() ? 0 : found->second.landed) + of_all_;
}

Timestamp LandedEvents::EarliestSince(TeamId team, std::int64_t landed) const {
  const MutexLock lock(mutex_);
  const auto found = by_team_.find(team);
  if (found == by_team_.end()) return landed < of_all_ ? kAnyTime : kNever;
  const auto& arrivals = found->second.arrivals;
  const auto next = std::ranges::upper_bound(arrivals, landed, {}, &Arrival::landed);
  if (next != arrivals.end()) return next->earliest;
  return landed < found->second.landed + of_all_ ? kAnyTime : kNever;
}

}  // namespace tenrec::query
