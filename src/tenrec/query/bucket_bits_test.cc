/// Ranges around the numbers of buckets at which one number has not enough bits for them: every
/// insight that gathers bits counts as a program that looks at each day.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

/// Days before the last one, 0 to 299, on which somebody came.
using Days = std::set<int>;

constexpr int kDay = 24 * 3600;

std::string DateOf(int days_ago) {
  const Timestamp last = At("2020-12-31T00:00:00Z");
  return FormatIso(Timestamp::FromSeconds(last.seconds() - std::int64_t{kDay} * days_ago))
      .substr(0, 10);
}

class BucketBitsTest : public testing::TestWithParam<int> {
 protected:
  static void SetUpTestSuite() {
    team_ = TestWorld::Get().NewTeam();
    for (int day = 0; day < 300; ++day) people_["always"].insert(day);
    for (int day = 0; day < 300; day += 3) people_["now and then"].insert(day);
    for (const int edge : {63, 64, 65, 127, 128, 129, 255, 256, 257}) {
      people_["at edges"].insert(edge);
      people_["at edges"].insert(edge - 1);
      people_["once " + std::to_string(edge)].insert(edge - 1);
    }
    people_["at the end"] = {0};
    std::vector<TestEvent> events;
    for (const auto& [person, days] : people_) {
      for (const int day : days) {
        events.push_back({.event = "$pageview",
                          .person = person,
                          .timestamp = DateOf(day) + (day % 2 == 0 ? "T00:00:00Z" : "T23:59:59Z")});
      }
    }
    TestWorld::Get().Insert(team_->id, events);
  }

  /// The days of a range of the last GetParam() days that a person came on, from 0.
  Days Seen(const Days& days, int before = 0) const {
    Days seen;
    for (const int day : days) {
      const int at = GetParam() - 1 - day;
      if (at >= -before) seen.insert(at);
    }
    return seen;
  }

  Json Ask(const std::string& kind, const std::string& more) {
    return world_.Ask(team_, R"({"kind":")" + kind + R"(","dateRange":{"date_from":")" +
                                 DateOf(GetParam() - 1) + R"(","date_to":"2020-12-31"})" + more +
                                 "}");
  }

  static std::vector<std::int64_t> Numbers(const Json& list) {
    std::vector<std::int64_t> out;
    for (const Json& one : list.as_array()) out.push_back(one.to_number<std::int64_t>());
    return out;
  }

  std::size_t days() const { return static_cast<std::size_t>(GetParam()); }

  TestWorld& world_ = TestWorld::Get();
  static inline std::shared_ptr<const accounts::Team> team_;
  static inline std::map<std::string, Days> people_;
};

constexpr const char* kPageviews = R"(,"series":[{"kind":"EventsNode","event":"$pageview"}])";

TEST_P(BucketBitsTest, StickinessCountsDays) {
  std::vector<std::int64_t> expected(days(), 0);
  for (const auto& [person, all] : people_) {
    const std::size_t active = Seen(all).size();
    if (active > 0) ++expected[active - 1];
  }
  EXPECT_EQ(Numbers(Pick(Ask("StickinessQuery", kPageviews), "results", 0, "data")), expected);
}

TEST_P(BucketBitsTest, LifecycleFollowsDays) {
  std::map<std::string, std::vector<std::int64_t>> expected;
  for (const char* status : {"new", "returning", "resurrecting", "dormant"}) {
    expected[status].assign(days(), 0);
  }
  for (const auto& [person, all] : people_) {
    const Days seen = Seen(all, 1);
    for (int day = 0; day < GetParam(); ++day) {
      const auto at = static_cast<std::size_t>(day);
      const bool came = seen.contains(day);
      const bool had_come = seen.contains(day - 1);
      if (came) ++expected[had_come ? "returning" : "resurrecting"][at];
      if (!came && had_come) --expected["dormant"][at];
    }
  }
  const Json answer = Ask("LifecycleQuery", kPageviews);
  for (const Json& row : Pick(answer, "results").as_array()) {
    const std::string status(Pick(row, "status").as_string());
    EXPECT_EQ(Numbers(Pick(row, "data")), expected[status]) << status;
  }
}

TEST_P(BucketBitsTest, RetentionFollowsEveryCohort) {
  const auto asked = [&](const std::string& filter) {
    std::vector<std::vector<std::int64_t>> rows;
    const Json answer = Ask("RetentionQuery", R"(,"retentionFilter":{)" + filter + "}");
    for (const Json& row : Pick(answer, "results").as_array()) {
      rows.emplace_back();
      for (const Json& value : Pick(row, "values").as_array()) {
        rows.back().push_back(Pick(value, "count").to_number<std::int64_t>());
      }
    }
    return rows;
  };
  const auto expected = [&](int columns, bool only_first) {
    std::vector<std::vector<std::int64_t>> rows(
        days(), std::vector<std::int64_t>(static_cast<std::size_t>(columns), 0));
    for (const auto& [person, all] : people_) {
      const Days seen = Seen(all);
      for (const int cohort : seen) {
        if (only_first && GetParam() - 1 - cohort != *all.rbegin()) continue;
        for (int place = 0; place < columns; ++place) {
          rows[static_cast<std::size_t>(cohort)][static_cast<std::size_t>(place)] +=
              seen.contains(cohort + place) ? 1 : 0;
        }
      }
    }
    return rows;
  };
  EXPECT_EQ(asked(R"("totalIntervals":9)"), expected(9, false));
  EXPECT_EQ(asked(R"("totalIntervals":260)"), expected(260, false));
  EXPECT_EQ(asked(R"("totalIntervals":9,"retentionType":"retention_first_time")"),
            expected(9, true));
}

TEST_P(BucketBitsTest, TrailingDaysCoverThoseBefore) {
  for (const auto& [math, length] : {std::pair("weekly_active", 7), {"monthly_active", 30}}) {
    std::vector<std::int64_t> expected(days(), 0);
    for (const auto& [person, all] : people_) {
      const Days seen = Seen(all, length);
      for (int day = 0; day < GetParam(); ++day) {
        const auto from = seen.upper_bound(day - length);
        if (from != seen.end() && *from <= day) ++expected[static_cast<std::size_t>(day)];
      }
    }
    const Json answer =
        Ask("TrendsQuery", std::string(R"(,"series":[{"kind":"EventsNode","event":"$pageview",)") +
                               R"("math":")" + math + R"("}])");
    EXPECT_EQ(Numbers(Pick(answer, "results", 0, "data")), expected) << math;
  }
}

INSTANTIATE_TEST_SUITE_P(Ranges, BucketBitsTest,
                         testing::Values(1, 62, 63, 64, 65, 127, 128, 129, 220, 227, 250, 254, 255,
                                         256, 257));

}  // namespace
}  // namespace tenrec::query
