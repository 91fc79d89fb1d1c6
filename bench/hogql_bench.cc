// rooms: hogql schema sql base
//
// From the text of a question to the ClickHouse statement: parse, resolve, lower, print, check.
//
//   hogql_bench

#include <cstdio>
#include <cstdlib>

#include <benchmark/benchmark.h>

#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"

namespace {

using namespace tenrec::hogql;  // NOLINT(google-build-using-namespace)

constexpr const char* kQuestions[] = {
    "select count() from events",
    "select event, count() as c from events where timestamp >= now() - interval 7 day and "
    "properties.$browser = 'Chrome' group by event order by c desc limit 10",
    // A typical insight.
    "select toStartOfDay(timestamp) as day, properties.$browser as browser, uniq(person_id) as "
    "people from events where event = '$pageview' and timestamp >= '2024-03-01' and timestamp < "
    "'2024-04-01' and person.properties.email not like '%@example.com' and properties.plan in "
    "('free', 'paid') group by day, browser order by day, people desc",
    // A funnel's shape: common tables, windows, arrays.
    "with steps as (select person_id, timestamp, if(event = 'a', 1, 0) as s1, if(event = 'b', 1, "
    "0) as s2 from events where event in ('a', 'b')), ordered as (select person_id, timestamp, s1, "
    "s2, min(timestamp) over (partition by person_id order by timestamp desc rows between "
    "unbounded preceding and 1 preceding) as later from steps) select person_id, "
    "groupArray(tuple(timestamp, s1, s2, later)) as all_steps, arrayFilter(x -> x.2 = 1, "
    "all_steps) as firsts from ordered group by person_id having notEmpty(firsts)",
    "select group_0.properties.name, avg(session.$session_duration) from events where timestamp > "
    "now() - interval 30 day group by 1",
    "select $channel_type, count(), avg($session_duration) from sessions where $start_timestamp > "
    "'2024-03-01' group by $channel_type",
};

CompileContext Context() {
  CompileContext context;
  context.team_id = 7;
  context.time_zone = "America/New_York";
  context.property_type = [](PropertyScope, std::string_view, int) {
    return PropertyType::kUnknown;
  };
  return context;
}

void Parse(benchmark::State& state) {
  const char* const question = kQuestions[state.range(0)];
  for (auto _ : state) benchmark::DoNotOptimize(ParseSelect(question));
}

void ParseAndCompile(benchmark::State& state) {
  const char* const question = kQuestions[state.range(0)];
  const CompileContext context = Context();
  for (auto _ : state) {
    const auto compiled = CompileText(question, context);
    if (!compiled) {
      std::fprintf(stderr, "%s\n", compiled.error().message.c_str());
      std::exit(1);
    }
    benchmark::DoNotOptimize(compiled);
  }
}

constexpr int kLast = static_cast<int>(sizeof(kQuestions) / sizeof(kQuestions[0])) - 1;
BENCHMARK(Parse)->DenseRange(0, kLast)->Unit(benchmark::kMicrosecond);
BENCHMARK(ParseAndCompile)->DenseRange(0, kLast)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
