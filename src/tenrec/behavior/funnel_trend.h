#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tenrec/behavior/funnel.h"

namespace tenrec::behavior {

/// What became of an actor that entered a funnel in one period.
struct FunnelTrendOutcome {
  std::uint32_t value = 0;
  /// Index of the period of the entry.
  std::size_t period = 0;
  /// Came to the last step; otherwise only to the step from which conversion is counted.
  bool converted = false;
  /// The event that came furthest.
  std::uint32_t id = 0;
};

/// Walks actors through a funnel once for every period in which they enter it.
/// Threads: one caller at a time.
/// Source:  queries.md 5.9
class FunnelTrendMatcher {
 public:
  /// `from_step`: who reached this step, counted from 0, is counted. `periods`: the start of each,
  /// in order; events before the first belong to it. Units: microseconds since 1970.
  FunnelTrendMatcher(const FunnelRules& rules, int from_step, std::vector<std::int64_t> periods);

  /// At most one outcome per value and period. Sorts the events. The answer lives until the next
  /// call.
  std::span<const FunnelTrendOutcome> Match(std::vector<FunnelEvent>& events,
                                            std::optional<std::uint32_t> empty = std::nullopt);

 private:
  struct Slot {
    bool set = false;
    bool excluded = false;
    std::int64_t entered = 0;
  };
  enum class Exclusion : std::uint8_t { kNone, kMet, kMetAndWentOn };
  /// The attempts that entered in one period.
  struct Entrance {
    std::size_t period = 0;
    bool done = false;
    std::vector<Slot> slots;  // by step, counted from 1
    int best_step = 1;
    std::int64_t best_time = 0;
    Exclusion exclusion = Exclusion::kNone;
    std::uint32_t id = 0;
  };

  std::size_t PeriodOf(std::int64_t time) const;
  void MatchValue(std::span<const FunnelEvent> events, std::uint32_t value);
  void MatchUnordered(std::span<const FunnelEvent> events, std::uint32_t value);
  void Enter(const FunnelEvent& event);
  void Exclude(Entrance& entrance, int step, const FunnelEvent& event) const;
  void Advance(Entrance& entrance, int step, const FunnelEvent& event) const;
  void Process(const FunnelEvent& event, std::uint32_t value);

  const FunnelRules rules_;
  const int from_step_;
  const std::vector<std::int64_t> periods_;
  std::vector<Entrance> entrances_;
  std::vector<FunnelTrendOutcome> outcomes_;
  std::vector<FunnelEvent> of_value_;
};

}  // namespace tenrec::behavior
