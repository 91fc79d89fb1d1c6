#include "tenrec/hogql/ast_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include "tenrec/base/json_text.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

/// The range of a node that no text made.
constexpr TextRange kNowhere;

const char* Bool(bool value) {
  return value ? "true" : "false";
}

/// An object under construction; its keys come out in alphabetical order.
class Object {
 public:
  explicit Object(std::string_view node) {
    if (!node.empty()) Add("node", QuoteJson(node));
  }
  void Add(std::string_view key, std::string json) { members_.emplace_back(key, std::move(json)); }
  std::string Print() {
    std::sort(members_.begin(), members_.end());
    std::string out = "{";
    for (const auto& [key, json] : members_) {
      if (out.size() > 1) out += ',';
      out += QuoteJson(key);
      out += ':';
      out += json;
    }
    return out + "}";
  }

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

class JsonPrinter {
 public:
  JsonPrinter(Positions positions, std::string_view source) : positions_(positions) {
    if (positions_ == Positions::kOmit) return;
    // The code point offsets at which lines begin.
    std::uint32_t offset = 0;
    line_starts_.push_back(0);
    for (const char c : source) {
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++offset;
      if (c == '\n') line_starts_.push_back(offset);
    }
  }

  std::string Print(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kConstant:
        return Constant(Cast<ConstantNode>(expr));
      case Kind::kField: {
        Object object = Begin("Field", expr.range);
        object.Add("chain", Strings(Cast<FieldNode>(expr).chain));
        return object.Print();
      }
      case Kind::kPlaceholder:
        return Wrapper("Placeholder", expr.range, Cast<PlaceholderNode>(expr).expr);
      case Kind::kArithmetic:
        return Binary("ArithmeticOperation", expr.range, Cast<ArithmeticNode>(expr).left,
                      ArithmeticOpText(Cast<ArithmeticNode>(expr).op),
                      Cast<ArithmeticNode>(expr).right);
      case Kind::kCompare:
        return Compare(Cast<CompareNode>(expr));
      case Kind::kIsDistinctFrom: {
        const auto& node = Cast<IsDistinctFromNode>(expr);
        Object object = Begin("IsDistinctFrom", expr.range);
        object.Add("left", Print(*node.left));
        object.Add("right", Print(*node.right));
        object.Add("negated", Bool(node.negated));
        return object.Print();
      }
      case Kind::kBetween: {
        const auto& node = Cast<BetweenNode>(expr);
        Object object = Begin("BetweenExpr", expr.range);
        object.Add("expr", Print(*node.expr));
        object.Add("low", Print(*node.low));
        object.Add("high", Print(*node.high));
        object.Add("negated", Bool(node.negated));
        return object.Print();
      }
      case Kind::kAnd:
        return ListNode("And", expr.range, Cast<AndNode>(expr).exprs);
      case Kind::kOr:
        return ListNode("Or", expr.range, Cast<OrNode>(expr).exprs);
      case Kind::kNot:
        return Wrapper("Not", expr.range, Cast<NotNode>(expr).expr);
      case Kind::kCall:
        return Call(Cast<CallNode>(expr));
      case Kind::kExprCall: {
        Object object = Begin("ExprCall", expr.range);
        object.Add("expr", Print(*Cast<ExprCallNode>(expr).expr));
        object.Add("args", List(Cast<ExprCallNode>(expr).args));
        return object.Print();
      }
      case Kind::kWindowFunction:
        return WindowFunction(Cast<WindowFunctionNode>(expr));
      case Kind::kLambda: {
        Object object = Begin("Lambda", expr.range);
        object.Add("args", Strings(Cast<LambdaNode>(expr).args));
        object.Add("expr", Print(*Cast<LambdaNode>(expr).expr));
        return object.Print();
      }
      case Kind::kTuple:
        return ListNode("Tuple", expr.range, Cast<TupleNode>(expr).exprs);
      case Kind::kArray:
        return ListNode("Array", expr.range, Cast<ArrayNode>(expr).exprs);
      case Kind::kDict:
        return Dict(Cast<DictNode>(expr));
      default:
        return PrintAccess(expr);
    }
  }

 private:
  template <typename T>
  static const T& Cast(const Expr& expr) {
    return static_cast<const T&>(expr);
  }

  Object Begin(std::string_view node, TextRange range) {
    Object object(node);
    // Nodes that the parser made up stand nowhere in the text.
    if (positions_ == Positions::kInclude && range != kNowhere) {
      object.Add("start", Position(range.start));
      object.Add("end", Position(range.end));
    }
    return object;
  }

  std::string Position(std::uint32_t offset) const {
    const auto line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - 1;
    return "{\"column\":" + std::to_string(offset - *line) +
           ",\"line\":" + std::to_string(line - line_starts_.begin() + 1) +
           ",\"offset\":" + std::to_string(offset) + "}";
  }

  static std::string Strings(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const auto& text : texts) {
      if (out.size() > 1) out += ',';
      out += QuoteJson(text);
    }
    return out + "]";
  }

  template <typename T, typename F>
  static std::string Each(const std::vector<T>& items, F print) {
    std::string out = "[";
    for (const auto& item : items) {
      if (out.size() > 1) out += ',';
      out += print(item);
    }
    return out + "]";
  }

  std::string List(const ExprList& exprs) {
    return Each(exprs, [&](const ExprPtr& expr) { return Print(*expr); });
  }
  std::string OrNull(const ExprPtr& expr) { return expr ? Print(*expr) : "null"; }

  std::string Wrapper(std::string_view node, TextRange range, const ExprPtr& expr) {
    Object object = Begin(node, range);
    object.Add("expr", Print(*expr));
    return object.Print();
  }

  std::string ListNode(std::string_view node, TextRange range, const ExprList& exprs) {
    Object object = Begin(node, range);
    object.Add("exprs", List(exprs));
    return object.Print();
  }

  std::string Binary(std::string_view node, TextRange range, const ExprPtr& left,
                     std::string_view op, const ExprPtr& right) {
    Object object = Begin(node, range);
    object.Add("left", Print(*left));
    object.Add("op", QuoteJson(op));
    object.Add("right", Print(*right));
    return object.Print();
  }

  std::string Constant(const ConstantNode& node) {
    Object object = Begin("Constant", node.range);
    std::string value = "null";
    bool number_as_text = false;
    if (const auto* flag = std::get_if<bool>(&node.value)) {
      value = Bool(*flag);
    } else if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
      value = std::to_string(*integer);
    } else if (const auto* number = std::get_if<double>(&node.value)) {
      number_as_text = !std::isfinite(*number);
      value = number_as_text ? QuoteJson(std::isnan(*number) ? "NaN"
                                         : *number > 0       ? "Infinity"
                                                             : "-Infinity")
                             : Float(*number);
    } else if (const auto* big = std::get_if<BigInteger>(&node.value)) {
      number_as_text = true;
      value = QuoteJson(big->digits);
    } else if (const auto* text = std::get_if<std::string>(&node.value)) {
      value = QuoteJson(*text);
    } else if (const auto* instant = std::get_if<Timestamp>(&node.value)) {
      value = QuoteJson(FormatIso(*instant));
    }
    object.Add("value", std::move(value));
    if (number_as_text) object.Add("value_type", "\"number\"");
    return object.Print();
  }

  static std::string Float(double number) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.17g", number);
    std::string text = buffer.data();
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
  }

  std::string Compare(const CompareNode& node) {
    Object object = Begin("CompareOperation", node.range);
    object.Add("left", Print(*node.left));
    object.Add("op", QuoteJson(CompareOpText(node.op)));
    object.Add("right", Print(*node.right));
    if (node.is_null_style) object.Add("is_null_comparison_style", "true");
    return object.Print();
  }

  std::string Call(const CallNode& node) {
    Object object = Begin("Call", node.range);
    object.Add("name", QuoteJson(node.name));
    object.Add("args", List(node.args));
    if (node.synthesised) return object.Print();
    object.Add("params", node.params ? List(*node.params) : "null");
    object.Add("distinct", Bool(node.distinct));
    if (node.within_group) {
      object.Add("within_group", Order(*node.within_group));
      return object.Print();
    }
    object.Add("order_by", node.order_by ? Order(*node.order_by) : "null");
    object.Add("filter_expr", OrNull(node.filter));
    return object.Print();
  }

  std::string Order(const std::vector<OrderItem>& items) {
    return Each(items, [&](const OrderItem& item) {
      Object object = Begin("OrderExpr", item.range);
      object.Add("expr", Print(*item.expr));
      object.Add("order", item.order == SortOrder::kAscending ? "\"ASC\"" : "\"DESC\"");
      if (item.fill) {
        Object fill = Begin("WithFillExpr", item.fill->range);
        if (item.fill->from) fill.Add("from_value", Print(*item.fill->from));
        if (item.fill->to) fill.Add("to_value", Print(*item.fill->to));
        if (item.fill->step) fill.Add("step_value", Print(*item.fill->step));
        object.Add("with_fill", fill.Print());
      }
      return object.Print();
    });
  }

  std::string WindowFunction(const WindowFunctionNode& node) {
    Object object = Begin("WindowFunction", node.range);
    object.Add("name", QuoteJson(node.name));
    object.Add("exprs", List(node.exprs));
    object.Add("args", node.args ? List(*node.args) : "[]");
    if (node.over) {
      object.Add("over_expr", PrintWindow(*node.over));
    } else {
      object.Add("over_identifier", QuoteJson(node.over_name));
    }
    return object.Print();
  }

  std::string PrintWindow(const Window& window) {
    Object object = Begin("WindowExpr", window.range);
    object.Add("partition_by", window.partition_by ? List(*window.partition_by) : "null");
    object.Add("order_by", window.order_by ? Order(*window.order_by) : "null");
    if (window.frame_method) {
      object.Add("frame_method",
                 *window.frame_method == FrameMethod::kRows ? "\"ROWS\"" : "\"RANGE\"");
    }
    object.Add("frame_start", Bound(window.frame_start));
    object.Add("frame_end", Bound(window.frame_end));
    return object.Print();
  }

  std::string Bound(const std::optional<FrameBound>& bound) {
    if (!bound) return "null";
    Object object = Begin("WindowFrameExpr", bound->range);
    if (bound->kind == FrameBoundKind::kCurrentRow) {
      object.Add("frame_type", "\"CURRENT ROW\"");
      return object.Print();
    }
    object.Add("frame_type",
               bound->kind == FrameBoundKind::kPreceding ? "\"PRECEDING\"" : "\"FOLLOWING\"");
    std::string value = "null";
    if (const auto* constant = As<ConstantNode>(bound->value)) {
      const auto* integer = std::get_if<std::int64_t>(&constant->value);
      value = integer != nullptr ? std::to_string(*integer) : Print(*constant);
    } else if (bound->value) {
      value = Print(*bound->value);
    }
    object.Add("frame_value", std::move(value));
    return object.Print();
  }

  std::string Dict(const DictNode& node) {
    Object object = Begin("Dict", node.range);
    object.Add("items", Each(node.items, [&](const auto& item) {
                 return "[" + Print(*item.first) + "," + Print(*item.second) + "]";
               }));
    return object.Print();
  }

  std::string PrintAccess(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kTupleAccess: {
        const auto& node = Cast<TupleAccessNode>(expr);
        Object object = Begin("TupleAccess", expr.range);
        object.Add("tuple", Print(*node.tuple));
        object.Add("index", std::to_string(node.index));
        if (node.nullish) object.Add("nullish", "true");
        return object.Print();
      }
      case Kind::kArrayAccess: {
        const auto& node = Cast<ArrayAccessNode>(expr);
        Object object = Begin("ArrayAccess", expr.range);
        object.Add("array", Print(*node.array));
        object.Add("property", Print(*node.property));
        if (node.nullish) object.Add("nullish", "true");
        return object.Print();
      }
      case Kind::kArraySlice: {
        const auto& node = Cast<ArraySliceNode>(expr);
        Object object = Begin("ArraySlice", expr.range);
        object.Add("array", Print(*node.array));
        if (node.start) object.Add("start_expr", Print(*node.start));
        if (node.end) object.Add("end_expr", Print(*node.end));
        return object.Print();
      }
      case Kind::kAlias: {
        Object object = Begin("Alias", expr.range);
        object.Add("alias", QuoteJson(Cast<AliasNode>(expr).alias));
        object.Add("expr", Print(*Cast<AliasNode>(expr).expr));
        return object.Print();
      }
      case Kind::kTypeCast: {
        const auto& node = Cast<TypeCastNode>(expr);
        Object object = Begin(node.is_try ? "TryCast" : "TypeCast", expr.range);
        object.Add("expr", Print(*node.expr));
        object.Add("type_name", QuoteJson(node.type_name));
        return object.Print();
      }
      case Kind::kColumns:
        return Columns(Cast<ColumnsNode>(expr));
      case Kind::kSpread:
        return Wrapper("SpreadExpr", expr.range, Cast<SpreadNode>(expr).expr);
      case Kind::kNamedArgument: {
        Object object = Begin("NamedArgument", kNowhere);
        object.Add("name", QuoteJson(Cast<NamedArgumentNode>(expr).name));
        object.Add("value", Print(*Cast<NamedArgumentNode>(expr).value));
        return object.Print();
      }
      case Kind::kPositionalRef: {
        Object object = Begin("PositionalRef", expr.range);
        object.Add("index", std::to_string(Cast<PositionalRefNode>(expr).index));
        return object.Print();
      }
      case Kind::kTag:
        return Tag(Cast<TagNode>(expr));
      default:
        return PrintQuery(expr);
    }
  }

  std::string Columns(const ColumnsNode& node) {
    Object object = Begin("ColumnsExpr", node.range);
    if (node.regex) object.Add("regex", QuoteJson(*node.regex));
    if (node.columns) object.Add("columns", List(*node.columns));
    if (node.all_columns) object.Add("all_columns", "true");
    if (!node.exclude.empty()) object.Add("exclude", Strings(node.exclude));
    if (!node.replace.empty()) {
      Object replace("");
      for (const auto& [name, value] : node.replace) replace.Add(name, Print(*value));
      object.Add("replace", replace.Print());
    }
    return object.Print();
  }

  std::string Tag(const TagNode& node) {
    Object object = Begin("HogQLXTag", node.range);
    object.Add("kind", QuoteJson(node.tag));
    object.Add("attributes", Each(node.attributes, [&](const TagAttribute& attribute) {
                 Object inner = Begin("HogQLXAttribute", attribute.range);
                 inner.Add("name", QuoteJson(attribute.name));
                 inner.Add("value", attribute.children ? List(*attribute.children)
                                                       : Print(*attribute.value));
                 return inner.Print();
               }));
    return object.Print();
  }

  std::string PrintQuery(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kSelect:
        return Select(Cast<SelectNode>(expr));
      case Kind::kSelectSet: {
        const auto& node = Cast<SelectSetNode>(expr);
        Object object = Begin("SelectSetQuery", expr.range);
        object.Add("initial_select_query", Print(*node.initial));
        object.Add("subsequent_select_queries", Each(node.rest, [&](const SetMember& member) {
                     Object inner = Begin("SelectSetNode", kNowhere);
                     inner.Add("select_query", Print(*member.query));
                     inner.Add("set_operator", QuoteJson(member.op));
                     return inner.Print();
                   }));
        if (node.limit) object.Add("limit", Print(*node.limit));
        if (node.offset) object.Add("offset", Print(*node.offset));
        return object.Print();
      }
      case Kind::kValues: {
        Object object = Begin("ValuesQuery", expr.range);
        object.Add("rows", Each(Cast<ValuesNode>(expr).rows,
                                [&](const ExprList& row) { return List(row); }));
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

  std::string PivotTable(const std::vector<JoinItem>& table, bool of_join) {
    const JoinItem& first = table.front();
    const bool bare = table.size() == 1 && !first.final_keyword && !first.sample;
    if (!of_join && !first.table_args) return Print(*first.table);
    if (!bare) return Joins(table);
    Object object = Begin("JoinExpr", first.range);
    AddTable(object, first);
    object.Add("next_join", "null");
    return object.Print();
  }

  std::string Pivot(const PivotNode& node) {
    Object object = Begin("PivotExpr", node.range);
    object.Add("table", PivotTable(node.table, node.of_join));
    object.Add("aggregates", List(node.aggregates));
    object.Add("columns", Each(node.columns, [&](const PivotColumn& column) {
                 Object inner = Begin("PivotColumn", kNowhere);
                 inner.Add("column", Print(*column.column));
                 inner.Add("values", List(column.values));
                 return inner.Print();
               }));
    if (node.group_by) object.Add("group_by", List(*node.group_by));
    return object.Print();
  }

  std::string Unpivot(const UnpivotNode& node) {
    Object object = Begin("UnpivotExpr", node.range);
    object.Add("table", PivotTable(node.table, node.of_join));
    object.Add("columns", Each(node.columns, [&](const UnpivotColumn& column) {
                 Object inner = Begin("UnpivotColumn", kNowhere);
                 inner.Add("value_columns", Print(*column.value_columns));
                 inner.Add("name_columns", Print(*column.name_columns));
                 inner.Add("unpivot_values", List(column.unpivot_values));
                 return inner.Print();
               }));
    object.Add("include_nulls", Bool(node.include_nulls));
    return object.Print();
  }

  std::string Select(const SelectNode& node) {
    Object object = Begin("SelectQuery", node.range);
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
      Object windows("");
      for (const auto& window : node.windows) {
        windows.Add(window.name, PrintWindow(window.window));
      }
      object.Add("window_exprs", windows.Print());
    }
    if (node.order_by) object.Add("order_by", Order(*node.order_by));
    if (node.interpolate) {
      object.Add("interpolate", Each(*node.interpolate, [&](const Interpolate& item) {
                   Object inner = Begin("InterpolateExpr", item.range);
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
      Object by = Begin("LimitByExpr", node.limit_by->range);
      by.Add("n", Print(*node.limit_by->n));
      by.Add("offset_value", OrNull(node.limit_by->offset));
      by.Add("exprs", List(node.limit_by->exprs));
      object.Add("limit_by", by.Print());
    }
    return object.Print();
  }

  void AddGroupBy(Object& object, const SelectNode& node) {
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

  std::string Cte(const CommonTable& cte) {
    Object object = Begin("CTE", cte.range);
    object.Add("name", QuoteJson(cte.name));
    object.Add("expr", Print(*cte.expr));
    object.Add("cte_type", cte.is_subquery ? "\"subquery\"" : "\"column\"");
    if (cte.recursive) object.Add("recursive", "true");
    if (!cte.is_subquery) return object.Print();
    object.Add("columns", cte.columns ? Strings(*cte.columns) : "null");
    object.Add("materialized", cte.materialized ? Bool(*cte.materialized) : "null");
    object.Add("using_key", cte.using_key ? Strings(*cte.using_key) : "null");
    return object.Print();
  }

  // A list of tables as the chain of next_join that the reference prints.
  std::string Joins(const std::vector<JoinItem>& items) {
    std::string next = "null";
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      Object object = Begin("JoinExpr", item->range);
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

  void AddTable(Object& object, const JoinItem& item) {
    object.Add("table", item.table_args ? TableFunction(*item.table) : Print(*item.table));
    object.Add("alias", item.alias.empty() ? "null" : QuoteJson(item.alias));
    if (!item.alias.empty()) {
      object.Add("column_aliases", item.column_aliases ? Strings(*item.column_aliases) : "null");
    }
    if (item.table_args) object.Add("table_args", List(*item.table_args));
  }

  // The reference gives the name of a table function no position.
  std::string TableFunction(const Expr& table) {
    Object object = Begin("Field", kNowhere);
    object.Add("chain", Strings(Cast<FieldNode>(table).chain));
    return object.Print();
  }

  std::string Constraint(const JoinConstraint& constraint) {
    Object object = Begin("JoinConstraint", constraint.range);
    object.Add("constraint_type", constraint.kind == ConstraintKind::kOn ? "\"ON\"" : "\"USING\"");
    object.Add("expr", Print(*constraint.expr));
    return object.Print();
  }

  std::string PrintSample(const Sample& sample) {
    Object object = Begin("SampleExpr", sample.range);
    object.Add("sample_value", PrintRatio(sample.value));
    object.Add("offset_value", sample.offset ? PrintRatio(*sample.offset) : "null");
    return object.Print();
  }

  std::string PrintRatio(const Ratio& ratio) {
    if (ratio.left->kind == Kind::kPlaceholder) return Print(*ratio.left);
    Object object = Begin("RatioExpr", ratio.range);
    object.Add("left", Print(*ratio.left));
    object.Add("right", OrNull(ratio.right));
    return object.Print();
  }

  const Positions positions_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace

std::string PrintAstJson(const Expr& expr, Positions positions, std::string_view source) {
  return JsonPrinter(positions, source).Print(expr);
}

}  // namespace tenrec::hogql
