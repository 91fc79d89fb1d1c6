#include <array>

#include "tenrec/hogql/ast_json_printer.h"

namespace tenrec::hogql {

std::string AstJsonPrinter::PrintQuery(const Expr& expr) {
  switch (expr.kind) {
    case Kind::kSelect:
      return Select(Cast<SelectNode>(expr));
    case Kind::kSelectSet: {
      const auto& node = Cast<SelectSetNode>(expr);
      JsonNode object = Begin("SelectSetQuery", expr.range);
      object.Add("initial_select_query", Print(*node.initial));
      object.Add("subsequent_select_queries", Each(node.rest, [&](const SetMember& member) {
                   JsonNode inner = Begin("SelectSetNode", kNowhere);
                   inner.Add("select_query", Print(*member.query));
                   inner.Add("set_operator", QuoteJson(member.op));
                   return inner.Print();
                 }));
      if (node.limit) object.Add("limit", Print(*node.limit));
      if (node.offset) object.Add("offset", Print(*node.offset));
      return object.Print();
    }
    case Kind::kValues: {
      JsonNode object = Begin("ValuesQuery", expr.range);
      object.Add("rows",
                 Each(Cast<ValuesNode>(expr).rows, [&](const ExprList& row) { return List(row); }));
      return object.Print();
    }
    case Kind::kPivot:
      return Pivot(Cast<PivotNode>(expr));
    case Kind::kUnpivot:
      return Unpivot(Cast<UnpivotNode>(expr));
    default:
      return "null";
  }
}

std::string AstJsonPrinter::PivotTable(const std::vector<JoinItem>& table, bool of_join) {
  const JoinItem& first = table.front();
  const bool bare = table.size() == 1 && !first.final_keyword && !first.sample;
  if (!of_join && !first.table_args) return Print(*first.table);
  if (!bare) return Joins(table);
  JsonNode object = Begin("JoinExpr", first.range);
  AddTable(object, first);
  object.Add("next_join", "null");
  return object.Print();
}

std::string AstJsonPrinter::Pivot(const PivotNode& node) {
  JsonNode object = Begin("PivotExpr", node.range);
  object.Add("table", PivotTable(node.table, node.of_join));
  object.Add("aggregates", List(node.aggregates));
  object.Add("columns", Each(node.columns, [&](const PivotColumn& column) {
               JsonNode inner = Begin("PivotColumn", kNowhere);
               inner.Add("column", Print(*column.column));
               inner.Add("values", List(column.values));
               return inner.Print();
             }));
  if (node.group_by) object.Add("group_by", List(*node.group_by));
  return object.Print();
}

std::string AstJsonPrinter::Unpivot(const UnpivotNode& node) {
  JsonNode object = Begin("UnpivotExpr", node.range);
  object.Add("table", PivotTable(node.table, node.of_join));
  object.Add("columns", Each(node.columns, [&](const UnpivotColumn& column) {
               JsonNode inner = Begin("UnpivotColumn", kNowhere);
               inner.Add("value_columns", Print(*column.value_columns));
               inner.Add("name_columns", Print(*column.name_columns));
               inner.Add("unpivot_values", List(column.unpivot_values));
               return inner.Print();
             }));
  object.Add("include_nulls", JsonBool(node.include_nulls));
  return object.Print();
}

std::string AstJsonPrinter::Select(const SelectNode& node) {
  JsonNode object = Begin("SelectQuery", node.range);
  object.Add("ctes",
             node.ctes ? Each(*node.ctes, [&](const auto& cte) { return Cte(cte); }) : "null");
  object.Add("distinct", node.distinct ? "true" : "null");
  object.Add("select", List(node.select));
  object.Add("select_from", node.from.empty() ? "null" : Joins(node.from));
  object.Add("prewhere", OrNull(node.prewhere));
  object.Add("where", OrNull(node.where));
  object.Add("having", OrNull(node.having));
  object.Add("qualify", OrNull(node.qualify));
  AddGroupBy(object, node);
  if (node.array_join) {
    constexpr std::array<const char*, 3> kOps = {"\"ARRAY JOIN\"", "\"LEFT ARRAY JOIN\"",
                                                 "\"INNER ARRAY JOIN\""};
    object.Add("array_join_op", kOps.at(static_cast<std::size_t>(node.array_join->op)));
    object.Add("array_join_list", List(node.array_join->list));
  }
  if (!node.windows.empty()) {
    JsonNode windows("");
    for (const auto& window : node.windows) {
      windows.Add(window.name, PrintWindow(window.window));
    }
    object.Add("window_exprs", windows.Print());
  }
  if (node.order_by) object.Add("order_by", Order(*node.order_by));
  if (node.interpolate) {
    object.Add("interpolate", Each(*node.interpolate, [&](const Interpolate& item) {
                 JsonNode inner = Begin("InterpolateExpr", item.range);
                 inner.Add("expr", Print(*item.expr));
                 if (item.value) inner.Add("value", Print(*item.value));
                 return inner.Print();
               }));
  }
  if (node.limit) object.Add("limit", Print(*node.limit));
  if (node.offset) object.Add("offset", Print(*node.offset));
  if (node.limit_with_ties) object.Add("limit_with_ties", "true");
  if (node.limit_percent) object.Add("limit_percent", "true");
  if (node.limit_by) {
    JsonNode by = Begin("LimitByExpr", node.limit_by->range);
    by.Add("n", Print(*node.limit_by->n));
    by.Add("offset_value", OrNull(node.limit_by->offset));
    by.Add("exprs", List(node.limit_by->exprs));
    object.Add("limit_by", by.Print());
  }
  return object.Print();
}

void AstJsonPrinter::AddGroupBy(JsonNode& object, const SelectNode& node) {
  if (node.group_by_mode == GroupByMode::kGroupingSets) {
    object.Add("group_by", Each(node.grouping_sets, [&](const GroupingSet& set) {
                 return ListNode("GroupingSet", set.range, set.exprs);
               }));
  } else {
    object.Add("group_by", node.group_by ? List(*node.group_by) : "null");
  }
  constexpr std::array<const char*, 5> kModes = {"", "\"all\"", "\"cube\"", "\"rollup\"",
                                                 "\"grouping_sets\""};
  if (node.group_by_mode != GroupByMode::kPlain) {
    object.Add("group_by_mode", kModes.at(static_cast<std::size_t>(node.group_by_mode)));
  }
}

std::string AstJsonPrinter::Cte(const CommonTable& cte) {
  JsonNode object = Begin("CTE", cte.range);
  object.Add("name", QuoteJson(cte.name));
  object.Add("expr", Print(*cte.expr));
  object.Add("cte_type", cte.is_subquery ? "\"subquery\"" : "\"column\"");
  if (cte.recursive) object.Add("recursive", "true");
  if (!cte.is_subquery) return object.Print();
  object.Add("columns", cte.columns ? Strings(*cte.columns) : "null");
  object.Add("materialized", cte.materialized ? JsonBool(*cte.materialized) : "null");
  object.Add("using_key", cte.using_key ? Strings(*cte.using_key) : "null");
  return object.Print();
}

// A list of tables as the chain of next_join that the reference prints.
std::string AstJsonPrinter::Joins(const std::vector<JoinItem>& items) {
  std::string next = "null";
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    JsonNode object = Begin("JoinExpr", item->range);
    AddTable(object, *item);
    object.Add("table_final", item->final_keyword ? "true" : "null");
    object.Add("sample", item->sample ? PrintSample(*item->sample) : "null");
    object.Add("next_join", std::move(next));
    if (!item->join_type.empty()) {
      object.Add("join_type", QuoteJson(item->join_type));
      if (item->join_type != "CROSS JOIN" || item->constraint) {
        object.Add("constraint", item->constraint ? Constraint(*item->constraint) : "null");
      }
    }
    next = object.Print();
  }
  return next;
}

void AstJsonPrinter::AddTable(JsonNode& object, const JoinItem& item) {
  object.Add("table", item.table_args ? TableFunction(*item.table) : Print(*item.table));
  object.Add("alias", item.alias.empty() ? "null" : QuoteJson(item.alias));
  if (!item.alias.empty()) {
    object.Add("column_aliases", item.column_aliases ? Strings(*item.column_aliases) : "null");
  }
  if (item.table_args) object.Add("table_args", List(*item.table_args));
}

// The reference gives the name of a table function no position.
std::string AstJsonPrinter::TableFunction(const Expr& table) {
  JsonNode object = Begin("Field", kNowhere);
  object.Add("chain", Strings(Cast<FieldNode>(table).chain));
  return object.Print();
}

std::string AstJsonPrinter::Constraint(const JoinConstraint& constraint) {
  JsonNode object = Begin("JoinConstraint", constraint.range);
  object.Add("constraint_type", constraint.kind == ConstraintKind::kOn ? "\"ON\"" : "\"USING\"");
  object.Add("expr", Print(*constraint.expr));
  return object.Print();
}

std::string AstJsonPrinter::PrintSample(const Sample& sample) {
  JsonNode object = Begin("SampleExpr", sample.range);
  object.Add("sample_value", PrintRatio(sample.value));
  object.Add("offset_value", sample.offset ? PrintRatio(*sample.offset) : "null");
  return object.Print();
}

std::string AstJsonPrinter::PrintRatio(const Ratio& ratio) {
  if (ratio.left->kind == Kind::kPlaceholder) return Print(*ratio.left);
  JsonNode object = Begin("RatioExpr", ratio.range);
  object.Add("left", Print(*ratio.left));
  object.Add("right", OrNull(ratio.right));
  return object.Print();
}

}  // namespace tenrec::hogql
