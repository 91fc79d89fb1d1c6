// rooms: hogql schema sql base
//
// From the text of a question to the ClickHouse statement: parse, resolve, lower, print, check.
//
//   hogql_bench      (in the root of the repository; its questions are in
//   bench/hogql_questions.txt)

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"

namespace {

using namespace tenrec::hogql;  // NOLINT(google-build-using-namespace)

/// One question a line.
const std::vector<std::string>& Questions() {
  static const auto questions = [] {
    const char* const path = std::getenv("TENREC_BENCH_QUESTIONS");
    std::ifstream file(path == nullptr ? "bench/hogql_questions.txt" : path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }();
  return questions;
}

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
  const std::string& question = Questions()[static_cast<std::size_t>(state.range(0))];
  for (auto _ : state) benchmark::DoNotOptimize(ParseSelect(question));
}

void ParseAndCompile(benchmark::State& state) {
  const std::string& question = Questions()[static_cast<std::size_t>(state.range(0))];
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

}  // namespace

int main(int argc, char** argv) {
  const int last = static_cast<int>(Questions().size()) - 1;
  if (last < 0) {
    std::fprintf(stderr, "no questions: run this in the root of the repository\n");
    return 1;
  }
  benchmark::RegisterBenchmark("Parse", Parse)->DenseRange(0, last)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("ParseAndCompile", ParseAndCompile)
      ->DenseRange(0, last)
      ->Unit(benchmark::kMicrosecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
