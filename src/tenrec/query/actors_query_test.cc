/// ActorsQuery, InsightActorsQuery and the events behind a number, on the real engine: every list
/// is the same set as its number.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

std::string Quote(std::string_view text) {
  return PrintJson(Json(text));
}

double Number(const Json& json) {
  return json.is_null() ? 0 : json.to_number<double>();
}

class ActorsQueryTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  /// Two weeks of events in a zone behind UTC: some near midnight, some without a browser, the last
  /// ones of a day, a week and a month that are not over.
  std::shared_ptr<const accounts::Team> Busy() {
    static const auto team = [this] {
      const auto made = world_.NewTeam("America/New_York", 0, TestAccounts());
      std::vector<TestEvent> events;
      std::uint32_t random = 7;
      const auto below = [&](std::uint32_t bound) {
        random = random * 1'664'525 + 1'013'904'223;
        return (random >> 16) % bound;
      };
      const Timestamp begin = At("2020-01-01T03:30:00Z");
      for (int i = 0; i < 260; ++i) {
        const Timestamp t = begin + std::chrono::minutes(i * 107);
        const std::uint32_t browser = below(6);
        std::string properties = R"({"num_v":)" + std::to_string(below(20)) +
                                 R"(,"$session_id":"s)" + std::to_string(below(9)) + "\"";
        if (browser != 5) properties += R"(,"browser":"b)" + std::to_string(browser) + "\"";
        properties += "}";
        events.push_back({.event = below(5) == 0 ? "other" : "e",
                          .person = "p" + std::to_string(below(11)),
                          .timestamp = FormatIso(t),
                          .properties = properties,
                          .person_properties = below(8) == 0 ? R"({"email":"a@test.io"})" : "{}",
                          .elements_chain = "",
                          .group = below(4) == 3 ? "" : "g" + std::to_string(below(3))});
      }
      world_.Insert(made->id, events);
      return made;
    }();
    return team;
  }
  static JsonObject TestAccounts() {
    return {{"test_account_filters", JsonArray{JsonObject{{"type", "person"},
                                                          {"key", "email"},
                                                          {"operator", "not_icontains"},
                                                          {"value", "test.io"}}}}};
  }

  Json Ask(const std::string& query) { return world_.Ask(Busy(), query); }

  /// The value of a HogQL expression over the events behind a point.
  double OfEvents(const std::string& point, const std::string& expression) {
    const Json answer = Ask(R"({"kind":"EventsQuery","select":[)" + Quote(expression) +
                            R"(],"source":)" + point + "}");
    return Number(Pick(answer, "results", 0, 0));
  }
};

/// A math and what it counts, said again as an expression over the events behind a number.
struct MathCase {
  std::string series;
  std::string expression;
  /// Of the Other row, which adds up what its values have; empty when sums mean nothing.
  std::string other;
  bool counts_actors = false;
};

const std::vector<MathCase> kMaths = {
    {R"("math":"total")", "count()", "count()"},
    {R"("math":"dau")", "uniqExact(person_id)",
     "uniqExact(concat(toString(person_id), ifNull(toString(properties.browser), '')))", true},
    {R"("math":"weekly_active")", "uniqExact(person_id)",
     "uniqExact(concat(toString(person_id), ifNull(toString(properties.browser), '')))", true},
    {R"("math":"monthly_active")", "uniqExact(person_id)",
     "uniqExact(concat(toString(person_id), ifNull(toString(properties.browser), '')))", true},
    {R"("math":"first_time_for_user")", "uniqExact(person_id)", "uniqExact(person_id)", true},
    {R"("math":"first_matching_event_for_user")", "uniqExact(person_id)", "uniqExact(person_id)",
     true},
    {R"("math":"unique_session")", "uniqExact($session_id)",
     "uniqExact(concat($session_id, '-', ifNull(toString(properties.browser), '')))"},
    {R"("math":"unique_group","math_group_type_index":0)", "uniqExact($group_0)",
     "uniqExact(concat($group_0, '-', ifNull(toString(properties.browser), '')))", true},
    {R"("math":"sum","math_property":"num_v")", "sum(properties.num_v)", "sum(properties.num_v)"},
    {R"("math":"max","math_property":"num_v")", "max(properties.num_v)", ""},
    {R"("math":"avg","math_property":"num_v")", "avg(properties.num_v)", ""},
    {R"("math":"hogql","math_hogql":"count() * 2")", "count() * 2", "count() * 2"},
    {R"("math":"avg_count_per_actor")", "count() / uniqExact(person_id)", ""},
};

TEST_F(ActorsQueryTest, ListsTheSetBehindEveryNumber) {
  const std::vector<std::string> shapes = {
      R"("interval":"day","dateRange":{"date_from":"-6d"})",
      R"("interval":"week","dateRange":{"date_from":"-9d"})",
      R"("interval":"hour","dateRange":{"date_from":"2020-01-17T22:00","date_to":"2020-01-18T20:00"})",
      R"("interval":"month","dateRange":{"date_from":"2019-12-20"})",
      R"("interval":"day","dateRange":{"date_from":"-3d"},"trendsFilter":{"display":"ActionsLineGraphCumulative"})",
      R"("interval":"week","dateRange":{"date_from":"2019-12-25"},"trendsFilter":{"display":"ActionsLineGraphCumulative"})",
      R"("dateRange":{"date_from":"2020-01-02"},"trendsFilter":{"display":"BoldNumber"})",
  };
  int compared = 0;
  for (const MathCase& math : kMaths) {
    for (const std::string& shape : shapes) {
      const bool cumulative = shape.find("Cumulative") != std::string::npos;
      // The ways to cut time do not depend on what is counted.
      if (&math - kMaths.data() > 5 && shape != shapes.front() && shape != shapes.back()) continue;
      // A running sum of averages, or of days' sessions, is not what its events give together.
      if (cumulative && math.expression != "count()" && !math.counts_actors &&
          math.expression.find("sum(") == std::string::npos) {
        continue;
      }
      // Cumulated trailing actors are a sum of sums.
      if (cumulative && math.series.find("_active") != std::string::npos) continue;
      for (const bool breaks_down : {false, true}) {
        const bool ends = shape == shapes.front() || shape == shapes.back();
        if (breaks_down && !ends) continue;
        const std::string source =
            R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e",)" + math.series +
            R"(}],"filterTestAccounts":true,"compareFilter":{"compare":true},)" + shape +
            (breaks_down ? R"(,"breakdownFilter":{"breakdown":"browser","breakdown_limit":2})"
                         : "") +
            "}";
        const Json trend = Ask(source);
        const auto& rows = Pick(trend, "results").as_array();
        // Nobody need be new in the last days.
        if (math.series.find("first_") == std::string::npos) ASSERT_GE(rows.size(), 2U) << source;
        for (const Json& row : rows) {
          const auto& data = Pick(row, "data").as_array();
          const bool previous = StringMember(row, "compare_label") == "previous";
          std::vector<int> buckets = {-1};
          if (!data.empty()) {
            const int last = static_cast<int>(data.size()) - 1;
            buckets = {0, last};
          }
          for (const int bucket : buckets) {
            std::string point = R"({"kind":"InsightActorsQuery","compare":)" +
                                Quote(previous ? "previous" : "current");
            // Both periods are asked for by the days of the current one.
            if (bucket >= 0) {
              point += ",\"day\":" + PrintJson(Pick(rows.front(), "days", bucket));
            }
            std::string label;
            if (breaks_down) {
              label = std::string(*StringMember(row, "breakdown_value"));
              point += ",\"breakdown\":" + Quote(label);
            }
            point += ",\"source\":" + source + "}";
            const double number = bucket < 0 ? Number(Pick(row, "aggregated_value"))
                                             : Number(Pick(row, "data", bucket));
            const bool other = label == "$$_posthog_breakdown_other_$$";
            if (other && math.other.empty()) continue;
            EXPECT_NEAR(OfEvents(point, other ? math.other : math.expression), number, 1e-9)
                << point;

            const Json actors = Ask(R"({"kind":"ActorsQuery","select":["actor_id","event_count"],)"
                                    R"("limit":1000,"source":)" +
                                    point + "}");
            const auto& list = Pick(actors, "results").as_array();
            double events = 0;
            for (const Json& actor : list) events += Number(Pick(actor, 1));
            EXPECT_EQ(events, OfEvents(point, "count()")) << point;
            if (math.counts_actors && !other) {
              EXPECT_EQ(static_cast<double>(list.size()), number) << point;
            }
            ++compared;
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 150);
}

TEST_F(ActorsQueryTest, ListsTheSetBehindABinAndSeveralBreakdowns) {
  const auto check = [&](const std::string& filter) {
    const std::string source =
        R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e","math":"dau"}],)"
        R"("dateRange":{"date_from":"-6d"},"breakdownFilter":)" +
        filter + "}";
    const Json trend = Ask(source);
    for (const Json& row : Pick(trend, "results").as_array()) {
      const Json& value = Pick(row, "breakdown_value");
      if (PrintJson(value).find("breakdown_other") != std::string::npos) continue;
      const std::string point =
          R"({"kind":"InsightActorsQuery","day":)" + PrintJson(Pick(row, "days", 3)) +
          ",\"breakdown\":" + PrintJson(value) + ",\"source\":" + source + "}";
      const Json actors =
          Ask(R"({"kind":"ActorsQuery","select":["actor_id"],"source":)" + point + "}");
      EXPECT_EQ(static_cast<double>(Pick(actors, "results").as_array().size()),
                Number(Pick(row, "data", 3)))
          << point;
    }
  };
  check(R"({"breakdown":"num_v","breakdown_histogram_bin_count":3})");
  check(
      R"({"breakdowns":[{"property":"browser"},{"property":"$session_id"}],"breakdown_limit":4})");
  const std::string source =
      R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e"}],"dateRange":)"
      R"({"date_from":"-6d"},"breakdownFilter":{"breakdowns":[{"property":"browser"},)"
      R"({"property":"$session_id"}],"breakdown_limit":4}})";
  const Json trend = Ask(source);
  const auto& rows = Pick(trend, "results").as_array();
  const Json& other = rows.back();
  ASSERT_NE(PrintJson(Pick(other, "breakdown_value")).find("breakdown_other"), std::string::npos);
  EXPECT_EQ(OfEvents(R"({"kind":"InsightActorsQuery","day":)" + PrintJson(Pick(other, "days", 3)) +
                         ",\"breakdown\":" + PrintJson(Pick(other, "breakdown_value")) +
                         ",\"source\":" + source + "}",
                     "count()"),
            Number(Pick(other, "data", 3)));
}

class PersonsTest : public ActorsQueryTest {
 protected:
  std::shared_ptr<const accounts::Team> Team() {
    static const auto team = [this] {
      const auto made = world_.NewTeam();
      world_.Insert(made->id, {{"e", "p1", "2020-01-20T10:00:00Z", R"({"$session_id":"s"})"},
                               {"e", "p1", "2020-01-20T10:30:00Z"},
                               {"e", "p2", "2020-01-20T11:00:00Z"},
                               {"e", "gone", "2020-01-20T11:00:00Z"},
                               {"e", "p3", "2020-01-19T11:00:00Z"}});
      world_.InsertPersons(made->id, {{"p1", R"({"email":"ann@x.io","age":30})", true},
                                      {"p2", R"({"name":"Bob"})", false},
                                      {"p3", R"({"email":"cy@y.io","age":9})", true},
                                      {"idle", R"({"email":"idle@x.io"})", false}});
      return made;
    }();
    return team;
  }
  std::string Source(std::string_view more = R"(,"day":"2020-01-20")") {
    return R"({"kind":"InsightActorsQuery","source":{"kind":"TrendsQuery","series":[)"
           R"({"kind":"EventsNode","event":"e"}],"dateRange":{"date_from":"-2d"}})" +
           std::string(more) + "}";
  }
  Json Persons(const std::string& fields) {
    return world_.Ask(Team(), R"({"kind":"ActorsQuery")" + fields + "}");
  }
  std::string Results(const std::string& fields) {
    return PrintJson(Pick(Persons(fields), "results"));
  }
};

TEST_F(PersonsTest, AnswersInTheShapeOfTheSpecification) {
  const Json answer =
      Persons(R"(,"orderBy":["event_count DESC","actor_id"],"limit":1,"source":)" + Source());
  EXPECT_EQ(PrintJson(Pick(answer, "columns")),
            R"(["person","id","person.$delete","event_distinct_ids"])");
  const std::string id = PersonId("p1").ToString();
  EXPECT_EQ(PrintJson(Pick(answer, "results")),
            R"([[{"id":")" + id +
                R"(","distinct_ids":["p1"],"properties":{"email":"ann@x.io",)"
                R"("age":30},"created_at":"2019-12-31T00:00:00Z","is_identified":true,)"
                R"("last_seen_at":null},")" +
                id + R"(",")" + id + R"(",["p1"]]])");
  EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "true");
  EXPECT_EQ(PrintJson(Pick(answer, "limit")), "1");
  EXPECT_EQ(PrintJson(Pick(answer, "offset")), "0");
  EXPECT_EQ(PrintJson(Pick(answer, "missing_actors_count")), "0");
  EXPECT_TRUE(Pick(answer, "hogql").is_string());
  const Json rest = Persons(R"(,"select":["person"],"orderBy":["event_count DESC","actor_id"],)"
                            R"("offset":1,"source":)" +
                            Source());
  EXPECT_EQ(Pick(rest, "results").as_array().size(), 2U);
  EXPECT_EQ(PrintJson(Pick(rest, "hasMore")), "false");
  EXPECT_EQ(PrintJson(Pick(rest, "missing_actors_count")), "1");
  EXPECT_NE(
      PrintJson(Pick(rest, "results")).find(R"([{"id":")" + PersonId("gone").ToString() + R"("}])"),
      std::string::npos);
}

TEST_F(PersonsTest, SelectsOrdersSearchesAndFilters) {
  const auto names = [&](const std::string& more) {
    return Results(R"(,"select":["properties.email","event_count"],"source":)" + Source() + more);
  };
  EXPECT_EQ(names(R"(,"orderBy":["event_count DESC","properties.name DESC"])"),
            R"([["ann@x.io",2],[null,1],[null,1]])");
  EXPECT_EQ(names(R"(,"search":"ANN@")"), R"([["ann@x.io",2]])");
  EXPECT_EQ(names(R"(,"search":"bob")"), R"([[null,1]])");
  EXPECT_EQ(names(R"(,"search":"nobody")"), "[]");
  EXPECT_EQ(names(R"(,"search":"P2")"), "[[null,1]]") << "by a distinct id";
  EXPECT_EQ(names(R"(,"properties":[{"type":"person","key":"age","operator":"gt","value":10}])"),
            R"([["ann@x.io",2]])");
  EXPECT_EQ(
      Results(R"(,"select":["person.properties.email -- Email","id"],"orderBy":["person DESC"],)"
              R"("limit":1,"source":)" +
              Source()),
      R"([["ann@x.io",")" + PersonId("p1").ToString() + R"("]])");
  EXPECT_EQ(Results(R"x(,"select":["count()","sum(event_count)"],"source":)x" + Source()),
            "[[3,4]]");
  EXPECT_EQ(Results(R"(,"select":["matched_recordings"],"limit":1,"source":)" +
                    Source(R"(,"day":"2020-01-20","includeRecordings":true)")),
            "[[[]]]");
}

TEST_F(PersonsTest, ListsAllPersonsWithoutASource) {
  EXPECT_EQ(
      Results(R"(,"select":["properties.email","created_at"],"orderBy":["properties.email"])"),
      R"([["ann@x.io","2019-12-31T00:00:00Z"],["cy@y.io","2019-12-31T00:00:00Z"],)"
      R"(["idle@x.io","2019-12-31T00:00:00Z"],[null,"2019-12-31T00:00:00Z"]])");
  EXPECT_EQ(Results(R"(,"select":["properties.name"],"search":"bob")"), R"([["Bob"]])");
  EXPECT_EQ(Results(R"x(,"select":["count()"],"properties":[{"type":"person","key":"email",)x"
                    R"("operator":"icontains","value":"x.io"}])"),
            "[[2]]");
  const Json all = Persons("");
  EXPECT_EQ(PrintJson(Pick(all, "columns")), R"(["person","id","person.$delete"])");
  EXPECT_EQ(Pick(all, "results").as_array().size(), 4U);
}

TEST_F(PersonsTest, GivesTheRowsOfAnInsightActorsQuery) {
  const Json answer = world_.Ask(Team(), Source());
  EXPECT_EQ(PrintJson(Pick(answer, "columns")),
            R"(["actor_id","event_count","event_distinct_ids","last_seen"])");
  EXPECT_EQ(Pick(answer, "results").as_array().size(), 3U);
}

TEST_F(PersonsTest, GivesTheEventsBehindANumber) {
  const Json answer =
      world_.Ask(Team(), R"({"kind":"EventsQuery","select":["distinct_id"],"orderBy":)"
                         R"(["timestamp","distinct_id"],"source":)" +
                             Source() + "}");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), R"([["p1"],["p1"],["gone"],["p2"]])");
  const Json older =
      world_.Ask(Team(), R"({"kind":"EventsQuery","select":["distinct_id"],"source":)" +
                             Source(R"(,"day":"2020-01-19")") + "}");
  EXPECT_EQ(PrintJson(Pick(older, "results")), R"([["p3"]])") << "no default bound of a day";
}

TEST_F(PersonsTest, TakesTheFiltersOfADashboardToItsSource) {
  const Json answer = world_.Ask(
      Team(), R"({"kind":"ActorsQuery","select":["actor_id"],"source":)" + Source() + "}",
      R"("filters_override":{"properties":[{"type":"event","key":"$session_id","value":"s"}]})");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), R"([[")" + PersonId("p1").ToString() + R"("]])");
}

TEST_F(PersonsTest, OffersWhatCanBeChosen) {
  const Json answer = world_.Ask(
      Busy(),
      R"({"kind":"InsightActorsQueryOptions","source":{"kind":"InsightActorsQuery","source":)"
      R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e"},)"
      R"({"kind":"EventsNode","event":"other","custom_name":"Others"}],)"
      R"("dateRange":{"date_from":"-1d"},"compareFilter":{"compare":true},)"
      R"("breakdownFilter":{"breakdown":"browser","breakdown_limit":2}}}})");
  EXPECT_EQ(PrintJson(Pick(answer, "day")),
            R"([{"label":"19-Jan-2020","value":"2020-01-19T00:00:00-05:00"},)"
            R"({"label":"20-Jan-2020","value":"2020-01-20T00:00:00-05:00"}])");
  EXPECT_EQ(PrintJson(Pick(answer, "series")),
            R"([{"label":"e","value":0},{"label":"Others","value":1}])");
  EXPECT_EQ(PrintJson(Pick(answer, "compare")),
            R"([{"label":"Current","value":"current"},{"label":"Previous","value":"previous"}])");
  EXPECT_GE(Pick(answer, "breakdown").as_array().size(), 2U);
}

TEST_F(PersonsTest, ListsGroups) {
  const std::string source =
      R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e","math":"unique_group",)"
      R"("math_group_type_index":0}],"dateRange":{"date_from":"-6d"},)"
      R"("trendsFilter":{"display":"BoldNumber"}})";
  const Json answer = world_.Ask(Busy(), R"({"kind":"ActorsQuery","orderBy":["actor_id"],"source":)"
                                         R"({"kind":"InsightActorsQuery","source":)" +
                                             source + "}}");
  EXPECT_EQ(PrintJson(Pick(answer, "columns")), R"(["group"])");
  EXPECT_EQ(Pick(answer, "results").as_array().size(), 3U);
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, 0)),
            R"({"id":"g0","group_key":"g0","type":"group","group_type_index":0,"properties":{},)"
            R"("group_properties":{},"created_at":null})");

  world_.InsertGroups(Busy()->id,
                      {{.key = "g1", .properties = R"({"name":"Acme","size":7})", .created = 3},
                       {.key = "g2", .properties = R"({"name":"Bolt"})"},
                       {.key = "idle", .properties = R"({"name":"Acme"})"}});
  const auto rows = [&](const std::string& more) {
    return PrintJson(Pick(world_.Ask(Busy(), R"({"kind":"ActorsQuery","source":)"
                                             R"({"kind":"InsightActorsQuery","source":)" +
                                                 source + "}" + more + "}"),
                          "results"));
  };
  EXPECT_EQ(rows(R"(,"search":"acm")"),
            R"([[{"id":"g1","group_key":"g1","type":"group","group_type_index":0,"properties":)"
            R"({"name":"Acme","size":7},"group_properties":{"name":"Acme","size":7},)"
            R"("created_at":"2020-01-03T19:00:00-05:00"}]])");
  EXPECT_EQ(
      rows(R"(,"select":["key","properties.name","group.created_at"],"orderBy":["group DESC"],)"
           R"("search":"g")"),
      R"([["g2","Bolt","2019-12-31T19:00:00-05:00"],)"
      R"(["g1","Acme","2020-01-03T19:00:00-05:00"],)"
      R"(["g0",null,null]])");
  EXPECT_EQ(rows(R"(,"select":["id"],"properties":[{"type":"group","group_type_index":0,)"
                 R"("key":"size","operator":"exact","value":"7"}])"),
            R"([["g1"]])");
  const Answer wrong = world_.Post(
      Busy(), R"({"kind":"ActorsQuery","properties":[{"type":"person","key":"a","value":"b"}],)"
              R"("source":{"kind":"InsightActorsQuery","source":)" +
                  source + "}}");
  EXPECT_EQ(wrong.status, 400) << wrong.body;
  EXPECT_NE(wrong.body.find("does not work in 'group' scope"), std::string::npos) << wrong.body;
}

TEST_F(PersonsTest, RefusesWhatItDoesNotUnderstand) {
  const auto refuses = [&](const std::string& query, std::string_view why) {
    const Answer answer = world_.Post(Team(), query);
    EXPECT_EQ(answer.status, 400) << query << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  const auto actors = [&](const std::string& source) {
    return R"({"kind":"ActorsQuery","source":)" + source + "}";
  };
  refuses(R"({"kind":"ActorsQuery","colour":1})", "query.colour: Extra inputs are not permitted");
  refuses(actors(Source("")), "A `day` is required");
  refuses(actors(Source(R"(,"day":"2020-02-20")")), "is none of the question's periods");
  refuses(actors(Source(R"(,"day":"2020-01-20","series":1)")), "there is no series 1");
  refuses(actors(Source(R"(,"day":"2020-01-20","compare":"previous")")),
          "compares with no previous period");
  refuses(actors(Source(R"(,"day":"2020-01-20","breakdown":"x")")), "0 breakdowns, not 1");
  refuses(actors(R"({"kind":"ExperimentActorsQuery"})"),
          "'ExperimentActorsQuery' is not supported yet");
  refuses(actors(R"({"kind":"InsightActorsQuery","source":{"kind":"FunnelsQuery"}})"),
          "Cannot convert source query of type FunnelsQuery to persons query");
  refuses(
      actors(R"({"kind":"InsightActorsQuery","day":"2020-01-20","source":{"kind":"TrendsQuery",)"
             R"("series":[{"kind":"EventsNode"},{"kind":"EventsNode"}],"trendsFilter":)"
             R"({"formula":"A/B"}}})"),
      "query.source.series: Field required");
  refuses(
      actors(R"({"kind":"InsightActorsQuery","day":"2020-01-20","source":{"kind":"TrendsQuery",)"
             R"("series":[{"kind":"EventsNode"}],"trendsFilter":{"display":"BoldNumber"}}})"),
      "A `day` is forbidden");
  refuses(R"({"kind":"ActorsQuery","properties":[{"type":"event","key":"a","value":1}]})",
          "The 'event' property filter does not work in 'person' scope");
  refuses(R"({"kind":"ActorsQuery","select":["nonsense"]})", "Unable to resolve field: nonsense");
  refuses(R"({"kind":"EventsQuery","select":["*"],"source":{"kind":"StickinessActorsQuery"}})",
          "Cannot convert source query of type StickinessActorsQuery to events query");
}

}  // namespace
}  // namespace tenrec::query
