#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/tables.h"
#include "tenrec/hogql/types.h"
#include "tenrec/sql/tree.h"

namespace tenrec::hogql {

struct TableSource;

/// A JSON object that property access reads from.
struct PropertyBase {
  /// The column with the text of the object.
  sql::ExprPtr json;
  /// Whose definitions tell the types of its properties.
  PropertyScope scope = PropertyScope::kEvent;
  /// Of a group: the index of its type, or -1 when it may be any.
  int group_index = -1;
  /// The stored table that has it as `column`; nullptr for mere text.
  TableSource* source = nullptr;
  std::string column = {};
};

/// A property under its base: properties.a.b, properties.list[1].
struct PropertyPath {
  PropertyBase base;
  std::vector<Value> keys;
};

/// An expression on its way to ClickHouse, with what is known about it.
struct Lowered {
  sql::ExprPtr sql;
  Type type;
  /// Of a literal.
  std::optional<Value> constant;
  /// The stored UTC column behind toTimeZone(column, zone).
  sql::ExprPtr stored_time;
  /// Of a JSON object or a property of one; keys are empty for the object itself.
  std::optional<PropertyPath> path;
};

/// A column of a query in FROM.
struct DerivedColumn {
  std::string name;
  Type type;
  PropertyScope json_scope = PropertyScope::kEvent;
  int group_index = -1;
  /// In ClickHouse, when it is called otherwise.
  std::string sql_name = {};
};

/// One table of FROM.
struct TableSource {
  /// How the query calls it.
  std::string name;
  /// How the ClickHouse statement calls it.
  std::string alias;
  /// nullptr for a query.
  const HogQLTable* table = nullptr;
  sql::ExprPtr query;
  std::vector<DerivedColumn> columns;
  sql::ExprList table_args;
  /// ClickHouse columns that the query reads; names of a table that is computed.
  std::set<std::string> used;
  /// Properties that the query reads of the table's `properties`, when they are cut out before its
  /// versions are compared: the n-th is column property_<n>.
  std::vector<std::vector<Value>> extracts;
  /// What SAMPLE asks of a row; nullptr for all of them.
  sql::ExprPtr sample;
  /// Only groups of this type; -1 for all.
  int group_index = -1;
  /// Conditions on the events `e` that a table is computed from.
  ExprList event_bounds;
  /// Tables that the query reaches through this one, by the name of the relation.
  std::vector<std::pair<std::string, std::unique_ptr<TableSource>>> joined;
  std::string join;
  sql::ExprPtr on;
  /// Names that USING shares with the tables before.
  std::set<std::string> shared;
};

/// Common tables that a query can see, inner ones first.
struct CteScope {
  const CteScope* outer = nullptr;
  std::map<std::string, const CommonTable*, std::less<>> tables;
};

/// The names of one SELECT.
struct SelectScope {
  const CteScope* ctes = nullptr;
  std::vector<std::unique_ptr<TableSource>> sources;
  std::map<std::string, Lowered, std::less<>> aliases;
  std::vector<std::vector<std::string>> lambdas;
  std::map<std::string, const Window*, std::less<>> windows;
  /// What FROM asks of rows beyond WHERE.
  sql::ExprList conditions;
  /// The aggregate function whose arguments are being read; empty outside.
  std::string aggregation;
  bool in_join_constraint = false;
  /// Names mean this table's alone: for the expression of a field. With a prefix they are those of
  /// a virtual table of it.
  TableSource* row = nullptr;
  std::string row_prefix;
};

}  // namespace tenrec::hogql
