#include "tenrec/hogql/print.h"

#include <array>

#include "tenrec/hogql/names.h"
#include "tenrec/hogql/words.h"

namespace tenrec::hogql {
namespace {

class HogQLPrinter {
 public:
  std::string Print(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kConstant:
        return Constant(Cast<ConstantNode>(expr));
      case Kind::kField:
        return PathText(Cast<FieldNode>(expr).chain);
      case Kind::kPlaceholder:
        return "{" + Print(*Cast<PlaceholderNode>(expr).expr) + "}";
      case Kind::kArithmetic: {
        const auto& node = Cast<ArithmeticNode>(expr);
        return std::string(ArithmeticOpFunction(node.op)) + "(" + Print(*node.left) + ", " +
               Print(*node.right) + ")";
      }
      case Kind::kCompare:
        return Compare(Cast<CompareNode>(expr));
      case Kind::kIsDistinctFrom: {
        const auto& node = Cast<IsDistinctFromNode>(expr);
        return Operand(*node.left) + (node.negated ? " IS NOT" : " IS") + " DISTINCT FROM " +
               Operand(*node.right);
      }
      case Kind::kBetween: {
        const auto& node = Cast<BetweenNode>(expr);
        return Operand(*node.expr) + (node.negated ? " NOT" : "") + " BETWEEN " +
               Operand(*node.low) + " AND " + Operand(*node.high);
      }
      case Kind::kAnd:
        return "and(" + List(Cast<AndNode>(expr).exprs) + ")";
      case Kind::kOr:
        return "or(" + List(Cast<OrNode>(expr).exprs) + ")";
      case Kind::kNot:
        return "not(" + Print(*Cast<NotNode>(expr).expr) + ")";
      case Kind::kCall:
        return Call(Cast<CallNode>(expr));
      case Kind::kExprCall:
        return "(" + Print(*Cast<ExprCallNode>(expr).expr) + ")(" +
               List(Cast<ExprCallNode>(expr).args) + ")";
      case Kind::kWindowFunction:
        return WindowFunction(Cast<WindowFunctionNode>(expr));
      case Kind::kLambda:
        return "(" + Names(Cast<LambdaNode>(expr).args) + ") -> " +
               Print(*Cast<LambdaNode>(expr).expr);
      case Kind::kTuple:
        return "tuple(" + List(Cast<TupleNode>(expr).exprs) + ")";
      case Kind::kArray:
        return "[" + List(Cast<ArrayNode>(expr).exprs) + "]";
      default:
        return PrintAccess(expr);
    }
  }

 private:
  template <typename T>
  static const T& Cast(const Expr& expr) {
    return static_cast<const T&>(expr);
  }

  std::string List(const ExprList& exprs) {
    std::string out;
    for (const auto& expr : exprs) {
      if (!out.empty()) out += ", ";
      out += Print(*expr);
    }
    return out;
  }

  static std::string Names(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) {
      if (!out.empty()) out += ", ";
      out += NameText(name);
    }
    return out;
  }

  // Whether the text of the expression needs no brackets inside a larger one.
  static bool HoldsTogether(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kField:
      case Kind::kPlaceholder:
      case Kind::kTuple:
      case Kind::kArray:
      case Kind::kArithmetic:
      case Kind::kAnd:
      case Kind::kOr:
      case Kind::kNot:
      case Kind::kTupleAccess:
      case Kind::kArrayAccess:
      case Kind::kArraySlice:
      case Kind::kSelect:
      case Kind::kSelectSet:
        return true;
      case Kind::kCompare:
        return Cast<CompareNode>(expr).op != CompareOp::kInCohort &&
               Cast<CompareNode>(expr).op != CompareOp::kNotInCohort;
      case Kind::kCall:
        return !Cast<CallNode>(expr).filter && !Cast<CallNode>(expr).within_group;
      default:
        return false;
    }
  }

  // Something that an operator is applied to.
  std::string Operand(const Expr& expr) {
    const bool bare = expr.kind == Kind::kConstant || HoldsTogether(expr);
    return bare ? Print(expr) : "(" + Print(expr) + ")";
  }

  // What a postfix such as .1 or [x] is applied to. A constant would swallow the point.
  std::string Base(const Expr& expr) {
    return HoldsTogether(expr) ? Print(expr) : "(" + Print(expr) + ")";
  }

  static std::string Constant(const ConstantNode& node) {
    if (const auto* flag = std::get_if<bool>(&node.value)) return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
      return std::to_string(*integer);
    }
    if (const auto* number = std::get_if<double>(&node.value)) return NumberText(*number);
    if (const auto* big = std::get_if<BigInteger>(&node.value)) return big->digits;
    if (const auto* text = std::get_if<std::string>(&node.value)) return Quoted(*text, '\'');
    if (const auto* instant = std::get_if<Timestamp>(&node.value)) return InstantText(*instant);
    return "NULL";
  }

  std::string Compare(const CompareNode& node) {
    const std::string left = Print(*node.left);
    const std::string right = Print(*node.right);
    switch (node.op) {
      case CompareOp::kInCohort:
        return Operand(*node.left) + " IN COHORT " + Operand(*node.right);
      case CompareOp::kNotInCohort:
        return Operand(*node.left) + " NOT IN COHORT " + Operand(*node.right);
      case CompareOp::kNotRegex:
        return "not(match(" + left + ", " + right + "))";
      case CompareOp::kIRegex:
        return "match(" + left + ", concat('(?i)', " + right + "))";
      case CompareOp::kNotIRegex:
        return "not(match(" + left + ", concat('(?i)', " + right + ")))";
      default:
        return std::string(CompareOpFunction(node.op)) + "(" + left + ", " + right + ")";
    }
  }

  std::string Call(const CallNode& node) {
    std::string out = FunctionText(node.name);
    if (node.within_group) {
      return out + "(" + (node.params ? List(*node.params) : "") + ") WITHIN GROUP (ORDER BY " +
             Order(*node.within_group) + ")";
    }
    if (node.params) out += "(" + List(*node.params) + ")";
    out += node.distinct ? "(DISTINCT " : "(";
    out += List(node.args);
    if (node.order_by) {
      if (!node.args.empty()) out += ' ';
      out += "ORDER BY " + Order(*node.order_by);
    }
    out += ')';
    if (node.filter) out += " FILTER (WHERE " + Print(*node.filter) + ")";
    return out;
  }

  std::string Order(const std::vector<OrderItem>& items) {
    std::string out;
    for (const auto& item : items) {
      if (!out.empty()) out += ", ";
      out += Print(*item.expr);
      out += item.order == SortOrder::kAscending ? " ASC" : " DESC";
      if (!item.fill) continue;
      out += " WITH FILL";
      if (item.fill->from) out += " FROM " + Print(*item.fill->from);
      if (item.fill->to) out += " TO " + Print(*item.fill->to);
      if (item.fill->step) out += " STEP " + Print(*item.fill->step);
    }
    return out;
  }

  std::string Bound(const FrameBound& bound) {
    if (bound.kind == FrameBoundKind::kCurrentRow) return "CURRENT ROW";
    return (bound.value ? Operand(*bound.value) : "UNBOUNDED") +
           (bound.kind == FrameBoundKind::kPreceding ? " PRECEDING" : " FOLLOWING");
  }

  std::string PrintWindow(const Window& window) {
    std::string out;
    if (window.partition_by) out += "PARTITION BY " + List(*window.partition_by);
    if (window.order_by)
      out += (out.empty() ? "ORDER BY " : " ORDER BY ") + Order(*window.order_by);
    if (window.frame_method && window.frame_start) {
      if (!out.empty()) out += ' ';
      out += *window.frame_method == FrameMethod::kRows ? "ROWS " : "RANGE ";
      out += window.frame_end
                 ? "BETWEEN " + Bound(*window.frame_start) + " AND " + Bound(*window.frame_end)
                 : Bound(*window.frame_start);
    }
    return "(" + out + ")";
  }

  std::string WindowFunction(const WindowFunctionNode& node) {
    std::string out = NameText(node.name) + "(" + List(node.exprs) + ")";
    if (node.args && !node.args->empty()) out += "(" + List(*node.args) + ")";
    return out + " OVER " + (node.over ? PrintWindow(*node.over) : NameText(node.over_name));
  }

  std::string PrintAccess(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kDict: {
        std::string out;
        for (const auto& [key, value] : Cast<DictNode>(expr).items) {
          if (!out.empty()) out += ", ";
          out += Print(*key) + ": " + Print(*value);
        }
        return "{" + out + "}";
      }
      case Kind::kTupleAccess: {
        const auto& node = Cast<TupleAccessNode>(expr);
        return Base(*node.tuple) + (node.nullish ? "?." : ".") + std::to_string(node.index);
      }
      case Kind::kArrayAccess: {
        const auto& node = Cast<ArrayAccessNode>(expr);
        return Base(*node.array) + (node.nullish ? "?.[" : "[") + Print(*node.property) + "]";
      }
      case Kind::kArraySlice: {
        const auto& node = Cast<ArraySliceNode>(expr);
        return Base(*node.array) + "[" + (node.start ? Print(*node.start) : "") + ":" +
               (node.end ? Print(*node.end) : "") + "]";
      }
      case Kind::kAlias: {
        const auto& node = Cast<AliasNode>(expr);
        return Print(*node.expr) + " AS " + NameText(node.alias);
      }
      case Kind::kTypeCast: {
        const auto& node = Cast<TypeCastNode>(expr);
        return (node.is_try ? "TRY_CAST(" : "CAST(") + Print(*node.expr) + " AS " + node.type_name +
               ")";
      }
      case Kind::kColumns:
        return Columns(Cast<ColumnsNode>(expr));
      case Kind::kSpread:
        return "*" + Print(*Cast<SpreadNode>(expr).expr);
      case Kind::kNamedArgument:
        return NameText(Cast<NamedArgumentNode>(expr).name) +
               " := " + Print(*Cast<NamedArgumentNode>(expr).value);
      case Kind::kPositionalRef:
        return "#" + std::to_string(Cast<PositionalRefNode>(expr).index);
      case Kind::kTag:
        return Tag(Cast<TagNode>(expr));
      default:
        return "(" + PrintQuery(expr) + ")";
    }
  }

  std::string Columns(const ColumnsNode& node) {
    if (node.regex) return "COLUMNS(" + Quoted(*node.regex, '\'') + ")";
    if (node.columns) return "COLUMNS(" + List(*node.columns) + ")";
    std::string out = "*";
    if (!node.exclude.empty()) {
      out += " EXCLUDE (";
      for (std::size_t i = 0; i < node.exclude.size(); ++i) {
        if (i > 0) out += ", ";
        out += NameText(node.exclude[i]);
      }
      out += ')';
    }
    if (node.replace.empty()) return out;
    out += " REPLACE (";
    for (std::size_t i = 0; i < node.replace.size(); ++i) {
      if (i > 0) out += ", ";
      out += Print(*node.replace[i].second) + " AS " + NameText(node.replace[i].first);
    }
    return "(" + out + "))";
  }

  std::string Tag(const TagNode& node) {
    std::string out = "<" + node.tag;
    const ExprList* children = nullptr;
    for (const auto& attribute : node.attributes) {
      if (attribute.children) {
        children = &*attribute.children;
        continue;
      }
      out += " " + attribute.name + "={" + Print(*attribute.value) + "}";
    }
    if (children == nullptr) return out + " />";
    out += '>';
    for (const auto& child : *children) {
      out += child->kind == Kind::kTag ? Print(*child) : "{" + Print(*child) + "}";
    }
    return out + "</" + node.tag + ">";
  }

 public:
  // A query without brackets around it.
  std::string PrintQuery(const Expr& expr) {
    switch (expr.kind) {
      case Kind::kSelect:
        return Select(Cast<SelectNode>(expr));
      case Kind::kSelectSet: {
        const auto& node = Cast<SelectSetNode>(expr);
        std::string out = Member(*node.initial, true);
        for (const auto& member : node.rest) {
          out += " " + member.op + " " + Member(*member.query, false);
        }
        if (!node.limit && !node.offset) return out;
        out = "(" + out + ")";
        if (node.limit) out += " LIMIT " + Print(*node.limit);
        if (node.offset) out += " OFFSET " + Print(*node.offset);
        return out;
      }
      case Kind::kValues: {
        std::string out = "VALUES ";
        const auto& rows = Cast<ValuesNode>(expr).rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
          if (i > 0) out += ", ";
          out += "(" + List(rows[i]) + ")";
        }
        return out;
      }
      case Kind::kPivot:
        return Pivot(Cast<PivotNode>(expr));
      case Kind::kUnpivot:
        return Unpivot(Cast<UnpivotNode>(expr));
      default:
        return Print(expr);
    }
  }

 private:
  // ORDER BY and LIMIT of a member would be taken for the set's.
  std::string Member(const Expr& query, bool first) {
    const auto* select = As<SelectNode>(&query);
    if (select == nullptr) {
      return query.kind == Kind::kSelectSet ? "(" + PrintQuery(query) + ")" : PrintQuery(query);
    }
    const bool open = select->order_by || select->limit || select->offset || select->limit_by;
    if (!open && (first || !select->ctes)) return PrintQuery(query);
    return "(" + PrintQuery(query) + ")";
  }

  std::string Select(const SelectNode& node) {
    std::string out;
    if (node.ctes) {
      out += node.ctes->front().recursive ? "WITH RECURSIVE " : "WITH ";
      for (std::size_t i = 0; i < node.ctes->size(); ++i) {
        if (i > 0) out += ", ";
        out += Cte((*node.ctes)[i]);
      }
      out += ' ';
    }
    out += node.distinct ? "SELECT DISTINCT " : "SELECT ";
    out += List(node.select);
    if (!node.from.empty()) out += " FROM " + Joins(node.from);
    if (node.array_join) {
      constexpr std::array<const char*, 3> kOps = {" ARRAY JOIN ", " LEFT ARRAY JOIN ",
                                                   " INNER ARRAY JOIN "};
      out += kOps.at(static_cast<std::size_t>(node.array_join->op));
      out += List(node.array_join->list);
    }
    const auto clause = [&](const char* word, const ExprPtr& expr) {
      if (expr) out += word + Print(*expr);
    };
    clause(" PREWHERE ", node.prewhere);
    clause(" WHERE ", node.where);
    out += GroupBy(node);
    clause(" HAVING ", node.having);
    clause(" QUALIFY ", node.qualify);
    for (std::size_t i = 0; i < node.windows.size(); ++i) {
      out += i == 0 ? " WINDOW " : ", ";
      out += NameText(node.windows[i].name) + " AS " + PrintWindow(node.windows[i].window);
    }
    if (node.order_by) out += " ORDER BY " + Order(*node.order_by);
    if (node.limit_by) {
      out += " LIMIT " + Print(*node.limit_by->n);
      clause(" OFFSET ", node.limit_by->offset);
      out += " BY " + List(node.limit_by->exprs);
    }
    if (node.limit) {
      clause(" LIMIT ", node.limit);
      if (node.limit_percent) out += " %";
      if (node.limit_with_ties) out += " WITH TIES";
    }
    clause(" OFFSET ", node.offset);
    return out;
  }

  std::string GroupBy(const SelectNode& node) {
    switch (node.group_by_mode) {
      case GroupByMode::kAll:
        return " GROUP BY ALL";
      case GroupByMode::kGroupingSets: {
        std::string out = " GROUP BY GROUPING SETS (";
        for (std::size_t i = 0; i < node.grouping_sets.size(); ++i) {
          out += (i > 0 ? ", (" : "(") + List(node.grouping_sets[i].exprs) + ")";
        }
        return out + ")";
      }
      case GroupByMode::kPlain:
        return node.group_by ? " GROUP BY " + List(*node.group_by) : "";
      case GroupByMode::kCube:
        return " GROUP BY CUBE(" + List(*node.group_by) + ")";
      case GroupByMode::kRollup:
        return " GROUP BY ROLLUP(" + List(*node.group_by) + ")";
    }
    return {};
  }

  std::string Cte(const CommonTable& cte) {
    if (!cte.is_subquery) return Print(*cte.expr) + " AS " + NameText(cte.name);
    std::string out = NameText(cte.name);
    if (cte.columns) out += "(" + Names(*cte.columns) + ")";
    if (cte.using_key) out += " USING KEY (" + Names(*cte.using_key) + ")";
    out += " AS ";
    if (cte.materialized) out += *cte.materialized ? "MATERIALIZED " : "NOT MATERIALIZED ";
    return out + "(" + PrintQuery(*cte.expr) + ")";
  }

  std::string Joins(const std::vector<JoinItem>& items) {
    std::string out;
    for (const auto& item : items) {
      if (!item.join_type.empty()) out += " " + item.join_type + " ";
      out += TableExpr(*item.table);
      if (item.table_args) out += "(" + List(*item.table_args) + ")";
      if (!item.alias.empty()) out += " AS " + NameText(item.alias);
      if (item.column_aliases) out += "(" + Names(*item.column_aliases) + ")";
      if (item.final_keyword) out += " FINAL";
      if (item.sample) {
        out += " SAMPLE " + PrintRatio(item.sample->value);
        if (item.sample->offset) out += " OFFSET " + PrintRatio(*item.sample->offset);
      }
      if (!item.constraint) continue;
      const auto* tuple = As<TupleNode>(item.constraint->expr);
      if (item.constraint->kind == ConstraintKind::kOn) {
        out += " ON " + Print(*item.constraint->expr);
      } else {
        out += " USING (" +
               (tuple != nullptr ? List(tuple->exprs) : Print(*item.constraint->expr)) + ")";
      }
    }
    return out;
  }

  std::string TableExpr(const Expr& table) {
    switch (table.kind) {
      case Kind::kSelect:
      case Kind::kSelectSet:
      case Kind::kValues:
        return "(" + PrintQuery(table) + ")";
      case Kind::kPivot:
      case Kind::kUnpivot:
        return PrintQuery(table);
      default:
        return Print(table);
    }
  }

  std::string PrintRatio(const Ratio& ratio) {
    return Print(*ratio.left) + (ratio.right ? "/" + Print(*ratio.right) : "");
  }

  std::string Pivot(const PivotNode& node) {
    std::string out = Joins(node.table) + " PIVOT (" + List(node.aggregates) + " FOR";
    for (const auto& column : node.columns) {
      out += " " + Operand(*column.column) + " IN (" + List(column.values) + ")";
    }
    if (node.group_by) out += " GROUP BY " + List(*node.group_by);
    return out + ")";
  }

  std::string Unpivot(const UnpivotNode& node) {
    std::string out =
        Joins(node.table) + " UNPIVOT " + (node.include_nulls ? "INCLUDE NULLS (" : "(");
    for (std::size_t i = 0; i < node.columns.size(); ++i) {
      const auto& column = node.columns[i];
      if (i > 0) out += ", ";
      out += Operand(*column.value_columns) + " FOR " + Operand(*column.name_columns) + " IN (" +
             List(column.unpivot_values) + ")";
    }
    return out + ")";
  }
};

}  // namespace

std::string PrintHogQL(const Expr& expr) {
  return HogQLPrinter().PrintQuery(expr);
}

}  // namespace tenrec::hogql
