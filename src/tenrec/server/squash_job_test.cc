#include "tenrec/server/squash_job.h"

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(NextRound, WaitsForTheIntervalAndThirtyTimesAsLongAsRewritingTook) {
  const std::chrono::steady_clock::time_point began{hours(1)};
  const auto waits = [&](std::chrono::steady_clock::duration took, seconds interval) {
    return NextRound(began, began + took, interval) - began;
  };
  EXPECT_EQ(waits(seconds(1), minutes(1)), minutes(1)) << "a small store";
  EXPECT_EQ(waits(seconds(3), minutes(1)), seconds(3 + 3 * 30)) << "a larger one";
  EXPECT_EQ(waits(minutes(25), minutes(1)), minutes(25 + 25 * 30)) << "a large one";
  EXPECT_EQ(waits(seconds(15), hours(24)), hours(24)) << "whoever asks for less";
  EXPECT_GE(waits(seconds(15), seconds(0)), hours(24 * 365)) << "no round is wanted";
}

}  // namespace
}  // namespace tenrec::server
