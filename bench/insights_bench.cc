// rooms: query insights store engine schema sql accounts cache io base
//
// Asks insights of a store that holds events, the way the product does, and beside them what they
// cost in SQL over the layout that PostHog uses by default: properties as one text, read with
// JSONExtract, and persons through a join with their overrides. In the same engine and run.
//
//   tenrec demo --data DIR --events 10000000 && insights_bench --data DIR

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "insights_questions.h"
#include "tenrec/accounts/team.h"
#include "tenrec/base/json.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"
#include "tenrec/cache/memory_cache.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/landed_events.h"
#include "tenrec/query/query.h"
#include "tenrec/store/store.h"

namespace {

using std::chrono::steady_clock;
using tenrec::Status;
using tenrec::bench::Compared;
using tenrec::bench::Question;

constexpr int kRepeats = 5;

double Milliseconds(steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - since).count();
}

/// What the whole process took of the processors, which does not depend on who else uses them.
double CpuMilliseconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return of(used.ru_utime) + of(used.ru_stime);
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
  double cpu_ms = 0;
  long peak_mb = 0;
  std::string answer;
};

/// `ask` gives the answer as text.
template <typename Ask>
Timing Measure(const Ask& ask) {
  std::ofstream("/proc/self/clear_refs") << "5";
  Timing timing;
  std::vector<double> times;
  std::vector<double> cpu;
  for (int i = 0; i < kRepeats; ++i) {
    const auto start = steady_clock::now();
    const double spent = CpuMilliseconds();
    timing.answer = ask();
    times.push_back(Milliseconds(start));
    cpu.push_back(CpuMilliseconds() - spent);
  }
  timing.first_ms = times.front();
  const auto middle = [](std::vector<double>& all) {
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
  };
  timing.median_ms = middle(times);
  timing.cpu_ms = middle(cpu);
  timing.peak_mb = PeakMb();
  return timing;
}

class Bench {
 public:
  Bench(tenrec::engine::Engine& engine, tenrec::store::Store& store, tenrec::Metrics& metrics,
        bool ours_only)
      : engine_(engine),
        ours_only_(ours_only),
        cache_(64 << 20, clock_, metrics),
        pool_("bench", 2, 4),
        runner_(
            {.engine = engine,
             .layout = store.layout(),
             .property_types = [](tenrec::TeamId) { return tenrec::hogql::PropertyTypeLookup(); },
             .cache = cache_,
             .landed_events = [this](tenrec::TeamId team) { return landed_.Of(team); },
             .earliest_landed =
                 [this](tenrec::TeamId team, std::int64_t landed) {
                   return landed_.EarliestSince(team, landed);
                 },
             .person_moves =
                 [&store](tenrec::TeamId team) { return store.person_moves().Of(team); },
             .person_changes =
                 [&store](tenrec::TeamId team) { return store.person_moves().ChangesOf(team); },
             .named_sets =
                 [](tenrec::TeamId) {
                   tenrec::insights::NamedSets sets;
                   sets.cohorts.push_back({tenrec::bench::kCohort, "A tenth", true, 1});
                   sets.stamp = "bench";
                   return tenrec::Result<std::shared_ptr<const tenrec::insights::NamedSets>>(
                       std::make_shared<const tenrec::insights::NamedSets>(std::move(sets)));
                 },
             .clock = clock_,
             .pool = pool_,
             .metrics = metrics},
            {}) {
    auto team = std::make_shared<tenrec::accounts::Team>();
    team->id = 1;
    team->timezone = "UTC";
    team_ = std::move(team);
  }

  /// Makes the store so many times as large: every event again, of other people with other ids, at
  /// the same time. Without their texts and the properties that have no column of their own, which
  /// no question here reads, a copy takes a quarter of the time and a sixth of the room.
  void Multiply(int times, bool with_texts) {
    const std::string bare =
        ", '' AS properties, '' AS person_properties, '' AS elements_chain, "
        "CAST(map(), 'Map(LowCardinality(String), String)') AS properties_tail, "
        "CAST(map(), 'Map(LowCardinality(String), String)') AS person_properties_tail";
    for (int copy = 1; copy < times; ++copy) {
      const std::string number = std::to_string(copy);
      const auto other = [&](const std::string& id) {
        return "reinterpretAsUUID(bitXor(reinterpretAsUInt128(" + id + "), toUInt128(" + number +
               "))) AS " + id;
      };
      Execute("INSERT INTO events SELECT * REPLACE (" + other("uuid") + ", " + other("person_id") +
              ", concat(distinct_id, '~copy" + number + "') AS distinct_id" +
              (with_texts ? "" : bare) +
              ") FROM (SELECT * FROM events WHERE position(distinct_id, '~copy') = 0)");
      std::printf("%s events\n", Single("SELECT toString(count()) FROM events").c_str());
      std::fflush(stdout);
    }
  }

  /// The same events as PostHog stores them by default.
  void MakePlainTable() {
    Execute("DROP TABLE IF EXISTS bench_events");
    Execute(
        "CREATE TABLE IF NOT EXISTS bench_plain_events (team_id Int64, uuid UUID, event "
        "LowCardinality(String), timestamp DateTime64(6, 'UTC'), distinct_id String, person_id "
        "UUID, person_created_at DateTime64(6, 'UTC'), properties String CODEC(ZSTD(1))) ENGINE = "
        "ReplacingMergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (team_id, toDate(timestamp), "
        "event, cityHash64(distinct_id), cityHash64(uuid))");
    Execute(
        "CREATE TABLE IF NOT EXISTS bench_overrides (team_id Int64, distinct_id String, person_id "
        "UUID, version Int64) ENGINE = ReplacingMergeTree(version) ORDER BY (team_id, "
        "distinct_id)");
    if (Single("SELECT toString(count()) FROM bench_plain_events") !=
        Single("SELECT toString(count()) FROM events")) {
      Execute("TRUNCATE TABLE bench_plain_events");
      Execute(
          "INSERT INTO bench_plain_events SELECT team_id, uuid, event, timestamp, distinct_id, "
          "person_id, person_created_at, properties FROM events");
      Execute("OPTIMIZE TABLE bench_plain_events FINAL");
    }
  }

  /// A cohort of every tenth person.
  void FillCohort() {
    const std::string cohort = std::to_string(tenrec::bench::kCohort);
    if (Single("SELECT toString(count()) FROM cohort_members WHERE cohort_id = " + cohort) == "0") {
      Execute(
          "INSERT INTO cohort_members (team_id, cohort_id, version, person_id, distinct_id) "
          "SELECT 1, " +
          cohort +
          ", 1, person_id, any(distinct_id) FROM events WHERE "
          "cityHash64(person_id) % 10 = 0 GROUP BY person_id");
    }
  }

  void Ask(const Question& question) {
    const Timing ours = Measure([&] { return Insight(question, kAnew); });
    std::printf("%-34s %8.0f %7.0f %7.0f", question.title.c_str(), ours.first_ms, ours.median_ms,
                ours.cpu_ms);
    if (question.plain.empty() || ours_only_) {
      std::printf(" %8s %8s %6s %6s %7ld\n", "", "", "", "", ours.peak_mb);
      std::fflush(stdout);
      return;
    }
    const Timing plain = Measure([&] { return Single(Filled(question.plain)); });
    std::printf(" %8.0f %8.0f %6.1f %6.1f %7ld %8ld  %-4s", plain.median_ms, plain.cpu_ms,
                plain.median_ms / ours.median_ms, plain.cpu_ms / ours.cpu_ms, ours.peak_mb,
                plain.peak_mb, ours.answer == plain.answer ? "yes" : "NO");
    if (!question.arrays.empty()) {
      const Timing arrays = Measure([&] { return Single(Filled(question.arrays)); });
      std::printf(" %.0f / %.0f%s", arrays.median_ms, arrays.cpu_ms,
                  arrays.answer == ours.answer ? "" : " NO");
    }
    std::printf("\n");
    if (ours.answer != plain.answer) {
      std::printf("    %.300s\n    %.300s\n", ours.answer.c_str(), plain.answer.c_str());
    }
    std::fflush(stdout);
  }

  /// What an open dashboard costs in a project where events land: the same question again, an
  /// event of `newest` later. Its answer is held against the one of all buckets.
  void AskLater(const Question& question, tenrec::Timestamp newest) {
    const Timing all = Measure([&] { return Insight(question, kAnew); });
    const Timing later = Measure([&] {
      landed_.Add(team_->id, 1, newest);
      return Insight(question, "blocking");
    });
    std::printf("%-34s %8.0f %7.0f %8.0f %7.0f %6.1f  %s\n", question.title.c_str(), all.median_ms,
                all.cpu_ms, later.median_ms, later.cpu_ms, all.cpu_ms / later.cpu_ms,
                later.answer == all.answer ? "yes" : "NO");
    std::fflush(stdout);
  }

 private:
  static constexpr const char* kAnew = "force_blocking";

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
    const auto replace = [&](const std::string& name, const std::string& source) {
      if (const auto at = sql.find(name); at != std::string::npos) {
        sql.replace(at, name.size(), source);
      }
    };
    replace("$EVENTS",
            "(SELECT event, timestamp, properties FROM bench_plain_events WHERE team_id = 1)");
    replace("$FROM",
            "(SELECT event, timestamp, properties, person_created_at, if(notEmpty(o.distinct_id), "
            "o.person_id, e.person_id) AS person FROM bench_plain_events AS e LEFT OUTER JOIN "
            "(SELECT distinct_id, argMax(person_id, version) AS person_id FROM bench_overrides "
            "WHERE team_id = 1 GROUP BY distinct_id) AS o ON e.distinct_id = o.distinct_id WHERE "
            "team_id = 1)");
    return sql;
  }

  /// The part of the insight's answer that is compared, as the plain statement gives it.
  std::string Insight(const Question& question, const std::string& refresh) {
    auto body =
        tenrec::ParseJson("{\"refresh\":\"" + refresh + "\",\"query\":" + question.query + "}");
    if (!body) Require(std::move(body).error());
    const tenrec::query::Answer answer = runner_.Run({.team = team_, .body = *std::move(body)});
    if (answer.status != 200) {
      std::fprintf(stderr, "%s: %d %s\n", question.title.c_str(), answer.status,
                   answer.body.c_str());
      std::exit(1);
    }
    const auto parsed = tenrec::ParseJson(answer.body);
    if (!parsed) Require(parsed.error());
    return Shown(parsed->at("results"), question.compared);
  }

  static std::string List(const std::vector<long long>& numbers) {
    std::string out = "[";
    for (const long long number : numbers) {
      if (out.size() > 1) out += ',';
      out += std::to_string(number);
    }
    out += ']';
    return out;
  }

  static long long Number(const tenrec::Json& number) {
    return std::llround(number.to_number<double>());
  }

  static std::string Shown(const tenrec::Json& results, Compared compared) {
    std::vector<long long> numbers;
    switch (compared) {
      case Compared::kStepCounts: {
        std::string out;
        const auto add = [&](const tenrec::JsonArray& steps) {
          std::vector<long long> counts;
          for (const tenrec::Json& step : steps) counts.push_back(Number(step.at("count")));
          out += List(counts);
        };
        const tenrec::JsonArray& rows = results.as_array();
        if (rows.empty() || !rows.front().is_array()) {
          add(rows);
        } else {
          for (const tenrec::Json& steps : rows) add(steps.as_array());
        }
        return out;
      }
      case Compared::kCounts:
        for (const tenrec::Json& row : results.as_array()) {
          numbers.push_back(Number(row.at("count")));
        }
        return List(numbers);
      case Compared::kData: {
        std::string out;
        for (const tenrec::Json& row : results.as_array()) {
          numbers.clear();
          for (const tenrec::Json& one : row.at("data").as_array()) numbers.push_back(Number(one));
          out += List(numbers);
        }
        return out;
      }
      case Compared::kByStatus: {
        std::map<std::string, long long> sums;
        for (const tenrec::Json& row : results.as_array()) {
          long long& sum = sums[std::string(row.at("status").as_string())];
          for (const tenrec::Json& one : row.at("data").as_array()) sum += Number(one);
        }
        for (const auto& [status, sum] : sums) numbers.push_back(sum);
        return List(numbers);
      }
      case Compared::kSumOfValues: {
        long long sum = 0;
        for (const tenrec::Json& row : results.as_array()) {
          for (const tenrec::Json& one : row.at("values").as_array())
            sum += Number(one.at("count"));
        }
        return List({sum});
      }
      case Compared::kSumOfBins: {
        long long sum = 0;
        for (const tenrec::Json& bin : results.at("bins").as_array()) sum += Number(bin.at(1));
        return List({sum});
      }
      case Compared::kTopEdges: {
        std::string out = "[";
        const tenrec::JsonArray& edges = results.as_array();
        for (std::size_t i = 0; i < std::min<std::size_t>(10, edges.size()); ++i) {
          if (i != 0) out += ',';
          out += '\'';
          out += std::string(edges[i].at("source").as_string());
          out += '>';
          out += std::string(edges[i].at("target").as_string());
          out += ' ';
          out += std::to_string(Number(edges[i].at("value")));
          out += '\'';
        }
        return out + ']';
      }
    }
    return "";
  }

  tenrec::engine::Engine& engine_;
  const bool ours_only_;
  const tenrec::SystemClock clock_;
  tenrec::cache::MemoryCache cache_;
  tenrec::io::WorkerPool pool_;
  tenrec::query::LandedEvents landed_;
  std::shared_ptr<const tenrec::accounts::Team> team_;
  tenrec::query::Runner runner_;
};

/// Asks the questions whose title holds one of `only`, or all.
void AskAll(Bench& bench, tenrec::engine::Engine& engine, const std::vector<std::string>& only) {
  const auto newest = engine.Query(
      {"SELECT toString(toDate(max(timestamp))), toString(toDate(max(timestamp)) - 29), "
       "toString(toDate(max(timestamp)) - 89), max(timestamp) FROM events",
       {}});
  if (!newest) Require(newest.error());
  const auto day = [&](std::size_t i) { return std::string(newest->block.columns[i].Text(0)); };
  const std::vector<tenrec::bench::Range> ranges = {{day(1), day(0), 30}, {day(2), day(0), 90}};
  const auto asked = [&](const Question& question) {
    const auto named = [&](const std::string& text) {
      return question.title.find(text) != std::string::npos;
    };
    return only.empty() || std::ranges::any_of(only, named);
  };
  std::printf("%-34s %8s %7s %7s %8s %8s %6s %6s %7s %8s  %-4s %s\n", "question", "first ms",
              "ours ms", "CPU ms", "plain ms", "CPU ms", "times", "of CPU", "ours MB", "plain MB",
              "same", "arrays ms / CPU ms");
  for (const auto& range : ranges) {
    std::printf("%s to %s\n", range.from.c_str(), range.to.c_str());
    for (const auto& questions : {tenrec::bench::Trends(range), tenrec::bench::Habits(range),
                                  tenrec::bench::Paths(range), tenrec::bench::Funnels(range)}) {
      for (const Question& question : questions) {
        if (asked(question)) bench.Ask(question);
      }
    }
  }
  std::printf("\n%-34s %8s %7s %8s %7s %6s  %s\n", "an event later", "all ms", "CPU ms", "later ms",
              "CPU ms", "of CPU", "same");
  for (const auto& range : ranges) {
    std::printf("%s to %s\n", range.from.c_str(), range.to.c_str());
    for (const Question& question : tenrec::bench::Trends(range)) {
      if (asked(question)) bench.AskLater(question, newest->block.columns[3].Instant(0));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::uint64_t memory_mb = 4096;
  CLI::App app("Asks insights of a store, and the same in SQL over plain text");
  app.add_option("--data", data, "a directory of tenrec demo, which gets two tables more")
      ->required();
  app.add_option("--memory-mb", memory_mb, "the engine's budget");
  std::vector<std::string> only;
  app.add_option("--only", only, "questions whose title holds one of these texts");
  bool ours_only = false;
  app.add_flag("--ours-only", ours_only,
               "leave out the plain layout, which takes most of the time");
  int multiply = 1;
  app.add_option(
         "--multiply", multiply,
         "do nothing but make the store so many times as large: every event again, of other "
         "people")
      ->check(CLI::Range(1, 1000));
  bool with_texts = false;
  app.add_flag("--with-texts", with_texts, "copies have their properties as text too");
  CLI11_PARSE(app, argc, argv);

  tenrec::Metrics metrics;
  const tenrec::SystemClock clock;
  auto engine = tenrec::engine::ChdbEngine::Open(
      {.path = data + "/analytics", .memory_bytes = memory_mb << 20}, metrics);
  if (!engine) Require(std::move(engine).error());
  auto store = tenrec::store::Store::Open(**engine, clock, metrics);
  if (!store) Require(std::move(store).error());
  {
    Bench bench(**engine, **store, metrics, ours_only);
    if (multiply > 1) {
      bench.Multiply(multiply, with_texts);
    } else {
      bench.FillCohort();
      if (!ours_only) bench.MakePlainTable();
      AskAll(bench, **engine, only);
    }
  }
  store->reset();
  engine->reset();
  tenrec::engine::ChdbEngine::ShutDownLibrary();
  return 0;
}
