#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/logging.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/io/memory_disk.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/file_log.h"
#include "tenrec/schema/schema.h"

namespace tenrec::ingest {

inline constexpr TeamId kTeam = 7;
inline constexpr auto kPatience = std::chrono::seconds(30);

/// The shared engine, whose inserts fail when told: before or after they took effect.
class FlakyEngine final : public engine::Engine {
 public:
  enum class Fault { kNone, kBefore, kAfter };

  Result<engine::QueryStats> Stream(
      const engine::QueryText& text, const engine::QueryOptions& options,
      const std::function<Status(engine::Block&&)>& on_block) override {
    return engine::TestEngine().Stream(text, options, on_block);
  }
  Result<engine::FileAnswer> Parquet(const engine::QueryText& text,
                                     const engine::QueryOptions& options) override {
    return engine::TestEngine().Parquet(text, options);
  }
  Status Execute(const engine::QueryText& text, const engine::QueryOptions& options) override {
    return engine::TestEngine().Execute(text, options);
  }
  Status Insert(std::string_view table, const std::vector<std::string>& columns,
                std::string_view native, const engine::InsertOptions& options) override {
    while (holds_late && options.dedup_token.starts_with("late/")) std::this_thread::yield();
    const int number = ++inserts;
    const bool fails = number >= fail_from;
    if (fails) ++failed;
    if (fails && fault == Fault::kBefore) return Unavailable("engine is down");
    const Status inserted = engine::TestEngine().Insert(table, columns, native, options);
    if (fails && fault == Fault::kAfter) return Unavailable("engine went down");
    return inserted;
  }

  std::atomic<int> inserts = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> fail_from = INT32_MAX;
  std::atomic<Fault> fault = Fault::kNone;
  std::atomic<bool> holds_late = false;
};

inline std::string Ask(std::string_view sql) {
  return engine::Answer(engine::TestEngine(), sql);
}

/// An ingester between a log in memory and the shared engine, which may fail, and be killed.
class IngesterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SetLogLevel(LogLevel::kError);
    for (const schema::Table* table : schema::Tables()) Run("DROP TABLE IF EXISTS " + table->name);
    Run("DROP TABLE IF EXISTS schema_migrations");
    std::string pattern = testing::TempDir() + "tenrec_ingest_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    auto database = db::Database::Open({.path = directory_ + "/metadata.db"});
    ASSERT_TRUE(database) << database.error().message;
    database_ = std::move(*database);
    for (const auto migrations : {catalog::Migrations(), persons::Migrations(), Migrations()}) {
      const Status migrated = database_->Migrate(migrations);
      ASSERT_TRUE(migrated) << migrated.error().message;
    }
    auto opened = log::FileLog::Open(
        {.directory = "/log", .topic = "events", .segment_bytes = 1 << 20, .min_free_bytes = 0},
        disk_, clock_, metrics_);
    ASSERT_TRUE(opened) << opened.error().message;
    log_ = std::move(*opened);
    accounts::Team team;
    team.id = kTeam;
    teams_.Put(team);
    Boot();
  }
  void TearDown() override {
    Kill();
    ExpectBooksToBalance();
    log_.reset();
    database_.reset();
    std::filesystem::remove_all(directory_);
  }
  Ledger Books() {
    return {*database_, *log_, "events", 0, [this] { return *log_->CommittedOffset("ingest", 0); }};
  }
  /// Whatever a test did to the engine and the process: what the books call stored is stored.
  void ExpectBooksToBalance() {
    Ledger ledger = Books();
    const auto total = ledger.Total();
    ASSERT_TRUE(total) << total.error().message;
    EXPECT_TRUE(total->balances())
        << total->first << " to " << total->next << ": " << total->entered << " entered, "
        << total->settled << " settled";
    EXPECT_EQ(total->next, *log_->CommittedOffset("ingest", 0));
    std::uint64_t accepted = 0;
    std::uint64_t stored = 0;
    std::uint64_t in_flight = 0;
    for (const TeamId team : {TeamId{0}, kTeam, TeamId{8}, TeamId{99}}) {
      const auto hours = ledger.Of(team, {INT64_MIN}, {INT64_MAX});
      ASSERT_TRUE(hours) << hours.error().message;
      for (const LedgerHour& hour : *hours) {
        accepted += hour.account.accepted;
        stored += hour.account.stored;
        in_flight += hour.in_flight;
      }
    }
    EXPECT_EQ(accepted, log_->end(0));
    EXPECT_EQ(in_flight, log_->end(0) - total->next);
    if (in_flight == 0 && !deletes_rows_)
      EXPECT_EQ(Ask("SELECT count() FROM events"), std::to_string(stored));
  }
  static void Run(const std::string& sql) {
    const auto done = engine::TestEngine().Execute({sql, {}});
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }

  /// What a start of the process makes; Kill is its end.
  void Boot() {
    auto store = store::Store::Open(engine_, clock_, metrics_);
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(*store);
    persons_ = std::make_unique<persons::Persons>(*database_, persons::PersonsOptions{}, metrics_);
    catalog_ = std::make_unique<catalog::Catalog>(*database_, clock_, metrics_);
    live_ = std::make_unique<LiveTail>(metrics_);
    options_.batch_interval = std::chrono::milliseconds(1);
    options_.retry_delay = std::chrono::milliseconds(1);
    ingester_ = std::make_unique<Ingester>(
        IngestParts{
            .log = *log_,
            .teams = teams_,
            .database = *database_,
            .persons = *persons_,
            .catalog = *catalog_,
            .store = *store_,
            .live = *live_,
            .clock = clock_,
            .metrics = metrics_,
            .on_landed = [this](TeamId team, const auto& events) { told_[team].Add(events); },
            .on_task_done =
                [this](TeamId team) {
                  if (team == kTeam) ++tasks_done_;
                },
            .on_restart = [this] { on_restart_(); }},
        options_);
  }
  void Kill() {
    ingester_.reset();
    live_.reset();
    catalog_.reset();
    persons_.reset();
    store_.reset();
  }

  void Append(std::vector<std::string> payloads) {
    std::vector<log::NewRecord> records;
    for (std::string& payload : payloads) records.push_back({"key", std::move(payload)});
    std::promise<bool> done;
    log_->Append(std::move(records), [&](const Result<log::Offset>& r) { done.set_value(!!r); });
    ASSERT_TRUE(done.get_future().get());
  }
  std::string Record(int number, std::string_view event = "$pageview",
                     std::string_view properties = R"({"a":1})") {
    const std::string distinct_id = "user-" + std::to_string(number % 5);
    return log::EncodeEventRecord({.team_id = kTeam,
                                   .uuid = Uuid::FromHalves(9, static_cast<std::uint64_t>(number)),
                                   .event = event,
                                   .distinct_id = distinct_id,
                                   .timestamp = clock_.Now(),
                                   .received_at = clock_.Now(),
                                   .properties = properties});
  }
  /// Events of a project that sends one for each month of the past, from this month backwards.
  void AppendHistory(TeamId team, int first, int count) {
    std::vector<std::string> payloads;
    const CivilTime today = ToCivilUtc(clock_.Now());
    for (int i = first; i < first + count; ++i) {
      const Timestamp time = FromCivilUtc({.year = today.year, .month = today.month - i, .day = 3});
      payloads.push_back(
          log::EncodeEventRecord({.team_id = team,
                                  .uuid = Uuid::FromHalves(static_cast<std::uint64_t>(team),
                                                           static_cast<std::uint64_t>(i)),
                                  .event = "history",
                                  .distinct_id = "h" + std::to_string(i % 3),
                                  .timestamp = time,
                                  .received_at = clock_.Now(),
                                  .properties = R"({"$browser":"Mosaic","note":"long ago"})"}));
    }
    Append(std::move(payloads));
  }
  void AppendNumbered(int first, int count) {
    std::vector<std::string> payloads;
    for (int i = first; i < first + count; ++i) payloads.push_back(Record(i));
    Append(std::move(payloads));
  }
  template <typename Condition>
  static bool Eventually(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < until) {
      if (condition()) return true;
      std::this_thread::yield();
    }
    return false;
  }
  void WaitUntilLanded() {
    ASSERT_TRUE(Eventually([&] { return ingester_->lag() == 0 && LandedAll(); }))
        << ingester_->lag();
  }
  bool LandedAll() {
    const auto offset = log_->CommittedOffset("ingest", 0);
    return offset && *offset == log_->end(0);
  }
  std::uint64_t Dropped(const char* reason) {
    return metrics_.GetCounter("ingest_dropped_events_total", {{"reason", reason}}).value();
  }

  /// What became queryable, as it was told; to be read while nothing is under way.
  std::map<TeamId, StoredEvents> told_;
  std::function<void()> on_restart_ = [] {};
  /// The test deletes stored events, which the books do not hear of.
  bool deletes_rows_ = false;
  std::atomic<int> tasks_done_ = 0;
  std::string directory_;
  SystemClock clock_;
  Metrics metrics_;
  io::MemoryDisk disk_;
  FlakyEngine engine_;
  accounts::TeamDirectory teams_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<log::FileLog> log_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<persons::Persons> persons_;
  std::unique_ptr<catalog::Catalog> catalog_;
  std::unique_ptr<LiveTail> live_;
  IngesterOptions options_;
  std::unique_ptr<Ingester> ingester_;
};

}  // namespace tenrec::ingest
