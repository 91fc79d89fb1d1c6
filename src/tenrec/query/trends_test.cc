/// TrendsQuery on the real engine.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

using TeamPtr = std::shared_ptr<const accounts::Team>;

class TrendsTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  /// The example of queries.md 4.6.
  TeamPtr WorkedExample() {
    static const TeamPtr team = [this] {
      auto made = world_.NewTeam();
      const std::string chrome = R"({"$browser":"Chrome"})";
      world_.Insert(made->id,
                    {{"sign up", "p1", "2020-01-09T10:00:00Z", chrome},
                     {"sign up", "p1", "2020-01-11T10:00:00Z", chrome},
                     {"sign up", "p1", "2020-01-11T11:00:00Z", R"({"$browser":"Safari"})"},
                     {"sign up", "p2", "2020-01-11T12:00:00Z", chrome},
                     {"sign up", "p2", "2020-01-11T13:00:00Z", "{}"},
                     {"other", "p3", "2020-01-10T12:00:00Z", chrome}});
      // Rows of somebody else, which no question of the first may count.
      const auto stranger = world_.NewTeam();
      world_.Insert(stranger->id, {{"sign up", "p9", "2020-01-10T10:00:00Z", chrome}});
      return made;
    }();
    return team;
  }

  /// A daily question about sign ups from the 9th to the 11th.
  static std::string Query(std::string_view series, std::string_view more = "") {
    std::string out = R"({"kind":"TrendsQuery","dateRange":{"date_from":"2020-01-09",)"
                      R"("date_to":"2020-01-11"},"series":[)";
    out += series;
    out += "]";
    if (!more.empty()) out += ",";
    out += more;
    return out + "}";
  }
  static std::string SignUp(std::string_view math = "total", std::string_view more = "") {
    return R"({"kind":"EventsNode","event":"sign up","math":")" + std::string(math) + "\"" +
           std::string(more) + "}";
  }

  /// "label: data" of every row, for short expectations.
  static std::vector<std::string> Rows(const Json& answer) {
    std::vector<std::string> out;
    const auto* rows = Pick(answer, "results").if_array();
    if (rows == nullptr) return {"no results: " + PrintJson(answer)};
    for (const Json& row : *rows) {
      const auto* data = Pick(row, "data").if_array();
      const bool total = data == nullptr || data->empty();
      out.push_back(std::string(StringMember(row, "label").value_or("?")) + ": " +
                    PrintJson(total ? Pick(row, "aggregated_value") : Pick(row, "data")));
    }
    return out;
  }
  using Lines = std::vector<std::string>;
};

TEST_F(TrendsTest, WorkedExampleCountsEveryMath) {
  const auto counts = [&](std::string_view math, const std::string& data, double count) {
    const Json answer = world_.Ask(WorkedExample(), Query(SignUp(math)));
    EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "data")), data) << math;
    EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "count")), PrintJson(count)) << math;
  };
  counts("total", "[1,0,4]", 5);
  counts("dau", "[1,0,2]", 3);
  counts("avg_count_per_actor", "[1.0,0.0,2.0]", 3);
  counts("weekly_active", "[1,1,2]", 4);
  counts("monthly_active", "[1,1,2]", 4);
  counts("max_count_per_actor", "[1,0,2]", 3);
}

TEST_F(TrendsTest, WorkedExampleHasTheShapeOfTheSpecification) {
  const Json answer = world_.Ask(WorkedExample(), Query(SignUp()));
  const Json& row = Pick(answer, "results", 0);
  EXPECT_EQ(PrintJson(Pick(row, "action")),
            R"({"days":["2020-01-09T00:00:00Z","2020-01-10T00:00:00Z","2020-01-11T00:00:00Z"],)"
            R"("id":"sign up","type":"events","order":0,"name":"sign up","custom_name":null,)"
            R"("math":"total","math_property":null,"math_hogql":null,)"
            R"("math_group_type_index":null,"properties":{}})");
  EXPECT_EQ(PrintJson(Pick(row, "labels")), R"(["9-Jan-2020","10-Jan-2020","11-Jan-2020"])");
  EXPECT_EQ(PrintJson(Pick(row, "days")), R"(["2020-01-09","2020-01-10","2020-01-11"])");
  EXPECT_EQ(PrintJson(Pick(row, "order")), "0");
  EXPECT_EQ(PrintJson(Pick(row, "count")), "5.0");
  EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "false");
  EXPECT_EQ(PrintJson(Pick(answer, "resolved_date_range")),
            R"({"date_from":"2020-01-09T00:00:00Z","date_to":"2020-01-11T23:59:59.999999Z"})");
  EXPECT_EQ(PrintJson(Pick(answer, "error")), R"("")");
}

TEST_F(TrendsTest, WorkedExampleBreaksDown) {
  constexpr std::string_view kBrowser =
      R"("breakdownFilter":{"breakdown":"$browser","breakdown_type":"event")";
  const auto ask = [&](std::string_view more) {
    return world_.Ask(WorkedExample(), Query(SignUp(), std::string(kBrowser) + std::string(more)));
  };
  const Json all = ask("}");
  EXPECT_EQ(Rows(all),
            (Lines{"Chrome: [1,0,2]", "Safari: [0,0,1]", "None (i.e. no value): [0,0,1]"}));
  EXPECT_EQ(PrintJson(Pick(all, "results", 2, "breakdown_value")),
            R"("$$_posthog_breakdown_null_$$")");
  EXPECT_EQ(PrintJson(Pick(all, "hasMore")), "false");

  const Json one = ask(R"(,"breakdown_limit":1})");
  EXPECT_EQ(Rows(one), (Lines{"Chrome: [1,0,2]", "Other (i.e. all remaining values): [0,0,2]"}));
  EXPECT_EQ(PrintJson(Pick(one, "results", 1, "breakdown_value")),
            R"("$$_posthog_breakdown_other_$$")");
  EXPECT_EQ(PrintJson(Pick(one, "hasMore")), "true");

  const Json hidden = ask(R"(,"breakdown_limit":1,"breakdown_hide_other_aggregation":true})");
  EXPECT_EQ(Rows(hidden), Lines{"Chrome: [1,0,2]"});
  EXPECT_EQ(PrintJson(Pick(hidden, "hasMore")), "true");
}

TEST_F(TrendsTest, WorkedExampleInOtherDisplays) {
  const auto ask = [&](std::string_view math, std::string_view filter) {
    return world_.Ask(WorkedExample(),
                      Query(SignUp(math), "\"trendsFilter\":" + std::string(filter)));
  };
  const Json bold = ask("total", R"({"display":"BoldNumber"})");
  EXPECT_EQ(PrintJson(Pick(bold, "results", 0, "aggregated_value")), "5");
  EXPECT_EQ(PrintJson(Pick(bold, "results", 0, "data")), "[]");
  EXPECT_EQ(PrintJson(Pick(bold, "results", 0, "count")), "0");
  EXPECT_EQ(Pick(bold, "results", 0).as_object().contains("labels"), false);
  EXPECT_EQ(Rows(ask("dau", R"({"display":"BoldNumber"})")), Lines{"sign up: 2"});
  EXPECT_EQ(Rows(ask("weekly_active", R"({"display":"BoldNumber"})")), Lines{"sign up: 2"});
  EXPECT_EQ(Rows(ask("avg_count_per_actor", R"({"display":"BoldNumber"})")), Lines{"sign up: 2.5"});
  const Json sum = ask("total", R"({"display":"ActionsLineGraphCumulative"})");
  EXPECT_EQ(Rows(sum), Lines{"sign up: [1,1,5]"});
  EXPECT_EQ(PrintJson(Pick(sum, "results", 0, "count")), "5.0");
  EXPECT_EQ(Rows(ask("dau", R"({"display":"ActionsLineGraphCumulative"})")),
            Lines{"sign up: [1,1,2]"});
  EXPECT_EQ(Rows(ask("total", R"({"smoothingIntervals":2})")), Lines{"sign up: [1,0,2]"});
}

TEST_F(TrendsTest, WorkedExampleByFormula) {
  const std::string series = SignUp("total") + "," + SignUp("dau");
  const auto ask = [&](std::string_view filter, std::string_view more = "") {
    return world_.Ask(WorkedExample(),
                      Query(series, "\"trendsFilter\":" + std::string(filter) + std::string(more)));
  };
  const Json answer = ask(R"({"formula":"A/B"})");
  EXPECT_EQ(Rows(answer), Lines{"Formula (A/B): [1.0,0.0,2.0]"});
  EXPECT_TRUE(Pick(answer, "results", 0, "action").is_null());
  EXPECT_EQ(Rows(ask(R"({"formulaNodes":[{"formula":"A*2","custom_name":"Twice"},)"
                     R"({"formula":"b"}]})")),
            (Lines{"Twice: [2.0,0.0,8.0]", "Formula (b): [1.0,0.0,2.0]"}));
  EXPECT_EQ(Rows(ask(R"({"formula":"A+B","display":"BoldNumber"})")), Lines{"Formula (A+B): 7.0"});
  const Json split = ask(R"({"formula":"A"})", R"(,"breakdownFilter":{"breakdown":"$browser"})");
  EXPECT_EQ(Rows(split), (Lines{"Formula (A): [1.0,0.0,2.0]", "Formula (A): [0.0,0.0,1.0]",
                                "Formula (A): [0.0,0.0,1.0]"}));
  EXPECT_EQ(PrintJson(Pick(split, "results", 0, "breakdown_value")), R"("Chrome")");
  EXPECT_EQ(PrintJson(Pick(split, "results", 2, "breakdown_value")),
            R"("$$_posthog_breakdown_null_$$")");
}

TEST_F(TrendsTest, LabelsSeveralSeriesWithTheirBreakdown) {
  const Json answer =
      world_.Ask(WorkedExample(), Query(SignUp() + R"(,{"kind":"EventsNode","event":null})",
                                        R"("breakdownFilter":{"breakdown":"$browser"})"));
  EXPECT_EQ(Rows(answer),
            (Lines{"sign up - Chrome: [1,0,2]", "sign up - Safari: [0,0,1]",
                   "sign up - None (i.e. no value): [0,0,1]", "All events - Chrome: [1,1,2]",
                   "All events - Safari: [0,0,1]", "All events - None (i.e. no value): [0,0,1]"}));
  EXPECT_TRUE(Pick(answer, "results", 3, "action", "id").is_null());
}

TEST_F(TrendsTest, BreaksDownByEachType) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id,
                {{"e", "p1", "2020-01-09T10:00:00Z", R"({"a":"x","n":5,"flag":true,"u":"/p/?q"})",
                  R"({"plan":"pro"})"},
                 {"e", "p2", "2020-01-09T11:00:00Z", R"({"a":"x","n":7,"flag":false,"u":"/p#h"})",
                  R"({"plan":"free"})"},
                 {"e", "p3", "2020-01-10T11:00:00Z", R"({"a":"","n":null,"u":"/"})", "{}"}});
  const auto rows = [&](std::string_view filter) {
    return Rows(world_.Ask(team, Query(R"({"kind":"EventsNode","event":"e"})",
                                       "\"breakdownFilter\":" + std::string(filter))));
  };
  EXPECT_EQ(rows(R"({"breakdown":"a"})"), (Lines{"x: [2,0,0]", "None (i.e. no value): [0,1,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"plan","breakdown_type":"person"})"),
            (Lines{"free: [1,0,0]", "pro: [1,0,0]", "None (i.e. no value): [0,1,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"flag"})"),
            (Lines{"false: [1,0,0]", "true: [1,0,0]", "None (i.e. no value): [0,1,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"distinct_id","breakdown_type":"event_metadata"})"),
            (Lines{"p1: [1,0,0]", "p2: [1,0,0]", "p3: [0,1,0]"}));
  EXPECT_EQ(rows(R"x({"breakdown":"toHour(timestamp)","breakdown_type":"hogql"})x"),
            (Lines{"11: [1,1,0]", "10: [1,0,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"u","breakdown_normalize_url":true})"),
            (Lines{"/: [0,1,0]", "/p#h: [1,0,0]", "/p/?q: [1,0,0]"}));
  EXPECT_EQ(rows(R"({"breakdowns":[{"property":"a"},{"property":"plan","type":"person"}]})"),
            (Lines{"x::free: [1,0,0]", "x::pro: [1,0,0]",
                   "None (i.e. no value)::None (i.e. no value): [0,1,0]"}));
  EXPECT_EQ(rows(R"({"breakdowns":[{"property":"a"}],"breakdown_limit":1})"),
            (Lines{"x: [2,0,0]", "Other (i.e. all remaining values): [0,1,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"a","breakdown_limit":0})"),
            (Lines{"x: [2,0,0]", "None (i.e. no value): [0,1,0]"}))
      << "0 is the default";
}

TEST_F(TrendsTest, TakesTypedPropertiesWhereTextIsMeant) {
  const auto team = world_.NewTeam(
      "UTC", 0,
      {{"path_cleaning_filters", JsonArray{JsonObject{{"regex", "^1$"}, {"alias", "one"}}}}});
  world_.Insert(team->id, {{"e", "p1", "2020-01-09T10:00:00Z", R"({"num_n":1,"bool_b":true})"},
                           {"e", "p2", "2020-01-09T10:00:00Z", R"({"num_n":2.5,"bool_b":false})"}});
  const auto rows = [&](std::string_view more) {
    return Rows(world_.Ask(team, Query(R"({"kind":"EventsNode","event":"e"})", more)));
  };
  EXPECT_EQ(rows(R"("breakdownFilter":{"breakdown":"num_n","breakdown_normalize_url":true})"),
            (Lines{"1: [1,0,0]", "2.5: [1,0,0]"}));
  EXPECT_EQ(rows(R"("breakdownFilter":{"breakdown":"bool_b","breakdown_normalize_url":true})"),
            (Lines{"false: [1,0,0]", "true: [1,0,0]"}));
  for (const char* filter : {R"("num_n","operator":"is_cleaned_path_exact","value":"one")",
                             R"("bool_b","operator":"is_cleaned_path_exact","value":"true")",
                             R"("bool_b","operator":"icontains","value":"TRU")",
                             R"("bool_b","operator":"regex","value":"^t")"}) {
    EXPECT_EQ(rows(R"("properties":[{"type":"event","key":)" + std::string(filter) + "}]"),
              (Lines{"e: [1,0,0]"}))
        << filter;
  }
}

TEST_F(TrendsTest, PutsNumbersIntoBins) {
  const auto team = world_.NewTeam();
  std::vector<TestEvent> events;
  for (const char* n : {"0", "4.9", "5", "10", "null", "\"x\""}) {
    events.push_back(
        {"e", "p", "2020-01-09T10:00:00Z", R"({"n":)" + std::string(n) + R"(,"same":1})"});
  }
  world_.Insert(team->id, events);
  const auto rows = [&](std::string_view filter) {
    return Rows(world_.Ask(team, Query(R"({"kind":"EventsNode","event":"e"})",
                                       "\"breakdownFilter\":" + std::string(filter))));
  };
  EXPECT_EQ(rows(R"({"breakdown":"n","breakdown_histogram_bin_count":2})"),
            (Lines{"[0,5]: [2,0,0]", "[5,10.01]: [2,0,0]", "None (i.e. no value): [2,0,0]"}));
  EXPECT_EQ(rows(R"({"breakdowns":[{"property":"n","histogram_bin_count":1}]})"),
            (Lines{"[0,10.01]: [4,0,0]", "None (i.e. no value): [2,0,0]"}));
  EXPECT_EQ(rows(R"({"breakdown":"same","breakdown_histogram_bin_count":2})"),
            Lines{R"(["",""]: [6,0,0])"});
}

TEST_F(TrendsTest, CountsTrailingHoursInAHalfHourZone) {
  const auto team = world_.NewTeam("Asia/Kolkata");
  world_.Insert(team->id, {{"e", "p1", "2020-01-09T10:15:00Z"}});  // 15:45
  const Json answer =
      world_.Ask(team, R"({"kind":"TrendsQuery","interval":"hour","dateRange":)"
                       R"({"date_from":"2020-01-09T14:00","date_to":"2020-01-09T17:00"},)"
                       R"("series":[{"kind":"EventsNode","event":"e","math":"weekly_active"}]})");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "data")), "[0,1,1,1]");
}

TEST_F(TrendsTest, RanksTotalsOfAValueDisplay) {
  const Json answer = world_.Ask(
      WorkedExample(), Query(SignUp("dau"), R"("trendsFilter":{"display":"ActionsPie"},)"
                                            R"("breakdownFilter":{"breakdown":"$browser"})"));
  EXPECT_EQ(Rows(answer), (Lines{"Chrome: 2", "Safari: 1", "None (i.e. no value): 1"}));
}

TEST_F(TrendsTest, AggregatesPropertiesOfEventsAndPersons) {
  const auto team = world_.NewTeam();
  std::vector<TestEvent> events;
  for (int i = 1; i <= 5; ++i) {
    events.push_back({"buy", "p" + std::to_string(i), "2020-01-09T10:00:00Z",
                      R"({"price":)" + std::to_string(i * 10) + "}",
                      R"({"age":)" + std::to_string(20 + i) + "}"});
  }
  events.push_back({"buy", "p1", "2020-01-10T10:00:00Z", R"({"price":"none"})"});
  world_.Insert(team->id, events);
  const auto first_day = [&](std::string_view math, std::string_view property,
                             std::string_view more = "") {
    const Json answer =
        world_.Ask(team, Query(R"({"kind":"EventsNode","event":"buy","math":")" +
                               std::string(math) + R"(","math_property":")" +
                               std::string(property) + "\"" + std::string(more) + "}"));
    EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "data", 1)), "0.0") << math << ": no number";
    return Pick(answer, "results", 0, "data", 0).to_number<double>();
  };
  EXPECT_EQ(first_day("sum", "price"), 150);
  EXPECT_EQ(first_day("avg", "price"), 30);
  EXPECT_EQ(first_day("min", "price"), 10);
  EXPECT_EQ(first_day("max", "price"), 50);
  EXPECT_EQ(first_day("median", "price"), 30);
  EXPECT_EQ(first_day("p75", "price"), 40);
  EXPECT_EQ(first_day("p90", "price"), 46);
  EXPECT_EQ(first_day("p95", "price"), 48);
  EXPECT_NEAR(first_day("p99", "price"), 49.6, 1e-9);
  EXPECT_EQ(first_day("sum", "age", R"(,"math_property_type":"person_properties")"), 115);
  EXPECT_EQ(first_day("sum", "price", R"(,"math_multiplier":0.5)"), 75);
  const Json hogql = world_.Ask(team, Query(R"({"kind":"EventsNode","event":"buy","math":"hogql",)"
                                            R"("math_hogql":"max(toInt(properties.price)) + 1"})"));
  EXPECT_EQ(PrintJson(Pick(hogql, "results", 0, "data")), "[51,0,0]");
}

TEST_F(TrendsTest, CountsSessionsAndTrailingActors) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p1", "2020-01-02T10:00:00Z", R"({"$session_id":"s1"})"},
                           {"e", "p1", "2020-01-09T10:00:00Z", R"({"$session_id":"s2"})"},
                           {"e", "p2", "2020-01-09T11:00:00Z", R"({"$session_id":"s2"})"},
                           {"e", "p2", "2020-01-03T11:00:00Z", R"({"$session_id":"s3"})"},
                           {"e", "p3", "2019-12-15T11:00:00Z", R"({"$session_id":"s4"})"}});
  const auto data = [&](std::string_view math, std::string_view range, std::string_view interval) {
    const Json answer =
        world_.Ask(team, R"({"kind":"TrendsQuery","interval":")" + std::string(interval) +
                             R"(","dateRange":)" + std::string(range) +
                             R"(,"series":[{"kind":"EventsNode","event":"e","math":")" +
                             std::string(math) + R"("}]})");
    return PrintJson(Pick(answer, "results", 0, "data"));
  };
  constexpr std::string_view kDays = R"({"date_from":"2020-01-07","date_to":"2020-01-10"})";
  EXPECT_EQ(data("unique_session", kDays, "day"), "[0,0,1,0]");
  // p1 of the 2nd counts until the 8th, p2 of the 3rd until the 9th.
  EXPECT_EQ(data("weekly_active", kDays, "day"), "[2,2,2,2]");
  EXPECT_EQ(data("monthly_active", kDays, "day"), "[3,3,3,3]");
  EXPECT_EQ(data("weekly_active", R"({"date_from":"2020-01-15","date_to":"2020-01-17"})", "day"),
            "[2,0,0]");
  EXPECT_EQ(data("weekly_active", R"({"date_from":"2020-01-05","date_to":"2020-01-10"})", "week"),
            "[2]");
  EXPECT_EQ(data("monthly_active", R"({"date_from":"2020-01-05","date_to":"2020-01-18"})", "week"),
            "[3,3]");
  EXPECT_EQ(data("weekly_active",
                 R"({"date_from":"2020-01-09T09:00","date_to":"2020-01-09T12:00"})", "hour"),
            "[2,2,2,2]");
}

TEST_F(TrendsTest, FillsBucketsOfEveryInterval) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p1", "2020-01-09T10:00:05Z"},
                           {"e", "p1", "2020-01-09T10:00:59Z"},
                           {"e", "p1", "2020-01-09T11:30:00Z"},
                           {"e", "p1", "2020-02-10T00:00:00Z"}});
  const auto data = [&](std::string_view from, std::string_view to, std::string_view interval) {
    const Json answer = world_.Ask(
        team, R"({"kind":"TrendsQuery","interval":")" + std::string(interval) +
                  R"(","dateRange":{"date_from":")" + std::string(from) + R"(","date_to":")" +
                  std::string(to) + R"("},"series":[{"kind":"EventsNode","event":"e"}]})");
    return PrintJson(Pick(answer, "results", 0, "data"));
  };
  EXPECT_EQ(data("2020-01-09T10:00:04", "2020-01-09T10:00:06", "second"), "[0,1,0]");
  EXPECT_EQ(data("2020-01-09T09:59", "2020-01-09T10:01", "minute"), "[0,2,0]");
  EXPECT_EQ(data("2020-01-09T09:00", "2020-01-09T11:59", "hour"), "[0,2,1]");
  EXPECT_EQ(data("2020-01-08", "2020-01-10", "day"), "[0,3,0]");
  EXPECT_EQ(data("2020-01-09", "2020-02-10", "week"), "[3,0,0,0,0,1]");
  EXPECT_EQ(data("2020-01-20", "2020-02-10", "month"), "[3,1]");
}

TEST_F(TrendsTest, CountsDaysAndHoursOfTheProjectsZone) {
  const auto count = [&](const char* zone, const std::vector<TestEvent>& events,
                         std::string_view range, std::string_view interval) {
    const auto team = world_.NewTeam(zone);
    world_.Insert(team->id, events);
    const Json answer =
        world_.Ask(team, R"({"kind":"TrendsQuery","interval":")" + std::string(interval) +
                             R"(","dateRange":)" + std::string(range) +
                             R"(,"series":[{"kind":"EventsNode","event":"e"}]})");
    return PrintJson(Pick(answer, "results", 0, "data"));
  };
  // New York loses an hour on 2020-03-08 and gains one on 2020-11-01.
  EXPECT_EQ(count("America/New_York",
                  {{"e", "p", "2020-03-08T04:59:59Z"},   // 23:59:59 on the 7th
                   {"e", "p", "2020-03-08T05:00:00Z"},   // 00:00 on the 8th
                   {"e", "p", "2020-03-09T03:59:59Z"},   // 23:59:59 on the 8th, summer time
                   {"e", "p", "2020-03-09T04:00:00Z"}},  // 00:00 on the 9th
                  R"({"date_from":"2020-03-07","date_to":"2020-03-09"})", "day"),
            "[1,2,1]");
  EXPECT_EQ(count("America/New_York",
                  {{"e", "p", "2020-03-08T06:30:00Z"},   // 01:30
                   {"e", "p", "2020-03-08T07:30:00Z"}},  // 03:30
                  R"({"date_from":"2020-03-08T01:00","date_to":"2020-03-08T04:00"})", "hour"),
            "[1,1,0]");
  EXPECT_EQ(count("America/New_York",
                  {{"e", "p", "2020-11-01T05:30:00Z"},  // 01:30, summer time
                   {"e", "p", "2020-11-01T06:30:00Z"},  // 01:30 again
                   {"e", "p", "2020-11-01T06:45:00Z"}},
                  R"({"date_from":"2020-11-01T00:00","date_to":"2020-11-01T03:00"})", "hour"),
            "[0,1,2,0,0]");
  EXPECT_EQ(count("Asia/Kolkata",
                  {{"e", "p", "2020-01-08T18:29:59Z"},  // 23:59:59 on the 8th
                   {"e", "p", "2020-01-08T18:30:00Z"},  // 00:00 on the 9th
                   {"e", "p", "2020-01-09T18:29:59Z"}},
                  R"({"date_from":"2020-01-08","date_to":"2020-01-09"})", "day"),
            "[1,2]");
  EXPECT_EQ(count("Asia/Kolkata", {{"e", "p", "2020-01-09T10:15:00Z"}},  // 15:45
                  R"({"date_from":"2020-01-09T15:00","date_to":"2020-01-09T16:00"})", "hour"),
            "[1,0]");
}

TEST_F(TrendsTest, StartsWeeksOnTheProjectsDay) {
  const auto ask = [&](int week_start_day) {
    const auto team = world_.NewTeam("America/New_York", week_start_day);
    world_.Insert(team->id, {{"e", "p", "2020-01-11T20:00:00Z"},    // Saturday
                             {"e", "p", "2020-01-12T20:00:00Z"},    // Sunday
                             {"e", "p", "2020-01-13T20:00:00Z"}});  // Monday
    const Json answer = world_.Ask(
        team, R"({"kind":"TrendsQuery","interval":"week","dateRange":{"date_from":"2020-01-11",)"
              R"("date_to":"2020-01-13"},"series":[{"kind":"EventsNode","event":"e"}]})");
    return PrintJson(Pick(answer, "results", 0, "days")) +
           PrintJson(Pick(answer, "results", 0, "data"));
  };
  EXPECT_EQ(ask(0), R"(["2020-01-05","2020-01-12"][1,2])");
  EXPECT_EQ(ask(1), R"(["2020-01-06","2020-01-13"][2,1])");
}

TEST_F(TrendsTest, ComparesWithThePeriodBefore) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p1", "2020-01-07T10:00:00Z"},
                           {"e", "p1", "2020-01-09T10:00:00Z"},
                           {"e", "p2", "2020-01-09T10:00:00Z"},
                           {"e", "p2", "2020-01-02T10:00:00Z"}});
  const auto ask = [&](std::string_view compare, std::string_view more = "") {
    return world_.Ask(team, Query(R"({"kind":"EventsNode","event":"e"})",
                                  "\"compareFilter\":" + std::string(compare) + std::string(more)));
  };
  const Json answer = ask(R"({"compare":true})");
  EXPECT_EQ(Rows(answer), (Lines{"e: [2,0,0]", "e: [0,1,0]"}));
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "compare_label")), R"("current")");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 1, "compare_label")), R"("previous")");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 1, "days")),
            R"(["2020-01-06","2020-01-07","2020-01-08"])");
  EXPECT_EQ(PrintJson(Pick(answer, "resolved_compare_date_range")),
            R"({"date_from":"2020-01-06T00:00:00Z","date_to":"2020-01-08T23:59:59.999999Z"})");
  EXPECT_EQ(Rows(ask(R"({"compare":true,"compare_to":"-1w"})")),
            (Lines{"e: [2,0,0]", "e: [1,0,0]"}));
  const Json formula = ask(R"({"compare":true})", R"(,"trendsFilter":{"formula":"A*10"})");
  EXPECT_EQ(Rows(formula),
            (Lines{"Formula (A*10): [20.0,0.0,0.0]", "Formula (A*10): [0.0,10.0,0.0]"}));
  EXPECT_EQ(PrintJson(Pick(formula, "results", 1, "compare_label")), R"("previous")");
}

TEST_F(TrendsTest, FiltersByPropertiesOfSeriesQueryAndTestAccounts) {
  JsonObject settings;
  settings["test_account_filters"] = JsonArray{JsonObject{
      {"key", "email"}, {"type", "person"}, {"operator", "not_icontains"}, {"value", "@us.com"}}};
  const auto team = world_.NewTeam("UTC", 0, settings);
  world_.Insert(team->id,
                {{"e", "p1", "2020-01-09T10:00:00Z", R"({"a":1,"b":1})", R"({"email":"x@us.com"})"},
                 {"e", "p2", "2020-01-09T10:00:00Z", R"({"a":1,"b":2})", R"({"email":"x@a.com"})"},
                 {"e", "p3", "2020-01-09T10:00:00Z", R"({"a":2,"b":2})", "{}"}});
  const auto count = [&](std::string_view series, std::string_view query) {
    const Json answer = world_.Ask(
        team, Query(R"({"kind":"EventsNode","event":"e")" + std::string(series) + "}", query));
    return PrintJson(Pick(answer, "results", 0, "data", 0));
  };
  EXPECT_EQ(count("", ""), "3");
  EXPECT_EQ(count(R"(,"properties":[{"type":"event","key":"a","value":1}])", ""), "2");
  EXPECT_EQ(count("", R"("properties":[{"type":"event","key":"b","value":2}])"), "2");
  EXPECT_EQ(count(R"(,"properties":[{"type":"event","key":"a","value":1}])",
                  R"("properties":[{"type":"event","key":"b","value":2}])"),
            "1");
  EXPECT_EQ(count("", R"("filterTestAccounts":true)"), "2");
  EXPECT_EQ(count("", R"("properties":{"type":"OR","values":[)"
                      R"({"type":"AND","values":[{"type":"event","key":"a","value":2}]},)"
                      R"({"type":"event","key":"b","value":1}]})"),
            "2");
}

TEST_F(TrendsTest, StartsAllAtTheFirstEventOfTheSeries) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"other", "p1", "2019-12-01T10:00:00Z"},
                           {"e", "p1", "2020-01-17T10:00:00Z"},
                           {"e", "p1", "2020-01-19T10:00:00Z"}});
  const auto data = [&](std::string_view event) {
    const Json answer =
        world_.Ask(team, R"({"kind":"TrendsQuery","dateRange":{"date_from":"all"},"series":[)"
                         R"({"kind":"EventsNode","event":")" +
                             std::string(event) + R"("}]})");
    return PrintJson(Pick(answer, "results", 0, "data"));
  };
  EXPECT_EQ(data("e"), "[1,0,1,0]");
  EXPECT_EQ(data("nothing"), "[0,0,0,0,0,0,0,0]");
}

TEST_F(TrendsTest, AnswersZerosWhereNothingHappened) {
  const auto team = world_.NewTeam();
  EXPECT_EQ(Rows(world_.Ask(team, Query(SignUp()))), Lines{"sign up: [0,0,0]"});
  EXPECT_EQ(Rows(world_.Ask(team, Query(SignUp("avg_count_per_actor")))),
            Lines{"sign up: [0.0,0.0,0.0]"});
  EXPECT_EQ(Rows(world_.Ask(team, Query(SignUp(), R"("breakdownFilter":{"breakdown":"x"})"))),
            Lines{});
  EXPECT_EQ(Rows(world_.Ask(team, Query(SignUp(), R"("trendsFilter":{"display":"BoldNumber"})"))),
            Lines{"sign up: 0"});
}

TEST_F(TrendsTest, RefusesWhatItDoesNotUnderstand) {
  const auto team = WorkedExample();
  const auto refuses = [&](const std::string& query, std::string_view why) {
    const Answer answer = world_.Post(team, query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_NE(answer.body.find(R"("type":"validation_error","code":"invalid_input")"),
              std::string::npos)
        << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses(R"({"kind":"TrendsQuery"})", "query.series: Field required");
  refuses(R"({"kind":"TrendsQuery","series":[]})", "query.series");
  refuses(Query(SignUp(), R"("surprise":1)"), "query.surprise: Extra inputs are not permitted");
  refuses(Query(SignUp("total", R"(,"colour":"red")")), "query.series.0.colour");
  refuses(Query(SignUp("most")), "'most' is not a known math");
  refuses(Query(R"({"kind":"ActionsNode"})"), "query.series.0.id: Field required");
  refuses(Query(R"({"event":"x"})"), "query.series.0.kind: Field required");
  refuses(Query(SignUp(), R"("interval":"fortnight")"), "query.interval");
  refuses(Query(SignUp(), R"("breakdownFilter":{"breakdown":"a","breakdown_limit":-1})"),
          "query.breakdownFilter.breakdown_limit: Input should be greater than or equal to 0");
  refuses(Query(SignUp(), "\"" + std::string(1 << 20, 'k') + "\":1"),
          "query." + std::string(100, 'k') + "…: Extra inputs are not permitted");
  refuses(Query(SignUp(std::string(1 << 20, 'm'))),
          "'" + std::string(100, 'm') + "…' is not a known math");
  refuses(Query(SignUp(), R"("trendsFilter":{"formula":"A+)" + std::string(1 << 20, '(') + "\"}"),
          "…' is not valid: ");
  refuses(Query(SignUp(), R"("samplingFactor":0)"), "query.samplingFactor");
  refuses(Query(SignUp(), R"("trendsFilter":{"display":"Spiral"})"), "not a known display");
  refuses(Query(SignUp(), R"("trendsFilter":{"formula":"A+B"})"), "there is no series B");
  refuses(Query(SignUp(), R"("breakdownFilter":{"breakdown":["x"],"breakdown_type":"cohort"})"),
          "Input should be ids of cohorts, or 'all'");
  refuses(Query(SignUp(), R"("properties":[{"type":"cohort","key":"id","value":1}])"),
          "Cohorts cannot be named here");
  refuses(Query(SignUp(), R"("properties":{"type":"XOR","values":[]})"),
          R"(PropertyGroupFilter of unknown type \"XOR\")");
  refuses(Query(SignUp(), R"("properties":[{"type":"hogql","key":"1 +"}])"), "");
  refuses(Query(SignUp(), R"("properties":[{"type":"hogql","key":"nonsense"}])"),
          "Unable to resolve field: nonsense");
}

}  // namespace
}  // namespace tenrec::query
