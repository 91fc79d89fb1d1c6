// rooms: query store engine accounts cache io insights hogql schema base
//
// What a large answer costs: how fast cells become the text of the response, and how much memory an
// EventsQuery of 50,000 whole events takes on top of an idle process.
//
//   answer_bench --data DIR [--events 60000]

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tenrec/accounts/team.h"
#include "tenrec/cache/memory_cache.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/event_cells.h"
#include "tenrec/query/query.h"
#include "tenrec/query/result_table.h"
#include "tenrec/store/store.h"

namespace {

using std::chrono::steady_clock;
using tenrec::Timestamp;
using tenrec::Uuid;

constexpr std::int64_t kFirstSecond = 1'780'000'000;
constexpr tenrec::TeamId kTeam = 1;
constexpr int kRounds = 5;

double Seconds(steady_clock::time_point since) {
  return std::chrono::duration<double>(steady_clock::now() - since).count();
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

template <typename T>
T Need(tenrec::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

void Need(const tenrec::Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  std::exit(1);
}

/// About a kilobyte, as posthog-js sends it.
std::string Properties(std::int64_t number) {
  std::string out =
      R"({"$os":"Windows","$browser":"Chrome","$current_url":"https://app.example.com/)";
  out += std::to_string(number % 300) + R"(/settings?tab=3","$session_id":"session-)";
  out += std::to_string(number / 40) + R"(","amount":)" + std::to_string(number % 9973);
  out += R"(,"title":"Settings of the project \"Tenrec\"","$raw_user_agent":")";
  out += "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome";
  out += '"';
  for (int i = 0; i < 20; ++i) {
    out +=
        ",\"property_" + std::to_string(i) + "\":\"value " + std::to_string(number * 31 + i) + "\"";
  }
  return out + "}";
}

void Land(tenrec::store::Store& store, std::int64_t total) {
  constexpr std::int64_t kBatch = 10'000;
  for (std::int64_t begin = 0; begin < total; begin += kBatch) {
    auto batch = store.events().NewBatch();
    for (std::int64_t i = begin; i < std::min(total, begin + kBatch); ++i) {
      const std::string properties = Properties(i);
      const std::string distinct_id = "person-" + std::to_string(i % 5000);
      tenrec::store::EventRow row;
      row.team_id = kTeam;
      row.uuid = Uuid::V4();
      row.event = i % 3 == 0 ? "$pageview" : "clicked";
      row.distinct_id = distinct_id;
      row.timestamp = Timestamp::FromSeconds(kFirstSecond + i);
      row.created_at = row.timestamp;
      row.person_id = Uuid::V5(Uuid{}, distinct_id);
      row.person_created_at = row.timestamp;
      row.properties = properties;
      row.person_properties = R"({"email":"someone@example.com"})";
      Need(batch.Add(row));
    }
    Need(store.events().Insert(std::move(batch), "bench-" + std::to_string(begin)));
  }
}

/// Prints blocks that are in memory already, so that the engine's time does not count.
void MeasurePrinting(tenrec::engine::Engine& engine, tenrec::Metrics& metrics, const char* what,
                     const std::string& columns, bool as_events) {
  std::vector<tenrec::engine::Block> blocks;
  const auto keep = [&](tenrec::engine::Block&& block) -> tenrec::Status {
    blocks.push_back(std::move(block));
    return tenrec::Ok();
  };
  (void)Need(engine.Stream({"SELECT " + columns + " FROM events LIMIT 50000", {}}, {}, keep));
  const auto memory =
      std::make_shared<tenrec::query::AnswerMemory>(0, metrics.GetGauge("query_answer_bytes"));
  double best = 1e9;
  std::size_t bytes = 0;
  for (int round = 0; round < kRounds; ++round) {
    tenrec::query::AnswerText text(std::make_shared<tenrec::query::AnswerShare>(memory), 0);
    const auto begun = steady_clock::now();
    tenrec::query::TableShape shape{.names = {blocks.front().columns.front().name}};
    if (as_events) {
      shape.special = [](std::size_t, const tenrec::engine::Type& type) {
        return tenrec::query::EventsCellWriter(tenrec::insights::EventsColumn::kEvent, type);
      };
    }
    tenrec::query::ResultTable table(text, std::move(shape));
    for (const auto& block : blocks) Need(table.Take(block));
    table.Finish();
    bytes = text.Finish().size();
    best = std::min(best, Seconds(begun));
  }
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("  %-34s %8.1f MB %8.0f MB/s\n", what, megabytes, megabytes / best);
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::int64_t events = 60'000;
  CLI::App app("What a large answer costs");
  app.add_option("--data", data, "an empty directory")->required();
  app.add_option("--events", events, "how many to land");
  CLI11_PARSE(app, argc, argv);

  tenrec::Metrics metrics;
  tenrec::ManualClock clock(Timestamp::FromSeconds(kFirstSecond + events));
  auto engine = Need(tenrec::engine::ChdbEngine::Open(
      {.path = data, .memory_bytes = 1'000'000'000, .threads = 2}, metrics));
  auto store = Need(tenrec::store::Store::Open(*engine, clock, metrics));
  Land(*store, events);

  {
    tenrec::cache::MemoryCache cache(64 << 20, clock, metrics);
    tenrec::io::WorkerPool pool("bench", 2, 4);
    tenrec::query::Runner runner({.engine = *engine,
                                  .layout = store->layout(),
                                  .property_types = {},
                                  .cache = cache,
                                  .landed_events = {},
                                  .clock = clock,
                                  .pool = pool,
                                  .metrics = metrics},
                                 {.answer_memory_bytes = 1'000'000'000});
    auto team = std::make_shared<tenrec::accounts::Team>();
    team->id = kTeam;
    team->timezone = "UTC";
    const auto ask = [&](int limit) {
      auto body = tenrec::ParseJson(
          R"({"refresh":"force_blocking","query":{"kind":"EventsQuery","select":["*"],"after":"all",)"
          R"("limit":)" +
          std::to_string(limit) + "}}");
      const auto answer = runner.Run({.team = team, .body = Need(std::move(body))});
      if (answer.status != 200) {
        std::fprintf(stderr, "%s\n", answer.body.c_str());
        std::exit(1);
      }
      return answer.body.size();
    };
    ask(100);
    {
      ResetPeak();
      const long idle = MemoryMb("VmRSS");
      std::size_t rows = 0;
      const auto drop = [&](tenrec::engine::Block&& block) -> tenrec::Status {
        rows += block.rows;
        return tenrec::Ok();
      };
      (void)Need(
          engine->Stream({"SELECT tuple(uuid, event, properties, timestamp) AS t FROM events "
                          "ORDER BY timestamp DESC LIMIT 50000",
                          {}},
                         {.settings = {{"max_block_size", "4096"}}}, drop));
      std::printf("Engine alone, the same %zu rows dropped: peak %ld MB over %ld MB\n", rows,
                  MemoryMb("VmHWM") - idle, idle);
    }
    ResetPeak();
    const long before = MemoryMb("VmRSS");
    const auto begun = steady_clock::now();
    const std::size_t bytes = ask(50'000);
    std::printf(
        "EventsQuery of 50,000 whole events: %.1f MB of text, %.2f s, peak %ld MB over %ld MB\n\n",
        static_cast<double>(bytes) / 1e6, Seconds(begun), MemoryMb("VmHWM") - before, before);
  }
  std::printf("Cells to text, 50,000 rows, best of %d\n", kRounds);
  MeasurePrinting(*engine, metrics, "whole events (`*`)",
                  "tuple(uuid, event, properties, timestamp, team_id, distinct_id, elements_chain, "
                  "created_at, person_mode)",
                  true);
  MeasurePrinting(*engine, metrics, "properties as text", "properties", false);
  MeasurePrinting(*engine, metrics, "numbers, times and ids",
                  "timestamp, team_id, uuid, person_id, toUnixTimestamp(timestamp) / 7", false);
  MeasurePrinting(*engine, metrics, "arrays of numbers", "range(cityHash64(uuid) % 100)", false);

  store.reset();
  engine.reset();
  tenrec::engine::ChdbEngine::ShutDownLibrary();
  return 0;
}
