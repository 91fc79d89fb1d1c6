#include "tenrec/insights/paths_tally.h"

#include <string>

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

/// "1_a>2_b 3×7" is an edge of three paths that took 7 ms on average.
std::string Shown(const PathsQuery& query, const std::vector<std::string>& paths) {
  PathsTally tally(query);
  PathTexts texts;
  for (const std::string& path : paths) {
    std::vector<behavior::PathEvent> events;
    for (const char c : path) {
      const auto time = static_cast<std::int64_t>(events.size() * 7);
      events.push_back({.time = time, .item = static_cast<std::uint64_t>(c)});
      texts[static_cast<std::uint64_t>(c)] = std::string(1, c);
    }
    tally.Add(events);
  }
  std::string out;
  for (const PathEdge& edge : NamedEdges(tally.Heaviest(), texts, query.edge_limit)) {
    if (!out.empty()) out += ' ';
    out += edge.source;
    out += '>';
    out += edge.target;
    out += ' ';
    out += std::to_string(edge.value);
    EXPECT_EQ(edge.average, 7);
  }
  return out;
}

TEST(PathsTally, CountsEdgesByPositionHeaviestFirst) {
  EXPECT_EQ(Shown({}, {}), "");
  EXPECT_EQ(Shown({}, {"a"}), "");
  EXPECT_EQ(Shown({}, {"abab", "ab", "cb"}), "1_a>2_b 2 1_c>2_b 1 2_b>3_a 1 3_a>4_b 1");
}

TEST(PathsTally, TheLimitCutsEqualWeightsInTheOrderOfTheirTexts) {
  PathsQuery query;
  query.edge_limit = 2;
  EXPECT_EQ(Shown(query, {"xz", "xz", "dc", "db", "ab"}), "1_x>2_z 2 1_a>2_b 1");
}

TEST(PathsTally, LeavesOutWeightsThatWereNotAskedFor) {
  PathsQuery query;
  query.min_weight = 2;
  query.max_weight = 2;
  EXPECT_EQ(Shown(query, {"ab", "ab", "ab", "cd", "cd", "ef"}), "1_c>2_d 2");
}

TEST(PathsTally, KeepsCountWhileItGrows) {
  PathsQuery query;
  query.edge_limit = 1;
  PathsTally tally(query);
  for (std::uint64_t round = 0; round < 3; ++round) {
    for (std::uint64_t i = 0; i < 5'000; ++i) {
      const std::vector<behavior::PathEvent> path = {{.time = 0, .item = i},
                                                     {.time = 1, .item = i * i}};
      tally.Add(path);
    }
  }
  EXPECT_EQ(tally.size(), 5'000U);
  for (const NumberedEdge& edge : tally.Heaviest()) EXPECT_EQ(edge.count, 3);
}

}  // namespace
}  // namespace tenrec::insights
