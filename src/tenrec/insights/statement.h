#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"

namespace tenrec::insights {

/// What the {names} of a statement stand for.
using StatementParts = std::map<std::string, hogql::ExprPtr, std::less<>>;

/// A statement that is written as HogQL, with {names} where its parts stand.
/// Shape:  Statement("SELECT count() FROM events WHERE {where}", {{"where", condition}})
/// Errors: kInvalidArgument when the text is no HogQL or names a part that is not given.
Result<hogql::ExprPtr> Statement(std::string_view hogql, const StatementParts& parts);

/// As Statement, of one expression.
Result<hogql::ExprPtr> Expression(std::string_view hogql, const StatementParts& parts);

}  // namespace tenrec::insights
