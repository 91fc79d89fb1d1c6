#include "tenrec/api/kept_values.h"

#include <gtest/gtest.h>

namespace tenrec::api {
namespace {

class KeptValuesTest : public ::testing::Test {
 protected:
  std::string Found(std::string_view text, std::string_view of = "1/plan") {
    const auto found = kept_.Find(of, text);
    if (!found) return "unknown";
    std::string names;
    for (const CountedValue& value : *found) names += value.value + " ";
    return names;
  }

  ManualClock clock_{Timestamp::FromSeconds(1'700'000'000)};
  KeptValues kept_{clock_};
};

TEST_F(KeptValuesTest, ASearchThatGoesOnFromAnotherIsAPartOfIt) {
  kept_.Keep("1/plan", "Pro", {{"Professional", 7}, {"a product", 3}, {"PRO", 1}});
  EXPECT_EQ(Found("pro"), "Professional a product PRO ");
  EXPECT_EQ(Found("prod"), "a product ");
  EXPECT_EQ(Found("a PROD"), "a product ");
  EXPECT_EQ(Found("prox"), "");
  EXPECT_EQ(kept_.Find("1/plan", "prof"), (std::vector<CountedValue>{{"Professional", 7}}));
}

TEST_F(KeptValuesTest, SaysNothingOfWhatNoSearchHasSeen) {
  kept_.Keep("1/plan", "pro", {{"Pro", 1}});
  for (const std::string_view text : {"", "p", "pr", "ro", "free"}) {
    EXPECT_EQ(Found(text), "unknown") << text;
  }
  EXPECT_EQ(Found("pro", "2/plan"), "unknown");
  EXPECT_EQ(Found("pro", "1/other"), "unknown");
  // É and é are one letter to the engine.
  kept_.Keep("1/plan", "caf\xC3\x89", {});
  EXPECT_EQ(Found("caf\xC3\xA9"), "unknown");
  EXPECT_EQ(Found("caf\xC3\x89"), "unknown");
}

TEST_F(KeptValuesTest, ASearchIsForgottenAfterAMinute) {
  kept_.Keep("1/plan", "pro", {});
  clock_.Advance(std::chrono::seconds(60));
  EXPECT_EQ(Found("prof"), "");
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Found("prof"), "unknown");
  // The newest counts.
  kept_.Keep("1/plan", "pro", {{"Pro", 1}});
  EXPECT_EQ(Found("pro"), "Pro ");
}

TEST_F(KeptValuesTest, HoldsABoundedAmount) {
  std::vector<CountedValue> many(KeptValues::kMaxValues + 1, {"x", 1});
  kept_.Keep("1/plan", "x", many);
  EXPECT_EQ(Found("x"), "unknown") << "too many values";
  many.assign(10, {std::string(1 << 20, 'y'), 1});
  kept_.Keep("1/plan", "y", many);
  EXPECT_EQ(Found("y"), "unknown") << "too large";
  many.assign(1, {std::string(500'000, 'z'), 1});
  for (int i = 0; i < 10; ++i) kept_.Keep(std::to_string(i), "z", many);
  EXPECT_EQ(Found("z", "0"), "unknown") << "the oldest go first";
  EXPECT_NE(Found("z", "9"), "unknown");
}

}  // namespace
}  // namespace tenrec::api
