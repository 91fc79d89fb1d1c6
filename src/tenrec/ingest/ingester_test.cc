#include "tenrec/ingest/ingester.h"

#include <atomic>

#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/fates.h"
#include "tenrec/ingest/testing_ingester.h"

namespace tenrec::ingest {
namespace {

TEST_F(IngesterTest, LandsEventsPersonsAndDefinitions) {
  std::atomic<int> lines = 0;
  const auto watching = live_->Subscribe(kTeam, [&](const auto&) { ++lines; });
  ingester_->Start();
  Append({Record(1, "$pageview", R"({"$browser":"Firefox","n":3})"),
          Record(2, "$identify", R"({"$anon_distinct_id":"anon","$set":{"plan":"pro"}})")});
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT event, distinct_id, person_id = generateUUIDv4() FROM events ORDER BY "
                "event"),
            "\"$identify\",\"user-2\",0\n\"$pageview\",\"user-1\",0");
  EXPECT_EQ(Ask("SELECT uniqExact(id) FROM persons"), "2");
  EXPECT_EQ(Ask("SELECT distinct_id FROM person_distinct_ids ORDER BY distinct_id"),
            "\"anon\"\n\"user-1\"\n\"user-2\"");
  const auto types = catalog_->TypesOf(kTeam);
  ASSERT_TRUE(types);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kEvent, "n"), catalog::PropertyType::kNumeric);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kPerson, "$initial_browser"),
            catalog::PropertyType::kString);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kPerson, "plan"),
            catalog::PropertyType::kString);
  EXPECT_EQ(lines, 2);
  EXPECT_EQ(ingester_->lag(), 0U);
}

TEST_F(IngesterTest, CountsEveryEventOnce) {
  ingester_->Start();
  AppendNumbered(0, 50);
  AppendNumbered(20, 50);  // thirty of them again
  log::EventRecord stranger = {.team_id = 99, .event = "e", .distinct_id = "d"};
  Append({"poison", log::EncodeEventRecord(stranger), "", Record(200, "e", "[1,2]"),
          Record(201, "e", "{\"a\":")});
  AppendNumbered(70, 5);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "75,75");
  EXPECT_EQ(Dropped("duplicate"), 30U);
  EXPECT_EQ(Dropped("malformed_record"), 2U);
  EXPECT_EQ(Dropped("unknown_team"), 1U);
  EXPECT_EQ(Dropped("malformed_properties"), 2U);
  const auto stored = metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value();
  const auto dropped = metrics_.GetCounter("ingest_events_total", {{"result", "dropped"}}).value();
  const auto dead =
      metrics_.GetCounter("ingest_events_total", {{"result", "dead_lettered"}}).value();
  EXPECT_EQ(dead, 4U);
  EXPECT_EQ(stored + dropped + dead, log_->end(0));
}

TEST_F(IngesterTest, TellsHowFarBackWhatLandedReaches) {
  accounts::Team other;
  other.id = 8;
  teams_.Put(other);
  ingester_->Start();
  AppendNumbered(0, 30);
  AppendHistory(8, 0, 60);
  AppendNumbered(20, 20);
  WaitUntilLanded();
  ingester_->Stop();
  for (const TeamId team : {kTeam, TeamId{8}}) {
    EXPECT_EQ(
        Ask("SELECT count(), toUnixTimestamp64Micro(min(timestamp)) FROM events WHERE "
            "team_id = " +
            std::to_string(team)),
        std::to_string(told_[team].count) + "," + std::to_string(told_[team].earliest.micros));
  }
}

TEST_F(IngesterTest, KeepsWhatItCannotProcessAndTriesAgain) {
  ingester_->Start();
  AppendNumbered(1, 1);
  WaitUntilLanded();
  // The person of user-1 is damaged on the disk. Others go on; its events are kept.
  Kill();
  ASSERT_TRUE(database_->Execute("UPDATE person SET properties = '{'"));
  Boot();
  ingester_->Start();
  AppendNumbered(6, 1);
  AppendNumbered(2, 2);
  Append({Record(11, "$identify", R"({"$anon_distinct_id":"user-2"})"), Record(5, "e", "[1]")});
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "3");
  DeadLetters letters(*database_, *log_, clock_);
  const auto waiting = letters.List(kTeam, "", false, 10, 0);
  ASSERT_TRUE(waiting);
  ASSERT_EQ(waiting->total, 3U);
  EXPECT_EQ(waiting->letters[0].reason, "damaged_person");
  EXPECT_EQ(waiting->letters[0].event, "$identify");
  EXPECT_EQ(letters.List(kTeam, "malformed_properties", false, 10, 0)->total, 1U);
  EXPECT_EQ(*letters.CountWaiting(), 3U);
  EXPECT_EQ(letters.List(8, "", false, 10, 0)->total, 0U) << "of another project";

  Fates fates(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  const Uuid lost = Uuid::FromHalves(9, 6);
  EXPECT_EQ((*fates.Find(kTeam, lost))->state, Fate::State::kDeadLettered);
  EXPECT_EQ((*fates.Find(kTeam, Uuid::FromHalves(9, 2)))->state, Fate::State::kStored);
  EXPECT_FALSE(*fates.Find(8, Uuid::FromHalves(9, 2))) << "of another project";
  EXPECT_FALSE(*fates.Find(kTeam, Uuid::V4()));

  // Somebody mends the person; in memory it is still damaged, so the process starts again.
  Kill();
  ASSERT_TRUE(database_->Execute("UPDATE person SET properties = '{}' WHERE properties = '{'"));
  Boot();
  ingester_->Start();
  for (const DeadLetter& letter : waiting->letters) {
    if (letter.reason == "damaged_person") ASSERT_TRUE(letters.Retry(kTeam, letter.id));
  }
  EXPECT_EQ(letters.Retry(8, waiting->letters[0].id).error().code, ErrorCode::kNotFound);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "5,5");
  EXPECT_EQ(letters.List(kTeam, "", false, 10, 0)->total, 1U);
  EXPECT_EQ(letters.List(kTeam, "", true, 10, 0)->total, 3U);
  Fates after(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  EXPECT_EQ((*after.Find(kTeam, lost))->state, Fate::State::kStored);
  ASSERT_TRUE(letters.Discard(kTeam, waiting->letters[1].id) ||
              letters.Discard(kTeam, waiting->letters[2].id));
}

TEST_F(IngesterTest, TellsWhatItDroppedOnPurpose) {
  ingester_->Start();
  Append({Record(1, "$$client_ingestion_warning"), Record(2)});
  WaitUntilLanded();
  DeadLetters letters(*database_, *log_, clock_);
  Fates fates(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  const auto fate = fates.Find(kTeam, Uuid::FromHalves(9, 1));
  ASSERT_TRUE(fate && *fate);
  EXPECT_EQ((*fate)->state, Fate::State::kDropped);
  EXPECT_EQ((*fate)->reason, "client_ingestion_warning");
  ingester_->Stop();
  AppendNumbered(3, 1);
  EXPECT_EQ((*fates.Find(kTeam, Uuid::FromHalves(9, 3)))->state, Fate::State::kInFlight);
  const auto warnings = store_->Warnings(kTeam, {0}, 10);
  ASSERT_TRUE(warnings);
  ASSERT_EQ(warnings->size(), 1U);
  EXPECT_EQ(warnings->front().type, "client_ingestion_warning");
  EXPECT_EQ(store_->Warnings(8, {0}, 10)->size(), 0U);
}

TEST_F(IngesterTest, TasksAreDoneAmongTheEventsAndMirrored) {
  ASSERT_TRUE(database_->Migrate(activity::Migrations()));
  ingester_->Start();
  Append({Record(1), Record(2, "$create_alias", R"({"alias":"user-1"})")});
  WaitUntilLanded();
  const auto rows = database_->Query("SELECT uuid FROM person");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  const auto task = ingester_->tasks().Add(
      kTeam,
      persons::SplitPerson{.person = (*rows)[0].Id(0), .main_distinct_id = std::string("user-2")},
      {});
  ASSERT_TRUE(task);
  ASSERT_TRUE(ingester_->tasks().WaitFor(*task, std::chrono::seconds(30)));
  EXPECT_EQ(tasks_done_, 1) << "what is known of the project's persons is out of date";
  EXPECT_EQ(Ask("SELECT count() FROM (SELECT id FROM persons GROUP BY id HAVING "
                "argMax(is_deleted, version) = 0)"),
            "2");
  EXPECT_EQ(Ask("SELECT uniqExact(person) FROM (SELECT argMax(person_id, version) AS person FROM "
                "person_distinct_ids GROUP BY distinct_id)"),
            "2");
}

TEST_F(IngesterTest, FinishesWhatWasReadWhenItStops) {
  AppendNumbered(0, 500);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 0; }));
  ingester_->Stop();
  const auto offset = log_->CommittedOffset("ingest", 0);
  EXPECT_EQ(Ask("SELECT count() FROM events"), std::to_string(*offset));
}

TEST_F(IngesterTest, HistoryOfOneProjectDoesNotHoldUpTheOthers) {
  accounts::Team hostile;
  hostile.id = 8;
  teams_.Put(hostile);
  engine_.holds_late = true;
  AppendHistory(8, 0, 300);
  AppendNumbered(0, 20);
  ingester_->Start();
  // Not one late row has landed, and everybody else's events are there.
  ASSERT_TRUE(
      Eventually([] { return Ask("SELECT count() FROM events WHERE team_id = 7") == "20"; }));
  // A batch takes the partitions that most of its rows fall into along; the other rows are held.
  ASSERT_TRUE(
      Eventually([&] { return metrics_.GetGauge("ingest_late_rows_waiting").value() >= 100; }));
  EXPECT_EQ(Ask("SELECT count() < 200 FROM events WHERE team_id = 8"), "1");
  EXPECT_GT(ingester_->lag(), 0U);
  AppendNumbered(20, 20);
  ASSERT_TRUE(
      Eventually([] { return Ask("SELECT count() FROM events WHERE team_id = 7") == "40"; }));
  EXPECT_GT(ingester_->lag(), 0U);
  engine_.holds_late = false;
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events WHERE team_id = 8"), "300,300");
  EXPECT_EQ(Ask("SELECT count() FROM events WHERE team_id = 8 AND $group_0 = '' AND elements_chain "
                "= '' AND event = 'history' AND distinct_id IN ('h0', 'h1', 'h2') AND properties = "
                R"('{"$browser":"Mosaic","note":"long ago"}')"),
            "300");
  EXPECT_EQ(metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value(), 340U);
  EXPECT_EQ(metrics_.GetGauge("ingest_late_rows_waiting").value(), 0);
}

TEST_F(IngesterTest, WaitsWhenTooManyLateRowsWait) {
  options_.max_batch_events = 20;
  options_.late.max_bytes = 1;
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 400);
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "400,400");
}

TEST_F(IngesterTest, LateRowsLandBeforeItStops) {
  options_.late.interval = std::chrono::hours(1);
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 200);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 0; }));
  ingester_->Stop();
  EXPECT_TRUE(LandedAll());
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "200,200");
}

TEST_F(IngesterTest, RestsWithNothingHalfDoneAndGoesOn) {
  options_.max_batch_events = 20;
  options_.late.interval = std::chrono::hours(1);
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 100);
  AppendNumbered(0, 300);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 3; }));
  bool ran = false;
  const Status rested = ingester_->WhileAtRest(kPatience, [&]() -> Status {
    ran = true;
    AppendNumbered(300, 50);  // capture goes on
    const std::uint64_t landed = ingester_->landed();
    EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
              std::to_string(landed) + "," + std::to_string(landed));
    const auto ranges = AppliedRanges(*database_, "events", 0).From(landed);
    EXPECT_TRUE(ranges && ranges->empty());
    const Status second =
        ingester_->WhileAtRest(std::chrono::milliseconds(50), [] { return Ok(); });
    EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
    return Ok();
  });
  ASSERT_TRUE(rested) << rested.error().message;
  EXPECT_TRUE(ran);
  EXPECT_EQ(ingester_->WhileAtRest(kPatience, [] { return NotFound("x"); }).error().message, "x");
  Kill();
  options_.late.interval = std::chrono::milliseconds(1);
  Boot();
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "450,450");
}

TEST_F(IngesterTest, WhoeverWantsItAtRestWaitsForTheirTurn) {
  ingester_->Start();
  std::atomic<bool> holds = false;
  std::atomic<bool> may_end = false;
  std::atomic<bool> is_second_in = false;
  std::thread first([&] {
    EXPECT_TRUE(ingester_->WhileAtRest(kPatience, [&] {
      holds = true;
      EXPECT_TRUE(Eventually([&] { return may_end.load(); }));
      EXPECT_FALSE(is_second_in);
      return Ok();
    }));
  });
  EXPECT_TRUE(Eventually([&] { return holds.load(); }));
  std::thread second([&] {
    EXPECT_TRUE(ingester_->WhileAtRest(kPatience, [&] {
      is_second_in = true;
      return Ok();
    }));
  });
  may_end = true;
  first.join();
  second.join();
  EXPECT_TRUE(is_second_in);
  AppendNumbered(0, 10);
  WaitUntilLanded();
}

TEST_F(IngesterTest, BatchesAreFullUnderLoad) {
  options_.max_batch_events = 1000;
  Kill();
  Boot();
  for (int i = 0; i < 40; ++i) AppendNumbered(i * 100, 100);
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "4000");
  EXPECT_LE(metrics_.GetCounter("ingest_batches_total").value(), 6U);
}

}  // namespace
}  // namespace tenrec::ingest
