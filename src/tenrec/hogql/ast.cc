#include "tenrec/hogql/ast.h"

#include <algorithm>
#include <limits>

namespace tenrec::hogql {
namespace {

using Callback = std::function<void(const ExprPtr&)>;

void Visit(const ExprPtr& expr, const Callback& callback) {
  if (expr) callback(expr);
}

void VisitAll(const ExprList& exprs, const Callback& callback) {
  for (const auto& expr : exprs) Visit(expr, callback);
}

void VisitAll(const std::optional<ExprList>& exprs, const Callback& callback) {
  if (exprs) VisitAll(*exprs, callback);
}

void VisitOrder(const std::vector<OrderItem>& items, const Callback& callback) {
  for (const auto& item : items) {
    Visit(item.expr, callback);
    if (!item.fill) continue;
    Visit(item.fill->from, callback);
    Visit(item.fill->to, callback);
    Visit(item.fill->step, callback);
  }
}

void VisitOrder(const std::optional<std::vector<OrderItem>>& items, const Callback& callback) {
  if (items) VisitOrder(*items, callback);
}

void VisitWindow(const Window& window, const Callback& callback) {
  VisitAll(window.partition_by, callback);
  VisitOrder(window.order_by, callback);
  if (window.frame_start) Visit(window.frame_start->value, callback);
  if (window.frame_end) Visit(window.frame_end->value, callback);
}

void VisitJoins(const std::vector<JoinItem>& items, const Callback& callback) {
  for (const auto& item : items) {
    Visit(item.table, callback);
    VisitAll(item.table_args, callback);
    if (item.constraint) Visit(item.constraint->expr, callback);
    if (!item.sample) continue;
    Visit(item.sample->value.left, callback);
    Visit(item.sample->value.right, callback);
    if (!item.sample->offset) continue;
    Visit(item.sample->offset->left, callback);
    Visit(item.sample->offset->right, callback);
  }
}

void VisitSelect(const SelectNode& select, const Callback& callback) {
  if (select.ctes) {
    for (const auto& cte : *select.ctes) Visit(cte.expr, callback);
  }
  VisitAll(select.select, callback);
  VisitJoins(select.from, callback);
  if (select.array_join) VisitAll(select.array_join->list, callback);
  Visit(select.prewhere, callback);
  Visit(select.where, callback);
  VisitAll(select.group_by, callback);
  for (const auto& set : select.grouping_sets) VisitAll(set.exprs, callback);
  Visit(select.having, callback);
  Visit(select.qualify, callback);
  for (const auto& window : select.windows) VisitWindow(window.window, callback);
  VisitOrder(select.order_by, callback);
  if (select.interpolate) {
    for (const auto& item : *select.interpolate) {
      Visit(item.expr, callback);
      Visit(item.value, callback);
    }
  }
  Visit(select.limit, callback);
  Visit(select.offset, callback);
  if (select.limit_by) {
    Visit(select.limit_by->n, callback);
    Visit(select.limit_by->offset, callback);
    VisitAll(select.limit_by->exprs, callback);
  }
}

void VisitCall(const CallNode& call, const Callback& callback) {
  VisitAll(call.params, callback);
  VisitAll(call.args, callback);
  VisitOrder(call.order_by, callback);
  VisitOrder(call.within_group, callback);
  Visit(call.filter, callback);
}

template <typename T>
const T& Cast(const Expr& expr) {
  return static_cast<const T&>(expr);
}

void VisitQueryParts(const Expr& expr, const Callback& callback) {
  switch (expr.kind) {
    case Kind::kSelect:
      return VisitSelect(Cast<SelectNode>(expr), callback);
    case Kind::kSelectSet: {
      const auto& set = Cast<SelectSetNode>(expr);
      Visit(set.initial, callback);
      for (const auto& member : set.rest) Visit(member.query, callback);
      Visit(set.limit, callback);
      return Visit(set.offset, callback);
    }
    case Kind::kValues:
      for (const auto& row : Cast<ValuesNode>(expr).rows) VisitAll(row, callback);
      return;
    case Kind::kPivot: {
      const auto& pivot = Cast<PivotNode>(expr);
      VisitJoins(pivot.table, callback);
      VisitAll(pivot.aggregates, callback);
      for (const auto& column : pivot.columns) {
        Visit(column.column, callback);
        VisitAll(column.values, callback);
      }
      return VisitAll(pivot.group_by, callback);
    }
    case Kind::kUnpivot: {
      const auto& unpivot = Cast<UnpivotNode>(expr);
      VisitJoins(unpivot.table, callback);
      for (const auto& column : unpivot.columns) {
        Visit(column.value_columns, callback);
        Visit(column.name_columns, callback);
        VisitAll(column.unpivot_values, callback);
      }
      return;
    }
    default:
      return;
  }
}

void VisitPostfixParts(const Expr& expr, const Callback& callback) {
  switch (expr.kind) {
    case Kind::kTupleAccess:
      return Visit(Cast<TupleAccessNode>(expr).tuple, callback);
    case Kind::kArrayAccess:
      Visit(Cast<ArrayAccessNode>(expr).array, callback);
      return Visit(Cast<ArrayAccessNode>(expr).property, callback);
    case Kind::kArraySlice:
      Visit(Cast<ArraySliceNode>(expr).array, callback);
      Visit(Cast<ArraySliceNode>(expr).start, callback);
      return Visit(Cast<ArraySliceNode>(expr).end, callback);
    case Kind::kAlias:
      return Visit(Cast<AliasNode>(expr).expr, callback);
    case Kind::kTypeCast:
      return Visit(Cast<TypeCastNode>(expr).expr, callback);
    case Kind::kColumns:
      VisitAll(Cast<ColumnsNode>(expr).columns, callback);
      for (const auto& [name, value] : Cast<ColumnsNode>(expr).replace) Visit(value, callback);
      return;
    case Kind::kSpread:
      return Visit(Cast<SpreadNode>(expr).expr, callback);
    case Kind::kNamedArgument:
      return Visit(Cast<NamedArgumentNode>(expr).value, callback);
    case Kind::kTag:
      for (const auto& attribute : Cast<TagNode>(expr).attributes) {
        Visit(attribute.value, callback);
        VisitAll(attribute.children, callback);
      }
      return;
    default:
      return VisitQueryParts(expr, callback);
  }
}

}  // namespace

void ForEachChild(const Expr& expr, const Callback& callback) {
  switch (expr.kind) {
    case Kind::kConstant:
    case Kind::kField:
    case Kind::kPositionalRef:
      return;
    case Kind::kPlaceholder:
      return Visit(Cast<PlaceholderNode>(expr).expr, callback);
    case Kind::kArithmetic:
      Visit(Cast<ArithmeticNode>(expr).left, callback);
      return Visit(Cast<ArithmeticNode>(expr).right, callback);
    case Kind::kCompare:
      Visit(Cast<CompareNode>(expr).left, callback);
      return Visit(Cast<CompareNode>(expr).right, callback);
    case Kind::kIsDistinctFrom:
      Visit(Cast<IsDistinctFromNode>(expr).left, callback);
      return Visit(Cast<IsDistinctFromNode>(expr).right, callback);
    case Kind::kBetween:
      Visit(Cast<BetweenNode>(expr).expr, callback);
      Visit(Cast<BetweenNode>(expr).low, callback);
      return Visit(Cast<BetweenNode>(expr).high, callback);
    case Kind::kAnd:
      return VisitAll(Cast<AndNode>(expr).exprs, callback);
    case Kind::kOr:
      return VisitAll(Cast<OrNode>(expr).exprs, callback);
    case Kind::kNot:
      return Visit(Cast<NotNode>(expr).expr, callback);
    case Kind::kCall:
      return VisitCall(Cast<CallNode>(expr), callback);
    case Kind::kExprCall:
      Visit(Cast<ExprCallNode>(expr).expr, callback);
      return VisitAll(Cast<ExprCallNode>(expr).args, callback);
    case Kind::kWindowFunction: {
      const auto& window = Cast<WindowFunctionNode>(expr);
      VisitAll(window.exprs, callback);
      VisitAll(window.args, callback);
      if (window.over) VisitWindow(*window.over, callback);
      return;
    }
    case Kind::kLambda:
      return Visit(Cast<LambdaNode>(expr).expr, callback);
    case Kind::kTuple:
      return VisitAll(Cast<TupleNode>(expr).exprs, callback);
    case Kind::kArray:
      return VisitAll(Cast<ArrayNode>(expr).exprs, callback);
    case Kind::kDict:
      for (const auto& [key, value] : Cast<DictNode>(expr).items) {
        Visit(key, callback);
        Visit(value, callback);
      }
      return;
    default:
      return VisitPostfixParts(expr, callback);
  }
}

std::uint16_t HeightOf(const Expr& expr) {
  std::uint16_t highest = 0;
  ForEachChild(expr, [&](const ExprPtr& child) { highest = std::max(highest, child->height); });
  if (highest == std::numeric_limits<std::uint16_t>::max()) return highest;
  return static_cast<std::uint16_t>(highest + 1);
}

ExprPtr Constant(Value value) {
  ConstantNode node;
  node.value = std::move(value);
  return Make(std::move(node));
}

ExprPtr Constant(bool value) {
  return Constant(Value(value));
}

ExprPtr Constant(int number) {
  return Constant(Value(std::int64_t{number}));
}

ExprPtr Constant(std::int64_t number) {
  return Constant(Value(number));
}

ExprPtr Constant(double number) {
  return Constant(Value(number));
}

ExprPtr Constant(const char* text) {
  return Constant(Value(std::string(text)));
}

ExprPtr Constant(std::string_view text) {
  return Constant(Value(std::string(text)));
}

ExprPtr Constant(std::string text) {
  return Constant(Value(std::move(text)));
}

ExprPtr Constant(Timestamp instant) {
  return Constant(Value(instant));
}

ExprPtr Null() {
  return Constant(Value());
}

ExprPtr Field(std::vector<std::string> chain) {
  FieldNode node;
  node.chain = std::move(chain);
  return Make(std::move(node));
}

ExprPtr Call(std::string name, ExprList args) {
  CallNode node;
  node.name = std::move(name);
  node.args = std::move(args);
  return Make(std::move(node));
}

ExprPtr CallWithParams(std::string name, ExprList params, ExprList args) {
  CallNode node;
  node.name = std::move(name);
  node.params = std::move(params);
  node.args = std::move(args);
  return Make(std::move(node));
}

ExprPtr Compare(CompareOp op, ExprPtr left, ExprPtr right) {
  CompareNode node;
  node.op = op;
  node.left = std::move(left);
  node.right = std::move(right);
  return Make(std::move(node));
}

ExprPtr Arithmetic(ArithmeticOp op, ExprPtr left, ExprPtr right) {
  ArithmeticNode node;
  node.op = op;
  node.left = std::move(left);
  node.right = std::move(right);
  return Make(std::move(node));
}

ExprPtr And(ExprList exprs) {
  if (exprs.empty()) return Constant(true);
  if (exprs.size() == 1) return exprs.front();
  AndNode node;
  node.exprs = std::move(exprs);
  return Make(std::move(node));
}

ExprPtr Or(ExprList exprs) {
  if (exprs.empty()) return Constant(false);
  if (exprs.size() == 1) return exprs.front();
  OrNode node;
  node.exprs = std::move(exprs);
  return Make(std::move(node));
}

ExprPtr Not(ExprPtr expr) {
  NotNode node;
  node.expr = std::move(expr);
  return Make(std::move(node));
}

ExprPtr Alias(std::string name, ExprPtr expr) {
  AliasNode node;
  node.alias = std::move(name);
  node.expr = std::move(expr);
  return Make(std::move(node));
}

ExprPtr Tuple(ExprList exprs) {
  TupleNode node;
  node.exprs = std::move(exprs);
  return Make(std::move(node));
}

ExprPtr Array(ExprList exprs) {
  ArrayNode node;
  node.exprs = std::move(exprs);
  return Make(std::move(node));
}

ExprPtr Lambda(std::vector<std::string> args, ExprPtr body) {
  LambdaNode node;
  node.args = std::move(args);
  node.expr = std::move(body);
  return Make(std::move(node));
}

ExprPtr ArrayAccess(ExprPtr array, ExprPtr index) {
  ArrayAccessNode node;
  node.array = std::move(array);
  node.property = std::move(index);
  return Make(std::move(node));
}

ExprPtr TupleAccess(ExprPtr tuple, std::int64_t index) {
  TupleAccessNode node;
  node.tuple = std::move(tuple);
  node.index = index;
  return Make(std::move(node));
}

ExprPtr Placeholder(std::string name) {
  PlaceholderNode node;
  node.expr = Field({std::move(name)});
  return Make(std::move(node));
}

JoinItem Table(std::string name, std::string alias) {
  JoinItem item;
  item.table = Field({std::move(name)});
  item.alias = std::move(alias);
  return item;
}

JoinItem Table(ExprPtr query, std::string alias) {
  JoinItem item;
  item.table = std::move(query);
  item.alias = std::move(alias);
  return item;
}

OrderItem Ascending(ExprPtr expr) {
  OrderItem item;
  item.expr = std::move(expr);
  return item;
}

OrderItem Descending(ExprPtr expr) {
  OrderItem item;
  item.expr = std::move(expr);
  item.order = SortOrder::kDescending;
  return item;
}

ExprPtr UnionAll(ExprList queries) {
  if (queries.size() == 1) return queries.front();
  SelectSetNode node;
  node.initial = queries.front();
  for (std::size_t i = 1; i < queries.size(); ++i) {
    SetMember member;
    member.op = "UNION ALL";
    member.query = queries[i];
    node.rest.push_back(std::move(member));
  }
  return Make(std::move(node));
}

}  // namespace tenrec::hogql
