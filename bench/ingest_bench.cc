// rooms: ingest catalog persons accounts store engine log db io base
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/ingest/batch.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/file_log.h"

// CPU per event of ingestion, step by step, and the whole way from the log to the engine:
// posthog-js-like events of about 1.5 KB and 25 properties, five events per person.

namespace tenrec {
namespace {

constexpr int kEvents = 100'000;
constexpr TeamId kTeam = 1;

template <typename T>
T Must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}
void Must(const Status& status) {
  if (!status) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    std::exit(1);
  }
}

std::string Properties(int i) {
  const std::string n = std::to_string(i);
  const std::string person = std::to_string(i / 5);
  return R"({"$os":"Mac OS X","$os_version":"10.15.7","$browser":"Chrome","$device_type":"Desktop",)"
         R"("$current_url":"https://app.example.com/projects/)" +
         n +
         R"(/insights?tab=trends&interval=day","$host":"app.example.com","$pathname":"/projects/)" +
         n +
         R"(/insights","$raw_user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) )"
         R"(AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",)"
         R"("$browser_version":131,"$browser_language":"en-GB","$screen_height":1117,)"
         R"("$screen_width":1728,"$viewport_height":992,"$viewport_width":1728,"$lib":"web",)"
         R"("$lib_version":"1.449.0","$insert_id":"qpx1)" +
         n + R"(","$time":1763800000.123,"distinct_id":"user-)" + person +
         R"(","$device_id":"0193a5b0-7b1e-7abc-8def-0123456789ab","$referrer":"$direct",)"
         R"("$referring_domain":"$direct","$session_id":"0193a5b0-7b1e-7abc-8def-00000000)" +
         person +
         R"(","$window_id":"0193a5b0-7b1e-7abc-8def-111111111111","token":"phc_abc","plan":"pro",)"
         R"("title":")" +
         std::string(360, 't') + "\"}";
}

double CpuSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// CPU of each thread that did any, by name.
void PrintThreads() {
  std::map<std::string, double> seconds;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream file(task.path() / "stat");
    std::string line;
    std::getline(file, line);
    const std::size_t open = line.find('(');
    const std::size_t close = line.rfind(')');
    std::istringstream rest(line.substr(close + 2));
    std::string word;
    double ticks = 0;
    for (int field = 3; field <= 15 && rest >> word; ++field) {
      if (field >= 14) ticks += std::stod(word);
    }
    seconds[line.substr(open + 1, close - open - 1)] +=
        ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  for (const auto& [name, spent] : seconds) {
    if (spent > 0.02)
      std::printf("  thread %-16s %6.2f us CPU/event\n", name.c_str(), spent * 1e6 / kEvents);
  }
}

int Run() {
  SetLogLevel(LogLevel::kError);
  std::string directory = "/tmp/tenrec_ingest_bench_XXXXXX";
  if (::mkdtemp(directory.data()) == nullptr) return 1;
  const struct Cleanup {
    std::string path;
    ~Cleanup() { std::filesystem::remove_all(path); }
  } cleanup{directory};
  SystemClock clock;
  Metrics metrics;
  io::RealDisk disk;
  auto database = Must(db::Database::Open({.path = directory + "/metadata.db"}));
  for (const auto steps : {catalog::Migrations(), persons::Migrations(), ingest::Migrations()}) {
    Must(database->Migrate(steps));
  }
  auto log = Must(log::FileLog::Open({.directory = directory + "/log", .topic = "events"}, disk,
                                     clock, metrics));
  auto engine = Must(engine::ChdbEngine::Open({.path = directory + "/analytics"}, metrics));
  accounts::TeamDirectory teams;
  accounts::Team team;
  team.id = kTeam;
  teams.Put(team);
  auto store = Must(store::Store::Open(*engine, clock, metrics));
  persons::Persons persons(*database, {}, metrics);
  catalog::Catalog catalog(*database, clock, metrics);
  ingest::LiveTail live(metrics);
  const ingest::IngestParts parts = {.log = *log,
                                     .teams = teams,
                                     .database = *database,
                                     .persons = persons,
                                     .catalog = catalog,
                                     .store = *store,
                                     .live = live,
                                     .clock = clock,
                                     .metrics = metrics};

  std::size_t bytes = 0;
  for (int first = 0; first < kEvents; first += 50) {
    std::vector<log::NewRecord> records;
    for (int i = first; i < first + 50; ++i) {
      const std::string properties = Properties(i);
      const std::string distinct_id = "user-" + std::to_string(i / 5);
      bytes += properties.size();
      records.push_back({distinct_id, log::EncodeEventRecord({.team_id = kTeam,
                                                              .token = "phc_abc",
                                                              .uuid = Uuid::V7(clock.Now()),
                                                              .event = "$pageview",
                                                              .distinct_id = distinct_id,
                                                              .ip = "10.1.2.3",
                                                              .timestamp = clock.Now(),
                                                              .received_at = clock.Now(),
                                                              .sent_at = clock.Now(),
                                                              .properties = properties})});
    }
    std::promise<Result<log::Offset>> done;
    log->Append(std::move(records), [&](Result<log::Offset> r) { done.set_value(std::move(r)); });
    Must(done.get_future().get());
  }
  std::printf("%d events of %zu bytes\n", kEvents, bytes / kEvents);

  const double cpu_before = CpuSeconds();
  const auto start = std::chrono::steady_clock::now();
  ingest::Ingester ingester(parts, {});
  ingester.Start();
  while (ingester.lag() > 0) (void)log->WaitForData(0, log->end(0), std::chrono::milliseconds(5));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double cpu = CpuSeconds() - cpu_before;
  PrintThreads();
  ingester.Stop();

  const auto micros = [&](const char* name, const Labels& labels) {
    return metrics.GetHistogram(name, labels).sum() * 1e6 / kEvents;
  };
  double steps = 0;
  for (const char* step : {"read", "repeated", "age", "client_warning", "cookieless", "person_mode",
                           "normalise", "load_persons", "flag_checks", "person", "ip", "heatmap",
                           "elements", "rows", "definitions", "save_persons", "live"}) {
    const double spent = micros("ingest_step_seconds", {{"step", step}});
    steps += spent;
    std::printf("  %-16s %6.2f us/event\n", step, spent);
  }
  std::printf("  %-16s %6.2f us/event (wall clock of the reader)\n", "together", steps);
  std::printf("  %-16s %6.2f us/event (two threads, waiting for the engine included)\n", "insert",
              micros("store_event_batch_seconds", {}));
  std::printf("whole process: %.0f events/s, %.1f us CPU per event\n", kEvents / took.count(),
              cpu * 1e6 / kEvents);
  return 0;
}

}  // namespace
}  // namespace tenrec

int main() {
  return tenrec::Run();
}
