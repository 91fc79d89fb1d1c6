#pragma once

#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"

namespace tenrec::hogql {

/// Deepest tree that the parser makes; deeper text is refused, so no walk can overflow the stack.
inline constexpr int kMaxHeight = 256;

// Every parser below:
// Shape:  UTF-8 text. Positions of nodes and errors are code points from 0.
// Errors: kInvalidArgument with a range; its tag is "syntax_error" when the text is no HogQL,
//         "not_implemented_error" when it is, but has no meaning here.
// Source: docs/spec/hogql.md, 1 to 4.

/// Reads a query: SELECT, a set of them, WITH … SELECT.
Result<ExprPtr> ParseSelect(std::string_view text);

/// Reads one expression, such as a filter or a column.
Result<ExprPtr> ParseExpr(std::string_view text);

/// Reads one element of ORDER BY: an expression with its direction.
Result<OrderItem> ParseOrderExpr(std::string_view text);

}  // namespace tenrec::hogql
