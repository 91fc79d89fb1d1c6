#include "tenrec/base/result.h"

#include <cerrno>
#include <memory>

#include <gtest/gtest.h>

namespace tenrec {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) return InvalidArgument("odd: " + std::to_string(number)).WithField("number");
  return number / 2;
}

Result<int> Quarter(int number) {
  TRY_ASSIGN(const int half, Half(number));
  return Half(half);
}

Status CheckEven(int number) {
  TRY(Half(number));
  return Ok();
}

TEST(Result, HoldsTheValueOrTheError) {
  const auto good = Half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  const auto bad = Half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(bad.error().message, "odd: 3");
  EXPECT_EQ(bad.error().field, "number");
}

TEST(Result, TryPassesTheErrorUpward) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(6).error().message, "odd: 3");
  EXPECT_TRUE(CheckEven(2));
  EXPECT_FALSE(CheckEven(1));
}

TEST(Result, CarriesMoveOnlyValues) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(Error, TakesContextInFront) {
  EXPECT_EQ(FromErrno(ENOSPC, "write").WithContext("cannot open segment 17").message,
            "cannot open segment 17: write: No space left on device");
  EXPECT_EQ(FromErrno(ENOSPC, "write").code, ErrorCode::kResourceExhausted);
}

}  // namespace
}  // namespace tenrec
