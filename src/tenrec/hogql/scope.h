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
  /// The events table whose hot columns and tail map hold the properties; nullptr for mere text.
  TableSource* events = nullptr;
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
  /// ClickHouse columns that the query reads.
  std::set<std::string> used;
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
  std::set<std::string, std::less<>> windows;
  /// The aggregate function whose arguments are being read; empty outside.
  std::string aggregation;
  bool in_join_constraint = false;
};

}  // namespace tenrec::hogql
