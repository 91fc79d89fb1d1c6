// Every construct by which a question could try to reach another project, one by one. Those that
// the language knows must answer with rows of the project alone; the others must be refused in
// words for the author, before a statement is made.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/testing_two_projects.h"

namespace tenrec::hogql {
namespace {

CompileContext Mine() {
  CompileContext context;
  context.team_id = kMine;
  context.rows = GivenRows;
  return context;
}

/// What the engine says: cells, or its error.
std::string Ask(const CompiledQuery& compiled) {
  auto& engine = engine::TestEngine();
  Fill(engine);
  const auto result = engine.Query({compiled.text.sql, compiled.text.params});
  if (!result) return result.error().message;
  std::string out;
  for (std::size_t row = 0; row < result->block.rows; ++row) {
    for (const auto& column : result->block.columns) {
      out += engine::PrintCell(column, row) + " ";
    }
  }
  return out;
}

TEST(Isolation, ConstructsOfOthersAreRefused) {
  for (const std::string_view question : {
           // Table functions.
           "select * from merge('default', '.*')",
           "select * from merge(default, '^events$')",
           "select * from remote('127.0.0.1', 'default', 'events')",
           "select * from remoteSecure('127.0.0.1:9440', default.events)",
           "select * from cluster('default', 'default', 'events')",
           "select * from clusterAllReplicas('default', 'default', 'events')",
           "select * from file('events.csv')",
           "select * from file('../metadata.db', 'RawBLOB')",
           "select * from url('http://127.0.0.1/', 'CSV')",
           "select * from s3('http://127.0.0.1/x')",
           "select * from hdfs('hdfs://x/y')",
           "select * from executable('cat /etc/passwd', 'TSV', 'a String')",
           "select * from input('a String')",
           "select * from view(select * from events)",
           "select * from viewIfPermitted(select * from events else null('x'))",
           "select * from loop(events)",
           "select * from mergeTreeIndex('default', 'events')",
           "select * from mergeTreeProjection('default', 'events', 'p')",
           "select * from postgresql('127.0.0.1:5432', 'a', 'b', 'c', 'd')",
           "select * from mysql('127.0.0.1:3306', 'a', 'b', 'c', 'd')",
           "select * from sqlite('metadata.db', 'persons')",
           "select * from mongodb('127.0.0.1', 'a', 'b', 'c', 'd', 'x String')",
           "select * from odbc('DSN=x', 'a', 'b')",
           "select * from jdbc('x', 'a', 'b')",
           "select * from values('team_id Int64', 32)",
           "select * from generateRandom('a Int8')",
           "select * from null('a Int8')",
           "select * from zeros(3)",
           "select * from fuzzJSON('x')",
           "select * from python('x')",
           "select * from Python(events)",
           "select * from numbers(1, 2, 3)",
           "select * from events(1)",
           // Dictionaries.
           "select * from dictionary('events')",
           "select dictGet('events', 'event', 1)",
           "select dictGetOrDefault('events', 'event', 1, '')",
           "select dictHas('events', 1)",
           "select dictGetHierarchy('events', 1)",
           "select joinGet('events', 'event', 1)",
           // Tables of the database, its catalogue, other databases.
           "select * from system.tables",
           "select * from system.parts",
           "select * from system.query_log",
           "select * from system.processes",
           "select * from system.settings",
           "select * from system.one",
           "select * from information_schema.tables",
           "select * from INFORMATION_SCHEMA.COLUMNS",
           "select * from default.events",
           "select * from `default`.`events`",
           "select * from `default.events`",
           "select * from _temporary_and_external_tables.events",
           "select * from schema_migrations",
           "select * from dropped_events",
           "select * from cohort_members",
           "select * from ingestion_warnings",
           "select * from events.poe",
           "select event from events where event in default.events",
           "select event from events where event in system.tables",
           // Names that look like tables.
           "select * from еvents",     // Cyrillic e
           "select * from ｅvents",    // full-width e
           "select * from events​",  // a space without width
           "select * from `events `",
           "select * from EVENTS",
           "select * from `events; drop table events`",
           "select * from events as `x\\` where 1 --`",
           "select * from `events` `x` final sample 1 settings x = 1",
           // A guard's column cannot be given another meaning.
           "select arrayMap(team_id -> (select any(event) from events), [32])",
           "select groupArray(team_id) from (select event, 32 as team_id from events)",
           // Statements and clauses that are none of the language.
           "select * from events settings additional_table_filters = {}",
           "select * from events settings readonly = 0",
           "select * from events settings log_comment = 'x'",
           "select * from events into outfile 'x'",
           "select * from events; select * from events",
           "select * from events; drop table events",
           "insert into events select * from events",
           "create table x as select * from events",
           "create view x as select * from events",
           "alter table events delete where 1",
           "drop table events",
           "truncate table events",
           "attach table x",
           "detach table events",
           "set readonly = 0",
           "system shutdown",
           "kill query where 1",
           "show tables",
           "describe table events",
           "explain select * from events",
           "use system",
           "exists table events",
           "grant all on *.* to x",
           "with x as materialized (select 1) select * from x settings x = 1",
           // Functions that read what is no column.
           "select file('/etc/passwd')",
           "select url('http://127.0.0.1')",
           "select executable('id')",
           "select getSetting('additional_table_filters')",
           "select getMacro('x')",
           "select getServerPort('tcp_port')",
           "select currentDatabase()",
           "select currentUser()",
           "select hostName()",
           "select version()",
           "select hasColumnInTable('default', 'events', 'team_id')",
           "select catboostEvaluate('x', 1)",
           "select evalMLMethod(1)",
           "select initializeAggregation('any', event) from events",
           "select arrayReduce('groupArray', [event]) from events",
           "select sleep(1)",
           "select throwIf(1, 'x')",
           "select toColumnTypeName(event) from events",
           "select dumpColumnStructure(event) from events",
           "select blockSerializedSize(event) from events",
           "select `count(); select`()",
           "select lowCardinalityKeys(event) from events",
           "select lowCardinalityIndices(event) from events",
       }) {
    const auto compiled = CompileText(question, Mine());
    if (!compiled) {
      EXPECT_EQ(compiled.error().code, ErrorCode::kInvalidArgument) << question << "\n"
                                                                    << compiled.error().message;
      continue;
    }
    ADD_FAILURE() << question << "\nbecame " << compiled->text.sql;
  }
}

TEST(Isolation, WhatTheLanguageKnowsStaysInTheProject) {
  for (const std::string_view question : {
           // A common table, an alias, a column or a lambda's argument named like a table.
           "with events as (select * from events) select groupArray(event) from events",
           "with persons as (select event as id from events) select groupArray(id) from persons",
           "select groupArray(persons.event) from events as persons",
           "select groupArray(event) from (select event from events) as events",
           "select groupArray(events) from (select event as events from events)",
           "select groupArray(`events.team_id`) from (select event as `events.team_id` from "
           "events)",
           "select arrayMap(events -> concat(events, '!'), groupArray(event)) from events",
           "select groupArray(e.event) from events as e where e.team_id = 32 or 1 = 1",
           "select groupArray(event) from events where team_id = 32 or 1",
           "select groupArray(event) from events as `x where 1 --`",
           "select groupArray(event) from events prewhere 1 or team_id = 32",
           // Queries within queries.
           "select groupArray(event) from events where distinct_id in (select distinct_id from "
           "events)",
           "select groupArray(event) from events where exists(select 1 from events)",
           "select event from events union all select event from events",
           "select event from events except select 'x'",
           "select event from events intersect select event from events",
           "select (select groupArray(event) from events)",
           "select groupArray(a.event) from events as a join events as b on 1 = 1",
           "select groupArray(b.event) from events as a left join events as b on a.uuid = b.uuid",
           "select groupArray(b.event) from numbers(1) as a full outer join events as b on 1 = 1",
           "select groupArray(b.event) from numbers(1) as a cross join events as b",
           "select groupArray(b.event) from numbers(1) as a, events as b",
           "select groupArray(b.event) from events as a any inner join events as b "
           "using (distinct_id)",
           "select groupArray(x) from events array join [event, distinct_id] as x",
           "select groupArray(event) from events sample 1/2",
           // Aliases, for the language knows no formats.
           "select groupArray(event) from events format JSON",
           // Relations.
           "select groupArray(person.properties) from events",
           "select groupArray(pdi.person.properties) from events",
           "select groupArray(group_0.properties.name) from events",
           "select groupArray(session.$entry_current_url), groupArray(event) from events",
           "select groupArray(override.person_id), groupArray(event) from events",
           "select groupArray(poe.properties) from events",
           "select groupArray(properties.name) from persons",
           "select groupArray(properties) from raw_persons",
           "select groupArray(distinct_id) from raw_person_distinct_ids",
           "select groupArray(properties) from raw_groups",
           "select groupArray($urls), (select groupArray(event) from events) from sessions",
           "select groupArray(group_properties.name) from system.groups",
           "select groupArray(type) from system.ingestion_warnings",
           "select groupArray(name) from system.teams",
           "select groupArray(query) from query_log",
           "select groupArray(query) from raw_query_log",
           // Comments and texts that look like clauses.
           "select groupArray(event) /* from persons */ from events -- where 1",
           "select groupArray(event) from events where event != '; drop table events --'",
           "select groupArray(event) from events where event != '\\' or 1 = 1 --'",
           "select groupArray(concat(event, ' FROM default.events')) from events",
       }) {
    const auto compiled = CompileText(question, Mine());
    ASSERT_TRUE(compiled) << question << "\n" << compiled.error().message;
    const std::string answer = Ask(*compiled);
    EXPECT_EQ(answer.find(kMark), std::string::npos) << question << "\n" << answer;
    EXPECT_NE(answer.find(kOwnMark), std::string::npos) << question << "\n" << answer;
  }
  engine::TestEngine();
}

// A function runs on every text of a column's dictionary, which both projects share.
TEST(Isolation, ErrorsQuoteNoTextOfAnotherProject) {
  for (const std::string_view value :
       {"event", "properties.$browser", "concat(event, '')", "lower(properties.$browser)",
        "if(1 = 1, event, '')", "arrayJoin([event])", "x.e", "toString(event)"}) {
    for (const std::string_view call : {"base58Decode(@)",
                                        "base64Decode(@)",
                                        "unhex(@)",
                                        "toDateTime64(@)",
                                        "_toInt64(@)",
                                        "_toDate(@)",
                                        "@ :: Int64",
                                        "cast(@ as Date)",
                                        "match('x', @)",
                                        "'x' like @",
                                        "'x' =~ @",
                                        "replaceRegexpAll('x', @, '')",
                                        "arrayMap(y -> base58Decode(y), [@])",
                                        "formatDateTime(now(), @)",
                                        "dateTrunc(@, now())",
                                        "toTimeZone(now(), @)",
                                        "parseDateTime('2024', @)",
                                        "JSON_VALUE(@, '$.x')",
                                        "JSON_VALUE('{}', @)",
                                        "UUIDv7ToDateTime(@)",
                                        "extractTextFromHTML(@)",
                                        "decodeXMLComponent(@)",
                                        "convertCharset('x', 'utf8', @)",
                                        "toUUID(@)",
                                        "toBool(@)"}) {
      std::string expr(call);
      expr.replace(expr.find('@'), 1, value);
      const std::string from = " from (select event as e, event, properties from events) as x";
      for (const std::string& question :
           {"select " + expr + from, "select 1" + from + " where in(" + expr + ", (1, 2))",
            "select 1" + from + " where in(" + expr + ", ('a', 'b'))",
            "select 1 from events as x where in(" + expr + ", ('a', 'b'))",
            "select count() from events as x group by " + expr}) {
        const auto compiled = CompileText(question, Mine());
        if (!compiled) continue;
        const std::string answer = Ask(*compiled);
        EXPECT_EQ(answer.find(kMark), std::string::npos) << question << "\n"
                                                         << compiled->text.sql << "\n"
                                                         << answer;
      }
    }
  }
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
