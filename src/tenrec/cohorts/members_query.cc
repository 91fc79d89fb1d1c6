#include "tenrec/cohorts/members_query.h"

#include <charconv>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/cohorts/definition.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/named_sets.h"

namespace tenrec::cohorts {
namespace {

using hogql::Alias;
using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;
using hogql::SelectNode;
using insights::FilterContext;

ExprPtr Nobody() {
  return Compare(CompareOp::kEq, Constant(1), Constant(2));
}

ExprPtr PersonId() {
  return Field({"person_id"});
}

ExprPtr IsAmong(ExprPtr select) {
  return Compare(CompareOp::kIn, PersonId(), std::move(select));
}

std::int64_t NumberOf(const Json& leaf, std::string_view name) {
  const Json* value = FindMember(leaf, name);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(value->get_uint64());
  std::int64_t number = 0;
  if (value->is_string()) {
    const std::string_view text = View(value->get_string());
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

std::string TextOf(const Json& leaf, std::string_view name) {
  const auto text = StringMember(leaf, name);
  if (text) return std::string(*text);
  const Json* value = FindMember(leaf, name);
  return value == nullptr || value->is_null() ? "" : PrintJson(*value);
}

/// "-30d": how the API writes a stretch back from now. Minutes are M, months are m.
std::string Back(std::int64_t count, std::string_view interval) {
  const char unit = interval == "minute" ? 'M' : interval.empty() ? 'd' : interval.front();
  return "-" + std::to_string(count) + unit;
}

std::int64_t SecondsOf(std::int64_t count, std::string_view interval) {
  if (interval == "minute") return count * 60;
  if (interval == "hour") return count * 3'600;
  if (interval == "week") return count * 604'800;
  if (interval == "month") return count * 2'592'000;
  if (interval == "year") return count * 31'536'000;
  return count * 86'400;
}

CompareOp CountOp(std::string_view op) {
  if (op == "gte") return CompareOp::kGtEq;
  if (op == "lte") return CompareOp::kLtEq;
  if (op == "gt") return CompareOp::kGt;
  if (op == "lt") return CompareOp::kLt;
  return CompareOp::kEq;
}

struct Span {
  Timestamp from;
  Timestamp to;
};

ExprPtr AtOrAfter(Timestamp from) {
  return Compare(CompareOp::kGtEq, Field({"timestamp"}), Constant(hogql::Value(from)));
}

ExprPtr AtOrBefore(Timestamp to) {
  return Compare(CompareOp::kLtEq, Field({"timestamp"}), Constant(hogql::Value(to)));
}

ExprPtr Within(const Span& span) {
  return And({AtOrAfter(span.from), AtOrBefore(span.to)});
}

/// One behavior of a definition.
class Behavior {
 public:
  Behavior(const Json& leaf, const FilterContext& context) : leaf_(leaf), context_(context) {}

  Result<ExprPtr> Condition() const {
    const std::string value = TextOf(leaf_, "value");
    if (value == "performed_event") {
      TRY_ASSIGN(const Span span, Days(From(), To()));
      return Performed(span);
    }
    if (value == "performed_event_multiple") return Multiple();
    if (value == "performed_event_first_time") {
      TRY_ASSIGN(const Span span, Days(From(), To()));
      return FirstTime(span);
    }
    if (value == "performed_event_sequence") return Sequence();
    if (value == "performed_event_regularly") return Regularly();
    TRY_ASSIGN(const Span recent, Days(Second(), std::nullopt));
    TRY_ASSIGN(ExprPtr in_recent, Performed(recent));
    if (value == "stopped_performing_event") {
      TRY_ASSIGN(const Span span, Days(From(), To()));
      TRY_ASSIGN(ExprPtr before, Performed(span));
      return And({std::move(before), hogql::Not(std::move(in_recent))});
    }
    // Restarted: again after a pause, so neither for the first time nor in the stretch before.
    TRY_ASSIGN(const Span pause, Days(From(), Second()));
    TRY_ASSIGN(ExprPtr first, FirstTime(recent));
    TRY_ASSIGN(ExprPtr in_pause, Performed(pause));
    return And(
        {std::move(in_recent), hogql::Not(std::move(first)), hogql::Not(std::move(in_pause))});
  }

 private:
  std::string From() const {
    std::string written = TextOf(leaf_, "explicit_datetime");
    if (!written.empty()) return written;
    return Back(NumberOf(leaf_, "time_value"), TextOf(leaf_, "time_interval"));
  }

  std::optional<std::string> To() const {
    std::string written = TextOf(leaf_, "explicit_datetime_to");
    if (TextOf(leaf_, "explicit_datetime").empty() || written.empty()) return std::nullopt;
    return written;
  }

  std::string Second() const {
    return Back(NumberOf(leaf_, "seq_time_value"), TextOf(leaf_, "seq_time_interval"));
  }

  /// Whole days, as insights count them.
  Result<Span> Days(const std::string& from, const std::optional<std::string>& to,
                    insights::Interval interval = insights::Interval::kDay) const {
    const insights::DateRangeRequest request{
        .date_from = from, .date_to = to, .interval = interval};
    TRY_ASSIGN(const insights::DateRange range,
               insights::ResolveDateRange(request, context_.zone, context_.now));
    return Span{range.lower_bound, range.to};
  }

  Result<ExprPtr> Entity(std::string_view key, std::string_view type) const {
    if (TextOf(leaf_, type) == "actions") {
      return insights::ActionExpr(NumberOf(leaf_, key), context_);
    }
    return Compare(CompareOp::kEq, Field({"event"}), Constant(TextOf(leaf_, key)));
  }

  Result<ExprPtr> Filters() const {
    const Json* filters = FindMember(leaf_, "event_filters");
    return insights::FilterExpr(filters == nullptr ? Json() : *filters, context_);
  }

  /// The event with its own filters.
  Result<ExprPtr> Match() const {
    TRY_ASSIGN(ExprPtr entity, Entity("key", "event_type"));
    TRY_ASSIGN(ExprPtr filters, Filters());
    return insights::IsTrue(filters) ? entity : And({std::move(entity), std::move(filters)});
  }

  static SelectNode FromEvents(ExprList where) {
    SelectNode select;
    select.select = {PersonId()};
    select.from = {hogql::Table("events")};
    select.where = And(std::move(where));
    return select;
  }

  Result<ExprPtr> Performed(const Span& span) const {
    TRY_ASSIGN(ExprPtr match, Match());
    return IsAmong(Make(FromEvents({std::move(match), Within(span)})));
  }

  /// The count is of the stretch to the second, not of whole days.
  Result<ExprPtr> Multiple() const {
    TRY_ASSIGN(ExprPtr match, Match());
    const auto at = [&](const std::string& text) {
      return insights::ParseDate(text, context_.zone, context_.now, false).instant;
    };
    const auto to = To();
    const Timestamp before = to ? at(*to) : context_.now + std::chrono::seconds(5);
    SelectNode select = FromEvents(
        {std::move(match),
         Compare(CompareOp::kGt, Field({"timestamp"}), Constant(hogql::Value(at(From())))),
         Compare(CompareOp::kLt, Field({"timestamp"}), Constant(hogql::Value(before)))});
    select.group_by = ExprList{PersonId()};
    select.having = Compare(CountOp(TextOf(leaf_, "operator")), Call("count"),
                            Constant(NumberOf(leaf_, "operator_value")));
    return IsAmong(Make(std::move(select)));
  }

  /// The first event of all must lie in the span, and pass the filters.
  Result<ExprPtr> FirstTime(const Span& span) const {
    TRY_ASSIGN(ExprPtr entity, Entity("key", "event_type"));
    TRY_ASSIGN(ExprPtr filters, Filters());
    const ExprPtr first = Call("min", {Field({"timestamp"})});
    SelectNode select = FromEvents({std::move(entity), AtOrBefore(span.to)});
    select.group_by = ExprList{PersonId()};
    ExprList having = {Compare(CompareOp::kGtEq, first, Constant(hogql::Value(span.from)))};
    if (!insights::IsTrue(filters)) {
      having.push_back(Compare(CompareOp::kEq, first,
                               Call("minIf", {Field({"timestamp"}), std::move(filters)})));
    }
    select.having = And(std::move(having));
    return IsAmong(Make(std::move(select)));
  }

  /// An event, then another one within a window, both in the span.
  Result<ExprPtr> Sequence() const {
    TRY_ASSIGN(const Span span, Days(From(), To()));
    TRY_ASSIGN(const ExprPtr first, Match());
    TRY_ASSIGN(const ExprPtr second, Entity("seq_event", "seq_event_type"));
    const std::int64_t window =
        SecondsOf(NumberOf(leaf_, "seq_time_value"), TextOf(leaf_, "seq_time_interval"));
    SelectNode select = FromEvents({hogql::Or({first, second}), Within(span)});
    select.group_by = ExprList{PersonId()};
    const ExprPtr event = hogql::Tuple({Field({"timestamp"}), Field({"uuid"})});
    const auto all = [&](const ExprPtr& which) { return Call("groupArrayIf", {event, which}); };
    const auto part = [](const char* name, std::int64_t index) {
      return hogql::TupleAccess(Field({name}), index);
    };
    const ExprPtr end = hogql::Arithmetic(hogql::ArithmeticOp::kAdd, part("a", 1),
                                          Call("toIntervalSecond", {Constant(window)}));
    // One event cannot be both.
    const ExprPtr follows = And({Compare(CompareOp::kGtEq, part("b", 1), part("a", 1)),
                                 Compare(CompareOp::kLtEq, part("b", 1), end),
                                 Compare(CompareOp::kNotEq, part("b", 2), part("a", 2))});
    const ExprPtr has_next = Call("arrayExists", {hogql::Lambda({"b"}, follows), all(second)});
    select.having = Call("arrayExists", {hogql::Lambda({"a"}, has_next), all(first)});
    return IsAmong(Make(std::move(select)));
  }

  /// In at least so many of the last periods, which end with yesterday, it happened often enough.
  Result<ExprPtr> Regularly() const {
    std::string unit = TextOf(leaf_, "time_interval");
    std::int64_t length = NumberOf(leaf_, "time_value");
    if (unit == "year") {
      unit = "month";
      length *= 12;
    }
    const auto interval = insights::ParseInterval(unit);
    if (!interval) return interval.error();
    TRY_ASSIGN(const Span span, Days(Back(length * NumberOf(leaf_, "total_periods"), unit),
                                     std::string("-1d"), *interval));
    TRY_ASSIGN(ExprPtr match, Match());
    const ExprPtr age =
        Call("age", {Constant(unit), Field({"timestamp"}), Constant(hogql::Value(span.to))});
    SelectNode periods = FromEvents({std::move(match), Within(span)});
    periods.select = {Alias("actor", PersonId()),
                      Alias("period", Call("intDiv", {age, Constant(length)}))};
    periods.group_by = ExprList{Field({"actor"}), Field({"period"})};
    periods.having = Compare(CountOp(TextOf(leaf_, "operator")), Call("count"),
                             Constant(NumberOf(leaf_, "operator_value")));
    SelectNode select;
    select.select = {Field({"actor"})};
    select.from = {hogql::Table(Make(std::move(periods)), "periods")};
    select.group_by = ExprList{Field({"actor"})};
    select.having =
        Compare(CompareOp::kGtEq, Call("count"), Constant(NumberOf(leaf_, "min_periods")));
    return IsAmong(Make(std::move(select)));
  }

  const Json& leaf_;
  const FilterContext& context_;
};

/// Fields of `person` become fields of the table of persons.
ExprPtr OfPersons(const ExprPtr& expr) {
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    if (field->chain.size() < 2 || field->chain.front() != "person") return expr;
    hogql::FieldNode copy = *field;
    copy.chain.erase(copy.chain.begin());
    return hogql::Make(std::move(copy));
  }
  if (expr->kind == hogql::Kind::kSelect) return expr;
  return hogql::MapChildren(expr, OfPersons);
}

Result<ExprPtr> PersonCondition(const Json& leaf, const FilterContext& context) {
  JsonObject filter = leaf.as_object();
  filter.erase("negation");
  const bool by_distinct_id =
      StringMember(leaf, "key") == "distinct_id" && StringMember(leaf, "type") == "person";
  // A column of a table that is read by its name.
  if (by_distinct_id || StringMember(leaf, "type") == "person_metadata") {
    filter["type"] = "event_metadata";
  }
  TRY_ASSIGN(const ExprPtr condition, insights::FilterExpr(filter, context));
  SelectNode select;
  select.select = {Field({by_distinct_id ? "person_id" : "id"})};
  select.from = {hogql::Table(by_distinct_id ? "person_distinct_ids" : "persons")};
  select.where = OfPersons(condition);
  return IsAmong(Make(std::move(select)));
}

Result<ExprPtr> LeafCondition(const Json& leaf, const FilterContext& context) {
  const std::string_view type = StringMember(leaf, "type").value_or("");
  if (type == "behavioral") return Behavior(leaf, context).Condition();
  if (type.ends_with("cohort")) {
    const auto id = CohortIdOf(leaf);
    const insights::NamedCohort* cohort =
        id && context.named_sets != nullptr ? context.named_sets->FindCohort(*id) : nullptr;
    // Nobody is in a cohort that is gone.
    return cohort == nullptr ? Nobody() : IsAmong(insights::MembersSelect(*cohort));
  }
  return PersonCondition(leaf, context);
}

Result<ExprPtr> NodeCondition(const Json& node, const FilterContext& context) {
  const Json* values = FindMember(node, "values");
  if (values == nullptr) {
    TRY_ASSIGN(ExprPtr condition, LeafCondition(node, context));
    const bool negated = BoolMember(node, "negation").value_or(false) ||
                         (StringMember(node, "type").value_or("").ends_with("cohort") &&
                          StringMember(node, "operator") == "not_in");
    return negated ? hogql::Not(std::move(condition)) : condition;
  }
  ExprList conditions;
  for (const Json& value : values->as_array()) {
    // A group that asks nothing leaves the others alone.
    const Json* inner = FindMember(value, "values");
    if (inner != nullptr && inner->as_array().empty()) continue;
    TRY_ASSIGN(ExprPtr condition, NodeCondition(value, context));
    conditions.push_back(std::move(condition));
  }
  if (conditions.empty()) return Nobody();
  return StringMember(node, "type") == "OR" ? hogql::Or(std::move(conditions))
                                            : And(std::move(conditions));
}

}  // namespace

Result<ExprPtr> MembersCondition(const Json& filters, const FilterContext& context) {
  const Json* properties = FindMember(filters, "properties");
  if (properties == nullptr || !properties->is_object() || properties->get_object().empty()) {
    return Nobody();
  }
  return NodeCondition(*properties, context);
}

SelectNode PersonsSelect(ExprPtr condition) {
  SelectNode select;
  select.select = {PersonId(), Alias("one_distinct_id", Call("min", {Field({"distinct_id"})}))};
  select.from = {hogql::Table("person_distinct_ids")};
  select.where = std::move(condition);
  select.group_by = ExprList{PersonId()};
  return select;
}

ExprPtr IsOneOf(ExprPtr text, const std::vector<std::string>& wanted) {
  JsonArray list;
  for (const std::string& one : wanted) list.emplace_back(one);
  SelectNode select;
  select.select = {Call(
      "arrayJoin", {Call("JSONExtract", {Constant(PrintJson(list)), Constant("Array(String)")})})};
  return Compare(CompareOp::kIn, std::move(text), Make(std::move(select)));
}

}  // namespace tenrec::cohorts
