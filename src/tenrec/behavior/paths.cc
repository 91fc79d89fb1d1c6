#include "tenrec/behavior/paths.h"

#include <algorithm>

namespace tenrec::behavior {

void PathCutter::Cut(std::span<const PathEvent> events,
                     const std::function<void(std::span<const PathEvent>)>& on_path) {
  whole_.clear();
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool last = i + 1 == events.size() || events[i + 1].time - events[i].time >= rules_.pause;
    // Of the same item again and again, the last counts.
    if (last || events[i].item != events[i + 1].item) whole_.push_back(events[i]);
    if (!last) continue;
    if (const auto path = Shown(); !path.empty()) on_path(path);
    whole_.clear();
  }
}

std::span<const PathEvent> PathCutter::Shown() {
  auto begin = whole_.begin();
  auto end = whole_.end();
  if (rules_.start) {
    begin = std::ranges::find(begin, end, *rules_.start, &PathEvent::item);
    if (begin == end) return {};
  }
  if (rules_.end) {
    const auto goal = std::ranges::find(begin, end, *rules_.end, &PathEvent::item);
    if (goal == end) return {};
    end = goal + 1;
  }
  const auto most = static_cast<std::ptrdiff_t>(rules_.most);
  if (end - begin <= most) return {begin, end};
  if (!rules_.end) return {begin, begin + most};
  if (!rules_.start) return {end - most, end};
  const std::ptrdiff_t half = most / 2;
  shown_.assign(begin, begin + half);
  shown_.push_back({.time = begin[half].time, .item = rules_.dots});
  shown_.insert(shown_.end(), end - half, end);
  return shown_;
}

}  // namespace tenrec::behavior
