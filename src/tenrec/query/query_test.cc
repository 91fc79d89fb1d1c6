/// The runner: envelope, cache, refresh modes, background questions, limits, cancelling, errors.

#include "tenrec/query/query.h"

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"
#include "tenrec/schema/schema.h"

namespace tenrec::query {
namespace {

constexpr std::string_view kCount = R"({"kind":"HogQLQuery","query":"select count() from events"})";
constexpr std::string_view kTrend =
    R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e"}]})";
constexpr std::string_view kEndlessSum =
    R"x({"kind":"HogQLQuery","query":"select sum(number % 7) from numbers(100000000000000)"})x";

class RunnerTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  static Json Parse(const Answer& answer) {
    auto json = ParseJson(answer.body);
    EXPECT_TRUE(json) << answer.body;
    return json ? *std::move(json) : Json();
  }

  /// Asks for the status until it is complete.
  Answer WaitFor(Runner& runner, TeamId team, std::string_view id) {
    for (;;) {
      Answer status = runner.Status(team, id);
      if (status.status != 202) return status;
      std::this_thread::yield();
    }
  }
};

TEST_F(RunnerTest, AnswersWithTheEnvelope) {
  const auto team = world_.NewTeam("America/New_York");
  const Json answer = world_.Ask(team, kTrend);
  EXPECT_EQ(PrintJson(Pick(answer, "is_cached")), "false");
  EXPECT_TRUE(StringMember(answer, "cache_key")->starts_with("cache_"));
  EXPECT_EQ(StringMember(answer, "last_refresh"), "2020-01-20T07:00:00-05:00");
  EXPECT_EQ(StringMember(answer, "next_allowed_client_refresh"), "2020-01-20T07:15:00-05:00");
  EXPECT_EQ(StringMember(answer, "cache_target_age"), "2020-01-20T13:00:00-05:00");
  EXPECT_EQ(StringMember(answer, "timezone"), "America/New_York");
  EXPECT_TRUE(Pick(answer, "query_status").is_null());
  EXPECT_TRUE(Pick(answer, "calculation_trigger").is_null());
  EXPECT_EQ(PrintJson(Pick(answer, "query_metadata", "events")), R"(["e"])");
  EXPECT_EQ(StringMember(Pick(answer, "timings", 0), "k"), "./plan");
  EXPECT_TRUE(Pick(answer, "modifiers").is_object());
  EXPECT_TRUE(Pick(answer, "hogql").is_string());
}

TEST_F(RunnerTest, KeepsAnswersUntilTheyAreOldOrEventsLand) {
  const auto team = world_.NewTeam();
  const auto is_cached = [&](std::string_view more = "") {
    return PrintJson(Pick(world_.Ask(team, kTrend, more), "is_cached"));
  };
  EXPECT_EQ(is_cached(), "false");
  EXPECT_EQ(is_cached(), "true");
  EXPECT_EQ(is_cached(R"("refresh":"blocking")"), "true");
  EXPECT_EQ(is_cached(R"("refresh":false)"), "true");
  EXPECT_EQ(is_cached(R"("refresh":"force_blocking")"), "false");
  EXPECT_EQ(is_cached(R"("refresh":true)"), "false");
  world_.Insert(team->id, {{"e", "p", "2020-01-20T10:00:00Z"}});
  EXPECT_EQ(is_cached(), "false") << "a new event landed";
  EXPECT_EQ(is_cached(), "true");
  const Timestamp before = world_.clock().Now();
  world_.clock().Advance(std::chrono::hours(7));
  EXPECT_EQ(is_cached(), "false") << "older than six hours";
  world_.clock().Set(before);
}

TEST_F(RunnerTest, LooksUpNobodyWhenNobodyMovedAndSeesWhoMovesMeanwhile) {
  constexpr std::string_view kPersons =
      R"({"kind":"HogQLQuery","query":"select count(distinct person_id) from events",)"
      R"("modifiers":{"debug":true}})";
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann"}, {"e", "bob"}});
  const auto& book = world_.store().person_moves();
  RunnerParts parts = world_.Parts();
  bool merges = false;
  int decisions = 0;
  parts.person_moves = [&](TeamId asked) {
    ++decisions;
    const auto now = book.Of(asked);
    if (std::exchange(merges, false)) {  // after it was decided, before anything was asked
      const std::vector<store::DistinctIdRow> moved = {{.team_id = asked,
                                                        .distinct_id = "ann",
                                                        .person_id = PersonId("bob"),
                                                        .version = schema::kMixedVersion}};
      EXPECT_TRUE(world_.store().persons().InsertOverrides(moved, "merge" + std::to_string(asked)));
    }
    return now;
  };
  Runner runner(std::move(parts), {});
  const auto ask = [&] {
    return Parse(runner.Run(
        {.team = team,
         .body = JsonObject{{"query", *ParseJson(kPersons)}, {"refresh", "force_blocking"}}}));
  };
  const auto looks = [](const Json& answer) {
    const auto sql = StringMember(answer, "clickhouse");
    EXPECT_TRUE(sql) << PrintJson(answer);
    return sql && sql->find("person_distinct_id_overrides") != std::string::npos;
  };
  const Json before = ask();
  EXPECT_EQ(PrintJson(Pick(before, "results")), "[[2]]");
  EXPECT_FALSE(looks(before));
  EXPECT_EQ(decisions, 2) << "one before, one to see that it still holds";
  merges = true;
  const Json after = ask();
  EXPECT_EQ(PrintJson(Pick(after, "results")), "[[1]]");
  EXPECT_TRUE(looks(after));
  EXPECT_EQ(decisions, 6) << "asked twice";
}

TEST_F(RunnerTest, ComesToAnEndHoweverOftenPersonsMove) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann"}});
  RunnerParts parts = world_.Parts();
  std::uint64_t rises = 0;
  parts.person_moves = [&](TeamId) {
    return schema::PersonMovesNow{schema::PersonMoves::kNone, ++rises};
  };
  Runner runner(std::move(parts), {});
  const Json answer = Parse(runner.Run(
      {.team = team,
       .body = JsonObject{{"query", *ParseJson(kCount)}, {"refresh", "force_blocking"}}}));
  EXPECT_EQ(PrintJson(Pick(answer, "results")), "[[1]]");
}

TEST_F(RunnerTest, ShowsWhatIsCachedWithoutComputing) {
  const auto team = world_.NewTeam();
  const auto shown = [&] {
    const Json body = JsonObject{{"query", *ParseJson(kTrend)}, {"refresh", "force_blocking"}};
    return Parse(world_.runner().Run({.team = team, .body = body, .only_cached = true}));
  };
  const Json missing = shown();
  EXPECT_TRUE(StringMember(missing, "cache_key")->starts_with("cache_"));
  EXPECT_TRUE(Pick(missing, "query_status").is_null());
  EXPECT_EQ(FindMember(missing, "results"), nullptr);
  world_.Ask(team, kTrend);
  EXPECT_EQ(PrintJson(Pick(shown(), "is_cached")), "true");
  world_.Insert(team->id, {{"e", "p", "2020-01-20T10:00:00Z"}});
  const Json old = shown();
  EXPECT_EQ(PrintJson(Pick(old, "is_cached")), "true") << "however old";
  EXPECT_EQ(PrintJson(Pick(old, "results", 0, "count")), "0.0");
}

TEST_F(RunnerTest, SharesAnswersOfQueriesThatDifferInTheDrawingOnly) {
  const auto team = world_.NewTeam();
  const auto ask = [&](std::string_view name, std::string_view filter) {
    return world_.Ask(team, R"({"kind":"TrendsQuery","series":[{"custom_name":)" +
                                std::string(name) +
                                R"(,"event":"e","kind":"EventsNode"}],"trendsFilter":)" +
                                std::string(filter) + "}");
  };
  const Json first = ask("\"One\"", R"({"showLegend":true})");
  const Json second = ask("\"Two\"", R"({"showLegend":false,"decimalPlaces":2})");
  EXPECT_EQ(PrintJson(Pick(second, "is_cached")), "true");
  EXPECT_EQ(Pick(first, "cache_key"), Pick(second, "cache_key"));
  EXPECT_EQ(StringMember(Pick(first, "results", 0, "action"), "custom_name"), "One");
  EXPECT_EQ(StringMember(Pick(second, "results", 0, "action"), "custom_name"), "Two");
  const Json bare =
      world_.Ask(team, R"({"kind":"TrendsQuery","series":[{"event":"e","kind":"EventsNode"}]})");
  EXPECT_EQ(Pick(first, "cache_key"), Pick(bare, "cache_key"));
  const Json other = ask("null", R"({"display":"BoldNumber"})");
  EXPECT_NE(Pick(first, "cache_key"), Pick(other, "cache_key"));
  const Json elsewhere = world_.Ask(world_.NewTeam(), kTrend);
  EXPECT_EQ(PrintJson(Pick(elsewhere, "is_cached")), "false");
}

TEST_F(RunnerTest, RunsInTheBackground) {
  const auto team = world_.NewTeam();
  const Answer queued = world_.Post(team, kTrend, R"("refresh":"async","client_query_id":"q1")");
  EXPECT_EQ(queued.status, 202);
  const Json body = Parse(queued);
  EXPECT_TRUE(Pick(body, "cache_key").is_string());
  EXPECT_EQ(StringMember(Pick(body, "query_status"), "id"), "q1");
  EXPECT_EQ(PrintJson(Pick(body, "query_status", "complete")), "false");

  const Answer done = WaitFor(world_.runner(), team->id, "q1");
  EXPECT_EQ(done.status, 200);
  const Json status = Parse(done);
  EXPECT_EQ(PrintJson(Pick(status, "query_status", "complete")), "true");
  EXPECT_EQ(PrintJson(Pick(status, "query_status", "error")), "false");
  EXPECT_EQ(PrintJson(Pick(status, "query_status", "results", "results", 0, "count")), "0.0");

  const Answer fresh = world_.Post(team, kTrend, R"("refresh":"async")");
  EXPECT_EQ(fresh.status, 200);
  EXPECT_EQ(PrintJson(Pick(Parse(fresh), "is_cached")), "true");

  world_.Insert(team->id, {{"e", "p", "2020-01-20T10:00:00Z"}});
  const Answer stale =
      world_.Post(team, kTrend, R"("refresh":"lazy_async","client_query_id":"q2")");
  EXPECT_EQ(stale.status, 202);
  EXPECT_EQ(PrintJson(Pick(Parse(stale), "results", 0, "count")), "0.0");
  EXPECT_EQ(PrintJson(Pick(Parse(WaitFor(world_.runner(), team->id, "q2")), "query_status",
                           "results", "results", 0, "count")),
            "1.0");

  const Answer forced = world_.Post(team, kTrend, R"("refresh":"force_async")");
  EXPECT_EQ(forced.status, 202);
  EXPECT_EQ(Parse(forced).as_object().size(), 1U);
  const auto id = StringMember(Pick(Parse(forced), "query_status"), "id");
  EXPECT_EQ(id->size(), 32U);
  WaitFor(world_.runner(), team->id, *id);

  const Answer missing =
      world_.Post(team, R"({"kind":"HogQLQuery","query":"select nonsense from events"})",
                  R"("async":true,"client_query_id":"q3")");
  EXPECT_EQ(missing.status, 202);
  const Answer failed = WaitFor(world_.runner(), team->id, "q3");
  EXPECT_EQ(failed.status, 400);
  EXPECT_EQ(PrintJson(Pick(Parse(failed), "query_status", "error")), "true");
  EXPECT_EQ(StringMember(Pick(Parse(failed), "query_status"), "error_message"),
            "Unable to resolve field: nonsense");
}

TEST_F(RunnerTest, DoesNotKnowTheQueriesOfOthers) {
  const auto team = world_.NewTeam();
  world_.Post(team, kTrend, R"("refresh":"async","client_query_id":"mine")");
  WaitFor(world_.runner(), team->id, "mine");
  const Answer answer = world_.runner().Status(team->id + 1, "mine");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, R"({"type":"invalid_request","code":"not_found","detail":)"
                         R"("Query mine not found for team )" +
                             std::to_string(team->id + 1) + R"(","attr":null})");
}

TEST_F(RunnerTest, StopsAQueryByItsId) {
  const auto team = world_.NewTeam();
  auto running = std::async(std::launch::async, [&] {
    return world_.Post(team, kEndlessSum, R"("client_query_id":"long")");
  });
  while (running.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    world_.runner().Cancel(team->id, "long");
    std::this_thread::yield();
  }
  EXPECT_EQ(running.get().status, 499);
  const Answer answer = world_.runner().Cancel(team->id, "long");
  EXPECT_EQ(answer.status, 200);
}

TEST_F(RunnerTest, StopsAQueryInTheBackground) {
  const auto team = world_.NewTeam();
  world_.Post(team, kEndlessSum, R"("refresh":"async","client_query_id":"long")");
  world_.runner().Cancel(team->id, "long");
  const Answer status = WaitFor(world_.runner(), team->id, "long");
  EXPECT_EQ(PrintJson(Pick(Parse(status), "query_status", "error")), "true");
}

TEST_F(RunnerTest, StopsWhenTheClientLeaves) {
  const auto team = world_.NewTeam();
  const auto client = std::make_shared<CancelToken>();
  client->Cancel();
  auto body = ParseJson(R"({"query":)" + std::string(kEndlessSum) + "}");
  ASSERT_TRUE(body);
  const Answer answer =
      world_.runner().Run({.team = team, .body = *std::move(body), .cancelled = client});
  EXPECT_EQ(answer.status, 499);
}

TEST_F(RunnerTest, StopsWhenTheTimeIsUp) {
  const auto team = world_.NewTeam();
  Runner hurried(world_.Parts(), {.max_execution_time = std::chrono::milliseconds(300)});
  auto body = ParseJson(R"({"query":)" + std::string(kEndlessSum) + "}");
  ASSERT_TRUE(body);
  const Answer answer = hurried.Run({.team = team, .body = *std::move(body)});
  EXPECT_EQ(answer.status, 504);
  EXPECT_EQ(answer.body,
            R"({"type":"server_error","code":"error","detail":"Query has hit the max execution )"
            R"(time before completing. See our docs for how to improve your query performance. )"
            R"(You may need to materialize.","attr":null})");
}

TEST_F(RunnerTest, JoinsARunThatIsUnderWay) {
  const auto team = world_.NewTeam();
  std::vector<std::future<Answer>> askers;
  for (const char* id : {"a", "b", "c"}) {
    askers.push_back(std::async(std::launch::async, [&, id] {
      return world_.Post(team, kEndlessSum, R"("client_query_id":")" + std::string(id) + "\"");
    }));
  }
  // One leaves; the others still wait for the one run.
  while (askers[0].wait_for(std::chrono::seconds(0)) != std::future_status::ready ||
         askers[1].wait_for(std::chrono::seconds(0)) != std::future_status::ready ||
         askers[2].wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    for (const char* id : {"a", "b", "c"}) world_.runner().Cancel(team->id, id);
    std::this_thread::yield();
  }
  for (auto& asker : askers) EXPECT_EQ(asker.get().status, 499);
}

TEST_F(RunnerTest, LimitsHowManyRunForAProject) {
  const auto team = world_.NewTeam();
  Runner strict(world_.Parts(), {.max_api_key_queries_per_team = 1});
  const auto post = [&](std::string_view query, std::string_view id, bool by_api_key) {
    auto body = ParseJson(R"({"query":)" + std::string(query) + R"(,"client_query_id":")" +
                          std::string(id) + "\"}");
    return strict.Run({.team = team, .body = *std::move(body), .by_api_key = by_api_key});
  };
  auto running = std::async(std::launch::async, [&] { return post(kEndlessSum, "long", true); });
  while (world_.metrics().GetGauge("query_running").value() == 0) std::this_thread::yield();
  const Answer second = post(R"({"kind":"HogQLQuery","query":"select 1"})", "short", true);
  EXPECT_EQ(second.status, 429);
  EXPECT_NE(second.body.find(R"("type":"throttled_error","code":"concurrency_limit_exceeded")"),
            std::string::npos)
      << second.body;
  EXPECT_EQ(post(R"({"kind":"HogQLQuery","query":"select 2"})", "app", false).status, 200);
  while (running.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    strict.Cancel(team->id, "long");
  }
}

TEST_F(RunnerTest, SubmitsToThePool) {
  const auto team = world_.NewTeam();
  auto body = ParseJson(R"({"query":)" + std::string(kCount) + "}");
  std::promise<Answer> promise;
  world_.runner().Submit({.team = team, .body = *std::move(body)},
                         [&](Answer answer) { promise.set_value(std::move(answer)); });
  EXPECT_EQ(promise.get_future().get().status, 200);
}

TEST_F(RunnerTest, RefusesAnswersThatAreTooLarge) {
  const auto team = world_.NewTeam();
  Runner small(world_.Parts(), {.answer_memory_bytes = 8'000'000});
  const auto ask = [&](std::string_view sql, std::string_view more = "") {
    auto body = ParseJson(R"({"query":{"kind":"HogQLQuery","query":")" + std::string(sql) + "\"}" +
                          std::string(more) + "}");
    return small.Run({.team = team, .body = *std::move(body)});
  };
  constexpr std::string_view kLarge = "select repeat('x', 200000) from numbers(40) limit 40";
  const Answer refused = ask(kLarge);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body,
            R"({"type":"validation_error","code":"too_many_bytes","detail":"The answer is larger )"
            R"(than 2 MB, the most that this server gives at once. Narrow the question: add a )"
            R"(LIMIT, select fewer columns, or shorten the date range.","attr":null})");
  EXPECT_EQ(ask("select repeat('x', 200000) from numbers(1000) limit 9").status, 200);
  Gauge& used = world_.metrics().GetGauge("query_answer_bytes");
  EXPECT_EQ(used.value(), 0) << "every share went back";

  // In the memory that answers share, those that wait to be polled make way.
  constexpr std::string_view kTwo = "select repeat('x', 200000) from numbers(1000) limit 9";
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    const Answer queued =
        ask(std::string(kTwo) + " offset " + std::to_string(id[0] - 'a'),
            R"(,"refresh":"force_async","client_query_id":")" + std::string(id) + "\"");
    EXPECT_EQ(queued.status, 202) << queued.body;
    EXPECT_EQ(WaitFor(small, team->id, id).status, 200) << id;
  }
  EXPECT_EQ(small.Status(team->id, "a").status, 404);
  EXPECT_GT(used.value(), 0);
  EXPECT_LE(used.value(), 8'000'000);

  // What is on its way to clients does not.
  std::vector<Answer> held;
  for (int i = 0; i < 20; ++i)
    held.push_back(ask(std::string(kTwo) + " offset 2" + std::to_string(i)));
  EXPECT_EQ(held.front().status, 200);
  EXPECT_EQ(held.back().status, 503) << held.back().body;
  held.clear();
  EXPECT_EQ(ask(kTwo).status, 200);
}

TEST_F(RunnerTest, AsksTheQueryOfASavedInsight) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{.event = "sign up"}});
  const auto saved = ParseJson(R"({"kind":"DataVisualizationNode","source":)"
                               R"({"kind":"HogQLQuery","query":"select event from events"}})");
  world_.Save(team->id, "aBcD1234", *saved);
  world_.Save(team->id, "itself", JsonObject{{"kind", "SavedInsightNode"}, {"shortId", "itself"}});
  constexpr std::string_view kNode = R"({"kind":"SavedInsightNode","shortId":"aBcD1234"})";
  EXPECT_EQ(PrintJson(Pick(world_.Ask(team, kNode), "results")), R"([["sign up"]])");
  const std::string wrapped = R"({"kind":"InsightVizNode","source":)" + std::string(kNode) + "}";
  const Json again = world_.Ask(team, wrapped);
  EXPECT_EQ(PrintJson(Pick(again, "results")), R"([["sign up"]])");
  EXPECT_EQ(PrintJson(Pick(again, "is_cached")), "true") << "it is the same question";

  const Answer missing = world_.Post(world_.NewTeam(), kNode);
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body.find("query.shortId: the project has no insight 'aBcD1234'"),
            std::string::npos)
      << missing.body;
  const Answer circle = world_.Post(team, R"({"kind":"SavedInsightNode","shortId":"itself"})");
  EXPECT_EQ(circle.status, 400);
}

TEST_F(RunnerTest, GivesTheAnswerToEveryoneWhoJoined) {
  const auto team = world_.NewTeam();
  constexpr std::string_view kSlow =
      R"x({"kind":"HogQLQuery","query":"select sum(number % 7) from numbers(300000000)"})x";
  std::vector<std::future<Answer>> askers;
  for (int i = 0; i < 4; ++i) {
    askers.push_back(std::async(std::launch::async, [&] { return world_.Post(team, kSlow); }));
  }
  for (auto& asker : askers) {
    const Answer answer = asker.get();
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("899999997"), std::string::npos) << answer.body;
  }
}

TEST_F(RunnerTest, UnwrapsWhatOnlyDraws) {
  const auto team = world_.NewTeam();
  const Json viz = world_.Ask(
      team, R"({"kind":"InsightVizNode","full":true,"source":)" + std::string(kTrend) + "}");
  EXPECT_EQ(StringMember(Pick(viz, "results", 0), "label"), "e");
  const Json table = world_.Ask(team, R"({"kind":"DataTableNode","columns":["a"],"source":)"
                                      R"({"kind":"EventsQuery","select":["event"]}})");
  EXPECT_EQ(PrintJson(Pick(table, "columns")), R"(["event"])");
  const Json chart =
      world_.Ask(team, R"({"kind":"DataVisualizationNode","source":)" + std::string(kCount) + "}");
  EXPECT_EQ(PrintJson(Pick(chart, "results")), "[[0]]");
}

TEST_F(RunnerTest, AppliesTheFiltersOfADashboard) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "p", "2020-01-10T10:00:00Z", R"({"a":1,"b":1})"},
                           {"e", "p", "2020-01-19T10:00:00Z", R"({"a":1,"b":2})"},
                           {"e", "p", "2020-01-19T10:00:00Z", R"({"a":2,"b":2})"}});
  const Json trend = world_.Ask(
      team,
      R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"e"}],"properties":[)"
      R"({"type":"event","key":"b","value":2}]})",
      R"("filters_override":{"date_from":"2020-01-18","date_to":"2020-01-19","properties":[)"
      R"({"type":"event","key":"a","value":1}]})");
  EXPECT_EQ(PrintJson(Pick(trend, "results", 0, "data")), "[0,1]");
  const Json events =
      world_.Ask(team, R"({"kind":"EventsQuery","select":["timestamp"]})",
                 R"("filters_override":{"date_from":"2020-01-01","date_to":"2020-01-11"})");
  EXPECT_EQ(PrintJson(Pick(events, "results")), R"([["2020-01-10T10:00:00Z"]])");
}

TEST_F(RunnerTest, RefusesBadRequests) {
  const auto team = world_.NewTeam();
  const auto refuses = [&](std::string_view query, std::string_view more, std::string_view why) {
    const Answer answer = world_.Post(team, query, more);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_TRUE(answer.body.starts_with(R"({"type":"validation_error","code":"invalid_input")"))
        << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses(kTrend, R"("colour":1)", "request.colour: Extra inputs are not permitted");
  refuses(kTrend, R"("refresh":"sometimes")", "refresh");
  refuses("{}", "", "query.kind: Field required");
  refuses(R"({"kind":"MoonQuery"})", "", "'MoonQuery' is not a known query kind");
  refuses(R"({"kind":"WebOverviewQuery"})", "", "WebOverviewQuery is not supported yet");
  refuses(R"({"kind":"EventsNode"})", "",
          "Can't get a runner for an unknown query type: EventsNode");
  refuses(R"({"kind":"InsightVizNode"})", "", "query.source: Field required");
  refuses(R"({"kind":"SavedInsightNode"})", "", "query.shortId: Field required");
  refuses("null", "", "request.query: Field required");

  auto body = ParseJson(R"({"query":)" + std::string(kTrend) + "}");
  EXPECT_EQ(world_.runner()
                .Run({.team = team, .body = *std::move(body), .path_kind = "EventsQuery"})
                .status,
            400);
  EXPECT_EQ(world_.runner().Run({.team = team, .body = JsonArray()}).status, 400);
}

}  // namespace
}  // namespace tenrec::query
