#include "tenrec/query/bucket_memory.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace tenrec::query {
namespace {

KnownBuckets Buckets(int count, int landed) {
  KnownBuckets known{.buckets = {}, .landed = landed};
  for (int i = 0; i < count; ++i) {
    const Timestamp start = Timestamp::FromSeconds(i);
    known.buckets[start] = {.numbers = {.span = {.bucket = start, .from = start, .before = start},
                                        .numbers = {{.values = {"a value"}, .number = 1}}},
                            .asked_at = start};
  }
  return known;
}

TEST(BucketMemory, KeepsTheNewestOfEachKey) {
  BucketMemory memory(1 << 20);
  EXPECT_EQ(memory.Find("a"), nullptr);
  memory.Keep("a", Buckets(3, 1));
  memory.Keep("b", Buckets(3, 2));
  const auto before = memory.Find("a");
  const std::size_t bytes = memory.size_bytes();
  memory.Keep("a", Buckets(3, 4));
  EXPECT_EQ(memory.size_bytes(), bytes);
  EXPECT_EQ(memory.Find("a")->landed, 4);
  EXPECT_EQ(memory.Find("b")->landed, 2);
  EXPECT_EQ(before->landed, 1) << "whoever has it keeps it";
}

TEST(BucketMemory, TakesNoMoreThanItsShareAndLosesWhatNobodyAsksFor) {
  constexpr std::size_t kBytes = 200'000;
  BucketMemory memory(kBytes);
  memory.Keep("used", Buckets(20, 1));
  for (int i = 0; i < 500; ++i) {
    memory.Keep("key " + std::to_string(i), Buckets(20, i));
    ASSERT_LE(memory.size_bytes(), kBytes);
    ASSERT_NE(memory.Find("used"), nullptr) << i;
  }
  EXPECT_GT(memory.size_bytes(), kBytes / 2);
  EXPECT_EQ(memory.Find("key 0"), nullptr);
  EXPECT_NE(memory.Find("key 499"), nullptr);
}

TEST(BucketMemory, ForgetsWhatGrewTooLarge) {
  BucketMemory memory(100'000);
  memory.Keep("a", Buckets(3, 1));
  memory.Keep("a", Buckets(1'000, 2));
  EXPECT_EQ(memory.Find("a"), nullptr);
  EXPECT_EQ(memory.size_bytes(), 0U);
}

}  // namespace
}  // namespace tenrec::query
