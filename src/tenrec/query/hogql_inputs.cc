#include "tenrec/query/hogql_inputs.h"

#include <utility>

#include "tenrec/insights/date_range.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::query {
namespace {

using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

/// A JSON value as a constant of the language; lists and objects become theirs.
ExprPtr ToExpr(const Json& json, int depth = 0) {
  if (depth > 32) return hogql::Null();
  switch (json.kind()) {
    case boost::json::kind::null:
      return hogql::Null();
    case boost::json::kind::bool_:
      return Constant(hogql::Value(json.get_bool()));
    case boost::json::kind::int64:
      return Constant(hogql::Value(json.get_int64()));
    case boost::json::kind::uint64:
      return Constant(hogql::Value(hogql::BigInteger{std::to_string(json.get_uint64())}));
    case boost::json::kind::double_:
      return Constant(hogql::Value(json.get_double()));
    case boost::json::kind::string:
      return Constant(View(json.get_string()));
    case boost::json::kind::array: {
      hogql::ExprList items;
      for (const Json& item : json.get_array()) items.push_back(ToExpr(item, depth + 1));
      return hogql::Array(std::move(items));
    }
    case boost::json::kind::object:
      return Constant(PrintJson(json));
  }
  return hogql::Null();
}

ExprPtr Instant(const std::string& text, const Occasion& occasion) {
  return Constant(
      hogql::Value(insights::ParseDate(text, occasion.zone, occasion.now, false).instant));
}

}  // namespace

Result<std::map<std::string, ExprPtr, std::less<>>> PlaceholderValues(const HogQLInputs& inputs,
                                                                      const Occasion& occasion) {
  std::map<std::string, ExprPtr, std::less<>> out;
  if (const auto* values = inputs.values.if_object()) {
    for (const auto& member : *values) {
      out[std::string(member.key())] = ToExpr(member.value());
    }
  }
  if (const auto* variables = inputs.variables.if_object()) {
    for (const auto& member : *variables) {
      const auto name = StringMember(member.value(), "code_name");
      if (!name) return InvalidArgument("query.variables: code_name: Field required");
      const bool is_null = BoolMember(member.value(), "isNull").value_or(false);
      const Json* value = FindMember(member.value(), "value");
      out["variables." + std::string(*name)] =
          is_null || value == nullptr ? hogql::Null() : ToExpr(*value);
    }
  }
  if (inputs.filters.is_object()) {
    const Json* range = FindMember(inputs.filters, "dateRange");
    for (const std::string end : {"from", "to"}) {
      const auto text = range == nullptr ? std::nullopt : StringMember(*range, "date_" + end);
      if (!text || text->empty() || *text == "all") continue;
      out["filters.dateRange." + end] = Instant(std::string(*text), occasion);
    }
  }
  return out;
}

Result<ExprPtr> FiltersExpr(const Json& filters, const Occasion& occasion) {
  hogql::ExprList conditions;
  insights::FieldReader in(filters, "query.filters");
  const auto context = occasion.Filters();
  const auto add = [&](const Json& json) -> Status {
    TRY_ASSIGN(ExprPtr condition, insights::FilterExpr(json, context));
    if (!insights::IsTrue(condition)) conditions.push_back(std::move(condition));
    return Ok();
  };
  if (const Json* properties = in.Any("properties")) TRY(add(*properties));
  if (const Json* range = in.Object("dateRange")) {
    insights::FieldReader dates(*range, "query.filters.dateRange");
    const auto from = dates.Text("date_from");
    const auto to = dates.Text("date_to");
    dates.Ignore({"explicitDate", "daysOfWeek", "excludeIncompletePeriods"});
    TRY(dates.Finish());
    if (to && !to->empty()) {
      conditions.push_back(Compare(CompareOp::kLt, Field({"timestamp"}), Instant(*to, occasion)));
    }
    if (from && !from->empty() && *from != "all") {
      conditions.push_back(
          Compare(CompareOp::kGtEq, Field({"timestamp"}), Instant(*from, occasion)));
    }
  }
  if (in.Bool("filterTestAccounts")) TRY(add(occasion.TestAccountFilters()));
  TRY(in.Finish());
  return hogql::And(std::move(conditions));
}

}  // namespace tenrec::query
