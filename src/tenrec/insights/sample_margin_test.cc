#include "tenrec/insights/sample_margin.h"

#include <cmath>
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

/// How probable it is that the scaled number of a sample lies within its margin of the true one.
double Coverage(std::int64_t actors, double factor) {
  double log_probability = static_cast<double>(actors) * std::log(1 - factor);
  double covered = 0;
  double total = 0;
  for (std::int64_t found = 0; found <= actors; ++found) {
    if (found > 0) {
      const double ways = static_cast<double>(actors - found + 1) / static_cast<double>(found);
      log_probability += std::log(ways) + std::log(factor / (1 - factor));
    }
    const double probability = std::exp(log_probability);
    total += probability;
    const std::int64_t scaled = std::llround(static_cast<double>(found) / factor);
    if (std::abs(scaled - actors) <= SampleMargin(found, factor)) covered += probability;
  }
  return covered / total;
}

TEST(SampleMargin, HoldsInNinetyFiveOfAHundredSamples) {
  for (const double factor : {0.01, 0.1, 0.25, 0.5, 0.9}) {
    for (const std::int64_t actors : {0, 1, 3, 10, 50, 300, 2'000}) {
      EXPECT_GE(Coverage(actors, factor), 0.95) << actors << " actors, sample of " << factor;
    }
  }
}

/// What an actor adds, by number: most add one, a few much.
double AddedBy(int actor, bool is_skewed) {
  if (!is_skewed) return 1 + actor % 3;
  return actor % 10 == 0 ? 20 : 1;
}

/// In which share of samples that found somebody the scaled sum lies within its margin of the true
/// one.
double SamplesHeld(int actors, bool is_skewed, double factor, int samples) {
  double whole = 0;
  for (int i = 0; i < actors; ++i) whole += AddedBy(i, is_skewed);
  std::mt19937_64 random(17);
  int held = 0;
  int asked = 0;
  for (int sample = 0; sample < samples; ++sample) {
    SampledSum found;
    for (int i = 0; i < actors; ++i) {
      const double chance = static_cast<double>(random() >> 11U) * 0x1p-53;
      if (chance >= factor) continue;
      const double added = AddedBy(i, is_skewed);
      found.sum += added;
      found.squares += added * added;
    }
    if (found.squares <= 0) continue;
    ++asked;
    const double off = std::abs(found.sum / factor - whole);
    if (off <= static_cast<double>(SampleMargin(found, 0, factor))) ++held;
  }
  return static_cast<double>(held) / asked;
}

TEST(SampleMargin, OfASumHoldsInNinetyFiveOfAHundredSamples) {
  constexpr int kSamples = 1'000;
  for (const double factor : {0.05, 0.1, 0.25, 0.5, 0.9}) {
    for (const int actors : {50, 300}) {
      EXPECT_GE(SamplesHeld(actors, false, factor, kSamples), 0.95)
          << actors << " actors, sample of " << factor;
    }
    // Of the few who add most, a smaller sample of these may hold nobody, and cannot tell.
    EXPECT_GE(SamplesHeld(2'000, true, factor, kSamples), 0.95) << factor;
  }
}

TEST(SampleMargin, OfASumGrowsWithHowUnequallyPeopleAdd) {
  const auto of = [](double sum, double squares) {
    return SampleMargin({.sum = sum, .squares = squares}, 0, 0.1);
  };
  // A hundred people once, a hundred people three times, a hundred who pay the same back.
  EXPECT_EQ(of(100, 100), SampleMargin(100, 0.1));
  EXPECT_NEAR(static_cast<double>(of(300, 900)), 3.0 * static_cast<double>(of(100, 100)), 2);
  EXPECT_GT(of(0, 100), of(100, 100));
  // One who does all is all that was found.
  EXPECT_GT(of(100, 10'000), 5 * of(100, 100));
  EXPECT_EQ(of(0, 0), 0);
  EXPECT_EQ(SampleMargin({.sum = 300, .squares = 900}, 1, 1), 0);
  EXPECT_EQ(SampleMargin({.sum = 1e300, .squares = 1e308}, 1, 0.5), 9'000'000'000'000'000);
}

TEST(SampleMargin, IsNoWiderThanASampleMakesIt) {
  EXPECT_EQ(SampleMargin(1'000, 1), 0);
  EXPECT_EQ(SampleMargin(0, 0.5), 6);
  EXPECT_EQ(SampleMargin(10'000, 0.1), 1'878);
}

}  // namespace
}  // namespace tenrec::insights
