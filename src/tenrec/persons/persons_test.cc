#include "tenrec/persons/persons.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace tenrec::persons {
namespace {

constexpr TeamId kTeam = 2;
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

  PersonAnswer Process(PersonEvent event, const PropertyUpdate& update = {}) {
    event.team_id = kTeam;
    if (event.timestamp == Timestamp{}) event.timestamp = kNow;
    event.update = &update;
    std::vector<DistinctIdKey> ids = {{kTeam, event.distinct_id}};
    if (!event.other_distinct_id.empty()) ids.push_back({kTeam, event.other_distinct_id});
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
    EXPECT_EQ(answer.merge, MergeOutcome::kIllegalId) << id;
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

TEST_F(PersonsTest, TwoPersonsThatExistStayApart) {
  Process({.event = "x", .distinct_id = "a"});
  const auto b = Process({.event = "x", .distinct_id = "b"});
  const auto answer = Process({.event = "$identify", .distinct_id = "b", .other_distinct_id = "a"},
                              {.set = {{"plan", "\"pro\""}}});
  EXPECT_EQ(answer.merge, MergeOutcome::kBothHavePersons);
  EXPECT_EQ(answer.person_id, b.person_id);
  EXPECT_EQ(answer.person_properties, R"({"plan":"pro"})");
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
