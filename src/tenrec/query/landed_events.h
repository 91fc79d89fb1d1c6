#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"

namespace tenrec::query {

/// How many events of each project have landed since the start, and how far back in time they
/// reach. Whoever inserts adds, and so does whoever changes what questions see without an event;
/// the runner asks, and so knows when a cached answer has missed something, and of which time.
/// Threads: any.
class LandedEvents {
 public:
  /// What changed may be of any time: events were removed, or it is not known which they are.
  static constexpr Timestamp kAnyTime{std::numeric_limits<std::int64_t>::min()};
  /// Nothing changed.
  static constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

  /// To be called once the events can be found. `earliest`: none of them is from before.
  void Add(TeamId team, std::int64_t events, Timestamp earliest) EXCLUDES(mutex_);
  /// Something of any time may have changed in every project.
  void AddToAll() EXCLUDES(mutex_);

  std::int64_t Of(TeamId team) const EXCLUDES(mutex_);
  /// The time from which on something may have changed since Of() was `landed`; kNever when nothing
  /// did. Minutes are not told apart.
  Timestamp EarliestSince(TeamId team, std::int64_t landed) const EXCLUDES(mutex_);

 private:
  /// Of what came after so many had landed, up to the next.
  struct Arrival {
    std::int64_t landed;
    Timestamp earliest;
  };
  struct Project {
    std::int64_t landed = 0;
    /// Later arrivals have later times: one that reaches as far back makes those before it
    /// needless.
    std::vector<Arrival> arrivals;
  };

  mutable Mutex mutex_;
  std::map<TeamId, Project> by_team_ GUARDED_BY(mutex_);
  std::int64_t of_all_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tenrec::query
