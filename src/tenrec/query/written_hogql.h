#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::query {

/// Whether the language of an editor is that of expressions, "hogQLExpr", and not "hogQL".
/// Errors: kInvalidArgument for a word that is none, kUnimplemented for the languages of Hog.
Result<bool> IsExpression(std::string_view language);

/// The query that an expression of an editor is read in: its rows, with nothing selected from them
/// that matters. `events` when the editor names no query.
/// Errors: kInvalidArgument for a source query that cannot be read.
/// Source: docs/spec/hogql.md, 16
Result<hogql::SelectNode> ScopeOf(const Json& source_query);

/// The tables that a query names in FROM, without its own common tables; sorted, each once.
std::vector<std::string> NamedTables(const hogql::ExprPtr& query);

/// The query with NULL for each placeholder that the context cannot fill: somebody is still
/// writing, and what is not there yet is no fault.
hogql::ExprPtr WithoutUnknownPlaceholders(const hogql::ExprPtr& query,
                                          const hogql::CompileContext& context);

}  // namespace tenrec::query
