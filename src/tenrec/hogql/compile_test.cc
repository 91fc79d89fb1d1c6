#include "tenrec/hogql/compile.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/hogql/parser.h"

namespace tenrec::hogql {
namespace {

CompileContext TestContext() {
  CompileContext context;
  context.team_id = 7;
  context.time_zone = "America/New_York";
  context.week_start_day = 1;
  context.limit_context = LimitContext::kNone;
  context.property_type = [](PropertyScope scope, std::string_view key, int) {
    if (key == "price") return PropertyType::kNumeric;
    if (key == "paid") return PropertyType::kBoolean;
    if (key == "signed_up" && scope == PropertyScope::kPerson) return PropertyType::kDateTime;
    return PropertyType::kUnknown;
  };
  context.placeholders["name"] = Constant("value");
  context.group_types = {"company", "project"};
  return context;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

std::string Describe(const std::string& question) {
  const auto compiled = CompileText(question, TestContext());
  if (!compiled) {
    const Error& error = compiled.error();
    std::string out = "! " + error.tag + ": " + error.message + "\n";
    if (error.range && error.range->end > error.range->start) {
      const auto& range = *error.range;
      out += "! at: " + question.substr(range.start, range.end - range.start) + "\n";
    }
    return out;
  }
  std::string out = compiled->text.sql + "\n";
  for (const auto& [name, value] : compiled->text.params) out += "-- " + name + ": " + value + "\n";
  out += "-- columns:";
  for (const auto& column : compiled->columns) out += " [" + column + "]";
  return out + "\n-- hogql: " + compiled->hogql + "\n";
}

// testdata/x.hogql holds questions with a line ";" between them; x.sql what becomes of each.
// TENREC_REBASELINE=1 writes x.sql anew.
TEST(Compile, LowersTheQuestionsOfTestdata) {
  const bool rebaseline = std::getenv("TENREC_REBASELINE") != nullptr;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(TENREC_TESTDATA)) {
    if (entry.path().extension() == ".hogql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    std::string got;
    std::stringstream lines(ReadFile(file));
    std::string question;
    const auto flush = [&] {
      while (!question.empty() && question.back() == '\n') question.pop_back();
      got += (got.empty() ? "" : ";\n") + Describe(question);
      question.clear();
    };
    for (std::string line; std::getline(lines, line);) {
      if (line == ";") {
        flush();
      } else {
        question += line + "\n";
      }
    }
    flush();
    auto expected_path = file;
    expected_path.replace_extension(".sql");
    if (rebaseline) std::ofstream(expected_path, std::ios::binary) << got;
    EXPECT_EQ(got, ReadFile(expected_path)) << file;
  }
}

TEST(Compile, LimitsRowsByTheCaller) {
  const auto limited = [](LimitContext limit_context, std::string_view question) {
    CompileContext context = TestContext();
    context.limit_context = limit_context;
    const auto compiled = CompileText(question, context);
    return compiled ? compiled->hogql : compiled.error().message;
  };
  EXPECT_EQ(limited(LimitContext::kQuery, "select event from events"),
            "SELECT event FROM events LIMIT 100");
  EXPECT_EQ(limited(LimitContext::kQuery, "select event from events limit 60000"),
            "SELECT event FROM events LIMIT 50000");
  EXPECT_EQ(limited(LimitContext::kQuery, "select event from events limit 7 offset 3"),
            "SELECT event FROM events LIMIT 7 OFFSET 3");
  EXPECT_EQ(limited(LimitContext::kQuery, "select 1 limit 2 + 3"),
            "SELECT 1 LIMIT min2(50000, plus(2, 3))");
  EXPECT_EQ(limited(LimitContext::kExport, "select event from events"),
            "SELECT event FROM events LIMIT 50000");
  EXPECT_EQ(limited(LimitContext::kNone, "select event from events"), "SELECT event FROM events");
  EXPECT_EQ(limited(LimitContext::kQuery, "select 1 union all select 2"),
            "(SELECT 1 UNION ALL SELECT 2) LIMIT 100");
}

TEST(Compile, ReplacesFilters) {
  CompileContext context = TestContext();
  context.filters = Compare(CompareOp::kEq, Field({"event"}), Constant("a"));
  const auto compiled = CompileText("select count() from events where {filters}", context);
  ASSERT_TRUE(compiled) << compiled.error().message;
  EXPECT_EQ(compiled->hogql, "SELECT count() FROM events WHERE equals(event, 'a')");
  EXPECT_EQ(compiled->tables, std::vector<std::string>{"events"});
  const auto elsewhere = CompileText("select {filters}", context);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().tag, "query_error");
}

// What filters say of events is said of the table that the SELECT reads.
TEST(Compile, PutsFiltersOnTheTableOfTheSelect) {
  CompileContext context = TestContext();
  const auto written = [&](std::string_view question) {
    const auto compiled = CompileText(question, context);
    return compiled ? compiled->hogql : compiled.error().tag + ": " + compiled.error().message;
  };
  const auto filter = [](std::string_view text) { return *ParseExpr(text); };
  context.filters = filter("session.$pageview_count > 1 and timestamp < '2024-01-01'");
  EXPECT_EQ(written("select 1 from sessions where {filters}"),
            "SELECT 1 FROM sessions WHERE and(greater(sessions.$pageview_count, 1), "
            "less($start_timestamp, '2024-01-01'))");
  EXPECT_EQ(written("select 1 from sessions as s join events as e on s.session_id = "
                    "e.$session_id where {filters}"),
            "SELECT 1 FROM sessions AS s JOIN events AS e ON equals(s.session_id, e.$session_id) "
            "WHERE and(greater(s.$pageview_count, 1), less(timestamp, '2024-01-01'))");
  EXPECT_EQ(written("select 1 from events where event in (select event from events where "
                    "{filters}) and {filters}"),
            "SELECT 1 FROM events WHERE and(in(event, (SELECT event FROM events WHERE "
            "and(greater(session.$pageview_count, 1), less(timestamp, '2024-01-01')))), "
            "and(greater(session.$pageview_count, 1), less(timestamp, '2024-01-01')))");
  context.filters = filter("group_0.properties.seats = 5 and timestamp >= '2024-01-01'");
  EXPECT_EQ(written("select 1 from groups where {filters}"),
            "SELECT 1 FROM groups WHERE and(equals(properties.seats, 5), "
            "greaterOrEquals(created_at, '2024-01-01'))");
  context.filters = filter("properties.$browser = 'Chrome'");
  EXPECT_EQ(written("select 1 from sessions where {filters}"),
            "query_error: Can only use session properties in a filter when selecting from only "
            "the sessions table.");
  constexpr std::string_view kNoTable =
      "query_error: Cannot use 'filters' placeholder in a SELECT clause that does not select from "
      "the events, sessions or groups table.";
  for (const char* question :
       {"select 1 from persons where {filters}",
        "select 1 from (select * from events) where "
        "{filters}",
        "select {filters}", "select 1 from events where 1 in (select {filters})"}) {
    EXPECT_EQ(written(question), kNoTable) << question;
  }
  context.filters = nullptr;
  EXPECT_EQ(written("select 1 from events where {filters}"), "SELECT 1 FROM events WHERE true");
}

TEST(Compile, LeavesOutComparisonsWithAnEndThatIsNotSet) {
  CompileContext context = TestContext();
  context.placeholders["filters.dateRange.from"] = Constant("2024-01-01");
  const auto written = [&](std::string_view question) {
    const auto compiled = CompileText(question, context);
    return compiled ? compiled->hogql : compiled.error().tag + ": " + compiled.error().message;
  };
  EXPECT_EQ(written("select 1 from events where timestamp >= {filters.dateRange.from} and "
                    "timestamp < {filters.dateRange.to} and event = 'a'"),
            "SELECT 1 FROM events WHERE and(greaterOrEquals(timestamp, '2024-01-01'), true, "
            "equals(event, 'a'))");
  EXPECT_EQ(written("select 1 from events where timestamp < toStartOfDay({filters.dateRange.to})"),
            "SELECT 1 FROM events WHERE true");
  // Only the comparison next to it: the list around the query stays.
  EXPECT_EQ(written("select 1 from events where event in (select event from events where timestamp "
                    "< {filters.dateRange.to})"),
            "SELECT 1 FROM events WHERE in(event, (SELECT event FROM events WHERE true))");
  constexpr std::string_view kNotCompared =
      "query_error: The `{filters.dateRange.to}` placeholder must be used directly in a comparison "
      "(e.g. `timestamp > {filters.dateRange.to}`) when the date range is not set.";
  for (const char* question :
       {"select {filters.dateRange.to}",
        "select 1 from events where less(timestamp, toDate({filters.dateRange.to}))",
        "select 1 from events where event in (select {filters.dateRange.to} from events)"}) {
    EXPECT_EQ(written(question), kNotCompared) << question;
  }
  EXPECT_EQ(written("select {filters.search}"),
            "query_error: Unsupported filters placeholder `{filters.search}`. Supported filters "
            "placeholders are: `{filters}`, `{filters.dateRange.from}`, `{filters.dateRange.to}`.");
}

// RECURSIVE says that common tables may read themselves, not that they do.
TEST(Compile, TakesRecursiveTablesThatReadNoRowOfTheirOwn) {
  const auto written = [&](std::string_view question) {
    const auto compiled = CompileText(question, TestContext());
    return compiled ? compiled->columns.front() : compiled.error().message;
  };
  EXPECT_EQ(written("with recursive a as (select 1 as x), b as (select x from a) select x from b"),
            "x");
  constexpr std::string_view kRefused = "A common table that reads itself is not supported: `a`";
  EXPECT_EQ(written("with recursive a as (select 1 as n union all select n + 1 from a where n < 9) "
                    "select n from a"),
            kRefused);
  EXPECT_EQ(written("with recursive a as (select 1 as n where 1 in (select n from (select * from "
                    "a))) select 1"),
            kRefused);
}

TEST(Compile, NoticesTheTypesOfProperties) {
  const auto compiled = CompileText("select properties.price from events", TestContext());
  ASSERT_TRUE(compiled);
  ASSERT_EQ(compiled->notices.size(), 1U);
  EXPECT_EQ(compiled->notices[0].message, "Event property 'price' is of type 'Float'.");
  EXPECT_EQ(compiled->notices[0].range, (TextRange{7, 23}));
}

TEST(Compile, TellsWhichPropertiesHaveNoColumn) {
  const auto compiled = CompileText(
      "select properties.rare, properties.$browser, person.properties.rare from events "
      "where properties.rare = 'x' and properties.deep.er = 'y'",
      TestContext());
  ASSERT_TRUE(compiled) << compiled.error().message;
  EXPECT_EQ(compiled->tail_properties,
            (std::vector<TailProperty>{{schema::PropertyScope::kEvent, "rare"},
                                       {schema::PropertyScope::kPerson, "rare"}}));
}

// Built trees may be deeper than parsed ones.
TEST(Compile, RefusesATreeThatIsTooDeep) {
  ExprPtr deep = Constant(1);
  for (int i = 0; i < 1000; ++i) deep = Call("abs", {deep});
  SelectNode select;
  select.select = {deep};
  const auto compiled = Compile(Make(select), TestContext());
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().message, "The query is nested too deeply");
}

}  // namespace
}  // namespace tenrec::hogql
