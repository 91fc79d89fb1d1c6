// rooms: ingest catalog persons accounts store engine log db io base
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/ingest/geoip.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/ingest/steps.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/file_log.h"

// What each stage of ingestion takes for one event, from the log to the engine: posthog-js-like
// events of about 1.5 KB and 25 properties, of six events per visitor. Three loads one after
// another, in one process: without persons, with persons that are new, and with the same persons
// again.
//
// Argument: the database of places, as in GEOIP_DATABASE; without it that stage has nothing to do.

namespace tenrec {
namespace {

constexpr int kEvents = 120'000;
constexpr int kEventsOfVisitor = 6;
constexpr TeamId kTeam = 1;

/// The stages in the order in which a batch passes them.
std::vector<std::string> Stages() {
  constexpr std::size_t kOthers = 7;
  std::vector<std::string> names;
  names.reserve(ingest::StepsBeforePersons().size() + ingest::StepsWithPersons().size() + kOthers);
  names.emplace_back("read");
  for (const ingest::Step& step : ingest::StepsBeforePersons()) names.emplace_back(step.name);
  names.emplace_back("load_persons");
  for (const ingest::Step& step : ingest::StepsWithPersons()) names.emplace_back(step.name);
  for (const char* name : {"rows", "definitions", "save_persons", "ledger", "live"}) {
    names.emplace_back(name);
  }
  return names;
}

/// What an event does with persons.
enum class Kind : std::uint8_t { kAnonymous, kIdentified, kIdentify };

/// Of twenty visitors fourteen stay anonymous and send personless events; the others identify
/// themselves once and are known from then on: 70 %, 25 % and 5 % of the events.
Kind KindOf(int i, bool with_persons) {
  const bool is_anonymous = (i / kEventsOfVisitor) % 20 < 14;
  if (!with_persons || is_anonymous) return Kind::kAnonymous;
  return i % kEventsOfVisitor == 0 ? Kind::kIdentify : Kind::kIdentified;
}

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

std::string Properties(int i, Kind kind) {
  const std::string n = std::to_string(i);
  const std::string person = std::to_string(i / kEventsOfVisitor);
  std::string of_person;
  if (kind == Kind::kAnonymous) of_person = R"("$process_person_profile":false,)";
  if (kind == Kind::kIdentify) {
    of_person = R"("$anon_distinct_id":"anon-)" + person + R"(","$set":{"email":"user-)" + person +
                R"(@example.com","plan":"pro"},)";
  }
  return "{" + of_person +
         R"("$os":"Mac OS X","$os_version":"10.15.7","$browser":"Chrome","$device_type":"Desktop",)"
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

/// One load: its events through the log, and what each stage took for one of them.
struct Measured {
  std::map<std::string, double> micros;
  double insert_micros = 0;
  double cpu_micros = 0;
  double events_per_second = 0;
};

class Bench {
 public:
  explicit Bench(const std::string& directory, std::unique_ptr<ingest::GeoDatabase> places);

  Measured Load(bool with_persons);

 private:
  void Append(bool with_persons);
  double Seconds(const char* histogram, const Labels& labels = {}) {
    return metrics_.GetHistogram(histogram, labels).sum();
  }

  SystemClock clock_;
  Metrics metrics_;
  io::RealDisk disk_;
  std::unique_ptr<ingest::GeoDatabase> places_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<log::FileLog> log_;
  std::unique_ptr<engine::ChdbEngine> engine_;
  accounts::TeamDirectory teams_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<persons::Persons> persons_;
  std::unique_ptr<catalog::Catalog> catalog_;
  ingest::LiveTail live_{metrics_};
  std::unique_ptr<ingest::Ingester> ingester_;
};

Bench::Bench(const std::string& directory, std::unique_ptr<ingest::GeoDatabase> places)
    : places_(std::move(places)) {
  database_ = Must(db::Database::Open({.path = directory + "/metadata.db"}));
  for (const auto steps : {catalog::Migrations(), persons::Migrations(), ingest::Migrations()}) {
    Must(database_->Migrate(steps));
  }
  log_ = Must(log::FileLog::Open({.directory = directory + "/log", .topic = "events"}, disk_,
                                 clock_, metrics_));
  engine_ = Must(engine::ChdbEngine::Open({.path = directory + "/analytics"}, metrics_));
  accounts::Team team;
  team.id = kTeam;
  teams_.Put(team);
  store_ = Must(store::Store::Open(*engine_, clock_, metrics_));
  persons_ = std::make_unique<persons::Persons>(*database_, persons::PersonsOptions{}, metrics_);
  catalog_ = std::make_unique<catalog::Catalog>(*database_, clock_, metrics_);
  ingester_ = std::make_unique<ingest::Ingester>(ingest::IngestParts{.log = *log_,
                                                                     .teams = teams_,
                                                                     .database = *database_,
                                                                     .persons = *persons_,
                                                                     .catalog = *catalog_,
                                                                     .store = *store_,
                                                                     .live = live_,
                                                                     .clock = clock_,
                                                                     .metrics = metrics_,
                                                                     .geo = places_.get()},
                                                 ingest::IngesterOptions{});
  ingester_->Start();
}

void Bench::Append(bool with_persons) {
  for (int first = 0; first < kEvents; first += 50) {
    std::vector<log::NewRecord> records;
    for (int i = first; i < first + 50; ++i) {
      const Kind kind = KindOf(i, with_persons);
      const std::string properties = Properties(i, kind);
      const std::string visitor = std::to_string(i / kEventsOfVisitor);
      const std::string distinct_id = (kind == Kind::kAnonymous ? "anon-" : "user-") + visitor;
      // Addresses of some networks, as the visitors of one site have them.
      const std::string ip = std::to_string(1 + i / kEventsOfVisitor % 200) + "." +
                             std::to_string(i / kEventsOfVisitor % 50) + ".2.3";
      records.push_back(
          {std::to_string(kTeam) + ":" + distinct_id,
           log::EncodeEventRecord({.team_id = kTeam,
                                   .token = "phc_abc",
                                   .uuid = Uuid::V7(clock_.Now()),
                                   .event = kind == Kind::kIdentify ? "$identify" : "$pageview",
                                   .distinct_id = distinct_id,
                                   .ip = ip,
                                   .timestamp = clock_.Now(),
                                   .received_at = clock_.Now(),
                                   .sent_at = clock_.Now(),
                                   .properties = properties})});
    }
    std::promise<Result<log::Offset>> done;
    log_->Append(std::move(records), [&](Result<log::Offset> r) { done.set_value(std::move(r)); });
    Must(done.get_future().get());
  }
}

Measured Bench::Load(bool with_persons) {
  const auto stages = Stages();
  Measured measured;
  for (const std::string& stage : stages) {
    measured.micros[stage] = -Seconds("ingest_step_seconds", {{"step", stage}});
  }
  measured.insert_micros = -Seconds("store_event_batch_seconds");
  double cpu_before = 0;
  std::chrono::steady_clock::time_point start;
  // One ingester for all loads, so that it knows the persons of the last one.
  Must(ingester_->WhileAtRest(std::chrono::minutes(1), [&] {
    Append(with_persons);
    cpu_before = CpuSeconds();
    start = std::chrono::steady_clock::now();
    return Ok();
  }));
  if (!ingester_->WaitUntilLanded(log_->end(0), std::chrono::minutes(10))) {
    std::fprintf(stderr, "the events did not land\n");
    std::exit(1);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  measured.cpu_micros = (CpuSeconds() - cpu_before) * 1e6 / kEvents;
  measured.events_per_second = kEvents / took.count();
  for (const std::string& stage : stages) {
    double& micros = measured.micros[stage];
    micros = (micros + Seconds("ingest_step_seconds", {{"step", stage}})) * 1e6 / kEvents;
  }
  measured.insert_micros =
      (measured.insert_micros + Seconds("store_event_batch_seconds")) * 1e6 / kEvents;
  return measured;
}

void PrintRow(const char* name, const std::vector<Measured>& loads,
              const std::function<double(const Measured&)>& value, int digits) {
  std::printf("  %-44s", name);
  for (const Measured& load : loads) std::printf("  %12.*f", digits, value(load));
  std::printf("\n");
}

/// The ledger is written within the transaction that saves persons.
bool IsWithinAnother(const std::string& stage) {
  return stage == "ledger";
}

void Print(const std::vector<Measured>& loads) {
  std::printf("  %-44s  %12s  %12s  %12s\n", "stage, us/event", "personless", "persons new",
              "known");
  for (const std::string& stage : Stages()) {
    const std::string name = IsWithinAnother(stage) ? "  of which " + stage : stage;
    PrintRow(name.c_str(), loads, [&](const Measured& load) { return load.micros.at(stage); }, 2);
  }
  PrintRow(
      "together (wall clock of the reading thread)", loads,
      [](const Measured& load) {
        double sum = 0;
        for (const auto& [stage, micros] : load.micros) {
          if (!IsWithinAnother(stage)) sum += micros;
        }
        return sum;
      },
      2);
  PrintRow(
      "insert (two threads, waits for the engine)", loads,
      [](const Measured& load) { return load.insert_micros; }, 2);
  PrintRow(
      "CPU of the whole process, us/event", loads,
      [](const Measured& load) { return load.cpu_micros; }, 1);
  PrintRow(
      "events/s, log to engine", loads, [](const Measured& load) { return load.events_per_second; },
      0);
  PrintRow(
      "persons alone (load, person, save), events/s", loads,
      [](const Measured& load) {
        return 1e6 / (load.micros.at("load_persons") + load.micros.at("person") +
                      load.micros.at("save_persons"));
      },
      0);
}

int Run(const std::string& places_file) {
  SetLogLevel(LogLevel::kError);
  std::string directory = "/tmp/tenrec_ingest_bench_XXXXXX";
  if (::mkdtemp(directory.data()) == nullptr) return 1;
  const struct Cleanup {
    std::string path;
    ~Cleanup() { std::filesystem::remove_all(path); }
  } cleanup{directory};
  std::unique_ptr<ingest::GeoDatabase> places;
  if (!places_file.empty()) places = Must(ingest::GeoDatabase::Open(places_file));
  Bench bench(directory, std::move(places));
  std::vector<Measured> loads;
  loads.reserve(3);
  for (const bool with_persons : {false, true, true}) loads.push_back(bench.Load(with_persons));
  std::printf("%d events a load; persons: 70 %% personless, 25 %% identified, 5 %% $identify\n",
              kEvents);
  Print(loads);
  return 0;
}

}  // namespace
}  // namespace tenrec

int main(int argc, char** argv) {
  return tenrec::Run(argc > 1 ? argv[1] : "");
}
