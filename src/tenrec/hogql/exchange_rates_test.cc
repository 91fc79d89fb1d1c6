#include "tenrec/hogql/exchange_rates.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tenrec::hogql {
namespace {

TEST(ExchangeRates, OrdersCurrenciesAndDays) {
  const auto rates = ExchangeRates::Parse(
      "\xEF\xBB\xBF"
      "date,currency,rate\r\n2024-03-01,EUR,0.5\r\n1970-01-02,JPY,1e2\n\n"
      "2024-01-01,EUR, 0.8");
  ASSERT_TRUE(rates) << rates.error().message;
  EXPECT_EQ(rates->all().size, 3);
  EXPECT_EQ(rates->all().codes, "EUR,JPY,USD");
  EXPECT_EQ(rates->all().starts, "[0,100000,119723,119783,200000,200001,300000]");
  EXPECT_EQ(rates->all().rates, "[0,0,0.8,0.5,0,100,1]");
  const auto one = rates->Only("JPY");
  EXPECT_EQ(one.size, 1);
  EXPECT_EQ(one.starts, "[0,100000,100001]");
  EXPECT_EQ(one.rates, "[0,0,100]");
  EXPECT_EQ(rates->Only("XXX").size, 0);
  EXPECT_EQ(rates->Only("XXX").starts, "[0]");
}

TEST(ExchangeRates, TakesARateOfTheDollarThatIsGiven) {
  const auto rates = ExchangeRates::Parse("date,currency,rate\n1970-01-01,USD,2");
  ASSERT_TRUE(rates) << rates.error().message;
  EXPECT_EQ(rates->all().starts, "[0,100000]");
  EXPECT_EQ(rates->all().rates, "[0,2]");
}

TEST(ExchangeRates, NamesTheLineThatIsWrong) {
  const auto refuses = [](const std::string& lines, std::string_view why) {
    const auto rates = ExchangeRates::Parse(lines);
    ASSERT_FALSE(rates) << lines;
    EXPECT_EQ(rates.error().message, why);
  };
  const auto refuses_line = [&](const std::string& line, std::string_view why) {
    refuses("date,currency,rate\n2024-01-01,EUR,0.8\n" + line + "\n", why);
  };
  refuses("", "line 1: the header must be 'date,currency,rate'");
  refuses("2024-01-01,EUR,0.8\n", "line 1: the header must be 'date,currency,rate'");
  refuses_line("2024-02-30,EUR,1", "line 3: '2024-02-30' is no date such as 2024-01-31");
  refuses_line("1969-12-31,EUR,1", "line 3: '1969-12-31' is no date such as 2024-01-31");
  refuses_line("2150-01-01,EUR,1", "line 3: '2150-01-01' is no date such as 2024-01-31");
  refuses_line("today", "line 3: 'today' is no date such as 2024-01-31");
  refuses_line("2024-01-02,eur,1", "line 3: 'eur' is no code of a currency such as EUR");
  refuses_line("2024-01-02,EUR'", "line 3: 'EUR'' is no code of a currency such as EUR");
  for (const char* rate : {"", "0", "-1", "1e16", "nan", "inf", "1 2", "1,2", "0x1"}) {
    refuses_line(std::string("2024-01-02,EUR,") + rate,
                 "line 3: '" + std::string(rate) + "' is no rate between 0.0000000001 and 10^15");
  }
  refuses_line("2024-01-01,EUR,1", "line 3: there is a rate of EUR on that day already");
}

TEST(ExchangeRates, TakesSoManyAndNoMore) {
  const auto days = [](int count) {
    std::string text = "date,currency,rate\n";
    for (int i = 0; i < count; ++i) {
      const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
      text.append(std::to_string(1970 + i / 336 % 50)).append("-").append(two(i / 28 % 12 + 1));
      text.append("-").append(two(i % 28 + 1)).append(i < 16'800 ? ",EUR,1\n" : ",JPY,1\n");
    }
    return text;
  };
  EXPECT_TRUE(ExchangeRates::Parse(days(20'000)));
  const auto more = ExchangeRates::Parse(days(20'001));
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().message,
            "line 20002: there are more than 20000 rates; leave out days or currencies");
}

}  // namespace
}  // namespace tenrec::hogql
