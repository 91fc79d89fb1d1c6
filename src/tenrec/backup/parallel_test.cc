#include "tenrec/backup/parallel.h"

#include <array>
#include <atomic>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::backup {
namespace {

TEST(ForEach, CallsOnceForEach) {
  for (const std::size_t workers : {1U, 3U, 100U}) {
    std::array<std::atomic<int>, 50> calls{};
    ASSERT_TRUE(ForEach(calls.size(), workers, [&](std::size_t index) {
      ++calls.at(index);
      return Ok();
    }));
    for (const auto& count : calls) EXPECT_EQ(count, 1) << workers;
  }
  EXPECT_TRUE(ForEach(0, 4, [](std::size_t) -> Status { return Internal("called"); }));
}

TEST(ForEach, EndsAtAFailureAndTellsIt) {
  for (const std::size_t workers : {1U, 4U}) {
    std::atomic<std::size_t> calls = 0;
    const Status done = ForEach(100'000, workers, [&](std::size_t index) -> Status {
      ++calls;
      if (index == 10) return NotFound("the tenth");
      return Ok();
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "the tenth");
    if (workers == 1) EXPECT_EQ(calls, 11U);
  }
}

}  // namespace
}  // namespace tenrec::backup
