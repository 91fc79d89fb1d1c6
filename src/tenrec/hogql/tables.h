#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/hogql/types.h"

namespace tenrec::hogql {

/// What a name of a table stands for.
enum class FieldKind : std::uint8_t {
  kColumn,
  kExpression,    // computed from the columns of the row
  kLazyTable,     // a row of another table, joined when a query reads it
  kVirtualTable,  // columns of the same row, grouped under a name
};

/// A name that queries may use behind a table.
struct TableField {
  std::string_view name;
  Type type = {};
  /// In ClickHouse, when it is called otherwise.
  std::string_view column = {};
  /// Left out of `*`.
  bool hidden = false;
  FieldKind kind = FieldKind::kColumn;
  /// Of a kExpression: its HogQL over the other names of the table; of a table that is computed
  /// from events, over `e`, the event. Empty when the compiler makes it.
  std::string_view expression = {};
  /// Of a kLazyTable and a kVirtualTable: the table that its names are those of.
  std::string_view table = {};
  /// Of a kLazyTable: the name of this table and the name of the other that are equal.
  std::string_view from = {};
  std::string_view to = {};
  /// Of a kLazyTable: rows without a partner drop out.
  bool inner = false;
  /// Of a group of an event: its index, 0 to 4.
  int group_index = -1;
};

/// How the rows of a table come out of the database.
enum class TableRows : std::uint8_t {
  kAsStored,
  kLatestVersion,  // the row of the highest `version` of each key, unless it says is_deleted
  kSessions,       // the events of each `$session_id`, put together
  kGiven,          // what the caller hands over: CompileContext::rows
  kNumbers,        // numbers(n): no table at all
  kVirtual,        // columns of another table's row: not to be named in FROM
};

/// A table that queries may name.
/// Source: docs/spec/hogql.md, 9.1
struct HogQLTable {
  std::string_view name;
  /// In ClickHouse.
  std::string_view table;
  TableRows rows = TableRows::kAsStored;
  /// The columns that tell rows apart, for kLatestVersion.
  std::array<std::string_view, 2> key = {};
  std::span<const TableField> fields;

  const TableField* Find(std::string_view field) const;
  bool is_events() const { return name == "events"; }
};

/// All tables, those of kVirtual too, in the order in which people should see them.
std::span<const HogQLTable> AllTables();

/// nullptr when queries may name no such table in FROM.
const HogQLTable* FindTable(std::string_view name);

/// The table behind a kLazyTable or a kVirtualTable.
const HogQLTable& TableOf(const TableField& field);

}  // namespace tenrec::hogql
