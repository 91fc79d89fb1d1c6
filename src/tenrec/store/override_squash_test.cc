#include "tenrec/store/override_squash.h"

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/store.h"

namespace tenrec::store {
namespace {

std::string Ask(const std::string& sql) {
  return engine::Answer(engine::TestEngine(), sql);
}

Uuid Person(std::uint64_t number) {
  return Uuid::FromHalves(1, number);
}

class StoreTestOfSquash : public testing::Test {
 protected:
  void SetUp() override {
    for (const schema::Table* table : schema::Tables()) Run("DROP TABLE IF EXISTS " + table->name);
    Run("DROP TABLE IF EXISTS schema_migrations");
    auto opened = Store::Open(engine::TestEngine(), clock_, metrics_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    squash_.emplace(engine::TestEngine(), store_->person_moves());
  }
  static void Run(const std::string& sql) {
    const auto done = engine::TestEngine().Execute({sql, {}});
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  static void Succeeds(const Status& done) { ASSERT_TRUE(done) << done.error().message; }
  /// An event that came in when the distinct id was this person's.
  void Event(TeamId team, const std::string& distinct_id, std::uint64_t person) {
    EventBatch batch = store_->events().NewBatch();
    EventRow row;
    row.team_id = team;
    row.uuid = Uuid::V4();
    row.event = "seen";
    row.distinct_id = distinct_id;
    row.timestamp = Timestamp::FromSeconds(1'700'000'000);
    row.created_at = row.timestamp;
    row.person_id = Person(person);
    row.properties = "{}";
    ASSERT_TRUE(batch.Add(row));
    const auto done = store_->events().Insert(std::move(batch), row.uuid.ToString());
    ASSERT_TRUE(done) << done.error().message;
  }
  void Override(TeamId team, const std::string& distinct_id, std::uint64_t person,
                std::int64_t version) {
    const std::vector<DistinctIdRow> rows = {{.team_id = team,
                                              .distinct_id = distinct_id,
                                              .person_id = Person(person),
                                              .version = version}};
    ASSERT_TRUE(store_->persons().InsertOverrides(
        rows, std::to_string(team) + distinct_id + std::to_string(version)));
  }
  /// "team distinct id: last half of the person" of every event as it is stored.
  static std::string Stored() {
    return Ask(
        "SELECT concat(toString(team_id), ' ', distinct_id, ': ', substring(toString(person_id), "
        "36)) AS row FROM events ORDER BY row");
  }
  static std::string Overrides() {
    return Ask(
        "SELECT concat(toString(team_id), ' ', distinct_id, ' ', toString(version)) AS row FROM "
        "person_distinct_id_overrides ORDER BY row");
  }
  void WaitUntilRewritten() {
    for (int i = 0; i < 6000; ++i) {
      const auto rewriting = squash_->IsRewriting();
      ASSERT_TRUE(rewriting) << rewriting.error().message;
      if (!*rewriting) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL() << "the engine goes on rewriting";
  }

  ManualClock clock_{Timestamp::FromSeconds(1'750'000'000)};
  Metrics metrics_;
  std::unique_ptr<Store> store_;
  std::optional<OverrideSquash> squash_;
};

TEST_F(StoreTestOfSquash, WritesMergesIntoEvents) {
  Event(1, "ann", 1);
  Event(1, "bob", 2);
  Event(1, "it's ann", 3);
  Event(2, "ann", 4);  // the same distinct id in another project
  Override(1, "ann", 7, 1);
  Override(1, "ann", 2, 2);
  Override(1, "it's ann", 2, 1);
  Override(2, "ann", 5, 1);
  EXPECT_EQ(squash_->Noted().value(), 0u);
  EXPECT_EQ(squash_->Note().value(), 3u);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(Stored(), "\"1 ann: 2\"\n\"1 bob: 2\"\n\"1 it's ann: 2\"\n\"2 ann: 5\"");
  const auto read = squash_->IsReadFromBefore(std::chrono::hours(1));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(*read);
  EXPECT_TRUE(*squash_->IsReadFromBefore(std::chrono::seconds(0))) << "it sees itself";
  Succeeds(squash_->Finish());
  // An older row of the same id must not come to light again.
  EXPECT_EQ(Overrides(), "");
  EXPECT_EQ(squash_->Noted().value(), 0u);
}

TEST_F(StoreTestOfSquash, LeavesWhatIsMergedMeanwhile) {
  Event(1, "ann", 1);
  Event(1, "bob", 2);
  Override(1, "ann", 2, 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  Override(1, "ann", 3, 2);
  Override(1, "bob", 3, 1);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(Stored(), "\"1 ann: 2\"\n\"1 bob: 2\"");
  Succeeds(squash_->Finish());
  EXPECT_EQ(Ask("SELECT distinct_id, version FROM person_distinct_id_overrides FINAL ORDER BY ALL"),
            "\"ann\",2\n\"bob\",1");
}

TEST_F(StoreTestOfSquash, TheBookNeverSaysLessThanTheTable) {
  using schema::PersonMoves;
  const auto moves = [&](TeamId team) { return store_->person_moves().Of(team).moves; };
  const auto rises = [&](TeamId team) { return store_->person_moves().Of(team).rises; };
  EXPECT_EQ(moves(1), PersonMoves::kNone);
  const auto at_first = rises(1);
  Event(1, "ann", 1);
  Override(1, "ann", 2, 1);
  EXPECT_EQ(moves(1), PersonMoves::kWhole);
  EXPECT_EQ(rises(1), at_first + 1);
  Override(1, "bob", 2, 1);
  EXPECT_EQ(rises(1), at_first + 1) << "a statement that looks for one finds the other";
  Override(2, "ann", 2, schema::kMixedVersion);
  EXPECT_EQ(moves(2), PersonMoves::kMixed);
  EXPECT_EQ(moves(3), PersonMoves::kNone);

  EXPECT_EQ(squash_->Note().value(), 2u);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(moves(1), PersonMoves::kWhole) << "until the overrides are gone";
  Succeeds(squash_->Finish());
  EXPECT_EQ(moves(1), PersonMoves::kNone);
  EXPECT_EQ(moves(2), PersonMoves::kMixed);
  const auto before = rises(1);
  Override(1, "ann", 3, 2);
  EXPECT_EQ(rises(1), before + 1);

  // As after a start.
  PersonMoveBook read;
  Succeeds(read.Load(engine::TestEngine()));
  EXPECT_EQ(read.Of(1).moves, PersonMoves::kWhole);
  EXPECT_EQ(read.Of(2).moves, PersonMoves::kMixed);
  EXPECT_EQ(read.Of(3).moves, PersonMoves::kNone);
}

TEST_F(StoreTestOfSquash, TheBookIsWrittenBeforeTheTable) {
  // The engine refuses the block, so nothing is in the table, and yet it was noted.
  Run("DROP TABLE person_distinct_id_overrides");
  const std::vector<DistinctIdRow> rows = {
      {.team_id = 1, .distinct_id = "ann", .person_id = Person(2), .version = 1}};
  EXPECT_FALSE(store_->persons().InsertOverrides(rows, "token"));
  EXPECT_EQ(store_->person_moves().Of(1).moves, schema::PersonMoves::kWhole);
}

TEST_F(StoreTestOfSquash, LeavesProjectsWithASplitPersonAlone) {
  Event(1, "ann", 1);
  Event(2, "ann", 1);
  Override(1, "ann", 2, 1);
  Override(1, "bob", 3, schema::kMixedVersion);
  Override(2, "ann", 2, 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  Succeeds(squash_->Finish());
  EXPECT_EQ(Stored(), "\"1 ann: 1\"\n\"2 ann: 2\"");
  EXPECT_EQ(Overrides(), "\"1 ann 1\"\n\"1 bob 100\"");
}

TEST_F(StoreTestOfSquash, GoesOnAfterACrash) {
  Event(1, "ann", 1);
  Override(1, "ann", 2, 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  // What comes next knows only the tables.
  OverrideSquash next(engine::TestEngine(), store_->person_moves());
  EXPECT_EQ(next.Noted().value(), 1u);
  Succeeds(next.Begin());
  WaitUntilRewritten();
  Succeeds(next.Begin());
  WaitUntilRewritten();
  Succeeds(next.Finish());
  Succeeds(next.Finish());
  EXPECT_EQ(Stored(), "\"1 ann: 2\"");
  EXPECT_EQ(Overrides(), "");
}

}  // namespace
}  // namespace tenrec::store
