#include "tenrec/insights/rows_query.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/query_fields.h"
#include "tenrec/insights/row_select.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Filters name the table as events see it, `group_0.properties.x`; here its rows stand alone.
ExprPtr OwnNames(const ExprPtr& expr, const std::string& relation) {
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    if (field->chain.size() < 2 || field->chain.front() != relation) return expr;
    hogql::FieldNode copy = *field;
    copy.chain.erase(copy.chain.begin());
    return hogql::Make(std::move(copy));
  }
  if (expr->kind == hogql::Kind::kSelect) return expr;
  return hogql::MapChildren(expr, [&](const ExprPtr& child) { return OwnNames(child, relation); });
}

Status CheckScope(const Json& filters, const RowsQuery& query, int depth = 0) {
  if (depth > 64) return InvalidArgument("property filters are nested too deep");
  if (const auto* list = filters.if_array()) {
    for (const Json& item : *list) TRY(CheckScope(item, query, depth + 1));
    return Ok();
  }
  if (!filters.is_object()) return Ok();
  if (const Json* values = FindMember(filters, "values")) {
    return CheckScope(*values, query, depth + 1);
  }
  const bool groups = query.table == RowsQuery::Table::kGroups;
  const std::string_view type = StringMember(filters, "type").value_or("event");
  const std::string_view own = groups ? "group" : "session";
  if (type == own || type == "hogql" || type == "empty") return Ok();
  return InvalidArgument("The '" + hogql::Shown(type) + "' property filter does not work in '" +
                         std::string(own) + "' scope");
}

struct Column {
  std::string name;
  ExprPtr expr;
  bool aggregates = false;
  bool is_star = false;
};

class Planner {
 public:
  Planner(const RowsQuery& query, const FilterContext& filters)
      : query_(query),
        filters_(filters),
        groups_(query.table == RowsQuery::Table::kGroups),
        relation_(groups_ ? "group_" + std::to_string(query.group_type_index) : "session") {}

  Result<RowsPlan> Plan() {
    TRY(AddColumns());
    TRY(AddConditions());
    TRY(AddOrder());
    RowsPlan plan;
    for (const Column& column : columns_) {
      select_.AddColumn(column.expr);
      plan.columns.push_back(column.name);
      plan.is_star.push_back(column.is_star);
    }
    plan.query = std::move(select_).Finish({hogql::Table(groups_ ? "groups" : "sessions")},
                                           query_.limit, query_.offset);
    return plan;
  }

 private:
  static ExprPtr GroupName() {
    return Call("coalesce", {Call("toString", {Field({"properties", "name"})}), Field({"key"})});
  }

  bool Aggregated() const {
    return std::ranges::any_of(columns_, [](const Column& c) { return c.aggregates; });
  }

  Status AddColumns() {
    std::vector<Column> chosen;
    for (const std::string& text : query_.select) {
      TRY_ASSIGN(Column column, ReadColumn(text));
      chosen.push_back(std::move(column));
    }
    const bool aggregated =
        std::ranges::any_of(chosen, [](const Column& c) { return c.aggregates; });
    // What is aggregated has no single group to name.
    if (groups_ && !aggregated) {
      columns_.push_back({"group_name", Alias("group_name", GroupName())});
      columns_.push_back({"key", Field({"key"})});
    }
    for (Column& column : chosen) {
      const bool there = std::ranges::any_of(
          columns_, [&](const Column& other) { return other.name == column.name; });
      if (!there) columns_.push_back(std::move(column));
    }
    return Ok();
  }

  Result<Column> ReadColumn(const std::string& text) const {
    Column column{.name = text};
    const std::string_view bare = WithoutComment(text);
    if (!groups_ && bare == "*") {
      ExprList fields;
      for (const std::string_view name : kSessionStar) fields.push_back(Field({std::string(name)}));
      column.expr = hogql::Tuple(std::move(fields));
      column.is_star = true;
      return column;
    }
    if (groups_ && bare == "group_name") {
      column.expr = Alias("group_name", GroupName());
      return column;
    }
    TRY_ASSIGN(RowColumn parsed, ParseRowColumn(text));
    column.name = std::move(parsed.name);
    column.expr = std::move(parsed.expr);
    column.aggregates = hogql::HasAggregation(column.expr);
    return column;
  }

  Status AddConditions() {
    const auto add = [&](const ExprPtr& condition) {
      if (condition != nullptr) select_.AddCondition(OwnNames(condition, relation_));
    };
    if (groups_) {
      add(Compare(CompareOp::kEq, Field({"index"}), Constant(query_.group_type_index)));
    } else {
      TRY(AddTimes());
    }
    for (const Json* json : {&query_.properties, &query_.fixed_properties}) {
      TRY(CheckScope(*json, query_));
      TRY_ASSIGN(const ExprPtr condition, FilterExpr(*json, filters_));
      add(condition);
    }
    for (const std::string& text : query_.where) {
      TRY_ASSIGN(const ExprPtr condition, hogql::ParseExpr(text));
      add(condition);
    }
    if (const std::string_view search = TrimAscii(query_.search); !search.empty()) {
      const ExprPtr pattern = Constant("%" + std::string(search) + "%");
      add(hogql::Or({Compare(CompareOp::kILike, GroupName(), pattern),
                     Compare(CompareOp::kILike, Field({"key"}), pattern)}));
    }
    return Ok();
  }

  /// Both bounds are strict.
  Status AddTimes() {
    const auto instant = [&](const std::string& text) {
      return Constant(hogql::Value(ParseDate(text, filters_.zone, filters_.now, false).instant));
    };
    const ExprPtr start = Field({"$start_timestamp"});
    const ExprPtr before = query_.before
                               ? instant(*query_.before)
                               : Constant(hogql::Value(filters_.now + std::chrono::seconds(5)));
    select_.AddCondition(Compare(CompareOp::kLt, start, before));
    const std::string after = query_.after.value_or("-24h");
    if (after != "all") select_.AddCondition(Compare(CompareOp::kGt, start, instant(after)));
    return Ok();
  }

  Status AddOrder() {
    if (query_.order_by) {
      for (const std::string& text : *query_.order_by) {
        TRY_ASSIGN(hogql::OrderItem item, hogql::ParseOrderExpr(text));
        if (groups_) {
          const auto* field = hogql::As<hogql::FieldNode>(item.expr);
          const bool by_name =
              field != nullptr && field->chain.size() == 1 && field->chain.front() == "group_name";
          if (by_name) item.expr = GroupName();
        }
        select_.AddOrder(std::move(item));
      }
    }
    const std::string_view search = TrimAscii(query_.search);
    if (!search.empty() && !Aggregated()) select_.AddOrder(hogql::Ascending(Nearness(search)));
    if (!query_.order_by) AddDefaultOrder();
    return Ok();
  }

  /// 0 for what was searched for, 1 for what begins with it, 2 for the rest.
  static ExprPtr Nearness(std::string_view search) {
    const auto either = [](const std::string& pattern) {
      return hogql::Or({Compare(CompareOp::kILike, GroupName(), Constant(pattern)),
                        Compare(CompareOp::kILike, Field({"key"}), Constant(pattern))});
    };
    return Call("multiIf", {either(std::string(search)), Constant(0),
                            either(std::string(search) + "%"), Constant(1), Constant(2)});
  }

  void AddDefaultOrder() {
    for (const Column& column : columns_) {
      if (!column.aggregates) continue;
      select_.AddOrder(hogql::Descending(Unaliased(column.expr)));
      return;
    }
    const std::string time = groups_ ? "created_at" : "$start_timestamp";
    const bool chosen = groups_ || std::ranges::any_of(columns_, [&](const Column& column) {
                          return column.is_star || WithoutComment(column.name) == time;
                        });
    if (chosen) {
      select_.AddOrder(hogql::Descending(Field({time})));
      select_.AddOrder(hogql::Ascending(Field({groups_ ? "key" : "session_id"})));
      return;
    }
    select_.AddOrder(hogql::Ascending(Unaliased(columns_.front().expr)));
  }

  const RowsQuery& query_;
  const FilterContext& filters_;
  const bool groups_;
  const std::string relation_;
  std::vector<Column> columns_;
  RowSelect select_;
};

void ReadShared(FieldReader& in, RowsQuery& query) {
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  query.select = in.TextList("select");
  query.properties = CopyOf(in.Any("properties"));
  if (in.List("orderBy") != nullptr) query.order_by = in.TextList("orderBy");
  query.limit = std::clamp<std::int64_t>(in.Int("limit").value_or(100), 1, kMaxRowLimit);
  query.offset = std::max<std::int64_t>(in.Int("offset").value_or(0), 0);
}

}  // namespace

Result<RowsQuery> ParseGroupsQuery(const Json& json) {
  RowsQuery query{.table = RowsQuery::Table::kGroups};
  FieldReader in(json, "query");
  ReadShared(in, query);
  query.search = in.Text("search").value_or("");
  const auto index = ReadGroupIndex(in, "group_type_index");
  TRY(in.Finish());
  if (!index) return InvalidArgument("group_type_index is required").WithTag("invalid_input");
  query.group_type_index = *index;
  return query;
}

Result<RowsQuery> ParseSessionsQuery(const Json& json) {
  RowsQuery query{.table = RowsQuery::Table::kSessions};
  FieldReader in(json, "query");
  ReadShared(in, query);
  query.where = in.TextList("where");
  query.fixed_properties = CopyOf(in.Any("fixedProperties"));
  query.before = in.Text("before");
  query.after = in.Text("after");
  if (in.List("select") == nullptr) in.Fail("select", "Field required");
  TRY(in.Finish());
  if (query.select.empty()) query.select = {"*"};
  return query;
}

Result<RowsPlan> PlanRows(const RowsQuery& query, const FilterContext& filters) {
  return Planner(query, filters).Plan();
}

}  // namespace tenrec::insights
