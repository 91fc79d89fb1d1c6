#include "tenrec/behavior/funnel.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::behavior {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

/// Reads a history: "1:A 2:BX" is an event of step 1 at second 1 and an event at second 2 that is
/// of step 2 and excluded everywhere. A to H are steps; a digit after '/' is the breakdown value.
std::vector<FunnelEvent> History(const std::string& text) {
  std::vector<FunnelEvent> events;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    FunnelEvent event;
    const auto colon = word.find(':');
    event.time = std::stoll(word.substr(0, colon)) * kSecond;
    event.id = static_cast<std::uint32_t>(events.size());
    for (std::size_t i = colon + 1; i < word.size(); ++i) {
      if (word[i] == 'X') {
        event.excludes = ~1U;
      } else if (word[i] == '/') {
        event.value = static_cast<std::uint32_t>(word[++i] - '0');
      } else if (word[i] != '-') {
        event.steps |= 1U << (word[i] - 'A');
      }
    }
    events.push_back(event);
  }
  return events;
}

/// "reached [gaps] bits", one after the other when there are several values; "dropped" for none.
std::string Walked(const FunnelRules& rules, const std::string& history,
                   std::optional<std::uint32_t> empty = std::nullopt) {
  FunnelMatcher matcher(rules);
  auto events = History(history);
  for (FunnelEvent& event : events) {
    event.excludes &= (1U << rules.steps) - 1;
  }
  std::string out;
  for (const FunnelOutcome& outcome : matcher.Match(events, empty)) {
    if (!out.empty()) out += "; ";
    if (rules.attribution != Attribution::kNone) out += std::to_string(outcome.value) + "=";
    out += std::to_string(outcome.reached) + " [";
    for (std::size_t i = 1; i < outcome.times.size(); ++i) {
      if (i > 1) out += ',';
      out += std::to_string((outcome.times[i] - outcome.times[i - 1]) / kSecond);
    }
    out += "] ";
    for (int i = 0; i < rules.steps; ++i) out += (outcome.bits >> i & 1U) != 0 ? '1' : '0';
  }
  return out.empty() ? "dropped" : out;
}

FunnelRules Rules(int steps, StepOrder order = StepOrder::kOrdered) {
  return {.steps = steps, .window = 100 * kSecond, .order = order};
}

TEST(FunnelMatcher, WalksTheWorkedExamplesOfTheSpecification) {
  EXPECT_EQ(Walked(Rules(3), "1:A 2:B 4:C"), "2 [1,2] 111");
  EXPECT_EQ(Walked(Rules(2), "1:A 5:A 7:B"), "1 [2] 11");
  EXPECT_EQ(Walked(Rules(2), "1:A 101:B"), "1 [100] 11");
  EXPECT_EQ(Walked(Rules(2), "1:A 102:B"), "0 [] 10");
  EXPECT_EQ(Walked(Rules(2), "1:A 80:A 150:B"), "1 [70] 11");
  EXPECT_EQ(Walked(Rules(3), "1:A 2:C 3:B"), "1 [2] 110");
  EXPECT_EQ(Walked(Rules(2), "1:AB"), "0 [] 10");
  EXPECT_EQ(Walked(Rules(2), "1:AB 3:AB"), "1 [2] 11");
  EXPECT_EQ(Walked(Rules(2), "1:B 1:A"), "1 [0] 11");
}

TEST(FunnelMatcher, DropsWhoMetAnExclusionOnTheBestAttempt) {
  EXPECT_EQ(Walked(Rules(2), "1:A 2:X 3:B"), "dropped");
  EXPECT_EQ(Walked(Rules(2), "1:A 2:X"), "dropped");
  EXPECT_EQ(Walked(Rules(2), "1:A 2:X 3:A 4:B"), "1 [1] 11");
  EXPECT_EQ(Walked(Rules(2), "1:X 2:A 3:B"), "1 [1] 11");
  EXPECT_EQ(Walked(Rules(2), "1:A 150:X"), "0 [] 10");
}

TEST(FunnelMatcher, LetsNothingLieBetweenStrictSteps) {
  const FunnelRules strict = Rules(3, StepOrder::kStrict);
  EXPECT_EQ(Walked(strict, "1:A 2:- 3:B"), "0 [] 100");
  EXPECT_EQ(Walked(strict, "1:A 2:B 3:- 4:C"), "1 [1] 110");
  EXPECT_EQ(Walked(strict, "1:A 2:- 3:A 4:B 5:C 6:-"), "2 [1,1] 111");
  EXPECT_EQ(Walked(strict, "1:-"), "dropped");
}

TEST(FunnelMatcher, WalksPastOptionalSteps) {
  FunnelRules rules = Rules(3);
  rules.optional_steps = 0b010;
  EXPECT_EQ(Walked(rules, "1:A 4:C"), "1 [3] 101");
  EXPECT_EQ(Walked(rules, "1:A 2:B 4:C"), "1 [3] 111");
  EXPECT_EQ(Walked(rules, "1:A 2:B"), "0 [] 110");
}

TEST(FunnelMatcher, GivesEachValueItsOwnAttempt) {
  FunnelRules rules = Rules(2);
  rules.attribution = Attribution::kStep;
  EXPECT_EQ(Walked(rules, "1:A/1 2:A/2 3:B/3"), "1=1 [2] 11; 2=1 [1] 11");
  rules.attribution_step = 1;
  EXPECT_EQ(Walked(rules, "1:A/1 2:A/2 3:B/3"), "3=1 [1] 11");
  EXPECT_EQ(Walked(rules, "1:A/1"), "dropped");
  rules.attribution = Attribution::kAllEvents;
  EXPECT_EQ(Walked(rules, "1:A/1 2:B/2 3:B/1"), "1=1 [2] 11");
  rules.attribution = Attribution::kFirstTouch;
  EXPECT_EQ(Walked(rules, "1:A/0 2:A/2 3:B/1", 0), "2=1 [1] 11");
  EXPECT_EQ(Walked(rules, "1:A/0 3:B/0", 0), "0=1 [2] 11");
  rules.attribution = Attribution::kLastTouch;
  EXPECT_EQ(Walked(rules, "1:A/1 2:A/2 3:B/0", 0), "2=1 [1] 11");
}

TEST(FunnelMatcher, CountsStepsInAnyOrderWithinTheWindow) {
  const FunnelRules any = Rules(3, StepOrder::kUnordered);
  EXPECT_EQ(Walked(any, "1:C 2:A 4:B"), "2 [1,2] 111");
  EXPECT_EQ(Walked(any, "1:C 2:C 4:A"), "1 [3] 110");
  EXPECT_EQ(Walked(any, "1:C 102:A 103:B"), "1 [1] 110");
  EXPECT_EQ(Walked(any, "1:C 101:A"), "1 [100] 110");
  EXPECT_EQ(Walked(any, "1:AB 2:AB"), "1 [1] 110") << "each event serves one step";
  EXPECT_EQ(Walked(any, "1:A 2:X 3:B"), "0 [] 100") << "an exclusion starts over";
  EXPECT_EQ(Walked(any, "5:-"), "dropped");
  FunnelRules rules = any;
  rules.attribution = Attribution::kStep;
  EXPECT_EQ(Walked(rules, "1:B/1 2:A/2"), "1=1 [1] 110; 2=0 [] 100");
}

TEST(FunnelMatcher, DoesNotDependOnTheOrderInWhichEventsAreHandedOver) {
  EXPECT_EQ(Walked(Rules(3), "4:C 1:A 2:B"), "2 [1,2] 111");
  FunnelRules rules = Rules(2);
  rules.attribution = Attribution::kFirstTouch;
  EXPECT_EQ(Walked(rules, "1:A/2 1:A/1 2:B/3"), Walked(rules, "1:A/1 1:A/2 2:B/3"));
}

TEST(FunnelMatcher, DoesNotUseOneEventOfAnInstantTwice) {
  EXPECT_EQ(Walked(Rules(3), "1:AB 1:BC"), "1 [0] 110");
  EXPECT_EQ(Walked(Rules(3), "1:A 1:B 1:C"), "2 [0,0] 111");
  // Who came first is unknown, so neither an exclusion nor a stranger stands between them.
  EXPECT_EQ(Walked(Rules(2), "1:A 1:X 1:B"), "1 [0] 11");
  EXPECT_EQ(Walked(Rules(2, StepOrder::kStrict), "1:A 1:- 1:B"), "1 [0] 11");
}

TEST(FunnelMatcher, HoldsAsManyStepsAsAMaskHasBits) {
  FunnelRules rules = Rules(kMaxSteps);
  FunnelMatcher matcher(rules);
  std::vector<FunnelEvent> events;
  for (int i = 0; i < kMaxSteps; ++i) events.push_back({.time = i * kSecond, .steps = 1U << i});
  const auto outcomes = matcher.Match(events);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].reached, kMaxSteps - 1);
  EXPECT_EQ(outcomes[0].bits, ~0U);
}

}  // namespace
}  // namespace tenrec::behavior
