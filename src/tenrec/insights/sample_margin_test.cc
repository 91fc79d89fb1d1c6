#include "tenrec/insights/sample_margin.h"

#include <cmath>
#include <cstdlib>

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

TEST(SampleMargin, IsNoWiderThanASampleMakesIt) {
  EXPECT_EQ(SampleMargin(1'000, 1), 0);
  EXPECT_EQ(SampleMargin(0, 0.5), 6);
  EXPECT_EQ(SampleMargin(10'000, 0.1), 1'878);
}

}  // namespace
}  // namespace tenrec::insights
