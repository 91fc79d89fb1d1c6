#pragma once

#include <optional>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

/// The left side of a test: an expression and what the project says it holds.
struct Operand {
  hogql::ExprPtr expr;
  hogql::PropertyType type = hogql::PropertyType::kUnknown;
};

enum class Operator : std::uint8_t {
  kExact,
  kIsNot,
  kIContains,
  kNotIContains,
  kIContainsMulti,
  kNotIContainsMulti,
  kRegex,
  kNotRegex,
  kGt,
  kGte,
  kLt,
  kLte,
  kBetween,
  kNotBetween,
  kIsSet,
  kIsNotSet,
  kIsDateExact,
  kIsDateBefore,
  kIsDateAfter,
  kIn,
  kNotIn,
  kIsCleanedPathExact,
  kSemverEq,
  kSemverNeq,
  kSemverGt,
  kSemverGte,
  kSemverLt,
  kSemverLte,
  kSemverTilde,
  kSemverCaret,
  kSemverWildcard,
};

/// Reads "exact", "icontains", …; "min" and "max" are other words for gte and lte.
std::optional<Operator> ParseOperator(std::string_view text);
/// Whether several values of the operator must all hold instead of one of them.
bool IsNegative(Operator op);

/// The test of the operand against a value or a list of values.
/// Errors: kInvalidArgument when the value does not fit the operator.
/// Source: queries.md 3.2
Result<hogql::ExprPtr> TestOperand(Operator op, const Operand& operand, const Json& value,
                                   const FilterContext& context);

/// The value as text: strings as they are, booleans and numbers as JSON prints them.
std::string ValueText(const Json& value);

}  // namespace tenrec::insights
