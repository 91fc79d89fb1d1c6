// testdata/rows/x.hogql holds questions with a line ";" between them; x.sql the statement that each
// becomes and the rows that the engine answers. TENREC_REBASELINE=1 writes x.sql anew.

#include <algorithm>
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

#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/exchange_rates.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/tables.h"
#include "tenrec/hogql/testing_golden_world.h"

namespace tenrec::hogql {
namespace {

constexpr std::string_view kPersonMode = "-- persons: ";
constexpr std::string_view kRule = "-- rule: ";
constexpr std::string_view kLimits = "-- limits: ";
constexpr std::string_view kWeek = "-- week: ";
constexpr std::string_view kZone = "-- zone: ";
constexpr std::string_view kFilters = "-- filters: ";
constexpr std::string_view kBounce = "-- bounce: ";
constexpr std::string_view kChannels = "-- channels: ";

// Chapters of docs/spec/hogql.md whose rules have questions here, "-- rule: 5 equals". Chapters 9
// and 10 are covered by name: every table, relation and computed field, and kRules.
constexpr std::string_view kChapters[] = {"2", "5", "6", "7", "8", "9.4", "11", "12", "13", "15"};

// How a property may be read. Each is the rule of a question somewhere.
constexpr std::string_view kRules[] = {
    "hot column",
    "rare key",
    "whole object",
    "nested",
    "list element from 1",
    "brackets",
    "missing and null are NULL",
    "the empty text is a text",
    "number",
    "number as text for toFloatOrZero",
    "boolean",
    "moment in the project's zone",
    "always text",
    "through a query",
    "hot column of the person on the event",
    "rare key of the person on the event",
    "person as of now",
    "group",
    "plain text for what may quote it",
    "compared with null rules",
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

std::vector<std::string> QuestionsOf(const std::filesystem::path& path) {
  std::vector<std::string> out(1);
  std::stringstream lines(ReadFile(path));
  for (std::string line; std::getline(lines, line);) {
    if (line == ";") {
      out.emplace_back();
    } else {
      out.back().append(line).append("\n");
    }
  }
  return out;
}

std::vector<std::filesystem::path> GoldenFiles() {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = std::filesystem::path(TENREC_TESTDATA) / "rows";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".hogql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What stands behind the sign in a line of the question.
std::string Directive(const std::string& question, std::string_view sign) {
  const std::size_t at = question.find(sign);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + sign.size();
  return question.substr(begin, question.find('\n', begin) - begin);
}

Result<std::string> GivenRows(std::string_view table) {
  return R"([{"id":1,"name":"first of )" + std::string(table) + R"("}])";
}

CompileContext ContextOf(const std::string& question) {
  using Mode = PersonsOnEventsMode;
  CompileContext context;
  context.team_id = kGoldenTeam;
  context.time_zone = "America/New_York";
  context.limit_context = LimitContext::kNone;
  context.group_types = {"company", "project"};
  context.rows = GivenRows;
  context.property_type = [](PropertyScope, std::string_view key, int) {
    if (key == "price" || key == "age" || key == "seats" || key == "$ai_trace_id") {
      return PropertyType::kNumeric;
    }
    if (key == "paid") return PropertyType::kBoolean;
    return key == "at" ? PropertyType::kDateTime : PropertyType::kUnknown;
  };
  const std::string mode = Directive(question, kPersonMode);
  if (mode == "disabled") context.modifiers.persons_on_events = Mode::kDisabled;
  if (mode == "as stored") context.modifiers.persons_on_events = Mode::kNoOverrideOnEvents;
  if (mode == "joined") context.modifiers.persons_on_events = Mode::kOverrideJoined;
  if (mode == "joined, all events") {
    context.modifiers.persons_on_events = Mode::kOverrideJoined;
    context.modifiers.left_join_persons = true;
  }
  const std::string limits = Directive(question, kLimits);
  if (limits == "query") context.limit_context = LimitContext::kQuery;
  if (limits == "export") context.limit_context = LimitContext::kExport;
  if (limits == "heatmaps") context.limit_context = LimitContext::kHeatmaps;
  if (limits == "cohorts") context.limit_context = LimitContext::kCohortCalculation;
  if (Directive(question, kWeek) == "1") context.week_start_day = 1;
  if (Directive(question, kZone) == "stored") context.modifiers.convert_to_project_timezone = false;
  const std::string bounce = Directive(question, kBounce);
  if (bounce == "pageviews") context.modifiers.bounce_pages = BouncePages::kPageviews;
  if (bounce == "urls") context.modifiers.bounce_pages = BouncePages::kUrls;
  if (bounce == "100 seconds") context.modifiers.bounce_seconds = 100;
  if (const std::string own = Directive(question, kChannels); !own.empty()) {
    context.modifiers.channel_rules = {{"Ours", *ParseExpr(own)}};
  }
  static const auto rates = std::make_shared<const ExchangeRates>(*ExchangeRates::Parse(
      "date,currency,rate\n2024-01-01,EUR,0.8\n2024-03-01,EUR,0.5\n2024-01-01,JPY,150\n"));
  context.exchange_rates = rates;
  context.placeholders["name"] = Constant("buy");
  context.placeholders["number"] = Constant(41);
  context.placeholders["variables.what"] = Constant("server");
  if (Directive(question, kFilters) != "none") {
    context.filters = *ParseExpr("timestamp >= '2024-03-01 12:00:00'");
    context.placeholders["filters.dateRange.from"] = Constant("2024-03-01 05:00:30");
    context.placeholders["filters.dateRange.to"] = Constant("2024-03-03");
  }
  const ExprPtr members =
      *ParseSelect("select person_id from raw_cohort_people where cohort_id = 3 and version = 1");
  context.named.cohort = [members](const Value&) {
    return Result<FoundCohort>(FoundCohort{.id = 3, .members = members});
  };
  context.named.action = [](const Value&) { return ParseExpr("event = 'buy'"); };
  context.named.tables["cohort_people"] = *ParseSelect(
      "select person_id, cohort_id from raw_cohort_people where cohort_id = 3 and version = 1");
  return context;
}

std::string Answered(const std::string& question) {
  const auto compiled = CompileText(question, ContextOf(question));
  if (!compiled) return "! " + compiled.error().message + "\n";
  std::string out = compiled->text.sql + "\n";
  for (const auto& [name, value] : compiled->text.params) {
    out.append("-- ").append(name).append(": ").append(value).append("\n");
  }
  std::stringstream rows(engine::Answer(GoldenWorld(), compiled->text.sql, compiled->text.params));
  for (std::string row; std::getline(rows, row);) {
    out.append("-- row: ").append(row).append("\n");
  }
  return out;
}

TEST(Execute, GivesTheGoldenRows) {
  const bool rebaseline = std::getenv("TENREC_REBASELINE") != nullptr;
  const auto files = GoldenFiles();
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    std::string got;
    for (const std::string& question : QuestionsOf(file)) {
      const std::string answered = Answered(question);
      EXPECT_EQ(answered.find("wrong"), std::string::npos) << question << answered;
      EXPECT_FALSE(answered.starts_with("!")) << question << answered;
      got.append(got.empty() ? "" : ";\n").append(answered);
    }
    auto expected = file;
    expected.replace_extension(".sql");
    if (rebaseline) std::ofstream(expected, std::ios::binary) << got;
    EXPECT_EQ(got, ReadFile(expected)) << file;
  }
  // Last, so that it closes before what these questions made the library make.
  engine::TestEngine();
}

/// Whether the text has the name as a word.
bool Names(std::string_view text, std::string_view name) {
  const auto is_letter = [](char c) {
    return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  };
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (at > 0 && is_letter(text[at - 1])) continue;
    if (end < text.size() && is_letter(text[end])) continue;
    return true;
  }
  return false;
}

// A table, a relation, a computed name or a rule that no golden question reads fails here.
TEST(GoldenRows, CoverEveryTableRelationAndRule) {
  std::vector<std::string> questions;
  for (const auto& file : GoldenFiles()) {
    for (const std::string& question : QuestionsOf(file)) questions.push_back(question);
  }
  const auto asked = [&](std::string_view table, std::string_view field, bool hidden) {
    return std::ranges::any_of(questions, [&](const std::string& question) {
      const std::string from = "from " + std::string(table);
      if (question.find(from + "\n") == std::string::npos &&
          question.find(from + " ") == std::string::npos &&
          question.find(from + "(") == std::string::npos) {
        return false;
      }
      const bool by_star = !hidden && (question.find("select *") != std::string::npos ||
                                       question.find("columns(*") != std::string::npos);
      return field.empty() || by_star || Names(question, field);
    });
  };
  for (const HogQLTable& table : AllTables()) {
    if (table.rows == TableRows::kVirtual) continue;
    EXPECT_TRUE(asked(table.name, {}, false)) << table.name;
    for (const TableField& field : table.fields) {
      if (field.kind == FieldKind::kColumn) continue;
      EXPECT_TRUE(asked(table.name, field.name, field.hidden)) << table.name << "." << field.name;
    }
  }
  std::set<std::string, std::less<>> rules;
  for (const std::string& question : questions) {
    const std::string rule = Directive(question, kRule);
    EXPECT_TRUE(rules.insert(rule).second || rule.empty()) << "twice: " << rule;
  }
  for (const std::string_view rule : kRules) EXPECT_TRUE(rules.contains(rule)) << rule;
  for (const std::string_view chapter : kChapters) {
    const bool found = std::ranges::any_of(rules, [&](const std::string& rule) {
      return rule.starts_with(std::string(chapter) + " ");
    });
    EXPECT_TRUE(found) << chapter;
  }
  for (const char* mode : {"disabled", "as stored", "joined", "joined, all events"}) {
    const bool found = std::ranges::any_of(questions, [&](const std::string& question) {
      return Directive(question, kPersonMode) == mode;
    });
    EXPECT_TRUE(found) << mode;
  }
}

}  // namespace
}  // namespace tenrec::hogql
