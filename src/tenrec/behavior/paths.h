#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace tenrec::behavior {

/// One event of an actor, as paths see it.
struct PathEvent {
  /// Units: milliseconds since 1970.
  std::int64_t time = 0;
  /// The caller's number of what the event is called.
  std::uint64_t item = 0;
};

struct PathRules {
  /// After so long without an event another path begins. Units: milliseconds.
  std::int64_t pause = 0;
  /// Steps of a path that are shown; at least 1.
  std::size_t most = 5;
  /// Paths begin where the actor first meets this item, and others are not shown.
  std::optional<std::uint64_t> start;
  /// Paths end where the actor then first meets this item, and others are not shown.
  std::optional<std::uint64_t> end;
  /// With start and end: stands for the steps in the middle of a path that is too long.
  std::uint64_t dots = 0;
};

/// Cuts what an actor did into the paths that are shown.
/// Threads: one caller at a time; buffers are kept from actor to actor.
/// Source:  queries.md 7.2
class PathCutter {
 public:
  explicit PathCutter(const PathRules& rules) : rules_(rules) {}

  /// Hands over the paths of an actor one by one; each lives during the call. `events` are in the
  /// order of time.
  void Cut(std::span<const PathEvent> events,
           const std::function<void(std::span<const PathEvent>)>& on_path);

 private:
  std::span<const PathEvent> Shown();

  const PathRules rules_;
  std::vector<PathEvent> whole_;
  std::vector<PathEvent> shown_;
};

}  // namespace tenrec::behavior
