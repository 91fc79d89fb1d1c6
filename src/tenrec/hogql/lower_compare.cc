// Comparisons and NULL: docs/spec/hogql.md, 5 and 11.

#include <algorithm>
#include <array>
#include <cctype>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/text_faults.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Integer;

bool IsNull(const Lowered& value) {
  return value.constant && std::holds_alternative<std::monostate>(*value.constant);
}

const std::string* TextConstant(const Lowered& value) {
  return value.constant ? std::get_if<std::string>(&*value.constant) : nullptr;
}

// Two constants of one kind compare while compiling.
std::optional<bool> Fold(CompareOp op, const Lowered& left, const Lowered& right) {
  if (!left.constant || !right.constant || left.constant->index() != right.constant->index()) {
    return std::nullopt;
  }
  int order = 0;
  if (const auto* a = std::get_if<std::int64_t>(&*left.constant)) {
    const auto b = std::get<std::int64_t>(*right.constant);
    order = *a < b ? -1 : *a > b ? 1 : 0;
  } else if (const auto* text = std::get_if<std::string>(&*left.constant)) {
    const int compared = text->compare(std::get<std::string>(*right.constant));
    order = compared < 0 ? -1 : compared > 0 ? 1 : 0;
  } else if (const auto* flag = std::get_if<bool>(&*left.constant)) {
    order = static_cast<int>(*flag) - static_cast<int>(std::get<bool>(*right.constant));
  } else {
    return std::nullopt;
  }
  switch (op) {
    case CompareOp::kEq:
      return order == 0;
    case CompareOp::kNotEq:
      return order != 0;
    case CompareOp::kLt:
      return order < 0;
    case CompareOp::kLtEq:
      return order <= 0;
    case CompareOp::kGt:
      return order > 0;
    case CompareOp::kGtEq:
      return order >= 0;
    default:
      return std::nullopt;
  }
}

Lowered Boolean(sql::ExprPtr sql) {
  Lowered value;
  value.sql = std::move(sql);
  value.type = {TypeKind::kBoolean, false};
  return value;
}

Lowered BooleanConstant(bool flag) {
  Lowered value = Boolean(Integer(flag ? 1 : 0));
  value.constant = flag;
  return value;
}

bool IsSemver(const ExprPtr& expr) {
  const auto* call = As<CallNode>(expr);
  return call != nullptr && call->name == "sortableSemver";
}

}  // namespace

int PlainMomentDigits(const std::string& text) {
  constexpr std::string_view kShape = "dddd-dd-dd dd:dd:dd";
  constexpr std::size_t kDateLength = 10;
  for (std::size_t i = 0; i < std::min(text.size(), kShape.size()); ++i) {
    const bool digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return -1;
  }
  if (text.size() == kDateLength || text.size() == kShape.size()) return 0;
  if (text.size() < kShape.size() + 2 || text.size() > kShape.size() + 7) return -1;
  if (text[kShape.size()] != '.') return -1;
  const bool digits = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(kShape.size()) + 1,
                                  text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? static_cast<int>(text.size() - kShape.size() - 1) : -1;
}

sql::ExprPtr Lowering::MomentOf(const std::string& text) const {
  const int digits = PlainMomentDigits(text);
  const sql::ExprPtr literal = sql::Literal(text);
  if (digits < 0) return Call("parseDateTime64BestEffort", {literal, Integer(6), Zone()});
  return Call("toDateTime64", {literal, Integer(6), Zone()});
}

void Lowering::AlignTimes(Lowered& left, Lowered& right) {
  const auto align = [&](Lowered& moment, Lowered& other) {
    if (moment.type.kind != TypeKind::kDateTime) return;
    if (const std::string* text = TextConstant(other)) {
      other.sql = MomentOf(*text);
      other.type = {TypeKind::kDateTime, false};
      other.constant.reset();
    } else if (moment.stored_time && other.type.kind == TypeKind::kDate) {
      // A day beside a stored moment starts when it does in the project's zone.
      other.sql = Call("toDateTime", {other.sql, Zone()});
      other.type.kind = TypeKind::kDateTime;
    }
  };
  align(left, right);
  align(right, left);
  if (left.type.kind != TypeKind::kDateTime || right.type.kind != TypeKind::kDateTime) return;
  // Moments are equal whatever zone they are shown in; the bare column keeps the index in use.
  if (left.stored_time) left.sql = left.stored_time;
  if (right.stored_time) right.sql = right.stored_time;
}

Result<Lowered> Lowering::LowerCompare(CompareOp op, const ExprPtr& left_expr,
                                       const ExprPtr& right_expr, TextRange range,
                                       SelectScope& scope) {
  if (op == CompareOp::kInCohort || op == CompareOp::kNotInCohort) {
    return LowerInCohort(op == CompareOp::kNotInCohort, left_expr, right_expr, range, scope);
  }
  TRY_ASSIGN(Lowered left, Lower(left_expr, scope));
  TRY_ASSIGN(Lowered right, Lower(right_expr, scope));
  if (const auto folded = Fold(op, left, right)) return BooleanConstant(*folded);
  const std::array<Lowered, 2> both = {left, right};
  may_quote_texts_ |= MayQuoteTexts(CompareOpFunction(op), both);
  AlignTimes(left, right);

  const sql::ExprPtr& l = left.sql;
  const sql::ExprPtr& r = right.sql;
  if (op == CompareOp::kIn || op == CompareOp::kNotIn) {
    // The engine takes a bare name there for a table's, if there is a table of that name.
    const auto* name = sql::As<sql::NameNode>(r);
    if (name != nullptr && schema::FindTable(name->name) != nullptr) {
      return QueryError("IN cannot use the alias \"" + name->name +
                            "\", which is also the name of a table: use another alias",
                        range);
    }
    return Boolean(Call(op == CompareOp::kIn ? "in" : "notIn", {l, r}));
  }
  if (IsSemver(left_expr) && IsSemver(right_expr)) {
    const auto valid = [](const sql::ExprPtr& version) {
      return Call("equals", {Call("length", {version}), Integer(3)});
    };
    return Boolean(
        Call("and", {valid(l), valid(r), Call(std::string(CompareOpFunction(op)), {l, r})}));
  }
  const bool plain = scope.in_join_constraint || (!left.type.nullable && !right.type.nullable);
  const auto both_null = [&] { return Call("and", {Call("isNull", {l}), Call("isNull", {r})}); };
  const auto one_present = [&] {
    return Call("or", {Call("isNotNull", {l}), Call("isNotNull", {r})});
  };
  const bool any_constant = left.constant || right.constant;
  switch (op) {
    case CompareOp::kEq:
    case CompareOp::kLike:
    case CompareOp::kILike: {
      const auto call = Call(std::string(CompareOpFunction(op)), {l, r});
      if (IsNull(right)) return Boolean(Call("isNull", {l}));
      if (IsNull(left)) return Boolean(Call("isNull", {r}));
      if (plain) return Boolean(call);
      return Boolean(Call("ifNull", {call, any_constant ? Integer(0) : both_null()}));
    }
    case CompareOp::kNotEq:
    case CompareOp::kNotLike:
    case CompareOp::kNotILike: {
      const auto call = Call(std::string(CompareOpFunction(op)), {l, r});
      if (IsNull(right)) return Boolean(Call("isNotNull", {l}));
      if (IsNull(left)) return Boolean(Call("isNotNull", {r}));
      if (plain) return Boolean(call);
      return Boolean(Call("ifNull", {call, any_constant ? Integer(1) : one_present()}));
    }
    case CompareOp::kRegex:
    case CompareOp::kIRegex:
    case CompareOp::kNotRegex:
    case CompareOp::kNotIRegex: {
      const bool any_case = op == CompareOp::kIRegex || op == CompareOp::kNotIRegex;
      const bool negated = op == CompareOp::kNotRegex || op == CompareOp::kNotIRegex;
      auto call = Call("match", {l, any_case ? Call("concat", {sql::Fixed("(?i)"), r}) : r});
      if (negated) call = Call("not", {call});
      if (plain) return Boolean(call);
      return Boolean(Call("ifNull", {call, negated ? one_present() : both_null()}));
    }
    default: {
      if (IsNull(left) || IsNull(right)) return BooleanConstant(false);
      const auto call = Call(std::string(CompareOpFunction(op)), {l, r});
      return Boolean(plain ? call : Call("ifNull", {call, Integer(0)}));
    }
  }
}

Result<Lowered> Lowering::LowerDistinctFrom(const IsDistinctFromNode& node, SelectScope& scope) {
  TRY_ASSIGN(Lowered left, Lower(node.left, scope));
  TRY_ASSIGN(Lowered right, Lower(node.right, scope));
  AlignTimes(left, right);
  const auto same = Call("isNotDistinctFrom", {left.sql, right.sql});
  if (scope.in_join_constraint) return Boolean(node.negated ? same : Call("not", {same}));
  const auto equal =
      Call("ifNull", {Call("equals", {left.sql, right.sql}),
                      Call("and", {Call("isNull", {left.sql}), Call("isNull", {right.sql})})});
  return Boolean(node.negated ? equal : Call("not", {equal}));
}

Result<Lowered> Lowering::LowerBetween(const BetweenNode& node, SelectScope& scope) {
  TRY_ASSIGN(const Lowered value, Lower(node.expr, scope));
  TRY_ASSIGN(Lowered low, Lower(node.low, scope));
  TRY_ASSIGN(Lowered high, Lower(node.high, scope));
  Lowered for_low = value;
  Lowered for_high = value;
  AlignTimes(for_low, low);
  AlignTimes(for_high, high);
  auto inside = Call("and", {Call("greaterOrEquals", {for_low.sql, low.sql}),
                             Call("lessOrEquals", {for_high.sql, high.sql})});
  if (node.negated) inside = Call("not", {inside});
  const bool nullable = value.type.nullable || low.type.nullable || high.type.nullable;
  return Boolean(nullable && !scope.in_join_constraint ? Call("ifNull", {inside, Integer(0)})
                                                       : inside);
}

}  // namespace tenrec::hogql
