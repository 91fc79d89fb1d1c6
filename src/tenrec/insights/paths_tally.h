#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "tenrec/behavior/paths.h"
#include "tenrec/insights/paths.h"

namespace tenrec::insights {

/// A step of many paths from one item to the next, both as numbers.
struct NumberedEdge {
  /// Of the first of both steps, from 1.
  std::uint32_t position = 0;
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  std::int64_t count = 0;
  /// Units: milliseconds, of all together.
  std::int64_t took = 0;
  /// When the latest such step happened, where each item was met. Units: milliseconds since 1970.
  std::int64_t left_at = 0;
  std::int64_t reached_at = 0;
};

/// Counts the edges of paths.
class PathsTally {
 public:
  explicit PathsTally(const PathsQuery& query) : query_(query) {}

  void Add(std::span<const behavior::PathEvent> path);
  std::size_t size() const { return edges_.size(); }

  /// The edges that may be in the answer: of the weights that were asked for, the heaviest, and
  /// those that weigh as much as the last of them.
  std::vector<NumberedEdge> Heaviest() const;

 private:
  NumberedEdge& EdgeOf(std::uint32_t position, std::uint64_t before, std::uint64_t after);
  void Grow();

  const PathsQuery& query_;
  std::vector<NumberedEdge> edges_;
  /// By hash: a place in `edges_` plus one, 0 for none. A power of two, at most half full.
  std::vector<std::uint32_t> slots_;
};

/// What the items are called.
using PathTexts = std::unordered_map<std::uint64_t, std::string>;

/// The edges of the answer, in its order. Every number has a text.
std::vector<PathEdge> NamedEdges(std::span<const NumberedEdge> edges, const PathTexts& texts,
                                 std::int64_t most);

}  // namespace tenrec::insights
