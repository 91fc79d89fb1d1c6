#include "tenrec/ingest/batch_account.h"

#include <gtest/gtest.h>

namespace tenrec::ingest {
namespace {

constexpr Timestamp kTime = Timestamp::FromSeconds(1'790'003'700);

TEST(BatchAccount, KeepsProjectsAndHoursApart) {
  BatchAccount account;
  const std::size_t first = account.Accept(1, kTime);
  EXPECT_EQ(account.Accept(1, kTime + std::chrono::minutes(1)), first);
  const std::size_t later = account.Accept(1, kTime + std::chrono::hours(1));
  const std::size_t other = account.Accept(2, kTime);
  EXPECT_EQ(account.Accept(1, kTime), first);
  account.Store(first);
  account.Store(first);
  account.End(first, DropReason::kDuplicate);
  account.Store(later);
  EXPECT_TRUE(account.hours()[first].balances());
  EXPECT_TRUE(account.hours()[later].balances());
  EXPECT_FALSE(account.hours()[other].balances()) << "an event got lost on its way";
  EXPECT_EQ(account.hours()[first].hour.micros % 3'600'000'000, 0);
}

TEST(BatchAccount, ReadsWhatItPrints) {
  BatchAccount account;
  account.End(account.Accept(1, kTime), DropReason::kBot);
  account.Store(account.Accept(1, kTime));
  account.Store(account.Accept(2, {-1}));  // before 1970
  const auto read = ParseHours(PrintHours(account.hours()));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].accepted, 2U);
  EXPECT_EQ((*read)[0].stored, 1U);
  EXPECT_EQ((*read)[0].ended[static_cast<std::size_t>(DropReason::kBot)], 1U);
  EXPECT_EQ((*read)[0].hour, account.hours()[0].hour);
  EXPECT_EQ((*read)[1].hour.micros, -3'600'000'000);
  EXPECT_EQ((*read)[1].team_id, 2);
  for (const char* damaged : {"", "{", "{}", "[[1,2]]", "[1]"}) EXPECT_FALSE(ParseHours(damaged));
}

}  // namespace
}  // namespace tenrec::ingest
