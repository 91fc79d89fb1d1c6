#pragma once

#include <cstdint>
#include <map>

#include "tenrec/base/ids.h"
#include "tenrec/base/thread_annotations.h"

namespace tenrec::query {

/// How many events of each project have landed since the start. Whoever inserts adds, and so does
/// whoever changes what questions see without an event; the runner asks, and so knows when a cached
/// answer has missed something.
/// Threads: any.
class LandedEvents {
 public:
  void Add(TeamId team, std::int64_t events) EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    by_team_[team] += events;
  }

  std::int64_t Of(TeamId team) const EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    const auto found = by_team_.find(team);
    return found == by_team_.end() ? 0 : found->second;
  }

 private:
  mutable Mutex mutex_;
  std::map<TeamId, std::int64_t> by_team_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::query
