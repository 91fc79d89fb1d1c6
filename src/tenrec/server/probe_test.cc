#include "tenrec/server/probe.h"

#include <thread>

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

using std::chrono::milliseconds;

void AwaitAnswer(const Probe& probe, bool expected) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (probe.works() != expected && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
  }
  EXPECT_EQ(probe.works(), expected);
}

TEST(Probe, FollowsWhatThePartAnswers) {
  std::atomic<bool> good = true;
  const auto ask = [&]() -> Status { return good ? Ok() : Status(Unavailable("on purpose")); };
  const Probe probe("part", ask, {milliseconds(1), milliseconds(60'000)});
  EXPECT_TRUE(probe.works());
  good = false;
  AwaitAnswer(probe, false);
  good = true;
  AwaitAnswer(probe, true);
}

TEST(Probe, APartThatDoesNotAnswerDoesNotWork) {
  std::atomic<int> asked = 0;
  std::atomic<bool> go_on = false;
  const auto ask = [&]() -> Status {
    if (++asked > 1) go_on.wait(false);
    return Ok();
  };
  const Probe probe("part", ask, {milliseconds(1), milliseconds(50)});
  AwaitAnswer(probe, false);
  go_on = true;
  go_on.notify_all();
  AwaitAnswer(probe, true);
}

}  // namespace
}  // namespace tenrec::server
