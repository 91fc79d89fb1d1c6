#include "tenrec/store/store.h"

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::store {
namespace {

std::string Ask(std::string_view sql) {
  return engine::Answer(engine::TestEngine(), sql);
}

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const schema::Table* table : schema::Tables()) Run("DROP TABLE IF EXISTS " + table->name);
    Run("DROP TABLE IF EXISTS schema_migrations");
    Run("DROP TABLE IF EXISTS installation");
    Reopen();
  }
  void TearDown() override { Run("SYSTEM START MERGES"); }

  static void Run(const std::string& sql) {
    const auto done = engine::TestEngine().Execute({sql, {}});
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  void Reopen() {
    store_.reset();
    auto opened = Store::Open(engine::TestEngine(), clock_, metrics_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }
  /// Rows `first` to `first + count`, one day apart in 40 days.
  EventBatch Batch(int first, int count) {
    EventBatch batch = store_->events().NewBatch();
    for (int i = first; i < first + count; ++i) {
      const std::string distinct_id = "user " + std::to_string(i % 17);
      std::string properties = R"({"$browser":")" + std::string(i % 2 ? "Chrome" : "Firefox") +
                               R"(","plan":"p)" + std::to_string(i % 3) + R"(","n":)" +
                               std::to_string(i) + R"(,"$session_id":"s)" + std::to_string(i % 5) +
                               R"(","list":[1,{"x":")" + std::to_string(i % 2) + R"("}])";
      if (i % 4 == 0) properties += R"(,"rare":"")";
      if (i % 4 == 1) properties += R"(,"rare":null)";
      if (i % 4 == 2) properties += R"(,"rare":"it's \"odd\" ` \\ %")";
      properties += "}";
      EventRow row;
      row.team_id = 1 + i % 2;
      row.uuid = Uuid::FromHalves(7, static_cast<std::uint64_t>(i));
      row.event = i % 3 == 0 ? "$pageview" : "click";
      row.distinct_id = distinct_id;
      row.timestamp =
          Timestamp::FromSeconds(1'700'000'000 + (i % 40) * 86'400) + std::chrono::microseconds(i);
      row.created_at = Timestamp::FromSeconds(1'700'000'001);
      row.person_id = Uuid::FromHalves(9, static_cast<std::uint64_t>(i % 17));
      if (i % 2 == 0) row.person_created_at = Timestamp::FromSeconds(1'600'000'000);
      row.person_mode = i % 5 == 0 ? PersonMode::kPropertyless : PersonMode::kFull;
      row.properties = properties;
      row.person_properties = R"({"email":"a@b.c","plan":"gold"})";
      row.elements_chain = "a:text=\"x\"";
      row.groups[1] = "acme";
      const auto added = batch.Add(row);
      EXPECT_TRUE(added) << added.error().message;
    }
    return batch;
  }
  void Insert(int first, int count, std::string token = "") {
    const auto done = store_->events().Insert(Batch(first, count), std::move(token));
    ASSERT_TRUE(done) << done.error().message;
  }
  /// A property as a question reads it under the layout in force.
  std::string Read(std::string_view key, schema::PropertyScope scope) const {
    const auto at = store_->layout().Current()->Locate(scope, key);
    const std::string column = sql::QuoteIdentifier(at.column);
    if (at.kind == schema::PropertyLocation::Kind::kColumn) return column;
    return schema::TailReadSql(scope, key);
  }
  std::string Breakdown(std::string_view key) const {
    return Ask("SELECT " + Read(key, schema::PropertyScope::kEvent) +
               " AS v, count(), sum(cityHash64(uuid)) FROM events GROUP BY v ORDER BY v");
  }

  ManualClock clock_{Timestamp::FromSeconds(1'750'000'000)};
  Metrics metrics_;
  std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, RemembersWhoseRowsTheseAre) {
  const auto reads = [] { return *ReadInstallationId(engine::TestEngine()); };
  EXPECT_EQ(reads(), std::nullopt);
  const Uuid first = Uuid::V4();
  const Uuid second = Uuid::V4();
  for (const Uuid& id : {first, first, second}) {
    const Status written = WriteInstallationId(engine::TestEngine(), id);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(reads(), id);
  }
}

TEST_F(StoreTest, KnowsWhetherItsTablesAreUpToDate) {
  EXPECT_TRUE(CheckMigrated(engine::TestEngine()));
  Run("INSERT INTO schema_migrations (version, name) VALUES (999, 'of a later program')");
  EXPECT_FALSE(CheckMigrated(engine::TestEngine()));
  Run("DROP TABLE schema_migrations");
  EXPECT_FALSE(CheckMigrated(engine::TestEngine()));
}

TEST_F(StoreTest, KnowsTheHighestProject) {
  EXPECT_EQ(*HighestTeamId(engine::TestEngine()), 0);
  Insert(0, 10);
  EXPECT_EQ(*HighestTeamId(engine::TestEngine()), 2);
  const std::vector<std::pair<TeamId, std::uint64_t>> counts = {{1, 5}, {2, 5}};
  EXPECT_EQ(*CountEvents(engine::TestEngine()), counts);
}

TEST_F(StoreTest, LandsEveryColumnOfAnEvent) {
  Insert(0, 100);
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid), countIf(team_id = 1) FROM events"), "100,100,50");
  EXPECT_EQ(
      Ask("SELECT team_id, uuid, event, timestamp, created_at, inserted_at, distinct_id, "
          "person_id, person_created_at, person_mode, properties, elements_chain, $session_id, "
          "$window_id, $group_0, $group_1, person_properties FROM events "
          "WHERE uuid = '00000000-0000-0007-0000-00000000002a'"),
      R"(1,"00000000-0000-0007-0000-00000000002a","$pageview","2023-11-16T22:13:20.000042Z",)"
      R"("2023-11-14T22:13:21Z","2025-06-15T15:06:40Z","user 8",)"
      R"("00000000-0000-0009-0000-000000000008","2020-09-13T12:26:40Z","full",)"
      R"("{\"$browser\":\"Firefox\",\"plan\":\"p0\",\"n\":42,\"$session_id\":\"s2\",)"
      R"(\"list\":[1,{\"x\":\"0\"}],\"rare\":\"it's \\\"odd\\\" ` \\\\ %\"}",)"
      R"("a:text=\"x\"","s2","","","acme","{\"email\":\"a@b.c\",\"plan\":\"gold\"}")");
  EXPECT_EQ(Ask("SELECT `p_$browser`, `p_$os`, properties_tail, pp_email, person_properties_tail "
                "FROM events WHERE uuid = '00000000-0000-0007-0000-000000000003'"),
            R"("Chrome",null,{"plan":"p0","n":"3","list":"[1,{\"x\":\"1\"}]"},"a@b.c",)"
            R"({"plan":"gold"})");
}

TEST_F(StoreTest, ReadsThePropertiesThatTheRawTextHolds) {
  Insert(0, 400);
  for (const std::string_view key :
       {"$browser", "plan", "n", "list", "rare", "$os", "$session_id"}) {
    const std::string raw = "replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(properties, " +
                            sql::QuoteText(key) + "), ''), 'null'), '^\"|\"$', '')";
    EXPECT_EQ(Ask("SELECT count() FROM events WHERE " + Read(key, schema::PropertyScope::kEvent) +
                  " IS DISTINCT FROM " + raw),
              "0")
        << key;
  }
}

TEST_F(StoreTest, RefusesARowThatTheEngineCannotReadAndKeepsTheOthers) {
  EventBatch batch = Batch(0, 3);
  EventRow row;
  for (std::string_view properties : {"", "[]", R"({"a":1e400})", R"({"a":)"}) {
    row.properties = properties;
    const auto added = batch.Add(row);
    ASSERT_FALSE(added) << properties;
    EXPECT_EQ(added.error().code, ErrorCode::kInvalidArgument);
  }
  row.properties = "{}";
  row.person_properties = "null";
  EXPECT_FALSE(batch.Add(row));
  EXPECT_EQ(batch.rows(), 3u);
  ASSERT_TRUE(store_->events().Insert(std::move(batch), ""));
  EXPECT_EQ(Ask("SELECT count(), countIf(`p_$browser` IS NULL) FROM events"), "3,0");
}

TEST_F(StoreTest, LandsALogRangeOnce) {
  Insert(0, 1000, "events 0-1000");
  Insert(0, 1000, "events 0-1000");
  Insert(1000, 10, "events 1000-1010");
  Reopen();
  Insert(0, 1000, "events 0-1000");
  EXPECT_EQ(Ask("SELECT count() FROM events"), "1010");
  EXPECT_EQ(metrics_.GetCounter("store_event_rows_total").value(), 3010u);
}

TEST_F(StoreTest, LandsSubmittedBatchesInAnyOrder) {
  std::atomic<int> done = 0;
  for (int i = 0; i < 6; ++i) {
    store_->events().Submit(Batch(i * 100, 100), "batch " + std::to_string(i), [&](Status status) {
      EXPECT_TRUE(status) << status.error().message;
      ++done;
    });
  }
  Reopen();  // waits for what was submitted
  EXPECT_EQ(done, 6);
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "600,600");
}

TEST_F(StoreTest, TakesEventsOfManyMonthsInOneBatch) {
  EventBatch batch = store_->events().NewBatch();
  for (int i = 0; i < 300; ++i) {
    EventRow row;
    row.uuid = Uuid::FromHalves(1, static_cast<std::uint64_t>(i));
    row.timestamp = Timestamp::FromSeconds(1'000'000'000 + i * 31LL * 86'400);
    ASSERT_TRUE(batch.Add(row));
  }
  const auto done = store_->events().Insert(std::move(batch), "many");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(Ask("SELECT count() FROM events"), "300");
}

TEST_F(StoreTest, KnowsTheEventsThatLandedLast) {
  Insert(0, 10);
  clock_.Advance(std::chrono::seconds(10));
  Insert(10, 10);
  const auto since_start = store_->RecentEvents(Timestamp{}, 100);
  ASSERT_TRUE(since_start) << since_start.error().message;
  EXPECT_EQ(since_start->size(), 20u);
  const auto later = store_->RecentEvents(clock_.Now(), 100);
  ASSERT_TRUE(later);
  ASSERT_EQ(later->size(), 10u);
  for (const auto& key : *later) {
    EXPECT_GE(key.uuid.low(), 10u);
    EXPECT_EQ(key.team_id, static_cast<TeamId>(1 + key.uuid.low() % 2));
  }
  EXPECT_EQ(store_->RecentEvents(Timestamp{}, 5)->size(), 5u);
}

TEST_F(StoreTest, MirrorsPersonsAndTheirIds) {
  const Uuid id = Uuid::FromHalves(1, 2);
  const std::vector<PersonRow> persons = {
      {.team_id = 3, .id = id, .created_at = {5'000'000}, .properties = R"({"a":1})", .version = 0},
      {.team_id = 3,
       .id = id,
       .created_at = {5'000'000},
       .properties = R"({"a":2})",
       .is_identified = true,
       .version = 1}};
  ASSERT_TRUE(store_->persons().InsertPersons(persons, "a"));
  ASSERT_TRUE(store_->persons().InsertPersons(persons, "a"));
  EXPECT_EQ(Ask("SELECT * FROM persons FINAL"),
            R"(3,"00000000-0000-0001-0000-000000000002","1970-01-01T00:00:05Z","{\"a\":2}",1,1,0)");
  const std::vector<DistinctIdRow> ids = {
      {.team_id = 3, .distinct_id = "u", .person_id = id, .version = 0},
      {.team_id = 3, .distinct_id = "u", .person_id = id, .version = 1, .is_deleted = true}};
  ASSERT_TRUE(store_->persons().InsertDistinctIds(ids, "b"));
  ASSERT_TRUE(store_->persons().InsertOverrides(ids, "b"));
  ASSERT_TRUE(store_->persons().InsertOverrides({}, "c"));
  EXPECT_EQ(Ask("SELECT * FROM person_distinct_ids FINAL"),
            R"(3,"u","00000000-0000-0001-0000-000000000002",1,1)");
  EXPECT_EQ(Ask("SELECT count() FROM person_distinct_id_overrides"), "1");
}

TEST_F(StoreTest, PromotesAKeyWhileQuestionsGiveTheSameAnswers) {
  Insert(0, 2000);
  Run("SYSTEM STOP MERGES events");  // holds the filling back
  for (const std::string_view key : {"plan", "n", "rare"}) {
    const std::string before = Breakdown(key);
    const std::string old_read = Read(key, schema::PropertyScope::kEvent);
    const EventBatch old_batch = Batch(2000, 10);

    const auto promoted = store_->promoter().Promote(schema::PropertyScope::kEvent, key);
    ASSERT_TRUE(promoted) << promoted.error().message;
    const auto at = store_->layout().Current()->Locate(schema::PropertyScope::kEvent, key);
    EXPECT_EQ(at.kind, schema::PropertyLocation::Kind::kColumn);
    EXPECT_EQ(Breakdown(key), before) << key;
    EXPECT_EQ(*store_->promoter().Unfinished() > 0, true);
    EXPECT_FALSE(store_->promoter().Promote(schema::PropertyScope::kEvent, key));
    EXPECT_EQ(Ask("SELECT count() FROM events WHERE " + old_read + " IS DISTINCT FROM " +
                  Read(key, schema::PropertyScope::kEvent)),
              "0");
  }
  EXPECT_TRUE(
      store_->layout().Current()->Locate(schema::PropertyScope::kEvent, "plan").low_cardinality);

  // Rows of both layouts, while nothing is filled yet.
  const auto raw_agrees = [&] {
    for (const std::string_view key : {"plan", "n", "rare"}) {
      const std::string raw = "replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(properties, " +
                              sql::QuoteText(key) + "), ''), 'null'), '^\"|\"$', '')";
      EXPECT_EQ(Ask("SELECT count() FROM events WHERE " + Read(key, schema::PropertyScope::kEvent) +
                    " IS DISTINCT FROM " + raw),
                "0")
          << key;
    }
  };
  Insert(2000, 500);
  raw_agrees();

  // A restart in the middle finds its way by the engine's own columns.
  Reopen();
  EXPECT_EQ(store_->layout().Current()->Locate(schema::PropertyScope::kEvent, "plan").column,
            "p_plan");
  raw_agrees();

  Run("SYSTEM START MERGES events");
  while (*store_->promoter().Unfinished() > 0) std::this_thread::yield();
  raw_agrees();
  EXPECT_EQ(
      Ask("SELECT uniqExact(name) = (SELECT count() FROM system.parts WHERE active AND table = "
          "'events') FROM system.parts_columns WHERE active AND table = 'events' AND column = "
          "'p_n'"),
      "1");
  EXPECT_EQ(Ask("SELECT count() FROM events"), "2500");
}

TEST_F(StoreTest, FillsAColumnWhosePromotionWasCutShort) {
  Insert(0, 100);
  // As if the process had died between adding the column and starting to fill it.
  Run("ALTER TABLE events ADD COLUMN p_plan LowCardinality(Nullable(String)) DEFAULT " +
      schema::TailReadSql(schema::PropertyScope::kEvent, "plan"));
  Run("SYSTEM STOP MERGES events");
  Reopen();
  EXPECT_EQ(*store_->promoter().Unfinished(), 1);
  Reopen();
  EXPECT_EQ(*store_->promoter().Unfinished(), 1);
  Run("SYSTEM START MERGES events");
  while (*store_->promoter().Unfinished() > 0) std::this_thread::yield();
  Reopen();
  EXPECT_EQ(*store_->promoter().Unfinished(), 0);
  EXPECT_EQ(Breakdown("plan").substr(0, 8), R"("p0",34,)");
}

TEST_F(StoreTest, RefusesKeysThatCannotBeColumns) {
  for (const std::string& key : {std::string(), std::string(201, 'x'), std::string("a\0b", 3),
                                 std::string("\xff"), std::string("$browser")}) {
    const auto promoted = store_->promoter().Promote(schema::PropertyScope::kEvent, key);
    ASSERT_FALSE(promoted) << key;
    EXPECT_EQ(promoted.error().code, ErrorCode::kInvalidArgument);
  }
  for (const std::string_view key :
       {"it's", "a`b", "back\\slash", "a.b", "пример", "a b\n", "{x:y}"}) {
    const auto promoted = store_->promoter().Promote(schema::PropertyScope::kPerson, key);
    ASSERT_TRUE(promoted) << key << ": " << promoted.error().message;
  }
  Reopen();
  EXPECT_EQ(store_->layout().Current()->Locate(schema::PropertyScope::kPerson, "a`b").column,
            "pp_a`b");
  Insert(0, 10);
}

TEST_F(StoreTest, RefusesTablesOfANewerProgram) {
  Run("INSERT INTO schema_migrations (version, name) SELECT 1000, 'later'");
  const auto opened = Store::Open(engine::TestEngine(), clock_, metrics_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kFailedPrecondition);
}

}  // namespace
}  // namespace tenrec::store
