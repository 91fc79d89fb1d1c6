#include "tenrec/query/saved_query.h"

#include <gtest/gtest.h>

#include "tenrec/accounts/team.h"

namespace tenrec::query {
namespace {

Json J(std::string_view text) {
  auto json = ParseJson(text);
  EXPECT_TRUE(json) << text;
  return json ? *std::move(json) : Json();
}

TEST(CheckQuery, TakesWhatMayBeAskedOneDay) {
  for (
      std::string_view query :
      {R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"x"}]})",
       R"({"kind":"InsightVizNode","full":true,"source":{"kind":"WebOverviewQuery","anything":1}})",
       R"({"kind":"DataVisualizationNode","source":{"kind":"HogQLQuery","query":"select 1"}})",
       R"({"kind":"TrendsQuery","series":[{"kind":"ActionsNode","id":1}]})"}) {
    const Status checked = CheckQuery(J(query));
    EXPECT_TRUE(checked) << query << (checked ? "" : checked.error().message);
  }
}

TEST(CheckQuery, RefusesWhatNoKindReads) {
  for (std::string_view query :
       {"null", "7", "{}", R"({"kind":"Nonsense"})", R"({"kind":"InsightVizNode"})",
        R"({"kind":"TrendsQuery","series":7})", R"({"kind":"TrendsQuery","series":[],"x":1})"}) {
    const Status checked = CheckQuery(J(query));
    ASSERT_FALSE(checked) << query;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument) << query;
  }
}

TEST(WithOverrides, ChangesTheQueryInsideItsWrapper) {
  const Json query = J(
      R"({"kind":"InsightVizNode","full":true,"source":{"kind":"TrendsQuery","series":[],"dateRange":{"date_from":"-7d"}}})");
  const auto out = WithOverrides(query, J(R"({"date_from":"-30d"})"), Json());
  ASSERT_TRUE(out);
  EXPECT_EQ(
      PrintJson(*out),
      R"({"kind":"InsightVizNode","full":true,"source":{"kind":"TrendsQuery","series":[],"dateRange":{"date_from":"-30d"}}})");
  EXPECT_EQ(*WithOverrides(query, JsonObject(), JsonObject()), query);
  EXPECT_EQ(*WithOverrides(Json(), J(R"({"date_from":"-30d"})"), Json()), Json());
  EXPECT_FALSE(WithOverrides(query, J("[]"), Json()));
}

TEST(WithOverrides, ComparesWhereTheKindCanAndTheRangeHasABeginning) {
  const auto compare = [](std::string_view query, std::string_view filters) {
    const auto out = WithOverrides(J(query), J(filters), Json());
    EXPECT_TRUE(out) << query;
    const Json* kept = out ? FindMember(*out, "compareFilter") : nullptr;
    return kept == nullptr ? std::string("none") : PrintJson(*kept);
  };
  constexpr std::string_view kWeek = R"({"compareFilter":{"compare":true,"compare_to":"-1w"}})";
  constexpr std::string_view kWeekPrinted = R"({"compare":true,"compare_to":"-1w"})";
  for (std::string_view kind : {"TrendsQuery", "FunnelsQuery", "StickinessQuery"}) {
    const std::string query = R"({"kind":")" + std::string(kind) + R"(","series":[]})";
    EXPECT_EQ(compare(query, kWeek), kWeekPrinted) << kind;
  }
  EXPECT_EQ(compare(R"({"kind":"LifecycleQuery","series":[]})", kWeek), "none");
  EXPECT_EQ(compare(R"({"kind":"HogQLQuery","query":"select 1"})", kWeek), "none");

  constexpr std::string_view kCompared =
      R"({"kind":"TrendsQuery","series":[],"compareFilter":{"compare":true}})";
  EXPECT_EQ(compare(kCompared, R"({"compareFilter":null})"), R"({"compare":true})");
  EXPECT_EQ(compare(kCompared, R"({"compareFilter":{"compare":false}})"), R"({"compare":false})");
  EXPECT_EQ(compare(kCompared, R"({"date_from":"all"})"), "none");
  EXPECT_EQ(compare(R"({"kind":"TrendsQuery","series":[],"dateRange":{"date_from":"all"}})", kWeek),
            "none");
}

TEST(ReadListDate, ReadsDatesAndShifts) {
  accounts::Team team;
  team.timezone = "Asia/Tokyo";
  const Timestamp now = *ParseRfc3339("2026-11-22T09:30:00Z");
  const auto is = [&](std::string_view text, std::string_view instant) {
    const auto read = ReadListDate(text, team, now);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(FormatIso(*read), instant) << text;
  };
  is("2026-11-01", "2026-10-31T15:00:00.000000Z");
  is("-7d", "2026-11-14T15:00:00.000000Z");
  EXPECT_FALSE(ReadListDate("yesterday-ish", team, now));
}

}  // namespace
}  // namespace tenrec::query
