#include "tenrec/insights/paths_tally.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

namespace tenrec::insights {
namespace {

constexpr std::size_t kFirstSlots = 1024;
/// Steps that are looked up together.
constexpr std::size_t kBatch = 64;

std::size_t HashOf(std::uint32_t position, std::uint64_t before, std::uint64_t after) {
  // Items are hashes already; they only have to be told apart by their order.
  std::uint64_t mixed = (before + position) * 0x9E3779B97F4A7C15U;
  mixed ^= std::rotl(after, 23);
  mixed *= 0xD6E8FEB86659FD93U;
  return mixed ^ (mixed >> 32);
}

}  // namespace

NumberedEdge& PathsTally::EdgeOf(const Step& step) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = step.hash & mask;; at = (at + 1) & mask) {
    if (slots_[at] == 0) {
      if (size_ % kPage == 0) pages_.push_back(std::make_unique<NumberedEdge[]>(kPage));
      slots_[at] = static_cast<std::uint32_t>(++size_);
      NumberedEdge& edge = EdgeAt(size_ - 1);
      edge.position = step.position;
      edge.before = step.before;
      edge.after = step.after;
      return edge;
    }
    NumberedEdge& edge = EdgeAt(slots_[at] - 1);
    if (edge.before == step.before && edge.after == step.after && edge.position == step.position) {
      return edge;
    }
  }
}

void PathsTally::Grow() {
  slots_.assign(std::max(kFirstSlots, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < size_; ++i) {
    const NumberedEdge& edge = EdgeAt(i);
    std::size_t at = HashOf(edge.position, edge.before, edge.after) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void PathsTally::Add(std::span<const behavior::PathEvent> path) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    const auto position = static_cast<std::uint32_t>(i);
    const behavior::PathEvent& from = path[i - 1];
    const behavior::PathEvent& to = path[i];
    waiting_.push_back({.hash = HashOf(position, from.item, to.item),
                        .position = position,
                        .before = from.item,
                        .after = to.item,
                        .left_at = from.time,
                        .reached_at = to.time});
    if (waiting_.size() == kBatch) CountWaiting();
  }
}

// A table of many edges is in no cache of the processor. Three passes over a batch make it fetch
// the next lines while it waits for one: first the slots, then the edges that they name.
void PathsTally::CountWaiting() {
  while ((size_ + waiting_.size()) * 2 >= slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  for (const Step& step : waiting_) __builtin_prefetch(&slots_[step.hash & mask]);
  for (const Step& step : waiting_) {
    const std::uint32_t slot = slots_[step.hash & mask];
    if (slot != 0) __builtin_prefetch(&EdgeAt(slot - 1), 1);
  }
  for (const Step& step : waiting_) {
    NumberedEdge& edge = EdgeOf(step);
    edge.took += step.reached_at - step.left_at;
    if (edge.count++ == 0 || step.reached_at > edge.reached_at) {
      edge.left_at = step.left_at;
      edge.reached_at = step.reached_at;
    }
  }
  waiting_.clear();
}

std::vector<NumberedEdge> PathsTally::Heaviest() {
  CountWaiting();
  const auto is_asked_for = [&](const NumberedEdge& edge) {
    return (!query_.min_weight || edge.count >= *query_.min_weight) &&
           (!query_.max_weight || edge.count <= *query_.max_weight);
  };
  // Few of many edges are heavy, so the others are not moved around.
  std::vector<std::int64_t> counts;
  counts.reserve(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    if (is_asked_for(EdgeAt(i))) counts.push_back(EdgeAt(i).count);
  }
  std::int64_t least = 0;
  const auto most = static_cast<std::size_t>(query_.edge_limit);
  if (counts.size() > most) {
    const auto last = counts.begin() + static_cast<std::ptrdiff_t>(most) - 1;
    std::ranges::nth_element(counts, last, std::greater<>());
    least = *last;
  }
  std::vector<NumberedEdge> out;
  for (std::size_t i = 0; i < size_; ++i) {
    const NumberedEdge& edge = EdgeAt(i);
    if (edge.count >= least && is_asked_for(edge)) out.push_back(edge);
  }
  return out;
}

std::vector<PathEdge> NamedEdges(std::span<const NumberedEdge> edges, const PathTexts& texts,
                                 std::int64_t most) {
  const auto key = [&](std::uint32_t position, std::uint64_t item) {
    return std::to_string(position) + '_' + texts.at(item);
  };
  std::vector<PathEdge> out;
  out.reserve(edges.size());
  for (const NumberedEdge& edge : edges) {
    out.push_back({.source = key(edge.position, edge.before),
                   .target = key(edge.position + 1, edge.after),
                   .value = edge.count,
                   .average = static_cast<double>(edge.took) / static_cast<double>(edge.count)});
  }
  std::ranges::sort(out, [](const PathEdge& a, const PathEdge& b) {
    return std::tie(b.value, a.source, a.target) < std::tie(a.value, b.source, b.target);
  });
  if (out.size() > static_cast<std::size_t>(most)) out.resize(static_cast<std::size_t>(most));
  return out;
}

}  // namespace tenrec::insights
