#include "tenrec/behavior/paths.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::behavior {
namespace {

constexpr std::int64_t kMinute = 60'000;

/// "1:a 2:b" is item a at minute 1 and item b at minute 2.
std::string Cut(PathRules rules, const std::string& history) {
  rules.pause = 30 * kMinute;
  rules.dots = '~';
  std::vector<PathEvent> events;
  std::istringstream in(history);
  for (std::string word; in >> word;) {
    const auto colon = word.find(':');
    events.push_back({.time = std::stoll(word.substr(0, colon)) * kMinute,
                      .item = static_cast<std::uint64_t>(word[colon + 1])});
  }
  std::string out;
  PathCutter(rules).Cut(events, [&](std::span<const PathEvent> path) {
    if (!out.empty()) out += " | ";
    for (const PathEvent& event : path) {
      out += std::to_string(event.time / kMinute);
      out += static_cast<char>(event.item);
    }
  });
  return out;
}

TEST(PathCutter, AnotherPathBeginsAfterAPause) {
  EXPECT_EQ(Cut({}, ""), "");
  EXPECT_EQ(Cut({}, "1:a 2:b 31:c 61:d"), "1a2b31c | 61d");
}

TEST(PathCutter, OfTheSameItemAgainTheLastCounts) {
  EXPECT_EQ(Cut({}, "1:a 2:a 3:b 4:a"), "2a3b4a");
  EXPECT_EQ(Cut({}, "1:a 2:a 32:a"), "2a | 32a");
}

TEST(PathCutter, ShowsTheFirstStepsOrThoseBetweenTheTargets) {
  const std::string history = "1:a 2:b 3:c 4:d 5:e 6:b 7:f";
  EXPECT_EQ(Cut({.most = 3}, history), "1a2b3c");
  EXPECT_EQ(Cut({.most = 3, .start = 'b'}, history), "2b3c4d");
  EXPECT_EQ(Cut({.most = 3, .end = 'e'}, history), "3c4d5e");
  EXPECT_EQ(Cut({.most = 5, .start = 'b', .end = 'e'}, history), "2b3c4d5e");
  EXPECT_EQ(Cut({.start = 'x'}, history), "");
  EXPECT_EQ(Cut({.start = 'e', .end = 'a'}, history), "");
}

TEST(PathCutter, DotsStandForTheMiddleOfALongPathBetweenTargets) {
  const std::string history = "1:a 2:b 3:c 4:d 5:e 6:f";
  EXPECT_EQ(Cut({.most = 4, .start = 'a', .end = 'f'}, history), "1a2b3~5e6f");
  EXPECT_EQ(Cut({.most = 3, .start = 'a', .end = 'f'}, history), "1a2~6f");
  EXPECT_EQ(Cut({.most = 1, .start = 'a', .end = 'f'}, history), "1~");
}

}  // namespace
}  // namespace tenrec::behavior
