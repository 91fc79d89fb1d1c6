#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"
#include "tenrec/insights/funnel_correlation.h"
#include "tenrec/insights/funnels_actors.h"
#include "tenrec/insights/funnels_query.h"
#include "tenrec/insights/funnels_tally.h"

namespace tenrec::insights {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

Json Parsed(const std::string& text) {
  auto json = ParseJson(text);
  TENREC_CHECK(json) << json.error().message << ": " << text;
  return *std::move(json);
}

/// A funnel of the steps a, b, c with more fields.
std::string Funnel(const std::string& filter, const std::string& more = "",
                   const std::string& series =
                       R"({"kind":"EventsNode","event":"a"},{"kind":"EventsNode","event":"b"},
                          {"kind":"EventsNode","event":"c"})") {
  return R"({"kind":"FunnelsQuery","series":[)" + series + R"(],"funnelsFilter":{)" + filter + "}" +
         more + "}";
}

std::string ErrorOf(const std::string& query) {
  const auto parsed = ParseFunnelsQuery(Parsed(query));
  return parsed ? "none" : parsed.error().message;
}

TEST(FunnelsQuery, RefusesWhatTheSpecificationRefusesInItsWords) {
  const auto exclusion = [](const std::string& event, int from, int to) {
    return R"("exclusions":[{"kind":"EventsNode","event":")" + event + R"(","funnelFromStep":)" +
           std::to_string(from) + R"(,"funnelToStep":)" + std::to_string(to) + "}]";
  };
  const std::string invalid = "Exclusion event range is invalid. ";
  const std::string unordered = R"("funnelOrderType":"unordered")";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {Funnel("", "", R"({"kind":"EventsNode","event":"a"})"),
       "Funnels require at least two steps."},
      {Funnel(R"("funnelFromStep":2)"),
       "funnelFromStep is out of bounds. It must be between 0 and 1."},
      {Funnel(R"("funnelToStep":3)"), "funnelToStep is out of bounds. It must be between 1 and 2."},
      {Funnel(R"("funnelFromStep":1,"funnelToStep":1)"),
       "Funnel step range is invalid. funnelToStep should be greater than funnelFromStep."},
      {Funnel(exclusion("x", 1, 1)), invalid + "End of range should be greater than start."},
      {Funnel(exclusion("x", 2, 3)), invalid + "Start of range is greater than number of steps."},
      {Funnel(exclusion("x", 1, 3)), invalid + "End of range is greater than number of steps."},
      {Funnel(exclusion("b", 0, 1)),
       "Exclusion steps cannot contain an event that's part of funnel steps."},
      {Funnel(exclusion("c", 0, 1)), "none"},
      {Funnel(unordered + "," + exclusion("x", 0, 1)),
       "Partial Exclusions not allowed in unordered funnels"},
      {Funnel(unordered + R"(,"breakdownAttributionType":"step","breakdownAttributionValue":1)",
              R"(,"breakdownFilter":{"breakdown":"plan","breakdown_type":"event"})"),
       "Only the first step can be used for breakdown attribution in unordered funnels"},
      {Funnel(R"("funnelVizType":"trends")", "",
              R"({"kind":"EventsNode","event":"a"},
                 {"kind":"EventsNode","event":"b","optionalInFunnel":true})"),
       "Optional funnel steps are only supported in funnels with step order Sequential or Strict "
       "and the graph type \"Conversion Steps\"."},
      {Funnel("", "", R"({"kind":"EventsNode","event":"a","optionalInFunnel":true},
                         {"kind":"EventsNode","event":"b"})"),
       "The first step of a funnel cannot be optional."},
      {Funnel("", "", R"({"kind":"EventsNode","event":"a"},
                         {"kind":"EventsNode","event":"b","optionalInFunnel":true},
                         {"kind":"EventsNode","event":"b"})"),
       "An optional step cannot be the same as the following required step."},
      {Funnel(R"("funnelVizType":"time_to_convert","funnelToStep":3)"),
       "Filter parameter funnel_to_step can only be one of 1, 2 for time to convert!"},
      {Funnel(R"("funnelVizType":"pie")"),
       "query.funnelsFilter.funnelVizType: Input should be 'steps', 'flow', 'time_to_convert' or "
       "'trends'"},
      {Funnel(R"("funnelWindow":3)"),
       "query.funnelsFilter.funnelWindow: Extra inputs are not permitted"},
  };
  for (const auto& [query, message] : cases) EXPECT_EQ(ErrorOf(query), message) << query;
}

TEST(FunnelPoint, RefusesStepsThatCannotBe) {
  const auto error = [](const std::string& more, const std::string& filter = "") {
    const auto point = ParseFunnelPoint(
        Parsed(R"({"kind":"FunnelsActorsQuery","source":)" + Funnel(filter) + more + "}"), "query");
    return point ? std::string("none") : point.error().message;
  };
  EXPECT_EQ(error(""), "Missing both funnelStep and funnelCustomSteps");
  EXPECT_EQ(error(R"(,"funnelStep":0)"), "Funnel steps are 1-indexed, so step 0 doesn't exist");
  EXPECT_EQ(error(R"(,"funnelStep":-1)"),
            "The first valid drop-off argument for funnelStep is -2. -2 refers to persons who "
            "performed the first step but never made it to the second.");
  EXPECT_EQ(error(R"(,"funnelStep":-3)"), "none");
  const std::string trends = R"("funnelVizType":"trends")";
  EXPECT_EQ(error("", trends),
            "Actors parameter `funnelTrendsDropOff` must be provided for funnel trends persons!");
  EXPECT_EQ(error(R"(,"funnelTrendsDropOff":false)", trends),
            "Actors parameter `funnelTrendsEntrancePeriodStart` must be provided funnel trends "
            "persons!");
  EXPECT_EQ(error(R"(,"funnelTrendsDropOff":false,"funnelTrendsEntrancePeriodStart":"x")", trends),
            "none");
}

/// The response to a funnel after three actors: one came through, one to the second step, and one
/// only entered.
JsonObject Answer(const std::string& filter, const std::string& more = "") {
  auto zone = ProjectTime::Load("UTC", 0);
  TENREC_CHECK(zone);
  const auto query = ParseFunnelsQuery(Parsed(Funnel(filter, more)));
  TENREC_CHECK(query) << query.error().message;
  const FunnelsPlan plan{.query = *query, .range = {}, .select = nullptr};
  FunnelTally tally(plan, *zone);
  const std::uint32_t second = query->breakdown ? 1 : 0;
  const std::vector<behavior::FunnelOutcome> outcomes = {
      {.reached = 2, .bits = 7, .times = {0, kHour, 3 * kHour}},
      {.value = second, .reached = 1, .bits = 3, .times = {0, 2 * kHour}},
      {.reached = 0, .bits = 1, .times = {0}}};
  const std::vector<std::string_view> values = {"x", "y"};
  for (const auto& outcome : outcomes) TENREC_CHECK(tally.Add({&outcome, 1}, values));
  return tally.Response();
}

TEST(FunnelTally, CountsTheWorkedExampleOfTheSpecification) {
  const JsonArray rows = Answer("").at("results").as_array();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(PrintJson(rows[1]),
            R"({"action_id":"b","name":"b","custom_name":null,"order":1,"people":[],"count":2,)"
            R"("type":"events","average_conversion_time":5400.0,"median_conversion_time":5400.0})");
  EXPECT_EQ(PrintJson(rows[2]),
            R"({"action_id":"c","name":"c","custom_name":null,"order":2,"people":[],"count":1,)"
            R"("type":"events","average_conversion_time":7200.0,"median_conversion_time":7200.0})");
}

TEST(FunnelTally, PutsValuesPastTheLimitTogether) {
  const std::string by = R"(,"breakdownFilter":{"breakdown":"p","breakdown_type":"event",)"
                         R"("breakdown_limit":1})";
  const JsonArray rows = Answer("", by).at("results").as_array();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(PrintJson(rows[0].at(0).at("breakdown_value")), R"(["x"])");
  EXPECT_EQ(PrintJson(rows[1].at(0).at("breakdown_value")), R"(["Other"])");
  EXPECT_EQ(rows[1].at(1).at("count"), 1);
}

TEST(FunnelTally, PutsTimesToConvertIntoBins) {
  EXPECT_EQ(PrintJson(Answer(R"("funnelVizType":"time_to_convert")").at("results")),
            R"({"bins":[[10800,1],[10860,0]],"average_conversion_time":10800.0})");
  EXPECT_EQ(PrintJson(Answer(R"("funnelVizType":"time_to_convert","funnelToStep":1,"binCount":2)")
                          .at("results")),
            R"({"bins":[[3600,1],[5400,0],[7200,1]],"average_conversion_time":5400.0})");
}

TEST(FunnelCorrelation, RanksByOddsAndSaysWhenTheGroupsAreUneven) {
  const FunnelCorrelation query;
  const JsonObject few = CorrelationResults(
      query, {.success = 7, .failure = 11},
      {{.name = "watched video", .success = 5, .failure = 1}, {.name = "left", .failure = 9}});
  EXPECT_EQ(
      PrintJson(few.at("events").at(0)),
      R"({"success_count":5,"failure_count":1,"odds_ratio":11.0,"correlation_type":"success",)"
      R"("event":{"event":"watched video","properties":{},"elements":[]}})");
  EXPECT_EQ(few.at("events").at(1).at("correlation_type"), "failure");
  EXPECT_EQ(few.at("skewed"), false);
  EXPECT_EQ(CorrelationResults(query, {.success = 1, .failure = 11}, {}).at("skewed"), true);
  EXPECT_EQ(PrintJson(CorrelationResults(query, {.success = 0, .failure = 11}, {{"a", 0, 3}})),
            R"({"events":[],"skewed":true})");
}

TEST(FunnelCorrelation, AsksForWhatItCompares) {
  const auto error = [](const std::string& more) {
    const auto query = ParseFunnelCorrelation(
        Parsed(
            R"({"kind":"FunnelCorrelationQuery","source":{"kind":"FunnelsActorsQuery","source":)" +
            Funnel("") + "}" + more + "}"),
        "query");
    return query ? std::string("none") : query.error().message;
  };
  EXPECT_EQ(error(R"(,"funnelCorrelationType":"events")"), "none");
  EXPECT_EQ(error(R"(,"funnelCorrelationType":"properties")"),
            "Property Correlation expects atleast one Property to run correlation on");
  EXPECT_EQ(error(R"(,"funnelCorrelationType":"event_with_properties")"),
            "Event Property Correlation expects atleast one event name to run correlation on");
  EXPECT_EQ(error(""), "query.funnelCorrelationType: Field required");
}

}  // namespace
}  // namespace tenrec::insights
