#include "tenrec/ingest/ingester.h"

#include <atomic>
#include <filesystem>
#include <future>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/base/logging.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/fates.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/io/memory_disk.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/file_log.h"
#include "tenrec/schema/schema.h"

namespace tenrec::ingest {
namespace {

constexpr TeamId kTeam = 7;
constexpr auto kPatience = std::chrono::seconds(30);

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

std::string Ask(std::string_view sql) {
  return engine::Answer(engine::TestEngine(), sql);
}

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
    if (in_flight == 0) EXPECT_EQ(Ask("SELECT count() FROM events"), std::to_string(stored));
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
    ingester_ = std::make_unique<Ingester>(IngestParts{.log = *log_,
                                                       .teams = teams_,
                                                       .database = *database_,
                                                       .persons = *persons_,
                                                       .catalog = *catalog_,
                                                       .store = *store_,
                                                       .live = *live_,
                                                       .clock = clock_,
                                                       .metrics = metrics_},
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

TEST_F(IngesterTest, LandsEventsPersonsAndDefinitions) {
  std::atomic<int> lines = 0;
  const auto watching = live_->Subscribe(kTeam, [&](const auto&) { ++lines; });
  ingester_->Start();
  Append({Record(1, "$pageview", R"({"$browser":"Firefox","n":3})"),
          Record(2, "$identify", R"({"$anon_distinct_id":"anon","$set":{"plan":"pro"}})")});
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT event, distinct_id, person_id = generateUUIDv4() FROM events ORDER BY "
                "event"),
            "\"$identify\",\"user-2\",0\n\"$pageview\",\"user-1\",0");
  EXPECT_EQ(Ask("SELECT uniqExact(id) FROM persons"), "2");
  EXPECT_EQ(Ask("SELECT distinct_id FROM person_distinct_ids ORDER BY distinct_id"),
            "\"anon\"\n\"user-1\"\n\"user-2\"");
  const auto types = catalog_->TypesOf(kTeam);
  ASSERT_TRUE(types);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kEvent, "n"), catalog::PropertyType::kNumeric);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kPerson, "$initial_browser"),
            catalog::PropertyType::kString);
  EXPECT_EQ((*types)->Find(catalog::PropertyScope::kPerson, "plan"),
            catalog::PropertyType::kString);
  EXPECT_EQ(lines, 2);
  EXPECT_EQ(ingester_->lag(), 0U);
}

TEST_F(IngesterTest, CountsEveryEventOnce) {
  ingester_->Start();
  AppendNumbered(0, 50);
  AppendNumbered(20, 50);  // thirty of them again
  log::EventRecord stranger = {.team_id = 99, .event = "e", .distinct_id = "d"};
  Append({"poison", log::EncodeEventRecord(stranger), "", Record(200, "e", "[1,2]"),
          Record(201, "e", "{\"a\":")});
  AppendNumbered(70, 5);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "75,75");
  EXPECT_EQ(Dropped("duplicate"), 30U);
  EXPECT_EQ(Dropped("malformed_record"), 2U);
  EXPECT_EQ(Dropped("unknown_team"), 1U);
  EXPECT_EQ(Dropped("malformed_properties"), 2U);
  const auto stored = metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value();
  const auto dropped = metrics_.GetCounter("ingest_events_total", {{"result", "dropped"}}).value();
  const auto dead =
      metrics_.GetCounter("ingest_events_total", {{"result", "dead_lettered"}}).value();
  EXPECT_EQ(dead, 4U);
  EXPECT_EQ(stored + dropped + dead, log_->end(0));
}

TEST_F(IngesterTest, KeepsWhatItCannotProcessAndTriesAgain) {
  ingester_->Start();
  AppendNumbered(1, 1);
  WaitUntilLanded();
  // The person of user-1 is damaged on the disk. Others go on; its events are kept.
  Kill();
  ASSERT_TRUE(database_->Execute("UPDATE person SET properties = '{'"));
  Boot();
  ingester_->Start();
  AppendNumbered(6, 1);
  AppendNumbered(2, 2);
  Append({Record(11, "$identify", R"({"$anon_distinct_id":"user-2"})"), Record(5, "e", "[1]")});
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "3");
  DeadLetters letters(*database_, *log_, clock_);
  const auto waiting = letters.List(kTeam, "", false, 10, 0);
  ASSERT_TRUE(waiting);
  ASSERT_EQ(waiting->total, 3U);
  EXPECT_EQ(waiting->letters[0].reason, "damaged_person");
  EXPECT_EQ(waiting->letters[0].event, "$identify");
  EXPECT_EQ(letters.List(kTeam, "malformed_properties", false, 10, 0)->total, 1U);
  EXPECT_EQ(*letters.CountWaiting(), 3U);
  EXPECT_EQ(letters.List(8, "", false, 10, 0)->total, 0U) << "of another project";

  Fates fates(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  const Uuid lost = Uuid::FromHalves(9, 6);
  EXPECT_EQ((*fates.Find(kTeam, lost))->state, Fate::State::kDeadLettered);
  EXPECT_EQ((*fates.Find(kTeam, Uuid::FromHalves(9, 2)))->state, Fate::State::kStored);
  EXPECT_FALSE(*fates.Find(8, Uuid::FromHalves(9, 2))) << "of another project";
  EXPECT_FALSE(*fates.Find(kTeam, Uuid::V4()));

  // Somebody mends the person; in memory it is still damaged, so the process starts again.
  Kill();
  ASSERT_TRUE(database_->Execute("UPDATE person SET properties = '{}' WHERE properties = '{'"));
  Boot();
  ingester_->Start();
  for (const DeadLetter& letter : waiting->letters) {
    if (letter.reason == "damaged_person") ASSERT_TRUE(letters.Retry(kTeam, letter.id));
  }
  EXPECT_EQ(letters.Retry(8, waiting->letters[0].id).error().code, ErrorCode::kNotFound);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "5,5");
  EXPECT_EQ(letters.List(kTeam, "", false, 10, 0)->total, 1U);
  EXPECT_EQ(letters.List(kTeam, "", true, 10, 0)->total, 3U);
  Fates after(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  EXPECT_EQ((*after.Find(kTeam, lost))->state, Fate::State::kStored);
  ASSERT_TRUE(letters.Discard(kTeam, waiting->letters[1].id) ||
              letters.Discard(kTeam, waiting->letters[2].id));
}

TEST_F(IngesterTest, TellsWhatItDroppedOnPurpose) {
  ingester_->Start();
  Append({Record(1, "$$client_ingestion_warning"), Record(2)});
  WaitUntilLanded();
  DeadLetters letters(*database_, *log_, clock_);
  Fates fates(*store_, letters, *log_, 0, [this] { return ingester_->landed(); });
  const auto fate = fates.Find(kTeam, Uuid::FromHalves(9, 1));
  ASSERT_TRUE(fate && *fate);
  EXPECT_EQ((*fate)->state, Fate::State::kDropped);
  EXPECT_EQ((*fate)->reason, "client_ingestion_warning");
  ingester_->Stop();
  AppendNumbered(3, 1);
  EXPECT_EQ((*fates.Find(kTeam, Uuid::FromHalves(9, 3)))->state, Fate::State::kInFlight);
  const auto warnings = store_->Warnings(kTeam, {0}, 10);
  ASSERT_TRUE(warnings);
  ASSERT_EQ(warnings->size(), 1U);
  EXPECT_EQ(warnings->front().type, "client_ingestion_warning");
  EXPECT_EQ(store_->Warnings(8, {0}, 10)->size(), 0U);
}

TEST_F(IngesterTest, TasksAreDoneAmongTheEventsAndMirrored) {
  ASSERT_TRUE(database_->Migrate(activity::Migrations()));
  ingester_->Start();
  Append({Record(1), Record(2, "$create_alias", R"({"alias":"user-1"})")});
  WaitUntilLanded();
  const auto rows = database_->Query("SELECT uuid FROM person");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  const auto task = ingester_->tasks().Add(
      kTeam,
      persons::SplitPerson{.person = (*rows)[0].Id(0), .main_distinct_id = std::string("user-2")},
      {});
  ASSERT_TRUE(task);
  ASSERT_TRUE(ingester_->tasks().WaitFor(*task, std::chrono::seconds(30)));
  EXPECT_EQ(Ask("SELECT count() FROM (SELECT id FROM persons GROUP BY id HAVING "
                "argMax(is_deleted, version) = 0)"),
            "2");
  EXPECT_EQ(Ask("SELECT uniqExact(person) FROM (SELECT argMax(person_id, version) AS person FROM "
                "person_distinct_ids GROUP BY distinct_id)"),
            "2");
}

TEST_F(IngesterTest, KnowsRetriesAfterARestart) {
  ingester_->Start();
  AppendNumbered(0, 20);
  WaitUntilLanded();
  Kill();
  Boot();
  ingester_->Start();
  AppendNumbered(0, 20);
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "20");
}

TEST_F(IngesterTest, FinishesWhatWasReadWhenItStops) {
  AppendNumbered(0, 500);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 0; }));
  ingester_->Stop();
  const auto offset = log_->CommittedOffset("ingest", 0);
  EXPECT_EQ(Ask("SELECT count() FROM events"), std::to_string(*offset));
}

TEST_F(IngesterTest, ACrashAtAnyInsertLosesNothingAndRepeatsNothing) {
  // Each round: the engine fails for good at its n-th insert, before or after it took effect; the
  // process ends, starts again, and goes on. Small batches, so that several are in flight.
  options_.max_batch_events = 10;
  int first = 0;
  int expected = 0;
  for (const auto fault : {FlakyEngine::Fault::kBefore, FlakyEngine::Fault::kAfter}) {
    for (int n = 1; n <= 9; ++n) {
      Kill();
      Boot();
      engine_.fault = fault;
      engine_.failed = 0;
      engine_.fail_from = engine_.inserts + n;
      ingester_->Start();
      AppendNumbered(first, 60);
      first += 60;
      expected += 60;
      ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
      Kill();
      engine_.fail_from = INT32_MAX;
      Boot();
      ingester_->Start();
      WaitUntilLanded();
      ASSERT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
                std::to_string(expected) + "," + std::to_string(expected))
          << "round " << n;
    }
  }
  // The mirror says what the metadata store says.
  EXPECT_EQ(Ask("SELECT uniqExact(id) FROM persons"), "5");
  EXPECT_EQ(Ask("SELECT uniqExact(distinct_id) FROM person_distinct_ids"), "5");
  EXPECT_EQ(Ask("SELECT uniqExact(person_id) FROM events"), "5");
}

TEST_F(IngesterTest, DoesNotChangePersonsTwice) {
  options_.max_batch_events = 10;
  Kill();
  Boot();
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = engine_.inserts + 1;
  ingester_->Start();
  Append({Record(1, "$set", R"({"$set":{"n":1}})"), Record(1001, "$set", R"({"$set":{"n":2}})")});
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 2; }));  // it has begun again
  Kill();
  const auto versions = [&] {
    const auto rows = database_->Query("SELECT version, properties FROM person", {});
    return rows && rows->size() == 1 ? std::to_string((*rows)[0].Int(0)) + (*rows)[0].Text(1)
                                     : "no single person";
  };
  const std::string before = versions();
  engine_.fail_from = INT32_MAX;
  Boot();
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(versions(), before);
  EXPECT_EQ(Ask("SELECT argMax(properties, version) FROM persons"), R"("{\"n\":2}")");
  EXPECT_EQ(Ask("SELECT count() FROM events"), "2");
}

TEST_F(IngesterTest, TheMirrorKnowsOfMergesThatACrashCutShort) {
  // Persons are merged and saved, and the engine fails before it hears of it, at the rows or at any
  // insert behind them. After a restart the mirror must say who moved and who is gone, also for ids
  // that no event of the batch names, and whether the rows had landed or not.
  int number = 0;
  std::string suffix;
  const auto about = [&](std::string_view event, const std::string& id,
                         const std::string& properties) {
    const std::string distinct_id = id + suffix;
    return log::EncodeEventRecord(
        {.team_id = kTeam,
         .uuid = Uuid::FromHalves(3, static_cast<std::uint64_t>(++number)),
         .event = event,
         .distinct_id = distinct_id,
         .timestamp = clock_.Now(),
         .received_at = clock_.Now(),
         .properties = properties});
  };
  const auto alias = [&](const std::string& id) { return R"({"alias":")" + id + suffix + R"("})"; };
  ingester_->Start();
  constexpr int kRounds = 6;
  for (int n = 1; n <= kRounds; ++n) {
    suffix = "/" + std::to_string(n);
    Append({about("visit", "a", "{}"), about("visit", "b", "{}"),
            about("$create_alias", "a", alias("a2")), about("visit", "c", "{}")});
    WaitUntilLanded();
    engine_.fault = FlakyEngine::Fault::kBefore;
    engine_.failed = 0;
    engine_.fail_from = engine_.inserts + n;
    Append({about("$merge_dangerously", "b", alias("a")),
            about("$merge_dangerously", "c", alias("b")),
            about("$identify", "c", R"({"$anon_distinct_id":"undefined"})"),
            about("$groupidentify", "c",
                  R"({"$group_type":"t","$group_key":"k","$group_set":{"n":)" + std::to_string(n) +
                      "}}")});
    ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; })) << n;
    Kill();
    engine_.fail_from = INT32_MAX;
    Boot();
    ingester_->Start();
    WaitUntilLanded();
    EXPECT_EQ(Ask("SELECT uniqExact(id) FROM (SELECT id, argMax(is_deleted, version) AS gone FROM "
                  "persons GROUP BY id) WHERE gone = 0"),
              std::to_string(n))
        << n;
    EXPECT_EQ(Ask("SELECT distinct_id, argMax(person_id, version) = (SELECT argMax(person_id, "
                  "version) FROM person_distinct_ids WHERE distinct_id = 'c" +
                  suffix + "') FROM person_distinct_id_overrides WHERE distinct_id LIKE '%" +
                  suffix + "' GROUP BY distinct_id ORDER BY distinct_id"),
              "\"a" + suffix + "\",1\n\"a2" + suffix + "\",1\n\"b" + suffix + "\",1")
        << n;
    for (const std::string id : {"a", "a2", "b"}) {
      EXPECT_EQ(
          Ask("SELECT any(origin_id) FROM person_distinct_id_overrides WHERE distinct_id = '" + id +
              suffix + "'"),
          '"' + persons::PersonIdOf(kTeam, id + suffix).ToString() + '"')
          << "the engine makes the same of it";
    }
    EXPECT_EQ(Ask("SELECT argMax(properties, version) FROM groups GROUP BY group_type_index, "
                  "group_key"),
              R"("{\"n\":)" + std::to_string(n) + "}\"")
        << n;
  }
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
            std::to_string(number) + "," + std::to_string(number));
  EXPECT_EQ(Ask("SELECT DISTINCT type, source FROM ingestion_warnings"),
            R"("cannot_merge_with_illegal_distinct_id","ingestion")");
}

TEST_F(IngesterTest, WaitsForAnEngineThatComesBack) {
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = 0;
  ingester_->Start();
  AppendNumbered(0, 100);
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 3; }));
  EXPECT_EQ(ingester_->lag(), 100U);
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "100");
}

TEST_F(IngesterTest, ABatchThatIsPreparedAgainCountsOnce) {
  engine_.fault = FlakyEngine::Fault::kBefore;
  engine_.fail_from = 0;
  ingester_->Start();
  AppendNumbered(0, 10);
  Append({"poison"});
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 3; }));
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
  EXPECT_EQ(metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value(), 10U);
  EXPECT_EQ(Dropped("malformed_record"), 1U);
}

TEST_F(IngesterTest, HistoryOfOneProjectDoesNotHoldUpTheOthers) {
  accounts::Team hostile;
  hostile.id = 8;
  teams_.Put(hostile);
  engine_.holds_late = true;
  AppendHistory(8, 0, 300);
  AppendNumbered(0, 20);
  ingester_->Start();
  // Not one late row has landed, and everybody else's events are there.
  ASSERT_TRUE(
      Eventually([] { return Ask("SELECT count() FROM events WHERE team_id = 7") == "20"; }));
  // A batch takes the partitions that most of its rows fall into along; the other rows are held.
  ASSERT_TRUE(
      Eventually([&] { return metrics_.GetGauge("ingest_late_rows_waiting").value() >= 100; }));
  EXPECT_EQ(Ask("SELECT count() < 200 FROM events WHERE team_id = 8"), "1");
  EXPECT_GT(ingester_->lag(), 0U);
  AppendNumbered(20, 20);
  ASSERT_TRUE(
      Eventually([] { return Ask("SELECT count() FROM events WHERE team_id = 7") == "40"; }));
  EXPECT_GT(ingester_->lag(), 0U);
  engine_.holds_late = false;
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events WHERE team_id = 8"), "300,300");
  EXPECT_EQ(Ask("SELECT count() FROM events WHERE team_id = 8 AND $group_0 = '' AND elements_chain "
                "= '' AND event = 'history' AND distinct_id IN ('h0', 'h1', 'h2') AND properties = "
                R"('{"$browser":"Mosaic","note":"long ago"}')"),
            "300");
  EXPECT_EQ(metrics_.GetCounter("ingest_events_total", {{"result", "stored"}}).value(), 340U);
  EXPECT_EQ(metrics_.GetGauge("ingest_late_rows_waiting").value(), 0);
}

TEST_F(IngesterTest, ACrashAmongLateRowsLosesNothingAndRepeatsNothing) {
  options_.max_batch_events = 40;
  options_.late.partitions_per_insert = 7;
  options_.late.interval = std::chrono::milliseconds(0);
  int first = 0;
  for (const auto fault : {FlakyEngine::Fault::kBefore, FlakyEngine::Fault::kAfter}) {
    for (int n = 1; n <= 10; ++n) {
      Kill();
      Boot();
      engine_.fault = fault;
      engine_.failed = 0;
      engine_.fail_from = engine_.inserts + n;
      ingester_->Start();
      AppendHistory(kTeam, first, 60);
      first += 60;
      ASSERT_TRUE(Eventually([&] { return engine_.failed > 0 || ingester_->lag() == 0; }));
      Kill();
      engine_.fail_from = INT32_MAX;
      Boot();
      ingester_->Start();
      WaitUntilLanded();
      const std::string all = std::to_string(first);
      ASSERT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), all + "," + all)
          << "round " << n;
    }
  }
}

TEST_F(IngesterTest, WaitsWhenTooManyLateRowsWait) {
  options_.max_batch_events = 20;
  options_.late.max_bytes = 1;
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 400);
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "400,400");
}

TEST_F(IngesterTest, LateRowsLandBeforeItStops) {
  options_.late.interval = std::chrono::hours(1);
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 200);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 0; }));
  ingester_->Stop();
  EXPECT_TRUE(LandedAll());
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "200,200");
}

TEST_F(IngesterTest, RestsWithNothingHalfDoneAndGoesOn) {
  options_.max_batch_events = 20;
  options_.late.interval = std::chrono::hours(1);
  Kill();
  Boot();
  AppendHistory(kTeam, 0, 100);
  AppendNumbered(0, 300);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.inserts > 3; }));
  bool ran = false;
  const Status rested = ingester_->WhileAtRest(kPatience, [&]() -> Status {
    ran = true;
    AppendNumbered(300, 50);  // capture goes on
    const std::uint64_t landed = ingester_->landed();
    EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"),
              std::to_string(landed) + "," + std::to_string(landed));
    const auto ranges = AppliedRanges(*database_, "events", 0).From(landed);
    EXPECT_TRUE(ranges && ranges->empty());
    EXPECT_FALSE(ingester_->WhileAtRest(kPatience, [] { return Ok(); }));
    return Ok();
  });
  ASSERT_TRUE(rested) << rested.error().message;
  EXPECT_TRUE(ran);
  EXPECT_EQ(ingester_->WhileAtRest(kPatience, [] { return NotFound("x"); }).error().message, "x");
  Kill();
  options_.late.interval = std::chrono::milliseconds(1);
  Boot();
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count(), uniqExact(uuid) FROM events"), "450,450");
}

TEST_F(IngesterTest, DoesNotRestBesideAnEngineThatFails) {
  engine_.fail_from = 0;
  engine_.fault = FlakyEngine::Fault::kBefore;
  AppendNumbered(0, 10);
  ingester_->Start();
  ASSERT_TRUE(Eventually([&] { return engine_.failed > 0; }));
  const Status rested = ingester_->WhileAtRest(std::chrono::milliseconds(50), [] {
    ADD_FAILURE() << "not at rest";
    return Ok();
  });
  ASSERT_FALSE(rested);
  EXPECT_EQ(rested.error().code, ErrorCode::kDeadlineExceeded);
  engine_.fail_from = INT32_MAX;
  WaitUntilLanded();
}

TEST_F(IngesterTest, BatchesAreFullUnderLoad) {
  options_.max_batch_events = 1000;
  Kill();
  Boot();
  for (int i = 0; i < 40; ++i) AppendNumbered(i * 100, 100);
  ingester_->Start();
  WaitUntilLanded();
  EXPECT_EQ(Ask("SELECT count() FROM events"), "4000");
  EXPECT_LE(metrics_.GetCounter("ingest_batches_total").value(), 6U);
}

}  // namespace
}  // namespace tenrec::ingest
