#include "tenrec/demo/demo.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/json.h"

namespace tenrec::demo {
namespace {

// A Sunday evening.
const Timestamp kEnd = FromCivilUtc({.year = 2026, .month = 11, .day = 22, .hour = 19});

DemoOptions Options(std::uint64_t events, std::uint64_t seed = 1) {
  return {.events = events, .seed = seed, .end = kEnd, .team_id = 7, .token = "phc_demo"};
}

std::string PrintRecord(const log::EventRecord& record) {
  return FormatIsoMillis(record.timestamp) + " " + record.uuid.ToString() + " " +
         std::string(record.distinct_id) + " " + std::string(record.event) + "\n  " +
         std::string(record.properties) + "\n  $set " + std::string(record.set) + "\n  $set_once " +
         std::string(record.set_once) + "\n";
}

// TENREC_REBASELINE=1 rewrites the file.
TEST(Demo, TheFirstEventsOfSeedOneStayTheSame) {
  std::string text;
  std::string whole;
  int count = 0;
  ASSERT_TRUE(Generate(Options(20'000), [&](const log::EventRecord& record) {
    const std::string printed = PrintRecord(record);
    if (count++ < 12) text += printed;
    whole += printed;
    return Ok();
  }));
  text += "sha256 of 20000: " + HexEncode(Sha256(whole)) + "\n";
  const std::string path = std::string(TENREC_TESTDATA) + "/first_events.txt";
  if (std::getenv("TENREC_REBASELINE") != nullptr) std::ofstream(path) << text;
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(text, golden.str());
}

TEST(Demo, AnotherSeedIsAnotherHistory) {
  const auto first_uuid = [](std::uint64_t seed) {
    Uuid uuid;
    EXPECT_FALSE(Generate(Options(100, seed), [&](const log::EventRecord& record) -> Status {
      uuid = record.uuid;
      return Cancelled("one is enough");
    }));
    return uuid;
  };
  EXPECT_NE(first_uuid(1), first_uuid(2));
  EXPECT_EQ(first_uuid(2), first_uuid(2));
}

TEST(Demo, TellsEveryEventOnceInOrderOfTimeAsValidJson) {
  Timestamp last;
  std::set<Uuid> uuids;
  std::uint64_t told = 0;
  const auto summary = Generate(
      Options(30'000),
      [&](const log::EventRecord& record) {
        EXPECT_GE(record.timestamp, last);
        EXPECT_LE(record.timestamp, kEnd);
        last = record.timestamp;
        EXPECT_TRUE(uuids.insert(record.uuid).second);
        EXPECT_EQ(record.team_id, 7);
        for (std::string_view json : {record.properties, record.set, record.set_once}) {
          if (!json.empty()) EXPECT_TRUE(ParseJson(json)) << json;
        }
        const auto properties = ParseJson(record.properties);
        EXPECT_EQ(StringMember(*properties, "distinct_id"), record.distinct_id);
        EXPECT_EQ(StringMember(*properties, "token"), "phc_demo");
        return Ok();
      },
      [&](std::uint64_t events) { told = events; });
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->events, 30'000U);
  EXPECT_EQ(told, 30'000U);
  EXPECT_EQ(uuids.size(), 30'000U);
}

TEST(Demo, LooksLikeAProductThatPeopleUse) {
  std::map<std::string, std::set<std::string>> persons_of;  // by event
  std::map<std::string, int> by_country;
  std::map<std::int64_t, std::set<std::string>> active;  // app users by day
  std::map<std::string, std::int64_t> identified_on;
  std::set<std::string> paying_plans;
  double revenue = 0;
  const auto summary = Generate(Options(200'000), [&](const log::EventRecord& record) {
    const std::string who(record.distinct_id);
    const std::int64_t day = record.timestamp.seconds() / 86'400;
    persons_of[std::string(record.event)].insert(who);
    const auto properties = ParseJson(record.properties);
    if (const auto country = StringMember(*properties, "$geoip_country_code")) {
      ++by_country[std::string(*country)];
    }
    if (record.event == "$identify") identified_on[who] = day;
    if (who.starts_with("usr_")) active[day].insert(who);
    if (record.event == "invoice paid") {
      revenue += properties->as_object().at("amount").to_number<double>();
      paying_plans.insert(std::string(*StringMember(*properties, "plan")));
    }
    return Ok();
  });
  ASSERT_TRUE(summary);

  // One person for about twenty events, and a funnel that loses people at each step.
  EXPECT_NEAR(static_cast<double>(summary->persons), 10'000, 2'500);
  EXPECT_NEAR(static_cast<double>(summary->users) / static_cast<double>(summary->persons), 0.16,
              0.05);
  const auto count = [&](const char* event) { return persons_of[event].size(); };
  EXPECT_GT(count("$pageview"), 4 * count("signup started"));
  EXPECT_GT(count("signup started"), count("signed up"));
  EXPECT_GT(count("signed up"), count("onboarding step completed"));
  EXPECT_GT(count("onboarding step completed"), count("checkout started"));
  EXPECT_GE(count("checkout started"), count("subscription upgraded"));
  EXPECT_GT(count("subscription upgraded"), 20U);
  EXPECT_GT(count("summary generated"), 20U);
  EXPECT_GT(revenue, 10'000);
  EXPECT_EQ(paying_plans, (std::set<std::string>{"Business", "Enterprise", "Pro"}));
  EXPECT_GT(by_country["US"], by_country["DE"]);
  EXPECT_GE(by_country.size(), 15U);

  // Working days are busier than the weekend beside them, and the end than the beginning.
  const std::int64_t sunday = kEnd.seconds() / 86'400;
  EXPECT_GT(active[sunday - 4].size(), 2 * active[sunday - 1].size());
  EXPECT_GT(active[sunday - 4].size(), 2 * active[sunday - 4 - 56].size());

  // Fewer come back in the fourth week than in the first, but some do.
  std::size_t cohort = 0;
  std::size_t first_week = 0;
  std::size_t fourth_week = 0;
  for (const auto& [who, day] : identified_on) {
    if (day > sunday - 30) continue;
    ++cohort;
    const auto came = [&, &user = who, &since = day](std::int64_t from, std::int64_t to) {
      for (std::int64_t age = from; age <= to; ++age) {
        if (active[since + age].contains(user)) return true;
      }
      return false;
    };
    first_week += came(1, 7);
    fourth_week += came(22, 28);
  }
  EXPECT_GT(first_week * 100, cohort * 40);
  EXPECT_GT(fourth_week * 100, cohort * 12);
  EXPECT_LT(fourth_week, first_week * 3 / 4);
}

TEST(Demo, RefusesImpossibleOptions) {
  const DemoSink nowhere = [](const log::EventRecord&) { return Ok(); };
  EXPECT_FALSE(Generate(Options(0), nowhere));
  DemoOptions no_days = Options(10);
  no_days.days = 0;
  EXPECT_FALSE(Generate(no_days, nowhere));
  DemoOptions one_day = Options(500);
  one_day.days = 1;
  EXPECT_TRUE(Generate(one_day, nowhere));
}

}  // namespace
}  // namespace tenrec::demo
