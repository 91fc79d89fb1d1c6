#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tenrec::behavior {

/// Steps of a funnel are bits of a 32-bit mask.
inline constexpr int kMaxSteps = 32;

/// One event of an actor, as a funnel sees it.
struct FunnelEvent {
  /// Units: microseconds since 1970.
  std::int64_t time = 0;
  /// Bit i: the event matches step i, counted from 0.
  std::uint32_t steps = 0;
  /// Bit i: the event must not happen between step i - 1 and step i.
  std::uint32_t excludes = 0;
  /// The caller's number of the breakdown value.
  std::uint32_t value = 0;
  /// The caller's number of the event.
  std::uint32_t id = 0;
};

enum class StepOrder : std::uint8_t {
  kOrdered,    // other events may lie between the steps
  kStrict,     // nothing may lie between them; the caller hands over every event of the actor
  kUnordered,  // steps in any order
};

/// For which breakdown values an actor counts.
enum class Attribution : std::uint8_t {
  kNone,        // there is no breakdown: the value is 0
  kFirstTouch,  // the earliest value that is not empty
  kLastTouch,   // the latest such value
  kAllEvents,   // every value, each with its own events only
  kStep,        // every value of the events that match one step
};

struct FunnelRules {
  /// 1 to kMaxSteps.
  int steps = 0;
  /// From the entry to each later step. Units: microseconds.
  std::int64_t window = 0;
  StepOrder order = StepOrder::kOrdered;
  /// Bit i: step i may be left out. Not the first one; kOrdered and kStrict only.
  std::uint32_t optional_steps = 0;
  Attribution attribution = Attribution::kNone;
  /// Of kStep.
  int attribution_step = 0;
};

/// How far an actor came with one breakdown value.
struct FunnelOutcome {
  std::uint32_t value = 0;
  /// The last required step that was reached, counted from 0 among the required ones.
  int reached = 0;
  /// Bit i: step i was reached.
  std::uint32_t bits = 0;
  /// When each required step was reached, in the order of time. Units: microseconds since 1970.
  std::vector<std::int64_t> times;
  /// The events that reached them.
  std::vector<std::uint32_t> ids;
};

/// Brings events into the order in which they are walked: by time, then by what they match.
void SortEvents(std::vector<FunnelEvent>& events);

/// Says for which values the actor counts, each once. `empty` is the number of the empty value; an
/// actor without any other value counts for it.
std::vector<std::uint32_t> ValuesOf(std::span<const FunnelEvent> events, const FunnelRules& rules,
                                    std::optional<std::uint32_t> empty);

/// The events that are walked for a value: all of the actor's, or, where each event counts for its
/// own value, those that have it; `buffer` then holds them.
std::span<const FunnelEvent> WalkedFor(std::uint32_t value, std::span<const FunnelEvent> events,
                                       const FunnelRules& rules, std::vector<FunnelEvent>& buffer);

/// Walks actors through a funnel.
/// Threads: one caller at a time; buffers are kept from actor to actor.
/// Source:  queries.md 5.4, 5.5
class FunnelMatcher {
 public:
  explicit FunnelMatcher(const FunnelRules& rules);

  /// The best attempt for each value the actor counts for; an actor that never entered, or whose
  /// best attempt met an exclusion, has none. Sorts the events. The answer lives until the next
  /// call.
  std::span<const FunnelOutcome> Match(std::vector<FunnelEvent>& events,
                                       std::optional<std::uint32_t> empty = std::nullopt);

 private:
  /// An attempt that has come to some step. `entered` is the time of its first event and moves
  /// along; the times and ids are of required steps.
  struct Attempt {
    bool set = false;
    bool excluded = false;
    std::int64_t entered = 0;
    std::uint32_t bits = 0;
    std::vector<std::int64_t> times;
    std::vector<std::uint32_t> ids;
  };
  struct Waiting {
    std::int64_t time;
    std::uint32_t id;
  };

  void MatchValue(std::span<const FunnelEvent> events, std::uint32_t value);
  void MatchUnordered(std::span<const FunnelEvent> events, std::uint32_t value);
  void Process(const FunnelEvent& event, std::uint32_t value, bool same_instant);
  void Reach(int step, int previous, const FunnelEvent& event);
  int PreviousOf(int step, std::int64_t time) const;
  bool InWindow(const Attempt& attempt, std::int64_t time) const;
  bool IsOptional(int step) const;
  void ProcessMixed(std::span<const FunnelEvent> events, std::uint32_t value);
  std::size_t PopOldest(std::size_t completed);
  void Give(FunnelOutcome outcome);

  const FunnelRules rules_;
  /// attempts_[k] has come to step k, counted from 1; 0 is the event at hand.
  std::vector<Attempt> attempts_;
  int best_step_ = 0;
  Attempt best_;
  std::vector<std::vector<Waiting>> queues_;  // of kUnordered: from heads_ on
  std::vector<std::size_t> heads_;
  std::vector<FunnelOutcome> outcomes_;
  std::vector<FunnelEvent> of_value_;
};

}  // namespace tenrec::behavior
