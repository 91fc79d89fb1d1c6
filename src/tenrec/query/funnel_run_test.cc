/// However a funnel's histories are asked for, the same actors come through.

#include "tenrec/query/funnel_run.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/insights/funnels_tally.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

using insights::FunnelsPlan;

class FunnelRun : public testing::Test {
 protected:
  FunnelRun()
      : occasion_{.team = team_,
                  .zone = *insights::ProjectTime::Load("UTC", 0),
                  .now = world_.clock().Now(),
                  .property_type = {},
                  .group_types = {},
                  .layout = world_.store().layout().Current(),
                  .property_names = {}} {}

  /// People who do one thing after the other, some of them at the same instant.
  void LiveForADay(int people = 20) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t count) { return random() % count; };
    const std::vector<std::string> names = {"enter", "enter", "enter", "buy", "pay", "look", "ban"};
    const std::vector<std::string> plans = {R"({})", R"({"plan":"free"})", R"({"plan":"gold"})"};
    std::vector<TestEvent> events;
    for (int person = 0; person < people; ++person) {
      for (std::size_t count = 1 + below(9); count > 0; --count) {
        const std::size_t hour = 10 + below(8);
        events.push_back({.event = names[below(7)],
                          .person = "p" + std::to_string(person),
                          .timestamp = "2020-01-09T" + std::to_string(hour) + ":00:00Z",
                          .properties = plans[below(3)]});
      }
    }
    // Who only enters, after an event of no step.
    for (const std::string event : {"look", "enter"}) {
      events.push_back(
          {.event = event,
           .person = "visitor",
           .timestamp = event == "look" ? "2020-01-09T10:00:00Z" : "2020-01-09T11:00:00Z",
           .properties = plans[0]});
    }
    world_.Insert(team_->id, events);
  }

  insights::FunnelsQuery Query(const std::string& more) {
    const auto json = ParseJson(
        R"({"kind":"FunnelsQuery","dateRange":{"date_from":"2020-01-09","date_to":"2020-01-09"},)"
        R"("series":[{"kind":"EventsNode","event":"enter"},{"kind":"EventsNode","event":"buy"},)"
        R"({"kind":"EventsNode","event":"pay"}])" +
        more + "}");
    TENREC_CHECK(json) << more;
    const auto query = insights::ParseFunnelsQuery(*json);
    TENREC_CHECK(query) << query.error().message;
    return *query;
  }

  /// The counts of a question that may hold so many bytes, and the rows that the engine gave.
  struct Outcome {
    std::string results;
    std::uint64_t rows = 0;
  };
  Result<Outcome> Counted(const insights::FunnelsQuery& query, bool row_per_actor,
                          std::size_t max_bytes = 0) {
    Execution execution(occasion_, engine::TestEngine(), nullptr, {}, false);
    Gauge held;
    AnswerText text(std::make_shared<AnswerShare>(std::make_shared<AnswerMemory>(0, held)),
                    max_bytes);
    execution.PayWith(text);
    TRY_ASSIGN(const insights::FunnelsContext context, PrepareFunnels(execution, query));
    TRY_ASSIGN(const FunnelsPlan plan,
               insights::PlanFunnels(query, context,
                                     {.counts_only = true, .row_per_actor = row_per_actor}));
    EXPECT_NE(plan.row_per_event, row_per_actor);
    insights::FunnelTally tally(plan, occasion_.zone);
    TRY(WalkActors(execution, plan, [&](const FunnelHistory& history, const auto& outcomes) {
      return tally.Add(outcomes, history.values);
    }));
    EXPECT_EQ(held.value(), 0) << "all of it went back";
    return Outcome{PrintJson(tally.Response().at("results")), execution.spent().result_rows};
  }

  TestWorld& world_ = TestWorld::Get();
  std::shared_ptr<const accounts::Team> team_ = world_.NewTeam();
  Occasion occasion_;
};

constexpr const char* kByPlan = R"(,"breakdownFilter":{"breakdown":"plan"})";

TEST_F(FunnelRun, RowsOfEventsCountAsRowsOfActorsDo) {
  LiveForADay();
  const std::string ban =
      R"(,"exclusions":[{"kind":"EventsNode","event":"ban","funnelFromStep":0,"funnelToStep":2}])";
  for (const std::string order : {"ordered", "strict", "unordered"}) {
    for (const std::string touch : {"", "first_touch", "last_touch", "all_events", "step"}) {
      for (const std::string viz : {"steps", "time_to_convert", "trends"}) {
        for (const std::string& exclusions : {std::string(), ban}) {
          std::string options = R"(,"funnelsFilter":{"funnelOrderType":")" + order;
          options.append(R"(","funnelVizType":")").append(viz).append(1, '"');
          if (!touch.empty()) {
            options.append(R"(,"breakdownAttributionType":")").append(touch).append(1, '"');
          }
          options.append(exclusions).append("}").append(touch.empty() ? "" : kByPlan);
          const insights::FunnelsQuery query = Query(options);
          const auto expected = Counted(query, true);
          const auto counted = Counted(query, false);
          ASSERT_TRUE(expected) << expected.error().message;
          ASSERT_TRUE(counted) << counted.error().message;
          EXPECT_EQ(counted->results, expected->results)
              << order << ' ' << touch << ' ' << viz << exclusions;
          EXPECT_GT(counted->rows, expected->rows);
        }
      }
    }
  }
}

TEST_F(FunnelRun, ActorsThatDoNotFitAreCountedInTheNextRound) {
  // So many that hardly a part of ActorRows is empty, whatever their ids: all of them take some
  // 460 kB, which is a page for each part.
  LiveForADay(400);
  const insights::FunnelsQuery query = Query(kByPlan);
  const auto whole = Counted(query, false);
  ASSERT_TRUE(whole) << whole.error().message;
  const auto halves = Counted(query, false, 320'000);
  ASSERT_TRUE(halves) << halves.error().message;
  EXPECT_EQ(halves->results, whole->results);
  EXPECT_EQ(halves->rows, 2 * whole->rows);
  const auto never = Counted(query, false, 50'000);
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().tag, kTooManyRows);
}

TEST_F(FunnelRun, NobodyIsWalkedForAnAskerWhoHasLeft) {
  LiveForADay();
  const auto asker = std::make_shared<CancelToken>();
  Execution execution(occasion_, engine::TestEngine(), nullptr, {.cancel = asker}, false);
  const auto plan =
      insights::PlanFunnels(Query(""), {.filters = occasion_.Filters()}, {.counts_only = true});
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_TRUE(plan->row_per_event);
  int walked = 0;
  const auto done = WalkActors(execution, *plan, [&](const FunnelHistory&, const auto&) -> Status {
    // The rows have come, and the engine has nothing more to stop.
    asker->Cancel();
    ++walked;
    return Ok();
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(walked, 1);
}

TEST_F(FunnelRun, WhatCannotBeHeldTheEngineGroups) {
  // Their plans alone take more than an answer may.
  std::vector<TestEvent> events;
  for (int person = 0; person < 400; ++person) {
    const std::string plan =
        R"({"plan":")" + std::string(1'000, 'x') + std::to_string(person) + "\"}";
    for (const std::string event : {"enter", "buy"}) {
      events.push_back({.event = event,
                        .person = "p" + std::to_string(person),
                        .timestamp = "2020-01-09T10:00:00Z",
                        .properties = plan});
    }
  }
  world_.Insert(team_->id, events);
  const auto asked = [&](std::uint64_t memory_bytes) {
    Runner runner(world_.Parts(), {.answer_memory_bytes = memory_bytes});
    auto body =
        ParseJson(R"({"refresh":"force_blocking","query":{"kind":"FunnelsQuery","dateRange":)"
                  R"({"date_from":"2020-01-09","date_to":"2020-01-09"},"series":[)"
                  R"({"kind":"EventsNode","event":"enter"},{"kind":"EventsNode","event":"buy"}],)"
                  R"("breakdownFilter":{"breakdown":"plan","breakdown_limit":2}}})");
    const Answer answer = runner.Run({.team = team_, .body = *std::move(body)});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return PrintJson(Pick(*ParseJson(answer.body), "results"));
  };
  const std::string tight = asked(1'200'000);
  EXPECT_EQ(tight, asked(0));
  std::vector<std::uint64_t> rows;
  for (const QueryRecord& record : world_.Records(team_->id)) rows.push_back(record.result_rows);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1], events.size());
  EXPECT_EQ(rows[0], events.size() + 400) << "events in vain, then actors";
}

}  // namespace
}  // namespace tenrec::query
