#include "tenrec/persons/persons.h"

#include <filesystem>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace tenrec::persons {
namespace {

constexpr TeamId kTeam = 2;
constexpr std::chrono::minutes kMinute{1};
const Timestamp kNow = *ParseRfc3339("2026-11-22T10:00:00Z");

class PersonsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(path_);
    auto database = db::Database::Open({.path = path_ + "/metadata.db"});
    ASSERT_TRUE(database) << database.error().message;
    database_ = *std::move(database);
    ASSERT_TRUE(database_->Migrate(Migrations()));
    Reopen();
  }
  void TearDown() override {
    persons_.reset();
    database_.reset();
    std::filesystem::remove_all(path_);
  }

  /// As after a restart: nothing in memory.
  void Reopen(PersonsOptions options = {}) {
    persons_ = std::make_unique<Persons>(*database_, options, metrics_);
  }

  PersonAnswer Process(PersonEvent event, PropertyUpdate update = {}) {
    Tidy(update);
    event.team_id = kTeam;
    event.merges_identified = event.event == "$merge_dangerously";
    if (event.timestamp == Timestamp{}) event.timestamp = kNow;
    event.update = &update;
    std::vector<DistinctIdKey> ids = {{kTeam, event.distinct_id, true}};
    if (!event.other_distinct_id.empty()) ids.push_back({kTeam, event.other_distinct_id, true});
    EXPECT_TRUE(persons_->Load(ids));
    return persons_->Process(event);
  }

  void Save() {
    const auto saved = database_->Transact(
        [&](db::Transaction& transaction) { return persons_->Save(transaction); });
    ASSERT_TRUE(saved) << saved.error().message;
  }

  std::int64_t Count(std::string_view table) {
    return (*database_->Query("SELECT count(*) FROM " + std::string(table)))[0].Int(0);
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString())).string();
  Metrics metrics_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Persons> persons_;
};

TEST_F(PersonsTest, TheFirstEventMakesThePersonWithItsDerivedId) {
  const auto answer =
      Process({.event = "signed up", .distinct_id = "user-1"},
              {.set = {{"plan", "\"pro\""}, {"a", "1"}}, .set_once = {{"a", "2"}, {"b", "3"}}});
  EXPECT_EQ(answer.person_id.ToString(), "1e7731c8-945c-520d-96b9-e7f088242010");
  EXPECT_EQ(answer.mode, Mode::kFull);
  EXPECT_EQ(answer.person_properties, R"({"a":1,"b":3,"plan":"pro"})");
  Save();
  const auto changes = persons_->TakeChanges();
  ASSERT_EQ(changes.persons.size(), 1U);
  EXPECT_FALSE(changes.persons[0].is_identified);
  EXPECT_EQ(changes.persons[0].created_at, kNow);
  ASSERT_EQ(changes.distinct_ids.size(), 1U);
  EXPECT_EQ(changes.distinct_ids[0].version, 0);
}

TEST_F(PersonsTest, SetOnceFillsAndSetOverwritesAlsoAfterARestart) {
  Process({.event = "$identify", .distinct_id = "u2"},
          {.set = {{"a", "1"}}, .set_once = {{"b", "1"}}});
  Save();
  Reopen();
  const auto answer = Process({.event = "$identify", .distinct_id = "u2"},
                              {.set = {{"a", "2"}}, .set_once = {{"b", "2"}}});
  EXPECT_EQ(answer.person_properties, R"({"a":2,"b":1})");
  Save();
  Reopen();
  const auto unset = Process({.event = "$set", .distinct_id = "u2"}, {.unset = {"a"}});
  EXPECT_EQ(unset.person_properties, R"({"b":1})");
  Save();
  const auto changes = persons_->TakeChanges();
  ASSERT_EQ(changes.persons.size(), 1U);
  EXPECT_EQ(changes.persons[0].version, 2);
}

TEST_F(PersonsTest, AnonymousVisitsMakeNoPersonAndAreJoinedByIdentify) {
  const auto visit =
      Process({.event = "$pageview", .distinct_id = "anon", .process_person = false});
  EXPECT_EQ(visit.person_id, PersonIdOf(kTeam, "anon"));
  EXPECT_EQ(visit.mode, Mode::kPropertyless);
  EXPECT_EQ(visit.person_properties, "{}");
  EXPECT_EQ(FormatIso(visit.person_created_at), "1970-01-01T00:00:05.000000Z");
  Save();
  EXPECT_EQ(Count("person"), 0);
  Reopen();
  const auto identify =
      Process({.event = "$identify", .distinct_id = "u1", .other_distinct_id = "anon"},
              {.set = {{"plan", "\"pro\""}}});
  EXPECT_EQ(identify.merge, MergeOutcome::kJoined);
  EXPECT_EQ(identify.person_id, PersonIdOf(kTeam, "u1"));
  Save();
  const auto changes = persons_->TakeChanges();
  ASSERT_EQ(changes.persons.size(), 1U);
  EXPECT_TRUE(changes.persons[0].is_identified);
  ASSERT_EQ(changes.distinct_ids.size(), 2U);
  EXPECT_EQ(changes.distinct_ids[0].version, 0);
  EXPECT_EQ(changes.distinct_ids[1].distinct_id, "anon");
  EXPECT_EQ(changes.distinct_ids[1].version, 1) << "its old events carry the personless id";
  // From now on the anonymous id is this person, and late personless events are upgraded.
  const auto late = Process({.event = "$pageview",
                             .distinct_id = "anon",
                             .timestamp = kNow + std::chrono::minutes(2),
                             .process_person = false});
  EXPECT_EQ(late.person_id, identify.person_id);
  EXPECT_EQ(late.mode, Mode::kForceUpgrade);
  const auto early =
      Process({.event = "$pageview", .distinct_id = "anon", .process_person = false});
  EXPECT_EQ(early.mode, Mode::kPropertyless);
}

TEST_F(PersonsTest, IllegalIdsAreNeverJoined) {
  for (std::string_view id : {"undefined", "Guest", "null", "\"undefined\"", "  ", "0"}) {
    const auto answer =
        Process({.event = "$identify", .distinct_id = "u1", .other_distinct_id = id});
    EXPECT_EQ(answer.merge, MergeOutcome::kIllegalOtherId) << id;
    EXPECT_EQ(Process({.event = "$identify", .distinct_id = id, .other_distinct_id = "u1"}).merge,
              MergeOutcome::kIllegalOwnId)
        << id;
    EXPECT_EQ(answer.person_id, PersonIdOf(kTeam, "u1"));
  }
  EXPECT_FALSE(IsIllegalDistinctId("Null"));
  EXPECT_FALSE(IsIllegalDistinctId("user"));
}

TEST_F(PersonsTest, AnIdIsAddedToThePersonThatExistsOnEitherSide) {
  const auto known = Process({.event = "x", .distinct_id = "known"});
  EXPECT_EQ(
      Process({.event = "$identify", .distinct_id = "known", .other_distinct_id = "a"}).person_id,
      known.person_id);
  EXPECT_EQ(Process({.event = "$create_alias", .distinct_id = "b", .other_distinct_id = "known"})
                .person_id,
            known.person_id);
  EXPECT_EQ(Process({.event = "x", .distinct_id = "a"}).person_id, known.person_id);
  Save();
  EXPECT_EQ(Count("person"), 1);
  EXPECT_EQ(Count("person_distinct_id"), 3);
}

TEST_F(PersonsTest, TwoPersonsBecomeOne) {
  const auto a = Process({.event = "x", .distinct_id = "a", .timestamp = kNow - kMinute},
                         {.set = {{"plan", "\"free\""}, {"only a", "1"}}});
  Process({.event = "x", .distinct_id = "b"}, {.set = {{"plan", "\"pro\""}}});
  Save();
  persons_->TakeChanges();
  Reopen();
  const auto answer = Process({.event = "$identify", .distinct_id = "b", .other_distinct_id = "a"},
                              {.set = {{"n", "1"}}});
  EXPECT_EQ(answer.merge, MergeOutcome::kJoined);
  EXPECT_EQ(answer.person_id, PersonIdOf(kTeam, "b"));
  EXPECT_EQ(answer.person_created_at, kNow - kMinute) << "the older of the two";
  EXPECT_EQ(answer.person_properties, R"({"n":1,"only a":1,"plan":"pro"})");
  EXPECT_EQ(Process({.event = "x", .distinct_id = "a"}).person_id, answer.person_id);
  Save();
  EXPECT_EQ(Count("person"), 1);
  EXPECT_EQ(Count("person_distinct_id"), 2);
  const auto changes = persons_->TakeChanges();
  ASSERT_EQ(changes.persons.size(), 2U);
  EXPECT_TRUE(changes.persons[0].is_identified);
  EXPECT_EQ(changes.persons[0].version, 1);
  EXPECT_EQ(changes.persons[1].id, a.person_id);
  EXPECT_TRUE(changes.persons[1].is_deleted);
  EXPECT_EQ(changes.persons[1].version, 100);
  ASSERT_EQ(changes.distinct_ids.size(), 1U);
  EXPECT_EQ(changes.distinct_ids[0].distinct_id, "a");
  EXPECT_EQ(changes.distinct_ids[0].person_id, answer.person_id);
  EXPECT_EQ(changes.distinct_ids[0].version, 1);
}

TEST_F(PersonsTest, AllIdsMoveAlsoThoseThatNobodyNamed) {
  for (std::string_view id : {"a2", "a3", "a4"}) {
    Process({.event = "$create_alias", .distinct_id = "a1", .other_distinct_id = id});
  }
  Process({.event = "x", .distinct_id = "b"});
  Save();
  Reopen();
  EXPECT_EQ(
      Process({.event = "$merge_dangerously", .distinct_id = "b", .other_distinct_id = "a3"}).merge,
      MergeOutcome::kJoined);
  Save();
  EXPECT_EQ(persons_->TakeChanges().distinct_ids.size(), 4U);
  Reopen();
  for (std::string_view id : {"a1", "a2", "a3", "a4", "b"}) {
    EXPECT_EQ(Process({.event = "x", .distinct_id = id}).person_id, PersonIdOf(kTeam, "b")) << id;
  }
}

TEST_F(PersonsTest, TheIdentifiedAreOnlyMergedByForce) {
  Process({.event = "$identify", .distinct_id = "a", .other_distinct_id = "phone"});
  const auto b = Process({.event = "x", .distinct_id = "b"});
  const auto refused = Process({.event = "$identify", .distinct_id = "b", .other_distinct_id = "a"},
                               {.set = {{"plan", "\"pro\""}}});
  EXPECT_EQ(refused.merge, MergeOutcome::kAlreadyIdentified);
  EXPECT_EQ(refused.person_id, b.person_id);
  EXPECT_EQ(refused.person_properties, R"({"plan":"pro"})") << "the event goes on";
  Save();
  EXPECT_EQ(Count("person"), 2);
  EXPECT_EQ(Count("person WHERE is_identified"), 2);
  const auto forced =
      Process({.event = "$merge_dangerously", .distinct_id = "b", .other_distinct_id = "phone"});
  EXPECT_EQ(forced.merge, MergeOutcome::kJoined);
  EXPECT_EQ(Process({.event = "x", .distinct_id = "a"}).person_id, b.person_id);
  Save();
  EXPECT_EQ(Count("person"), 1);
}

TEST_F(PersonsTest, WhoComesAndGoesInOneBatchLeavesOnlyItsEvents) {
  const auto a = Process({.event = "x", .distinct_id = "a"});
  Process({.event = "x", .distinct_id = "b"});
  Process({.event = "$identify", .distinct_id = "b", .other_distinct_id = "a"});
  Save();
  EXPECT_EQ(Count("person"), 1);
  EXPECT_EQ(Count("person_tombstone"), 0);
  const auto changes = persons_->TakeChanges();
  EXPECT_EQ(changes.persons.size(), 1U);
  ASSERT_EQ(changes.distinct_ids.size(), 2U);
  EXPECT_EQ(changes.distinct_ids[0].distinct_id, "a");
  EXPECT_NE(changes.distinct_ids[0].person_id, a.person_id);
  EXPECT_EQ(changes.distinct_ids[0].version, 1) << "its event carries the person that is gone";
}

TEST_F(PersonsTest, DescribesWhatAChainOfMergesDid) {
  for (std::string_view id : {"a", "b", "c"}) Process({.event = "x", .distinct_id = id});
  Process({.event = "$create_alias", .distinct_id = "a", .other_distinct_id = "a2"});
  Save();
  persons_->TakeChanges();
  // a becomes b, which becomes c.
  Process({.event = "$merge_dangerously", .distinct_id = "b", .other_distinct_id = "a"});
  Process({.event = "$merge_dangerously", .distinct_id = "c", .other_distinct_id = "b"});
  Save();
  Reopen();
  const DistinctIdKey named[] = {
      {kTeam, "b", true}, {kTeam, "a", true}, {kTeam, "c", true}, {kTeam, "b", true}};
  ASSERT_TRUE(persons_->Load(named));
  const auto all = persons_->Describe(named);
  ASSERT_TRUE(all);
  std::map<std::string, std::string> ids;
  for (const AttachedId& id : all->distinct_ids) {
    ids[id.distinct_id] = id.person_id.ToString() + " " + std::to_string(id.version);
  }
  const std::string c = PersonIdOf(kTeam, "c").ToString();
  EXPECT_EQ(ids, (std::map<std::string, std::string>{
                     {"a", c + " 2"}, {"a2", c + " 2"}, {"b", c + " 1"}, {"c", c + " 0"}}));
  std::map<Uuid, bool> gone;
  for (const ChangedPerson& person : all->persons) gone[person.id] = person.is_deleted;
  EXPECT_EQ(gone, (std::map<Uuid, bool>{{PersonIdOf(kTeam, "a"), true},
                                        {PersonIdOf(kTeam, "b"), true},
                                        {PersonIdOf(kTeam, "c"), false}}));
}

TEST_F(PersonsTest, MemoryAndSavesMakeNoDifference) {
  // A random history of fifty ids: with everything in memory and one save at the end, and with
  // room for hardly anybody, a save every few events and restarts in between.
  const auto run = [&](std::size_t cache_bytes, int save_every) {
    for (std::string_view table :
         {"person_distinct_id", "person", "personless_distinct_id", "person_tombstone"}) {
      EXPECT_TRUE(database_->Execute("DELETE FROM " + std::string(table)));
    }
    Reopen({.cache_bytes = cache_bytes});
    std::mt19937 random(7);
    for (int i = 0; i < 1500; ++i) {
      const std::string own = "id-" + std::to_string(random() % 50);
      const std::string other = "id-" + std::to_string(random() % 50);
      const std::string key = "k" + std::to_string(random() % 6);
      const std::string value = std::to_string(random() % 4);
      const auto kind = random() % 10;
      PersonEvent event = {.event = "x",
                           .distinct_id = own,
                           .timestamp = kNow + std::chrono::seconds(random() % 1000)};
      PropertyUpdate update = {.set = {{key, value}}, .set_once = {{"first", value}}};
      if (kind == 0) event.event = "$identify";
      if (kind == 1) event.event = "$merge_dangerously";
      if (kind == 2) event.event = "$create_alias";
      if (kind < 3) event.other_distinct_id = other;
      if (kind == 3) update = {.unset = {key}};
      if (kind == 4) event.process_person = false;
      Process(event, update);
      if (i % save_every == save_every - 1) {
        Save();
        persons_->TakeChanges();
      }
      if (save_every < 10 && i % 200 == 199) Reopen({.cache_bytes = cache_bytes});
    }
    Save();
    std::string dump;
    const auto rows = database_->Query(
        "SELECT d.distinct_id, p.uuid, p.properties, p.is_identified, p.created_at FROM "
        "person_distinct_id d JOIN person p ON p.id = d.person_id ORDER BY d.distinct_id");
    for (const db::Row row : *rows) {
      dump += row.Text(0) + " " + row.Id(1).ToString() + " " + row.Text(2) + " " +
              std::to_string(row.Int(3)) + " " + std::to_string(row.Int(4)) + "\n";
    }
    return dump;
  };
  const std::string at_once = run(32U << 20U, 1'000'000);
  EXPECT_GT(at_once.size(), 1000U);
  EXPECT_EQ(run(0, 1), at_once);
  EXPECT_EQ(run(3000, 7), at_once);
}

TEST_F(PersonsTest, ExceptionsLeaveThePersonAlone) {
  Process({.event = "x", .distinct_id = "a"}, {.set = {{"k", "1"}}});
  Save();
  Process({.event = "$exception", .distinct_id = "a", .may_update = false}, {.set = {{"k", "2"}}});
  Save();
  Reopen();
  EXPECT_EQ(Process({.event = "x", .distinct_id = "a"}).person_properties, R"({"k":1})");
}

TEST_F(PersonsTest, AFailedTransactionIsForgotten) {
  Process({.event = "x", .distinct_id = "a"}, {.set = {{"k", "1"}}});
  const auto failed = database_->Transact([&](db::Transaction& transaction) -> Status {
    TRY(persons_->Save(transaction));
    return Internal("the machine stops here");
  });
  EXPECT_FALSE(failed);
  persons_->Forget();
  EXPECT_EQ(Count("person"), 0);
  EXPECT_EQ(Process({.event = "x", .distinct_id = "a"}).person_properties, "{}");
  Save();
  EXPECT_EQ(Count("person"), 1);
}

TEST_F(PersonsTest, ASmallMemoryGivesTheSameAnswers) {
  Reopen({.cache_bytes = 2000});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 50; ++i) {
      const std::string id = "user-" + std::to_string(i);
      const std::string value = std::to_string(round);
      Process({.event = "$set", .distinct_id = id},
              {.set = {{"round", value}}, .set_once = {{"first", value}}});
      Save();
    }
  }
  EXPECT_EQ(Count("person"), 50);
  EXPECT_EQ(Process({.event = "x", .distinct_id = "user-7"}).person_properties,
            R"({"first":0,"round":2})");
}

}  // namespace
}  // namespace tenrec::persons
