#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenrec::schema {

/// A column of a ClickHouse table.
struct Column {
  std::string name;
  std::string type;
  std::string codec;     // "ZSTD(1)"; empty for the default
  std::string default_;  // a ClickHouse expression; empty for none
};

/// A ClickHouse table that the program owns. `team_id` is its first column, always.
struct Table {
  std::string name;
  std::vector<Column> columns;
  std::string engine;
  std::string partition_by;
  std::string order_by;
  std::vector<std::string> indexes;
  std::vector<std::pair<std::string, std::string>> settings;

  const Column* Find(std::string_view column) const;
};

const Table& EventsTable();
const Table& PersonsTable();
const Table& PersonDistinctIdsTable();
const Table& PersonDistinctIdOverridesTable();
std::span<const Table* const> Tables();
/// nullptr when the program owns no such table.
const Table* FindTable(std::string_view name);

/// CREATE TABLE IF NOT EXISTS for the table.
std::string CreateTableSql(const Table& table);
/// A name as ClickHouse reads it in any place: `p_$browser`.
std::string QuoteName(std::string_view name);

}  // namespace tenrec::schema
