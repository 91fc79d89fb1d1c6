#pragma once

#include <span>

#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/tables.h"

namespace tenrec::hogql {

/// The names of `sessions`. Each is computed from the events of one session; its HogQL calls them
/// `e`.
/// Source: docs/spec/hogql.md, 9.2
std::span<const TableField> SessionFields();

/// What one of SessionFields() is under the modifiers of a query.
ExprPtr SessionFieldTree(const TableField& field, const Modifiers& modifiers);

}  // namespace tenrec::hogql
