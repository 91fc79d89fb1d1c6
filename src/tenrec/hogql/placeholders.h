#pragma once

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::hogql {

/// The tree with every {name} replaced by what the context says it stands for.
/// Errors: kInvalidArgument (query_error) for a name that the context does not know, and for
///         {filters} in a SELECT that reads no table with a time.
/// Source: docs/spec/hogql.md, 13
Result<ExprPtr> ReplacePlaceholders(const ExprPtr& query, const CompileContext& context);

}  // namespace tenrec::hogql
