#include "tenrec/exports/insight_rows.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tenrec::exports {
namespace {

std::string Rows(std::string_view answer) {
  const auto parsed = ParseJson(answer);
  EXPECT_TRUE(parsed) << answer;
  std::string rows;
  for (const JsonObject& row : InsightRows(parsed->as_object())) rows.append(PrintJson(row) + "\n");
  return rows;
}

TEST(InsightRows, AreASeriesEach) {
  EXPECT_EQ(Rows(R"({"results":[
      {"label":"$pageview","action":{"custom_name":"Views"},"data":[1,0,4],
       "labels":["9-Jan-2020","10-Jan-2020","11-Jan-2020"],"count":5},
      {"label":"Chrome","breakdown_value":["Chrome","US"],"data":[1.5],"labels":["9-Jan-2020"]},
      {"label":"all","data":[],"aggregated_value":7}]})"),
            R"({"series":"$pageview","custom name":"Views","9-Jan-2020":1,"10-Jan-2020":0,)"
            R"("11-Jan-2020":4,"total":5})"
            "\n"
            R"({"series":"Chrome","breakdown":"Chrome::US","9-Jan-2020":1.5,"total":1.5})"
            "\n"
            R"({"series":"all","total count":7})"
            "\n");
}

TEST(InsightRows, OfTwoPeriodsShareTheColumnsOfTheCurrentOne) {
  EXPECT_EQ(Rows(R"({"results":[
      {"label":"a","compare_label":"previous","data":[3],"labels":["1-Jan-2020"]},
      {"label":"a","compare_label":"current","data":[2],"labels":["8-Jan-2020"]}]})"),
            R"({"series":"a - previous","8-Jan-2020":3,"total":3})"
            "\n"
            R"({"series":"a - current","8-Jan-2020":2,"total":2})"
            "\n");
}

TEST(InsightRows, AreAStepEachOfAFunnel) {
  const char* steps =
      R"~([{"action_id":"play","custom_name":null,"name":"play","count":2,"breakdown_value":["de"],)~"
      R"~("average_conversion_time":5.5,"median_conversion_time":5},)~"
      R"~({"action_id":null,"custom_name":null,"name":"All events","count":1}])~";
  const char* rows =
      R"~({"name":"play","breakdown_value":"de","action_id":"play","count":2,)~"
      R"~("median_conversion_time (seconds)":5,"average_conversion_time (seconds)":5.5})~"
      "\n"
      R"~({"name":"All events","breakdown_value":"","action_id":null,"count":1,)~"
      R"~("median_conversion_time (seconds)":null,"average_conversion_time (seconds)":null})~"
      "\n";
  EXPECT_EQ(Rows(R"({"results":)" + std::string(steps) + "}"), rows);
  EXPECT_EQ(Rows(R"({"results":[)" + std::string(steps) + "]}"), rows);
}

TEST(InsightRows, AreACohortEachOfRetention) {
  EXPECT_EQ(Rows(R"({"results":[{"label":"Day 0","date":"2020-06-10T00:00:00Z","breakdown_value":)"
                 R"(null,"values":[{"count":2,"label":"Day 0"},{"count":1,"label":"Day 1"}]}]})"),
            R"({"cohort":"2020-06-10T00:00:00Z","cohort size":2,"Day 0":2,"Day 1":1})"
            "\n");
}

TEST(InsightRows, AreBinsCellsAndBoxes) {
  EXPECT_EQ(Rows(R"({"results":{"bins":[[60,3],[120,0]],"average_conversion_time":70}})"),
            "{\"bin\":60,\"value\":3}\n{\"bin\":120,\"value\":0}\n");
  EXPECT_EQ(Rows(R"({"results":{"data":[{"row":1,"column":14,"value":3}],"allAggregations":3}})"),
            "{\"day of week\":1,\"hour\":14,\"value\":3}\n");
  EXPECT_EQ(Rows(R"({"results":[{"data":[],"calendar_heatmap_data":{"data":[{"row":7,"column":0,)"
                 R"("value":1}]}}]})"),
            "{\"day of week\":7,\"hour\":0,\"value\":1}\n");
  EXPECT_EQ(Rows(R"({"results":[{"data":[],"label":"a"}],"boxplot_data":[{"day":"2024-01-01",)"
                 R"("min":1,"max":3}]})"),
            "{\"day\":\"2024-01-01\",\"min\":1,\"max\":3}\n");
  EXPECT_EQ(Rows(R"({"results":{"events":[{"odds_ratio":11,"event":{"event":"a"}}]}})"),
            "{\"odds_ratio\":11,\"event\":{\"event\":\"a\"}}\n");
}

TEST(InsightRows, AreNoneOfNothing) {
  for (std::string_view answer :
       {R"({})", R"({"results":null})", R"({"results":[]})", R"({"results":{}})",
        R"({"results":[1,"x",null]})", R"({"results":{"bins":[[1],2]}})"}) {
    EXPECT_EQ(Rows(answer), "") << answer;
  }
}

}  // namespace
}  // namespace tenrec::exports
