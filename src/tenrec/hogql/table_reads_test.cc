// What a statement reads and whether through indexes, told from its tree, beside what the engine
// says of its plan.

#include "tenrec/hogql/table_reads.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/testing_golden_world.h"

namespace tenrec::hogql {
namespace {

CompileContext Context() {
  CompileContext context;
  context.team_id = kGoldenTeam;
  context.time_zone = "America/New_York";
  context.group_types = {"company", "project"};
  context.limit_context = LimitContext::kNone;
  context.property_type = [](PropertyScope, std::string_view key, int) {
    if (key == "price" || key == "age" || key == "seats") return PropertyType::kNumeric;
    if (key == "paid") return PropertyType::kBoolean;
    return key == "at" ? PropertyType::kDateTime : PropertyType::kUnknown;
  };
  const ExprPtr members = *ParseSelect("select person_id from raw_cohort_people");
  context.named.cohort = [members](const Value&) {
    return Result<FoundCohort>(FoundCohort{.id = 3, .members = members});
  };
  context.named.action = [](const Value&) { return ParseExpr("event = 'buy'"); };
  context.named.tables["cohort_people"] = members;
  return context;
}

std::string_view Word(IndexUse use) {
  switch (use) {
    case IndexUse::kUndecided:
      return "undecided";
    case IndexUse::kNo:
      return "no";
    case IndexUse::kPartial:
      return "partial";
    case IndexUse::kYes:
      return "yes";
  }
  return "";
}

struct Plan {
  std::set<std::string> tables;
  int by_index = 0;
  int in_full = 0;
  std::string text;

  /// Queries behind IN are not shown.
  bool hides_queries() const { return text.find("CreatingSets") != std::string::npos; }
  IndexUse use() const {
    if (by_index + in_full == 0) return IndexUse::kUndecided;
    if (in_full == 0) return IndexUse::kYes;
    return by_index == 0 ? IndexUse::kNo : IndexUse::kPartial;
  }
};

/// The engine's plan. Partitions go by time, so the condition on them says whether it is bounded.
Plan PlanOf(const CompiledQuery& compiled) {
  Plan plan;
  constexpr std::string_view kExplain = "(EXPLAIN ";
  std::string statement = sql::Explain(compiled.text).sql;
  statement.insert(statement.find(kExplain) + kExplain.size(), "indexes = 1 ");
  const auto result = GoldenWorld().Query(
      {statement, compiled.text.params},
      {.settings = {{"optimize_use_projections", "0"}, {"optimize_trivial_count_query", "0"}}});
  if (!result) {
    ADD_FAILURE() << result.error().message << "\n" << compiled.text.sql;
    return plan;
  }
  const engine::Column& column = result->block.columns.front();
  bool on_times = false;
  bool counted = true;
  const auto count = [&](bool bounded) {
    if (!counted) ++(bounded ? plan.by_index : plan.in_full);
    counted = true;
  };
  for (std::size_t row = 0; row < result->block.rows; ++row) {
    const std::string line(column.Text(row));
    plan.text.append(line).append("\n");
    const std::size_t read = line.find("ReadFromMergeTree (");
    // Lines of the tree stand in front of the words.
    const auto first = std::ranges::find_if(line, [](char c) { return c >= 'A' && c <= 'Z'; });
    const std::string_view words(first, line.end());
    if (read != std::string::npos) {
      count(false);
      const std::size_t dot = words.rfind('.');
      const std::string table(words.substr(dot + 1, words.size() - dot - 2));
      plan.tables.insert(table);
      counted = false;
      if (table != "events") count(true);
    } else if (words == "Min-Max" || words == "Partition" || words == "PrimaryKey") {
      on_times = words == "Min-Max";
    } else if (on_times && words.starts_with("Condition: ")) {
      count(words != "Condition: true");
    }
  }
  count(false);
  return plan;
}

TEST(Execute, TellsTheUseOfIndexesAsTheEngineDoes) {
  const auto tells = [](std::string_view question, std::string_view use) {
    const auto compiled = CompileText(question, Context());
    ASSERT_TRUE(compiled) << question << ": " << compiled.error().message;
    EXPECT_EQ(Word(compiled->index_use), use) << question << "\n" << compiled->text.sql;
    const Plan plan = PlanOf(*compiled);
    if (plan.hides_queries()) return;
    EXPECT_EQ(Word(compiled->index_use), Word(plan.use())) << question << "\n" << plan.text;
  };
  tells("select 1", "undecided");
  tells("select number from numbers(3)", "undecided");
  tells("select id from persons", "yes");
  tells("select event from events", "no");
  tells("select event from events where event = 'buy'", "no");
  tells("select event from events where properties.price > 3", "no");
  tells("select event from events where timestamp >= '2024-01-01'", "yes");
  tells("select event from events where '2024-01-01' <= timestamp and event = 'buy'", "yes");
  tells("select event from events where timestamp between '2024-01-01' and '2024-02-01'", "yes");
  tells("select event from events where timestamp > now() - interval 7 day", "yes");
  tells("select event from events where toDate(timestamp) = '2024-03-01'", "yes");
  tells("select event from events where toStartOfMonth(timestamp) in ('2024-03-01')", "yes");
  tells("select event from events where timestamp + interval 1 day > '2024-03-01'", "yes");
  tells("select event from events where timestamp > created_at", "no");
  tells("select event from events where timestamp > '2024-01-01' or event = 'buy'", "no");
  tells("select event from events where timestamp < '2023-01-01' or timestamp > '2024-01-01'",
        "yes");
  tells("select event from events prewhere timestamp > '2024-01-01' where event = 'buy'", "yes");
  tells("select timestamp as t from events where t > '2024-01-01'", "yes");
  // Through queries in FROM.
  tells(
      "select day from (select toDate(timestamp) as day, event from events) where day > "
      "'2024-03-01'",
      "yes");
  tells("select t from (select timestamp as t from events limit 5) where t > '2024-03-01'", "no");
  tells("select t from (select max(timestamp) as t from events) where t > '2024-03-01'", "no");
  tells("with e as (select * from events) select event from e where timestamp > '2024-03-01'",
        "yes");
  tells(
      "select t from (select timestamp as t from events union all select timestamp from events) "
      "where t > '2024-03-01'",
      "yes");
  // Several tables.
  tells("select person.properties.email from events where timestamp > '2024-01-01'", "yes");
  tells("select event from events where person_id in (select id from persons)", "partial");
  tells(
      "select 1 from events where timestamp > '2024-01-01' and distinct_id in (select "
      "distinct_id from events)",
      "partial");
  tells(
      "select a.event from events as a join events as b on a.distinct_id = b.distinct_id where "
      "a.timestamp > '2024-01-01' and b.timestamp > '2024-01-01'",
      "yes");
  // Last, so that it closes before what these questions made the library make.
  engine::TestEngine();
}

std::vector<std::string> GoldenQuestions() {
  std::vector<std::string> questions;
  const auto folder = std::filesystem::path(TENREC_TESTDATA) / "rows";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".hogql") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string question;
    for (std::string line; std::getline(file, line);) {
      if (line == ";") {
        questions.push_back(std::exchange(question, {}));
      } else {
        question += line + "\n";
      }
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

// The engine may leave out a table whose rows cannot matter, and it never reads one that is not in
// the list.
TEST(Execute, NamesEveryTableThatTheEngineReads) {
  int compared = 0;
  for (const std::string& question : GoldenQuestions()) {
    const auto compiled = CompileText(question, Context());
    if (!compiled) continue;
    const Plan plan = PlanOf(*compiled);
    EXPECT_TRUE(std::ranges::includes(compiled->stored_tables, plan.tables))
        << question << plan.text;
    if (plan.tables.empty() || plan.hides_queries()) continue;
    EXPECT_EQ(Word(compiled->index_use), Word(plan.use())) << question << plan.text;
    ++compared;
  }
  EXPECT_GT(compared, 50);
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
