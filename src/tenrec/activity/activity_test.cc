#include "tenrec/activity/activity.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace tenrec::activity {
namespace {

class ActivityTest : public testing::Test {
 protected:
  ActivityTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-activity-XXXXXX";
    folder_ = mkdtemp(name.data());
    database_ = std::move(*db::Database::Open({.path = folder_ / "metadata.db", .readers = 1}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
  }
  ~ActivityTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Write(Entry entry) {
    const auto written = database_->Transact(
        [&](db::Transaction& transaction) { return Record(transaction, entry); });
    ASSERT_TRUE(written) << written.error().message;
  }
  std::string Names(const Filter& filter, std::size_t limit = 10, std::size_t offset = 0) {
    const auto listed = ActivityLog(*database_).List(1, filter, limit, offset);
    EXPECT_TRUE(listed);
    std::string names;
    for (const Entry& entry : listed->entries) names += entry.activity + " ";
    return names + std::to_string(listed->total);
  }

  std::filesystem::path folder_;
  std::unique_ptr<db::Database> database_;
};

TEST(Changes, NameEachFieldThatDiffers) {
  const JsonObject before{{"name", "a"}, {"gone", 1}, {"same", JsonArray{1}}, {"new", nullptr}};
  const JsonObject after{{"name", "b"}, {"same", JsonArray{1}}, {"new", true}};
  EXPECT_EQ(PrintJson(Changes("Insight", before, after)),
            R"([{"type":"Insight","action":"changed","field":"name","before":"a","after":"b"},)"
            R"({"type":"Insight","action":"created","field":"new","before":null,"after":true},)"
            R"({"type":"Insight","action":"deleted","field":"gone","before":1,"after":null}])");
}

TEST_F(ActivityTest, ListsNewestFirstAndFilters) {
  const auto at = [](std::int64_t seconds) { return Timestamp::FromSeconds(seconds); };
  Write({.team_id = 1,
         .actor = {7, "mcp"},
         .activity = "one",
         .scope = "Insight",
         .item_id = "5",
         .detail = {{"name", "x"}},
         .created_at = at(10)});
  Write({.team_id = 1,
         .actor = {8, {}},
         .activity = "two",
         .scope = "Dashboard",
         .item_id = "5",
         .detail = {},
         .created_at = at(20)});
  Write({.team_id = 2,
         .actor = {},
         .activity = "theirs",
         .scope = "Insight",
         .item_id = "5",
         .detail = {},
         .created_at = at(30)});
  EXPECT_EQ(Names({}), "two one 2");
  EXPECT_EQ(Names({}, 1), "two 2");
  EXPECT_EQ(Names({}, 1, 1), "one 2");
  EXPECT_EQ(Names({.scopes = {"Insight", "Cohort"}}), "one 1");
  EXPECT_EQ(Names({.item_id = "5"}), "two one 2");
  EXPECT_EQ(Names({.item_id = "6"}), "0");
  EXPECT_EQ(Names({.user = 8}), "two 1");
  EXPECT_EQ(Names({.from = at(11)}), "two 1");
  EXPECT_EQ(Names({.to = at(19)}), "one 1");
  const auto listed = ActivityLog(*database_).List(1, {.user = 7}, 1, 0);
  EXPECT_EQ(listed->entries[0].actor.client, "mcp");
  EXPECT_EQ(PrintJson(listed->entries[0].detail), R"({"name":"x"})");
}

TEST(EditOf, IsSaidByTheMarkOfDeletion) {
  EXPECT_EQ(EditOf(false, false), "updated");
  EXPECT_EQ(EditOf(true, true), "updated");
  EXPECT_EQ(EditOf(false, true), "deleted");
  EXPECT_EQ(EditOf(true, false), "restored");
}

TEST_F(ActivityTest, AnItemIsNamedInItsEntry) {
  const auto done = database_->Transact([&](db::Transaction& transaction) -> Status {
    const Item item{.team_id = 1,
                    .scope = "Cohort",
                    .id = 9,
                    .name = "Buyers",
                    .changed_at = Timestamp::FromSeconds(10)};
    return Record(transaction, item, {.user = 7, .client = {}}, "updated", {"change"});
  });
  ASSERT_TRUE(done);
  const auto listed = ActivityLog(*database_).List(1, {.item_id = "9"}, 10, 0);
  ASSERT_EQ(listed->entries.size(), 1U);
  EXPECT_EQ(listed->entries[0].scope, "Cohort");
  EXPECT_EQ(listed->entries[0].actor.user, 7);
  EXPECT_EQ(listed->entries[0].created_at, Timestamp::FromSeconds(10));
  EXPECT_EQ(PrintJson(listed->entries[0].detail), R"({"name":"Buyers","changes":["change"]})");
}

TEST_F(ActivityTest, AChangeThatIsUndoneLeavesNoEntry) {
  const auto failed = database_->Transact([&](db::Transaction& transaction) -> Status {
    TRY(Record(transaction,
               {.team_id = 1, .activity = "lost", .scope = "Insight", .item_id = "1"}));
    return InvalidArgument("no");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(Names({}), "0");
}

}  // namespace
}  // namespace tenrec::activity
