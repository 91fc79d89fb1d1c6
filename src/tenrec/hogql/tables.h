#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tenrec/hogql/types.h"

namespace tenrec::hogql {

/// A column that queries may name.
struct TableField {
  std::string_view name;
  Type type;
  /// In ClickHouse, when it is called otherwise.
  std::string_view column = {};
  /// Left out of `*`.
  bool hidden = false;
};

/// How the rows of a table come out of the database.
enum class TableRows : std::uint8_t {
  kAsStored,
  kLatestVersion,  // the row of the highest `version` of each key, unless it says is_deleted
  kNumbers,        // numbers(n): no table at all
};

/// A table that queries may name.
/// Source: docs/spec/hogql.md, 9.1
struct HogQLTable {
  std::string_view name;
  /// In ClickHouse.
  std::string_view table;
  TableRows rows = TableRows::kAsStored;
  /// The column that tells rows apart, for kLatestVersion.
  std::string_view key = {};
  std::span<const TableField> fields;

  const TableField* Find(std::string_view field) const;
  bool is_events() const { return name == "events"; }
};

/// nullptr when queries may name no such table.
const HogQLTable* FindTable(std::string_view name);

/// Every table that queries may name.
std::span<const HogQLTable> AllTables();

}  // namespace tenrec::hogql
