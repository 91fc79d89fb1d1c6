#pragma once

#include <map>
#include <string>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// What a question in HogQL may bring along for its placeholders.
struct HogQLInputs {
  Json filters;
  Json values;
  Json variables;
};

/// What `{name}`, `{variables.code_name}` and `{filters.dateRange.from}` stand for; an end that is
/// not set is not there, and the compiler leaves the comparison with it out.
/// Errors: kInvalidArgument for a variable without a name.
/// Source: docs/spec/hogql.md, 13
Result<std::map<std::string, hogql::ExprPtr, std::less<>>> PlaceholderValues(
    const HogQLInputs& inputs, const Occasion& occasion);

/// What `{filters}` stands for.
/// Errors: kInvalidArgument for filters that make no sense.
Result<hogql::ExprPtr> FiltersExpr(const Json& filters, const Occasion& occasion);

}  // namespace tenrec::query
