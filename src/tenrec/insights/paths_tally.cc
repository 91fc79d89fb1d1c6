#include "tenrec/insights/paths_tally.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

namespace tenrec::insights {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::size_t HashOf(std::uint32_t position, std::uint64_t before, std::uint64_t after) {
  // Items are hashes already; they only have to be told apart by their order.
  std::uint64_t mixed = (before + position) * 0x9E3779B97F4A7C15U;
  mixed ^= std::rotl(after, 23);
  mixed *= 0xD6E8FEB86659FD93U;
  return mixed ^ (mixed >> 32);
}

}  // namespace

NumberedEdge& PathsTally::EdgeOf(std::uint32_t position, std::uint64_t before,
                                 std::uint64_t after) {
  if (edges_.size() * 2 >= slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = HashOf(position, before, after) & mask;; at = (at + 1) & mask) {
    if (slots_[at] == 0) {
      edges_.push_back({.position = position, .before = before, .after = after});
      slots_[at] = static_cast<std::uint32_t>(edges_.size());
      return edges_.back();
    }
    NumberedEdge& edge = edges_[slots_[at] - 1];
    if (edge.before == before && edge.after == after && edge.position == position) return edge;
  }
}

void PathsTally::Grow() {
  slots_.assign(std::max(kFirstSlots, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    std::size_t at = HashOf(edges_[i].position, edges_[i].before, edges_[i].after) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void PathsTally::Add(std::span<const behavior::PathEvent> path) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    NumberedEdge& edge = EdgeOf(static_cast<std::uint32_t>(i), path[i - 1].item, path[i].item);
    edge.took += path[i].time - path[i - 1].time;
    if (edge.count++ == 0 || path[i].time > edge.reached_at) {
      edge.left_at = path[i - 1].time;
      edge.reached_at = path[i].time;
    }
  }
}

std::vector<NumberedEdge> PathsTally::Heaviest() const {
  std::vector<NumberedEdge> out;
  for (const NumberedEdge& edge : edges_) {
    if (query_.min_weight && edge.count < *query_.min_weight) continue;
    if (query_.max_weight && edge.count > *query_.max_weight) continue;
    out.push_back(edge);
  }
  const auto most = static_cast<std::size_t>(query_.edge_limit);
  if (out.size() <= most) return out;
  const auto last = out.begin() + static_cast<std::ptrdiff_t>(most) - 1;
  std::ranges::nth_element(out, last, std::greater<>(), &NumberedEdge::count);
  const std::int64_t least = last->count;
  std::erase_if(out, [&](const NumberedEdge& edge) { return edge.count < least; });
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
