#include "tenrec/ingest/uuid_window.h"

#include <gtest/gtest.h>

namespace tenrec::ingest {
namespace {

Uuid Numbered(std::uint64_t number) {
  return Uuid::FromHalves(7, number);
}

TEST(UuidWindow, KnowsAnEventAgain) {
  UuidWindow window(100);
  EXPECT_TRUE(window.Insert(1, Numbered(1)));
  EXPECT_FALSE(window.Insert(1, Numbered(1)));
  EXPECT_TRUE(window.Insert(2, Numbered(1))) << "another project's event";
  EXPECT_TRUE(window.Insert(1, Uuid{}));
  EXPECT_FALSE(window.Insert(1, Uuid{}));
  window.Clear();
  EXPECT_TRUE(window.Insert(1, Numbered(1)));
}

TEST(UuidWindow, ForgetsTheOldestAndKeepsAtLeastHalf) {
  UuidWindow window(10'000);
  for (std::uint64_t i = 0; i < 50'000; ++i) ASSERT_TRUE(window.Insert(1, Numbered(i)));
  for (std::uint64_t i = 45'000; i < 50'000; ++i) ASSERT_FALSE(window.Insert(1, Numbered(i)));
  EXPECT_TRUE(window.Insert(1, Numbered(0)));
}

}  // namespace
}  // namespace tenrec::ingest
