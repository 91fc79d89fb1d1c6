/// Paths that are cut in the process take no more memory than an answer may, and are the same when
/// they would need more.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

TEST(PathsRun, EdgesThatTakeMoreThanAnAnswerMayAreCountedByTheEngine) {
  TestWorld& world = TestWorld::Get();
  const auto team = world.NewTeam();
  // Everybody goes the same way once, and then ten ways of their own.
  constexpr int kPeople = 300;
  std::vector<TestEvent> events;
  for (int person = 0; person < kPeople; ++person) {
    const std::string name = "p" + std::to_string(person);
    for (int session = 0; session < 11; ++session) {
      for (int step = 0; step < 5; ++step) {
        const std::string page = session == 0
                                     ? "/" + std::to_string(step)
                                     : "/" + name + "/" + std::to_string(session * 5 + step);
        events.push_back({.event = "$pageview",
                          .person = name,
                          .timestamp = "2020-01-09T" + std::to_string(10 + session) + ":0" +
                                       std::to_string(step) + ":00Z",
                          .properties = R"({"$current_url":")" + page + "\"}"});
      }
    }
  }
  world.Insert(team->id, events);

  const auto asked = [&](std::uint64_t memory_bytes) {
    Runner runner(world.Parts(), {.answer_memory_bytes = memory_bytes});
    auto body = ParseJson(
        R"({"refresh":"force_blocking","query":{"kind":"PathsQuery","dateRange":)"
        R"({"date_from":"2020-01-09","date_to":"2020-01-09"},"pathsFilter":{"minEdgeWeight":2}}})");
    const Answer answer = runner.Run({.team = team, .body = *std::move(body)});
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto parsed = ParseJson(answer.body);
    return PrintJson(Pick(*parsed, "results"));
  };
  const std::string roomy = asked(0);
  EXPECT_EQ(roomy,
            R"([{"source":"1_/0","target":"2_/1","value":300,"average_conversion_time":60000.0},)"
            R"({"source":"2_/1","target":"3_/2","value":300,"average_conversion_time":60000.0},)"
            R"({"source":"3_/2","target":"4_/3","value":300,"average_conversion_time":60000.0},)"
            R"({"source":"4_/3","target":"5_/4","value":300,"average_conversion_time":60000.0}])");
  EXPECT_EQ(asked(2'400'000), roomy);
  EXPECT_EQ(asked(16'000'000), roomy);
  EXPECT_EQ(world.metrics().GetGauge("query_answer_bytes").value(), 0) << "all of it went back";

  // The walk asks for the texts of five pages, the engine gives four edges.
  std::vector<std::uint64_t> rows;
  for (const QueryRecord& record : world.Records(team->id)) rows.push_back(record.result_rows);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], kPeople + 5U);
  EXPECT_LT(rows[1], kPeople + 5U);
  EXPECT_EQ(rows[2], kPeople + 5U);
}

}  // namespace
}  // namespace tenrec::query
