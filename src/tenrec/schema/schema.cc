#include "tenrec/schema/schema.h"

#include <algorithm>
#include <string>

#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::schema {
namespace {

constexpr std::string_view kInstant = "DateTime64(6, 'UTC')";
constexpr std::string_view kTailMap = "Map(LowCardinality(String), String)";

Column Stored(std::string_view name, std::string_view type, std::string_view codec = {}) {
  return {std::string(name), std::string(type), std::string(codec), ColumnKind::kStored, {}};
}

Column Alias(std::string_view name, std::string_view type, std::string expression) {
  return {std::string(name), std::string(type), {}, ColumnKind::kAlias, std::move(expression)};
}

/// Parts stay compact until 200 MB: a batch is then a handful of files instead of hundreds, and a
/// large merged part is wide, which questions like. A merge holds a compressed block for
/// each of some two hundred streams and a block of rows for each part, so these sizes bound what it
/// costs in memory. Fsync makes an insert
/// durable before its offset moves; the window is what makes a repeated batch a no-op.
std::vector<std::pair<std::string, std::string>> CommonSettings() {
  return {{"min_bytes_for_wide_part", "200000000"},
          {"max_compress_block_size", "262144"},
          {"merge_max_block_size_bytes", "2097152"},
          {"non_replicated_deduplication_window", "10000"},
          {"fsync_after_insert", "1"},
          {"fsync_part_directory", "1"},
          {"old_parts_lifetime", "60"}};
}

/// No column has a codec of its own: the engine's configuration packs parts as they come quickly
/// and large merged ones tightly.
Table MakeEvents() {
  Table table;
  table.name = "events";
  auto& columns = table.columns;
  columns.push_back(Stored("team_id", "Int64"));
  columns.push_back(Stored("uuid", "UUID"));
  columns.push_back(Stored("event", "LowCardinality(String)"));
  columns.push_back(Stored("timestamp", kInstant));
  columns.push_back(Stored("created_at", kInstant));
  columns.push_back(Stored("inserted_at", kInstant));
  columns.push_back(Stored("distinct_id", "String"));
  columns.push_back(Stored("person_id", "UUID"));
  columns.push_back(Stored("person_created_at", kInstant));
  columns.push_back(
      Stored("person_mode", "Enum8('full' = 0, 'propertyless' = 1, 'force_upgrade' = 2)"));
  columns.push_back(Stored("elements_chain", "String"));
  for (const char group : {'0', '1', '2', '3', '4'}) {
    columns.push_back(Stored(std::string("$group_") + group, "String"));
  }
  for (const PropertyScope scope : {PropertyScope::kEvent, PropertyScope::kPerson}) {
    columns.push_back(Stored(RawColumn(scope), "String"));
    columns.push_back(Stored(TailColumn(scope), kTailMap));
  }
  for (const auto& hot : InitialPropertyLayout()->hot_columns()) {
    columns.push_back(Stored(hot.column, HotColumnType(hot.low_cardinality)));
  }
  for (const std::string_view key : {"$session_id", "$window_id"}) {
    const std::string hot = sql::QuoteIdentifier(HotColumnName(PropertyScope::kEvent, key));
    columns.push_back(Alias(key, "String", "ifNull(" + hot + ", '')"));
  }

  table.engine = "ReplacingMergeTree(inserted_at)";
  table.partition_by =
      "multiIf(toYear(timestamp) < 2000, 0, toYear(timestamp) < 2020, toYear(timestamp), "
      "toYYYYMM(timestamp))";
  table.order_by = "(team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))";
  // A restarted ingester asks for the newest rows; new parts cover a narrow span of arrival.
  table.indexes = {"INDEX inserted_at_range inserted_at TYPE minmax GRANULARITY 4"};
  table.settings = CommonSettings();
  // Small parts keep the map in one piece, merged ones in 16 by hash of the key, so that a question
  // about a rare key reads a sixteenth.
  table.settings.insert(table.settings.end(),
                        {{"map_serialization_version", "'with_buckets'"},
                         {"map_serialization_version_for_zero_level_parts", "'basic'"},
                         {"map_buckets_strategy", "'constant'"},
                         {"max_buckets_in_map", "16"},
                         {"map_buckets_min_avg_size", "0"}});
  return table;
}

Table MakePersons() {
  return {"persons",
          {Stored("team_id", "Int64"), Stored("id", "UUID"), Stored("created_at", kInstant),
           Stored("properties", "String", "ZSTD(1)"), Stored("is_identified", "UInt8"),
           Stored("version", "Int64"), Stored("is_deleted", "UInt8")},
          "ReplacingMergeTree(version)",
          "",
          "(team_id, id)",
          {},
          CommonSettings()};
}

Table MakeDistinctIds(std::string_view name) {
  return {std::string(name),
          {Stored("team_id", "Int64"), Stored("distinct_id", "String", "ZSTD(1)"),
           Stored("person_id", "UUID"), Stored("version", "Int64"), Stored("is_deleted", "UInt8")},
          "ReplacingMergeTree(version)",
          "",
          "(team_id, distinct_id)",
          {},
          CommonSettings()};
}

/// PersonIdOf (persons/persons.h) in the engine's words: the UUID of version 5 that a person
/// created from this distinct id has, and every personless event of it.
constexpr std::string_view kOriginId =
    "toUUID(concat(substring(lower(hex(SHA1(concat(unhex('932979b465c3442484670b66ec27bc22'), "
    "toString(team_id), ':', distinct_id))) AS hash), 1, 8), '-', substring(hash, 9, 4), '-5', "
    "substring(hash, 14, 3), '-', substring('89ab', bitAnd(reinterpretAsUInt8(unhex(concat('0', "
    "substring(hash, 17, 1)))), 3) + 1, 1), substring(hash, 18, 3), '-', substring(hash, 21, 12)))";

Table MakeOverrides() {
  Table table = MakeDistinctIds("person_distinct_id_overrides");
  table.columns.push_back({"origin_id", "UUID", {}, ColumnKind::kDefault, std::string(kOriginId)});
  return table;
}

Table MakeSquashedOverrides() {
  return {"squashed_overrides",
          {Stored("team_id", "Int64"), Stored("distinct_id", "String", "ZSTD(1)"),
           Stored("person_id", "UUID"), Stored("version", "Int64")},
          "MergeTree",
          "",
          "(team_id, distinct_id)",
          {},
          CommonSettings()};
}

Table MakeGroups() {
  return {"groups",
          {Stored("team_id", "Int64"), Stored("group_type_index", "UInt8"),
           Stored("group_key", "String", "ZSTD(1)"), Stored("created_at", kInstant),
           Stored("properties", "String", "ZSTD(1)"), Stored("version", "Int64"),
           Stored("is_deleted", "UInt8")},
          "ReplacingMergeTree(version)",
          "",
          "(team_id, group_type_index, group_key)",
          {},
          CommonSettings()};
}

Table MakeIngestionWarnings() {
  return {"ingestion_warnings",
          {Stored("team_id", "Int64"), Stored("source", "String", "ZSTD(1)"),
           Stored("type", "String", "ZSTD(1)"), Stored("details", "String", "ZSTD(1)"),
           Stored("timestamp", kInstant)},
          "MergeTree",
          "",
          "(team_id, type, timestamp)",
          {},
          CommonSettings(),
          "toDateTime(timestamp) + INTERVAL 90 DAY"};
}

Table MakeHeatmaps() {
  return {"heatmaps",
          {Stored("team_id", "Int64"), Stored("session_id", "String", "ZSTD(1)"),
           Stored("distinct_id", "String", "ZSTD(1)"), Stored("timestamp", kInstant),
           Stored("x", "Int16"), Stored("y", "Int16"), Stored("scale_factor", "Int16"),
           Stored("viewport_width", "Int16"), Stored("viewport_height", "Int16"),
           Stored("pointer_target_fixed", "UInt8"), Stored("current_url", "String", "ZSTD(1)"),
           Stored("type", "String", "ZSTD(1)")},
          "MergeTree",
          "",
          "(team_id, type, toDate(timestamp), current_url, viewport_width)",
          {},
          CommonSettings(),
          "toDateTime(timestamp) + INTERVAL 90 DAY"};
}

Table MakeDroppedEvents() {
  return {"dropped_events",
          {Stored("team_id", "Int64"), Stored("uuid", "UUID"), Stored("event", "String", "ZSTD(1)"),
           Stored("distinct_id", "String", "ZSTD(1)"), Stored("reason", "String", "ZSTD(1)"),
           Stored("received_at", kInstant)},
          "MergeTree",
          "",
          "(team_id, uuid)",
          {},
          CommonSettings(),
          "toDateTime(received_at) + INTERVAL 30 DAY"};
}

/// `distinct_id` is one of the person's: when the person is merged away, it tells into whom.
Table MakeCohortMembers() {
  return {"cohort_members",
          {Stored("team_id", "Int64"), Stored("cohort_id", "Int64"), Stored("version", "Int64"),
           Stored("person_id", "UUID"), Stored("distinct_id", "String", "ZSTD(1)"),
           Alias("sign", "Int8", "1")},
          "MergeTree",
          "",
          "(team_id, cohort_id, version, person_id)",
          {},
          CommonSettings(),
          ""};
}

/// A batch that a crash takes is no loss that matters, so nobody waits for the disk.
Table MakeQueryLog() {
  return {"query_log",
          {Stored("team_id", "Int64"),
           Stored("event_time", kInstant),
           Stored("query_id", "String", "ZSTD(1)"),
           Stored("endpoint", "String", "ZSTD(1)"),
           Stored("query", "String", "ZSTD(1)"),
           Stored("query_start_time", kInstant),
           Stored("query_duration_ms", "Float64"),
           Stored("hogql_name", "String", "ZSTD(1)"),
           Stored("created_by", "Int64"),
           Stored("read_rows", "UInt64"),
           Stored("read_bytes", "UInt64"),
           Stored("result_rows", "UInt64"),
           Stored("result_bytes", "UInt64"),
           Stored("status", "String", "ZSTD(1)"),
           Stored("exception_code", "Int32"),
           Stored("exception_name", "String", "ZSTD(1)"),
           Stored("kind", "String", "ZSTD(1)"),
           Stored("is_personal_api_key_request", "UInt8"),
           Stored("api_key_label", "String", "ZSTD(1)"),
           Stored("api_key_mask", "String", "ZSTD(1)")},
          "MergeTree",
          "",
          "(team_id, event_time)",
          {},
          {{"min_bytes_for_wide_part", "200000000"},
           {"non_replicated_deduplication_window", "100"},
           {"old_parts_lifetime", "60"}},
          "toDateTime(event_time) + INTERVAL 30 DAY"};
}

}  // namespace

const Column* Table::Find(std::string_view column) const {
  for (const Column& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

std::uint32_t EventPartition(Timestamp time) {
  const CivilTime civil = ToCivilUtc(time);
  const auto year = static_cast<std::uint32_t>(std::max<std::int64_t>(civil.year, 0));
  if (year < 2000) return 0;
  return year < 2020 ? year : year * 100 + static_cast<std::uint32_t>(civil.month);
}

const Table& EventsTable() {
  static const Table table = MakeEvents();
  return table;
}

const Table& PersonsTable() {
  static const Table table = MakePersons();
  return table;
}

const Table& PersonDistinctIdsTable() {
  static const Table table = MakeDistinctIds("person_distinct_ids");
  return table;
}

const Table& PersonDistinctIdOverridesTable() {
  static const Table table = MakeOverrides();
  return table;
}

const Table& SquashedOverridesTable() {
  static const Table table = MakeSquashedOverrides();
  return table;
}

const Table& GroupsTable() {
  static const Table table = MakeGroups();
  return table;
}

const Table& IngestionWarningsTable() {
  static const Table table = MakeIngestionWarnings();
  return table;
}

const Table& CohortMembersTable() {
  static const Table table = MakeCohortMembers();
  return table;
}

const Table& DroppedEventsTable() {
  static const Table table = MakeDroppedEvents();
  return table;
}

const Table& HeatmapsTable() {
  static const Table table = MakeHeatmaps();
  return table;
}

const Table& QueryLogTable() {
  static const Table table = MakeQueryLog();
  return table;
}

std::span<const Table* const> Tables() {
  static const Table* const tables[] = {&EventsTable(),
                                        &PersonsTable(),
                                        &PersonDistinctIdsTable(),
                                        &PersonDistinctIdOverridesTable(),
                                        &SquashedOverridesTable(),
                                        &GroupsTable(),
                                        &IngestionWarningsTable(),
                                        &DroppedEventsTable(),
                                        &HeatmapsTable(),
                                        &CohortMembersTable(),
                                        &QueryLogTable()};
  return tables;
}

const Table* FindTable(std::string_view name) {
  for (const Table* table : Tables()) {
    if (table->name == name) return table;
  }
  return nullptr;
}

std::string TeamFilters(TeamId team_id) {
  std::string out = "{";
  for (const Table* table : Tables()) {
    out += (out.size() > 1 ? ", " : "") + sql::QuoteText(table->name) + ": " +
           sql::QuoteText("team_id = " + std::to_string(team_id));
  }
  return out + "}";
}

std::string TailReadSql(PropertyScope scope, std::string_view key) {
  const std::string value =
      sql::QuoteIdentifier(TailColumn(scope)) + "[" + sql::QuoteText(key) + "]";
  return "multiIf(" + value + " = '', NULL, " + value + " = " + sql::QuoteText(kEmptyTailText) +
         ", '', " + value + ")";
}

std::string ColumnSql(const Column& column) {
  std::string out = sql::QuoteIdentifier(column.name) + ' ' + column.type;
  if (column.kind == ColumnKind::kDefault) out += " DEFAULT " + column.expression;
  if (column.kind == ColumnKind::kAlias) out += " ALIAS " + column.expression;
  if (!column.codec.empty()) out += " CODEC(" + column.codec + ")";
  return out;
}

std::string CreateTableSql(const Table& table) {
  std::string out = "CREATE TABLE IF NOT EXISTS " + table.name + "\n(\n";
  for (const Column& column : table.columns)
    out.append("  ").append(ColumnSql(column)).append(",\n");
  for (const std::string& index : table.indexes) out.append("  ").append(index).append(",\n");
  out.resize(out.size() - 2);
  out += "\n)\nENGINE = " + table.engine;
  if (!table.partition_by.empty()) out += "\nPARTITION BY " + table.partition_by;
  out += "\nORDER BY " + table.order_by;
  if (!table.ttl.empty()) out += "\nTTL " + table.ttl;
  out += "\nSETTINGS ";
  for (const auto& [name, value] : table.settings) {
    out.append(name).append(" = ").append(value).append(", ");
  }
  out.resize(out.size() - 2);
  return out;
}

}  // namespace tenrec::schema
