/// Answers that are put together from remembered buckets, beside the same questions asked whole.

#include "tenrec/query/trends_parts.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/bucket_memory.h"
#include "tenrec/query/testing_world.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/override_squash.h"

namespace tenrec::query {
namespace {

using TeamPtr = std::shared_ptr<const accounts::Team>;

std::string Trend(std::string_view series, std::string_view more) {
  return R"({"kind":"TrendsQuery","series":[)" + std::string(series) + "]," + std::string(more) +
         "}";
}
std::string Node(std::string_view math, std::string_view more = "") {
  return R"({"kind":"EventsNode","event":"e","math":")" + std::string(math) + "\"" +
         std::string(more) + "}";
}

constexpr std::string_view kWeek = R"("dateRange":{"date_from":"-7d"})";
constexpr std::string_view kMonth = R"("dateRange":{"date_from":"-30d"})";

struct Place {
  const char* zone;
  const char* now;
};

/// How many random histories are played in each place: more for a long run.
unsigned HistoriesOfAPlace() {
  const char* value = std::getenv("TENREC_TRENDS_HISTORIES");
  return value == nullptr ? 1 : static_cast<unsigned>(std::strtoul(value, nullptr, 10));
}

class TrendsPartsTest : public testing::Test {
 protected:
  TrendsPartsTest() : begun_(world_.clock().Now()) {}
  ~TrendsPartsTest() override { world_.clock().Set(begun_); }

  /// Nothing goes to the cache of answers.
  static RunnerOptions Uncached() { return {.max_cached_bytes = 0}; }
  RunnerParts PartsWithMoves() {
    RunnerParts parts = world_.Parts();
    parts.person_moves = [this](TeamId team) { return world_.store().person_moves().Of(team); };
    parts.person_changes = [this](TeamId team) {
      return world_.store().person_moves().ChangesOf(team);
    };
    return parts;
  }
  RunnerParts PartsWithoutMemory() {
    RunnerParts parts = PartsWithMoves();
    parts.earliest_landed = {};
    return parts;
  }

  /// The answer without what tells of how it was made.
  static std::string AnswerOf(Runner& runner, const TeamPtr& team, const std::string& query,
                              std::string_view refresh = "blocking") {
    const auto parsed = ParseJson(query);
    EXPECT_TRUE(parsed) << query;
    const Answer answer = runner.Run(
        {.team = team, .body = JsonObject{{"query", *parsed}, {"refresh", std::string(refresh)}}});
    engine::TestEngine();
    EXPECT_EQ(answer.status, 200) << query << "\n" << answer.body;
    auto body = ParseJson(answer.body);
    EXPECT_TRUE(body) << answer.body;
    for (const char* field : {"timings", "query_metadata"}) body->as_object().erase(field);
    return PrintJson(*body);
  }

  std::uint64_t Count(const char* from) {
    return world_.metrics().GetCounter("query_buckets_total", {{"from", from}}).value();
  }
  /// How many buckets came from memory and from the engine while this was asked.
  struct From {
    std::uint64_t memory;
    std::uint64_t engine;
    friend bool operator==(const From&, const From&) = default;
  };
  From Asking(const TeamPtr& team, const std::string& query,
              std::string_view refresh = "blocking") {
    const From before{Count("memory"), Count("engine")};
    const std::string parts = AnswerOf(with_memory_, team, query, refresh);
    EXPECT_EQ(parts, AnswerOf(whole_, team, query, refresh)) << query;
    return {Count("memory") - before.memory, Count("engine") - before.engine};
  }

  void Merge(const TeamPtr& team, std::string_view from, std::string_view to,
             std::int64_t since = schema::kMixedVersion) {
    const std::vector<store::DistinctIdRow> moved = {{.team_id = team->id,
                                                      .distinct_id = from,
                                                      .person_id = PersonId(to),
                                                      .version = since + ++merges_}};
    ASSERT_TRUE(world_.store().persons().InsertOverrides(
        moved, "parts-merge-" + std::to_string(team->id) + "-" + std::to_string(merges_)));
  }
  void Delete(const TeamPtr& team, const std::string& person) {
    ASSERT_TRUE(engine::TestEngine().Execute(
        {"ALTER TABLE events DELETE WHERE team_id = " + std::to_string(team->id) +
             " AND distinct_id = '" + person + "' SETTINGS mutations_sync = 1",
         {}}));
    world_.landed().Add(team->id, 1, LandedEvents::kAnyTime);
  }
  void DefineAction(const TeamPtr& team, const std::string& event) {
    insights::NamedSets sets;
    sets.actions.push_back({7, "It", JsonArray{JsonObject{{"event", event}}}});
    sets.stamp = event;
    world_.Name(team->id, std::move(sets));
  }

  TestWorld& world_ = TestWorld::Get();
  const Timestamp begun_;
  std::int64_t merges_ = 0;
  Runner with_memory_{PartsWithMoves(), Uncached()};
  Runner whole_{PartsWithoutMemory(), Uncached()};
};

TEST_F(TrendsPartsTest, AsksFromTheEarliestEventThatLandedOn) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann", "2020-01-14T10:00:00Z"}, {"e", "bob"}});
  const std::string query = Trend(Node("total") + "," + Node("dau"), kWeek);
  EXPECT_EQ(Asking(team, query), (From{0, 16})) << "eight days of two series";
  EXPECT_EQ(Asking(team, query), (From{16, 0}));
  world_.Insert(team->id, {{"e", "ann", "2020-01-20T11:00:00Z"}});
  EXPECT_EQ(Asking(team, query), (From{14, 2}));
  world_.Insert(team->id,
                {{"e", "bob", "2020-01-20T11:30:00Z"}, {"e", "bob", "2020-01-18T11:30:00Z"}});
  EXPECT_EQ(Asking(team, query), (From{10, 6}));
  world_.Insert(team->id, {{"e", "bob", "2019-11-18T11:30:00Z"}});
  EXPECT_EQ(Asking(team, query), (From{0, 16})) << "all of it may have come";
  world_.Insert(team->id, {{"e", "bob", "2020-01-21T11:30:00Z"}});
  EXPECT_EQ(Asking(team, query), (From{16, 0})) << "tomorrow";
  // The next day, seven days are still known, but for the one that had not ended.
  world_.clock().Advance(std::chrono::minutes(9));
  EXPECT_EQ(Asking(team, Trend(Node("total"), R"("dateRange":{"date_from":"2020-01-15"})")),
            (From{6, 0}));
  EXPECT_EQ(Asking(team, query, "force_blocking"), (From{0, 16}));
  world_.clock().Advance(BucketMemory::kMaxAge + std::chrono::seconds(1));
  EXPECT_EQ(Asking(team, query), (From{0, 16})) << "nothing is remembered for ever";
}

TEST_F(TrendsPartsTest, ForgetsWhoWasCountedWhenPersonsMove) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann"}, {"e", "bob"}, {"e", "ann", "2020-01-18T10:00:00Z"}});
  const std::string people = Trend(Node("dau"), kWeek);
  const std::string events = Trend(Node("total"), kWeek);
  Asking(team, people);
  Asking(team, events);
  Merge(team, "ann", "bob");
  EXPECT_EQ(Asking(team, people), (From{0, 8}));
  EXPECT_EQ(Asking(team, people), (From{8, 0}));
  EXPECT_EQ(Asking(team, events), (From{8, 0}));
  Delete(team, "ann");
  EXPECT_EQ(Asking(team, events), (From{0, 8}));
}

TEST_F(TrendsPartsTest, NumbersOfPersonsStayWhenMergesAreWrittenIntoTheEvents) {
  const auto team = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann"}, {"e", "bob"}, {"e", "ann", "2020-01-18T10:00:00Z"}});
  const std::string people = Trend(Node("dau"), kMonth);
  Merge(team, "ann", "bob", 0);
  // Ann is whom ingestion would have created from the id: persons that move as a whole are told by
  // that.
  const std::string of_ann =
      " WHERE team_id = " + std::to_string(team->id) + " AND distinct_id = 'ann'";
  ASSERT_TRUE(engine::TestEngine().Execute(
      {"ALTER TABLE events UPDATE person_id = (SELECT any(origin_id) FROM " +
           schema::PersonDistinctIdOverridesTable().name + of_ann + ")" + of_ann +
           " SETTINGS mutations_sync = 1",
       {}}));
  Asking(team, people);
  store::OverrideSquash squash(engine::TestEngine(), world_.store().person_moves());
  ASSERT_TRUE(squash.Note());
  EXPECT_EQ(Asking(team, people), (From{31, 0}));
  ASSERT_TRUE(squash.Begin());
  for (auto rewriting = squash.IsRewriting(); *rewriting; rewriting = squash.IsRewriting()) {
    EXPECT_EQ(Asking(team, people), (From{31, 0}));
  }
  ASSERT_TRUE(squash.Finish());
  ASSERT_EQ(world_.store().person_moves().Of(team->id).moves, schema::PersonMoves::kNone);
  EXPECT_EQ(Asking(team, people), (From{31, 0}));
  EXPECT_EQ(Asking(team, people, "force_blocking"), (From{0, 31}));
  Merge(team, "bob", "cid", 0);
  EXPECT_EQ(Asking(team, people), (From{0, 31}));
}

TEST_F(TrendsPartsTest, TellsProjectsAndTheirSettingsApart) {
  const auto team = world_.NewTeam();
  const auto other = world_.NewTeam();
  world_.Insert(team->id, {{"e", "ann", "2020-01-17T22:30:00Z", R"({"c":"at","num_amount":1})"},
                           {"e", "bob", "2020-01-19T10:00:00Z", R"({"c":"be","num_amount":2})"}});
  world_.Insert(other->id, {{"e", "cid", "2020-01-16T10:00:00Z"}});
  const auto with = [&](const auto& change) {
    accounts::Team changed = *team;
    change(changed);
    return std::make_shared<const accounts::Team>(std::move(changed));
  };
  const std::vector<TeamPtr> settings = {
      team,
      other,
      with([](accounts::Team& one) { one.timezone = "Asia/Tokyo"; }),
      with([](accounts::Team& one) { one.week_start_day = 1; }),
      with([](accounts::Team& one) {
        one.settings["test_account_filters"] =
            *ParseJson(R"([{"type":"event","key":"c","operator":"exact","value":"at"}])");
      }),
  };
  const std::string by_day =
      Trend(Node("total"), std::string(kWeek) + R"(,"filterTestAccounts":true)");
  const std::string by_week =
      Trend(Node("total"),
            R"("interval":"week","dateRange":{"date_from":"-21d"},"filterTestAccounts":true)");
  for (int round = 0; round < 3; ++round) {
    std::set<std::string> days;
    for (const TeamPtr& one : settings) {
      const From from = Asking(one, by_day);
      // Where a week starts makes no difference to days, and the first has asked for these.
      const bool is_known = round > 0 || one == settings[3];
      EXPECT_EQ(from, is_known ? (From{8, 0}) : (From{0, 8})) << round;
      EXPECT_EQ(Asking(one, by_week).memory > 0, round > 0);
      days.insert(AnswerOf(with_memory_, one, by_day));
      days.insert(AnswerOf(with_memory_, one, by_week));
    }
    EXPECT_GE(days.size(), 8U);
  }
}

TEST_F(TrendsPartsTest, WhatIsFoundBeforeItIsToldCountsOnceItIs) {
  LandedEvents told;
  RunnerParts parts = PartsWithMoves();
  parts.landed_events = [&](TeamId team) { return told.Of(team); };
  parts.earliest_landed = [&](TeamId team, std::int64_t since) {
    return told.EarliestSince(team, since);
  };
  Runner runner(parts, Uncached());
  const auto team = world_.NewTeam();
  const std::string query = Trend(Node("total") + "," + Node("dau"), kWeek);
  world_.Insert(team->id, {{"e", "ann", "2020-01-19T10:00:00Z"}});
  AnswerOf(runner, team, query);
  world_.Insert(team->id, {{"e", "bob", "2020-01-15T10:00:00Z"}, {"e", "bob"}});
  const std::uint64_t before = Count("memory");
  AnswerOf(runner, team, query);
  EXPECT_EQ(Count("memory"), before + 16) << "nobody has said so";
  // What is asked and remembered meanwhile has some of it.
  world_.Insert(team->id, {{"e", "ann", "2020-01-18T10:00:00Z"}});
  told.Add(team->id, 1, At("2020-01-18T10:00:00Z"));
  AnswerOf(runner, team, query);
  EXPECT_EQ(Count("memory"), before + 26);
  told.Add(team->id, 2, At("2020-01-15T10:00:00Z"));
  EXPECT_EQ(AnswerOf(runner, team, query), AnswerOf(whole_, team, query));
  EXPECT_EQ(Count("memory"), before + 30);
}

/// Events around a change of the clock, in any order.
TEST_F(TrendsPartsTest, IsTheWholeAnswerAroundChangesOfTheClock) {
  const std::vector<std::string> questions = {
      Trend(Node("total"), R"("interval":"hour","dateRange":{"date_from":"-48h"})"),
      Trend(Node("dau"), R"("interval":"hour","dateRange":{"date_from":"-3d"})"),
      Trend(Node("total"), kWeek),
      Trend(Node("total"), R"("interval":"week","dateRange":{"date_from":"-21d"})"),
      Trend(Node("total"), R"("interval":"month","dateRange":{"date_from":"-60d"})"),
  };
  const std::uint64_t remembered = Count("memory");
  std::mt19937 random(11);
  for (const Place change : {Place{"America/New_York", "2020-11-01T06:00:00Z"},
                             Place{"America/New_York", "2020-03-08T07:00:00Z"},
                             Place{"Australia/Lord_Howe", "2020-04-04T15:00:00Z"},
                             Place{"Australia/Lord_Howe", "2020-10-03T15:30:00Z"},
                             Place{"America/Havana", "2020-11-01T05:00:00Z"},
                             Place{"Asia/Beirut", "2020-10-24T21:00:00Z"}}) {
    const auto team = world_.NewTeam(change.zone);
    for (const int hours_later : {3, 20, 30}) {
      world_.clock().Set(At(change.now) + std::chrono::hours(hours_later));
      for (int step = 0; step < 6; ++step) {
        const auto away = std::chrono::minutes(static_cast<int>(random() % 600) - 300);
        world_.Insert(team->id, {{"e", "p" + std::to_string(random() % 3),
                                  FormatIso(At(change.now) + away)}});
        for (const std::string& query : questions) {
          ASSERT_EQ(AnswerOf(with_memory_, team, query), AnswerOf(whole_, team, query))
              << change.zone << " step " << step << "\n"
              << query;
        }
      }
    }
  }
  EXPECT_GT(Count("memory"), remembered + 500);
}

/// Questions beside events that land, persons that merge, and events that go.
TEST_F(TrendsPartsTest, NothingWrongIsLeftByWhoAskedMeanwhile) {
  const std::vector<std::string> questions = {
      Trend(Node("total"), kWeek),
      Trend(Node("dau"), kWeek),
      Trend(Node("dau"), std::string(kWeek) + R"(,"breakdownFilter":{"breakdown":"c"})"),
  };
  std::mt19937 random(5);
  const auto team = world_.NewTeam();
  const auto person = [&] { return "p" + std::to_string(random() % 6); };
  for (int storm = 0; storm < 2; ++storm) {
    std::atomic<bool> over = false;
    std::vector<std::thread> askers;
    for (std::size_t i = 0; i < 3; ++i) {
      askers.emplace_back([&, i] {
        for (std::size_t at = i; !over; ++at) {
          AnswerOf(with_memory_, team, questions[at % questions.size()]);
        }
        engine::TestEngine();
      });
    }
    for (int step = 0; step < 10; ++step) {
      std::vector<TestEvent> events;
      for (int i = 0; i < 3; ++i) {
        const Timestamp at =
            world_.clock().Now() - std::chrono::minutes(random() % (60 * (i == 0 ? 24 * 8 : 24)));
        events.push_back({.event = "e",
                          .person = person(),
                          .timestamp = FormatIso(at),
                          .properties = R"({"c":"at"})"});
      }
      world_.Insert(team->id, events);
      if (step % 5 == 0) Merge(team, person(), person());
      if (step % 9 == 0) Delete(team, person());
    }
    over = true;
    for (std::thread& asker : askers) asker.join();
    for (const std::string& query : questions) Asking(team, query);
  }
}

TEST_F(TrendsPartsTest, ValuesPastTheLimitAreAskedWhole) {
  const auto team = world_.NewTeam();
  const auto query = [](int limit) {
    return Trend(Node("total"), std::string(kWeek) + R"(,"breakdownFilter":{"breakdown":"c",)" +
                                    R"("breakdown_limit":)" + std::to_string(limit) + "}");
  };
  world_.Insert(team->id, {{"e", "ann", "2020-01-14T10:00:00Z", R"({"c":"at"})"},
                           {"e", "ann", "2020-01-15T10:00:00Z", R"({"c":"be"})"},
                           {"e", "ann", "2020-01-15T11:00:00Z", "{}"}});
  EXPECT_EQ(Asking(team, query(3)), (From{0, 8}));
  world_.Insert(team->id, {{"e", "ann", "2020-01-20T10:00:00Z", R"({"c":"be"})"}});
  EXPECT_EQ(Asking(team, query(3)), (From{7, 1}));
  world_.Insert(team->id, {{"e", "ann", "2020-01-20T10:00:00Z", R"({"c":"ch"})"}});
  EXPECT_EQ(Asking(team, query(3)), (From{0, 8})) << "a fourth value";
  EXPECT_EQ(Asking(team, query(3)), (From{0, 8})) << "and still";
  EXPECT_EQ(Asking(team, query(2)), (From{0, 8}));
}

/// Random histories: what is put together is what is asked whole, whatever happened since.
TEST_F(TrendsPartsTest, IsTheWholeAnswerWhateverHappens) {
  const std::string week(kWeek);
  const std::string by_country = R"(,"breakdownFilter":{"breakdown":"c","breakdown_limit":)";
  const std::string filter =
      R"(,"properties":[{"type":"person","key":"plan","operator":"exact","value":"pro"}])";
  const std::vector<std::string> questions = {
      Trend(Node("total"), week),
      Trend(Node("dau"), week),
      Trend(Node("dau"), week + by_country + "25}"),
      Trend(Node("total"), week + by_country + "2}"),
      Trend(Node("total", filter), week + R"(,"compareFilter":{"compare":true})"),
      Trend(R"({"kind":"ActionsNode","id":7,"math":"dau"})", week),
      Trend(Node("sum", R"(,"math_property":"num_amount")"), week),
      Trend(Node("avg", R"(,"math_property":"num_amount")"), week + by_country + "25}"),
      Trend(Node("avg_count_per_actor"), week),
      Trend(Node("unique_session"), week),
      Trend(Node("unique_group", R"(,"math_group_type_index":0)"), week),
      Trend(Node("unique_group", R"(,"math_group_type_index":0)"), week + by_country + "25}"),
      Trend(Node("max", R"(,"math_property":"num_amount")"), week),
      Trend(Node("min_count_per_actor"), week),
      Trend(Node("total"), week + R"(,"breakdownFilter":{"breakdowns":[{"property":"c"},)" +
                               R"({"property":"plan","type":"person"}]})"),
      Trend(Node("total"), R"("interval":"hour","dateRange":{"date_from":"-24h"})"),
      Trend(Node("dau"), R"("interval":"week","dateRange":{"date_from":"-30d"})"),
      Trend(Node("total"), R"("interval":"month","dateRange":{"date_from":"-60d"})"),
      Trend(Node("total"), R"("dateRange":{"date_from":"all"})"),
      Trend(Node("total"), week + R"(,"trendsFilter":{"display":"ActionsLineGraphCumulative"})"),
      Trend(Node("dau"), week + R"(,"trendsFilter":{"display":"ActionsLineGraphCumulative"})"),
      Trend(Node("total"), week + R"(,"trendsFilter":{"smoothingIntervals":3})"),
      Trend(Node("total") + "," + Node("dau"), week + R"(,"trendsFilter":{"formula":"A/B"})"),
      Trend(Node("weekly_active"), week),
      Trend(Node("first_time_for_user"), week),
      Trend(Node("hogql", R"x(,"math_hogql":"count() + toDayOfMonth(now())")x"), week),
      Trend(Node("total"), week + R"(,"samplingFactor":0.5)"),
      Trend(Node("total"),
            week +
                R"x(,"properties":[{"type":"hogql","key":"timestamp > now() - interval 3 day"}])x"),
  };
  const std::uint64_t remembered = Count("memory");
  unsigned histories = 0;
  for (const Place place :
       {Place{"UTC", "2020-01-20T12:00:00Z"}, Place{"America/New_York", "2020-11-03T04:40:00Z"},
        Place{"Asia/Kathmandu", "2020-03-01T18:00:00Z"}}) {
    for (unsigned history = 0; history < HistoriesOfAPlace(); ++history) {
      const unsigned seed = ++histories;
      std::mt19937 random(seed);
      const auto below = [&](int bound) { return static_cast<int>(random() % unsigned(bound)); };
      world_.clock().Set(At(place.now));
      const auto team = world_.NewTeam(place.zone);
      DefineAction(team, "e");
      for (int step = 0; step < 30; ++step) {
        const auto person = [&] { return "p" + std::to_string(below(6)); };
        const int kind = below(20);
        if (kind < 13) {
          std::vector<TestEvent> events;
          for (int i = below(4); i >= 0; --i) {
            const int back = below(3) == 0 ? below(60 * 24 * 12) : below(60 * 5);
            const Timestamp at = world_.clock().Now() - std::chrono::minutes(back);
            const std::string country = below(4) == 0 ? "" : std::string(1, char('a' + below(4)));
            events.push_back({.event = below(4) == 0 ? "f" : "e",
                              .person = person(),
                              .timestamp = FormatIso(at),
                              .properties = "{\"num_amount\":" + std::to_string(below(9)) +
                                            R"(,"$session_id":"s)" + std::to_string(below(5)) +
                                            "\"" + (country.empty() ? "" : ",\"c\":\"") + country +
                                            (country.empty() ? "}" : "\"}"),
                              .person_properties = below(2) == 0 ? R"({"plan":"pro"})" : "{}",
                              .group = below(2) == 0 ? "g" + std::to_string(below(3)) : ""});
          }
          world_.Insert(team->id, events);
        } else if (kind < 15) {
          Merge(team, person(), person());
        } else if (kind == 15) {
          Delete(team, person());
        } else if (kind == 16) {
          DefineAction(team, below(2) == 0 ? "e" : "f");
        } else if (kind == 17) {
          world_.landed().AddToAll();
        } else {
          world_.clock().Advance(std::chrono::minutes(below(8)));
        }
        for (int asked = 0; asked < 5; ++asked) {
          const std::string& query = questions[random() % questions.size()];
          ASSERT_EQ(AnswerOf(with_memory_, team, query), AnswerOf(whole_, team, query))
              << place.zone << " seed " << seed << " step " << step << "\n"
              << query;
        }
      }
    }
  }
  EXPECT_GT(Count("memory"), remembered + 300);
}

}  // namespace
}  // namespace tenrec::query
