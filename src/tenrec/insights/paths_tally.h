#pragma once

#include <cstdint>
#include <memory>
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
  /// Edges so far, but for a few of the last steps.
  std::size_t size() const { return size_; }
  /// What the edges take.
  std::size_t bytes() const {
    return pages_.size() * kPage * sizeof(NumberedEdge) + slots_.capacity() * sizeof(std::uint32_t);
  }

  /// The edges that may be in the answer: of the weights that were asked for, the heaviest, and
  /// those that weigh as much as the last of them.
  std::vector<NumberedEdge> Heaviest();

 private:
  /// A step that waits to be counted with others.
  struct Step {
    std::size_t hash;
    std::uint32_t position;
    std::uint64_t before;
    std::uint64_t after;
    std::int64_t left_at;
    std::int64_t reached_at;
  };

  /// Edges of a page of memory; they stay where they are.
  static constexpr std::size_t kPage = 1024;

  NumberedEdge& EdgeAt(std::size_t i) const { return pages_[i / kPage][i % kPage]; }
  NumberedEdge& EdgeOf(const Step& step);
  void CountWaiting();
  void Grow();

  const PathsQuery& query_;
  std::vector<Step> waiting_;
  std::vector<std::unique_ptr<NumberedEdge[]>> pages_;
  std::size_t size_ = 0;
  /// By hash: the number of an edge, counted from 1, 0 for none. A power of two, at most half full.
  std::vector<std::uint32_t> slots_;
};

/// What the items are called.
using PathTexts = std::unordered_map<std::uint64_t, std::string>;

/// The edges of the answer, in its order. Every number has a text.
std::vector<PathEdge> NamedEdges(std::span<const NumberedEdge> edges, const PathTexts& texts,
                                 std::int64_t most);

}  // namespace tenrec::insights
