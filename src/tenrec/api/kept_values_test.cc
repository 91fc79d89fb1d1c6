#include "tenrec/api/kept_values.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::api {
namespace {

class KeptValuesTest : public ::testing::Test {
 protected:
  void Keep(std::string_view of, std::string_view text, std::vector<CountedValue> values) {
    kept_.Keep(of, text, std::move(values), clock_.Now());
  }
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
  Keep("1/plan", "Pro", {{"Professional", 7}, {"a product", 3}, {"PRO", 1}});
  EXPECT_EQ(Found("pro"), "Professional a product PRO ");
  EXPECT_EQ(Found("prod"), "a product ");
  EXPECT_EQ(Found("a PROD"), "a product ");
  EXPECT_EQ(Found("prox"), "");
  EXPECT_EQ(kept_.Find("1/plan", "prof"), (std::vector<CountedValue>{{"Professional", 7}}));
}

TEST_F(KeptValuesTest, SaysNothingOfWhatNoSearchHasSeen) {
  Keep("1/plan", "pro", {{"Pro", 1}});
  for (const std::string_view text : {"", "p", "pr", "ro", "free"}) {
    EXPECT_EQ(Found(text), "unknown") << text;
  }
  EXPECT_EQ(Found("pro", "2/plan"), "unknown");
  EXPECT_EQ(Found("pro", "1/other"), "unknown");
  // É and é are one letter to the engine.
  Keep("1/plan", "caf\xC3\x89", {});
  EXPECT_EQ(Found("caf\xC3\xA9"), "unknown");
  EXPECT_EQ(Found("caf\xC3\x89"), "unknown");
}

TEST_F(KeptValuesTest, ASearchIsForgottenAfterAMinute) {
  Keep("1/plan", "pro", {});
  clock_.Advance(std::chrono::seconds(60));
  EXPECT_EQ(Found("prof"), "");
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Found("prof"), "unknown");
  // The newest counts.
  Keep("1/plan", "pro", {{"Pro", 1}});
  EXPECT_EQ(Found("pro"), "Pro ");
}

TEST_F(KeptValuesTest, HoldsABoundedAmount) {
  std::vector<CountedValue> many(KeptValues::kMaxValues + 1, {"x", 1});
  Keep("1/plan", "x", many);
  EXPECT_EQ(Found("x"), "unknown") << "too many values";
  many.assign(10, {std::string(1 << 20, 'y'), 1});
  Keep("1/plan", "y", many);
  EXPECT_EQ(Found("y"), "unknown") << "too large";
  many.assign(1, {std::string(500'000, 'z'), 1});
  for (int i = 0; i < 10; ++i) Keep(std::to_string(i), "z", many);
  EXPECT_EQ(Found("z", "0"), "unknown") << "the oldest go first";
  EXPECT_NE(Found("z", "9"), "unknown");
}

TEST_F(KeptValuesTest, AllValuesAreASearchForNothing) {
  Keep("1/plan", "", {{"Pro", 7}, {"Free", 3}});
  EXPECT_EQ(Found("r"), "Pro Free ");
  EXPECT_EQ(Found("f"), "Free ");
  EXPECT_EQ(Found("x"), "");
  EXPECT_EQ(Found(""), "Pro Free ");
  EXPECT_EQ(Found("r", "2/plan"), "unknown");
}

TEST_F(KeptValuesTest, ASearchIsAsOldAsItsValues) {
  kept_.Keep("1/plan", "", {{"Pro", 7}}, clock_.Now() - std::chrono::seconds(59));
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Found("p"), "Pro ");
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Found("p"), "unknown");
}

TEST_F(KeptValuesTest, SaysWhetherTheValuesAreKept) {
  EXPECT_TRUE(kept_.Keep("1/plan", "", {{"Pro", 7}}, clock_.Now()));
  std::vector<CountedValue> many(KeptValues::kMaxValues + 1, {"x", 1});
  EXPECT_FALSE(kept_.Keep("1/plan", "", many, clock_.Now()));
  many.assign(10, {std::string(1 << 20, 'y'), 1});
  EXPECT_FALSE(kept_.Keep("1/plan", "", many, clock_.Now()));
  EXPECT_FALSE(kept_.Keep("1/plan", "\xC3\xA9", {}, clock_.Now()));
}

TEST_F(KeptValuesTest, AListIsReadAheadOnceAMinute) {
  const Timestamp first = clock_.Now();
  EXPECT_EQ(kept_.BegunAt("1/plan"), std::nullopt);
  EXPECT_TRUE(kept_.Begin("1/plan"));
  EXPECT_FALSE(kept_.Begin("1/plan")) << "it is under way";
  EXPECT_EQ(kept_.BegunAt("1/plan"), first);
  EXPECT_EQ(kept_.BegunAt("2/plan"), std::nullopt);
  kept_.End("1/plan", true);
  clock_.Advance(std::chrono::seconds(60));
  EXPECT_FALSE(kept_.Begin("1/plan"));
  EXPECT_EQ(kept_.BegunAt("1/plan"), first);
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(kept_.BegunAt("1/plan"), std::nullopt) << "what was read is forgotten";
  EXPECT_TRUE(kept_.Begin("1/plan"));
}

TEST_F(KeptValuesTest, WhatHadNoAnswerMayBeginAgain) {
  EXPECT_TRUE(kept_.Begin("1/plan"));
  kept_.End("1/plan", false);
  EXPECT_EQ(kept_.BegunAt("1/plan"), std::nullopt);
  EXPECT_TRUE(kept_.Begin("1/plan"));
}

TEST_F(KeptValuesTest, FewListsAreReadAheadAtATime) {
  EXPECT_TRUE(kept_.Begin("1/plan"));
  EXPECT_TRUE(kept_.Begin("2/plan"));
  EXPECT_FALSE(kept_.Begin("1/other"));
  EXPECT_EQ(kept_.BegunAt("1/other"), std::nullopt);
  // However long they take.
  clock_.Advance(std::chrono::minutes(10));
  EXPECT_FALSE(kept_.Begin("1/other"));
  kept_.End("2/plan", true);
  EXPECT_TRUE(kept_.Begin("1/other"));
  EXPECT_FALSE(kept_.Begin("1/third"));
}

TEST_F(KeptValuesTest, NamesOfListsTakeABoundedAmount) {
  EXPECT_FALSE(kept_.Begin(std::string(1'001, 'x')));
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(kept_.Begin(std::to_string(i))) << i;
    kept_.End(std::to_string(i), true);
  }
  EXPECT_FALSE(kept_.Begin("one more"));
  clock_.Advance(std::chrono::seconds(61));
  EXPECT_TRUE(kept_.Begin("one more"));
}

TEST_F(KeptValuesTest, ManyValuesAreNotReadAheadForAnHour) {
  EXPECT_TRUE(kept_.Begin("1/id"));
  kept_.HasMany("1/id");
  kept_.End("1/id", false);
  EXPECT_EQ(kept_.BegunAt("1/id"), std::nullopt);
  clock_.Advance(std::chrono::hours(1));
  EXPECT_FALSE(kept_.Begin("1/id"));
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_TRUE(kept_.Begin("1/id"));
  EXPECT_EQ(kept_.BegunAt("1/id"), clock_.Now());
}

}  // namespace
}  // namespace tenrec::api
