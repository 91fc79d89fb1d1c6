/// HogQLQuery on the real engine.

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class HogQLQueryTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  std::shared_ptr<const accounts::Team> Team() {
    static const auto team = [this] {
      const auto made = world_.NewTeam();
      world_.Insert(made->id, {{"a", "p1", "2020-01-19T10:00:00Z", R"({"n":1})"},
                               {"a", "p2", "2020-01-20T10:00:00Z", R"({"n":2})"},
                               {"b", "p1", "2020-01-20T11:00:00Z", R"({"n":3})"}});
      const auto stranger = world_.NewTeam();
      world_.Insert(stranger->id, {{"a", "p1", "2020-01-19T10:00:00Z"}});
      return made;
    }();
    return team;
  }

  Json Ask(std::string_view sql, std::string_view more = "") {
    return world_.Ask(Team(), Query(sql, more));
  }
  static std::string Query(std::string_view sql, std::string_view more = "") {
    return R"({"kind":"HogQLQuery","query":)" + PrintJson(Json(std::string(sql))) +
           std::string(more) + "}";
  }
  std::string Results(std::string_view sql, std::string_view more = "") {
    return PrintJson(Pick(Ask(sql, more), "results"));
  }
};

TEST_F(HogQLQueryTest, AnswersInTheShapeOfTheSpecification) {
  const Json answer = Ask("select 1");
  EXPECT_EQ(StringMember(answer, "query"), "select 1");
  EXPECT_EQ(StringMember(answer, "hogql"), "SELECT 1 LIMIT 101 OFFSET 0");
  EXPECT_TRUE(Pick(answer, "clickhouse").is_null());
  EXPECT_EQ(PrintJson(Pick(answer, "columns")), R"(["1"])");
  EXPECT_EQ(PrintJson(Pick(answer, "types")), R"([["1","UInt8"]])");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), "[[1]]");
  EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "false");
  EXPECT_EQ(PrintJson(Pick(answer, "limit")), "100");
  EXPECT_EQ(PrintJson(Pick(answer, "offset")), "0");
  for (const char* field : {"error", "explain", "metadata"}) {
    EXPECT_TRUE(Pick(answer, field).is_null()) << field;
  }
}

TEST_F(HogQLQueryTest, PagesWhatSaysNoLimit) {
  const Json many = Ask("select number from numbers(1000)");
  EXPECT_EQ(Pick(many, "results").as_array().size(), 100U);
  EXPECT_EQ(PrintJson(Pick(many, "hasMore")), "true");
  const Json limited = Ask("select number from numbers(1000) limit 150");
  EXPECT_EQ(Pick(limited, "results").as_array().size(), 150U);
  EXPECT_FALSE(limited.as_object().contains("hasMore"));
  const Json capped = Ask("select number from numbers(100000) limit 90000");
  EXPECT_EQ(Pick(capped, "results").as_array().size(), 50'000U);
}

TEST_F(HogQLQueryTest, TheProjectsModifiersHoldUnlessTheQueryHasItsOwn) {
  JsonObject settings;
  settings["modifiers"] =
      JsonObject{{"bounceRateDurationSeconds", 0},
                 {"customChannelTypeRules",
                  JsonArray{JsonObject{
                      {"channel_type", "Partner"},
                      {"combiner", "OR"},
                      {"items", JsonArray{JsonObject{{"key", "utm_source"},
                                                     {"op", "exact"},
                                                     {"value", JsonArray{"acme", "other"}}},
                                          JsonObject{{"key", "utm_medium"}, {"op", "is_set"}}}}}}}};
  const auto team = world_.NewTeam("UTC", 0, settings);
  const auto visit = [](const std::string& session, const std::string& utm) {
    return TestEvent{.event = "$pageview",
                     .properties = R"({"$session_id":"018df974-d500-7000-8000-00000000000)" +
                                   session + "\"" + utm + "}"};
  };
  world_.Insert(team->id, {visit("1", R"(,"utm_source":"acme")"), visit("2", ""),
                           visit("3", R"(,"utm_medium":"cpc")")});
  const auto ask = [&](std::string_view more) {
    return PrintJson(
        Pick(world_.Ask(team, Query("select $channel_type, $is_bounce from sessions order by "
                                    "session_id",
                                    more)),
             "results"));
  };
  EXPECT_EQ(ask(""), R"([["Partner",0],["Unknown",0],["Partner",0]])");
  EXPECT_EQ(ask(R"(,"modifiers":{"customChannelTypeRules":[],"bounceRateDurationSeconds":5})"),
            R"([["Unknown",1],["Unknown",1],["Paid Unknown",1]])");
}

TEST_F(HogQLQueryTest, CountsOnlyTheProjectsOwnRows) {
  EXPECT_EQ(Results("select count() from events"), "[[3]]");
  EXPECT_EQ(Results("select event, count() as c from events group by event order by c desc"),
            R"([["a",2],["b",1]])");
  EXPECT_EQ(Results("select distinct_id from events where properties.n = '3'"), R"([["p1"]])");
  EXPECT_EQ(Results("select count() from (select distinct_id from events group by distinct_id)"),
            "[[2]]");
}

TEST_F(HogQLQueryTest, FillsPlaceholders) {
  EXPECT_EQ(Results("select count() from events where event = {name}", R"(,"values":{"name":"a"})"),
            "[[2]]");
  EXPECT_EQ(Results("select count() from events where event in {names}",
                    R"(,"values":{"names":["a","b"]})"),
            "[[3]]");
  EXPECT_EQ(Results("select {variables.word}",
                    R"(,"variables":{"id1":{"variableId":"id1","code_name":"word","value":"x"}})"),
            R"([["x"]])");
  EXPECT_EQ(Results("select count() from events where {filters}",
                    R"(,"filters":{"dateRange":{"date_from":"2020-01-20","date_to":null},)"
                    R"("properties":[{"type":"event","key":"n","value":2}]})"),
            "[[1]]");
  EXPECT_EQ(Results("select count() from events where {filters}"), "[[3]]");
  EXPECT_EQ(Results("select toString({filters.dateRange.from})",
                    R"(,"filters":{"dateRange":{"date_from":"2020-01-20"}})"),
            R"([["2020-01-20 00:00:00.000000"]])");
  constexpr std::string_view kFrom =
      "select count() from events where timestamp >= "
      "{filters.dateRange.from}";
  EXPECT_EQ(Results(kFrom, R"(,"filters":{"dateRange":{"date_from":"2020-01-20"}})"), "[[2]]");
  EXPECT_EQ(Results(kFrom, R"(,"filters":{"dateRange":{"date_from":"-1d"}})"), "[[2]]");
  EXPECT_EQ(Results(kFrom, R"(,"filters":{"dateRange":{"date_from":"all"}})"), "[[3]]");
  EXPECT_EQ(Results(kFrom, R"(,"filters":{})"), "[[3]]");
  EXPECT_EQ(Results(kFrom), "[[3]]");
}

TEST_F(HogQLQueryTest, FiltersSessionsByTheirOwnProperties) {
  const auto team = world_.NewTeam();
  const auto in_session = [](std::string event, std::string session, std::string at) {
    return TestEvent{.event = std::move(event),
                     .timestamp = std::move(at),
                     .properties = R"({"$session_id":")" + std::move(session) + R"("})"};
  };
  world_.Insert(
      team->id,
      {in_session("$pageview", "016f8ee5-7500-7000-8000-000000000001", "2020-01-10T10:00:00Z"),
       in_session("$pageview", "016f8ee5-7500-7000-8000-000000000001", "2020-01-10T10:05:00Z"),
       in_session("$pageview", "016f9932-2d00-7000-8000-000000000002", "2020-01-12T10:00:00Z")});
  const auto results = [&](std::string_view sql, std::string_view filters) {
    return PrintJson(
        Pick(world_.Ask(team, Query(sql, R"(,"filters":)" + std::string(filters))), "results"));
  };
  constexpr std::string_view kTwoPages =
      R"("properties":[{"type":"session","key":"$pageview_count","operator":"gt","value":1}])";
  const std::string two_pages = "{" + std::string(kTwoPages) + "}";
  EXPECT_EQ(results("select session_id from sessions where {filters}", two_pages),
            R"([["016f8ee5-7500-7000-8000-000000000001"]])");
  EXPECT_EQ(results("select count() from events where {filters}", two_pages), "[[2]]");
  EXPECT_EQ(results("select session_id from sessions where {filters}",
                    R"({"dateRange":{"date_from":"2020-01-11","date_to":"2020-01-13"}})"),
            R"([["016f9932-2d00-7000-8000-000000000002"]])");
}

TEST_F(HogQLQueryTest, ShowsTheStatementInDebugModeOnly) {
  const Json answer = Ask("select event from events", R"(,"modifiers":{"debug":true})");
  EXPECT_NE(StringMember(answer, "clickhouse")->find("team_id"), std::string_view::npos);
  EXPECT_EQ(PrintJson(Pick(answer, "modifiers", "debug")), "true");
  const Json failed = Ask("select nonsense from events", R"(,"modifiers":{"debug":true})");
  EXPECT_EQ(StringMember(failed, "error"), "Unable to resolve field: nonsense");
  EXPECT_EQ(PrintJson(Pick(failed, "results")), "[]");
}

TEST_F(HogQLQueryTest, ExplainsWhenAsked) {
  const Json answer = Ask("select count() from events where event = 'a'", R"(,"explain":true)");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), "[[2]]");
  const std::string lines = PrintJson(Pick(answer, "explain"));
  EXPECT_TRUE(Pick(answer, "explain", 0).is_string()) << lines;
  EXPECT_NE(lines.find("Aggregating"), std::string::npos) << lines;
  EXPECT_NE(lines.find("ReadFromMergeTree"), std::string::npos) << lines;
  const Json of_set =
      Ask("select 1 as x union all select count() from events", R"(,"explain":true)");
  EXPECT_NE(PrintJson(Pick(of_set, "explain")).find("Union"), std::string::npos);
  EXPECT_TRUE(Pick(Ask("select 1", R"(,"explain":false)"), "explain").is_null());
}

// The engine reads the file that it wrote.
TEST_F(HogQLQueryTest, GivesRowsAsParquet) {
  const auto download = [&](const std::string& query) {
    const Answer answer = world_.runner().Run(
        {.team = Team(), .body = JsonObject{{"query", *ParseJson(query)}}, .as_parquet = true});
    engine::TestEngine();
    return answer;
  };
  const auto path =
      std::filesystem::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString() + ".parquet");
  const auto rows = [&](std::string_view sql, std::string_view select, std::string_view more = "") {
    const Answer answer = download(Query(sql, more));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(answer.body.starts_with("PAR1") && answer.body.ends_with("PAR1")) << sql;
    std::ofstream(path, std::ios::binary) << answer.body;
    return engine::Answer(engine::TestEngine(), "SELECT " + std::string(select) + " FROM file('" +
                                                    path.string() + "', 'Parquet')");
  };
  // Only the project's rows, with names and types of the answer.
  EXPECT_EQ(rows("select event, toInt(properties.n) as n, timestamp, [event, 'x'] as list, "
                 "person_id as person from events order by timestamp",
                 "event, n, toTypeName(n), toUnixTimestamp(timestamp), list"),
            "\"a\",1,\"Nullable(Int64)\",1579428000,[\"a\",\"x\"]\n"
            "\"a\",2,\"Nullable(Int64)\",1579514400,[\"a\",\"x\"]\n"
            "\"b\",3,\"Nullable(Int64)\",1579518000,[\"b\",\"x\"]");
  EXPECT_EQ(rows("select event from events where event = {name}", "*", R"(,"values":{"name":"b"})"),
            "\"b\"");
  EXPECT_EQ(rows("select event from events where 1 = 2", "count()"), "0");
  // As many rows as an export may have.
  EXPECT_EQ(rows("select number from numbers(60000)", "count()"), "50000");
  EXPECT_EQ(rows("select number from numbers(60000) limit 60000", "max(number)"), "49999");
  EXPECT_EQ(rows("select number from numbers(60000) limit 7", "count()"), "7");
  std::filesystem::remove(path);

  const Answer wrong = download(Query("select nope from events"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("Unable to resolve field: nope"), std::string::npos) << wrong.body;
  const Answer trend = download(R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode"}]})");
  EXPECT_EQ(trend.status, 400);
  EXPECT_NE(trend.body.find("Only questions of kind HogQLQuery"), std::string::npos) << trend.body;
  // A file is no answer for those who ask for JSON, and takes no note of theirs.
  EXPECT_EQ(Results("select number from numbers(60000) limit 7"), "[[0],[1],[2],[3],[4],[5],[6]]");
  const QueryRecord last = world_.Records(Team()->id).back();
  EXPECT_EQ(last.kind, "HogQLQuery");
}

TEST_F(HogQLQueryTest, ShowsBytesThatAreNoTextAsReplacements) {
  EXPECT_EQ(Results("select substring('é', 1, 1), 'é', map('é', 1)"),
            "[[\"\uFFFD\",\"é\",{\"é\":1}]]");
}

TEST_F(HogQLQueryTest, PrintsEveryKindOfValue) {
  EXPECT_EQ(Results("select 1.5, 'x', null, true, [1, 2], tuple(1, 'a'), toDate('2020-01-02'), "
                    "toUUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8'), 0 / 0"),
            R"([[1.5,"x",null,true,[1,2],[1,"a"],"2020-01-02",)"
            R"("6ba7b810-9dad-11d1-80b4-00c04fd430c8",null]])");
}

TEST_F(HogQLQueryTest, RefusesWithThePlaceAndTheReason) {
  const auto refuses = [&](std::string_view sql, std::string_view why) {
    const Answer answer = world_.Post(Team(), Query(sql));
    EXPECT_EQ(answer.status, 400) << sql << answer.body;
    EXPECT_TRUE(answer.body.starts_with(R"({"type":"validation_error","code":")")) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses("select nonsense from events", "Unable to resolve field: nonsense");
  refuses("select 1 from secrets", "Unknown table `secrets`.");
  refuses("selec", "");
  refuses("select {x}", "");
  refuses("drop table events", "");
  refuses("select arrayElement(1, 2)", "");
  const Answer answer = world_.Post(Team(), R"({"kind":"HogQLQuery"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("query.query: Field required"), std::string::npos) << answer.body;
}

TEST_F(HogQLQueryTest, WritesDownWhatAQuestionTook) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"a"}, {"b"}});
  const auto ask = [&](std::string_view sql, std::string_view more) {
    return world_.Post(team, Query(sql), more);
  };
  const Answer counted =
      ask("select count() from events", R"("client_query_id":"q","name":"tile")");
  EXPECT_EQ(counted.status, 200) << counted.body;
  // Neither what the cache answers nor what never reached the engine took anything.
  ask("select count() from events", "");
  ask("selec", "");
  ask("select nonsense from events", "");
  EXPECT_EQ(ask("select arrayElement(1, 2)", "").status, 400);

  const auto records = world_.Records(team->id);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].id, "q");
  EXPECT_EQ(records[0].kind, "HogQLQuery");
  EXPECT_EQ(records[0].text, "select count() from events");
  EXPECT_EQ(records[0].name, "tile");
  EXPECT_EQ(records[0].result_rows, 1U);
  EXPECT_GE(records[0].rows_read, 1U);
  EXPECT_GT(records[0].bytes_read, 0U);
  EXPECT_GT(records[0].result_bytes, 0U);
  EXPECT_EQ(records[0].failure_status, 0);
  EXPECT_EQ(records[1].failure_status, 400);
  EXPECT_EQ(records[1].failure_code, "illegal_type_of_argument");

  const Json again = world_.Ask(team, Query("select count() from events"));
  EXPECT_EQ(PrintJson(Pick(again, "is_cached")), "true");
  EXPECT_EQ(PrintJson(Pick(again, "query_metadata", "rows_read")),
            std::to_string(records[0].rows_read));
}

TEST_F(HogQLQueryTest, ReadsWhatTheProductKnowsOfItself) {
  EXPECT_EQ(Results("select id = {id}, name, created_at, test_account_filters.1.key "
                    "from system.teams",
                    R"(,"values":{"id":)" + std::to_string(Team()->id) + "}"),
            R"([[1,"Mine","2020-01-01T00:00:00Z","email"]])");
  EXPECT_EQ(Results("select count() from system.cohorts"), "[[0]]");
  EXPECT_EQ(Results("select e.event, t.name from events as e join system.teams as t on "
                    "e.team_id = t.id order by e.event limit 1"),
            R"([["a","Mine"]])");
  EXPECT_EQ(Results("select * from system.cohorts"), "[]");
  EXPECT_EQ(Results("select count() from query_log"), "[[0]]");
}

TEST_F(HogQLQueryTest, AnswersAboutRecordsAreComputedEachTime) {
  for (const char* sql : {"select count() from query_log", "select name from system.teams"}) {
    Ask(sql);
    EXPECT_EQ(PrintJson(Pick(Ask(sql), "is_cached")), "false") << sql;
  }
  Ask("select 1 + 1");
  EXPECT_EQ(PrintJson(Pick(Ask("select 1 + 1"), "is_cached")), "true");
}

TEST_F(HogQLQueryTest, TellsHowFarABackgroundQuestionIs) {
  const Answer started = world_.Post(Team(), Query("select sum(number) from numbers(1000000)"),
                                     R"("refresh":"force_async","client_query_id":"progress")");
  EXPECT_EQ(started.status, 202) << started.body;
  Answer status;
  do {
    std::this_thread::yield();
    status = world_.runner().Status(Team()->id, "progress", true);
  } while (status.status == 202);
  EXPECT_EQ(status.status, 200) << status.body;
  const auto parsed = ParseJson(status.body);
  ASSERT_TRUE(parsed);
  const Json& progress = Pick(*parsed, "query_status", "query_progress");
  EXPECT_EQ(PrintJson(Pick(progress, "rows_read")), "1000000") << status.body;
  EXPECT_EQ(PrintJson(Pick(progress, "estimated_rows_total")), "1000000");
  EXPECT_GE(Pick(progress, "bytes_read").to_number<double>(), 8'000'000);
  for (const char* field : {"time_elapsed", "active_cpu_time"}) {
    EXPECT_TRUE(Pick(progress, field).is_double()) << field;
  }
  const Answer without = world_.runner().Status(Team()->id, "progress", false);
  EXPECT_NE(without.body.find("\"query_progress\":null"), std::string::npos) << without.body;
}

}  // namespace
}  // namespace tenrec::query
