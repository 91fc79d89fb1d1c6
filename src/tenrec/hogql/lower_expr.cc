// Expressions: docs/spec/hogql.md, 5 and 6.

#include <algorithm>
#include <cmath>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/text_faults.h"

namespace tenrec::hogql {
namespace {

using sql::Call;

// Lowering and printing recurse; parsed trees are lower than this, built ones might not be.
constexpr int kMaxDepth = 600;

std::optional<bool> Truth(const Lowered& value) {
  if (!value.constant) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&*value.constant)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(&*value.constant)) {
    if (*number == 0 || *number == 1) return *number == 1;
  }
  return std::nullopt;
}

struct CastType {
  std::string_view hogql;
  std::string_view clickhouse;
  TypeKind kind;
};

constexpr CastType kCastTypes[] = {
    {"int", "Int64", TypeKind::kInteger},
    {"integer", "Int64", TypeKind::kInteger},
    {"bigint", "Int64", TypeKind::kInteger},
    {"smallint", "Int64", TypeKind::kInteger},
    {"int64", "Int64", TypeKind::kInteger},
    {"int32", "Int32", TypeKind::kInteger},
    {"uint64", "UInt64", TypeKind::kInteger},
    {"float", "Float64", TypeKind::kFloat},
    {"float64", "Float64", TypeKind::kFloat},
    {"real", "Float64", TypeKind::kFloat},
    {"double", "Float64", TypeKind::kFloat},
    {"double precision", "Float64", TypeKind::kFloat},
    {"numeric", "Float64", TypeKind::kFloat},
    {"text", "String", TypeKind::kString},
    {"string", "String", TypeKind::kString},
    {"varchar", "String", TypeKind::kString},
    {"char", "String", TypeKind::kString},
    {"bool", "Bool", TypeKind::kBoolean},
    {"boolean", "Bool", TypeKind::kBoolean},
    {"date", "Date", TypeKind::kDate},
    {"datetime", "DateTime64(6, 'zone')", TypeKind::kDateTime},
    {"timestamp", "DateTime64(6, 'zone')", TypeKind::kDateTime},
    {"timestamptz", "DateTime64(6, 'zone')", TypeKind::kDateTime},
    {"timestamp with time zone", "DateTime64(6, 'zone')", TypeKind::kDateTime},
    {"uuid", "UUID", TypeKind::kUuid},
};

TypeKind KindOfArithmetic(ArithmeticOp op, TypeKind left, TypeKind right) {
  if (left == TypeKind::kInterval) return right;
  if (right == TypeKind::kInterval) return left;
  if (op == ArithmeticOp::kDivide || left == TypeKind::kFloat || right == TypeKind::kFloat) {
    return TypeKind::kFloat;
  }
  const bool are_integers = left == TypeKind::kInteger && right == TypeKind::kInteger;
  return are_integers ? TypeKind::kInteger : TypeKind::kUnknown;
}

}  // namespace

Error ResolutionError(std::string message, TextRange range) {
  return InvalidArgument(std::move(message)).WithTag("resolution_error").WithRange(range);
}

Error QueryError(std::string message, TextRange range) {
  return InvalidArgument(std::move(message)).WithTag("query_error").WithRange(range);
}

Error NotImplementedError(std::string message, TextRange range) {
  return InvalidArgument(std::move(message)).WithTag("not_implemented_error").WithRange(range);
}

Lowering::Lowering(const CompileContext& context, TextColumns texts)
    : context_(context),
      layout_(context.layout ? context.layout : schema::InitialPropertyLayout()),
      texts_(texts) {
}

Result<sql::ExprPtr> Lowering::LowerSql(const ExprPtr& expr, SelectScope& scope) {
  TRY_ASSIGN(auto value, Lower(expr, scope));
  return std::move(value.sql);
}

Result<std::vector<Lowered>> Lowering::LowerAll(const ExprList& exprs, SelectScope& scope) {
  std::vector<Lowered> values;
  values.reserve(exprs.size());
  for (const auto& expr : exprs) {
    TRY_ASSIGN(auto value, Lower(expr, scope));
    values.push_back(std::move(value));
  }
  return values;
}

Result<Lowered> Lowering::Lower(const ExprPtr& expr, SelectScope& scope) {
  struct Level {
    int& depth;
    explicit Level(int& d) : depth(d) { ++depth; }
    ~Level() { --depth; }
  } const level(depth_);
  if (depth_ > kMaxDepth) return QueryError("The query is nested too deeply", expr->range);
  switch (expr->kind) {
    case Kind::kConstant:
      return LowerConstant(*As<ConstantNode>(expr));
    case Kind::kField:
      return LowerField(*As<FieldNode>(expr), scope);
    case Kind::kPlaceholder: {
      const auto* field = As<FieldNode>(As<PlaceholderNode>(expr)->expr);
      return QueryError("Unresolved placeholder: {" +
                            (field == nullptr ? "expression" : Shown(field->chain.front())) + "}",
                        expr->range);
    }
    case Kind::kArithmetic:
      return LowerArithmetic(*As<ArithmeticNode>(expr), scope);
    case Kind::kCompare: {
      const auto* node = As<CompareNode>(expr);
      return LowerCompare(node->op, node->left, node->right, node->range, scope);
    }
    case Kind::kIsDistinctFrom:
      return LowerDistinctFrom(*As<IsDistinctFromNode>(expr), scope);
    case Kind::kBetween:
      return LowerBetween(*As<BetweenNode>(expr), scope);
    case Kind::kAnd:
      return LowerLogical(true, As<AndNode>(expr)->exprs, expr->range, scope);
    case Kind::kOr:
      return LowerLogical(false, As<OrNode>(expr)->exprs, expr->range, scope);
    case Kind::kNot: {
      TRY_ASSIGN(auto operand, LowerSql(As<NotNode>(expr)->expr, scope));
      return Typed(Call("not", {std::move(operand)}), {TypeKind::kBoolean, false});
    }
    case Kind::kCall:
      return LowerCall(*As<CallNode>(expr), scope);
    case Kind::kWindowFunction:
      return LowerWindowFunction(*As<WindowFunctionNode>(expr), scope);
    case Kind::kLambda:
      return LowerLambda(*As<LambdaNode>(expr), scope);
    case Kind::kTuple:
    case Kind::kArray:
    case Kind::kDict:
    case Kind::kTag:
      return LowerCollection(*expr, scope);
    case Kind::kTupleAccess:
    case Kind::kArrayAccess:
    case Kind::kArraySlice:
      return LowerAccess(*expr, scope);
    case Kind::kAlias:
      return LowerAlias(*As<AliasNode>(expr), scope);
    case Kind::kTypeCast:
      return LowerCast(*As<TypeCastNode>(expr), scope);
    case Kind::kSelect:
    case Kind::kSelectSet:
      return LowerSubquery(expr, scope);
    case Kind::kValues:
      return QueryError("VALUES clause is not supported in ClickHouse dialect", expr->range);
    case Kind::kExprCall:
    case Kind::kColumns:
    case Kind::kSpread:
    case Kind::kNamedArgument:
    case Kind::kPositionalRef:
    case Kind::kPivot:
    case Kind::kUnpivot:
      return NotImplementedError("This expression is not supported yet", expr->range);
  }
  return NotImplementedError("This expression is not supported yet", expr->range);
}

Result<Lowered> Lowering::LowerConstant(const ConstantNode& node) {
  Lowered value;
  value.constant = node.value;
  value.type.nullable = false;
  sql::Value literal;
  if (const auto* flag = std::get_if<bool>(&node.value)) {
    literal = *flag;
    value.type.kind = TypeKind::kBoolean;
  } else if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
    literal = *integer;
    value.type.kind = TypeKind::kInteger;
  } else if (const auto* number = std::get_if<double>(&node.value)) {
    literal = *number;
    value.type.kind = TypeKind::kFloat;
  } else if (const auto* big = std::get_if<BigInteger>(&node.value)) {
    literal = sql::BigInteger{big->digits};
    value.type.kind = TypeKind::kInteger;
  } else if (const auto* text = std::get_if<std::string>(&node.value)) {
    literal = *text;
    value.type.kind = TypeKind::kString;
  } else if (const auto* instant = std::get_if<Timestamp>(&node.value)) {
    literal = sql::Instant{*instant, context_.time_zone};
    value.type.kind = TypeKind::kDateTime;
    // Not a text constant: it needs no alignment with the other side.
    value.stored_time = sql::Literal(sql::Instant{*instant, "UTC"});
  } else {
    value.type.nullable = true;
  }
  value.sql = sql::Literal(std::move(literal));
  return value;
}

Result<Lowered> Lowering::LowerArithmetic(const ArithmeticNode& node, SelectScope& scope) {
  TRY_ASSIGN(const Lowered left, Lower(node.left, scope));
  TRY_ASSIGN(const Lowered right, Lower(node.right, scope));
  const Type type{KindOfArithmetic(node.op, left.type.kind, right.type.kind),
                  left.type.nullable || right.type.nullable};
  return Typed(Call(std::string(ArithmeticOpFunction(node.op)), {left.sql, right.sql}), type);
}

// `true` in AND and `false` in OR drop out; the opposite decides the whole.
Result<Lowered> Lowering::LowerLogical(bool is_and, const ExprList& exprs, TextRange range,
                                       SelectScope& scope) {
  sql::ExprList operands;
  std::optional<bool> decided;
  for (const auto& expr : exprs) {
    TRY_ASSIGN(auto value, Lower(expr, scope));
    const auto truth = Truth(value);
    if (!truth) {
      operands.push_back(std::move(value.sql));
    } else if (*truth != is_and) {
      decided = truth;
    }
  }
  if (!decided && operands.empty()) decided = is_and;
  Lowered result;
  result.type = {TypeKind::kBoolean, false};
  if (decided) {
    result.constant = *decided;
    result.sql = sql::Integer(*decided ? 1 : 0);
  } else if (operands.size() == 1) {
    result.sql = std::move(operands.front());
  } else {
    sql::CallNode call;
    call.name = is_and ? "and" : "or";
    call.args = std::move(operands);
    result.sql = sql::Make(std::move(call), range);
  }
  return result;
}

Result<Lowered> Lowering::LowerAlias(const AliasNode& node, SelectScope& scope) {
  constexpr std::string_view kReserved[] = {"true", "false", "null", "team_id"};
  if (std::find(std::begin(kReserved), std::end(kReserved), node.alias) != std::end(kReserved)) {
    return QueryError(
        "\"" + node.alias + "\" cannot be an alias or identifier, as it's a reserved keyword",
        node.range);
  }
  if (scope.aliases.contains(node.alias)) {
    return QueryError("Cannot redefine an alias with the name: " + Shown(node.alias), node.range);
  }
  TRY_ASSIGN(auto value, Lower(node.expr, scope));
  // Later uses name the alias, except of plain columns, where the column says more.
  Lowered reference = value;
  const bool plain = value.stored_time || As<sql::ColumnNode>(value.sql) != nullptr;
  if (!plain) {
    reference.sql = sql::Name(node.alias);
    reference.stored_time = nullptr;
    reference.constant.reset();
    reference.path.reset();
  }
  scope.aliases.emplace(node.alias, std::move(reference));
  sql::AliasNode alias;
  alias.expr = value.sql;
  alias.alias = node.alias;
  value.sql = sql::Make(std::move(alias), node.range);
  value.stored_time = nullptr;
  return value;
}

Result<Lowered> Lowering::LowerAccess(const Expr& expr, SelectScope& scope) {
  if (const auto* access = As<TupleAccessNode>(&expr)) {
    TRY_ASSIGN(auto base, Lower(access->tuple, scope));
    if (base.path) {
      base.path->keys.emplace_back(access->index);
      return ReadProperty(std::move(*base.path), false, expr.range);
    }
    sql::ElementNode element;
    element.tuple = std::move(base.sql);
    element.index = access->index;
    return Typed(sql::Make(std::move(element), expr.range), {TypeKind::kUnknown, true});
  }
  if (const auto* slice = As<ArraySliceNode>(&expr)) {
    TRY_ASSIGN(const auto array, Lower(slice->array, scope));
    sql::ExprPtr start = sql::Integer(1);
    if (slice->start) {
      TRY_ASSIGN(start, LowerSql(slice->start, scope));
    }
    sql::ExprList args = {array.sql, start};
    if (slice->end) {
      TRY_ASSIGN(const auto end, LowerSql(slice->end, scope));
      args.push_back(Call("plus", {Call("minus", {end, start}), sql::Integer(1)}));
    }
    return Typed(Call("arraySlice", std::move(args)), {TypeKind::kArray, array.type.nullable});
  }
  const auto& access = static_cast<const ArrayAccessNode&>(expr);
  TRY_ASSIGN(auto base, Lower(access.array, scope));
  const auto* key = As<ConstantNode>(access.property);
  const bool names_property = key != nullptr && (std::holds_alternative<std::string>(key->value) ||
                                                 std::holds_alternative<std::int64_t>(key->value));
  if (base.path && names_property) {
    base.path->keys.push_back(key->value);
    return ReadProperty(std::move(*base.path), !raw_properties_, expr.range);
  }
  TRY_ASSIGN(auto index, LowerSql(access.property, scope));
  return Typed(Call("arrayElement", {std::move(base.sql), std::move(index)}),
               {TypeKind::kUnknown, true});
}

Result<Lowered> Lowering::LowerCollection(const Expr& expr, SelectScope& scope) {
  if (const auto* array = As<ArrayNode>(&expr)) {
    TRY_ASSIGN(const auto values, LowerAll(array->exprs, scope));
    sql::ArrayNode node;
    for (const auto& value : values) node.exprs.push_back(value.sql);
    return Typed(sql::Make(std::move(node), expr.range), {TypeKind::kArray, false});
  }
  sql::TupleNode node;
  if (const auto* tuple = As<TupleNode>(&expr)) {
    TRY_ASSIGN(const auto values, LowerAll(tuple->exprs, scope));
    for (const auto& value : values) node.exprs.push_back(value.sql);
  } else if (const auto* dict = As<DictNode>(&expr)) {
    node.exprs = {sql::Fixed("__hx_tag"), sql::Fixed("__hx_obj")};
    for (const auto& [key, item] : dict->items) {
      TRY_ASSIGN(auto key_sql, LowerSql(key, scope));
      TRY_ASSIGN(auto item_sql, LowerSql(item, scope));
      node.exprs.push_back(std::move(key_sql));
      node.exprs.push_back(std::move(item_sql));
    }
  } else {
    const auto& tag = static_cast<const TagNode&>(expr);
    node.exprs = {sql::Fixed("__hx_tag"), sql::Literal(tag.tag)};
    for (const auto& attribute : tag.attributes) {
      node.exprs.push_back(sql::Literal(attribute.name));
      if (!attribute.children) {
        TRY_ASSIGN(auto value, LowerSql(attribute.value, scope));
        node.exprs.push_back(std::move(value));
        continue;
      }
      TRY_ASSIGN(const auto children, LowerAll(*attribute.children, scope));
      sql::TupleNode list;
      for (const auto& child : children) list.exprs.push_back(child.sql);
      node.exprs.push_back(sql::Make(std::move(list)));
    }
  }
  return Typed(sql::Make(std::move(node), expr.range), {TypeKind::kTuple, false});
}

Result<Lowered> Lowering::LowerLambda(const LambdaNode& node, SelectScope& scope) {
  for (const auto& arg : node.args) {
    if (arg == "team_id") {
      return QueryError("\"team_id\" cannot be an alias or identifier, as it's a reserved keyword",
                        node.range);
    }
  }
  scope.lambdas.push_back(node.args);
  auto body = Lower(node.expr, scope);
  scope.lambdas.pop_back();
  if (!body) return std::move(body).error();
  sql::LambdaNode lambda;
  lambda.args = node.args;
  lambda.body = std::move(body->sql);
  return Typed(sql::Make(std::move(lambda), node.range), body->type);
}

Result<Lowered> Lowering::LowerCast(const TypeCastNode& node, SelectScope& scope) {
  TRY_ASSIGN(const auto value, Lower(node.expr, scope));
  for (const CastType& type : kCastTypes) {
    if (type.hogql != node.type_name) continue;
    std::string name(type.clickhouse);
    if (const auto at = name.find("zone"); at != std::string::npos) {
      name.replace(at, 4, context_.time_zone);
    }
    if (node.is_try) {
      return Typed(Call("accurateCastOrNull", {value.sql, sql::Fixed(name)}), {type.kind, true});
    }
    if (value.type.nullable) name.insert(0, "Nullable(").append(")");
    may_quote_texts_ |= type.kind != TypeKind::kString && MayQuoteTexts("cast", {&value, 1});
    return Typed(Call("cast", {value.sql, sql::Fixed(name)}), {type.kind, value.type.nullable});
  }
  return QueryError("Unsupported type cast to '" + Shown(node.type_name) + "'", node.range);
}

Result<Lowered> Lowering::LowerSubquery(const ExprPtr& expr, SelectScope& scope) {
  TRY_ASSIGN(auto query, LowerQuery(expr, scope.ctes));
  Type type = query.columns.size() == 1 ? query.columns.front().type : Type{TypeKind::kTuple, true};
  type.nullable = true;
  if (type.kind == TypeKind::kJson) type.kind = TypeKind::kString;
  return Typed(std::move(query.sql), type);
}

Result<Lowered> Lowering::LowerWindowFunction(const WindowFunctionNode& node, SelectScope& scope) {
  CallNode call;
  call.name = node.name;
  call.range = node.range;
  if (node.args && !node.args->empty()) {
    call.params = node.exprs;
    call.args = *node.args;
  } else {
    call.args = node.exprs;
  }
  TRY_ASSIGN(auto function, LowerCall(call, scope));
  if (As<sql::CallNode>(function.sql) == nullptr) {
    return QueryError("'" + Shown(node.name) + "' is not a window function", node.range);
  }
  const hogql::Window* over = node.over ? &*node.over : nullptr;
  if (over == nullptr) {
    const auto named = scope.windows.find(node.over_name);
    if (named == scope.windows.end()) {
      return ResolutionError("Unknown window: " + Shown(node.over_name), node.range);
    }
    over = named->second;
  }
  sql::WindowCallNode window;
  window.call = function.sql;
  // Rows before and after are those of the partition, and NULL where there are none; the engine's
  // functions see as far as the frame, and give the default of the type.
  const bool looks_around = node.name == "lag" || node.name == "lead";
  if (looks_around) {
    sql::CallNode wrapped = *As<sql::CallNode>(function.sql);
    if (!wrapped.args.empty()) wrapped.args[0] = sql::Call("toNullable", {wrapped.args[0]});
    window.call = sql::Make(std::move(wrapped), function.sql->range);
    function.type.nullable = true;
  }
  if (node.over || (looks_around && !over->frame_method)) {
    TRY_ASSIGN(window.over, LowerWindow(*over, scope));
    if (looks_around && !over->frame_method) {
      window.over->has_frame = true;
      window.over->frame_start = {.kind = sql::FrameBoundKind::kPreceding};
      window.over->frame_end = sql::FrameBound{.kind = sql::FrameBoundKind::kFollowing};
    }
  } else {
    window.over_name = node.over_name;
  }
  return Typed(sql::Make(std::move(window), node.range), function.type);
}

}  // namespace tenrec::hogql
