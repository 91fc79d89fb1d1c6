#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/time.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::schema {

/// Whether the value is written, or computed when it is missing (kDefault) or always (kAlias).
enum class ColumnKind : std::uint8_t { kStored, kDefault, kAlias };

/// A column of a ClickHouse table.
struct Column {
  std::string name;
  std::string type;
  std::string codec;  // "ZSTD(1)"; empty for the engine's default
  ColumnKind kind = ColumnKind::kStored;
  std::string expression;  // of kDefault and kAlias, in ClickHouse's SQL
};

/// A ClickHouse table that the program owns. Its first column is `team_id`, always.
struct Table {
  std::string name;
  std::vector<Column> columns;
  std::string engine;
  std::string partition_by;
  std::string order_by;
  std::vector<std::string> indexes;
  std::vector<std::pair<std::string, std::string>> settings;
  /// When rows go by themselves, "toDateTime(timestamp) + INTERVAL 90 DAY"; empty for never.
  std::string ttl = {};

  /// nullptr when there is no such column.
  const Column* Find(std::string_view column) const;
};

/// The partition of `events` that an event of this time falls into: a month (202601) from 2020 on,
/// a year (2013) before, 0 for everything before 2000. Few write such old events, and each
/// partition of an insert costs a part on disk.
std::uint32_t EventPartition(Timestamp time);

/// The tables as a new installation has them. `events` may have more property columns by now:
/// see PropertyLayout.
const Table& EventsTable();
const Table& PersonsTable();
const Table& PersonDistinctIdsTable();
/// Who has an id now whose stored events may carry another person. `origin_id` is the person that
/// was created from the id, and that its personless events carry.
const Table& PersonDistinctIdOverridesTable();
/// From this version of an id on, stored events of one person may be of several now: the id left a
/// person who goes on without it. Below, all ids that ever met move together, so that the person on
/// an event tells who it is now: whoever has the id that this person was created from.
inline constexpr std::int64_t kMixedVersion = 100;
/// The overrides that are being written into the events themselves: store/override_squash.h.
const Table& SquashedOverridesTable();
const Table& GroupsTable();
const Table& IngestionWarningsTable();
const Table& DroppedEventsTable();
const Table& HeatmapsTable();
/// Who belongs to which cohort. Every calculation writes rows of a new version.
const Table& CohortMembersTable();
/// What the questions of projects took.
const Table& QueryLogTable();
std::span<const Table* const> Tables();
/// nullptr when the program owns no such table.
const Table* FindTable(std::string_view name);

/// A value of the engine's setting `additional_table_filters` with which no statement sees a row of
/// another project in any of our tables, whatever it says.
std::string TeamFilters(TeamId team_id);

/// CREATE TABLE IF NOT EXISTS for the table.
std::string CreateTableSql(const Table& table);
/// `name` Type DEFAULT … CODEC(…), as CREATE TABLE and ADD COLUMN take it.
std::string ColumnSql(const Column& column);

/// The untyped text of a key out of the tail map, as SQL for defaults of columns.
std::string TailReadSql(PropertyScope scope, std::string_view key);

}  // namespace tenrec::schema
