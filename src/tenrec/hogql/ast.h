#pragma once

/// The HogQL tree: what the parser makes of text, and what insights build directly.
/// Nodes are immutable once made and may be shared between trees. Build them with the functions at
/// the end of this file, or fill a node and pass it to Make.
/// Source: docs/spec/hogql.md, 4.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"

namespace tenrec::hogql {

enum class Kind : std::uint8_t {
  kConstant,
  kField,
  kPlaceholder,
  kArithmetic,
  kCompare,
  kIsDistinctFrom,
  kBetween,
  kAnd,
  kOr,
  kNot,
  kCall,
  kExprCall,
  kWindowFunction,
  kLambda,
  kTuple,
  kArray,
  kDict,
  kTupleAccess,
  kArrayAccess,
  kArraySlice,
  kAlias,
  kTypeCast,
  kColumns,
  kSpread,
  kNamedArgument,
  kPositionalRef,
  kTag,
  kSelect,
  kSelectSet,
  kValues,
  kPivot,
  kUnpivot,
};

/// An expression or a query. `kind` says which of the nodes below it is.
struct Expr {
  explicit Expr(Kind k) : kind(k) {}
  Expr(const Expr&) = default;
  Expr& operator=(const Expr&) = delete;
  virtual ~Expr() = default;

  const Kind kind;
  /// Levels of the tree below and including this node; Make fills it in.
  std::uint16_t height = 1;
  /// Where in the source it stood; empty for nodes that no text made.
  TextRange range;
};

using ExprPtr = std::shared_ptr<const Expr>;
using ExprList = std::vector<ExprPtr>;

/// Fixes the kind of a node type, so that As<T> can check it.
template <Kind K>
struct Node : Expr {
  static constexpr Kind kKind = K;
  Node() : Expr(K) {}
};

/// The node as its own type, or nullptr when it is of another kind.
template <typename T>
const T* As(const Expr* expr) {
  return expr != nullptr && expr->kind == T::kKind ? static_cast<const T*>(expr) : nullptr;
}
template <typename T>
const T* As(const ExprPtr& expr) {
  return As<T>(expr.get());
}

/// An integer beyond int64, kept as its digits.
struct BigInteger {
  std::string digits;
  friend bool operator==(const BigInteger&, const BigInteger&) = default;
};

/// null, boolean, integer, float, large integer, text, or an instant (only built, never parsed).
using Value =
    std::variant<std::monostate, bool, std::int64_t, double, BigInteger, std::string, Timestamp>;

struct ConstantNode final : Node<Kind::kConstant> {
  Value value;
};

/// A path such as properties.$browser. "*" is an element.
struct FieldNode final : Node<Kind::kField> {
  std::vector<std::string> chain;
};

/// `{expr}`, to be replaced before names are resolved.
struct PlaceholderNode final : Node<Kind::kPlaceholder> {
  ExprPtr expr;
};

enum class ArithmeticOp : std::uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };

struct ArithmeticNode final : Node<Kind::kArithmetic> {
  ArithmeticOp op = ArithmeticOp::kAdd;
  ExprPtr left;
  ExprPtr right;
};

enum class CompareOp : std::uint8_t {
  kEq,
  kNotEq,
  kLt,
  kLtEq,
  kGt,
  kGtEq,
  kLike,
  kILike,
  kNotLike,
  kNotILike,
  kIn,
  kNotIn,
  kInCohort,
  kNotInCohort,
  kRegex,
  kNotRegex,
  kIRegex,
  kNotIRegex,
};

struct CompareNode final : Node<Kind::kCompare> {
  CompareOp op = CompareOp::kEq;
  ExprPtr left;
  ExprPtr right;
  /// Written as IS [NOT] NULL.
  bool is_null_style = false;
};

struct IsDistinctFromNode final : Node<Kind::kIsDistinctFrom> {
  ExprPtr left;
  ExprPtr right;
  bool negated = false;
};

struct BetweenNode final : Node<Kind::kBetween> {
  ExprPtr expr;
  ExprPtr low;
  ExprPtr high;
  bool negated = false;
};

struct AndNode final : Node<Kind::kAnd> {
  ExprList exprs;
};

struct OrNode final : Node<Kind::kOr> {
  ExprList exprs;
};

struct NotNode final : Node<Kind::kNot> {
  ExprPtr expr;
};

enum class SortOrder : std::uint8_t { kAscending, kDescending };

struct WithFill {
  TextRange range;
  ExprPtr from;
  ExprPtr to;
  ExprPtr step;
};

struct OrderItem {
  TextRange range;
  ExprPtr expr;
  SortOrder order = SortOrder::kAscending;
  std::optional<WithFill> fill;
};

struct CallNode final : Node<Kind::kCall> {
  std::string name;
  ExprList args;
  /// The first list of f(0.9)(x).
  std::optional<ExprList> params;
  bool distinct = false;
  std::optional<std::vector<OrderItem>> order_by;
  std::optional<std::vector<OrderItem>> within_group;
  ExprPtr filter;
  /// Made by the parser out of an operator or CASE; it prints fewer keys in JSON.
  bool synthesised = false;
};

struct ExprCallNode final : Node<Kind::kExprCall> {
  ExprPtr expr;
  ExprList args;
};

enum class FrameBoundKind : std::uint8_t { kCurrentRow, kPreceding, kFollowing };

struct FrameBound {
  TextRange range;
  FrameBoundKind kind = FrameBoundKind::kCurrentRow;
  /// nullptr is UNBOUNDED (or the current row).
  ExprPtr value;
};

enum class FrameMethod : std::uint8_t { kRows, kRange };

struct Window {
  TextRange range;
  std::optional<ExprList> partition_by;
  std::optional<std::vector<OrderItem>> order_by;
  std::optional<FrameMethod> frame_method;
  std::optional<FrameBound> frame_start;
  std::optional<FrameBound> frame_end;
};

struct WindowFunctionNode final : Node<Kind::kWindowFunction> {
  std::string name;
  ExprList exprs;
  /// The second list of f(a)(b) OVER …
  std::optional<ExprList> args;
  std::optional<Window> over;
  std::string over_name;
};

struct LambdaNode final : Node<Kind::kLambda> {
  std::vector<std::string> args;
  ExprPtr expr;
};

struct TupleNode final : Node<Kind::kTuple> {
  ExprList exprs;
};

struct ArrayNode final : Node<Kind::kArray> {
  ExprList exprs;
};

struct DictNode final : Node<Kind::kDict> {
  std::vector<std::pair<ExprPtr, ExprPtr>> items;
};

/// t.1
struct TupleAccessNode final : Node<Kind::kTupleAccess> {
  ExprPtr tuple;
  std::int64_t index = 0;
  bool nullish = false;
};

/// a[x], and .name of something that is no field.
struct ArrayAccessNode final : Node<Kind::kArrayAccess> {
  ExprPtr array;
  ExprPtr property;
  bool nullish = false;
};

/// a[1:2]; either bound may be absent.
struct ArraySliceNode final : Node<Kind::kArraySlice> {
  ExprPtr array;
  ExprPtr start;
  ExprPtr end;
};

struct AliasNode final : Node<Kind::kAlias> {
  std::string alias;
  ExprPtr expr;
};

/// x::T, CAST(x AS T) and TRY_CAST(x AS T).
struct TypeCastNode final : Node<Kind::kTypeCast> {
  ExprPtr expr;
  /// In lower case, as the JSON tree has it.
  std::string type_name;
  bool is_try = false;
};

struct ColumnsNode final : Node<Kind::kColumns> {
  std::optional<std::string> regex;
  std::optional<ExprList> columns;
  bool all_columns = false;
  std::vector<std::string> exclude;
  std::vector<std::pair<std::string, ExprPtr>> replace;
};

struct SpreadNode final : Node<Kind::kSpread> {
  ExprPtr expr;
};

struct NamedArgumentNode final : Node<Kind::kNamedArgument> {
  std::string name;
  ExprPtr value;
};

/// #1
struct PositionalRefNode final : Node<Kind::kPositionalRef> {
  std::int64_t index = 0;
};

struct TagAttribute {
  TextRange range;
  std::string name;
  ExprPtr value;
  /// Of the attribute "children" instead of `value`.
  std::optional<ExprList> children;
};

struct TagNode final : Node<Kind::kTag> {
  std::string tag;
  std::vector<TagAttribute> attributes;
};

struct Ratio {
  TextRange range;
  ExprPtr left;
  ExprPtr right;
};

struct Sample {
  TextRange range;
  Ratio value;
  std::optional<Ratio> offset;
};

enum class ConstraintKind : std::uint8_t { kOn, kUsing };

struct JoinConstraint {
  TextRange range;
  ConstraintKind kind = ConstraintKind::kOn;
  ExprPtr expr;
};

/// One table of FROM. The first has no join type; each later one says how it is joined to those
/// before it.
struct JoinItem {
  TextRange range;
  /// Field, select, set of selects, values, pivot, unpivot, placeholder or tag.
  ExprPtr table;
  std::string alias;
  std::optional<std::vector<std::string>> column_aliases;
  std::optional<ExprList> table_args;
  bool final_keyword = false;
  std::optional<Sample> sample;
  /// "LEFT JOIN", "ANY INNER JOIN", …: the spellings of the JSON tree.
  std::string join_type;
  std::optional<JoinConstraint> constraint;
};

struct CommonTable {
  TextRange range;
  std::string name;
  ExprPtr expr;
  /// WITH name AS (SELECT …); else WITH expr AS name.
  bool is_subquery = false;
  std::optional<std::vector<std::string>> columns;
  std::optional<bool> materialized;
  std::optional<std::vector<std::string>> using_key;
  bool recursive = false;
};

enum class GroupByMode : std::uint8_t { kPlain, kAll, kCube, kRollup, kGroupingSets };

struct GroupingSet {
  TextRange range;
  ExprList exprs;
};

enum class ArrayJoinOp : std::uint8_t { kArrayJoin, kLeftArrayJoin, kInnerArrayJoin };

struct ArrayJoin {
  ArrayJoinOp op = ArrayJoinOp::kArrayJoin;
  ExprList list;
};

struct LimitBy {
  TextRange range;
  ExprPtr n;
  ExprPtr offset;
  ExprList exprs;
};

struct Interpolate {
  TextRange range;
  ExprPtr expr;
  ExprPtr value;
};

struct NamedWindow {
  std::string name;
  Window window;
};

/// SELECT. Parts that are absent are empty or nullptr.
struct SelectNode final : Node<Kind::kSelect> {
  std::optional<std::vector<CommonTable>> ctes;
  bool distinct = false;
  ExprList select;
  std::vector<JoinItem> from;
  std::optional<ArrayJoin> array_join;
  ExprPtr prewhere;
  ExprPtr where;
  std::optional<ExprList> group_by;
  GroupByMode group_by_mode = GroupByMode::kPlain;
  std::vector<GroupingSet> grouping_sets;
  ExprPtr having;
  ExprPtr qualify;
  std::vector<NamedWindow> windows;
  std::optional<std::vector<OrderItem>> order_by;
  std::optional<std::vector<Interpolate>> interpolate;
  ExprPtr limit;
  ExprPtr offset;
  bool limit_with_ties = false;
  /// Where LIMIT ends when `LIMIT a OFFSET b` was written, rather than `LIMIT a, b`.
  std::optional<std::uint32_t> end_of_limit;
  bool limit_percent = false;
  std::optional<LimitBy> limit_by;
};

struct SetMember {
  TextRange range;
  /// "UNION ALL", "EXCEPT", …: the spellings of the JSON tree.
  std::string op;
  ExprPtr query;
};

struct SelectSetNode final : Node<Kind::kSelectSet> {
  ExprPtr initial;
  std::vector<SetMember> rest;
  ExprPtr limit;
  ExprPtr offset;
};

struct ValuesNode final : Node<Kind::kValues> {
  std::vector<ExprList> rows;
};

struct PivotColumn {
  TextRange range;
  ExprPtr column;
  ExprList values;
};

struct PivotNode final : Node<Kind::kPivot> {
  /// One or more tables, joined, as in FROM.
  std::vector<JoinItem> table;
  /// Applied to joined tables rather than to one table's name.
  bool of_join = false;
  ExprList aggregates;
  std::vector<PivotColumn> columns;
  std::optional<ExprList> group_by;
};

struct UnpivotColumn {
  TextRange range;
  ExprPtr value_columns;
  ExprPtr name_columns;
  ExprList unpivot_values;
};

struct UnpivotNode final : Node<Kind::kUnpivot> {
  std::vector<JoinItem> table;
  bool of_join = false;
  std::vector<UnpivotColumn> columns;
  bool include_nulls = false;
};

/// Calls back for every expression directly below `expr`, in source order; absent ones are skipped.
void ForEachChild(const Expr& expr, const std::function<void(const ExprPtr&)>& callback);

/// The same node with every child replaced by what `map` gives; `expr` itself when none changed.
ExprPtr MapChildren(const ExprPtr& expr, const std::function<ExprPtr(const ExprPtr&)>& map);

/// The height of a node from its children.
std::uint16_t HeightOf(const Expr& expr);

/// Freezes a filled node.
/// Shape:  SelectNode select; select.select = {Call("count")}; ExprPtr query = Make(select);
template <typename T>
ExprPtr Make(T node, TextRange range = {}) {
  if (range.end != 0) node.range = range;
  node.height = HeightOf(node);
  return std::make_shared<const T>(std::move(node));
}

// Builders. They read like the text they stand for:
//   And({Compare(CompareOp::kEq, Field({"properties", "$browser"}), Constant("Chrome")),
//        Call("greater", {Field({"timestamp"}), Constant(instant)})})

ExprPtr Constant(Value value);
ExprPtr Constant(bool value);
ExprPtr Constant(int number);
ExprPtr Constant(std::int64_t number);
ExprPtr Constant(double number);
ExprPtr Constant(const char* text);
ExprPtr Constant(std::string_view text);
ExprPtr Constant(std::string text);
/// An instant, compared and shown in the project's time zone.
ExprPtr Constant(Timestamp instant);
ExprPtr Null();

ExprPtr Field(std::vector<std::string> chain);
ExprPtr Call(std::string name, ExprList args = {});
/// f(params)(args), such as quantile(0.9)(x).
ExprPtr CallWithParams(std::string name, ExprList params, ExprList args);
ExprPtr Compare(CompareOp op, ExprPtr left, ExprPtr right);
ExprPtr Arithmetic(ArithmeticOp op, ExprPtr left, ExprPtr right);
/// One operand is returned as it is; none is `true`.
ExprPtr And(ExprList exprs);
/// One operand is returned as it is; none is `false`.
ExprPtr Or(ExprList exprs);
ExprPtr Not(ExprPtr expr);
ExprPtr Alias(std::string name, ExprPtr expr);
ExprPtr Tuple(ExprList exprs);
ExprPtr Array(ExprList exprs);
ExprPtr Lambda(std::vector<std::string> args, ExprPtr body);
ExprPtr ArrayAccess(ExprPtr array, ExprPtr index);
ExprPtr TupleAccess(ExprPtr tuple, std::int64_t index);
ExprPtr Placeholder(std::string name);
/// A table of FROM by name: events, persons, or the name of a common table.
JoinItem Table(std::string name, std::string alias = {});
/// A query in FROM.
JoinItem Table(ExprPtr query, std::string alias);
OrderItem Ascending(ExprPtr expr);
OrderItem Descending(ExprPtr expr);
/// All queries one after the other: UNION ALL. One query is returned as it is.
ExprPtr UnionAll(ExprList queries);

}  // namespace tenrec::hogql
