#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"
#include "tenrec/store/store.h"

namespace tenrec::store {
namespace {

/// A step that was released never changes; a change of a table is a new step.
struct Migration {
  std::uint32_t version;
  std::string_view name;
  std::vector<std::string> statements;
};

std::vector<Migration> Migrations() {
  Migration first{1, "create the tables", {}};
  for (const schema::Table* table : schema::Tables()) {
    first.statements.push_back(schema::CreateTableSql(*table));
  }
  // A new installation has it by now.
  Migration warnings{
      2, "ingestion warnings", {schema::CreateTableSql(schema::IngestionWarningsTable())}};
  std::string changes;
  for (const schema::Column& column : schema::EventsTable().columns) {
    const bool had_codec =
        column.codec.empty() && column.kind == schema::ColumnKind::kStored &&
        (column.type == "String" || column.type == "Map(LowCardinality(String), String)");
    if (!had_codec) continue;
    changes += (changes.empty() ? " MODIFY COLUMN " : ", MODIFY COLUMN ") +
               sql::QuoteIdentifier(column.name) + ' ' + column.type + " CODEC(Default)";
  }
  Migration codecs{3, "small parts of events are packed quickly", {"ALTER TABLE events" + changes}};
  Migration groups{4, "groups", {schema::CreateTableSql(schema::GroupsTable())}};
  Migration records{
      5,
      "what became of events",
      {schema::CreateTableSql(schema::DroppedEventsTable()),
       schema::CreateTableSql(schema::HeatmapsTable()),
       "ALTER TABLE ingestion_warnings MODIFY TTL " + schema::IngestionWarningsTable().ttl}};
  Migration cohorts{6, "cohort members", {schema::CreateTableSql(schema::CohortMembersTable())}};
  Migration queries{7, "query log", {schema::CreateTableSql(schema::QueryLogTable())}};
  // Whether one of a project's persons was split before this column was there, nobody can tell any
  // more: the row that it gets is no distinct id, but says that questions must look at each.
  const schema::Table& overrides = schema::PersonDistinctIdOverridesTable();
  Migration origins{8,
                    "the person that a distinct id had first",
                    {"ALTER TABLE " + overrides.name + " ADD COLUMN IF NOT EXISTS " +
                         schema::ColumnSql(*overrides.Find("origin_id")),
                     "INSERT INTO " + overrides.name +
                         " (team_id, distinct_id, person_id, version, is_deleted) SELECT DISTINCT "
                         "team_id, '', toUUID('00000000-0000-0000-0000-000000000000'), " +
                         std::to_string(schema::kMixedVersion) + ", 1 FROM " + overrides.name}};
  Migration squash{
      9, "overrides on their way", {schema::CreateTableSql(schema::SquashedOverridesTable())}};
  return {first, warnings, codecs, groups, records, cohorts, queries, origins, squash};
}

Result<std::uint64_t> AppliedVersion(engine::Engine& engine, const engine::QueryOptions& options) {
  TRY_ASSIGN(const auto applied,
             engine.Query({"SELECT max(version) FROM schema_migrations", {}}, options));
  return applied.block.rows == 0 ? 0 : applied.block.columns[0].UInt(0);
}

}  // namespace

Status CheckMigrated(engine::Engine& engine) {
  TRY_ASSIGN(const std::uint64_t version,
             AppliedVersion(engine, {.max_execution_time = std::chrono::seconds(20)}));
  const std::uint64_t known = Migrations().back().version;
  if (version == known) return Ok();
  return FailedPrecondition("the analytics tables are at version " + std::to_string(version) +
                            ", not at " + std::to_string(known));
}

Status Migrate(engine::Engine& engine) {
  TRY(
      engine.Execute({"CREATE TABLE IF NOT EXISTS schema_migrations "
                      "(version UInt32, name String, applied_at DateTime('UTC') DEFAULT now()) "
                      "ENGINE = MergeTree ORDER BY version SETTINGS fsync_after_insert = 1",
                      {}}));
  TRY_ASSIGN(const std::uint64_t version, AppliedVersion(engine, {}));
  const auto migrations = Migrations();
  if (version > migrations.back().version) {
    return FailedPrecondition("the analytics tables are at version " + std::to_string(version) +
                              ", this program knows " + std::to_string(migrations.back().version) +
                              ": use a newer program");
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= version) continue;
    for (const std::string& statement : migration.statements) {
      auto done = engine.Execute({statement, {}});
      if (!done) return std::move(done).error().WithContext(migration.name);
    }
    TRY(engine.Execute(
        {"INSERT INTO schema_migrations (version, name) SELECT {version:UInt32}, {name:String}",
         {{"version", std::to_string(migration.version)},
          {"name", sql::EscapeParam(migration.name)}}}));
    LogLine(
        LogLevel::kInfo, "store", "migrated",
        {{"version", std::to_string(migration.version)}, {"name", std::string(migration.name)}});
  }
  return Ok();
}

}  // namespace tenrec::store
