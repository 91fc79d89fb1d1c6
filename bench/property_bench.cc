// rooms: store engine schema sql base
//
// Lands events as ingest does, then asks questions about their properties twice: of the table as
// the product has it (hot columns and tail map) and of a plain table with `properties String`, read
// with JSONExtract, in the same engine and run.
//
//   property_bench --events 10000000 --data DIR

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <malloc.h>
#include <time.h>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"
#include "tenrec/store/store.h"

namespace {

using std::chrono::steady_clock;
using tenrec::Status;
using tenrec::Timestamp;
using tenrec::Uuid;

constexpr std::int64_t kFirstSecond = 1'780'000'000;
constexpr std::int64_t kDays = 90;
constexpr std::size_t kBatchRows = 10'000;

double Seconds(steady_clock::time_point since) {
  return std::chrono::duration<double>(steady_clock::now() - since).count();
}

double ProcessCpu() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double ThreadCpu() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// VmRSS or VmHWM of this process. Units: megabytes.
long MemoryMb(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with(key + ":")) return std::stol(line.substr(key.size() + 1)) / 1000;
  }
  return 0;
}

void ResetPeak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

void Require(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s: %s\n", status.error().tag.c_str(), status.error().message.c_str());
  std::exit(1);
}

/// A small generator, so that making events costs next to nothing.
class Mixer {
 public:
  explicit Mixer(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::size_t Below(std::size_t bound) { return Next() % bound; }
  /// Small numbers are the common ones.
  std::size_t Skewed(std::size_t bound) { return std::min(Below(bound), Below(bound)); }

 private:
  std::uint64_t state_;
};

/// What ingest would hand over for one event.
struct Event {
  std::string name;
  std::string distinct_id;
  std::string properties;
  std::string person_properties;
  std::uint64_t person = 0;
  std::int64_t micros = 0;
  Uuid uuid;
};

class EventMaker {
 public:
  explicit EventMaker(std::int64_t total) : total_(total) {}

  void Make(Event& event) {
    const std::int64_t number = made_++;
    static constexpr const char* kNames[] = {"$pageview", "$autocapture", "$pageleave", "signed_up",
                                             "invoice_sent"};
    static constexpr const char* kBrowsers[] = {"Chrome", "Safari", "Firefox", "Edge", "Opera"};
    static constexpr const char* kSystems[] = {"Windows", "Mac OS X", "iOS", "Android", "Linux"};
    static constexpr const char* kCountries[] = {"US", "DE", "GB", "FR", "IN", "BR", "JP", "CA",
                                                 "NL", "ES", "IT", "AU", "SE", "PL", "MX"};
    event.person = mixer_.Skewed(100'000);
    event.micros = kFirstSecond * 1'000'000 + number * kDays * 86'400'000'000 / total_;
    event.uuid = Uuid::FromHalves(mixer_.Next(), mixer_.Next());
    event.name = kNames[mixer_.Skewed(5)];
    event.distinct_id = "01960000-7000-8000-" + std::to_string(event.person);
    const std::string session =
        std::to_string(event.person) + "-" + std::to_string(number / 40'000);
    const std::string path = "/" + std::to_string(mixer_.Skewed(300)) + "/settings";
    std::string& out = event.properties;
    out.clear();
    const auto text = [&](const char* key, const std::string& value) {
      out += out.empty() ? "{\"" : ",\"";
      ((out += key) += "\":\"") += value;
      out += '"';
    };
    const auto number_of = [&](const char* key, std::uint64_t value) {
      ((out += ",\"") += key) += "\":";
      out += std::to_string(value);
    };
    text("$os", kSystems[mixer_.Skewed(5)]);
    text("$os_version", "10." + std::to_string(mixer_.Below(9)));
    text("$browser", kBrowsers[mixer_.Skewed(5)]);
    number_of("$browser_version", 100 + mixer_.Below(40));
    text("$device_type", mixer_.Below(3) == 0 ? "Mobile" : "Desktop");
    text("$current_url",
         "https://app.example.com" + path + "?tab=" + std::to_string(mixer_.Below(9)));
    text("$host", "app.example.com");
    text("$pathname", path);
    text("$raw_user_agent",
         "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/124.0.0.0 Safari/537.36");
    number_of("$screen_height", 1080);
    number_of("$screen_width", 1920);
    number_of("$viewport_height", 900 + mixer_.Below(80));
    number_of("$viewport_width", 1200 + mixer_.Below(700));
    text("$lib", "web");
    text("$lib_version", "1.2" + std::to_string(mixer_.Below(9)) + ".0");
    text("$insert_id", std::to_string(mixer_.Next()));
    text("$device_id", "device-" + std::to_string(event.person));
    text("$session_id", "session-" + session);
    text("$window_id", "window-" + session);
    text("$referrer", mixer_.Below(4) == 0 ? "https://www.google.com/" : "$direct");
    text("$referring_domain", mixer_.Below(4) == 0 ? "www.google.com" : "$direct");
    text("$geoip_country_code", kCountries[mixer_.Skewed(15)]);
    text("$geoip_city_name", "City " + std::to_string(mixer_.Skewed(400)));
    text("plan", mixer_.Below(10) == 0 ? "enterprise" : "free");
    if (mixer_.Below(50) == 0) text("experiment_arm", std::to_string(mixer_.Below(4)));
    number_of("amount", mixer_.Below(10'000));
    text(FeatureKey(), "on");
    out += R"(,"$feature/checkout":true,"$active_feature_flags":["checkout","beta"],)"
           R"("$web_vitals_allowed_metrics":null,"title":"Settings of the project \"Tenrec\""})";
    event.person_properties = R"({"email":"user)" + std::to_string(event.person) +
                              R"(@example.com","$initial_referring_domain":"www.google.com",)"
                              R"("company":"Company )" +
                              std::to_string(event.person % 5000) + R"("})";
  }

 private:
  const char* FeatureKey() {
    key_ = "feature_" + std::to_string(mixer_.Below(400));
    return key_.c_str();
  }

  const std::int64_t total_;
  std::int64_t made_ = 0;
  Mixer mixer_{7};
  std::string key_;
};

struct LoadFigures {
  double encode_cpu = 0;
  double seconds = 0;
  double cpu = 0;
  double make_cpu = 0;
  std::size_t bytes = 0;
};

/// Lands `total` events of `maker` and waits until they are all in.
LoadFigures Load(tenrec::store::Store& store, EventMaker& maker, std::int64_t total) {
  std::vector<Event> events(kBatchRows);
  std::atomic<int> unfinished = 0;
  LoadFigures figures;
  const double cpu = ProcessCpu();
  const auto start = steady_clock::now();
  for (std::int64_t done = 0; done < total;) {
    const double make_start = ThreadCpu();
    const auto count = std::min<std::size_t>(kBatchRows, static_cast<std::size_t>(total - done));
    for (std::size_t i = 0; i < count; ++i) {
      maker.Make(events[i]);
      figures.bytes += events[i].properties.size();
    }
    figures.make_cpu += ThreadCpu() - make_start;

    const double encode_start = ThreadCpu();
    auto batch = store.events().NewBatch();
    for (std::size_t i = 0; i < count; ++i) {
      const Event& event = events[i];
      tenrec::store::EventRow row;
      row.team_id = 1;
      row.uuid = event.uuid;
      row.event = event.name;
      row.distinct_id = event.distinct_id;
      row.timestamp = {event.micros};
      row.created_at = row.timestamp;
      row.person_id = Uuid::FromHalves(1, event.person);
      row.properties = event.properties;
      row.person_properties = event.person_properties;
      Require(batch.Add(row));
    }
    figures.encode_cpu += ThreadCpu() - encode_start;
    ++unfinished;
    store.events().Submit(std::move(batch), "", [&](Status status) {
      Require(status);
      --unfinished;
      unfinished.notify_all();
    });
    done += static_cast<std::int64_t>(count);
    if (done / 1'000'000 != (done - static_cast<std::int64_t>(count)) / 1'000'000) {
      std::fprintf(stderr, "  %lld of %lld events landed\n", static_cast<long long>(done),
                   static_cast<long long>(total));
    }
  }
  for (int left = unfinished; left > 0; left = unfinished) unfinished.wait(left);
  figures.seconds = Seconds(start);
  figures.cpu = ProcessCpu() - cpu;
  return figures;
}

void PrintLoad(const char* title, const LoadFigures& load, std::int64_t events) {
  const auto count = static_cast<double>(events);
  std::printf(
      "%s: %.0f events, %.0f bytes of properties each, %.0f rows/s; CPU us/row: encode %.1f, "
      "engine "
      "%.1f (making the events %.1f)\n",
      title, count, static_cast<double>(load.bytes) / count, count / load.seconds,
      load.encode_cpu / count * 1e6, (load.cpu - load.encode_cpu - load.make_cpu) / count * 1e6,
      load.make_cpu / count * 1e6);
  std::fflush(stdout);
}

void Execute(tenrec::engine::Engine& engine, const std::string& sql) {
  const auto done = engine.Execute({sql, {}}, {.max_execution_time = std::chrono::hours(2)});
  if (!done) std::fprintf(stderr, "%s\n", sql.c_str());
  Require(done);
}

std::string Single(tenrec::engine::Engine& engine, const std::string& sql) {
  const auto result = engine.Query({sql, {}}, {.max_execution_time = std::chrono::hours(1)});
  if (!result) {
    std::fprintf(stderr, "%s\n%s\n", sql.c_str(), result.error().message.c_str());
    std::exit(1);
  }
  return result->block.rows == 0 ? "" : tenrec::engine::PrintCell(result->block.columns[0], 0);
}

/// The same events as PostHog stores them by default: one text, no columns.
void MakePlainTable(tenrec::engine::Engine& engine) {
  Execute(engine, "DROP TABLE IF EXISTS events_plain");
  Execute(engine,
          "CREATE TABLE events_plain (team_id Int64, uuid UUID, event LowCardinality(String), "
          "timestamp DateTime64(6, 'UTC'), distinct_id String, person_id UUID, properties String "
          "CODEC(ZSTD(1))) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY "
          "(team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))");
  Execute(
      engine,
      "INSERT INTO events_plain SELECT team_id, uuid, event, timestamp, distinct_id, person_id, "
      "properties FROM events");
}

/// The key in the layout in force, or out of the plain text.
std::string Property(const tenrec::store::Store& store, bool plain, const std::string& key) {
  using namespace tenrec::schema;  // NOLINT(google-build-using-namespace): in this function only
  const std::string text = tenrec::sql::QuoteText(key);
  if (plain) {
    return "replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(properties, " + text +
           "), ''), 'null'), '^\"|\"$', '')";
  }
  const auto at = store.layout().Current()->Locate(PropertyScope::kEvent, key);
  const std::string column = tenrec::sql::QuoteIdentifier(at.column);
  if (at.kind == PropertyLocation::Kind::kColumn) return column;
  return TailReadSql(PropertyScope::kEvent, key);
}

struct Question {
  std::string title;
  std::string select;  // <key> stands for a property
};

std::string Fill(const tenrec::store::Store& store, const std::string& select, bool plain) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = select.find('<', at);
    if (open == std::string::npos) return out + select.substr(at);
    const std::size_t close = select.find('>', open);
    out += select.substr(at, open - at);
    out += Property(store, plain, select.substr(open + 1, close - open - 1));
    at = close + 1;
  }
}

struct Timing {
  double median_ms = 0;
  long peak_mb = 0;
  std::string answer;
};

Timing Measure(tenrec::engine::Engine& engine, const std::string& sql, int repeats) {
  // One answer to compare, whatever the shape: the order-free sum of the hashes of the rows.
  const std::string wrapped = "SELECT toString(sum(cityHash64(*))) FROM (" + sql + ")";
  std::vector<double> times;
  Timing timing;
  ResetPeak();
  for (int i = 0; i < repeats; ++i) {
    const auto start = steady_clock::now();
    timing.answer = Single(engine, wrapped);
    times.push_back(Seconds(start) * 1000);
  }
  std::sort(times.begin(), times.end());
  timing.median_ms = times[times.size() / 2];
  timing.peak_mb = MemoryMb("VmHWM");
  return timing;
}

void AskQuestions(tenrec::engine::Engine& engine, const tenrec::store::Store& store) {
  const std::string from = " WHERE team_id = 1 AND event = '$pageview'";
  const std::vector<Question> questions = {
      {"daily trend, one property filter", "SELECT toDate(timestamp) AS d, count() FROM $T" + from +
                                               " AND <$browser> = 'Chrome' GROUP BY d"},
      {"daily trend, one breakdown",
       "SELECT toDate(timestamp) AS d, <$geoip_country_code> AS b, count() FROM $T" + from +
           " GROUP BY d, b"},
      {"daily active persons",
       "SELECT toDate(timestamp) AS d, uniq(person_id) FROM $T" + from + " GROUP BY d"},
      {"daily trend, three property filters",
       "SELECT toDate(timestamp) AS d, count() FROM $T" + from +
           " AND <$browser> = 'Chrome' AND <$os> = 'Windows' AND <$device_type> = 'Desktop' GROUP "
           "BY d"},
      {"breakdown by url, top 25", "SELECT <$current_url> AS b, count() AS n FROM $T" + from +
                                       " GROUP BY b ORDER BY n DESC, b LIMIT 25"},
      {"tail: breakdown by a key in all events",
       "SELECT <plan> AS b, count() FROM $T" + from + " GROUP BY b"},
      {"tail: breakdown by a key in 2 % of events",
       "SELECT <experiment_arm> AS b, count() FROM $T" + from + " AND b IS NOT NULL GROUP BY b"},
      {"tail: filter on a key in 0.2 % of events",
       "SELECT toDate(timestamp) AS d, count() FROM $T" + from +
           " AND <feature_17> = 'on' GROUP BY d"},
      {"tail: sum of a number",
       "SELECT toDate(timestamp) AS d, sum(accurateCastOrNull(<amount>, 'Float64')) FROM $T" +
           from + " GROUP BY d"},
      {"newest 100 events, whole",
       "SELECT uuid, properties FROM $T" + from + " ORDER BY timestamp DESC, uuid LIMIT 100"},
  };
  std::printf("\n%-44s %10s %10s %8s %12s %12s  %s\n", "question", "ours ms", "plain ms", "times",
              "ours MB", "plain MB", "same");
  for (const Question& question : questions) {
    Timing timings[2];
    for (const bool plain : {false, true}) {
      std::string sql = Fill(store, question.select, plain);
      sql.replace(sql.find("$T"), 2, plain ? "events_plain" : "events");
      timings[plain ? 1 : 0] = Measure(engine, sql, plain ? 3 : 5);
    }
    std::printf("%-44s %10.0f %10.0f %8.1f %12ld %12ld  %s\n", question.title.c_str(),
                timings[0].median_ms, timings[1].median_ms,
                timings[1].median_ms / timings[0].median_ms, timings[0].peak_mb, timings[1].peak_mb,
                timings[0].answer == timings[1].answer ? "yes" : "NO");
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t events = 1'000'000;
  std::string data;
  std::uint64_t memory_mb = 4096;
  CLI::App app("Lands events and asks about their properties, in columns and in plain text");
  app.add_option("--events", events, "how many");
  app.add_option("--data", data, "an empty directory")->required();
  app.add_option("--memory-mb", memory_mb, "the engine's budget");
  CLI11_PARSE(app, argc, argv);

  tenrec::Metrics metrics;
  const tenrec::SystemClock clock;
  auto engine = tenrec::engine::ChdbEngine::Open(
      {.path = data + "/analytics", .memory_bytes = memory_mb << 20}, metrics);
  if (!engine) Require(std::move(engine).error());
  auto store = tenrec::store::Store::Open(**engine, clock, metrics);
  if (!store) Require(std::move(store).error());
  std::printf("idle before the first event: %ld MB resident\n", MemoryMb("VmRSS"));

  EventMaker maker(events);
  Execute(**engine, "SYSTEM STOP MERGES events");
  const std::int64_t first = std::min<std::int64_t>(events / 2, 300'000);
  PrintLoad("without merges", Load(**store, maker, first), first);
  Execute(**engine, "SYSTEM START MERGES events");
  PrintLoad("with merges", Load(**store, maker, events - first), events - first);
  std::printf("peak %ld MB resident; the engine counts %s MB, %s MB of them in merges\n",
              MemoryMb("VmHWM"),
              Single(**engine,
                     "SELECT round(value / 1e6) FROM system.metrics WHERE metric = "
                     "'MemoryTracking'")
                  .c_str(),
              Single(**engine, "SELECT round(sum(memory_usage) / 1e6) FROM system.merges").c_str());
  std::fflush(stdout);

  Execute(**engine, "OPTIMIZE TABLE events FINAL");
  MakePlainTable(**engine);
  Execute(**engine, "OPTIMIZE TABLE events_plain FINAL");
  for (const std::string table : {"events", "events_plain"}) {
    std::printf("%s: %s MB on disk\n", table.c_str(),
                Single(**engine,
                       "SELECT round(sum(bytes_on_disk) / 1e6) FROM system.parts WHERE "
                       "active AND table = '" +
                           table + "'")
                    .c_str());
  }
  AskQuestions(**engine, **store);

  std::printf("\nafter the questions: %ld MB resident, %ld MB of it not the program's files\n",
              MemoryMb("VmRSS"), MemoryMb("RssAnon"));
  Execute(**engine, "SYSTEM JEMALLOC PURGE");
  std::printf("after the engine's purge: %ld MB\n", MemoryMb("VmRSS"));
  malloc_trim(0);
  std::printf("after malloc_trim: %ld MB\n", MemoryMb("VmRSS"));
  std::this_thread::sleep_for(std::chrono::seconds(15));
  const double cpu = ProcessCpu();
  std::this_thread::sleep_for(std::chrono::seconds(10));
  std::printf("\nidle after the questions: %ld MB resident, %.2f %% CPU\n", MemoryMb("VmRSS"),
              (ProcessCpu() - cpu) * 10);
  store->reset();
  engine->reset();
  tenrec::engine::ChdbEngine::ShutDownLibrary();
  return 0;
}
