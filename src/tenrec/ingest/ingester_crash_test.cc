// Crashes and an engine that fails: nothing is lost, and nothing happens twice.

#include <atomic>

#include "tenrec/ingest/testing_ingester.h"

namespace tenrec::ingest {
namespace {

TEST_F(IngesterTest, KnowsRetriesAfterARestart) {
  ingester_->Start();
  AppendNumbered(0, 20);
  WaitUntilLanded();
  Kill();
  Boot();
  ingester_->Start();
  AppendNumbered(0, 20);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "20");
}

TEST_F(IngesterTest, ACrashAtAnyInsertLosesNothingAndRepeatsNothing) {
  // Each round: the engine fails for good at its n-th insert, before or after it took effect; the
  // process ends, starts again, and goes on. Small batches, so that several are in flight.
  options_.max_batch_events = 10;
  int first = 0;
  int expected = 0;
  for (const auto fault : {FlakyEngine::Fault::kBefore, FlakyEngine::Fault::kAfter}) {
    for (int n = 1; n <= 9; ++n) {
      Kill();
      Boot();
      engine_.fault = fault;
      engine_.failed = 0;
      engine_.fail_from = engine_.inserts + n;
      ingester_->Start();
      AppendNumbered(first, 60);
      first += 60;
      expected += 60;
      ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
      Kill();
      engine_.fail_from = INT32_MAX;
      Boot();
      ingester_->Start();
      WaitUntilLanded();
      ASSERT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
                std::to_string(expected) + "," + std::to_string(expected))
          << "round " << n;
    }
  }
  // The mirror says what the metadata store says.
  EXPECT_EQ(Ask("SELECT uniqExact(id) FROM persons"), "5");
  EXPECT_EQ(Ask("SELECT uniqExact(distinct_id) FROM person_distinct_ids"), "5");
  EXPECT_EQ(Ask("SELECT uniqExact(person_id) FROM events"), "5");
}

TEST_F(IngesterTest, DoesNotChangePersonsTwice) {
  options_.max_batch_events = 10;
  Kill();
  Boot();
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = engine_.inserts + 1;
  ingester_->Start();
  Append({Record(1, "$set", R"({"$set":{"n":1}})"), Record(1001, "$set", R"({"$set":{"n":2}})")});
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 2; }));  // it has begun again
  Kill();
  const auto versions = [&] {
    const auto rows = database_->Query("SELECT version, properties FROM person", {});
    return rows && rows->size() == 1 ? std::to_string((*rows)[0].Int(0)) + (*rows)[0].Text(1)
                                     : "no single person";
  };
  const std::string before = versions();
  engine_.fail_from = INT32_MAX;
  Boot();
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(versions(), before);
  EXPECT_EQ(Ask("SELECT argMax(properties, version) FROM persons"), R"("{\"n\":2}")");
  EXPECT_EQ(Ask("SELECT count() FROM events"), "2");
}

TEST_F(IngesterTest, TheMirrorKnowsOfMergesThatACrashCutShort) {
  // Persons are merged and saved, and the engine fails before it hears of it, at the rows or at any
  // insert behind them. After a restart the mirror must say who moved and who is gone, also for ids
  // that no event of the batch names, and whether the rows had landed or not.
  int number = 0;
  std::string suffix;
  const auto about = [&](std::string_view event, const std::string& id,
                         const std::string& properties) {
    const std::string distinct_id = id + suffix;
    return log::EncodeEventRecord(
        {.team_id = kTeam,
         .uuid = Uuid::FromHalves(3, static_cast<std::uint64_t>(++number)),
         .event = event,
         .distinct_id = distinct_id,
         .timestamp = clock_.Now(),
         .received_at = clock_.Now(),
         .properties = properties});
  };
  const auto alias = [&](const std::string& id) { return R"({"alias":")" + id + suffix + R"("})"; };
  ingester_->Start();
  constexpr int kRounds = 6;
  for (int n = 1; n <= kRounds; ++n) {
    suffix = "/" + std::to_string(n);
    Append({about("visit", "a", "{}"), about("visit", "b", "{}"),
            about("$create_alias", "a", alias("a2")), about("visit", "c", "{}")});
    WaitUntilLanded();
    engine_.fault = FlakyEngine::Fault::kBefore;
    engine_.failed = 0;
    engine_.fail_from = engine_.inserts + n;
    Append({about("$merge_dangerously", "b", alias("a")),
            about("$merge_dangerously", "c", alias("b")),
            about("$identify", "c", R"({"$anon_distinct_id":"undefined"})"),
            about("$groupidentify", "c",
                  R"({"$group_type":"t","$group_key":"k","$group_set":{"n":)" + std::to_string(n) +
                      "}}")});
    ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; })) << n;
    Kill();
    engine_.fail_from = INT32_MAX;
    Boot();
    ingester_->Start();
    WaitUntilLanded();
    EXPECT_EQ(Ask("SELECT uniqExact(id) FROM (SELECT id, argMax(is_deleted, version) AS gone FROM "
                  "persons GROUP BY id) WHERE gone = 0"),
              std::to_string(n))
        << n;
    EXPECT_EQ(Ask("SELECT distinct_id, argMax(person_id, version) = (SELECT argMax(person_id, "
                  "version) FROM person_distinct_ids WHERE distinct_id = 'c" +
                  suffix + "') FROM person_distinct_id_overrides WHERE distinct_id LIKE '%" +
                  suffix + "' GROUP BY distinct_id ORDER BY distinct_id"),
              "\"a" + suffix + "\",1\n\"a2" + suffix + "\",1\n\"b" + suffix + "\",1")
        << n;
    for (const std::string id : {"a", "a2", "b"}) {
      EXPECT_EQ(
          Ask("SELECT any(origin_id) FROM person_distinct_id_overrides WHERE distinct_id = '" + id +
              suffix + "'"),
          '"' + persons::PersonIdOf(kTeam, id + suffix).ToString() + '"')
          << "the engine makes the same of it";
    }
    EXPECT_EQ(Ask("SELECT argMax(properties, version) FROM groups GROUP BY group_type_index, "
                  "group_key"),
              R"("{\"n\":)" + std::to_string(n) + "}\"")
        << n;
  }
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
            std::to_string(number) + "," + std::to_string(number));
  EXPECT_EQ(Ask("SELECT DISTINCT type, source FROM ingestion_warnings"),
            R"("cannot_merge_with_illegal_distinct_id","ingestion")");
}

TEST_F(IngesterTest, WaitsForAnEngineThatComesBack) {
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = 0;
  ingester_->Start();
  AppendNumbered(0, 100);
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 3; }));
  EXPECT_EQ(ingester_->lag(), 100U);
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "100");
}

TEST_F(IngesterTest, ABatchThatIsPreparedAgainCountsOnce) {
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = 0;
  ingester_->Start();
  AppendNumbered(0, 10);
  Append({"poison"});
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 3; }));
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
  EXPECT_EQ(metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value(), 10U);
  EXPECT_EQ(Dropped("malformed_record"), 1U);
}

TEST_F(IngesterTest, WhatLandedWithoutAWordWasThereWhenItSaidThatAnythingMayHave) {
  options_.max_batch_events = 10;
  options_.late.partitions_per_insert = 7;
  options_.late.interval = std::chrono::milliseconds(0);
  int first = 0;
  int faults = 0;
  for (const auto fault : {FlakyEngine::Fault::kBefore, FlakyEngine::Fault::kAfter}) {
    for (int n = 1; n <= 8; ++n) {
      Kill();
      Boot();
      std::size_t there = 0;
      int restarts = 0;
      on_restart_ = [&] {
        ++restarts;
        told_.clear();
        there = std::stoul(Ask("SELECT count() FROM events"));
      };
      engine_.fault = fault;
      engine_.failed = 0;
      engine_.fail_from = engine_.inserts + n;
      ingester_->Start();
      AppendNumbered(first, 40);
      AppendHistory(kTeam, first, 20);
      first += 40;
      ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
      engine_.fail_from = INT32_MAX;
      WaitUntilLanded();
      ingester_->Stop();
      // How many inserts so many events are depends on when they come.
      if (engine_.failed == 0) continue;
      ++faults;
      ASSERT_GT(restarts, 0);
      const std::size_t rows = std::stoul(Ask("SELECT count() FROM events"));
      ASSERT_GE(there + told_[kTeam].count, rows) << "round " << n;
    }
  }
  on_restart_ = [] {};
  EXPECT_GT(faults, 8);
}

TEST_F(IngesterTest, ACrashAmongLateRowsLosesNothingAndRepeatsNothing) {
  options_.max_batch_events = 40;
  options_.late.partitions_per_insert = 7;
  options_.late.interval = std::chrono::milliseconds(0);
  int first = 0;
  for (const auto fault : {FlakyEngine::Fault::kBefore, FlakyEngine::Fault::kAfter}) {
    for (int n = 1; n <= 10; ++n) {
      Kill();
      Boot();
      engine_.fault = fault;
      engine_.failed = 0;
      engine_.fail_from = engine_.inserts + n;
      ingester_->Start();
      AppendHistory(kTeam, first, 60);
      first += 60;
      ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
      Kill();
      engine_.fail_from = INT32_MAX;
      Boot();
      ingester_->Start();
      WaitUntilLanded();
      const std::string all = std::to_string(first);
      ASSERT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), all + "," + all)
          << "round " << n;
    }
  }
}

TEST_F(IngesterTest, DoesNotRestBesideAnEngineThatFails) {
  engine_.fail_from = 0;
  engine_.fault = FlakyEngine::Fault::kBefore;
  AppendNumbered(0, 10);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 0; }));
  const Status rested = ingester_->WhileAtRest(std::chrono::milliseconds(50), [] {
    ADD_FAILURE() << "not at rest";
    return Ok();
  });
  ASSERT_FALSE(rested);
  EXPECT_EQ(rested.error().code, ErrorCode::kDeadlineExceeded);
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
}

}  // namespace
}  // namespace tenrec::ingest
