#include "tenrec/cohorts/cohorts.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenrec::cohorts {
namespace {

using testing::HasSubstr;

class CohortsTest : public testing::Test {
 protected:
  CohortsTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-cohorts-XXXXXX";
    directory_ = mkdtemp(name.data());
    database_ = std::move(*db::Database::Open({.path = directory_ / "metadata.db", .readers = 1}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
    EXPECT_TRUE(database_->Migrate(activity::Migrations()));
    cohorts_ = std::make_unique<Cohorts>(*database_, clock_);
  }
  ~CohortsTest() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  static Json In(std::int64_t id) {
    return *ParseJson(R"({"properties":{"type":"AND","values":[{"type":"cohort","key":"id",)"
                      R"("value":)" +
                      std::to_string(id) + "}]}}");
  }
  Cohort Make(const CohortChange& change, TeamId team = 1) {
    auto made = cohorts_->Create(team, change, ann_);
    EXPECT_TRUE(made) << made.error().message;
    return *made;
  }

  std::filesystem::path directory_;
  ManualClock clock_{Timestamp::FromSeconds(1'000'000)};
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Cohorts> cohorts_;
  const activity::Actor ann_{7, ""};
};

TEST_F(CohortsTest, CohortsNeverNameEachOtherInALoop) {
  const Cohort a = Make({.name = "a"});
  const Cohort b = Make({.name = "b", .filters = In(a.id)});
  const Cohort c = Make({.name = "c", .filters = In(b.id)});
  const auto loop = cohorts_->Update(1, a.id, {.filters = In(c.id)}, ann_);
  ASSERT_FALSE(loop);
  EXPECT_EQ(loop.error().message, "Cohorts cannot reference other cohorts in a loop.");
  EXPECT_EQ(loop.error().field, "filters");
  EXPECT_FALSE(cohorts_->Update(1, a.id, {.filters = In(a.id)}, ann_));
  EXPECT_EQ(PrintJson(cohorts_->Find(1, a.id)->filters), R"({"properties":{}})");
  // Neither of nobody nor of another project.
  EXPECT_FALSE(cohorts_->Create(1, {.filters = In(99)}, ann_));
  EXPECT_FALSE(cohorts_->Create(2, {.filters = In(a.id)}, ann_));
  EXPECT_EQ(cohorts_->Dependents(1, a.id)->size(), 1);
}

TEST_F(CohortsTest, MembersCountWhenTheyAreComplete) {
  const Cohort cohort = Make({.name = "a"});
  EXPECT_EQ(*cohorts_->Begin(cohort), 1);
  EXPECT_TRUE(cohorts_->Find(1, cohort.id)->is_calculating);
  EXPECT_FALSE(cohorts_->Find(1, cohort.id)->version);
  const Calculation calculation{.id = Uuid::V4(), .started_at = clock_.Now(), .count = 5};
  ASSERT_TRUE(cohorts_->Finish(cohort, calculation, {1, 5, "x"}));
  const Cohort done = *cohorts_->Find(1, cohort.id);
  EXPECT_EQ(done.version, 1);
  EXPECT_EQ(done.count, 5);
  EXPECT_FALSE(done.is_calculating);
  // A later failure leaves them as they were.
  EXPECT_EQ(*cohorts_->Begin(done), 2);
  const Calculation failure{.id = Uuid::V4(), .started_at = clock_.Now(), .error = "no memory"};
  ASSERT_TRUE(cohorts_->Fail(done, 2, failure, ResourceExhausted("no memory")));
  const Cohort failed = *cohorts_->Find(1, cohort.id);
  EXPECT_EQ(failed.version, 1);
  EXPECT_EQ(failed.errors_calculating, 1);
  EXPECT_EQ(failed.last_error_message, "no memory");
  EXPECT_EQ(cohorts_->History(1, cohort.id)->size(), 2);
  // Version 2 was never whole, 1 is replaced by 3.
  EXPECT_EQ(*cohorts_->Begin(failed), 3);
  const Calculation again{.id = Uuid::V4(), .started_at = clock_.Now(), .count = 6};
  ASSERT_TRUE(cohorts_->Finish(failed, again, {3, 6, "y"}));
  EXPECT_EQ(cohorts_->Find(1, cohort.id)->errors_calculating, 0);
  const auto old = cohorts_->OldVersions(clock_.Now() + std::chrono::hours(1));
  ASSERT_TRUE(old);
  EXPECT_EQ(old->size(), 2);
  ASSERT_TRUE(cohorts_->ForgetOldVersions(*old));
  EXPECT_TRUE(cohorts_->OldVersions(clock_.Now() + std::chrono::hours(1))->empty());
}

TEST_F(CohortsTest, DueIsWhatIsOldAndNotWhatFailsAgainAndAgain) {
  const Cohort cohort = Make({.name = "a"});
  Make({.name = "list", .is_static = true});
  const auto due = [&] {
    return cohorts_->Due(clock_.Now() - std::chrono::minutes(15), 10)->size();
  };
  EXPECT_EQ(due(), 1);
  ASSERT_TRUE(cohorts_->Begin(cohort));
  clock_.Advance(std::chrono::seconds(1));
  const Calculation calculation{.id = Uuid::V4(), .started_at = clock_.Now()};
  ASSERT_TRUE(cohorts_->Finish(cohort, calculation, {1, 5, "x"}));
  EXPECT_EQ(due(), 0);
  clock_.Advance(std::chrono::minutes(16));
  EXPECT_EQ(due(), 1);
  const Calculation failure{.id = Uuid::V4(), .started_at = clock_.Now(), .error = "x"};
  ASSERT_TRUE(cohorts_->Fail(cohort, 2, failure, Internal("x")));
  EXPECT_EQ(due(), 0);
  clock_.Advance(std::chrono::minutes(3));
  EXPECT_EQ(due(), 1);
  // An edit is due at once.
  ASSERT_TRUE(cohorts_->Begin(cohort));
  const Calculation later{.id = Uuid::V4(), .started_at = clock_.Now()};
  ASSERT_TRUE(cohorts_->Finish(cohort, later, {3, 5, "x"}));
  EXPECT_EQ(due(), 0);
  clock_.Advance(std::chrono::seconds(1));
  ASSERT_TRUE(cohorts_->Update(1, cohort.id, {.description = "x"}, ann_));
  EXPECT_EQ(due(), 1);
}

TEST_F(CohortsTest, ListsNewestFirstByWhatIsAsked) {
  const Cohort plain = Make({.name = "Payers"});
  clock_.Advance(std::chrono::seconds(1));
  Make({.name = "List", .is_static = true});
  clock_.Advance(std::chrono::seconds(1));
  const Json behavior = *ParseJson(
      R"({"properties":{"type":"AND","values":[{"type":"behavioral","value":"performed_event",)"
      R"("key":"x","event_type":"events","time_value":1,"time_interval":"day"}]}})");
  const Cohort active = Make({.name = "Active", .filters = behavior});
  EXPECT_EQ(active.type(), "behavioral");
  EXPECT_EQ(plain.type(), "person_property");
  const auto listed = cohorts_->List(1);
  ASSERT_EQ(listed->size(), 3);
  EXPECT_EQ(listed->front().name, "Active");
  EXPECT_EQ(cohorts_->List(1, {.search = "pay"})->size(), 1);
  EXPECT_EQ(cohorts_->List(1, {.is_static = true})->size(), 1);
  EXPECT_EQ(cohorts_->List(1, {.hide_behavioral = true})->size(), 2);
  EXPECT_EQ(cohorts_->List(2)->size(), 0);
  ASSERT_TRUE(cohorts_->Update(1, plain.id, {.deleted = true}, ann_));
  EXPECT_EQ(cohorts_->List(1)->size(), 2);
  EXPECT_TRUE(cohorts_->Find(1, plain.id)->deleted);
}

}  // namespace
}  // namespace tenrec::cohorts
