#include "tenrec/insights/events_query.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/uuid.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/row_select.h"

namespace tenrec::insights {
namespace {

using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

ExprPtr DisplayName(const EventsContext& context) {
  ExprList names;
  for (const std::string& property : context.display_name_properties) {
    names.push_back(Call(
        "nullIf", {Call("toString", {Field({"person", "properties", property})}), Constant("")}));
  }
  names.push_back(Field({"distinct_id"}));
  return Call("tuple", {Call("coalesce", std::move(names)),
                        Call("toString", {Field({"person_id"})}), Field({"distinct_id"})});
}

/// A column of the question, ready for SELECT.
struct Column {
  std::string name;
  EventsColumn shape = EventsColumn::kPlain;
  ExprPtr expr;
};

Result<Column> ReadColumn(const std::string& text, const EventsContext& context) {
  const std::string_view bare = WithoutComment(text);
  Column column{.name = text};
  if (bare == "*") {
    ExprList fields;
    for (const std::string_view field : kStarFields) fields.push_back(Field({std::string(field)}));
    column.shape = EventsColumn::kEvent;
    column.expr = Call("tuple", std::move(fields));
    return column;
  }
  if (bare == "person") {
    column.shape = EventsColumn::kPerson;
    column.expr = Call("tuple", {Field({"person_id"}), Field({"person", "created_at"}),
                                 Field({"person", "properties"}), Field({"distinct_id"})});
    return column;
  }
  if (bare == "person_display_name") {
    column.shape = EventsColumn::kDisplayName;
    column.expr = DisplayName(context);
    return column;
  }
  TRY_ASSIGN(RowColumn parsed, ParseRowColumn(text));
  column.name = std::move(parsed.name);
  column.expr = std::move(parsed.expr);
  return column;
}

Result<hogql::OrderItem> ReadOrder(const std::string& text, const EventsContext& context) {
  const std::string_view bare = WithoutComment(text);
  if (!bare.starts_with("person_display_name")) return hogql::ParseOrderExpr(text);
  const std::string direction = ToLowerAscii(TrimAscii(bare.substr(19)));
  return direction == "desc" ? hogql::Descending(DisplayName(context))
                             : hogql::Ascending(DisplayName(context));
}

std::vector<hogql::OrderItem> DefaultOrder(const std::vector<Column>& columns) {
  for (const Column& column : columns) {
    if (WithoutComment(column.name) == "count()") return {hogql::Descending(Call("count"))};
  }
  for (const Column& column : columns) {
    if (hogql::HasAggregation(column.expr)) return {hogql::Descending(Unaliased(column.expr))};
  }
  for (const Column& column : columns) {
    if (column.shape == EventsColumn::kEvent || WithoutComment(column.name) == "timestamp") {
      return {hogql::Descending(Field({"timestamp"}))};
    }
  }
  return {hogql::Ascending(Unaliased(columns.front().expr))};
}

Status AddConditions(const EventsQuery& query, const EventsContext& context, RowSelect& select) {
  const auto add = [&](ExprPtr condition) { select.AddCondition(std::move(condition)); };
  const FilterContext& filters = context.filters;
  if (query.events.size() == 1) {
    add(Compare(CompareOp::kEq, Field({"event"}), Constant(query.events.front())));
  } else if (!query.events.empty()) {
    ExprList names;
    for (const std::string& name : query.events) names.push_back(Constant(name));
    add(Compare(CompareOp::kIn, Field({"event"}), hogql::Tuple(std::move(names))));
  }
  if (query.action_id) {
    const NamedAction* action =
        filters.named_sets == nullptr ? nullptr : filters.named_sets->FindAction(*query.action_id);
    if (action == nullptr) return InvalidArgument("Action does not exist").WithField("actionId");
    const auto* steps = action->steps.if_array();
    if (steps == nullptr || steps->empty()) {
      return InvalidArgument("Action does not have any match groups").WithField("actionId");
    }
    TRY_ASSIGN(ExprPtr condition, StepsExpr(action->steps, filters));
    add(std::move(condition));
  }
  if (query.action_steps.is_array()) {
    TRY_ASSIGN(ExprPtr condition, StepsExpr(query.action_steps, filters));
    add(std::move(condition));
  }
  // A source has bounds of its own, those of its number.
  const bool has_source = context.source_condition != nullptr;
  if (has_source) add(context.source_condition);
  if (query.before || !has_source) {
    const Timestamp before =
        query.before ? ParseDate(*query.before, filters.zone, filters.now, false).instant
                     : filters.now + std::chrono::seconds(5);
    add(Compare(CompareOp::kLt, Field({"timestamp"}), Constant(hogql::Value(before))));
  }
  const std::string after = query.after.value_or(has_source ? "all" : "-24h");
  if (after != "all") {
    add(Compare(
        CompareOp::kGt, Field({"timestamp"}),
        Constant(hogql::Value(ParseDate(after, filters.zone, filters.now, false).instant))));
  }
  for (const std::string& text : query.where) {
    TRY_ASSIGN(ExprPtr condition, hogql::ParseExpr(text));
    add(std::move(condition));
  }
  for (const Json* json : {&query.properties, &query.fixed_properties}) {
    TRY_ASSIGN(ExprPtr condition, FilterExpr(*json, filters));
    add(std::move(condition));
  }
  if (query.filter_test_accounts) {
    TRY_ASSIGN(ExprPtr condition, FilterExpr(context.test_account_filters, filters));
    add(std::move(condition));
  }
  if (query.person_id) {
    const auto id = Uuid::Parse(*query.person_id);
    add(id ? Compare(CompareOp::kEq, Field({"person_id"}), Constant(id->ToString()))
           : Constant(hogql::Value(false)));
  }
  return Ok();
}

}  // namespace

Result<EventsQuery> ParseEventsQuery(const Json& json) {
  EventsQuery query;
  FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  if (in.List("select") == nullptr) in.Fail("select", "Field required");
  query.select = in.TextList("select");
  if (query.select.empty()) query.select = {"*"};
  query.where = in.TextList("where");
  query.has_order_by = in.List("orderBy") != nullptr;
  query.order_by = in.TextList("orderBy");
  if (const JsonArray* properties = in.List("properties")) query.properties = *properties;
  if (const Json* fixed = in.Any("fixedProperties")) query.fixed_properties = *fixed;
  query.events = in.TextList("events");
  if (auto event = in.Text("event")) query.events.push_back(*std::move(event));
  query.person_id = in.Text("personId");
  query.filter_test_accounts = in.Bool("filterTestAccounts");
  query.before = in.Text("before");
  query.after = in.Text("after");
  const auto limit = in.Int("limit");
  const auto offset = in.Int("offset");
  query.limit = std::clamp<std::int64_t>(limit.value_or(100), 1, kMaxRowLimit);
  query.offset = std::max<std::int64_t>(offset.value_or(0), 0);
  const Json* source = in.Object("source");
  query.action_id = in.Int("actionId");
  if (const JsonArray* steps = in.List("actionSteps")) query.action_steps = *steps;
  TRY(in.Finish());
  if (source == nullptr) return query;
  const std::string kind(StringMember(*source, "kind").value_or(""));
  if (kind != "InsightActorsQuery") {
    return InvalidArgument("Cannot convert source query of type " + hogql::Shown(kind) +
                           " to events query");
  }
  query.source = *source;
  return query;
}

Result<EventsPlan> PlanEvents(const EventsQuery& query, const EventsContext& context) {
  std::vector<Column> columns;
  RowSelect select;
  EventsPlan plan{.limit = query.limit, .offset = query.offset};
  for (const std::string& text : query.select) {
    TRY_ASSIGN(Column column, ReadColumn(text, context));
    select.AddColumn(column.expr);
    plan.columns.push_back(column.name);
    plan.shapes.push_back(column.shape);
    columns.push_back(std::move(column));
  }
  plan.aggregated = select.aggregated();
  TRY(AddConditions(query, context, select));

  std::vector<hogql::OrderItem> order;
  if (query.has_order_by) {
    for (const std::string& text : query.order_by) {
      TRY_ASSIGN(hogql::OrderItem item, ReadOrder(text, context));
      order.push_back(std::move(item));
    }
  } else {
    order = DefaultOrder(columns);
  }
  const auto is_time = [](const ExprPtr& expr) {
    const auto* field = hogql::As<hogql::FieldNode>(expr);
    return field != nullptr && field->chain.size() == 1 && field->chain.front() == "timestamp";
  };
  if (!order.empty() && is_time(order.front().expr)) {
    for (std::size_t i = 0; i < columns.size() && !plan.time_column; ++i) {
      const bool has_time =
          columns[i].shape == EventsColumn::kEvent || is_time(Unaliased(columns[i].expr));
      if (has_time) plan.time_column = i;
    }
  }
  for (hogql::OrderItem& item : order) select.AddOrder(std::move(item));
  plan.query = std::move(select).Finish({hogql::Table("events")}, query.limit, query.offset);
  return plan;
}

}  // namespace tenrec::insights
