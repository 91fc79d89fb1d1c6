// Operators: docs/spec/hogql.md, 3.

#include <charconv>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {

// All operands of one AND or OR at once, so that long lists take linear time.
Result<ExprPtr> Grammar::ParseLogical(Keyword word, ExprPtr left, std::uint32_t start) {
  const bool is_and = word == Keyword::kAnd;
  ExprList operands;
  const auto append = [&](ExprPtr expr) {
    const auto* conjunction = As<AndNode>(expr);
    const auto* disjunction = As<OrNode>(expr);
    if (is_and && conjunction != nullptr) {
      operands.insert(operands.end(), conjunction->exprs.begin(), conjunction->exprs.end());
    } else if (!is_and && disjunction != nullptr) {
      operands.insert(operands.end(), disjunction->exprs.begin(), disjunction->exprs.end());
    } else {
      operands.push_back(std::move(expr));
    }
  };
  append(std::move(left));
  while (AcceptWord(word)) {
    TRY_ASSIGN(auto right, ParseExpr((is_and ? kAndPower : kOrPower) + 1));
    append(std::move(right));
  }
  if (is_and) {
    AndNode node;
    node.exprs = std::move(operands);
    return Finish(std::move(node), start);
  }
  OrNode node;
  node.exprs = std::move(operands);
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseExpr(int min_power) {
  const Level level(*this);
  if (level.too_deep() || steps_left_ == 0) return TooDeep();
  const std::uint32_t start = Here();
  TRY_ASSIGN(ExprPtr left, ParseValue());
  while (true) {
    if (IsWord(Keyword::kAs) && kAsPower >= min_power && (IsName(1) || Is(TokenKind::kString, 1))) {
      Next();
      const Token& name = Next();
      AliasNode alias;
      alias.alias = name.kind == TokenKind::kWord ? std::string(name.text) : Unquote(name);
      alias.expr = std::move(left);
      TRY_ASSIGN(left, Finish(std::move(alias), start));
    } else if (Is(TokenKind::kQuestion) && kTernaryPower >= min_power) {
      Next();
      TRY_ASSIGN(auto then, ParseExpr());
      TRY(Expect(TokenKind::kColon, "':' of a ? b : c"));
      TRY_ASSIGN(auto otherwise, ParseExpr(kTernaryPower));
      TRY_ASSIGN(left, FinishCall("if", {left, std::move(then), std::move(otherwise)}, start));
    } else if (IsAnyWord({Keyword::kOr, Keyword::kAnd})) {
      const bool is_and = IsWord(Keyword::kAnd);
      if ((is_and ? kAndPower : kOrPower) < min_power) return left;
      TRY_ASSIGN(left, ParseLogical(Peek().keyword, std::move(left), start));
    } else {
      return left;
    }
  }
}

Result<ExprPtr> Grammar::ParseValue(int min_power) {
  const Level level(*this);
  if (level.too_deep() || steps_left_ == 0) return TooDeep();
  const std::uint32_t start = Here();
  TRY_ASSIGN(ExprPtr left, ParsePrefix());
  while (true) {
    TRY_ASSIGN(auto joined, ParseInfix(left, start, min_power));
    if (!joined) return left;
    left = std::move(joined);
  }
}

Result<ExprPtr> Grammar::ParsePrefix() {
  const std::uint32_t start = Here();
  // `NOT (a) = b` calls a function named NOT, as in the reference, and so compares its result.
  const bool not_call = IsWord(Keyword::kNot) && Is(TokenKind::kOpenParen, 1) && !StartsQuery(2) &&
                        !StartsLambdaHead(1);
  if (IsWord(Keyword::kNot) && StartsOperand(1) && !not_call) {
    Next();
    TRY_ASSIGN(auto operand, ParseValue(kNotPower));
    NotNode node;
    node.expr = std::move(operand);
    return Finish(std::move(node), start);
  }
  if ((Is(TokenKind::kDash) || Is(TokenKind::kPlus)) && IsNumber(1)) return ParseNumber();
  if (Is(TokenKind::kDash)) {
    Next();
    TRY_ASSIGN(auto operand, ParseValue(kUnaryMinusPower));
    ConstantNode zero;
    zero.value = std::int64_t{0};
    ArithmeticNode node;
    node.op = ArithmeticOp::kSubtract;
    node.left = Make(std::move(zero));
    node.right = std::move(operand);
    return Finish(std::move(node), start);
  }
  return ParsePrimary();
}

Result<ExprPtr> Grammar::ParseInfix(const ExprPtr& left, std::uint32_t start, int min_power) {
  const auto compare = [&](CompareOp op) -> Result<ExprPtr> {
    if (kComparePower < min_power) return ExprPtr();
    Next();
    return ParseCompare(op, left, start);
  };
  const auto arithmetic = [&](ArithmeticOp op, int power) -> Result<ExprPtr> {
    if (power < min_power) return ExprPtr();
    Next();
    return ParseArithmetic(op, power, left, start);
  };
  switch (Peek().kind) {
    case TokenKind::kWord:
      return ParseKeywordInfix(left, start, min_power);
    case TokenKind::kEq:
      return compare(CompareOp::kEq);
    case TokenKind::kNotEq:
      return compare(CompareOp::kNotEq);
    case TokenKind::kLt:
      return compare(CompareOp::kLt);
    case TokenKind::kLtEq:
      return compare(CompareOp::kLtEq);
    case TokenKind::kGt:
      return compare(CompareOp::kGt);
    case TokenKind::kGtEq:
      return compare(CompareOp::kGtEq);
    case TokenKind::kRegex:
      return compare(CompareOp::kRegex);
    case TokenKind::kNotRegex:
      return compare(CompareOp::kNotRegex);
    case TokenKind::kIRegex:
      return compare(CompareOp::kIRegex);
    case TokenKind::kNotIRegex:
      return compare(CompareOp::kNotIRegex);
    case TokenKind::kPlus:
      return arithmetic(ArithmeticOp::kAdd, kAddPower);
    case TokenKind::kDash:
      return arithmetic(ArithmeticOp::kSubtract, kAddPower);
    case TokenKind::kStar:
      return arithmetic(ArithmeticOp::kMultiply, kMultiplyPower);
    case TokenKind::kSlash:
      return arithmetic(ArithmeticOp::kDivide, kMultiplyPower);
    case TokenKind::kPercent:
      // Without an operand it belongs to LIMIT 10%.
      if (!StartsOperand(1)) return ExprPtr();
      return arithmetic(ArithmeticOp::kModulo, kMultiplyPower);
    case TokenKind::kConcat:
      if (kAddPower < min_power) return ExprPtr();
      return ParseConcat(left, start);
    case TokenKind::kNullish: {
      if (kNullishPower < min_power) return ExprPtr();
      Next();
      TRY_ASSIGN(auto right, ParseValue(kNullishPower + 1));
      return FinishCall("ifNull", {left, std::move(right)}, start);
    }
    case TokenKind::kNullSafeEq: {
      if (kNullSafeEqPower < min_power) return ExprPtr();
      Next();
      TRY_ASSIGN(auto right, ParseValue(kNullSafeEqPower + 1));
      IsDistinctFromNode node;
      node.left = left;
      node.right = std::move(right);
      node.negated = true;
      return Finish(std::move(node), start);
    }
    default:
      return ParsePostfix(left, start);
  }
}

Result<ExprPtr> Grammar::ParseKeywordInfix(const ExprPtr& left, std::uint32_t start,
                                           int min_power) {
  if (IsWord(Keyword::kIgnore) && IsWord(Keyword::kNulls, 1)) {
    if (kIgnoreNullsPower < min_power) return ExprPtr();
    AcceptWords(Keyword::kIgnore, Keyword::kNulls);
    return left;
  }
  if (IsWord(Keyword::kIs)) return ParseIs(left, start, min_power);
  const bool negated = IsWord(Keyword::kNot);
  const std::size_t at = negated ? 1 : 0;
  if (IsWord(Keyword::kBetween, at)) {
    if (kBetweenPower < min_power) return ExprPtr();
    if (negated) Next();
    Next();
    return ParseBetween(left, start, negated);
  }
  if (!IsAnyWord({Keyword::kIn, Keyword::kLike, Keyword::kIlike}, at)) return ExprPtr();
  if (kComparePower < min_power) return ExprPtr();
  if (negated) Next();
  const Keyword word = Next().keyword;
  if (word == Keyword::kLike) {
    return ParseCompare(negated ? CompareOp::kNotLike : CompareOp::kLike, left, start);
  }
  if (word == Keyword::kIlike) {
    return ParseCompare(negated ? CompareOp::kNotILike : CompareOp::kILike, left, start);
  }
  if (IsWord(Keyword::kCohort) && (IsWord(Keyword::kNull, 1) || StartsOperand(1))) {
    Next();
    return ParseCompare(negated ? CompareOp::kNotInCohort : CompareOp::kInCohort, left, start);
  }
  return ParseCompare(negated ? CompareOp::kNotIn : CompareOp::kIn, left, start);
}

Result<ExprPtr> Grammar::ParseIs(const ExprPtr& left, std::uint32_t start, int min_power) {
  const bool negated = IsWord(Keyword::kNot, 1);
  const std::size_t at = negated ? 2 : 1;
  if (IsWord(Keyword::kNull, at)) {
    if (kIsNullPower < min_power) return ExprPtr();
    for (std::size_t i = 0; i < at; ++i) Next();
    Next();
    CompareNode node;
    node.op = negated ? CompareOp::kNotEq : CompareOp::kEq;
    node.left = left;
    node.right = Make(ConstantNode());
    node.is_null_style = true;
    return Finish(std::move(node), start);
  }
  if (IsWord(Keyword::kDistinct, at) && IsWord(Keyword::kFrom, at + 1)) {
    if (kDistinctFromPower < min_power) return ExprPtr();
    for (std::size_t i = 0; i < at + 2; ++i) Next();
    TRY_ASSIGN(auto right, ParseValue(kDistinctFromPower + 1));
    IsDistinctFromNode node;
    node.left = left;
    node.right = std::move(right);
    node.negated = negated;
    return Finish(std::move(node), start);
  }
  Next();
  return Unexpected("NULL, NOT NULL or DISTINCT FROM");
}

Result<ExprPtr> Grammar::ParseBetween(const ExprPtr& left, std::uint32_t start, bool negated) {
  TRY_ASSIGN(auto low, ParseValue());
  TRY(ExpectWord(Keyword::kAnd, "AND of BETWEEN"));
  TRY_ASSIGN(auto high, ParseValue(kBetweenPower + 1));
  BetweenNode node;
  node.expr = left;
  node.low = std::move(low);
  node.high = std::move(high);
  node.negated = negated;
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseCompare(CompareOp op, const ExprPtr& left, std::uint32_t start) {
  TRY_ASSIGN(auto right, ParseValue(kComparePower + 1));
  CompareNode node;
  node.op = op;
  node.left = left;
  node.right = std::move(right);
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseArithmetic(ArithmeticOp op, int power, const ExprPtr& left,
                                         std::uint32_t start) {
  TRY_ASSIGN(auto right, ParseValue(power + 1));
  ArithmeticNode node;
  node.op = op;
  node.left = left;
  node.right = std::move(right);
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseConcat(const ExprPtr& left, std::uint32_t start) {
  ExprList args;
  const auto append = [&](const ExprPtr& expr) {
    const auto* call = As<CallNode>(expr);
    if (call != nullptr && call->synthesised && call->name == "concat") {
      args.insert(args.end(), call->args.begin(), call->args.end());
    } else {
      args.push_back(expr);
    }
  };
  append(left);
  while (Accept(TokenKind::kConcat)) {
    TRY_ASSIGN(const auto right, ParseValue(kAddPower + 1));
    append(right);
  }
  return FinishCall("concat", std::move(args), start);
}

Result<ExprPtr> Grammar::ParsePostfix(const ExprPtr& left, std::uint32_t start) {
  switch (Peek().kind) {
    case TokenKind::kDoubleColon:
      Next();
      return ParseCast(left, start);
    case TokenKind::kNullishDot:
      Next();
      if (Accept(TokenKind::kOpenBracket)) return ParseBracket(left, start, true);
      return ParseDot(left, start, true);
    case TokenKind::kDot:
      Next();
      return ParseDot(left, start, false);
    case TokenKind::kOpenBracket:
      Next();
      return ParseBracket(left, start, false);
    case TokenKind::kOpenParen:
      Next();
      return ParseExprCall(left, start);
    default:
      return ExprPtr();
  }
}

Result<ExprPtr> Grammar::ParseDot(const ExprPtr& left, std::uint32_t start, bool nullish) {
  if (Is(TokenKind::kDecimal)) {
    const std::string_view digits = Next().text;
    TupleAccessNode node;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), node.index);
    if (read.ec != std::errc()) return SyntaxErrorAt("Tuple index is too large", Since(start));
    node.tuple = left;
    node.nullish = nullish;
    return Finish(std::move(node), start);
  }
  TRY_ASSIGN(auto name, ParseName("a property name after '.'"));
  ConstantNode property;
  property.value = std::move(name);
  ArrayAccessNode node;
  node.array = left;
  node.property = Make(std::move(property));
  node.nullish = nullish;
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseBracket(const ExprPtr& left, std::uint32_t start, bool nullish) {
  ExprPtr first;
  if (!Is(TokenKind::kColon)) {
    TRY_ASSIGN(first, ParseExpr());
  }
  if (!nullish && Accept(TokenKind::kColon)) {
    ArraySliceNode node;
    node.array = left;
    node.start = std::move(first);
    if (!Is(TokenKind::kCloseBracket)) {
      TRY_ASSIGN(node.end, ParseExpr());
    }
    TRY(Expect(TokenKind::kCloseBracket, "']'"));
    return Finish(std::move(node), start);
  }
  TRY(Expect(TokenKind::kCloseBracket, "']'"));
  ArrayAccessNode node;
  node.array = left;
  node.property = std::move(first);
  node.nullish = nullish;
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseExprCall(const ExprPtr& left, std::uint32_t start) {
  ExprCallNode node;
  node.expr = left;
  if (StartsQuery()) {
    TRY_ASSIGN(auto query, ParseSetQuery());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    node.args.push_back(std::move(query));
  } else {
    TRY_ASSIGN(node.args, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
  }
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseCast(const ExprPtr& left, std::uint32_t start) {
  const bool named =
      Is(TokenKind::kQuotedWord) ||
      (Is(TokenKind::kWord) &&
       (Peek().keyword == Keyword::kNone || IsUnit() ||
        IsAnyWord({Keyword::kDate, Keyword::kTime, Keyword::kTimestamp, Keyword::kInterval})));
  if (!named) return Unexpected("a type after '::'");
  const Token& name = Next();
  TypeCastNode node;
  node.expr = left;
  node.type_name =
      ToLowerAscii(name.kind == TokenKind::kQuotedWord ? Unquote(name) : std::string(name.text));
  if (IsWord(Keyword::kWith) && IsAnyWord({Keyword::kTime, Keyword::kLocal}, 1)) {
    Next();
    node.type_name += " with";
    if (AcceptWord(Keyword::kLocal)) node.type_name += " local";
    TRY(ExpectWord(Keyword::kTime, "TIME ZONE"));
    TRY(ExpectWord(Keyword::kZone, "ZONE"));
    node.type_name += " time zone";
  }
  return Finish(std::move(node), start);
}

}  // namespace tenrec::hogql
