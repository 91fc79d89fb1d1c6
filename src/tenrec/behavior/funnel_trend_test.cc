#include "tenrec/behavior/funnel_trend.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::behavior {
namespace {

constexpr std::int64_t kDay = 1'000;  // any unit will do

constexpr std::uint32_t kA = 1;
constexpr std::uint32_t kB = 2;
constexpr std::uint32_t kC = 4;

FunnelEvent Step(std::int64_t time, std::uint32_t steps) {
  return {.time = time, .steps = steps};
}
FunnelEvent Excluded(std::int64_t time) {
  return {.time = time, .excludes = ~1U};
}

/// "0+ 2-": converted from an entry in period 0, did not from one in period 2.
std::string Walked(std::vector<FunnelEvent> events, const FunnelRules& rules, int from_step = 0) {
  FunnelTrendMatcher matcher(rules, from_step, {0, kDay, 2 * kDay, 3 * kDay});
  for (FunnelEvent& event : events) event.excludes &= (1U << rules.steps) - 1;
  std::vector<std::pair<std::size_t, bool>> found;
  for (const FunnelTrendOutcome& outcome : matcher.Match(events)) {
    found.emplace_back(outcome.period, outcome.converted);
  }
  std::ranges::sort(found);
  std::string out;
  for (const auto& [period, converted] : found) {
    out += (out.empty() ? "" : " ") + std::to_string(period) + (converted ? "+" : "-");
  }
  return out;
}

FunnelRules Rules(int steps, StepOrder order = StepOrder::kOrdered) {
  return {.steps = steps, .window = kDay, .order = order};
}

TEST(FunnelTrendMatcher, CountsAnActorOnceForEachPeriodOfEntry) {
  EXPECT_EQ(Walked({Step(1, kA), Step(5, kB)}, Rules(2)), "0+");
  EXPECT_EQ(Walked({Step(1, kA), Step(2, kA), Step(kDay + 1, kA)}, Rules(2)), "0- 1-");
  EXPECT_EQ(Walked({Step(1, kA), Step(2, kB), Step(3, kA)}, Rules(2)), "0+");
  EXPECT_EQ(Walked({Step(900, kA), Step(kDay + 100, kB)}, Rules(2)), "0+");
  EXPECT_EQ(Walked({Step(900, kA), Step(kDay + 50, kA), Step(kDay + 100, kB)}, Rules(2)), "0+ 1+");
}

TEST(FunnelTrendMatcher, TriesAgainWithinAPeriod) {
  FunnelRules rules = Rules(2);
  rules.window = 10;
  EXPECT_EQ(Walked({Step(1, kA), Step(100, kA), Step(105, kB)}, rules), "0+");
  EXPECT_EQ(Walked({Step(1, kA), Step(12, kB)}, rules), "0-");
}

TEST(FunnelTrendMatcher, CountsOnlyWhoReachedTheFirstStepOfTheGraph) {
  EXPECT_EQ(Walked({Step(1, kA), Step(kDay, kA), Step(kDay + 1, kB)}, Rules(3), 1), "0- 1-");
  EXPECT_EQ(Walked({Step(1, kA)}, Rules(3), 1), "");
  EXPECT_EQ(Walked({Step(1, kA), Step(2, kB), Step(3, kC)}, Rules(3), 1), "0+");
}

TEST(FunnelTrendMatcher, LeavesOutAttemptsThatMetAnExclusion) {
  EXPECT_EQ(Walked({Step(1, kA), Excluded(2)}, Rules(2)), "");
  EXPECT_EQ(Walked({Step(1, kA), Excluded(2), Step(3, kA), Step(4, kB)}, Rules(2)), "0+");
  // Going on after an exclusion takes every failure of the actor out, in any period.
  EXPECT_EQ(Walked({Step(1, kA), Excluded(2), Step(3, kB), Step(3 * kDay, kA)}, Rules(3)), "");
}

TEST(FunnelTrendMatcher, LetsNothingLieBetweenStrictSteps) {
  const FunnelRules strict = Rules(2, StepOrder::kStrict);
  EXPECT_EQ(Walked({Step(1, kA), Step(2, 0), Step(3, kB)}, strict), "0-");
  EXPECT_EQ(Walked({Step(1, kA), Step(3, kB)}, strict), "0+");
}

TEST(FunnelTrendMatcher, TakesStepsInAnyOrder) {
  const FunnelRules any = Rules(2, StepOrder::kUnordered);
  EXPECT_EQ(Walked({Step(1, kB), Step(5, kA)}, any), "0+");
  EXPECT_EQ(Walked({Step(1, kB), Step(2 * kDay, kA)}, any), "0- 2-");
  EXPECT_EQ(Walked({Step(1, kB), Excluded(2), Step(kDay, kA)}, any), "1-");
}

}  // namespace
}  // namespace tenrec::behavior
