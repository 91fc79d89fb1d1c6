#include "tenrec/insights/property_filter.h"

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/property_operator.h"
#include "tenrec/insights/selector.h"

namespace tenrec::insights {
namespace {

using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;
using hogql::PropertyScope;
using hogql::PropertyType;

constexpr int kMaxDepth = 64;
constexpr std::array<std::string_view, 4> kJsonListKeys = {
    "$exception_types", "$exception_values", "$exception_sources", "$exception_functions"};

// Attributes of the elements of a chain, such as a:href="/buy"text="Buy".
constexpr std::string_view kHrefPattern = "(?::|\")href=\"(.*?)\"";
constexpr std::string_view kTextPattern = "(?::|\")text=\"(.*?)\"";

ExprPtr True() {
  return Constant(hogql::Value(true));
}

/// The parts of a filter that every type shares.
struct Filter {
  std::string_view type;
  std::string key;
  Operator op = Operator::kExact;
  const Json* value = nullptr;
};

bool NeedsValue(Operator op) {
  return op != Operator::kIsSet && op != Operator::kIsNotSet;
}

PropertyType TypeOf(const FilterContext& context, PropertyScope scope, std::string_view key,
                    int group_index = -1) {
  return context.property_type ? context.property_type(scope, key, group_index)
                               : PropertyType::kUnknown;
}

Result<ExprPtr> Test(const Filter& filter, const Operand& operand, const FilterContext& context) {
  static const Json null;
  return TestOperand(filter.op, operand, filter.value == nullptr ? null : *filter.value, context);
}

/// The property holds a JSON list: one of its elements must pass.
Result<ExprPtr> TestElements(const Filter& filter, const ExprPtr& list,
                             const FilterContext& context) {
  TRY_ASSIGN(ExprPtr test, Test(filter, {Field({"v"}), PropertyType::kString}, context));
  return Call(
      "arrayExists",
      {hogql::Lambda({"v"}, std::move(test)),
       Call("JSONExtract", {Call("ifNull", {list, Constant("")}), Constant("Array(String)")})});
}

Result<ExprPtr> EventFilter(const Filter& filter, const FilterContext& context) {
  if (filter.key == "$elements_chain") {
    return Test(filter, {Field({"elements_chain"}), PropertyType::kString}, context);
  }
  if (filter.key.starts_with("$virt_")) {
    return Test(filter, {Field({filter.key}), PropertyType::kUnknown}, context);
  }
  ExprPtr property = Field({"properties", filter.key});
  for (const std::string_view key : kJsonListKeys) {
    if (filter.key == key) return TestElements(filter, property, context);
  }
  return Test(filter, {std::move(property), TypeOf(context, PropertyScope::kEvent, filter.key)},
              context);
}

Result<ExprPtr> PersonFilter(const Filter& filter, const FilterContext& context) {
  if (filter.key == "distinct_id") {
    return Test(filter, {Field({"person", "pdi", "distinct_id"}), PropertyType::kString}, context);
  }
  if (filter.key.starts_with("$virt_")) {
    return Test(filter, {Field({"person", filter.key}), PropertyType::kUnknown}, context);
  }
  return Test(filter,
              {Field({"person", "properties", filter.key}),
               TypeOf(context, PropertyScope::kPerson, filter.key)},
              context);
}

Result<ExprPtr> GroupFilter(const Json& json, const Filter& filter, const FilterContext& context) {
  const auto index = IntMember(json, "group_type_index");
  if (!index) return True();
  if (*index < 0 || *index > 4) {
    return InvalidArgument("group_type_index must be 0 to 4, not " + std::to_string(*index));
  }
  return Test(filter,
              {Field({"group_" + std::to_string(*index), "properties", filter.key}),
               TypeOf(context, PropertyScope::kGroup, filter.key, static_cast<int>(*index))},
              context);
}

/// Tags and selectors are found or not; several of them are alternatives.
Result<ExprPtr> ChainFilter(const Filter& filter) {
  if (filter.op != Operator::kExact && filter.op != Operator::kIsNot) {
    return InvalidArgument("element filters on " + filter.key + " accept exact and is_not only");
  }
  const bool negated = filter.op == Operator::kIsNot;
  ExprList tests;
  const auto add = [&](const Json& value) {
    if (filter.key == "tag_name") {
      tests.push_back(TagExpr(ValueText(value), negated));
      return;
    }
    ExprPtr found = SelectorExpr(ValueText(value));
    tests.push_back(negated ? hogql::Not(std::move(found)) : std::move(found));
  };
  if (const auto* list = filter.value->if_array()) {
    for (const Json& value : *list) add(value);
  } else {
    add(*filter.value);
  }
  if (tests.empty()) return True();
  return negated ? hogql::And(std::move(tests)) : hogql::Or(std::move(tests));
}

/// {"type": "cohort", "key": "id", "value": 3, "operator": "in" | "not_in"}, or "negation" in its
/// old form.
Result<ExprPtr> CohortFilter(const Json& json) {
  const Json* value = FindMember(json, "value");
  if (value != nullptr && value->is_array() && value->get_array().size() == 1) {
    value = &value->get_array()[0];
  }
  if (value == nullptr || value->is_null()) return True();
  const std::string text = ValueText(*value);
  std::int64_t id = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (status != std::errc() || end != text.data() + text.size()) {
    return InvalidArgument("a cohort filter needs the id of a cohort, not '" + hogql::Shown(text) +
                           "'");
  }
  const bool negated =
      StringMember(json, "operator") == "not_in" || BoolMember(json, "negation").value_or(false);
  return Compare(negated ? CompareOp::kNotInCohort : CompareOp::kInCohort, Field({"person_id"}),
                 Constant(id));
}

Result<ExprPtr> ElementFilter(const Filter& filter, const FilterContext& context) {
  if (filter.key == "tag_name" || filter.key == "selector") return ChainFilter(filter);
  if (filter.key == "href") {
    return Test(filter,
                {Call("extract", {Field({"elements_chain"}), Constant(kHrefPattern)}),
                 PropertyType::kString},
                context);
  }
  if (filter.key == "text") {
    TRY_ASSIGN(ExprPtr test, Test(filter, {Field({"text"}), PropertyType::kString}, context));
    return Call("arrayExists",
                {hogql::Lambda({"text"}, std::move(test)),
                 Call("extractAll", {Field({"elements_chain"}), Constant(kTextPattern)})});
  }
  return InvalidArgument("element filters on '" + hogql::Shown(filter.key) +
                         "' are not supported yet");
}

Result<ExprPtr> OneFilter(const Json& json, const FilterContext& context) {
  Filter filter;
  filter.type = StringMember(json, "type").value_or("event");
  if (filter.type == "empty" || filter.type == "flag") return True();
  const Json* key = FindMember(json, "key");
  if (filter.type == "cohort" || filter.type == "static-cohort" ||
      filter.type == "precalculated-cohort") {
    return CohortFilter(json);
  }
  if (key == nullptr || (!key->is_string() && !key->is_number())) return True();
  filter.key = ValueText(*key);
  if (filter.type == "hogql") return hogql::ParseExpr(filter.key);

  const std::string_view op = StringMember(json, "operator").value_or("exact");
  const auto parsed = ParseOperator(op);
  if (!parsed) return InvalidArgument("unknown property operator '" + hogql::Shown(op) + "'");
  filter.op = *parsed;
  filter.value = FindMember(json, "value");
  const bool no_value = filter.value == nullptr || filter.value->is_null();
  if (no_value && NeedsValue(filter.op)) return True();

  if (filter.type == "event" || filter.type == "feature") return EventFilter(filter, context);
  if (filter.type == "person") return PersonFilter(filter, context);
  if (filter.type == "group") return GroupFilter(json, filter, context);
  if (filter.type == "event_metadata") {
    return Test(filter, {Field({filter.key}), PropertyType::kUnknown}, context);
  }
  if (filter.type == "session") {
    return Test(filter, {Field({"session", filter.key}), PropertyType::kUnknown}, context);
  }
  if (filter.type == "element") return ElementFilter(filter, context);
  return InvalidArgument("property filters of type '" + hogql::Shown(filter.type) +
                         "' are not supported yet");
}

Result<ExprPtr> Convert(const Json& json, const FilterContext& context, int depth);

Result<ExprPtr> Combine(const JsonArray& items, bool all, const FilterContext& context, int depth) {
  ExprList exprs;
  for (const Json& item : items) {
    TRY_ASSIGN(ExprPtr expr, Convert(item, context, depth + 1));
    if (IsTrue(expr)) {
      if (!all) return True();
      continue;
    }
    exprs.push_back(std::move(expr));
  }
  if (exprs.empty()) return True();
  return all ? hogql::And(std::move(exprs)) : hogql::Or(std::move(exprs));
}

Result<ExprPtr> Convert(const Json& json, const FilterContext& context, int depth) {
  if (depth > kMaxDepth) return InvalidArgument("property filters are nested too deep");
  if (json.is_null()) return True();
  if (const auto* list = json.if_array()) return Combine(*list, true, context, depth);
  if (!json.is_object()) return InvalidArgument("a property filter must be an object or a list");
  const Json* values = FindMember(json, "values");
  const std::string_view type = StringMember(json, "type").value_or("");
  const bool is_group = type == "AND" || type == "OR";
  if (!is_group && (values == nullptr || FindMember(json, "key") != nullptr)) {
    return OneFilter(json, context);
  }
  if (!is_group) {
    return InvalidArgument("PropertyGroupFilter of unknown type \"" + hogql::Shown(type) + "\"");
  }
  if (values == nullptr || values->is_null()) return True();
  const auto* list = values->if_array();
  if (list == nullptr) return InvalidArgument("values of a property group must be a list");
  return Combine(*list, type == "AND", context, depth);
}

}  // namespace

bool IsTrue(const ExprPtr& expr) {
  const auto* constant = hogql::As<hogql::ConstantNode>(expr);
  if (constant == nullptr) return false;
  const bool* value = std::get_if<bool>(&constant->value);
  return value != nullptr && *value;
}

Result<ExprPtr> FilterExpr(const Json& properties, const FilterContext& context) {
  return Convert(properties, context, 0);
}

}  // namespace tenrec::insights
