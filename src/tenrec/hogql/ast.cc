#include "tenrec/hogql/ast.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace tenrec::hogql {
namespace {

// The places of a node that hold other nodes, in source order. `f` gets each as a reference, which
// is const when the node is. Absent ones are skipped.

template <typename F>
void Slot(auto& slot, const F& f) {
  if (slot) f(slot);
}

template <typename F>
void EachSlot(auto& list, const F& f) {
  if constexpr (requires { list.has_value(); }) {
    if (list) EachSlot(*list, f);
  } else {
    for (auto& slot : list) Slot(slot, f);
  }
}

template <typename F>
void OrderSlots(auto& items, const F& f) {
  if constexpr (requires { items.has_value(); }) {
    if (items) OrderSlots(*items, f);
  } else {
    for (auto& item : items) {
      Slot(item.expr, f);
      if (!item.fill) continue;
      Slot(item.fill->from, f);
      Slot(item.fill->to, f);
      Slot(item.fill->step, f);
    }
  }
}

template <typename F>
void WindowSlots(auto& window, const F& f) {
  EachSlot(window.partition_by, f);
  OrderSlots(window.order_by, f);
  if (window.frame_start) Slot(window.frame_start->value, f);
  if (window.frame_end) Slot(window.frame_end->value, f);
}

template <typename F>
void JoinSlots(auto& items, const F& f) {
  for (auto& item : items) {
    Slot(item.table, f);
    EachSlot(item.table_args, f);
    if (item.constraint) Slot(item.constraint->expr, f);
    if (!item.sample) continue;
    Slot(item.sample->value.left, f);
    Slot(item.sample->value.right, f);
    if (!item.sample->offset) continue;
    Slot(item.sample->offset->left, f);
    Slot(item.sample->offset->right, f);
  }
}

template <typename F>
void SelectSlots(auto& node, const F& f) {
  if (node.ctes) {
    for (auto& cte : *node.ctes) Slot(cte.expr, f);
  }
  EachSlot(node.select, f);
  JoinSlots(node.from, f);
  if (node.array_join) EachSlot(node.array_join->list, f);
  Slot(node.prewhere, f);
  Slot(node.where, f);
  EachSlot(node.group_by, f);
  for (auto& set : node.grouping_sets) EachSlot(set.exprs, f);
  Slot(node.having, f);
  Slot(node.qualify, f);
  for (auto& window : node.windows) WindowSlots(window.window, f);
  OrderSlots(node.order_by, f);
  if (node.interpolate) {
    for (auto& item : *node.interpolate) {
      Slot(item.expr, f);
      Slot(item.value, f);
    }
  }
  Slot(node.limit, f);
  Slot(node.offset, f);
  if (node.limit_by) {
    Slot(node.limit_by->n, f);
    Slot(node.limit_by->offset, f);
    EachSlot(node.limit_by->exprs, f);
  }
}

template <typename N, typename F>
void QuerySlots(N& node, const F& f) {
  using T = std::remove_const_t<N>;
  if constexpr (std::is_same_v<T, SelectNode>) {
    SelectSlots(node, f);
  } else if constexpr (std::is_same_v<T, SelectSetNode>) {
    Slot(node.initial, f);
    for (auto& member : node.rest) Slot(member.query, f);
    Slot(node.limit, f);
    Slot(node.offset, f);
  } else if constexpr (std::is_same_v<T, ValuesNode>) {
    for (auto& row : node.rows) EachSlot(row, f);
  } else if constexpr (std::is_same_v<T, PivotNode>) {
    JoinSlots(node.table, f);
    EachSlot(node.aggregates, f);
    for (auto& column : node.columns) {
      Slot(column.column, f);
      EachSlot(column.values, f);
    }
    EachSlot(node.group_by, f);
  } else if constexpr (std::is_same_v<T, UnpivotNode>) {
    JoinSlots(node.table, f);
    for (auto& column : node.columns) {
      Slot(column.value_columns, f);
      Slot(column.name_columns, f);
      EachSlot(column.unpivot_values, f);
    }
  }
}

template <typename N, typename F>
void CallSlots(N& node, const F& f) {
  using T = std::remove_const_t<N>;
  if constexpr (std::is_same_v<T, CallNode>) {
    EachSlot(node.params, f);
    EachSlot(node.args, f);
    OrderSlots(node.order_by, f);
    OrderSlots(node.within_group, f);
    Slot(node.filter, f);
  } else if constexpr (std::is_same_v<T, WindowFunctionNode>) {
    EachSlot(node.exprs, f);
    EachSlot(node.args, f);
    if (node.over) WindowSlots(*node.over, f);
  } else if constexpr (std::is_same_v<T, ExprCallNode>) {
    Slot(node.expr, f);
    EachSlot(node.args, f);
  } else if constexpr (std::is_same_v<T, TagNode>) {
    for (auto& attribute : node.attributes) {
      Slot(attribute.value, f);
      EachSlot(attribute.children, f);
    }
  } else if constexpr (std::is_same_v<T, ColumnsNode>) {
    EachSlot(node.columns, f);
    for (auto& item : node.replace) Slot(item.second, f);
  } else if constexpr (std::is_same_v<T, DictNode>) {
    for (auto& item : node.items) {
      Slot(item.first, f);
      Slot(item.second, f);
    }
  } else {
    QuerySlots(node, f);
  }
}

template <typename N, typename F>
void Slots(N& node, const F& f) {
  using T = std::remove_const_t<N>;
  if constexpr (std::is_same_v<T, ArithmeticNode> || std::is_same_v<T, CompareNode> ||
                std::is_same_v<T, IsDistinctFromNode>) {
    Slot(node.left, f);
    Slot(node.right, f);
  } else if constexpr (std::is_same_v<T, BetweenNode>) {
    Slot(node.expr, f);
    Slot(node.low, f);
    Slot(node.high, f);
  } else if constexpr (std::is_same_v<T, AndNode> || std::is_same_v<T, OrNode> ||
                       std::is_same_v<T, TupleNode> || std::is_same_v<T, ArrayNode>) {
    EachSlot(node.exprs, f);
  } else if constexpr (std::is_same_v<T, TupleAccessNode>) {
    Slot(node.tuple, f);
  } else if constexpr (std::is_same_v<T, ArrayAccessNode>) {
    Slot(node.array, f);
    Slot(node.property, f);
  } else if constexpr (std::is_same_v<T, ArraySliceNode>) {
    Slot(node.array, f);
    Slot(node.start, f);
    Slot(node.end, f);
  } else if constexpr (std::is_same_v<T, NamedArgumentNode>) {
    Slot(node.value, f);
  } else if constexpr (std::is_same_v<T, PlaceholderNode> || std::is_same_v<T, NotNode> ||
                       std::is_same_v<T, LambdaNode> || std::is_same_v<T, AliasNode> ||
                       std::is_same_v<T, TypeCastNode> || std::is_same_v<T, SpreadNode>) {
    Slot(node.expr, f);
  } else {
    CallSlots(node, f);
  }
}

// Calls back with the node as its own type.
template <typename F>
auto Dispatch(const Expr& expr, const F& f) {
  switch (expr.kind) {
    case Kind::kConstant:
      return f(static_cast<const ConstantNode&>(expr));
    case Kind::kField:
      return f(static_cast<const FieldNode&>(expr));
    case Kind::kPlaceholder:
      return f(static_cast<const PlaceholderNode&>(expr));
    case Kind::kArithmetic:
      return f(static_cast<const ArithmeticNode&>(expr));
    case Kind::kCompare:
      return f(static_cast<const CompareNode&>(expr));
    case Kind::kIsDistinctFrom:
      return f(static_cast<const IsDistinctFromNode&>(expr));
    case Kind::kBetween:
      return f(static_cast<const BetweenNode&>(expr));
    case Kind::kAnd:
      return f(static_cast<const AndNode&>(expr));
    case Kind::kOr:
      return f(static_cast<const OrNode&>(expr));
    case Kind::kNot:
      return f(static_cast<const NotNode&>(expr));
    case Kind::kCall:
      return f(static_cast<const CallNode&>(expr));
    case Kind::kExprCall:
      return f(static_cast<const ExprCallNode&>(expr));
    case Kind::kWindowFunction:
      return f(static_cast<const WindowFunctionNode&>(expr));
    case Kind::kLambda:
      return f(static_cast<const LambdaNode&>(expr));
    case Kind::kTuple:
      return f(static_cast<const TupleNode&>(expr));
    case Kind::kArray:
      return f(static_cast<const ArrayNode&>(expr));
    case Kind::kDict:
      return f(static_cast<const DictNode&>(expr));
    case Kind::kTupleAccess:
      return f(static_cast<const TupleAccessNode&>(expr));
    case Kind::kArrayAccess:
      return f(static_cast<const ArrayAccessNode&>(expr));
    case Kind::kArraySlice:
      return f(static_cast<const ArraySliceNode&>(expr));
    case Kind::kAlias:
      return f(static_cast<const AliasNode&>(expr));
    case Kind::kTypeCast:
      return f(static_cast<const TypeCastNode&>(expr));
    case Kind::kColumns:
      return f(static_cast<const ColumnsNode&>(expr));
    case Kind::kSpread:
      return f(static_cast<const SpreadNode&>(expr));
    case Kind::kNamedArgument:
      return f(static_cast<const NamedArgumentNode&>(expr));
    case Kind::kPositionalRef:
      return f(static_cast<const PositionalRefNode&>(expr));
    case Kind::kTag:
      return f(static_cast<const TagNode&>(expr));
    case Kind::kSelect:
      return f(static_cast<const SelectNode&>(expr));
    case Kind::kSelectSet:
      return f(static_cast<const SelectSetNode&>(expr));
    case Kind::kValues:
      return f(static_cast<const ValuesNode&>(expr));
    case Kind::kPivot:
      return f(static_cast<const PivotNode&>(expr));
    case Kind::kUnpivot:
      break;
  }
  return f(static_cast<const UnpivotNode&>(expr));
}

}  // namespace

void ForEachChild(const Expr& expr, const std::function<void(const ExprPtr&)>& callback) {
  Dispatch(expr, [&](const auto& node) { Slots(node, callback); });
}

ExprPtr MapChildren(const ExprPtr& expr, const std::function<ExprPtr(const ExprPtr&)>& map) {
  return Dispatch(*expr, [&](const auto& node) -> ExprPtr {
    auto copy = node;
    bool changed = false;
    Slots(copy, [&](ExprPtr& child) {
      ExprPtr mapped = map(child);
      changed = changed || mapped != child;
      child = std::move(mapped);
    });
    return changed ? Make(std::move(copy)) : expr;
  });
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
