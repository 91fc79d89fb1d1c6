/// The rarer maths and displays of TrendsQuery on the real engine.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class TrendsOptionsTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();
  using TeamPtr = std::shared_ptr<const accounts::Team>;

  static std::string Query(std::string_view series, std::string_view more = "") {
    return R"({"kind":"TrendsQuery","dateRange":{"date_from":"2020-01-09",)"
           R"("date_to":"2020-01-12"},"series":[)" +
           std::string(series) + "]" + (more.empty() ? "" : ",") + std::string(more) + "}";
  }
  static std::string Node(std::string_view math, std::string_view more = "") {
    return R"({"kind":"EventsNode","event":"e","math":")" + std::string(math) + "\"" +
           std::string(more) + "}";
  }
  /// "label: data" of every row.
  std::vector<std::string> Rows(const TeamPtr& team, const std::string& query) {
    const Json answer = world_.Ask(team, query);
    std::vector<std::string> out;
    for (const Json& row : Pick(answer, "results").as_array()) {
      const auto& data = Pick(row, "data").as_array();
      out.push_back(std::string(StringMember(row, "label").value_or("?")) + ": " +
                    PrintJson(data.empty() ? Pick(row, "aggregated_value") : Pick(row, "data")));
    }
    return out;
  }
  void Refuses(const TeamPtr& team, const std::string& query, std::string_view why) {
    const Answer answer = world_.Post(team, query);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  }
  using Lines = std::vector<std::string>;
};

TEST_F(TrendsOptionsTest, CountsPeopleByTheirFirstEvent) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {
                              // Seen long ago: no first time in the range, but a first match.
                              {"e", "old", "2019-12-01T10:00:00Z", R"({"plan":"free"})"},
                              {"e", "old", "2020-01-10T10:00:00Z", R"({"plan":"pro"})"},
                              {"e", "new", "2020-01-09T10:00:00Z", R"({"plan":"free"})"},
                              {"e", "new", "2020-01-10T10:00:00Z", R"({"plan":"pro"})"},
                              {"e", "pro", "2020-01-11T10:00:00Z", R"({"plan":"pro"})"},
                              {"e", "pro", "2020-01-11T10:00:00Z", R"({"plan":"free"})"},
                              {"other", "else", "2020-01-09T10:00:00Z", R"({"plan":"pro"})"},
                          });
  constexpr std::string_view kPro =
      R"(,"properties":[{"type":"event","key":"plan","operator":"exact","value":"pro"}])";
  EXPECT_EQ(Rows(team, Query(Node("first_time_for_user"))), Lines{"e: [1,0,1,0]"});
  // The first event of all decides who is counted, the filters whether.
  EXPECT_EQ(Rows(team, Query(Node("first_time_for_user", kPro))), Lines{"e: [0,0,1,0]"});
  EXPECT_EQ(Rows(team, Query(Node("first_matching_event_for_user", kPro))), Lines{"e: [0,2,1,0]"});
  EXPECT_EQ(Rows(team, Query(Node("first_matching_event_for_user"))), Lines{"e: [1,0,1,0]"});
  // Filters of the whole question are filters like those of the series.
  EXPECT_EQ(Rows(team, Query(Node("first_time_for_user"), std::string(kPro.substr(1)))),
            Lines{"e: [0,0,1,0]"});
  // A breakdown shows the value of the first event; of two at once the smaller.
  EXPECT_EQ(
      Rows(team, Query(Node("first_time_for_user"), R"("breakdownFilter":{"breakdown":"plan"})")),
      Lines{"free: [1,0,1,0]"});
  EXPECT_EQ(Rows(team, Query(Node("first_matching_event_for_user", kPro),
                             R"("breakdownFilter":{"breakdown":"plan"})")),
            Lines{"pro: [0,2,1,0]"});
  EXPECT_EQ(
      Rows(team, Query(Node("first_time_for_user"), R"("trendsFilter":{"display":"BoldNumber"})")),
      Lines{"e: 2"});
  EXPECT_EQ(Rows(team, Query(Node("first_time_for_user"),
                             R"("trendsFilter":{"display":"ActionsLineGraphCumulative"})")),
            Lines{"e: [1,1,2,2]"});
}

TEST_F(TrendsOptionsTest, ASampleStandsForAllPeople) {
  const auto team = world_.NewTeam();
  std::vector<TestEvent> events;
  for (int i = 0; i < 2'000; ++i) {
    for (int k = 0; k < 3; ++k) {
      events.push_back({"e", "p" + std::to_string(i), "2020-01-10T10:00:00Z", R"({"num_n":5})"});
    }
  }
  world_.Insert(team->id, events);
  const auto at = [&](std::string_view math, std::string_view factor) {
    const std::string node = Node(math, R"x(,"math_property":"num_n","math_hogql":"count()")x");
    const Json answer = world_.Ask(team, Query(node, "\"samplingFactor\":" + std::string(factor)));
    return Pick(answer, "results", 0, "data", 1);
  };
  for (const char* math : {"total", "dau", "sum"}) {
    const double all = at(math, "1").to_number<double>();
    const double sampled = at(math, "0.25").to_number<double>();
    EXPECT_NE(sampled, all) << math;
    EXPECT_NEAR(sampled, all, all / 8) << math;
    EXPECT_EQ(sampled, std::round(sampled)) << math;
  }
  EXPECT_EQ(PrintJson(at("avg", "0.25")), "5.0");
  EXPECT_EQ(PrintJson(at("avg_count_per_actor", "0.25")), "3.0");
  // It says how far off it may be, wherever it can tell.
  const Json dau = world_.Ask(team, Query(Node("dau"), R"("samplingFactor":0.25)"));
  const double off = std::abs(Pick(dau, "results", 0, "data", 1).to_number<double>() - 2'000);
  EXPECT_LE(off, Pick(dau, "results", 0, "data_margin", 1).to_number<double>());
  const auto data_margin = [&](const std::string& node, std::string_view more = "") {
    const Json answer =
        world_.Ask(team, Query(node, R"("samplingFactor":0.25)" + std::string(more)));
    const Json* margin = FindMember(Pick(answer, "results", 0), "data_margin");
    return margin == nullptr ? std::string() : PrintJson(*margin);
  };
  // Everybody did it three times, so events are three times as far off as people.
  const double people = Pick(dau, "results", 0, "data_margin", 1).to_number<double>();
  const Json total = world_.Ask(team, Query(Node("total"), R"("samplingFactor":0.25)"));
  EXPECT_NEAR(Pick(total, "results", 0, "data_margin", 1).to_number<double>(), 3 * people, 3);
  for (const char* math : {"avg", "max", "unique_session", "avg_count_per_actor", "hogql"}) {
    EXPECT_EQ(data_margin(Node(math, R"x(,"math_property":"num_n","math_hogql":"count()")x")), "")
        << math;
  }
  EXPECT_EQ(data_margin(Node("total"), R"(,"trendsFilter":{"smoothingIntervals":2})"), "");
  EXPECT_EQ(
      data_margin(Node("total"), R"(,"trendsFilter":{"display":"ActionsLineGraphCumulative"})"),
      "");
  // How much those add whom it missed, a sample without anybody does not tell.
  EXPECT_EQ(data_margin(Node("sum", R"(,"math_property":"num_none")")), "");
  EXPECT_EQ(data_margin(R"({"kind":"EventsNode","event":"none"})"), "");
  const auto margin_of = [&](const std::string& query, const auto&... path) {
    const Json answer =
        world_.Ask(team, R"({"dateRange":{"date_from":"2020-01-10","date_to":"2020-01-10"},)"
                         R"("samplingFactor":0.25,)" +
                             query + "}");
    return Pick(answer, "results", path...).template to_number<double>();
  };
  const std::string node = R"({"kind":"EventsNode","event":"e"})";
  EXPECT_GT(
      margin_of(R"("kind":"FunnelsQuery","series":[)" + node + "," + node + "]", 1, "count_margin"),
      0);
  EXPECT_GT(margin_of(R"("kind":"StickinessQuery","series":[)" + node + "]", 0, "data_margin", 0),
            0);
  EXPECT_GT(margin_of(R"("kind":"LifecycleQuery","series":[)" + node + "]", 2, "data_margin", 0),
            0);
  EXPECT_GT(margin_of(R"("kind":"RetentionQuery","retentionFilter":{"targetEntity":{"id":"e"}})", 0,
                      "values", 0, "count_margin"),
            0);
  // An expression is whatever its author wrote, so nobody scales it.
  EXPECT_LT(at("hogql", "0.25").to_number<double>(), 2'500);
  Refuses(team, Query(Node("total"), R"("samplingFactor":0)"),
          "query.samplingFactor: Input should be greater than 0 and at most 1");
  Refuses(team, Query(Node("total"), R"("samplingFactor":1.5)"), "query.samplingFactor");
}

/// Which of the rows of a sample lie within their margins of the whole.
struct Held {
  int numbers = 0;
  int within = 0;
};
Held CountHeld(const Json& whole, const Json& sampled, std::string_view value,
               std::string_view margin) {
  const auto& rows = Pick(sampled, "results").as_array();
  Held held;
  for (const Json& row : Pick(whole, "results").as_array()) {
    const Json label = Pick(row, "breakdown_value");
    for (const Json& one : rows) {
      if (Pick(one, "breakdown_value") != label) continue;
      const double right = Pick(row, value).to_number<double>();
      const double off = std::abs(Pick(one, value).to_number<double>() - right);
      ++held.numbers;
      if (off <= Pick(one, margin).to_number<double>()) ++held.within;
    }
  }
  return held;
}

TEST_F(TrendsOptionsTest, SumsOfASampleLieWithinTheirMarginsInNinetyFiveOfAHundredSamples) {
  // Each value of the breakdown is a population of its own: as many samples as there are values.
  constexpr int kPopulations = 120;
  constexpr int kPeople = 250;
  const auto team = world_.NewTeam();
  std::vector<TestEvent> events;
  for (int population = 0; population < kPopulations; ++population) {
    const std::string name = std::to_string(population);
    const std::string properties = R"({"p":")" + name + R"(","num_n":)";
    for (int i = 0; i < kPeople; ++i) {
      // One person in eight does most of it, and pays most.
      const int times = i % 8 == 0 ? 4 : 1;
      for (int k = 0; k < times; ++k) {
        events.push_back({"e", name + "-" + std::to_string(i), "2020-01-10T10:00:00Z",
                          properties + std::to_string(5 + i % 7 * 3) + "}"});
      }
    }
  }
  world_.Insert(team->id, events);
  const auto asked = [&](std::string_view math, std::string_view factor) {
    return world_.Ask(team, Query(Node(math, R"(,"math_property":"num_n")"),
                                  R"("breakdownFilter":{"breakdown":"p","breakdown_limit":500},)"
                                  R"("trendsFilter":{"display":"ActionsTable"},"samplingFactor":)" +
                                      std::string(factor)));
  };
  Held all;
  for (const char* math : {"total", "sum"}) {
    const Json whole = asked(math, "1");
    for (const char* factor : {"0.2", "0.3", "0.5", "0.8"}) {
      const Held held =
          CountHeld(whole, asked(math, factor), "aggregated_value", "aggregated_value_margin");
      EXPECT_EQ(held.numbers, kPopulations) << math << " of " << factor;
      EXPECT_GE(held.within, held.numbers * 92 / 100) << math << " of " << factor;
      all.numbers += held.numbers;
      all.within += held.within;
    }
  }
  EXPECT_GE(all.within * 100, all.numbers * 95) << all.within << " of " << all.numbers;
}

TEST_F(TrendsOptionsTest, ShowsASlopeByItsEnds) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p1", "2020-01-09T10:00:00Z", R"({"a":"x"})"},
                           {"e", "p1", "2020-01-10T10:00:00Z", R"({"a":"y"})"},
                           {"e", "p1", "2020-01-10T11:00:00Z", R"({"a":"y"})"},
                           {"e", "p2", "2020-01-12T10:00:00Z", R"({"a":"x"})"},
                           {"e", "p2", "2020-01-12T11:00:00Z", R"({"a":"x"})"}});
  constexpr const char* kSlope =
      R"("trendsFilter":{"display":"SlopeGraph","smoothingIntervals":3})";
  const Json answer = world_.Ask(team, Query(Node("total"), kSlope));
  const Json& row = Pick(answer, "results", 0);
  EXPECT_EQ(PrintJson(Pick(row, "data")), "[1,2]");
  EXPECT_EQ(PrintJson(Pick(row, "days")), R"(["2020-01-09","2020-01-12"])");
  EXPECT_EQ(PrintJson(Pick(row, "labels")), R"(["9-Jan-2020","12-Jan-2020"])");
  EXPECT_EQ(PrintJson(Pick(row, "count")), "3.0");
  EXPECT_EQ(PrintJson(Pick(row, "incomplete_end")), "false");
  EXPECT_EQ(PrintJson(Pick(row, "action", "days")),
            R"(["2020-01-09T00:00:00Z","2020-01-12T00:00:00Z"])");
  EXPECT_EQ(Rows(team, Query(Node("total"),
                             std::string(kSlope) + R"(,"breakdownFilter":{"breakdown":"a"})")),
            Lines{"x: [1,2]"});
  // Trailing maths need every bucket, and so does their sum.
  const Json weekly = world_.Ask(team, Query(Node("weekly_active"), kSlope));
  EXPECT_EQ(PrintJson(Pick(weekly, "results", 0, "data")), "[1,2]");
  EXPECT_EQ(PrintJson(Pick(weekly, "results", 0, "count")), "5.0");
  EXPECT_EQ(Rows(team, Query(Node("first_time_for_user"), kSlope)), Lines{"e: [1,1]"});
  const Json running = world_.Ask(team, R"({"kind":"TrendsQuery","series":[)" + Node("total") +
                                            R"(],"dateRange":{"date_from":"-3d"},)" + kSlope + "}");
  EXPECT_EQ(PrintJson(Pick(running, "results", 0, "incomplete_end")), "true");
}

TEST_F(TrendsOptionsTest, ShowsHowNumbersSpread) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p1", "2020-01-10T10:00:00Z", R"({"num_n":1})"},
                           {"e", "p1", "2020-01-10T11:00:00Z", R"({"num_n":3})"},
                           {"e", "p2", "2020-01-10T12:00:00Z", R"({"num_n":2})"},
                           {"e", "p2", "2020-01-10T12:00:00Z", R"({"num_n":null})"},
                           {"e", "p2", "2020-01-11T12:00:00Z", R"({})"}});
  const std::string query =
      Query(Node("avg", R"(,"math_property":"num_n")"), R"("trendsFilter":{"display":"BoxPlot"})");
  const Json answer = world_.Ask(team, query);
  EXPECT_EQ(PrintJson(Pick(answer, "boxplot_data")),
            R"([{"day":"2020-01-10","label":"10-Jan-2020","min":1.0,"q1":1.5,"median":2.0,)"
            R"("q3":2.5,"max":3.0,"mean":2.0}])");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "data")), "[]");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "count")), "0");
  EXPECT_EQ(StringMember(Pick(answer, "results", 0), "label"), "e");
  // Behind a box are the people whose events have the number.
  const Json actors = world_.Ask(
      team,
      R"({"kind":"ActorsQuery","select":["actor_id","event_count"],"orderBy":["event_count"],)"
      R"("source":{"kind":"InsightActorsQuery","day":"2020-01-10","source":)" +
          query + "}}");
  EXPECT_EQ(PrintJson(Pick(actors, "results", 0, 1)), "1");
  EXPECT_EQ(PrintJson(Pick(actors, "results", 1, 1)), "2");
  Refuses(team, Query(Node("total"), R"("trendsFilter":{"display":"BoxPlot"})"),
          "query.series.0.math_property: Field required");
}

TEST_F(TrendsOptionsTest, ShowsTheHoursOfTheWeek) {
  const auto team = world_.NewTeam("America/New_York");
  // Friday 2020-01-10, 09:00 in New York, and the Saturday after, 23:00.
  world_.Insert(team->id, {{"e", "p1", "2020-01-10T14:00:00Z", R"({"$session_id":"s1"})"},
                           {"e", "p1", "2020-01-10T14:30:00Z", R"({"$session_id":"s1"})"},
                           {"e", "p2", "2020-01-10T14:10:00Z", R"({"$session_id":"s2"})"},
                           {"e", "p1", "2020-01-12T04:00:00Z", R"({"$session_id":"s3"})"},
                           {"other", "p3", "2020-01-10T14:00:00Z"}});
  const std::string calendar = R"("trendsFilter":{"display":"CalendarHeatmap"})";
  const Json answer = world_.Ask(team, Query(Node("total"), calendar));
  const Json& row = Pick(answer, "results", 0);
  EXPECT_EQ(PrintJson(Pick(row, "count")), "4");
  EXPECT_EQ(PrintJson(Pick(row, "aggregated_value")), "4");
  const Json& data = Pick(row, "calendar_heatmap_data");
  EXPECT_EQ(PrintJson(Pick(data, "rowAggregations")),
            R"([{"row":5,"value":3},{"row":6,"value":1}])");
  EXPECT_EQ(PrintJson(Pick(data, "columnAggregations")),
            R"([{"column":9,"value":3},{"column":23,"value":1}])");
  EXPECT_EQ(Pick(data, "data").as_array().size(), 2U);

  // People: by the start of each session, and each once in every sum.
  const std::string own = R"({"kind":"CalendarHeatmapQuery","dateRange":{"date_from":"2020-01-09",)"
                          R"("date_to":"2020-01-12"},"series":[)" +
                          Node("dau") + "]}";
  const Json people = Pick(world_.Ask(team, own), "results");
  EXPECT_EQ(PrintJson(Pick(people, "rowAggregations")),
            R"([{"row":5,"value":2},{"row":6,"value":1}])");
  EXPECT_EQ(PrintJson(Pick(people, "allAggregations")), "2");
  // The two are one question.
  EXPECT_EQ(PrintJson(Pick(world_.Ask(team, Query(Node("dau"), calendar)), "results", 0,
                           "calendar_heatmap_data", "rowAggregations")),
            PrintJson(Pick(people, "rowAggregations")));
  Refuses(team, Query(Node("weekly_active"), calendar), "query.series.0.math: Input should be");
}

TEST_F(TrendsOptionsTest, ComparesWithTheSameDaysOfTheWeek) {
  const auto plain = world_.NewTeam();
  const auto human = world_.NewTeam("UTC", 0, {{"human_friendly_comparison_periods", true}});
  const auto before = [&](const TeamPtr& team, const char* shift) {
    const Json answer =
        world_.Ask(team, Query(Node("total"), R"("compareFilter":{"compare":true,"compare_to":")" +
                                                  std::string(shift) + "\"}"));
    return std::string(*StringMember(Pick(answer, "resolved_compare_date_range"), "date_from"))
        .substr(0, 10);
  };
  EXPECT_EQ(before(plain, "-1m"), "2019-12-09");
  EXPECT_EQ(before(human, "-1m"), "2019-12-12");
  EXPECT_EQ(before(plain, "-1y"), "2019-01-09");
  EXPECT_EQ(before(human, "-1y"), "2019-01-10");
  EXPECT_EQ(before(human, "-2w"), "2019-12-26");
}

TEST_F(TrendsOptionsTest, AddsAmountsOfTheProjectsCurrency) {
  const auto team = world_.NewTeam("UTC", 0, {{"base_currency", "EUR"}});
  const auto paid = [](std::string properties) {
    return TestEvent{.event = "e", .properties = std::move(properties)};
  };
  world_.Insert(team->id, {paid(R"({"amount":"5","currency":"EUR"})"),
                           paid(R"({"amount":2.5,"currency":"eur"})"),
                           paid(R"({"amount":100,"currency":"USD"})"), paid(R"({"amount":100})"),
                           paid(R"({"currency":"EUR"})")});
  const auto sums = [&](const std::string& currency) {
    return Rows(team, Query(Node("sum", R"(,"math_property":"amount",)"
                                        R"("math_property_revenue_currency":)" +
                                            currency)));
  };
  EXPECT_EQ(sums(R"({"property":"currency"})"), (std::vector<std::string>{"e: [7.5,0.0,0.0,0.0]"}));
  EXPECT_EQ(sums(R"({"static":"EUR"})"), (std::vector<std::string>{"e: [207.5,0.0,0.0,0.0]"}));
  const auto refuses = [&](const std::string& currency, std::string_view why) {
    const Answer answer =
        world_.Post(team, Query(Node("sum", R"(,"math_property":"amount",)"
                                            R"("math_property_revenue_currency":)" +
                                                currency)));
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses(R"({"static":"USD"})", "There are no exchange rates that turn USD");
  refuses(R"({"static":"dollars"})", "query.series.0.math_property_revenue_currency.static");
  refuses(R"({"rate":2})", "query.series.0.math_property_revenue_currency.rate");
}

TEST_F(TrendsOptionsTest, LeavesOutDaysAndWhatIsStillRunning) {
  const auto team = world_.NewTeam();
  std::vector<TestEvent> events;
  for (const char* day : {"13", "14", "17", "18", "19", "20"}) {  // from a Monday on
    events.push_back({.event = "e", .timestamp = "2020-01-" + std::string(day) + "T10:00:00Z"});
  }
  world_.Insert(team->id, events);
  const auto rows = [&](const std::string& range, const std::string& more = "") {
    return Rows(team, R"({"kind":"TrendsQuery","dateRange":{)" + range + R"(},"series":[)" +
                          Node("total") + "]" + more + "}");
  };
  // It is the noon of the 20th.
  EXPECT_EQ(rows(R"("date_from":"-7d")").front(), "e: [1,1,0,0,1,1,1,1]");
  EXPECT_EQ(rows(R"("date_from":"-7d","excludeIncompletePeriods":true)").front(),
            "e: [1,1,0,0,1,1,1]");
  EXPECT_EQ(rows(R"("date_from":"dStart","excludeIncompletePeriods":true)").front(), "e: null");
  EXPECT_EQ(rows(R"("date_from":"-7d","daysOfWeek":[6,7])").front(), "e: [1,1]");
  EXPECT_EQ(rows(R"("date_from":"dStart","daysOfWeek":[6])").front(), "e: null");
  EXPECT_EQ(rows(R"("date_from":"-7d","daysOfWeek":[6,7])", R"(,"interval":"week")").front(),
            "e: [1,1]");
  const auto total = [&](const std::string& range) {
    return PrintJson(Pick(world_.Ask(team, R"({"kind":"TrendsQuery","dateRange":{)" + range +
                                               R"(},"trendsFilter":{"display":"BoldNumber"},)" +
                                               R"("series":[)" + Node("total") + "]}"),
                          "results", 0, "aggregated_value"));
  };
  // Exactly from the noon of the 13th.
  EXPECT_EQ(total(R"("date_from":"-7d","daysOfWeek":[1])"), "1");
  EXPECT_EQ(total(R"("date_from":"-7d","excludeIncompletePeriods":true)"), "4");
  for (const char* kind : {"LifecycleQuery", "StickinessQuery"}) {
    const std::string none =
        R"({"kind":")" + std::string(kind) + R"(","dateRange":{"date_from":"dStart",)" +
        R"("excludeIncompletePeriods":true},"series":[)" + Node("total") + "]}";
    EXPECT_EQ(PrintJson(Pick(world_.Ask(team, none), "results", 0, "data")), "[]") << kind;
  }
}

}  // namespace
}  // namespace tenrec::query
