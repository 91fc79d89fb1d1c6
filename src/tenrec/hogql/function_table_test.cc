// Every function of the table on the real engine: called with arguments of any kind it is at least
// understood, and for each there is a call that answers. testdata/functions.txt holds the answers;
// TENREC_REBASELINE=1 writes it anew.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/exchange_rates.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/macros.h"
#include "tenrec/hogql/testing_function_examples.h"
#include "tenrec/hogql/testing_golden_world.h"

namespace tenrec::hogql {
namespace {

CompileContext Context() {
  CompileContext context;
  context.team_id = kGoldenTeam;
  context.time_zone = "Europe/Berlin";
  context.property_type = [](PropertyScope, std::string_view key, int) {
    return key == "price" ? PropertyType::kNumeric : PropertyType::kUnknown;
  };
  static const auto rates = std::make_shared<const ExchangeRates>(
      *ExchangeRates::Parse("date,currency,rate\n2024-01-01,EUR,0.8\n"));
  context.exchange_rates = rates;
  return context;
}

std::vector<Function> FunctionsInOrder() {
  std::vector<Function> functions;
  ForEachFunction([&](const Function& function) { functions.push_back(function); });
  std::sort(functions.begin(), functions.end(),
            [](const Function& a, const Function& b) { return a.name < b.name; });
  return functions;
}

Result<engine::Block> Ask(const std::string& question) {
  TRY_ASSIGN(const CompiledQuery compiled, CompileText(question, Context()));
  return GoldenWorld().Ask({compiled.text.sql, compiled.text.params},
                           {.max_execution_time = std::chrono::seconds(20),
                            .max_memory_bytes = 1 << 30,
                            .max_threads = 1});
}

/// What the engine says of a call that it does not understand, whatever its arguments hold.
bool IsNotUnderstood(const Error& error) {
  constexpr std::string_view kTags[] = {"syntax_error",
                                        "unknown_function",
                                        "unknown_aggregate_function",
                                        "unknown_identifier",
                                        "unknown_table",
                                        "aggregate_function_doesnt_allow_parameters",
                                        "number_of_arguments_doesnt_match",
                                        "too_few_arguments_for_function",
                                        "too_many_arguments_for_function"};
  // The text of a type is an argument like others.
  if (error.tag == "syntax_error" && error.message.find("(data type)") != std::string::npos) {
    return false;
  }
  return error.code == ErrorCode::kInternal ||
         std::find(std::begin(kTags), std::end(kTags), error.tag) != std::end(kTags);
}

/// Calls that the table lets through, as PostHog's does, and ClickHouse does not: it counts
/// otherwise, or the number of arguments depends on what they are.
bool MayBeMiscounted(std::string_view name) {
  constexpr std::string_view kNames[] = {"JSONArrayLength",
                                         "JSONExtractKeysAndValues",
                                         "avgMapIf",
                                         "avgMapState",
                                         "countMapIf",
                                         "countDistinctIf",
                                         "hopEnd",
                                         "hopStart",
                                         "ifNotFinite",
                                         "map",
                                         "mapAdd",
                                         "mapSubtract",
                                         "maxMap",
                                         "maxMapIf",
                                         "minMap",
                                         "minMapIf",
                                         "multiIf",
                                         "quantiles",
                                         "sumMap",
                                         "sumMapIf",
                                         "pointInEllipses",
                                         "toString",
                                         "uniqExactMerge",
                                         "windowFunnel",
                                         "medianDeterministic",
                                         "medianDeterministicIf",
                                         "medianExactWeighted",
                                         "medianExactWeightedIf",
                                         "medianTDigestWeighted",
                                         "medianTDigestWeightedIf",
                                         "medianTimingWeighted",
                                         "medianTimingWeightedIf"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

TEST(Execute, EveryFunctionIsKnownToTheEngine) {
  constexpr std::string_view kArguments[] = {"'2024'", "7", "null", "event", "properties.price"};
  std::string faults;
  for (const Function& function : FunctionsInOrder()) {
    // range(2024) of many rows only takes time; combined aggregations have an example each.
    if (IsCombined(function.name) || MayBeMiscounted(function.name)) continue;
    std::set<int> counts = {function.min_args, std::min(function.max_args, function.min_args + 2)};
    for (const int count : counts) {
      for (const std::string_view argument : kArguments) {
        std::string call = function.name;
        if (function.min_params > 0) call += "(0.5)";
        call += '(';
        for (int i = 0; i < count; ++i) call.append(i > 0 ? ", " : "").append(argument);
        call += ')';
        const auto answer = Ask("select " + call + " from events limit 1");
        if (!answer && IsNotUnderstood(answer.error())) {
          faults.append(call).append(": ").append(answer.error().message).append("\n");
        }
        // One kind more shows that the other number of them is fine too.
        if (count == 0 || (count != function.min_args && argument == "7")) break;
      }
    }
  }
  EXPECT_EQ(faults, "");
  engine::TestEngine();
}

/// The text with numbers cut to six digits: the last ones are the processor's.
std::string Rounded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    double number = 0;
    const char* const begin = text.data() + i;
    const bool starts = text[i] >= '0' && text[i] <= '9';
    const auto [end, status] = std::from_chars(begin, text.data() + text.size(), number);
    const std::string_view token(begin, end);
    if (!starts || status != std::errc()) {
      out += text[i++];
      continue;
    }
    i += token.size();
    if (token.find('.') == std::string_view::npos || token.size() < 8) {
      out += token;
      continue;
    }
    std::array<char, 32> digits{};
    const auto last = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                    std::chars_format::general, 6);
    out.append(digits.data(), last.ptr);
  }
  return out;
}

std::string Answered(const FunctionExample& example) {
  const auto answer = Ask(example.question);
  if (!answer) return "! " + answer.error().tag + " " + answer.error().message;
  if (example.varies) return "…";
  std::string out;
  for (std::size_t row = 0; row < answer->rows; ++row) {
    for (const auto& column : answer->columns) {
      out.append(out.empty() ? "" : " | ").append(Rounded(engine::PrintCell(column, row)));
    }
  }
  return out;
}

TEST(Execute, EveryFunctionAnswers) {
  const std::filesystem::path path = std::filesystem::path(TENREC_TESTDATA) / "functions.txt";
  std::set<std::string, std::less<>> asked;
  std::string got;
  for (const FunctionExample& example : FunctionExamples()) {
    asked.insert(example.function);
    const std::string answer = Answered(example);
    EXPECT_FALSE(answer.starts_with("!")) << example.question << "\n" << answer;
    got.append(example.question).append("\n    ").append(answer).append("\n");
  }
  for (const Function& function : FunctionsInOrder()) {
    EXPECT_TRUE(asked.contains(function.name) || HasNoState(function.name)) << function.name;
  }
  ForEachMacro([&](const Macro& macro) { EXPECT_TRUE(asked.contains(macro.name)) << macro.name; });
  if (std::getenv("TENREC_REBASELINE") != nullptr) std::ofstream(path, std::ios::binary) << got;
  std::ifstream file(path, std::ios::binary);
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(got, expected.str());
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
