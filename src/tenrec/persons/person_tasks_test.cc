#include "tenrec/persons/person_tasks.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/persons/person_directory.h"

namespace tenrec::persons {
namespace {

constexpr TeamId kTeam = 2;
constexpr Timestamp kNow = Timestamp::FromSeconds(1'790'000'000);

class PersonTasksTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(path_);
    database_ = std::move(*db::Database::Open({.path = path_ + "/metadata.db"}));
    ASSERT_TRUE(database_->Migrate(Migrations()));
    ASSERT_TRUE(database_->Migrate(activity::Migrations()));
    Forget();
    tasks_ = std::make_unique<PersonTasks>(*database_, clock_, [this] { return log_end_; });
  }
  void TearDown() override {
    tasks_.reset();
    persons_.reset();
    database_.reset();
    std::filesystem::remove_all(path_);
  }

  void Forget() { persons_ = std::make_unique<Persons>(*database_, PersonsOptions{}, metrics_); }

  PersonAnswer Send(PersonEvent event, PropertyUpdate update = {}) {
    Tidy(update);
    event.team_id = kTeam;
    event.timestamp = kNow;
    event.update = &update;
    event.merges_identified = event.event == "$merge_dangerously";
    std::vector<DistinctIdKey> ids = {{kTeam, event.distinct_id, true}};
    if (!event.other_distinct_id.empty()) ids.push_back({kTeam, event.other_distinct_id, true});
    EXPECT_TRUE(persons_->Load(ids));
    PersonAnswer answer = persons_->Process(event);
    EXPECT_TRUE(database_->Transact(
        [&](db::Transaction& transaction) { return persons_->Save(transaction); }));
    Learn(persons_->TakeChanges());
    return answer;
  }

  /// As the mirror keeps the row with the highest version.
  void Learn(const Persons::Changes& changes) {
    for (const ChangedPerson& person : changes.persons) {
      ChangedPerson& known = mirror_[person.id];
      if (person.version >= known.version) known = person;
    }
    for (const AttachedId& id : changes.distinct_ids) {
      AttachedId& known = ids_[id.distinct_id];
      if (id.version >= known.version) known = id;
      if (id.version == 0 || id.is_deleted) continue;
      AttachedId& override = overrides_[id.distinct_id];
      if (id.version >= override.version) override = id;
    }
  }
  bool Run(std::uint64_t position = 1'000) {
    const auto ran =
        tasks_->Run(position, [this](const PersonTask&, const auto& changes) -> Status {
          if (mirror_fails_) return Unavailable("no engine");
          Learn(changes.persons);
          return Ok();
        });
    if (ran && *ran) Forget();
    return ran && *ran;
  }
  bool IsAlive(const Uuid& id) { return mirror_.contains(id) && !mirror_[id].is_deleted; }
  Person Owner(std::string_view distinct_id) {
    auto found = directory().FindByDistinctId(kTeam, distinct_id);
    EXPECT_TRUE(found && *found) << distinct_id;
    return found && *found ? **found : Person();
  }
  PersonDirectory directory() { return PersonDirectory(*database_); }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString())).string();
  ManualClock clock_{kNow};
  Metrics metrics_;
  std::uint64_t log_end_ = 10;
  bool mirror_fails_ = false;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Persons> persons_;
  std::unique_ptr<PersonTasks> tasks_;
  std::map<Uuid, ChangedPerson> mirror_;
  std::map<std::string, AttachedId> ids_;
  std::map<std::string, AttachedId> overrides_;
};

TEST_F(PersonTasksTest, ATaskWaitsForItsPlaceAmongTheEvents) {
  const Uuid person = Send({.event = "x", .distinct_id = "a"}).person_id;
  ASSERT_TRUE(tasks_->Add(kTeam, DeletePersons{.persons = {person}}, {}));
  EXPECT_FALSE(Run(9)) << "an event that was acknowledged before is not read yet";
  EXPECT_TRUE(directory().Find(kTeam, person));
  EXPECT_TRUE(Run(10));
  EXPECT_EQ(directory().Find(kTeam, person).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(Run(10)) << "once";
  EXPECT_FALSE(IsAlive(person));
}

TEST_F(PersonTasksTest, ADeletedIdMakesANewPersonAboveTheOldOne) {
  const Uuid person = Send({.event = "x", .distinct_id = "a"}, {.set = {{"n", "1"}}}).person_id;
  ASSERT_TRUE(tasks_->Add(kTeam, DeletePersons{.persons = {person}}, {}));
  ASSERT_TRUE(Run());
  EXPECT_FALSE(IsAlive(person));
  const auto again = Send({.event = "x", .distinct_id = "a"}, {.set = {{"n", "2"}}});
  EXPECT_EQ(again.person_id, person);
  EXPECT_EQ(again.person_properties, R"({"n":2})");
  EXPECT_TRUE(IsAlive(person)) << "its version is above the tombstone's";
  EXPECT_FALSE(ids_["a"].is_deleted);
  EXPECT_EQ(overrides_["a"].person_id, person) << "stored events of the id are of this person now";
  // And once more, which must climb further.
  ASSERT_TRUE(tasks_->Add(kTeam, DeletePersons{.persons = {person}}, {}));
  ASSERT_TRUE(Run());
  EXPECT_FALSE(IsAlive(person));
  Send({.event = "x", .distinct_id = "a"});
  EXPECT_TRUE(IsAlive(person));
}

TEST_F(PersonTasksTest, AMirrorThatFailsLeavesTheTaskWaiting) {
  const Uuid person = Send({.event = "x", .distinct_id = "a"}).person_id;
  const auto task = tasks_->Add(kTeam, DeletePersons{.persons = {person}}, {});
  mirror_fails_ = true;
  EXPECT_FALSE(Run());
  EXPECT_TRUE(directory().Find(kTeam, person)) << "undone with the mirror";
  EXPECT_FALSE(tasks_->WaitFor(*task, std::chrono::milliseconds(0)));
  mirror_fails_ = false;
  EXPECT_TRUE(Run());
  EXPECT_TRUE(tasks_->WaitFor(*task, std::chrono::milliseconds(0)));
}

/// Questions lean on this: schema::kMixedVersion.
TEST_F(PersonTasksTest, ThePersonOnAnEventTellsWhoItIsNowUntilAnIdLeavesOtherThanByAMerge) {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  struct Stored {
    Uuid person;
    std::string distinct_id;
  };
  int told = 0;
  int told_of_the_moved = 0;
  int could_not_tell = 0;
  for (int round = 0; round < 60; ++round) {
    overrides_.clear();
    std::vector<std::string> ids;
    for (char c = 'a'; c < 'g'; ++c) ids.push_back(std::to_string(round) + c);
    std::vector<Stored> events;
    const auto pick = [&] { return std::string_view(ids[below(ids.size())]); };
    for (int step = 0; step < 25; ++step) {
      PersonEvent event{.event = "x", .distinct_id = pick()};
      const std::size_t what = below(round % 2 == 0 ? 9 : 11);
      if (what >= 9) {
        const auto owner = directory().FindByDistinctId(kTeam, event.distinct_id);
        ASSERT_TRUE(owner);
        if (*owner && what == 9) {
          ASSERT_TRUE(tasks_->Add(kTeam, DeletePersons{.persons = {(*owner)->id}}, {}));
          ASSERT_TRUE(Run());
        } else if (*owner) {
          ASSERT_TRUE(tasks_->Add(kTeam, SplitPerson{.person = (*owner)->id}, {}));
          Run();
        }
      } else {
        event.process_person = what > 2;
        if (what > 5) {
          event.other_distinct_id = pick();
          event.event = what == 6   ? "$identify"
                        : what == 7 ? "$create_alias"
                                    : "$merge_dangerously";
        }
        events.push_back({Send(event).person_id, std::string(event.distinct_id)});
      }
      std::map<Uuid, Uuid> moved;
      bool mixed = false;
      for (const auto& [id, override] : overrides_) {
        moved[PersonIdOf(kTeam, id)] = override.person_id;
        mixed |= override.version >= kTombstoneStep;
      }
      for (const Stored& stored : events) {
        const auto override = overrides_.find(stored.distinct_id);
        const Uuid by_id =
            override == overrides_.end() ? stored.person : override->second.person_id;
        const auto found = moved.find(stored.person);
        const Uuid by_person = found == moved.end() ? stored.person : found->second;
        if (mixed) {
          could_not_tell += by_person == by_id ? 0 : 1;
          continue;
        }
        ASSERT_EQ(by_person, by_id) << stored.distinct_id << " in step " << step;
        ++told;
        told_of_the_moved += by_id == stored.person ? 0 : 1;
      }
    }
  }
  EXPECT_GT(told, 1'000);
  EXPECT_GT(told_of_the_moved, 500);
  EXPECT_GT(could_not_tell, 50) << "the version is needed";
}

TEST_F(PersonTasksTest, SplitGivesEveryIdAPersonOfItsOwn) {
  // Two persons with history who became one, and an id that never had a person.
  const Uuid a = Send({.event = "x", .distinct_id = "a"}, {.set = {{"from", "\"a\""}}}).person_id;
  const Uuid b = Send({.event = "x", .distinct_id = "b"}, {.set = {{"from", "\"b\""}}}).person_id;
  Send({.event = "$merge_dangerously", .distinct_id = "a", .other_distinct_id = "b"});
  Send({.event = "$create_alias", .distinct_id = "a", .other_distinct_id = "c"});
  EXPECT_FALSE(IsAlive(b));
  ASSERT_TRUE(
      tasks_->Add(kTeam, SplitPerson{.person = a, .main_distinct_id = std::string("a")}, {}));
  ASSERT_TRUE(Run());
  EXPECT_EQ(Owner("a").id, a);
  EXPECT_EQ(Owner("a").properties, R"({"from":"a"})");
  EXPECT_EQ(Owner("b").id, b) << "the person that it came from";
  EXPECT_EQ(Owner("b").properties, "{}");
  EXPECT_TRUE(IsAlive(b)) << "above its tombstone";
  EXPECT_EQ(Owner("c").id, PersonIdOf(kTeam, "c"));
  EXPECT_EQ(overrides_["b"].person_id, b) << "events of b are b's again";
  EXPECT_EQ(overrides_["c"].person_id, PersonIdOf(kTeam, "c"));
  // Life goes on: they can be joined again.
  EXPECT_EQ(
      Send({.event = "$merge_dangerously", .distinct_id = "a", .other_distinct_id = "b"}).person_id,
      a);
  EXPECT_FALSE(IsAlive(b));
  EXPECT_EQ(overrides_["b"].person_id, a);
}

TEST_F(PersonTasksTest, SplitWithoutAMainIdLeavesNobodyTheProperties) {
  const Uuid a = Send({.event = "x", .distinct_id = "a"}, {.set = {{"n", "1"}}}).person_id;
  Send({.event = "$create_alias", .distinct_id = "a", .other_distinct_id = "b"});
  ASSERT_TRUE(tasks_->Add(kTeam, SplitPerson{.person = a, .main_distinct_id = std::nullopt}, {}));
  ASSERT_TRUE(Run());
  EXPECT_EQ(Owner("a").id, a) << "the id that the person came from stays";
  EXPECT_EQ(Owner("a").properties, "{}");
  EXPECT_NE(Owner("b").id, a);
}

TEST_F(PersonTasksTest, TheIdThatAPersonCameFromCanBeSplitOff) {
  const Uuid a = Send({.event = "x", .distinct_id = "a"}).person_id;
  Send({.event = "$create_alias", .distinct_id = "a", .other_distinct_id = "b"});
  ASSERT_TRUE(
      tasks_->Add(kTeam, SplitPerson{.person = a, .main_distinct_id = std::string("b")}, {}));
  ASSERT_TRUE(Run());
  EXPECT_EQ(Owner("b").id, a);
  const Uuid other = Owner("a").id;
  EXPECT_NE(other, a) << "the derived id is taken";
  // Its person goes, the id comes back: it must not collide with who has the derived id.
  ASSERT_TRUE(tasks_->Add(kTeam, DeletePersons{.persons = {other}}, {}));
  ASSERT_TRUE(Run());
  const auto again = Send({.event = "x", .distinct_id = "a"});
  EXPECT_NE(again.person_id, a);
  EXPECT_TRUE(IsAlive(again.person_id));
  EXPECT_EQ(Owner("b").id, a);
}

TEST_F(PersonTasksTest, EventsAreLeftForTheBackground) {
  const Uuid a = Send({.event = "x", .distinct_id = "a"}).person_id;
  Send({.event = "$create_alias", .distinct_id = "a", .other_distinct_id = "b"});
  const auto task = tasks_->Add(
      kTeam, DeletePersons{.persons = {a}, .keep_persons = true, .delete_events = true}, {});
  ASSERT_TRUE(Run());
  EXPECT_TRUE(directory().Find(kTeam, a));
  const auto left = tasks_->WithEventsToDelete();
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->front().distinct_ids, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ((*tasks_->Deletions(kTeam, 10))[0].state, TaskState::kDeletingEvents);
  ASSERT_TRUE(tasks_->Finish(*task));
  EXPECT_TRUE(tasks_->WithEventsToDelete()->empty());
  EXPECT_EQ((*tasks_->Deletions(kTeam, 10))[0].state, TaskState::kDone);
}

TEST_F(PersonTasksTest, GroupsAreMadeAndChangedByHand) {
  ASSERT_TRUE(tasks_->Add(
      kTeam, ChangeGroup{.type_index = 0, .key = "acme", .set = {{"plan", "\"pro\""}, {"n", "1"}}},
      {}));
  ASSERT_TRUE(Run());
  EXPECT_EQ(directory().FindGroup(kTeam, 0, "acme")->properties, R"({"n":1,"plan":"pro"})");
  ASSERT_TRUE(tasks_->Add(kTeam, ChangeGroup{.type_index = 0, .key = "acme", .unset = {"n"}}, {}));
  ASSERT_TRUE(Run());
  EXPECT_EQ(directory().FindGroup(kTeam, 0, "acme")->properties, R"({"plan":"pro"})");
}

TEST_F(PersonTasksTest, PagesOfGroupsNeitherOverlapNorLeaveOut) {
  for (int i = 0; i < 5; ++i) {
    clock_.Advance(std::chrono::seconds(i / 2));  // some came at the same time
    ASSERT_TRUE(
        tasks_->Add(kTeam, ChangeGroup{.type_index = 1, .key = "g" + std::to_string(i)}, {}));
    ASSERT_TRUE(Run());
  }
  std::vector<std::string> seen;
  std::string cursor;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = directory().ListGroups(kTeam, 1, "", cursor, 2);
    ASSERT_TRUE(page);
    for (const Group& group : page->groups) seen.push_back(group.key);
    if (!page->next_cursor) break;
    cursor = *page->next_cursor;
  }
  std::ranges::sort(seen);
  EXPECT_EQ(seen, (std::vector<std::string>{"g0", "g1", "g2", "g3", "g4"}));
  EXPECT_EQ(directory().ListGroups(kTeam, 1, "G3", "", 10)->groups.size(), 1U);
  EXPECT_EQ(directory().ListGroups(kTeam, 1, "%", "", 10)->groups.size(), 0U);
  EXPECT_EQ(directory().ListGroups(kTeam, 1, "", "nonsense", 10).error().code,
            ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace tenrec::persons
