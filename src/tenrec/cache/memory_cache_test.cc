#include "tenrec/cache/memory_cache.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::cache {
namespace {

using std::chrono::seconds;

class MemoryCacheTest : public testing::Test {
 protected:
  ManualClock clock_{Timestamp::FromSeconds(1'000)};
  Metrics metrics_;
  MemoryCache cache_{16'384, clock_, metrics_};
};

TEST_F(MemoryCacheTest, GivesBackWhatWasPut) {
  EXPECT_EQ(cache_.Get("a"), nullptr);
  cache_.Put("a", "1", seconds(60));
  cache_.Put("a", "2", seconds(60));
  ASSERT_NE(cache_.Get("a"), nullptr);
  EXPECT_EQ(*cache_.Get("a"), "2");
  cache_.Erase("a");
  EXPECT_EQ(cache_.Get("a"), nullptr);
  EXPECT_EQ(cache_.size_bytes(), 0U);
}

TEST_F(MemoryCacheTest, ForgetsAValueWhenItsTimeIsOver) {
  cache_.Put("a", "1", seconds(60));
  clock_.Advance(seconds(59));
  EXPECT_NE(cache_.Get("a"), nullptr);
  clock_.Advance(seconds(1));
  EXPECT_EQ(cache_.Get("a"), nullptr);
  cache_.Put("b", "1", seconds(0));
  EXPECT_EQ(cache_.Get("b"), nullptr);
}

TEST_F(MemoryCacheTest, ThrowsOutTheLeastRecentlyUsedWhenBytesRunOut) {
  const std::string value(1'500, 'x');
  for (const char* key : {"0", "1", "2", "3", "4", "5", "6", "7", "8"}) {
    cache_.Put(key, value, seconds(60));
  }
  EXPECT_NE(cache_.Get("0"), nullptr);
  cache_.Put("9", value, seconds(60));
  EXPECT_NE(cache_.Get("0"), nullptr) << "was used a moment ago";
  EXPECT_EQ(cache_.Get("1"), nullptr) << "is the oldest now";
  EXPECT_LE(cache_.size_bytes(), 16'384U);
}

TEST_F(MemoryCacheTest, DoesNotKeepAValueThatWouldEmptyIt) {
  cache_.Put("small", "1", seconds(60));
  cache_.Put("huge", std::string(4'000, 'x'), seconds(60));
  EXPECT_EQ(cache_.Get("huge"), nullptr);
  EXPECT_NE(cache_.Get("small"), nullptr);
}

}  // namespace
}  // namespace tenrec::cache
