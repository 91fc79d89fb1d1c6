/// Rows become series without an engine. What the statements count is tested in
/// query/trends_test.cc.

#include "tenrec/insights/trends.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"

namespace tenrec::insights {
namespace {

ProjectTime Zone() {
  auto zone = ProjectTime::Load("UTC", 0);
  TENREC_CHECK(zone);
  return *std::move(zone);
}

Timestamp At(std::string_view text) {
  const auto t = ParseRfc3339(text);
  TENREC_CHECK(t) << text;
  return *t;
}

TrendsPlan Plan(std::string_view more, int series = 1) {
  std::string text = R"({"kind":"TrendsQuery","dateRange":{"date_from":"2020-01-09",)"
                     R"("date_to":"2020-01-11"},"series":[)";
  for (int i = 0; i < series; ++i) {
    text += std::string(i > 0 ? "," : "") + R"({"kind":"EventsNode","event":"e)" +
            std::to_string(i) + "\"}";
  }
  text += "]" + std::string(more) + "}";
  const auto json = ParseJson(text);
  TENREC_CHECK(json) << text;
  auto query = ParseTrendsQuery(*json);
  TENREC_CHECK(query) << query.error().message;
  static const ProjectTime zone = Zone();
  auto plan = PlanTrends(*std::move(query), {.filters = {zone, At("2020-01-20T12:00:00Z"), {}, {}},
                                             .test_account_filters = {}});
  TENREC_CHECK(plan) << plan.error().message;
  return *std::move(plan);
}

TrendsCell Cell(std::string_view day, double value) {
  return {At(std::string(day) + "T00:00:00Z").micros, value};
}

/// "label: data (count)" of each row.
std::vector<std::string> Lines(const TrendsPlan& plan, const std::vector<TrendsRows>& rows) {
  std::vector<std::string> out;
  const auto add = [&](const JsonObject& row) -> Status {
    out.push_back(std::string(View(row.at("label").as_string())) + ": " +
                  PrintJson(row.at("data")) + " " + PrintJson(row.at("count")));
    return Ok();
  };
  const auto response = TrendsResponse(plan, rows, Zone(), add);
  EXPECT_TRUE(response);
  return out;
}

using Words = std::vector<std::string>;

const TrendsRows kRows{
    .groups = {{.values = {}, .cells = {Cell("2020-01-11", 4), Cell("2020-01-09", 1)}}}};

TEST(TrendsResponse, PutsCellsIntoTheirBuckets) {
  EXPECT_EQ(Lines(Plan(""), {kRows}), Words{"e0: [1,0,4] 5.0"});
  TrendsRows outside = kRows;
  outside.groups[0].cells.push_back(Cell("2020-02-01", 9));
  EXPECT_EQ(Lines(Plan(""), {outside}), Words{"e0: [1,0,4] 5.0"});
  EXPECT_EQ(Lines(Plan(""), {TrendsRows{}}), Words{"e0: [0,0,0] 0.0"});
}

TEST(TrendsResponse, ReadsEveryUnit) {
  const auto with = [](BucketUnit unit, std::int64_t bucket) {
    return TrendsRows{.groups = {{.values = {}, .cells = {{bucket, 7}}}}, .unit = unit};
  };
  // 2020-01-10 is day 18271 from 1970 and day 7314 from 2000.
  EXPECT_EQ(Lines(Plan(""), {with(BucketUnit::kDates, 18'271)}), Words{"e0: [0,7,0] 7.0"});
  EXPECT_EQ(Lines(Plan(""), {with(BucketUnit::kDays, 7'314)}), Words{"e0: [0,7,0] 7.0"});
  EXPECT_EQ(Lines(Plan(""), {with(BucketUnit::kHours, 7'314 * 24)}), Words{"e0: [0,7,0] 7.0"});
  EXPECT_EQ(Lines(Plan(""), {with(BucketUnit::kMinutes, 7'314 * 24 * 60)}),
            Words{"e0: [0,7,0] 7.0"});
}

TEST(TrendsResponse, CumulatesAndSmooths) {
  EXPECT_EQ(Lines(Plan(R"(,"trendsFilter":{"display":"ActionsLineGraphCumulative"})"), {kRows}),
            Words{"e0: [1,1,5] 5.0"});
  EXPECT_EQ(Lines(Plan(R"(,"trendsFilter":{"smoothingIntervals":2})"), {kRows}),
            Words{"e0: [1,0,2] 3.0"});
  EXPECT_EQ(Lines(Plan(R"(,"trendsFilter":{"smoothingIntervals":3})"), {kRows}),
            Words{"e0: [1,0,1] 2.0"});
}

TEST(TrendsResponse, GivesFormulasZerosForWhatASeriesLacks) {
  const TrendsPlan plan =
      Plan(R"(,"trendsFilter":{"formula":"A+10*B"},"breakdownFilter":{"breakdown":"x"})", 2);
  const TrendsRows first{.groups = {{{"small"}, {Cell("2020-01-09", 1)}},
                                    {{std::string(kNullLabel)}, {Cell("2020-01-09", 50)}}}};
  const TrendsRows second{.groups = {{{"big"}, {Cell("2020-01-10", 2)}},
                                     {{std::string(kOtherLabel)}, {Cell("2020-01-09", 99)}}}};
  EXPECT_EQ(
      Lines(plan, {first, second}),
      (Words{"Formula (A+10*B): [0.0,20.0,0.0] 20.0", "Formula (A+10*B): [1.0,0.0,0.0] 1.0",
             "Formula (A+10*B): [50.0,0.0,0.0] 50.0", "Formula (A+10*B): [990.0,0.0,0.0] 990.0"}));
}

TEST(PlanTrends, AsksOneStatementPerSeriesAndPeriod) {
  EXPECT_EQ(Plan("", 3).selects.size(), 3U);
  const TrendsPlan plan = Plan(R"(,"compareFilter":{"compare":true})", 2);
  ASSERT_EQ(plan.selects.size(), 4U);
  EXPECT_FALSE(plan.selects[1].previous);
  EXPECT_EQ(plan.selects[1].series, 1U);
  EXPECT_TRUE(plan.selects[2].previous);
  EXPECT_EQ(plan.selects[2].series, 0U);
}

TEST(PlanTrends, RefusesARangeThatEndsBeforeItBegins) {
  const auto json = ParseJson(R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode"}],)"
                              R"("dateRange":{"date_from":"2020-01-09","date_to":"2020-01-01"}})");
  auto query = ParseTrendsQuery(*json);
  ASSERT_TRUE(query);
  const ProjectTime zone = Zone();
  EXPECT_FALSE(PlanTrends(*std::move(query), {.filters = {zone, At("2020-01-20T12:00:00Z"), {}, {}},
                                              .test_account_filters = {}}));
}

}  // namespace
}  // namespace tenrec::insights
