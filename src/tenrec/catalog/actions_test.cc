#include "tenrec/catalog/actions.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/activity/activity.h"
#include "tenrec/catalog/catalog.h"

namespace tenrec::catalog {
namespace {

using testing::ElementsAre;

class ActionsTest : public testing::Test {
 protected:
  ActionsTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-actions-XXXXXX";
    directory_ = mkdtemp(name.data());
    database_ = std::move(*db::Database::Open({.path = directory_ / "metadata.db", .readers = 1}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
    EXPECT_TRUE(database_->Migrate(activity::Migrations()));
    actions_ = std::make_unique<Actions>(*database_, clock_);
  }
  ~ActionsTest() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::filesystem::path directory_;
  ManualClock clock_{Timestamp::FromSeconds(1'000'000)};
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Actions> actions_;
  const activity::Actor ann_{7, ""};
};

JsonArray Steps(std::string_view text) {
  return ParseJson(text)->get_array();
}

TEST_F(ActionsTest, KeepsWhatItIsToldAndListsByName) {
  const auto steps = NormalizeSteps(Steps(R"([{"event":"$pageview","url":"/buy"}])"));
  ASSERT_TRUE(steps);
  const auto bought = actions_->Create(1,
                                       {.name = "Bought",
                                        .description = "paid",
                                        .tags = {{" Money", "money", "b"}},
                                        .post_to_slack = true,
                                        .slack_message_format = "[person] paid",
                                        .steps = *steps},
                                       ann_);
  ASSERT_TRUE(bought) << bought.error().message;
  EXPECT_THAT(bought->tags, ElementsAre("b", "money"));
  EXPECT_TRUE(bought->post_to_slack);
  EXPECT_EQ(bought->created_by, 7);
  ASSERT_TRUE(actions_->Create(1, {.name = "Arrived"}, ann_));
  ASSERT_TRUE(actions_->Create(2, {.name = "Bought"}, ann_));

  const auto listed = actions_->List(1);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 2);
  EXPECT_EQ((*listed)[0].name, "Arrived");
  EXPECT_EQ(PrintJson((*listed)[1].steps), PrintJson(*steps));
  EXPECT_EQ(actions_->List(1, {.search = "BOUGH"})->size(), 1);
  EXPECT_EQ(actions_->List(1, {.tags = {"money"}})->size(), 1);
  EXPECT_EQ(actions_->Find(2, bought->id).error().code, ErrorCode::kNotFound);
}

TEST_F(ActionsTest, ANameBelongsToOneActionThatIsNotDeleted) {
  const auto first = actions_->Create(1, {.name = "Bought"}, ann_);
  ASSERT_TRUE(first);
  const auto second = actions_->Create(1, {.name = "Bought"}, ann_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().tag, "unique");
  EXPECT_EQ(second.error().field, "name");
  // Itself is not another.
  EXPECT_TRUE(actions_->Update(1, first->id, {.name = "Bought", .description = "x"}, ann_));
  ASSERT_TRUE(actions_->Update(1, first->id, {.deleted = true}, ann_));
  EXPECT_TRUE(actions_->List(1)->empty());
  EXPECT_TRUE(actions_->Find(1, first->id)->deleted);
  ASSERT_TRUE(actions_->Create(1, {.name = "Bought"}, ann_));
  EXPECT_FALSE(actions_->Update(1, first->id, {.deleted = false}, ann_));
}

TEST_F(ActionsTest, EveryChangeIsTold) {
  const auto action = actions_->Create(1, {.name = "Bought"}, ann_);
  ASSERT_TRUE(action);
  ASSERT_TRUE(actions_->Update(1, action->id, {.description = "paid"}, ann_));
  ASSERT_TRUE(actions_->Update(1, action->id, {.description = "paid"}, ann_));
  ASSERT_TRUE(actions_->Update(1, action->id, {.deleted = true}, ann_));
  ASSERT_TRUE(actions_->Update(1, action->id, {.deleted = false, .pinned = true}, ann_));
  EXPECT_TRUE(actions_->Find(1, action->id)->pinned_at);
  activity::ActivityLog log(*database_);
  const auto told = log.List(1, {.scopes = {"Action"}}, 10, 0);
  ASSERT_TRUE(told);
  std::vector<std::string> done;
  for (const auto& entry : told->entries) done.push_back(entry.activity);
  EXPECT_THAT(done, ElementsAre("restored", "deleted", "updated", "created"));
}

TEST(NormalizeSteps, GivesEveryKeyAndRefusesWhatIsNone) {
  const auto steps =
      NormalizeSteps(Steps(R"([{"url":"/x","selector_regex":"y","properties":[]}])"));
  ASSERT_TRUE(steps);
  EXPECT_EQ(PrintJson(*steps),
            R"([{"event":null,"selector":null,"tag_name":null,"text":null,"text_matching":null,)"
            R"("href":null,"href_matching":null,"url":"/x","url_matching":null,"properties":[]}])");
  const auto refuses = [](std::string_view text, std::string_view field) {
    const auto got = NormalizeSteps(Steps(text));
    ASSERT_FALSE(got) << text;
    EXPECT_EQ(got.error().field, field) << text;
  };
  refuses(R"([{}, 3])", "steps__1");
  refuses(R"([{"event":3}])", "steps__0__event");
  refuses(R"([{"url_matching":"like"}])", "steps__0__url_matching");
  refuses(R"([{"properties":"x"}])", "steps__0__properties");
}

}  // namespace
}  // namespace tenrec::catalog
