#include "tenrec/insights/funnel_moment.h"

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

TEST(MomentLayout, GivesBackWhatItPacks) {
  const Timestamp from{-5 * kDay};
  const auto layout = MomentLayout::For(from, Timestamp{90 * kDay}, 4, 3, 200);
  ASSERT_TRUE(layout);
  for (const std::int64_t time : {from.micros, std::int64_t{0}, 90 * kDay}) {
    const std::int64_t moment = (time - layout->begin) * layout->time_unit() +
                                0b1001 * layout->step_unit() + 0b110 * layout->exclude_unit() + 200;
    EXPECT_GE(moment, 0);
    const behavior::FunnelEvent event = layout->EventOf(moment);
    EXPECT_EQ(event.time, time);
    EXPECT_EQ(event.steps, 0b1001U);
    EXPECT_EQ(event.excludes, 0b110U);
    EXPECT_EQ(event.value, 200U);
  }
}

TEST(MomentLayout, RefusesWhatDoesNotFitOneNumber) {
  const auto fits = [](std::int64_t days, int steps, int excludes, std::int64_t values) {
    const Timestamp from{0};
    return MomentLayout::For(from, Timestamp{days * kDay}, steps, excludes, values).has_value();
  };
  // A hundred years are 52 bits of microseconds.
  EXPECT_TRUE(fits(36'500, 11, 0, 0));
  EXPECT_FALSE(fits(36'500, 12, 0, 0));
  EXPECT_TRUE(fits(36'500, 3, 3, 31));
  EXPECT_FALSE(fits(36'500, 3, 3, 32));
  // A month, 42.
  EXPECT_TRUE(fits(30, 21, 0, 0));
  EXPECT_FALSE(fits(30, 22, 0, 0));
}

}  // namespace
}  // namespace tenrec::insights
