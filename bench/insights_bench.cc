// rooms: query store engine schema sql accounts cache io base
//
// Asks insights of a store that holds events, the way the product does, and beside them what they
// cost in SQL over the layout that PostHog uses by default: properties as one text, read with
// JSONExtract, and persons through a join with their overrides. In the same engine and run.
//
//   tenrec demo --data DIR --events 10000000 && insights_bench --data DIR

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tenrec/accounts/team.h"
#include "tenrec/base/json.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"
#include "tenrec/cache/memory_cache.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/query.h"
#include "tenrec/store/store.h"

namespace {

using std::chrono::steady_clock;
using tenrec::Status;

constexpr int kRepeats = 5;

double Milliseconds(steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - since).count();
}

long PeakMb() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6)) / 1000;
  }
  return 0;
}

void Require(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s: %s\n", status.error().tag.c_str(), status.error().message.c_str());
  std::exit(1);
}

struct Timing {
  double first_ms = 0;
  double median_ms = 0;
  long peak_mb = 0;
  std::string answer;
};

/// `ask` gives the answer as text.
template <typename Ask>
Timing Measure(const Ask& ask) {
  std::ofstream("/proc/self/clear_refs") << "5";
  Timing timing;
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    const auto start = steady_clock::now();
    timing.answer = ask();
    times.push_back(Milliseconds(start));
  }
  timing.first_ms = times.front();
  std::sort(times.begin(), times.end());
  timing.median_ms = times[times.size() / 2];
  timing.peak_mb = PeakMb();
  return timing;
}

/// An insight, and statements that count the same.
struct Question {
  std::string title;
  std::string query;
  /// `counts` of the first row, to be compared with the insight's; $P(key) is a property, $FROM the
  /// events of persons.
  std::string plain;
  /// The same as arrays, with the times of the steps; empty: not measured.
  std::string arrays;
};

class Bench {
 public:
  Bench(tenrec::engine::Engine& engine, const tenrec::store::Store& store, tenrec::Metrics& metrics)
      : engine_(engine),
        cache_(64 << 20, clock_, metrics),
        pool_("bench", 2, 4),
        runner_(
            {.engine = engine,
             .layout = store.layout(),
             .property_types = [](tenrec::TeamId) { return tenrec::hogql::PropertyTypeLookup(); },
             .cache = cache_,
             .landed_events = nullptr,
             .clock = clock_,
             .pool = pool_,
             .metrics = metrics},
            {}) {
    auto team = std::make_shared<tenrec::accounts::Team>();
    team->id = 1;
    team->timezone = "UTC";
    team_ = std::move(team);
  }

  /// The same events as PostHog stores them by default.
  void MakePlainTable() {
    Execute(
        "CREATE TABLE IF NOT EXISTS bench_events (team_id Int64, uuid UUID, event "
        "LowCardinality(String), timestamp DateTime64(6, 'UTC'), distinct_id String, person_id "
        "UUID, properties String CODEC(ZSTD(1))) ENGINE = ReplacingMergeTree PARTITION BY "
        "toYYYYMM(timestamp) ORDER BY (team_id, toDate(timestamp), event, "
        "cityHash64(distinct_id), cityHash64(uuid))");
    Execute(
        "CREATE TABLE IF NOT EXISTS bench_overrides (team_id Int64, distinct_id String, person_id "
        "UUID, version Int64) ENGINE = ReplacingMergeTree(version) ORDER BY (team_id, "
        "distinct_id)");
    if (Single("SELECT toString(count()) FROM bench_events") !=
        Single("SELECT toString(count()) FROM events")) {
      Execute("TRUNCATE TABLE bench_events");
      Execute(
          "INSERT INTO bench_events SELECT team_id, uuid, event, timestamp, distinct_id, "
          "person_id, "
          "properties FROM events");
    }
    Execute("OPTIMIZE TABLE bench_events FINAL");
  }

  void Ask(const Question& question) {
    const Timing ours = Measure([&] { return Insight(question.query); });
    const Timing plain = Measure([&] { return Single(Filled(question.plain)); });
    std::printf("%-46s %9.0f %9.0f %9.0f %7.1f %8ld %8ld", question.title.c_str(), ours.first_ms,
                ours.median_ms, plain.median_ms, plain.median_ms / ours.median_ms, ours.peak_mb,
                plain.peak_mb);
    if (question.arrays.empty()) {
      std::printf(" %9s", "");
    } else {
      std::printf(" %9.0f", Measure([&] { return Single(Filled(question.arrays)); }).median_ms);
    }
    std::printf("  %s\n", ours.answer == plain.answer ? "yes" : "NO");
    if (ours.answer != plain.answer) {
      std::printf("    %.300s\n    %.300s\n", ours.answer.c_str(), plain.answer.c_str());
    }
    std::fflush(stdout);
  }

 private:
  void Execute(const std::string& sql) {
    const auto done = engine_.Execute({sql, {}}, {.max_execution_time = std::chrono::hours(2)});
    if (!done) std::fprintf(stderr, "%s\n", sql.c_str());
    Require(done);
  }

  std::string Single(const std::string& sql) {
    const auto result = engine_.Query({sql, {}}, {.max_execution_time = std::chrono::hours(1)});
    if (!result) {
      std::fprintf(stderr, "%s\n%s\n", sql.c_str(), result.error().message.c_str());
      std::exit(1);
    }
    if (result->block.rows == 0) return "";
    return std::string(result->block.columns[0].Text(0));
  }

  static std::string Filled(std::string sql) {
    for (auto at = sql.find("$P("); at != std::string::npos; at = sql.find("$P(")) {
      const auto close = sql.find(')', at);
      const std::string key = sql.substr(at + 3, close - at - 3);
      sql.replace(at, close - at + 1,
                  "replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(properties, '" + key +
                      "'), ''), 'null'), '^\"|\"$', '')");
    }
    if (const auto at = sql.find("$FROM"); at != std::string::npos) {
      sql.replace(at, 5,
                  "(SELECT event, timestamp, properties, if(notEmpty(o.distinct_id), o.person_id, "
                  "e.person_id) AS person FROM bench_events AS e LEFT OUTER JOIN (SELECT "
                  "distinct_id, argMax(person_id, version) AS person_id FROM bench_overrides WHERE "
                  "team_id = 1 GROUP BY distinct_id) AS o ON e.distinct_id = o.distinct_id WHERE "
                  "team_id = 1)");
    }
    return sql;
  }

  /// The counts of a funnel's steps, value by value: "[[10,4,1],[7,2,0]]".
  std::string Insight(const std::string& query) {
    auto body = tenrec::ParseJson("{\"refresh\":\"force_blocking\",\"query\":" + query + "}");
    if (!body) Require(std::move(body).error());
    const tenrec::query::Answer answer = runner_.Run({.team = team_, .body = *std::move(body)});
    if (answer.status != 200) {
      std::fprintf(stderr, "%d %s\n", answer.status, answer.body.c_str());
      std::exit(1);
    }
    const auto parsed = tenrec::ParseJson(answer.body);
    if (!parsed) Require(parsed.error());
    std::string out;
    const auto add = [&](const tenrec::JsonArray& rows) {
      out += '[';
      for (const tenrec::Json& row : rows) {
        if (out.back() != '[') out += ',';
        out += tenrec::PrintJson(row.at("count"));
      }
      out += ']';
    };
    const tenrec::JsonArray& results = parsed->at("results").as_array();
    if (results.empty() || !results.front().is_array()) {
      add(results);
      return out;
    }
    for (const tenrec::Json& rows : results) add(rows.as_array());
    return out;
  }

  tenrec::engine::Engine& engine_;
  const tenrec::SystemClock clock_;
  tenrec::cache::MemoryCache cache_;
  tenrec::io::WorkerPool pool_;
  std::shared_ptr<const tenrec::accounts::Team> team_;
  tenrec::query::Runner runner_;
};

/// Funnels of one range, which ends with the newest event.
std::vector<Question> Funnels(const std::string& from, const std::string& to) {
  const std::string range =
      R"("dateRange":{"date_from":")" + from + R"(","date_to":")" + to + "\"}";
  const std::string series =
      R"("series":[{"kind":"EventsNode","event":"$pageview"},{"kind":"EventsNode","event":"signup started"},{"kind":"EventsNode","event":"signed up"}])";
  const std::string within = " WHERE timestamp >= '" + from + " 00:00:00' AND timestamp <= '" + to +
                             " 23:59:59' AND event IN ('$pageview', 'signup started', 'signed up')";
  const std::string steps =
      "(timestamp, event = '$pageview', event = 'signup started', event = 'signed up')";
  const std::string window =
      "windowFunnel(1209600000000)(toUInt64(toUnixTimestamp64Micro(timestamp)), " +
      steps.substr(12);
  const std::string counts =
      "toString([countIf(level >= 1), countIf(level >= 2), countIf(level >= 3)])";
  const std::string by_country =
      R"(,"breakdownFilter":{"breakdown":"$geoip_country_code","breakdown_type":"event"})";
  const std::string filtered =
      R"(,"properties":[{"type":"event","key":"$browser","value":"Chrome","operator":"exact"}])";
  const std::string fold =
      "arrayFold((a, e) -> (if(e.2 = 1, e.1, a.1), if(e.2 = 2 AND a.1 > 0 AND e.1 - a.1 <= "
      "1209600000000, a.1, a.2), if(e.2 = 3 AND a.2 > 0 AND e.1 - a.2 <= 1209600000000, a.2, a.3), "
      "if(e.2 = 2 AND a.1 > 0, e.1, a.4), if(e.2 = 3 AND a.2 > 0, e.1, a.5)), "
      "arraySort(groupArray((toUnixTimestamp64Micro(timestamp), multiIf(event = '$pageview', 1, "
      "event "
      "= 'signup started', 2, 3)))), (toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0)))";
  return {
      {"funnel of three steps", R"({"kind":"FunnelsQuery",)" + range + "," + series + "}",
       "SELECT " + counts + " FROM (SELECT person, " + window + " AS level FROM $FROM" + within +
           " GROUP BY person)",
       "SELECT toString([countIf(f.1 > 0), countIf(f.2 > 0), countIf(f.3 > 0)]) FROM (SELECT "
       "person, " +
           fold + " AS f FROM $FROM" + within + " GROUP BY person)"},
      {"funnel, one property filter",
       R"({"kind":"FunnelsQuery",)" + range + "," + series + filtered + "}",
       "SELECT " + counts + " FROM (SELECT person, " + window + " AS level FROM $FROM" + within +
           " AND $P($browser) = 'Chrome' GROUP BY person)",
       ""},
      {"funnel by country, first touch",
       R"({"kind":"FunnelsQuery",)" + range + "," + series + by_country + "}",
       "SELECT arrayStringConcat(groupArray(c)) FROM (SELECT if(n <= 25, country, 'Other') AS "
       "label, "
       "toString([sum(a), sum(b), sum(d)]) AS c FROM (SELECT country, countIf(level >= 1) AS a, "
       "countIf(level >= 2) AS b, countIf(level >= 3) AS d, row_number() OVER (ORDER BY d DESC, b "
       "DESC, a DESC, country) AS n FROM (SELECT person, ifNull(argMinIf(country_of, timestamp, "
       "notEmpty(country_of)), '') AS country, " +
           window +
           " AS level FROM (SELECT person, event, timestamp, ifNull($P($geoip_country_code), '') "
           "AS "
           "country_of FROM $FROM" +
           within +
           ") GROUP BY person) WHERE level > 0 GROUP BY country) GROUP BY label ORDER BY "
           "min(n))",
       ""},
  };
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::uint64_t memory_mb = 4096;
  CLI::App app("Asks insights of a store, and the same in SQL over plain text");
  app.add_option("--data", data, "a directory of tenrec demo, which gets two tables more")
      ->required();
  app.add_option("--memory-mb", memory_mb, "the engine's budget");
  CLI11_PARSE(app, argc, argv);

  tenrec::Metrics metrics;
  const tenrec::SystemClock clock;
  auto engine = tenrec::engine::ChdbEngine::Open(
      {.path = data + "/analytics", .memory_bytes = memory_mb << 20}, metrics);
  if (!engine) Require(std::move(engine).error());
  auto store = tenrec::store::Store::Open(**engine, clock, metrics);
  if (!store) Require(std::move(store).error());
  {
    Bench bench(**engine, **store, metrics);
    bench.MakePlainTable();
    const auto newest = (*engine)->Query(
        {"SELECT toString(toDate(max(timestamp))), toString(toDate(max(timestamp)) - 29), "
         "toString(toDate(max(timestamp)) - 89) FROM events",
         {}});
    if (!newest) Require(newest.error());
    const auto day = [&](std::size_t i) { return std::string(newest->block.columns[i].Text(0)); };
    std::printf("%-46s %9s %9s %9s %7s %8s %8s %9s  %s\n", "question", "first ms", "ours ms",
                "plain ms", "times", "ours MB", "plain MB", "arrays ms", "same");
    for (const std::size_t begin : {1U, 2U}) {
      std::printf("%s to %s\n", day(begin).c_str(), day(0).c_str());
      for (const Question& question : Funnels(day(begin), day(0))) bench.Ask(question);
    }
  }
  store->reset();
  engine->reset();
  tenrec::engine::ChdbEngine::ShutDownLibrary();
  return 0;
}
