#include "tenrec/store/override_squash.h"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
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

/// The person that is created from this distinct id, as the column origin_id has it.
Uuid PersonOf(TeamId team, std::string_view distinct_id) {
  static const Uuid name_space = *Uuid::Parse("932979b4-65c3-4424-8467-0b66ec27bc22");
  return Uuid::V5(name_space, std::to_string(team) + ':' + std::string(distinct_id));
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
  /// An event that came in when the distinct id was of the person whose first id this is.
  void Event(TeamId team, const std::string& distinct_id, std::string_view person) {
    EventBatch batch = store_->events().NewBatch();
    EventRow row;
    row.team_id = team;
    row.uuid = Uuid::V4();
    row.event = "seen";
    row.distinct_id = distinct_id;
    row.timestamp = Timestamp::FromSeconds(1'700'000'000);
    row.created_at = row.timestamp;
    row.person_id = PersonOf(team, person);
    row.properties = "{}";
    ASSERT_TRUE(batch.Add(row));
    const auto done = store_->events().Insert(std::move(batch), row.uuid.ToString());
    ASSERT_TRUE(done) << done.error().message;
  }
  void Override(TeamId team, const std::string& distinct_id, std::string_view person,
                std::int64_t version) {
    const std::vector<DistinctIdRow> rows = {{.team_id = team,
                                              .distinct_id = distinct_id,
                                              .person_id = PersonOf(team, person),
                                              .version = version}};
    ASSERT_TRUE(store_->persons().InsertOverrides(
        rows, std::to_string(team) + distinct_id + std::to_string(version)));
  }
  /// "team distinct id: first distinct id of the person" of every event, as it is stored or as this
  /// says who its person is.
  static std::string Stored(const std::string& person = "person_id") {
    std::string rows =
        Ask("SELECT DISTINCT concat(toString(team_id), ' ', distinct_id, ': ', toString(" + person +
            ")) AS row FROM events ORDER BY row");
    for (const TeamId team : {1, 2}) {
      for (const std::string_view name : kNames) {
        const std::string id = PersonOf(team, name).ToString();
        for (auto at = rows.find(id); at != std::string::npos; at = rows.find(id)) {
          rows.replace(at, id.size(), name);
        }
      }
    }
    return rows;
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

  /// What follows once a round is noted.
  void ComeToTheEnd(OverrideSquash& squash) {
    Succeeds(squash.Begin());
    WaitUntilRewritten();
    Succeeds(squash.Finish());
  }

  static constexpr std::array<std::string_view, 6> kNames = {"ann", "bob", "it's ann",
                                                             "cy",  "dee", "eve"};
  ManualClock clock_{Timestamp::FromSeconds(1'750'000'000)};
  Metrics metrics_;
  std::unique_ptr<Store> store_;
  std::optional<OverrideSquash> squash_;
};

TEST_F(StoreTestOfSquash, WritesMergesIntoEvents) {
  EXPECT_FALSE(squash_->IsAnybodyMoved());
  Event(1, "ann", "ann");
  Event(1, "bob", "bob");
  Event(1, "it's ann", "it's ann");
  Event(2, "ann", "ann");  // the same distinct id in another project
  Override(1, "ann", "dee", 1);
  Override(1, "ann", "bob", 2);
  Override(1, "it's ann", "bob", 1);
  Override(2, "ann", "cy", 1);
  EXPECT_TRUE(squash_->IsAnybodyMoved());
  EXPECT_EQ(squash_->Noted().value(), 0u);
  EXPECT_EQ(squash_->Note().value(), 3u);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(Stored(), "\"1 ann: bob\"\n\"1 bob: bob\"\n\"1 it's ann: bob\"\n\"2 ann: cy\"");
  const auto read = squash_->IsReadFromBefore(std::chrono::hours(1));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(*read);
  EXPECT_TRUE(*squash_->IsReadFromBefore(std::chrono::seconds(0))) << "it sees itself";
  Succeeds(squash_->Finish());
  // An older row of the same id must not come to light again.
  EXPECT_EQ(Overrides(), "");
  EXPECT_EQ(squash_->Noted().value(), 0u);
  EXPECT_FALSE(squash_->IsAnybodyMoved());
}

TEST_F(StoreTestOfSquash, LeavesWhatIsMergedMeanwhile) {
  Event(1, "ann", "ann");
  Event(1, "bob", "bob");
  Override(1, "ann", "bob", 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  Override(1, "ann", "cy", 2);
  Override(1, "bob", "cy", 1);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(Stored(), "\"1 ann: bob\"\n\"1 bob: bob\"");
  Succeeds(squash_->Finish());
  EXPECT_EQ(Ask("SELECT distinct_id, version FROM person_distinct_id_overrides FINAL ORDER BY ALL"),
            "\"ann\",2\n\"bob\",1");
}

// Whatever happens in between, looking up says of every event who its person is.
TEST_F(StoreTestOfSquash, AnswersAreTheSameThroughout) {
  const std::string overrides =
      "(SELECT tuple(groupArray(toString(origin_id)), groupArray(toString(person_id))) FROM "
      "person_distinct_id_overrides FINAL)";
  const std::string looked_up = "transform(toString(person_id), tupleElement(" + overrides +
                                ", 1), tupleElement(" + overrides + ", 2), toString(person_id))";
  constexpr unsigned kSeed = 20261123;
  std::mt19937 random(kSeed);
  const auto choose = [&](std::size_t below) { return random() % below; };
  int rounds = 0;
  for (int history = 0; history < 4; ++history) {
    SetUp();
    std::map<std::string, std::string> person_of;  // of a distinct id, by its first distinct id
    std::map<std::string, std::int64_t> versions;
    std::set<std::string> seen;
    for (const std::string_view name : kNames) person_of[std::string(name)] = name;
    for (int step = 0; step < 40; ++step) {
      const std::string id(kNames[choose(kNames.size())]);
      const std::string other(kNames[choose(kNames.size())]);
      switch (choose(5)) {
        case 0:
        case 1:
          Event(1, id, person_of[id]);
          seen.insert(id);
          break;
        case 2: {
          const std::string from = person_of[id];
          const std::string into = person_of[other];
          if (from == into) break;
          for (auto& [each, person] : person_of) {
            if (person != from) continue;
            person = into;
            Override(1, each, into, ++versions[each]);
          }
          break;
        }
        case 3:
          WaitUntilRewritten();
          ASSERT_TRUE(squash_->Note());
          Succeeds(squash_->Begin());
          break;
        default:
          if (choose(2) == 0) Run("OPTIMIZE TABLE person_distinct_id_overrides FINAL");
          // Whoever forgets more than was noted before the last Begin is found out here, too.
          if (*squash_->Noted() == 0) break;
          WaitUntilRewritten();
          Succeeds(squash_->Finish());
          ++rounds;
      }
      std::string expected;
      for (const std::string& each : seen) {
        expected.append(expected.empty() ? "" : "\n").append("\"1 ").append(each);
        expected.append(": ").append(person_of[each]).append("\"");
      }
      ASSERT_EQ(Stored(looked_up), expected) << "history " << history << ", step " << step;
    }
  }
  EXPECT_GT(rounds, 2);
}

TEST_F(StoreTestOfSquash, TheBookNeverSaysLessThanTheTable) {
  using schema::PersonMoves;
  const auto moves = [&](TeamId team) { return store_->person_moves().Of(team).moves; };
  const auto rises = [&](TeamId team) { return store_->person_moves().Of(team).rises; };
  EXPECT_EQ(moves(1), PersonMoves::kNone);
  const auto at_first = rises(1);
  Event(1, "ann", "ann");
  Override(1, "ann", "bob", 1);
  EXPECT_EQ(moves(1), PersonMoves::kWhole);
  EXPECT_EQ(rises(1), at_first + 1);
  Override(1, "bob", "cy", 1);
  EXPECT_EQ(rises(1), at_first + 1) << "a statement that looks for one finds the other";
  Override(2, "ann", "bob", schema::kMixedVersion);
  EXPECT_EQ(moves(2), PersonMoves::kMixed);
  EXPECT_EQ(moves(3), PersonMoves::kNone);

  EXPECT_EQ(squash_->Note().value(), 2u);
  Succeeds(squash_->Begin());
  WaitUntilRewritten();
  EXPECT_EQ(moves(1), PersonMoves::kWhole) << "until the overrides are gone";
  Succeeds(squash_->Finish());
  EXPECT_EQ(moves(1), PersonMoves::kNone);
  EXPECT_EQ(moves(2), PersonMoves::kMixed);
  EXPECT_FALSE(squash_->IsAnybodyMoved()) << "a project with a split person has no rounds";
  const auto before = rises(1);
  Override(1, "ann", "cy", 2);
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
      {.team_id = 1, .distinct_id = "ann", .person_id = PersonOf(1, "bob"), .version = 1}};
  EXPECT_FALSE(store_->persons().InsertOverrides(rows, "token"));
  EXPECT_EQ(store_->person_moves().Of(1).moves, schema::PersonMoves::kWhole);
}

TEST_F(StoreTestOfSquash, LeavesProjectsWithASplitPersonAlone) {
  Event(1, "ann", "ann");
  Event(2, "ann", "ann");
  Override(1, "ann", "bob", 1);
  Override(1, "bob", "cy", schema::kMixedVersion);
  Override(2, "ann", "bob", 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  ComeToTheEnd(*squash_);
  EXPECT_EQ(Stored(), "\"1 ann: ann\"\n\"2 ann: bob\"");
  EXPECT_EQ(Overrides(), "\"1 ann 1\"\n\"1 bob 100\"");
}

TEST_F(StoreTestOfSquash, GoesOnAfterACrash) {
  Event(1, "ann", "ann");
  Override(1, "ann", "bob", 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  // What comes next knows only the tables.
  OverrideSquash next(engine::TestEngine(), store_->person_moves());
  EXPECT_EQ(next.Noted().value(), 1u);
  EXPECT_EQ(next.Note().value(), 1u);
  Succeeds(next.Begin());
  WaitUntilRewritten();
  ComeToTheEnd(next);
  Succeeds(next.Finish());
  EXPECT_EQ(Stored(), "\"1 ann: bob\"");
  EXPECT_EQ(Overrides(), "");
}

// Between a crash and the next start a person may be split, and a distinct id begin anew as the
// person that it was noted to have left.
TEST_F(StoreTestOfSquash, LeavesProjectsAloneThatWereSplitMeanwhile) {
  Event(1, "ann", "ann");
  Event(2, "ann", "ann");
  Override(1, "ann", "bob", 1);
  Override(2, "ann", "bob", 1);
  EXPECT_EQ(squash_->Note().value(), 2u);
  Override(1, "ann", "ann", schema::kMixedVersion);
  Event(1, "cy", "ann");
  OverrideSquash next(engine::TestEngine(), store_->person_moves());
  EXPECT_EQ(next.Note().value(), 1u);
  ComeToTheEnd(next);
  EXPECT_EQ(Stored(), "\"1 ann: ann\"\n\"1 cy: ann\"\n\"2 ann: bob\"");
  EXPECT_EQ(Overrides(), "\"1 ann 1\"\n\"1 ann 100\"");
}

// The engine rewrites part after part, and who is split while it does must not take along events of
// the ids that stay: cy's came under dee, who was merged into ann with both ids and then split off.
TEST_F(StoreTestOfSquash, RewritesWhatWasNotedWhoeverIsSplitMeanwhile) {
  Event(1, "dee", "dee");
  Event(1, "cy", "dee");
  Override(1, "dee", "ann", 1);
  Override(1, "cy", "ann", 1);
  Run("SYSTEM STOP MERGES events");  // rewriting, too
  EXPECT_EQ(squash_->Note().value(), 2u);
  Succeeds(squash_->Begin());
  Override(1, "dee", "dee", schema::kMixedVersion + 1);
  Run("OPTIMIZE TABLE person_distinct_id_overrides FINAL");
  Run("SYSTEM START MERGES events");
  WaitUntilRewritten();
  Succeeds(squash_->Finish());
  EXPECT_EQ(Stored(), "\"1 cy: ann\"\n\"1 dee: ann\"");
  EXPECT_EQ(Overrides(), "\"1 dee 101\"") << "which says whose dee's event is now";
}

// A crash may end what noted the moved persons in the middle, and what forgets them goes on by
// itself at the next start.
TEST_F(StoreTestOfSquash, BeginsAnewWhenACrashLeftHalfOfTheNotes) {
  Event(1, "dee", "dee");
  Event(1, "cy", "dee");
  Override(1, "dee", "ann", 1);
  Override(1, "cy", "ann", 1);
  Run("INSERT INTO squashed_overrides (team_id, distinct_id, person_id, version) SELECT team_id, "
      "distinct_id, person_id, version FROM person_distinct_id_overrides WHERE distinct_id = 'cy'");
  OverrideSquash next(engine::TestEngine(), store_->person_moves());
  EXPECT_EQ(next.Noted().value(), 1u);
  EXPECT_EQ(next.Note().value(), 2u);
  ComeToTheEnd(next);
  EXPECT_EQ(Stored(), "\"1 cy: ann\"\n\"1 dee: ann\"");
  EXPECT_EQ(Overrides(), "");
}

TEST_F(StoreTestOfSquash, IsAtWorkWhileOverridesAreForgotten) {
  Override(1, "ann", "bob", 1);
  EXPECT_EQ(squash_->Note().value(), 1u);
  Run("SYSTEM STOP MERGES person_distinct_id_overrides");
  Run("ALTER TABLE person_distinct_id_overrides DELETE WHERE (team_id, distinct_id, version) IN "
      "(SELECT team_id, distinct_id, version FROM squashed_overrides) SETTINGS mutations_sync = 0");
  EXPECT_TRUE(squash_->IsRewriting().value());
  Run("SYSTEM START MERGES person_distinct_id_overrides");
  WaitUntilRewritten();
  EXPECT_EQ(Overrides(), "");
}

}  // namespace
}  // namespace tenrec::store
