// A consumer that was moved back: what analytics lack is stored again, and nothing happens twice.

#include "tenrec/activity/activity.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/replay.h"
#include "tenrec/ingest/testing_ingester.h"

namespace tenrec::ingest {
namespace {

class ReplayTest : public IngesterTest {
 protected:
  Result<Timestamp> AppendedAt(log::Offset offset) {
    if (offset >= log_->end(0)) return NotFound("behind the end");
    TRY_ASSIGN(const auto read, log_->Read(0, offset, 1, 1));
    return read.records[0].appended_at;
  }
  /// Ends the process and moves its consumer back.
  void MoveBack(log::Offset from) {
    Kill();
    Replays replays(*database_, "events", 0);
    const auto until = replays.ReadUntil(*log_->CommittedOffset("ingest", 0),
                                         [&](log::Offset offset) { return AppendedAt(offset); });
    ASSERT_TRUE(until) << until.error().message;
    ASSERT_TRUE(replays.Put({.until = *until,
                             .last_appended_at = *AppendedAt(*until - 1),
                             .asked_at = Timestamp{++asked_}}));
    ASSERT_TRUE(log_->CommitOffset("ingest", 0, from));
    Boot();
  }
  void ReplayFrom(log::Offset from) {
    MoveBack(from);
    ingester_->Start();
    WaitUntilLanded();
  }
  /// Everything in tables of the database that a batch writes.
  std::string State() {
    std::string state;
    for (const char* sql :
         {"SELECT printf('%s %s %s %s %s', uuid, created_at, properties, is_identified, version) "
          "FROM person ORDER BY id",
          "SELECT printf('%s %s %s', distinct_id, person_id, version) FROM person_distinct_id "
          "ORDER BY 1",
          "SELECT printf('%s %s', distinct_id, version) FROM personless_distinct_id ORDER BY 1",
          "SELECT printf('%s %s %s', uuid, version, merged_into) FROM person_tombstone ORDER BY 1",
          "SELECT printf('%s %s %s', group_key, properties, version) FROM person_group ORDER BY 1",
          "SELECT printf('%s %s %s %s', uuid, event, reason, state) FROM ingest_dead_letter "
          "ORDER BY id",
          "SELECT printf('%s %s %s %s', first, next, entered, settled) FROM ingest_ledger_reach",
          "SELECT printf('%s %s %s', hour, outcome, events) FROM ingest_ledger ORDER BY 1"}) {
      const auto rows = database_->Query(sql);
      EXPECT_TRUE(rows) << sql;
      for (const db::Row row : *rows) state += row.Text(0) + "\n";
    }
    return state;
  }
  /// Everything that questions find. A row that is inserted twice is there twice until a merge.
  static std::string Rows() {
    std::string rows;
    for (const char* sql :
         {"SELECT uuid, event, distinct_id, if(moved.id = '', person_id, moved.person), properties "
          "FROM "
          "events LEFT JOIN (SELECT distinct_id AS id, argMax(person_id, version) AS person FROM "
          "person_distinct_id_overrides GROUP BY id) AS moved ON moved.id = distinct_id ORDER BY "
          "uuid",
          "SELECT uuid, reason FROM dropped_events ORDER BY uuid",
          "SELECT session_id, x, y, type FROM heatmaps ORDER BY ALL",
          "SELECT id, argMax(properties, version), argMax(is_deleted, version) FROM persons GROUP "
          "BY id ORDER BY id",
          "SELECT distinct_id, argMax(person_id, version), max(version) FROM person_distinct_ids "
          "GROUP BY distinct_id ORDER BY distinct_id",
          "SELECT distinct_id, argMax(person_id, version) FROM person_distinct_id_overrides GROUP "
          "BY distinct_id ORDER BY distinct_id",
          "SELECT group_key, argMax(properties, version) FROM groups GROUP BY group_key ORDER BY "
          "1"}) {
      rows += Ask(sql) + "\n";
    }
    return rows;
  }
  static void Empty(std::initializer_list<const char*> tables) {
    for (const char* table : tables) Run(std::string("TRUNCATE TABLE ") + table);
  }
  /// Events that make, change, merge and drop.
  void AppendStory() {
    AppendNumbered(0, 40);
    Append({Record(101, "$set", R"({"$set":{"plan":"free"},"$set_once":{"first":1}})"),
            Record(106, "$set", R"({"$set":{"plan":"paid"},"$set_once":{"first":2}})"),
            Record(102, "$identify", R"({"$anon_distinct_id":"visitor"})"),
            Record(103, "$merge_dangerously", R"({"alias":"user-1"})"),
            Record(104, "$set", R"({"$set":{"plan":"none"},"$unset":["plan"]})"),
            Record(105, "$groupidentify",
                   R"({"$group_type":"t","$group_key":"k","$group_set":{"n":1}})"),
            Record(110, "e", R"({"$process_person_profile":false})"),
            Record(111, "$$client_ingestion_warning"), Record(112, "e", "[1]"),
            Record(113, "$$heatmap",
                   R"({"$viewport_width":1600,"$viewport_height":808,"$session_id":"s",)"
                   R"("$heatmap_data":{"https://a.b/c":[{"x":160,"y":24,"target_fixed":true,)"
                   R"("type":"click"}]}})"),
            Record(0)});
    AppendNumbered(40, 40);
  }

  std::int64_t asked_ = 0;
};

TEST_F(ReplayTest, ChangesNothingWhereNothingIsMissing) {
  options_.max_batch_events = 7;
  Kill();
  Boot();
  ingester_->Start();
  AppendStory();
  WaitUntilLanded();
  // One more settles the books of those before.
  AppendNumbered(80, 1);
  WaitUntilLanded();
  const std::string state = State();
  const std::string rows = Rows();
  const std::string warnings = Ask("SELECT count() FROM ingestion_warnings");
  ASSERT_NE(Ask("SELECT count() FROM heatmaps"), "0");
  ASSERT_NE(Ask("SELECT count() FROM dropped_events"), "0");
  for (const log::Offset from : {log::Offset{0}, log::Offset{45}, log_->end(0) - 1}) {
    // Cut in other places than the first time.
    options_.max_batch_events = 5 + static_cast<std::size_t>(from);
    ReplayFrom(from);
    EXPECT_EQ(State(), state) << from;
    EXPECT_EQ(Rows(), rows) << from;
    EXPECT_EQ(Ask("SELECT count() FROM ingestion_warnings"), warnings);
    ExpectBooksToBalance();
  }
  // What comes behind it is read as ever.
  Append({Record(0, "$set", R"({"$set":{"plan":"repeated"}})"),
          Record(900, "$set", R"({"$set":{"plan":"new"}})")});
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events WHERE event = '$set'"), "4");
  EXPECT_NE(State().find(R"("plan":"new")"), std::string::npos);
  EXPECT_EQ(State().find("repeated"), std::string::npos);
}

TEST_F(ReplayTest, BringsBackWhatIsLost) {
  options_.max_batch_events = 7;
  Kill();
  Boot();
  ingester_->Start();
  AppendStory();
  WaitUntilLanded();
  const std::string rows = Rows();
  // The same cuts as before: the engine must not take the rows for those it has landed.
  for (int round = 0; round < 2; ++round) {
    Empty({"events", "heatmaps", "dropped_events", "persons", "person_distinct_ids",
           "person_distinct_id_overrides", "groups"});
    ReplayFrom(0);
    EXPECT_EQ(Rows(), rows);
  }
  Run("ALTER TABLE events DELETE WHERE cityHash64(uuid) % 2 = 0 SETTINGS mutations_sync = 2");
  ReplayFrom(0);
  EXPECT_EQ(Rows(), rows);
}

TEST_F(ReplayTest, BringsBackEventsOfManyMonths) {
  accounts::Team team;
  team.id = 8;
  teams_.Put(team);
  ingester_->Start();
  AppendHistory(8, 0, 60);
  WaitUntilLanded();
  for (int round = 0; round < 2; ++round) {
    Empty({"events"});
    ReplayFrom(0);
    EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "60,60");
  }
}

TEST_F(ReplayTest, GoesOnAfterACrashWithWhatCameBehindIt) {
  options_.max_batch_events = 10;
  int stored = 0;
  for (const int n : {1, 2, 5}) {
    const int first = n * 100;
    Kill();
    Boot();
    ingester_->Start();
    AppendNumbered(first, 50);
    WaitUntilLanded();
    const log::Offset from = log_->end(0) - 45;
    Run("ALTER TABLE events DELETE WHERE cityHash64(uuid) % 2 = 0 SETTINGS mutations_sync = 2");
    MoveBack(from);
    // Records that were never read stand behind those that were.
    AppendNumbered(first + 50, 30);
    engine_.fault = n % 2 == 0 ? FlakyEngine::Fault::kBefore : FlakyEngine::Fault::kAfter;
    engine_.failed = 0;
    engine_.fail_from = engine_.inserts + n;
    ingester_->Start();
    ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
    Kill();
    engine_.fail_from = INT32_MAX;
    ReplayFrom(0);
    stored += 80;
    ASSERT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
              std::to_string(stored) + "," + std::to_string(stored));
  }
  EXPECT_EQ(Ask("SELECT uniqExact(person_id) FROM events"), "5");
}

TEST_F(ReplayTest, LeavesEventsOfDeletedPersonsAway) {
  ASSERT_TRUE(database_->Migrate(activity::Migrations()));
  ingester_->Start();
  AppendNumbered(0, 10);
  WaitUntilLanded();
  const auto person_of = [&](const char* id) {
    const auto rows = database_->Query(
        "SELECT p.uuid FROM person p JOIN person_distinct_id d ON "
        "d.person_id = p.id WHERE d.distinct_id = $1",
        {id});
    return (*rows)[0].Id(0);
  };
  const auto gone = ingester_->tasks().Add(
      kTeam, persons::DeletePersons{.persons = {person_of("user-1")}, .delete_events = true}, {});
  const auto emptied = ingester_->tasks().Add(
      kTeam,
      persons::DeletePersons{
          .persons = {person_of("user-2")}, .keep_persons = true, .delete_events = true},
      {});
  ASSERT_TRUE(gone && emptied);
  ASSERT_TRUE(ingester_->tasks().WaitFor(*emptied, kPatience));
  Run("TRUNCATE TABLE events");
  deletes_rows_ = true;
  AppendNumbered(10, 5);  // both come back
  WaitUntilLanded();
  ReplayFrom(0);
  EXPECT_EQ(Ask("SELECT distinct_id, count() FROM events GROUP BY 1 ORDER BY 1"),
            "\"user-0\",3\n\"user-1\",1\n\"user-2\",1\n\"user-3\",3\n\"user-4\",3");
}

TEST_F(ReplayTest, LeavesDeadLettersToTheirRetry) {
  ingester_->Start();
  Append({Record(1), Record(2, "e", "[1]")});
  WaitUntilLanded();
  ReplayFrom(0);
  DeadLetters letters(*database_, *log_, clock_);
  ASSERT_EQ(letters.List(kTeam, "", true, 10, 0)->total, 1U);
  EXPECT_EQ(Ask("SELECT count() FROM events"), "1");
}

TEST_F(ReplayTest, TheLedgerDoesNotCountRecordsTwiceWhileTheyAreReadAgain) {
  ingester_->Start();
  AppendNumbered(0, 20);
  WaitUntilLanded();
  AppendNumbered(20, 1);
  WaitUntilLanded();
  MoveBack(3);
  const auto hours = Books().Of(kTeam, {INT64_MIN}, {INT64_MAX});
  ASSERT_TRUE(hours);
  std::uint64_t accepted = 0;
  for (const LedgerHour& hour : *hours) accepted += hour.account.accepted;
  EXPECT_EQ(accepted, 21U);
  EXPECT_TRUE(Books().Total()->balances());
  ingester_->Start();
  WaitUntilLanded();
}

TEST_F(ReplayTest, IsNoneOfAnotherLog) {
  ingester_->Start();
  AppendNumbered(0, 5);
  WaitUntilLanded();
  Kill();
  Replays replays(*database_, "events", 0);
  ASSERT_TRUE(replays.Put({.until = 8, .last_appended_at = {1}, .asked_at = {1}}));
  Boot();
  ingester_->Start();
  Append({Record(1001, "$set", R"({"$set":{"seen":"yes"}})"), Record(6), Record(7), Record(8)});
  WaitUntilLanded();
  EXPECT_NE(State().find(R"("seen":"yes")"), std::string::npos) << "persons are changed";
}

}  // namespace
}  // namespace tenrec::ingest
