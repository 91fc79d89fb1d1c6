#include "tenrec/insights/series_events.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tenrec/hogql/parser.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

ExprPtr ValueOrNull(ExprPtr property, bool normalize_url) {
  property = Call("toString", {std::move(property)});
  if (normalize_url) {
    const ExprPtr cut =
        Call("replaceRegexpOne", {std::move(property), Constant("[/?#]*$"), Constant("")});
    property = Call("if", {Call("empty", {cut}), Constant("/"), cut});
  }
  return Call("ifNull",
              {Call("nullIf", {std::move(property), Constant("")}), Constant(kNullLabel)});
}

/// A bound of a bin, as it is shown and as it is compared: ten digits.
std::string BoundText(double bound) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.10g", bound);
  return buffer.data();
}

/// The bin of a number as JSON text: "[0,5]". The last bin takes its upper bound in.
ExprPtr Bin(const ExprPtr& number, int bins, const Spread* spread) {
  if (spread == nullptr || spread->low >= spread->high) return Constant("[\"\",\"\"]");
  const double width = (spread->high - spread->low) / bins;
  ExprList branches;
  for (int i = 0; i < bins; ++i) {
    const bool last = i + 1 == bins;
    const std::string low = BoundText(spread->low + i * width);
    const std::string high = BoundText(last ? spread->high + 0.01 : spread->low + (i + 1) * width);
    const auto bound = [](const std::string& text) {
      return Constant(hogql::Value(std::strtod(text.c_str(), nullptr)));
    };
    branches.push_back(And({Compare(CompareOp::kGtEq, number, bound(low)),
                            Compare(CompareOp::kLt, number, bound(high))}));
    branches.push_back(Constant("[" + low + "," + high + "]"));
  }
  branches.push_back(Constant(kNullLabel));
  return Call("multiIf", std::move(branches));
}

}  // namespace

ExprPtr WithinTime(Timestamp from, Timestamp to) {
  return And({Compare(CompareOp::kGtEq, Field({"timestamp"}),
                      Constant(hogql::Value(Timestamp::FromSeconds(from.seconds())))),
              Compare(CompareOp::kLtEq, Field({"timestamp"}),
                      Constant(hogql::Value(Timestamp::FromSeconds(to.seconds()))))});
}

Result<ExprPtr> BreakdownProperty(const Breakdown& breakdown) {
  if (breakdown.type == "hogql") return hogql::ParseExpr(breakdown.property);
  if (breakdown.type == "person") return Field({"person", "properties", breakdown.property});
  if (breakdown.type == "event_metadata") return Field({breakdown.property});
  if (breakdown.type == "group") {
    return Field({"group_" + std::to_string(breakdown.group_type_index.value_or(0)), "properties",
                  breakdown.property});
  }
  return Field({"properties", breakdown.property});
}

Result<ExprPtr> SeriesEvents::BreakdownValue() const {
  if (query_.breakdown.breakdowns.empty()) return ExprPtr();
  ExprList values;
  for (std::size_t i = 0; i < query_.breakdown.breakdowns.size(); ++i) {
    const Breakdown& breakdown = query_.breakdown.breakdowns[i];
    TRY_ASSIGN(ExprPtr property, BreakdownProperty(breakdown));
    if (!breakdown.bins) {
      values.push_back(ValueOrNull(std::move(property), breakdown.normalize_url));
      continue;
    }
    const auto spread = context_.spreads.find({index_, i});
    values.push_back(Bin(Call("toFloat", {std::move(property)}), *breakdown.bins,
                         spread == context_.spreads.end() ? nullptr : &spread->second));
  }
  return query_.breakdown.multiple ? hogql::Array(std::move(values)) : values.front();
}

Result<ExprPtr> SeriesEvents::Where(Timestamp from, bool needs_actor) const {
  ExprList conditions;
  if (series_.event) {
    conditions.push_back(Compare(CompareOp::kEq, Field({"event"}), Constant(*series_.event)));
  }
  conditions.push_back(WithinTime(from, range_.to));
  const auto add = [&](const Json& filters) -> Status {
    TRY_ASSIGN(ExprPtr condition, FilterExpr(filters, context_.filters));
    if (!IsTrue(condition)) conditions.push_back(std::move(condition));
    return Ok();
  };
  TRY(add(series_.properties));
  TRY(add(series_.fixed_properties));
  TRY(add(query_.properties));
  if (query_.filter_test_accounts) TRY(add(context_.test_account_filters));
  if (needs_actor && GroupIndex()) {
    conditions.push_back(Compare(CompareOp::kNotEq, Actor(), Constant("")));
  }
  return And(std::move(conditions));
}

std::optional<int> SeriesEvents::GroupIndex() const {
  if (series_.math_group_type_index && series_.math.measure != Measure::kProperty) {
    return series_.math_group_type_index;
  }
  return query_.group_type_index;
}

ExprPtr SeriesEvents::Actor() const {
  if (const auto index = GroupIndex()) return Field({"$group_" + std::to_string(*index)});
  return Field({context_.aggregate_by_distinct_id ? "distinct_id" : "person_id"});
}

}  // namespace tenrec::insights
