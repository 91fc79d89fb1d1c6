#include "tenrec/base/uuid.h"

#include <gtest/gtest.h>

namespace tenrec {
namespace {

TEST(Uuid, DerivesPersonIdsAsTheSpecSays) {
  const auto persons = Uuid::Parse("932979b4-65c3-4424-8467-0b66ec27bc22");
  ASSERT_TRUE(persons);
  EXPECT_EQ(Uuid::V5(*persons, "2:user-1").ToString(), "1e7731c8-945c-520d-96b9-e7f088242010");
}

TEST(Uuid, ReadsBothFormsAndNothingElse) {
  const auto dashed = Uuid::Parse("1E7731C8-945c-520d-96b9-e7f088242010");
  ASSERT_TRUE(dashed);
  EXPECT_EQ(Uuid::Parse("1e7731c8945c520d96b9e7f088242010"), dashed);
  EXPECT_EQ(Uuid::FromHalves(dashed->high(), dashed->low()), *dashed);
  for (std::string_view text :
       {"", "1e7731c8-945c-520d-96b9-e7f08824201", "1e7731c8_945c-520d-96b9-e7f088242010",
        "ge7731c8-945c-520d-96b9-e7f088242010"}) {
    EXPECT_FALSE(Uuid::Parse(text)) << text;
  }
}

TEST(Uuid, Version7SortsByTime) {
  const Uuid early = Uuid::V7(Timestamp::FromMillis(1'700'000'000'000));
  const Uuid late = Uuid::V7(Timestamp::FromMillis(1'700'000'000'001));
  EXPECT_LT(early, late);
  EXPECT_EQ(early.ToString()[14], '7');
  EXPECT_EQ(Uuid::V4().ToString()[14], '4');
  EXPECT_NE(Uuid::V4(), Uuid::V4());
}

}  // namespace
}  // namespace tenrec
