#pragma once

/// A ClickHouse SELECT as a tree. Nodes are immutable once made and may be shared.
/// A table of the database is always a BaseTable, and print.cc adds the project's guard to each of
/// them; there is no other way to write a table's name.

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

namespace tenrec::sql {

enum class Kind : std::uint8_t {
  kLiteral,
  kColumn,
  kName,
  kCall,
  kLambda,
  kTuple,
  kArray,
  kElement,
  kAlias,
  kWindowCall,
  kSelect,
  kSelectSet,
};

/// An expression or a query. `kind` says which of the nodes below it is.
struct Expr {
  explicit Expr(Kind k) : kind(k) {}
  Expr(const Expr&) = default;
  Expr& operator=(const Expr&) = delete;
  virtual ~Expr() = default;

  const Kind kind;
  /// Where in the source of the question it came from, so that errors can point.
  TextRange range;
};

using ExprPtr = std::shared_ptr<const Expr>;
using ExprList = std::vector<ExprPtr>;

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

/// An instant to be shown in a zone: toDateTime64('…', 6, 'zone').
struct Instant {
  Timestamp time;
  std::string zone;
};

/// A whole number beyond int64, kept as its digits.
struct BigInteger {
  std::string digits;
};

/// NULL, boolean, integer, float, large integer, text (a parameter), instant.
using Value =
    std::variant<std::monostate, bool, std::int64_t, double, BigInteger, std::string, Instant>;

struct LiteralNode final : Node<Kind::kLiteral> {
  Value value;
  /// Text that the program wrote, not the author of a question: a type name or a format that
  /// ClickHouse wants as a literal. It is printed inline, escaped.
  bool fixed = false;
};

/// A column of a table in FROM: `table` is the alias of its Source.
struct ColumnNode final : Node<Kind::kColumn> {
  std::string table;
  std::string column;
};

/// A lambda argument or the alias of another expression.
struct NameNode final : Node<Kind::kName> {
  std::string name;
};

enum class SortOrder : std::uint8_t { kAscending, kDescending };

struct WithFill {
  ExprPtr from;
  ExprPtr to;
  ExprPtr step;
};

struct OrderItem {
  ExprPtr expr;
  SortOrder order = SortOrder::kAscending;
  std::optional<WithFill> fill;
};

/// A function. The printer refuses names that are no identifier; which functions exist is up to
/// hogql, which lets through only those of its table.
struct CallNode final : Node<Kind::kCall> {
  std::string name;
  std::optional<ExprList> params;
  ExprList args;
  bool distinct = false;
};

struct LambdaNode final : Node<Kind::kLambda> {
  std::vector<std::string> args;
  ExprPtr body;
};

struct TupleNode final : Node<Kind::kTuple> {
  ExprList exprs;
};

struct ArrayNode final : Node<Kind::kArray> {
  ExprList exprs;
};

/// tuple.1
struct ElementNode final : Node<Kind::kElement> {
  ExprPtr tuple;
  std::int64_t index = 0;
};

struct AliasNode final : Node<Kind::kAlias> {
  ExprPtr expr;
  std::string alias;
};

enum class FrameBoundKind : std::uint8_t { kCurrentRow, kPreceding, kFollowing };

struct FrameBound {
  FrameBoundKind kind = FrameBoundKind::kCurrentRow;
  /// nullopt is UNBOUNDED (or the current row).
  std::optional<std::int64_t> value;
};

struct Window {
  ExprList partition_by;
  std::vector<OrderItem> order_by;
  bool has_frame = false;
  bool frame_is_range = false;
  FrameBound frame_start;
  std::optional<FrameBound> frame_end;
};

struct WindowCallNode final : Node<Kind::kWindowCall> {
  /// A CallNode.
  ExprPtr call;
  std::optional<Window> over;
  std::string over_name;
};

/// A table of the database, restricted to one project's rows by the printer.
struct BaseTable {
  std::string name;
  /// What the query reads of it; decides what a guarded subquery hands on.
  std::vector<std::string> columns;
};

/// numbers(n) or numbers(offset, n): the only table function there is.
struct NumbersTable {
  ExprList args;
};

/// A query in FROM: a SelectNode or SelectSetNode.
struct DerivedTable {
  ExprPtr query;
};

/// One table of FROM.
struct Source {
  std::variant<BaseTable, NumbersTable, DerivedTable> table;
  /// Chosen by the compiler; no name in the statement may equal the alias of a base table.
  std::string alias;
  /// "LEFT JOIN", … from a fixed list; empty for the first source.
  std::string join;
  ExprPtr on;
  ExprList using_columns;
};

enum class ArrayJoinOp : std::uint8_t { kArrayJoin, kLeftArrayJoin };

struct ArrayJoin {
  ArrayJoinOp op = ArrayJoinOp::kArrayJoin;
  ExprList list;
};

struct LimitBy {
  ExprPtr n;
  ExprPtr offset;
  ExprList exprs;
};

struct NamedWindow {
  std::string name;
  Window window;
};

enum class GroupByMode : std::uint8_t { kPlain, kAll, kCube, kRollup, kGroupingSets };

struct SelectNode final : Node<Kind::kSelect> {
  bool distinct = false;
  ExprList select;
  std::vector<Source> from;
  std::optional<ArrayJoin> array_join;
  ExprPtr prewhere;
  ExprPtr where;
  GroupByMode group_by_mode = GroupByMode::kPlain;
  ExprList group_by;
  std::vector<ExprList> grouping_sets;
  ExprPtr having;
  ExprPtr qualify;
  std::vector<NamedWindow> windows;
  std::vector<OrderItem> order_by;
  std::optional<LimitBy> limit_by;
  ExprPtr limit;
  ExprPtr offset;
  bool limit_with_ties = false;
};

enum class SetOp : std::uint8_t {
  kUnionAll,
  kUnionDistinct,
  kIntersect,
  kIntersectDistinct,
  kExcept,
  kExceptDistinct,
};

struct SetMember {
  SetOp op = SetOp::kUnionAll;
  ExprPtr query;
};

struct SelectSetNode final : Node<Kind::kSelectSet> {
  ExprPtr initial;
  std::vector<SetMember> rest;
  ExprPtr limit;
  ExprPtr offset;
};

/// Freezes a filled node.
template <typename T>
ExprPtr Make(T node, TextRange range = {}) {
  if (range.end != 0) node.range = range;
  return std::make_shared<const T>(std::move(node));
}

ExprPtr Literal(Value value);
/// Text of the program itself, printed inline: Fixed("UTC"), Fixed("Nullable(String)").
ExprPtr Fixed(std::string_view text);
ExprPtr Integer(std::int64_t number);
ExprPtr Null();
ExprPtr Column(std::string table, std::string column);
ExprPtr Name(std::string name);
ExprPtr Call(std::string name, ExprList args = {});
ExprPtr Alias(ExprPtr expr, std::string alias);
/// One operand is returned as it is; none is nullptr, and nullptr operands are skipped.
ExprPtr And(ExprList exprs);

}  // namespace tenrec::sql
