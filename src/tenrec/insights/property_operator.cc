#include "tenrec/insights/property_operator.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/semver_range.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Or;
using hogql::PropertyType;

constexpr std::string_view kSemverPattern =
    R"(^\s*v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:[-+]\S*)?\s*$)";

struct NamedOperator {
  std::string_view name;
  Operator op;
};
constexpr std::array<NamedOperator, 33> kOperators{{
    {"exact", Operator::kExact},
    {"is_not", Operator::kIsNot},
    {"icontains", Operator::kIContains},
    {"not_icontains", Operator::kNotIContains},
    {"icontains_multi", Operator::kIContainsMulti},
    {"not_icontains_multi", Operator::kNotIContainsMulti},
    {"regex", Operator::kRegex},
    {"not_regex", Operator::kNotRegex},
    {"gt", Operator::kGt},
    {"gte", Operator::kGte},
    {"lt", Operator::kLt},
    {"lte", Operator::kLte},
    {"min", Operator::kGte},
    {"max", Operator::kLte},
    {"between", Operator::kBetween},
    {"not_between", Operator::kNotBetween},
    {"is_set", Operator::kIsSet},
    {"is_not_set", Operator::kIsNotSet},
    {"is_date_exact", Operator::kIsDateExact},
    {"is_date_before", Operator::kIsDateBefore},
    {"is_date_after", Operator::kIsDateAfter},
    {"in", Operator::kIn},
    {"not_in", Operator::kNotIn},
    {"is_cleaned_path_exact", Operator::kIsCleanedPathExact},
    {"semver_eq", Operator::kSemverEq},
    {"semver_neq", Operator::kSemverNeq},
    {"semver_gt", Operator::kSemverGt},
    {"semver_gte", Operator::kSemverGte},
    {"semver_lt", Operator::kSemverLt},
    {"semver_lte", Operator::kSemverLte},
    {"semver_tilde", Operator::kSemverTilde},
    {"semver_caret", Operator::kSemverCaret},
    {"semver_wildcard", Operator::kSemverWildcard},
}};

std::string_view OperatorName(Operator op) {
  for (const auto& [name, value] : kOperators) {
    if (value == op) return name;
  }
  return "operator";
}

ExprPtr Bool(bool value) {
  return Constant(hogql::Value(value));
}

ExprPtr Text(std::string text) {
  return Constant(hogql::Value(std::move(text)));
}

ExprPtr AsText(const ExprPtr& expr) {
  return Call("toString", {expr});
}

std::optional<double> NumberOf(const Json& value) {
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double()) return value.get_double();
  if (!value.is_string()) return std::nullopt;
  const std::string_view text = View(value.get_string());
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

ExprPtr NumberConstant(const Json& value, double number) {
  if (value.is_int64()) return Constant(hogql::Value(value.get_int64()));
  return Constant(hogql::Value(number));
}

CompareOp ComparisonOf(Operator op) {
  switch (op) {
    case Operator::kIsNot:
    case Operator::kNotIn:
    case Operator::kSemverNeq:
      return CompareOp::kNotEq;
    case Operator::kGt:
    case Operator::kIsDateAfter:
    case Operator::kSemverGt:
      return CompareOp::kGt;
    case Operator::kGte:
    case Operator::kSemverGte:
      return CompareOp::kGtEq;
    case Operator::kLt:
    case Operator::kIsDateBefore:
    case Operator::kSemverLt:
      return CompareOp::kLt;
    case Operator::kLte:
    case Operator::kSemverLte:
      return CompareOp::kLtEq;
    default:
      return CompareOp::kEq;
  }
}

/// The value as a constant of the operand's type; nullptr when no such constant can be equal to it.
ExprPtr TypedConstant(const Operand& operand, const Json& value, const FilterContext& context) {
  switch (operand.type) {
    case PropertyType::kNumeric: {
      if (value.is_bool()) return nullptr;
      const auto number = NumberOf(value);
      return number ? NumberConstant(value, *number) : nullptr;
    }
    case PropertyType::kBoolean: {
      const std::string text = ValueText(value);
      if (text == "true" || text == "1") return Bool(true);
      if (text == "false" || text == "0") return Bool(false);
      return nullptr;
    }
    case PropertyType::kDateTime: {
      const ParsedDate date = ParseDate(ValueText(value), context.zone, context.now, false);
      return date.absolute ? Constant(hogql::Value(date.instant)) : nullptr;
    }
    case PropertyType::kString:
    case PropertyType::kUnknown:
      return Text(ValueText(value));
  }
  return nullptr;
}

/// exact, is_not and the orderings against one value.
ExprPtr CompareWith(Operator op, const Operand& operand, const Json& value,
                    const FilterContext& context) {
  const CompareOp comparison = ComparisonOf(op);
  const bool equality = comparison == CompareOp::kEq || comparison == CompareOp::kNotEq;
  const bool untyped =
      operand.type == PropertyType::kUnknown || operand.type == PropertyType::kString;
  // Text orders "10" before "9", so a number asks for the order of numbers.
  if (!equality && untyped && value.is_number()) {
    return Compare(comparison, Call("toFloat", {operand.expr}),
                   NumberConstant(value, *NumberOf(value)));
  }
  ExprPtr constant = TypedConstant(operand, value, context);
  if (constant == nullptr) return Bool(comparison == CompareOp::kNotEq);
  return Compare(comparison, operand.expr, std::move(constant));
}

ExprPtr MemberOf(Operator op, const Operand& operand, const JsonArray& values,
                 const FilterContext& context) {
  const bool negative = IsNegative(op);
  ExprList constants;
  for (const Json& value : values) {
    if (ExprPtr constant = TypedConstant(operand, value, context)) {
      constants.push_back(std::move(constant));
    }
  }
  if (constants.empty()) return Bool(negative);
  return Compare(negative ? CompareOp::kNotIn : CompareOp::kIn, operand.expr,
                 hogql::Tuple(std::move(constants)));
}

ExprPtr ContainsAny(Operator op, const Operand& operand, const Json& value) {
  ExprList needles;
  if (const auto* list = value.if_array()) {
    for (const Json& item : *list) needles.push_back(Text(ValueText(item)));
  } else {
    needles.push_back(Text(ValueText(value)));
  }
  return Compare(IsNegative(op) ? CompareOp::kEq : CompareOp::kGt,
                 Call("multiSearchAnyCaseInsensitive",
                      {AsText(operand.expr), hogql::Array(std::move(needles))}),
                 Constant(0));
}

ExprPtr MatchesRegex(Operator op, const Operand& operand, const Json& value) {
  ExprPtr match = Call("match", {AsText(operand.expr), Text(ValueText(value))});
  if (op == Operator::kRegex) return Call("ifNull", {std::move(match), Constant(0)});
  return Call("ifNull", {Call("not", {std::move(match)}), Constant(1)});
}

Result<ExprPtr> Between(Operator op, const Operand& operand, const Json& value) {
  const auto* bounds = value.if_array();
  if (bounds == nullptr || bounds->size() != 2) {
    return InvalidArgument(std::string(OperatorName(op)) +
                           " operator requires a two-element array [min, max]");
  }
  const auto low = NumberOf((*bounds)[0]);
  const auto high = NumberOf((*bounds)[1]);
  if (!low || !high) {
    return InvalidArgument(std::string(OperatorName(op)) + " operator requires numeric values");
  }
  if (*low > *high) {
    return InvalidArgument(std::string(OperatorName(op)) +
                           " operator requires min value to be less than or equal to max value");
  }
  const ExprPtr number =
      operand.type == PropertyType::kNumeric ? operand.expr : Call("toFloat", {operand.expr});
  const ExprPtr min = NumberConstant((*bounds)[0], *low);
  const ExprPtr max = NumberConstant((*bounds)[1], *high);
  if (op == Operator::kBetween) {
    return And({Compare(CompareOp::kGtEq, number, min), Compare(CompareOp::kLtEq, number, max)});
  }
  return Or({Compare(CompareOp::kLt, number, min), Compare(CompareOp::kGt, number, max)});
}

Result<ExprPtr> CompareDate(Operator op, const Operand& operand, const Json& value,
                            const FilterContext& context) {
  const std::string text = ValueText(value);
  const ParsedDate date = ParseDate(text, context.zone, context.now, false);
  if (!date.absolute && !date.relative()) {
    return InvalidArgument(std::string(OperatorName(op)) +
                           " operator requires a date such as 2024-01-31 or -7d, not '" +
                           hogql::Shown(text) + "'");
  }
  return Compare(ComparisonOf(op), Call("toDateTime", {AsText(operand.expr)}),
                 Constant(hogql::Value(date.instant)));
}

/// `path` must be text.
ExprPtr CleanPath(ExprPtr path, const FilterContext& context) {
  for (const PathCleaningRule& rule : context.path_cleaning) {
    path = Call("replaceRegexpAll", {std::move(path), Text(rule.regex), Text(rule.alias)});
  }
  return path;
}

Result<ExprPtr> CompareVersion(Operator op, const Operand& operand, const Json& value) {
  const std::string text = ValueText(value);
  const ExprPtr version = Call("sortableSemver", {AsText(operand.expr)});
  const auto against = [&](CompareOp comparison, const std::string& other) {
    return Compare(comparison, version, Call("sortableSemver", {Text(other)}));
  };
  // Arrays order NULL behind everything, so a text that is no version has to be left out by name.
  const ExprPtr is_version = Call(
      "ifNull", {Call("match", {AsText(operand.expr), Constant(kSemverPattern)}), Constant(0)});
  std::optional<SemverRange> range;
  switch (op) {
    case Operator::kSemverTilde:
      range = TildeRange(text);
      break;
    case Operator::kSemverCaret:
      range = CaretRange(text);
      break;
    case Operator::kSemverWildcard:
      range = WildcardRange(text);
      break;
    default:
      if (!IsSemver(text)) return Bool(false);
      return And({is_version, against(ComparisonOf(op), text)});
  }
  if (!range) {
    return InvalidArgument("'" + hogql::Shown(text) + "' is not a version that " +
                           std::string(OperatorName(op)) + " understands");
  }
  return And(
      {is_version, against(CompareOp::kGtEq, range->from), against(CompareOp::kLt, range->below)});
}

/// The test against one value.
Result<ExprPtr> TestScalar(Operator op, const Operand& operand, const Json& value,
                           const FilterContext& context) {
  switch (op) {
    case Operator::kExact:
    case Operator::kIsNot:
    case Operator::kIn:
    case Operator::kNotIn:
    case Operator::kGt:
    case Operator::kGte:
    case Operator::kLt:
    case Operator::kLte:
      return CompareWith(op, operand, value, context);
    case Operator::kIContains:
    case Operator::kNotIContains:
      return Compare(op == Operator::kIContains ? CompareOp::kILike : CompareOp::kNotILike,
                     AsText(operand.expr), Text("%" + ValueText(value) + "%"));
    case Operator::kIContainsMulti:
    case Operator::kNotIContainsMulti:
      return ContainsAny(op, operand, value);
    case Operator::kRegex:
    case Operator::kNotRegex:
      return MatchesRegex(op, operand, value);
    case Operator::kBetween:
    case Operator::kNotBetween:
      return Between(op, operand, value);
    case Operator::kIsSet:
      return Compare(CompareOp::kNotEq, operand.expr, hogql::Null());
    case Operator::kIsNotSet:
      return Compare(CompareOp::kEq, operand.expr, hogql::Null());
    case Operator::kIsDateExact:
    case Operator::kIsDateBefore:
    case Operator::kIsDateAfter:
      return CompareDate(op, operand, value, context);
    case Operator::kIsCleanedPathExact:
      return Compare(CompareOp::kEq, CleanPath(AsText(operand.expr), context),
                     CleanPath(Text(ValueText(value)), context));
    case Operator::kSemverEq:
    case Operator::kSemverNeq:
    case Operator::kSemverGt:
    case Operator::kSemverGte:
    case Operator::kSemverLt:
    case Operator::kSemverLte:
    case Operator::kSemverTilde:
    case Operator::kSemverCaret:
    case Operator::kSemverWildcard:
      return CompareVersion(op, operand, value);
  }
  return Internal("operator without a test");
}

}  // namespace

std::optional<Operator> ParseOperator(std::string_view text) {
  for (const auto& [name, op] : kOperators) {
    if (name == text) return op;
  }
  return std::nullopt;
}

bool IsNegative(Operator op) {
  switch (op) {
    case Operator::kIsNot:
    case Operator::kNotIContains:
    case Operator::kNotIContainsMulti:
    case Operator::kNotRegex:
    case Operator::kIsNotSet:
    case Operator::kNotBetween:
    case Operator::kNotIn:
      return true;
    default:
      return false;
  }
}

std::string ValueText(const Json& value) {
  if (value.is_string()) return std::string(View(value.get_string()));
  if (value.is_double()) {
    // 5.0 and 5 are one number, and a property shows it as 5.
    const double number = value.get_double();
    if (std::nearbyint(number) == number && std::abs(number) < 1e15) {
      return std::to_string(static_cast<std::int64_t>(number));
    }
  }
  return PrintJson(value);
}

Result<ExprPtr> TestOperand(Operator op, const Operand& operand, const Json& value,
                            const FilterContext& context) {
  const auto* list = value.if_array();
  const bool takes_list = op == Operator::kBetween || op == Operator::kNotBetween ||
                          op == Operator::kIsSet || op == Operator::kIsNotSet;
  if (list == nullptr || takes_list) return TestScalar(op, operand, value, context);
  if (list->empty()) return Bool(true);
  const bool multi = op == Operator::kIContainsMulti || op == Operator::kNotIContainsMulti;
  if (list->size() == 1 && !multi) return TestScalar(op, operand, list->front(), context);
  switch (op) {
    case Operator::kExact:
    case Operator::kIsNot:
    case Operator::kIn:
    case Operator::kNotIn:
      return MemberOf(op, operand, *list, context);
    case Operator::kIContains:
    case Operator::kNotIContains:
    case Operator::kIContainsMulti:
    case Operator::kNotIContainsMulti:
      return ContainsAny(op, operand, value);
    default:
      break;
  }
  ExprList tests;
  for (const Json& item : *list) {
    TRY_ASSIGN(ExprPtr test, TestScalar(op, operand, item, context));
    tests.push_back(std::move(test));
  }
  return IsNegative(op) ? And(std::move(tests)) : Or(std::move(tests));
}

}  // namespace tenrec::insights
