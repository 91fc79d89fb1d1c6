#include "tenrec/retention/keeper.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/base/logging.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/store.h"

namespace tenrec::retention {
namespace {

std::string Ask(std::string_view sql) {
  return engine::Answer(engine::TestEngine(), sql);
}

class KeeperTest : public testing::Test {
 protected:
  void SetUp() override {
    SetLogLevel(LogLevel::kError);
    for (const schema::Table* table : schema::Tables()) Run("DROP TABLE IF EXISTS " + table->name);
    Run("DROP TABLE IF EXISTS schema_migrations");
    auto store = store::Store::Open(engine::TestEngine(), clock_, metrics_);
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(*store);
    std::string pattern = testing::TempDir() + "tenrec_retention_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    auto database = db::Database::Open({.path = directory_ + "/metadata.db"});
    ASSERT_TRUE(database);
    database_ = std::move(*database);
    ASSERT_TRUE(database_->Migrate(Migrations()));
    policies_ = std::make_unique<Policies>(*database_, clock_);
    Boot();
  }
  void TearDown() override {
    keeper_.reset();
    database_.reset();
    std::filesystem::remove_all(directory_);
  }
  void Boot() {
    keeper_ = std::make_unique<Keeper>(KeeperParts{
        .policies = *policies_,
        .engine = engine::TestEngine(),
        .clock = clock_,
        .survey = [this] { return Result<DiskReport>(DiskReport{.kept_bytes = kept_}); },
        .removed = [this](std::optional<TeamId> team) { removed_.insert(team); }});
  }
  static void Run(const std::string& sql) {
    const auto done = engine::TestEngine().Execute({sql, {}});
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  /// An event of a project on each of these days before the clock's.
  void Land(TeamId team, std::vector<int> days_ago) {
    auto batch = store_->events().NewBatch();
    for (const int days : days_ago) {
      ++number_;
      ASSERT_TRUE(batch.Add({.team_id = team,
                             .uuid = Uuid::FromHalves(3, number_),
                             .event = "x",
                             .distinct_id = "d",
                             .timestamp = clock_.Now() - std::chrono::hours(24 * days),
                             .created_at = clock_.Now(),
                             .properties = "{}"}));
    }
    ASSERT_TRUE(store_->events().Insert(std::move(batch), "t" + std::to_string(number_)));
  }
  /// Rounds until nothing is begun or unfinished.
  void Finish() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    do {
      const Status done = keeper_->RunOnce();
      ASSERT_TRUE(done) << done.error().message;
      ASSERT_LT(std::chrono::steady_clock::now(), until);
      std::this_thread::yield();
    } while (!policies_->Unfinished()->empty());
  }
  std::string DaysLeft(TeamId team) const {
    return Ask(
        "SELECT arrayStringConcat(arraySort(groupArray(dateDiff('day', timestamp, "
        "toDateTime('2026-11-22 09:30:00', 'UTC')))), ' ') FROM events WHERE team_id = " +
        std::to_string(team));
  }

  ManualClock clock_{*ParseRfc3339("2026-11-22T09:30:00Z")};
  Metrics metrics_;
  std::string directory_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Policies> policies_;
  std::uint64_t kept_ = 0;
  /// nullopt: all projects.
  std::set<std::optional<TeamId>> removed_;
  std::uint64_t number_ = 0;
  std::unique_ptr<Keeper> keeper_;
};

TEST_F(KeeperTest, RemovesWhatIsPastTheDaysOfItsProjectOnly) {
  Land(1, {0, 5, 30, 31, 100, 4000, 12'000});
  Land(2, {0, 31, 100, 4000});
  ASSERT_TRUE(policies_->SetDays(1, 30));
  Finish();
  EXPECT_EQ(DaysLeft(1), "\"0 5 30\"");
  EXPECT_EQ(DaysLeft(2), "\"0 31 100 4000\"");
  EXPECT_EQ(removed_, std::set<std::optional<TeamId>>{1});
  const auto runs = policies_->Runs(1, 10);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().rows, 4U);
  EXPECT_EQ(FormatIso(runs->front().before), "2026-10-23T00:00:00.000000Z");
  EXPECT_TRUE(runs->front().finished_at);
  EXPECT_TRUE(policies_->Runs(2, 10)->empty());

  // The same day has no second run, the next one has.
  Land(1, {400});
  Finish();
  EXPECT_EQ(policies_->Runs(1, 10)->size(), 1U);
  clock_.Advance(std::chrono::hours(24));
  Finish();
  EXPECT_EQ(DaysLeft(1), "\"0 5\"");
}

TEST_F(KeeperTest, GoesOnWithWhatACrashCutShort) {
  Land(1, {0, 50, 60});
  // As a crash leaves it: noted, and nothing done yet.
  ASSERT_TRUE(policies_->Begin(1, Reason::kAge, clock_.Now() - std::chrono::hours(24 * 55), 1));
  Boot();
  ASSERT_TRUE(keeper_->RunOnce());
  Boot();  // and once more in the middle
  Finish();
  EXPECT_EQ(DaysLeft(1), "\"0 50\"");
}

TEST_F(KeeperTest, TheBudgetTakesTheOldestOfAllProjectsAndLeavesYesterday) {
  Land(1, {0, 1, 40, 80});
  Land(2, {0, 1, 41, 300, 9000});
  Finish();
  EXPECT_EQ(DaysLeft(2), "\"0 1 41 300 9000\"") << "without a budget";

  ASSERT_TRUE(policies_->SetBudget(Policies::kMinBudget));
  kept_ = Policies::kMinBudget;
  Finish();
  EXPECT_EQ(DaysLeft(2), "\"0 1 41 300 9000\"") << "not over it";

  // A single byte over aims a twentieth below, which here is more than there is.
  kept_ = Policies::kMinBudget + 1;
  ASSERT_TRUE(keeper_->RunOnce());
  kept_ = 0;
  Finish();
  EXPECT_EQ(DaysLeft(1), "\"0 1\"");
  EXPECT_EQ(DaysLeft(2), "\"0 1\"");
  EXPECT_EQ(removed_, (std::set<std::optional<TeamId>>{1, 2, std::nullopt}));
  EXPECT_EQ(policies_->Runs(std::nullopt, 10)->front().reason, Reason::kBudget);
  // Nothing old is left: the round ends, and says so in the log.
  kept_ = Policies::kMinBudget * 2;
  Finish();
  EXPECT_EQ(DaysLeft(1), "\"0 1\"");
}

TEST_F(KeeperTest, TheBudgetTakesNoMoreThanItNeeds) {
  std::vector<int> days;
  for (int day = 0; day < 20; ++day) days.insert(days.end(), 1000, day);
  Land(1, days);
  Run("OPTIMIZE TABLE events FINAL");
  const std::string bytes =
      Ask("SELECT toString(sum(bytes_on_disk)) FROM system.parts WHERE active "
          "AND database = currentDatabase() AND table = 'events'");
  const std::int64_t all = std::stoll(bytes.substr(1));
  // A twentieth of ten times all there is: half of the days.
  ASSERT_TRUE(database_->Execute("INSERT INTO retention_budget (bytes) VALUES ($1)", {all * 10}));
  kept_ = static_cast<std::uint64_t>(all) * 10 + 1;
  ASSERT_TRUE(keeper_->RunOnce());
  kept_ = 0;
  Finish();
  EXPECT_EQ(Ask("SELECT count() BETWEEN 8000 AND 10000, count() % 1000 = 0, min(timestamp) > "
                "toDateTime('2026-11-12 00:00:00', 'UTC') FROM events"),
            "1,1,1");
}

TEST_F(KeeperTest, RefusesPoliciesThatCannotBe) {
  for (const std::int64_t days : {std::int64_t{0}, std::int64_t{-1}, Policies::kMaxDays + 1}) {
    const Status set = policies_->SetDays(1, days);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().field, "days");
  }
  EXPECT_EQ(policies_->SetBudget(5).error().field, "budget_bytes");
  ASSERT_TRUE(policies_->SetDays(1, 7));
  EXPECT_EQ(**policies_->Days(1), 7);
  EXPECT_EQ(**policies_->Days(1), (*policies_->AllDays())[0].second);
  ASSERT_TRUE(policies_->SetDays(1, std::nullopt));
  EXPECT_FALSE(*policies_->Days(1));
}

TEST_F(KeeperTest, NamesEveryConsumerOfDisk) {
  Land(1, {0, 1});
  const std::string data = directory_ + "/data";
  const auto write = [&](const std::string& path, std::size_t bytes) {
    std::filesystem::create_directories(std::filesystem::path(data + "/" + path).parent_path());
    std::ofstream(data + "/" + path) << std::string(bytes, 'x');
  };
  write("log/events/1.segment", 400'000);
  write("log/recordings/1.segment", 80'000);
  write("metadata.db", 200'000);
  write("metadata.db-wal", 100'000);
  write("blobs/a", 160'000);
  write("analytics.aside-20260101T000000/x", 120'000);
  write("secret_key", 100);
  const auto report =
      SurveyDisk(engine::TestEngine(), clock_, {.data_directory = data, .reserved_bytes = 1});
  ASSERT_TRUE(report) << report.error().message;
  std::map<std::string, std::uint64_t> uses;
  std::uint64_t sum = 0;
  for (const DiskUse& use : report->uses) {
    uses[use.kind + " " + use.name] = use.bytes;
    sum += use.bytes;
  }
  EXPECT_GE(uses["log events"], 400'000U);
  EXPECT_GE(uses["log recordings"], 80'000U);
  EXPECT_GE(uses["metadata metadata.db"], 300'000U);
  EXPECT_GE(uses["blobs blobs"], 160'000U);
  EXPECT_GE(uses["other analytics.aside-20260101T000000"], 120'000U);
  EXPECT_GT(uses["analytics events"], 0U);
  EXPECT_GT(uses["other small files"], 0U);
  EXPECT_EQ(report->used_bytes, sum);
  EXPECT_GT(report->total_bytes, report->free_bytes);
  EXPECT_EQ(report->events_per_day, 48) << "two in the first hour";
  EXPECT_GT(report->bytes_per_event, 0);
}

TEST(DiskReport, SaysHowLongTheRoomLasts) {
  const DiskReport report{.kept_bytes = 700,
                          .free_bytes = 1100,
                          .reserved_bytes = 100,
                          .events_per_day = 10,
                          .bytes_per_event = 10};
  EXPECT_EQ(report.DaysUntilFull(), 10);
  EXPECT_EQ(report.DaysUntilBudget(1000), 3);
  EXPECT_EQ(report.DaysUntilBudget(700), 0);
  EXPECT_EQ(report.DaysUntilBudget(1'000'000'000), std::nullopt);
  EXPECT_EQ(DiskReport{.free_bytes = 5}.DaysUntilFull(), std::nullopt);
}

TEST(EndOfPartition, IsTheFirstInstantBehindIt) {
  EXPECT_EQ(FormatIso(EndOfPartition("0")), "2000-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatIso(EndOfPartition("2013")), "2014-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatIso(EndOfPartition("202611")), "2026-12-01T00:00:00.000000Z");
  EXPECT_EQ(FormatIso(EndOfPartition("202612")), "2027-01-01T00:00:00.000000Z");
}

}  // namespace
}  // namespace tenrec::retention
