/// However a funnel's histories are asked for, the same actors come through.

#include "tenrec/query/funnel_run.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/insights/funnels_tally.h"
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

  /// Twenty people who do one thing after the other, some of them at the same instant.
  void LiveForADay() {
    std::mt19937 random(7);
    const auto below = [&](std::size_t count) { return random() % count; };
    const std::vector<std::string> names = {"enter", "enter", "enter", "buy", "pay", "look", "ban"};
    const std::vector<std::string> plans = {R"({})", R"({"plan":"free"})", R"({"plan":"gold"})"};
    std::vector<TestEvent> events;
    for (int person = 0; person < 20; ++person) {
      for (std::size_t count = 1 + below(9); count > 0; --count) {
        const std::size_t hour = 10 + below(8);
        events.push_back({.event = names[below(7)],
                          .person = "p" + std::to_string(person),
                          .timestamp = "2020-01-09T" + std::to_string(hour) + ":00:00Z",
                          .properties = plans[below(3)]});
      }
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

  Result<std::string> Counted(const insights::FunnelsQuery& query,
                              std::vector<std::string> values) {
    Execution execution(occasion_, engine::TestEngine(), nullptr, {}, false);
    TRY_ASSIGN(const insights::FunnelsContext context, PrepareFunnels(execution, query));
    TRY_ASSIGN(
        const FunnelsPlan plan,
        insights::PlanFunnels(query, context, {.counts_only = true, .values = std::move(values)}));
    insights::FunnelTally tally(plan, occasion_.zone);
    TRY(WalkActors(execution, plan, [&](const FunnelHistory& history, const auto& outcomes) {
      return tally.Add(outcomes, history.values);
    }));
    return PrintJson(tally.Response().at("results"));
  }

  std::vector<std::string> Asked(const insights::FunnelsQuery& query) {
    Execution execution(occasion_, engine::TestEngine(), nullptr, {}, false);
    const auto context = PrepareFunnels(execution, query);
    TENREC_CHECK(context);
    const auto plan = insights::PlanFunnels(query, *context, {.counts_only = true});
    TENREC_CHECK(plan);
    const auto values = AskValues(execution, *plan);
    TENREC_CHECK(values) << values.error().message;
    return *values;
  }

  TestWorld& world_ = TestWorld::Get();
  std::shared_ptr<const accounts::Team> team_ = world_.NewTeam();
  Occasion occasion_;
};

constexpr const char* kByPlan = R"(,"breakdownFilter":{"breakdown":"plan"})";

TEST_F(FunnelRun, NumbersCountAsTheirTextsDo) {
  LiveForADay();
  const std::string ban =
      R"(,"exclusions":[{"kind":"EventsNode","event":"ban","funnelFromStep":0,"funnelToStep":2}])";
  for (const std::string order : {"ordered", "strict", "unordered"}) {
    for (const std::string touch : {"first_touch", "last_touch", "all_events", "step"}) {
      for (const std::string viz : {"steps", "time_to_convert", "trends"}) {
        for (const std::string& exclusions : {std::string(), ban}) {
          const insights::FunnelsQuery query = Query(
              R"(,"funnelsFilter":{"funnelOrderType":")" + order + R"(","funnelVizType":")" + viz +
              R"(","breakdownAttributionType":")" + touch + '"' + exclusions + "}" + kByPlan);
          const std::vector<std::string> values = Asked(query);
          EXPECT_EQ(values, (std::vector<std::string>{"", "free", "gold"}));
          const auto expected = Counted(query, {});
          const auto counted = Counted(query, values);
          ASSERT_TRUE(expected) << expected.error().message;
          ASSERT_TRUE(counted) << counted.error().message;
          EXPECT_EQ(*counted, *expected) << order << ' ' << touch << ' ' << viz << exclusions;
        }
      }
    }
  }
}

TEST_F(FunnelRun, AValueThatCameInMeanwhileIsNoticed) {
  world_.Insert(team_->id, {{.event = "enter", .properties = R"({"plan":"free"})"},
                            {.event = "buy", .properties = R"({"plan":"free"})"}});
  const insights::FunnelsQuery query = Query(kByPlan);
  const std::vector<std::string> before = Asked(query);
  EXPECT_EQ(before, std::vector<std::string>{"free"});
  world_.Insert(team_->id, {{.event = "enter", .person = "p2", .properties = R"({"plan":"new"})"}});
  const auto counted = Counted(query, before);
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().tag, kNewValue);
  EXPECT_TRUE(Counted(query, Asked(query)));
}

}  // namespace
}  // namespace tenrec::query
