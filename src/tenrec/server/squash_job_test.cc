#include "tenrec/server/squash_job.h"

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(NextRound, WaitsForTheIntervalAndFiftyTimesAsLongAsARoundTook) {
  const std::chrono::steady_clock::time_point began{hours(1)};
  const auto waits = [&](std::chrono::steady_clock::duration took, seconds interval) {
    return NextRound(began, began + took, interval) - began;
  };
  EXPECT_EQ(waits(seconds(1), minutes(10)), minutes(10)) << "a small store";
  EXPECT_EQ(waits(seconds(15), minutes(10)), seconds(15 + 15 * 50)) << "ten million events";
  EXPECT_EQ(waits(minutes(25), minutes(10)), minutes(25 + 25 * 50)) << "a large one";
  EXPECT_EQ(waits(seconds(15), hours(24)), hours(24)) << "whoever asks for less";
  EXPECT_GE(waits(seconds(15), seconds(0)), hours(24 * 365)) << "no round is wanted";
}

}  // namespace
}  // namespace tenrec::server
