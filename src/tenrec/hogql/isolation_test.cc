// Generated questions of one project, looking for a mark that only rows of another have.
// TENREC_ISOLATION_QUERIES says how many (a million in a long run), TENREC_ISOLATION_SEED where to
// begin.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/testing_guards.h"
#include "tenrec/hogql/testing_two_projects.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

/// Writes questions. What it writes is often wrong, seldom harmless in intent.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {
    ForEachFunction([&](const Function& function) { functions_.push_back(function); });
    std::sort(functions_.begin(), functions_.end(),
              [](const Function& a, const Function& b) { return a.name < b.name; });
  }

  std::string Question() {
    aliases_.clear();
    sources_.clear();
    std::string out = Query(2);
    if (Chance(25)) out = "with " + Name() + " as (" + Query(2) + ") " + out;
    if (Chance(25)) out = "with " + Expr(1) + " as " + Name() + " " + out;
    if (Chance(12)) out += " union all " + Query(2);
    if (Chance(30)) out += Pick({" except ", " intersect ", " union distinct "}) + Query(1);
    if (Chance(40)) {
      out += Pick({" settings readonly = 0", " settings additional_table_filters = {}",
                   " format JSON", " into outfile 'x'", "; " + Query(1), " -- x", " /* x */",
                   " limit 1 by team_id", " with totals"});
    }
    return out;
  }

 private:
  bool Chance(int one_in) { return Number(one_in) == 0; }
  int Number(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  std::string Pick(std::vector<std::string> options) {
    return options[static_cast<std::size_t>(Number(static_cast<int>(options.size())))];
  }

  std::string Name() {
    std::string name = Pick({"a", "b", "t", "events", "persons", "groups", "team_id", "__events",
                             "__e", "system", "default", "events__pdi", "`events.team_id`", "e",
                             "`x from events --`", "event", "еvents", "numbers", "person"});
    aliases_.push_back(name);
    return name;
  }

  std::string Table(int depth) {
    switch (Number(depth > 0 ? 14 : 9)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return "events";
      case 4:
      case 5:
      case 6:
        return Pick({"persons", "groups", "sessions", "person_distinct_ids", "raw_persons",
                     "raw_groups", "raw_person_distinct_ids", "person_distinct_id_overrides",
                     "raw_person_distinct_id_overrides", "numbers(3)", "events sample 1/2",
                     "query_log", "system.teams", "system.insights", "system.groups",
                     "system.ingestion_warnings"});
      case 7:
        return aliases_.empty() ? "events" : Pick(aliases_);
      case 8:
        return Chance(4) ? Pick({"merge('default', '.*')",
                                 "merge('.*')",
                                 "remote('127.0.0.1', 'default', 'events')",
                                 "file('x.csv')",
                                 "url('http://127.0.0.1', 'CSV')",
                                 "executable('x', 'CSV', 'a Int8')",
                                 "system.tables",
                                 "system.one",
                                 "system.parts",
                                 "default.events",
                                 "`default.events`",
                                 "`default`.`events`",
                                 "dictionary('x')",
                                 "view(select * from events)",
                                 "cluster('x', 'default', 'events')",
                                 "(events)",
                                 "events final",
                                 "information_schema.tables",
                                 "values('a Int8', 1)",
                                 "s3('x')",
                                 "loop(events)",
                                 "еvents",
                                 "mergeTreeIndex('default', 'events')",
                                 "events.poe",
                                 "input('a')",
                                 "(values (1))",
                                 "generateRandom('a Int8')",
                                 "null('a Int8')"})
                         : "events";
      default:
        return "(" + Query(depth - 1) + ")";
    }
  }

  // A table and what it is called, known to the columns that are written after it.
  std::string Joined(int depth) {
    const std::string table = Table(depth);
    std::string alias = Chance(12) ? Name() : "t" + std::to_string(++last_alias_);
    sources_.push_back({alias, table});
    return table + " as " + alias;
  }

  std::string From(int depth) {
    std::string out = " from " + Joined(depth);
    while (Chance(4)) {
      const std::string join = Pick({"join", "left join", "right join", "full outer join",
                                     "cross join", "any inner join", "left semi join",
                                     "left anti join", "asof left join", "inner join"});
      out += " " + join + " " + Joined(depth);
      if (join == "cross join") continue;
      out += Chance(8) ? " using (" + Pick({"team_id", "event", "uuid", "distinct_id"}) + ")"
                       : " on " + Pick({"1 = 1", "1 = 2", Expr(1), Column() + " = " + Column()});
    }
    if (Chance(12)) out += Pick({" array join", " left array join"}) + " [1, 32] as " + Name();
    return out;
  }

  std::string Query(int depth) {
    const auto outer = std::exchange(sources_, {});
    std::string out = "select ";
    if (Chance(10)) out += "distinct ";
    const std::string from = Chance(12) ? "" : From(depth);
    const bool aggregates = Chance(3);
    const int columns = 1 + Number(3);
    for (int i = 0; i < columns; ++i) {
      if (i > 0) out += ", ";
      if (Chance(6) && !sources_.empty() && !aggregates) {
        out += sources_.front().alias + ".*";
      } else {
        out += aggregates ? Aggregate(depth) : Expr(depth);
        out += Chance(12) ? " as " + Name() : " as c" + std::to_string(i);
      }
    }
    out += from;
    if (Chance(8)) out += " prewhere " + Condition(depth);
    if (Chance(2)) out += " where " + Condition(depth);
    if (aggregates && Chance(3)) out += " group by " + Expr(1);
    if (aggregates && Chance(8)) out += " having " + Condition(depth);
    if (Chance(20)) out += " window " + Name() + " as (order by " + Expr(0) + ")";
    if (!aggregates && Chance(6)) out += " order by " + Expr(1);
    if (!aggregates && Chance(10)) out += " limit 2 by " + Expr(0);
    if (Chance(4)) out += " limit " + std::to_string(1 + Number(50));
    sources_ = outer;
    return out;
  }

  std::string Condition(int depth) {
    switch (Number(9)) {
      case 0:
        return Column() + " = 32";
      case 1:
        return "1 or team_id != 31";
      case 2:
        return Expr(depth) + " in " +
               Pick({"(32)", "events", "persons", "system.one", "`events`",
                     "(select team_id from events)", "[32]", "numbers"});
      case 3:
        return "exists(" + Query(std::max(0, depth - 1)) + ")";
      case 4:
        return "not " + Expr(depth);
      case 5:
        return Expr(depth) + Pick({" = ", " != ", " < ", " like ", " is distinct from "}) +
               Expr(depth);
      case 6:
        return Pick({"true", "1", "1 = 1", "event != ''", "distinct_id like 'd%'"});
      case 7:
        return Column() + " = '" + (Chance(4) ? std::string(kMark) : "x") + "'";
      default:
        return Column() + " is not null";
    }
  }

  // Names that the table has, behind its alias; now and then any name at all.
  std::string Column() {
    if (sources_.empty() || Chance(25)) {
      return Chance(2) || aliases_.empty()
                 ? Pick({"event", "team_id", "id", "key", "events.event", "__events.event",
                         "person.properties", "system.one", "number"})
                 : Pick(aliases_);
    }
    const Source& source =
        sources_[static_cast<std::size_t>(Number(static_cast<int>(sources_.size())))];
    const std::string& table = source.table;
    std::string name;
    if (table.starts_with("(")) {
      name = Pick({"c0", "c0", "c0", "c1", "team_id", "event"});
    } else if (table.starts_with("events")) {
      name = Pick({"event",
                   "distinct_id",
                   "team_id",
                   "uuid",
                   "timestamp",
                   "properties",
                   "properties.name",
                   "properties.$browser",
                   "properties['name']",
                   "person.properties.name",
                   "person.properties",
                   "person_id",
                   "person.is_identified",
                   "pdi.person_id",
                   "pdi.person.properties.name",
                   "poe.properties.name",
                   "group_0.properties.name",
                   "group_0.properties",
                   "group_0.created_at",
                   "session.$entry_current_url",
                   "session.$urls",
                   "session.distinct_id",
                   "$session_id",
                   "elements_chain_texts",
                   "override.person_id",
                   "person.$virt_initial_channel_type",
                   "event_person_id",
                   "created_at",
                   "$group_0",
                   "properties.name.deep"});
    } else if (table.find("person") != std::string::npos) {
      name = table.find("distinct") != std::string::npos
                 ? Pick({"distinct_id", "person_id", "team_id", "person.properties.name"})
                 : Pick({"id", "properties", "properties.name", "team_id", "is_identified",
                         "created_at", "pdi.distinct_id", "$virt_initial_channel_type"});
    } else if (table.find("groups") != std::string::npos) {
      name = Pick({"key", "index", "properties.name", "properties", "team_id", "created_at"});
    } else if (table == "sessions") {
      name = Pick({"session_id", "distinct_id", "$entry_current_url", "$urls", "$end_pathname",
                   "$start_timestamp", "$session_duration", "team_id", "person_id"});
    } else {
      name = Pick({"number", "event", "c0", "name", "query", "query_id", "type", "id", "team_id",
                   "query.kind", "group_properties.name", "created_at"});
    }
    return source.alias + "." + name;
  }

  std::string Call(bool aggregate, int depth) {
    for (int tries = 0; tries < 200; ++tries) {
      const Function& function =
          functions_[static_cast<std::size_t>(Number(static_cast<int>(functions_.size())))];
      // Those take their time, and no row.
      if (function.aggregate != aggregate || function.name == "range" ||
          function.name.starts_with("arrayWith") || function.name.starts_with("h3")) {
        continue;
      }
      std::string out = function.name;
      if (function.min_params > 0) out += "(0.5)";
      out += "(";
      const int args =
          std::min(function.min_args + (Chance(3) ? 1 : 0), std::max(function.max_args, 0));
      for (int i = 0; i < args; ++i) out += (i > 0 ? ", " : "") + Expr(depth - 1);
      return out + ")";
    }
    return "count()";
  }

  std::string Aggregate(int depth) {
    if (Chance(3)) return Call(true, std::min(depth, 1));
    const std::string column = Column();
    return Pick({"groupArray(" + column + ")", "any(" + column + ")", "max(" + column + ")",
                 "groupUniqArray(toString(" + column + "))", "argMax(" + column + ", timestamp)",
                 "count()", "topK(3)(" + column + ")", "groupArray(tuple(*))",
                 "any(" + column + ") over (partition by team_id)",
                 "groupArrayIf(" + column + ", " + Condition(0) + ")"});
  }

  std::string Expr(int depth) {
    if (depth <= 0 || Chance(3)) {
      return Chance(5) ? Pick({"1", "'x'", "32", "null", "[1, 2]", "'team_id'", "tuple(32)", "0.5",
                               "'events'", "'default'", "'" + std::string(kMark) + "'"})
                       : Column();
    }
    switch (Number(12)) {
      case 0:
        return "(" + Query(depth - 1) + ")";
      case 1:
        return "arrayMap(" + Name() + " -> " + Expr(depth - 1) + ", [1, 32])";
      case 2:
        return "if(" + Condition(depth - 1) + ", " + Expr(depth - 1) + ", " + Expr(depth - 1) + ")";
      case 3:
        return "toString(" + Expr(depth - 1) + ")";
      case 4:
        return "tuple(" + Expr(depth - 1) + ", " + Expr(depth - 1) + ").1";
      case 5:
        return Chance(2) ? Pick({"dictGet('a', 'b', 1)",
                                 "joinGet('events', 'event', 1)",
                                 "getSetting('readonly')",
                                 "currentDatabase()",
                                 "file('/etc/passwd')",
                                 "hasColumnInTable('default', 'events', 'event')",
                                 "hostName()",
                                 "catboostEvaluate('x', 1)",
                                 "sleep(1)",
                                 "`count(); select`()",
                                 "initializeAggregation('any', event)",
                                 "currentUser()",
                                 "arrayReduce('groupArray', [event])",
                                 "evalMLMethod(1)",
                                 "url('x')",
                                 "dictHas('events', 1)",
                                 "getMacro('x')",
                                 "executable('x')",
                                 "{x}",
                                 "{filters}",
                                 "cast(tuple(8), 'Tuple(team_id Int64)')",
                                 "event /* , */ || 'x'",
                                 "$$x$$",
                                 "identity(event)",
                                 "toTypeName(event)"})
                         : "concat(" + Expr(depth - 1) + ", '!')";
      case 6:
        return Expr(depth - 1) + Pick({" + ", " || ", " = ", " ?? "}) + Expr(depth - 1);
      case 7:
      case 8:
        return Call(false, depth);
      default:
        return Column();
    }
  }

  struct Source {
    std::string alias;
    std::string table;
  };

  std::mt19937_64 random_;
  std::vector<Function> functions_;
  std::vector<Source> sources_;
  int last_alias_ = 0;
  std::vector<std::string> aliases_;
};

std::uint64_t FromEnvironment(const char* name, std::uint64_t fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : std::strtoull(value, nullptr, 10);
}

// The engine's own wall, for statements without any guard.
TEST(Isolation, TheEngineFiltersEveryTableByTeam) {
  auto& engine = engine::TestEngine();
  Fill(engine);
  engine::QueryOptions options;
  options.settings = {{"additional_table_filters", schema::TeamFilters(kMine)}};
  for (const auto* table : schema::Tables()) {
    for (const std::string& sql :
         {"SELECT groupUniqArray(team_id) FROM " + table->name,
          "SELECT groupUniqArray(x.team_id) FROM " + table->name + " AS x",
          "SELECT groupUniqArray(x.team_id) FROM default." + table->name + " AS x FINAL",
          "SELECT groupUniqArray(team_id) FROM (SELECT * FROM " + table->name + ")",
          "SELECT groupUniqArray(b.team_id) FROM numbers(1) AS a LEFT JOIN " + table->name +
              " AS b ON 1 = 1",
          "SELECT groupUniqArray(number) FROM numbers(40) WHERE number IN (SELECT team_id FROM " +
              table->name + ")",
          "SELECT arrayMap(i -> (SELECT any(team_id) FROM " + table->name +
              " WHERE team_id = 32), [1])"}) {
      const auto result = engine.Query({sql, {}}, options);
      if (!result) continue;
      for (std::size_t row = 0; row < result->block.rows; ++row) {
        EXPECT_EQ(engine::PrintCell(result->block.columns[0], row).find("32"), std::string::npos)
            << sql;
      }
    }
  }
  const auto mine = engine.Query({"SELECT count() FROM events", {}}, options);
  ASSERT_TRUE(mine) << mine.error().message;
  EXPECT_EQ(engine::PrintCell(mine->block.columns[0], 0), "3");
}

/// How many events a plain question about them finds.
std::size_t OwnEvents() {
  CompileContext context;
  context.team_id = kMine;
  context.rows = GivenRows;
  const auto compiled = CompileText("select properties from events", context);
  if (!compiled) return 0;
  const auto rows = engine::TestEngine().Ask({compiled->text.sql, compiled->text.params}, {});
  return rows ? rows->rows : 0;
}

// The engine may remember for a guard what only holds for more than the guard.
TEST(Isolation, AQuestionAboutAnotherProjectHidesNoRows) {
  auto& engine = engine::TestEngine();
  Fill(engine);
  if (HasFatalFailure()) return;
  ASSERT_EQ(OwnEvents(), 3U);
  CompileContext context;
  context.team_id = kMine;
  for (const char* const question :
       {"select * from (select team_id as t, 'x' as c from events order by distinct_id limit 2 by "
        "event) where t = 32 limit 2 by c limit 42",
        "select * from (select team_id as t from events) where t = 32",
        "select * from (select event as e from events) where e = 'nothing'",
        "with a as (select team_id as t, event from events) select event from a where t != 31"}) {
    const auto compiled = CompileText(question, context);
    ASSERT_TRUE(compiled) << compiled.error().message;
    for (int i = 0; i < 3; ++i) {
      const auto none = engine.Ask({compiled->text.sql, compiled->text.params}, {});
      ASSERT_TRUE(none) << none.error().message;
      EXPECT_EQ(none->rows, 0U) << question;
      EXPECT_EQ(OwnEvents(), 3U) << question;
    }
  }
}

TEST(Isolation, NoGeneratedQuestionShowsARowOfAnotherProject) {
  auto& engine = engine::TestEngine();
  Fill(engine);
  if (HasFatalFailure()) return;
  const auto seed = FromEnvironment("TENREC_ISOLATION_SEED", 1);
  const auto wanted = FromEnvironment("TENREC_ISOLATION_QUERIES", 1500);
  Generator generator(seed);
  std::uint64_t compiled_count = 0;
  std::uint64_t answered = 0;
  std::uint64_t own = 0;
  constexpr PersonsOnEventsMode kModes[] = {
      PersonsOnEventsMode::kOverrideOnEvents, PersonsOnEventsMode::kDisabled,
      PersonsOnEventsMode::kOverrideJoined, PersonsOnEventsMode::kNoOverrideOnEvents};
  for (std::uint64_t i = 0; i < wanted; ++i) {
    CompileContext context;
    context.team_id = kMine;
    context.rows = GivenRows;
    context.modifiers.persons_on_events = kModes[i % 4];
    const std::string question = generator.Question();
    const auto compiled = CompileText(question, context);
    if (!compiled) {
      // The first wall says no in the author's terms; the second one must never have to.
      ASSERT_NE(compiled.error().code, ErrorCode::kInternal) << question << "\n"
                                                             << compiled.error().message;
      continue;
    }
    ++compiled_count;
    ASSERT_EQ(UnguardedTable(compiled->text.sql, kMine), "") << question << "\n"
                                                             << compiled->text.sql;
    std::string answer;
    // At once and without marks that would be set anew for each: half a million of these run in one
    // go. The connection may write, so nothing but the statement itself keeps the other rows away.
    const auto result = engine.Ask({compiled->text.sql, compiled->text.params},
                                   {.max_execution_time = std::chrono::seconds(5),
                                    .max_memory_bytes = 1 << 30,
                                    .max_threads = 1});
    if (result) {
      ++answered;
      for (std::size_t row = 0; row < result->rows; ++row) {
        for (const auto& column : result->columns) answer += engine::PrintCell(column, row);
      }
    } else {
      answer = result.error().message;
      // What the author gave as the name of a type is read by the same parser.
      if (answer.find("(data type)") == std::string::npos) {
        ASSERT_NE(result.error().tag, "syntax_error") << question << "\n" << compiled->text.sql;
      }
      // The engine quotes the statement, and the question may have named the mark.
      for (const auto& param : compiled->text.params) {
        if (param.second.find(kMark) != std::string::npos) answer.clear();
      }
    }
    if (answer.find(kOwnMark) != std::string::npos) ++own;
    // A question that holds the mark itself may well answer with it.
    if (question.find(kMark) == std::string::npos) {
      ASSERT_EQ(answer.find(kMark), std::string::npos) << question << "\n"
                                                       << compiled->text.sql << "\n"
                                                       << answer.substr(0, 500);
    }
    ASSERT_EQ(answer.find("root:"), std::string::npos) << question;
  }
  std::printf("%llu questions, %llu compiled, %llu answered, %llu with rows of their own\n",
              static_cast<unsigned long long>(wanted),
              static_cast<unsigned long long>(compiled_count),
              static_cast<unsigned long long>(answered), static_cast<unsigned long long>(own));
  // Questions that all fail would show nothing, nor would questions about rows that are gone.
  EXPECT_EQ(OwnEvents(), 3U);
  EXPECT_GT(compiled_count, wanted / 8);
  EXPECT_GT(answered, wanted / 25);
  EXPECT_GT(own, wanted / 100);
  // Asking for the engine last makes it close first, before what the library made meanwhile.
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
