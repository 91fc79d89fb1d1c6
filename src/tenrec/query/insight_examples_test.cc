/// The specification's worked examples of lifecycle, stickiness, retention and paths, the people
/// behind their numbers, and what these questions refuse. tests/reference holds the same kinds to
/// references over generated histories.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class InsightExamplesTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  static TestEvent Visit(std::string person, std::string day, std::string time = "10:00:00") {
    return {.event = "$pageview",
            .person = std::move(person),
            .timestamp = std::move(day) + "T" + std::move(time) + "Z"};
  }

  /// `field` of every row of the results.
  static std::string Fields(const Json& answer, std::string_view field) {
    JsonArray out;
    for (const Json& row : Pick(answer, "results").as_array()) out.push_back(Pick(row, field));
    return PrintJson(out);
  }

  /// How many actors are behind a number.
  std::size_t Actors(const std::shared_ptr<const accounts::Team>& team, const std::string& point) {
    const Json answer =
        world_.Ask(team, R"({"kind":"ActorsQuery","select":["actor_id"],"source":)" + point + "}");
    return Pick(answer, "results").as_array().size();
  }
};

constexpr std::string_view kPageviews = R"([{"kind":"EventsNode","event":"$pageview"}])";

TEST_F(InsightExamplesTest, LifecycleFollowsAPersonThroughItsDays) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id,
                {Visit("p1", "2020-01-11"), Visit("p1", "2020-01-12"), Visit("p1", "2020-01-14")});
  const std::string query =
      R"({"kind":"LifecycleQuery","dateRange":{"date_from":"2020-01-12","date_to":"2020-01-14"},)"
      R"("series":)" +
      std::string(kPageviews) + "}";
  const Json answer = world_.Ask(team, query);
  EXPECT_EQ(Fields(answer, "status"), R"(["new","returning","resurrecting","dormant"])");
  EXPECT_EQ(Fields(answer, "data"), "[[0.0,0.0,0.0],[1.0,0.0,0.0],[0.0,0.0,1.0],[0.0,-1.0,0.0]]");
  EXPECT_EQ(Fields(answer, "count"), "[0.0,1.0,1.0,-1.0]");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 1, "label")), R"("$pageview - returning")");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 1, "labels")),
            R"(["12-Jan-2020","13-Jan-2020","14-Jan-2020"])");
  const auto behind = [&](const std::string& status, const std::string& day) {
    return Actors(team, R"({"kind":"InsightActorsQuery","status":")" + status + R"(","day":")" +
                            day + R"(","source":)" + query + "}");
  };
  EXPECT_EQ(behind("dormant", "2020-01-13"), 1U);
  EXPECT_EQ(behind("dormant", "2020-01-12"), 0U);
  EXPECT_EQ(behind("resurrecting", "2020-01-14"), 1U);
}

TEST_F(InsightExamplesTest, StickinessCountsActiveDays) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id,
                {Visit("p1", "2020-01-09"), Visit("p1", "2020-01-10"), Visit("p1", "2020-01-11"),
                 Visit("p2", "2020-01-10"), Visit("p3", "2020-01-09"), Visit("p3", "2020-01-11")});
  const auto query = [](const std::string& more) {
    return R"({"kind":"StickinessQuery","dateRange":{"date_from":"2020-01-09",)"
           R"("date_to":"2020-01-11"},"series":)" +
           std::string(kPageviews) + more + "}";
  };
  const Json exact = world_.Ask(team, query(""));
  EXPECT_EQ(Fields(exact, "data"), "[[1,1,1]]");
  EXPECT_EQ(Fields(exact, "count"), "[3]");
  EXPECT_EQ(Fields(exact, "labels"), R"([["1 day","2 days","3 days"]])");
  const std::string cumulative = query(R"(,"stickinessFilter":{"computedAs":"cumulative"})");
  const Json more = world_.Ask(team, cumulative);
  EXPECT_EQ(Fields(more, "data"), "[[3,2,1]]");
  EXPECT_EQ(Fields(more, "count"), "[3]");
  EXPECT_EQ(Fields(more, "labels"), R"([["1 day or more","2 days or more","3 days or more"]])");
  EXPECT_EQ(Actors(team, R"({"kind":"InsightActorsQuery","day":2,"source":)" + cumulative + "}"),
            2U);
  EXPECT_EQ(Actors(team, R"({"kind":"StickinessActorsQuery","day":2,"operator":"lte","source":)" +
                             query("") + "}"),
            2U);
}

TEST_F(InsightExamplesTest, RetentionFollowsCohorts) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id,
                {Visit("p1", "2020-06-10"), Visit("p1", "2020-06-11"), Visit("p1", "2020-06-12"),
                 Visit("p2", "2020-06-10"), Visit("p2", "2020-06-12")});
  const auto query = [](const std::string& more) {
    return R"({"kind":"RetentionQuery","dateRange":{"date_from":"2020-06-10",)"
           R"("date_to":"2020-06-12"},"retentionFilter":{"totalIntervals":3)" +
           more + "}}";
  };
  const auto counts = [&](const std::string& more) {
    std::string out;
    const Json answer = world_.Ask(team, query(more));
    for (const Json& row : Pick(answer, "results").as_array()) {
      for (const Json& value : Pick(row, "values").as_array()) {
        out += PrintJson(Pick(value, "count"));
      }
      out += ' ';
    }
    return out;
  };
  EXPECT_EQ(counts(""), "212 110 200 ");
  EXPECT_EQ(counts(R"(,"retentionType":"retention_first_time")"), "212 000 000 ");
  EXPECT_EQ(counts(R"(,"retentionType":"retention_first_ever_occurrence")"), "212 000 000 ");
  EXPECT_EQ(counts(R"(,"cumulative":true)"), "222 110 200 ");
  const Json answer = world_.Ask(team, query(""));
  EXPECT_EQ(PrintJson(Pick(answer, "results", 1)),
            R"({"values":[{"count":1,"label":"Day 0"},{"count":1,"label":"Day 1"},)"
            R"({"count":0,"label":"Day 2"}],"label":"Day 1","date":"2020-06-11T00:00:00Z",)"
            R"("breakdown_value":null})");
  const Json brackets = world_.Ask(team, query(R"(,"retentionCustomBrackets":[1,3])"));
  EXPECT_EQ(PrintJson(Pick(brackets, "results", 0, "values")),
            R"([{"count":2,"label":"Day 0"},{"count":1,"label":"Day 1"},)"
            R"({"count":2,"label":"Day 2-4"}])");
  const Json people =
      world_.Ask(team, R"({"kind":"ActorsQuery","select":["appearances","day_1"],"source":)"
                       R"({"kind":"InsightActorsQuery","interval":0,"source":)" +
                           query("") + R"(},"orderBy":["length(appearances) DESC"]})");
  EXPECT_EQ(PrintJson(Pick(people, "results", 0, 0)), "[0,1,2]");
  EXPECT_EQ(PrintJson(Pick(people, "results", 1, 0)), "[0,2]");
  const auto events = [&](const std::string& interval) {
    return R"({"kind":"EventsQuery","select":["person_id","timestamp"],"source":)"
           R"({"kind":"InsightActorsQuery",)" +
           interval + R"("source":)" + query("") + "}}";
  };
  EXPECT_EQ(Pick(world_.Ask(team, events(R"("interval":0,)")), "results").as_array().size(), 5U);
  EXPECT_EQ(Pick(world_.Ask(team, events(R"("interval":1,)")), "results").as_array().size(), 2U);
  EXPECT_NE(world_.Post(team, events(""))
                .body.find("Interval is required for insight retention events query"),
            std::string::npos);
}

TEST_F(InsightExamplesTest, PathsGoFromItemToItem) {
  const auto team = world_.NewTeam();
  const auto at = [](std::string person, std::string time, std::string_view url) {
    TestEvent event = Visit(std::move(person), "2020-01-09", std::move(time));
    event.properties = R"({"$current_url":")" + std::string(url) + "\"}";
    return event;
  };
  world_.Insert(team->id, {at("p1", "00:00:00", "/1"), at("p1", "00:01:00", "/2/"),
                           at("p1", "00:03:00", "/3"), at("p2", "00:00:00", "/1"),
                           at("p2", "00:01:00", "/3"), at("p2", "00:31:00", "/1")});
  const auto query = [](const std::string& filter) {
    return R"({"kind":"PathsQuery","dateRange":{"date_from":"2020-01-09","date_to":"2020-01-09"},)"
           R"("pathsFilter":{)" +
           filter + "}}";
  };
  EXPECT_EQ(PrintJson(Pick(world_.Ask(team, query("")), "results")),
            R"([{"source":"1_/1","target":"2_/2","value":1,"average_conversion_time":60000.0},)"
            R"({"source":"1_/1","target":"2_/3","value":1,"average_conversion_time":60000.0},)"
            R"({"source":"2_/2","target":"3_/3","value":1,"average_conversion_time":120000.0}])");
  EXPECT_EQ(Actors(team, R"({"kind":"InsightActorsQuery","source":)" +
                             query(R"("pathDropoffKey":"1_/1")") + "}"),
            1U);
  const auto matching = [&](const std::string& filter) {
    const Json answer = world_.Ask(
        team, R"({"kind":"ActorsQuery","select":["actor_id","matching_events"],"source":)"
              R"({"kind":"InsightActorsQuery","includeRecordings":true,"source":)" +
                  query(filter) + "}}");
    JsonArray times;
    for (const Json& row : Pick(answer, "results").as_array()) {
      for (const Json& event : Pick(row, 1).as_array()) times.push_back(Pick(event, 0));
    }
    return PrintJson(times);
  };
  EXPECT_EQ(matching(R"("pathStartKey":"2_/2","pathEndKey":"3_/3")"),
            R"(["2020-01-09T00:03:00Z"])");
  EXPECT_EQ(matching(R"("startPoint":"/1","endPoint":"/3","stepLimit":2,"pathEndKey":"2_...")"),
            R"(["2020-01-09T00:01:00Z"])");
}

TEST_F(InsightExamplesTest, RefusesWhatMeansNothing) {
  const auto team = world_.NewTeam();
  const auto refuses = [&](const std::string& query, std::string_view detail) {
    const Answer answer = world_.Post(team, query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_NE(answer.body.find(detail), std::string::npos) << answer.body;
  };
  refuses(R"({"kind":"LifecycleQuery"})", "query.series: Field required");
  refuses(R"({"kind":"LifecycleQuery","series":[{"kind":"EventsNode"}],"lifecycleFilter":{"x":1}})",
          "query.lifecycleFilter");
  refuses(R"({"kind":"StickinessQuery","series":[{"kind":"EventsNode"}],"intervalCount":0})",
          "query.intervalCount");
  refuses(R"({"kind":"RetentionQuery"})", "query.retentionFilter: Field required");
  refuses(R"({"kind":"RetentionQuery","series":[],"retentionFilter":{}})", "query.series");
  refuses(R"({"kind":"RetentionQuery","retentionFilter":{"cumulative":true,)"
          R"("timeWindowMode":"24_hour_windows"}})",
          "Cumulative retention is not supported for 24 hour windows.");
  refuses(R"({"kind":"RetentionQuery","retentionFilter":{"period":"Year"}})",
          "query.retentionFilter.period");
  refuses(R"({"kind":"RetentionQuery","retentionFilter":{"retentionCustomBrackets":[0]}})",
          "query.retentionFilter.retentionCustomBrackets");
  refuses(R"({"kind":"PathsQuery"})", "query.pathsFilter: Field required");
  refuses(R"({"kind":"PathsQuery","pathsFilter":{"stepLimit":-1}})", "query.pathsFilter.stepLimit");
  refuses(R"({"kind":"InsightActorsQuery","status":"old","source":{"kind":"LifecycleQuery",)"
          R"("series":[{"kind":"EventsNode"}]}})",
          "query.status");
  refuses(R"({"kind":"EventsQuery","select":["event"],"source":{"kind":"InsightActorsQuery",)"
          R"("source":{"kind":"LifecycleQuery","series":[{"kind":"EventsNode"}]}}})",
          "Cannot convert source query of type LifecycleQuery to events query");
  refuses(R"({"kind":"StickinessActorsQuery","day":1,"source":{"kind":"TrendsQuery",)"
          R"("series":[{"kind":"EventsNode"}]}})",
          "query.source");
}

}  // namespace
}  // namespace tenrec::query
