// What operators are applied to: docs/spec/hogql.md, 2.4.

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {
namespace {

Value ParseInteger(std::string_view digits, bool negative, int base) {
  std::uint64_t magnitude = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  const std::uint64_t limit = std::uint64_t{1} << 63U;
  if (read.ec == std::errc() && (magnitude < limit || (negative && magnitude == limit))) {
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
  }
  const std::string prefix = base == 16 ? "0x" : "";
  return BigInteger{(negative ? "-" : "") + prefix + std::string(digits)};
}

Value ParseFloat(const std::string& text, bool negative) {
  const double value = std::strtod(text.c_str(), nullptr);
  return negative ? -value : value;
}

}  // namespace

Result<ExprPtr> Grammar::ParsePrimary() {
  const std::uint32_t start = Here();
  switch (Peek().kind) {
    case TokenKind::kWord:
    case TokenKind::kQuotedWord:
      return ParseWord();
    case TokenKind::kString: {
      ConstantNode node;
      node.value = Unquote(Next());
      return Finish(std::move(node), start);
    }
    case TokenKind::kOpenParen:
      return ParseParens();
    case TokenKind::kOpenBracket:
      return ParseArrayLiteral();
    case TokenKind::kOpenBrace:
      return ParseBraces();
    case TokenKind::kStar:
      return ParseStar();
    case TokenKind::kTemplateOpen:
      return ParseTemplate();
    case TokenKind::kTagOpen:
      return ParseTag();
    case TokenKind::kHash: {
      if (!Is(TokenKind::kDecimal, 1)) return Unexpected("an expression");
      Next();
      const std::string_view digits = Next().text;
      PositionalRefNode node;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), node.index);
      if (read.ec != std::errc()) return SyntaxErrorAt("Position is too large", Since(start));
      return Finish(std::move(node), start);
    }
    default:
      if (IsNumber()) return ParseNumber();
      return Unexpected("an expression");
  }
}

Result<ExprPtr> Grammar::ParseNumber() {
  const std::uint32_t start = Here();
  bool negative = false;
  if (Is(TokenKind::kDash) || Is(TokenKind::kPlus)) {
    negative = Next().kind == TokenKind::kDash;
  }
  ConstantNode node;
  if (Is(TokenKind::kDot)) {
    Next();
    node.value = ParseFloat("0." + std::string(Next().text), negative);
    return Finish(std::move(node), start);
  }
  const Token token = Next();
  switch (token.kind) {
    case TokenKind::kWord: {
      const double infinity = std::numeric_limits<double>::infinity();
      node.value = token.keyword == Keyword::kNan ? std::nan("") : negative ? -infinity : infinity;
      break;
    }
    case TokenKind::kFloat:
      node.value = ParseFloat(std::string(token.text), negative);
      break;
    case TokenKind::kHex:
      node.value = ParseInteger(token.text.substr(2), negative, 16);
      break;
    case TokenKind::kBinary: {
      if (token.text.size() > 2 + 64) {
        return SyntaxErrorAt("HogQL binary integer literals are limited to 64 bits; got " +
                                 std::to_string(token.text.size() - 2),
                             token.range);
      }
      node.value = ParseInteger(token.text.substr(2), negative, 2);
      break;
    }
    case TokenKind::kOctalPrefix:
      return SyntaxErrorAt("HogQL does not support `0o`-prefixed octal integer literals; got `" +
                               std::string(token.text) + "`. Use a plain decimal literal instead.",
                           token.range);
    default:
      // The index of a tuple follows an "octal": 017.1 is the first element of 17.
      if (token.kind == TokenKind::kDecimal && Is(TokenKind::kDot) &&
          (!IsName(1) || ContinuesAfterNumber())) {
        Next();
        std::string text = std::string(token.text) + ".";
        if (Is(TokenKind::kDecimal) || Is(TokenKind::kOctal)) text += Next().text;
        node.value = ParseFloat(text, negative);
      } else {
        node.value = ParseInteger(token.text, negative, 10);
      }
  }
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseWord() {
  const std::uint32_t start = Here();
  if (starts_lambda_[pos_]) return ParseLambda();
  if (Is(TokenKind::kWord)) {
    if (IsWord(Keyword::kNull)) {
      Next();
      return Finish(ConstantNode(), start);
    }
    if (IsNumber()) return ParseNumber();
    TRY_ASSIGN(auto special, ParseKeywordPrimary());
    if (special) return special;
  }
  if (!IsName()) return Unexpected("an expression");
  if (Is(TokenKind::kAssign, 1)) {
    NamedArgumentNode node;
    TRY_ASSIGN(node.name, ParseName("a name"));
    Next();
    TRY_ASSIGN(node.value, ParseExpr());
    return Finish(std::move(node), start);
  }
  return ParsePathOrCall();
}

Result<ExprPtr> Grammar::ParseKeywordPrimary() {
  const bool call = Is(TokenKind::kOpenParen, 1);
  switch (Peek().keyword) {
    case Keyword::kCase:
      if (!StartsOperand(1) && !IsWord(Keyword::kWhen, 1)) return ExprPtr();
      if (Is(TokenKind::kDash, 1) || Is(TokenKind::kPlus, 1) || Is(TokenKind::kStar, 1)) {
        // Either `CASE -x WHEN …` or a column named case.
        const std::size_t rewind = pos_;
        const std::uint32_t rewind_end = last_end_;
        auto expr = ParseCase();
        if (expr) return expr;
        pos_ = rewind;
        last_end_ = rewind_end;
        return ExprPtr();
      }
      return ParseCase();
    case Keyword::kInterval:
      return ParseInterval();
    case Keyword::kDate:
    case Keyword::kTimestamp:
      if (!Is(TokenKind::kString, 1)) return ExprPtr();
      return NotImplemented(IsWord(Keyword::kDate) ? "Unsupported rule: ColumnExprDate"
                                                   : "Unsupported rule: ColumnExprTimestamp",
                            {Here(), Peek(1).range.end});
    case Keyword::kCast:
      return call ? ParseCastCall(false) : ExprPtr();
    case Keyword::kTryCast:
      return call ? ParseCastCall(true) : ExprPtr();
    case Keyword::kTrim:
      if (!call || !IsAnyWord({Keyword::kBoth, Keyword::kLeading, Keyword::kTrailing}, 2) ||
          !Is(TokenKind::kString, 3) || !IsWord(Keyword::kFrom, 4)) {
        return ExprPtr();
      }
      return ParseTrim();
    case Keyword::kColumns:
      return call ? ParseColumns() : ExprPtr();
    case Keyword::kLambda:
      return IsName(1) && (Is(TokenKind::kComma, 2) || Is(TokenKind::kColon, 2))
                 ? ParseKeywordLambda()
                 : ExprPtr();
    case Keyword::kArray: {
      if (!Is(TokenKind::kOpenBracket, 1)) return ExprPtr();
      return ParseArrayLiteral();
    }
    default:
      return ExprPtr();
  }
}

Result<ExprPtr> Grammar::ParsePathOrCall() {
  const std::uint32_t start = Here();
  const bool quoted = Is(TokenKind::kQuotedWord);
  TRY_ASSIGN(std::string name, ParseName("a name"));
  if (Is(TokenKind::kOpenParen)) return ParseCall(std::move(name), start);
  FieldNode field;
  field.chain.push_back(std::move(name));
  while (Is(TokenKind::kDot)) {
    if (Is(TokenKind::kStar, 1)) {
      Next();
      Next();
      if (IsWord(Keyword::kExclude) && Is(TokenKind::kOpenParen, 1)) return ParseExclude(start);
      field.chain.emplace_back("*");
      return Finish(std::move(field), start);
    }
    if (!IsName(1)) break;
    Next();
    TRY_ASSIGN(name, ParseName("a name"));
    field.chain.push_back(std::move(name));
  }
  if (field.chain.size() == 1 && !quoted) {
    const bool is_true = EqualsIgnoreCase(field.chain[0], "true");
    if (is_true || EqualsIgnoreCase(field.chain[0], "false")) {
      ConstantNode node;
      node.value = is_true;
      return Finish(std::move(node), start);
    }
  }
  return Finish(std::move(field), start);
}

Result<ExprPtr> Grammar::ParseStar() {
  const std::uint32_t start = Here();
  Next();
  if (IsWord(Keyword::kColumns) && Is(TokenKind::kOpenParen, 1)) {
    TRY_ASSIGN(const auto columns, ParseColumns());
    ColumnsNode spread = *As<ColumnsNode>(columns);
    spread.range = {};
    SpreadNode node;
    node.expr = Make(std::move(spread));
    return Finish(std::move(node), start);
  }
  if (IsWord(Keyword::kExclude) && Is(TokenKind::kOpenParen, 1)) return ParseExclude(start);
  FieldNode node;
  node.chain.emplace_back("*");
  return Finish(std::move(node), start);
}

// EXCLUDE (a, t.b) after a star.
Result<ExprPtr> Grammar::ParseExclude(std::uint32_t start) {
  Next();
  Next();
  ColumnsNode node;
  node.all_columns = true;
  while (!Accept(TokenKind::kCloseParen)) {
    if (!node.exclude.empty()) {
      TRY(Expect(TokenKind::kComma, "',' or ')'"));
      if (Accept(TokenKind::kCloseParen)) break;
    }
    TRY_ASSIGN(std::string path, ParseName("a column name"));
    while (Accept(TokenKind::kDot)) {
      TRY_ASSIGN(const std::string part, ParseName("a column name"));
      path += "." + part;
    }
    node.exclude.push_back(std::move(path));
  }
  return Finish(std::move(node), start);
}

// What may follow '(' when a star comes first: (*), (* EXCLUDE (…) REPLACE (…)), (t.* REPLACE (…)).
// Reads the closing bracket. nullptr when it is an expression that merely begins with a star.
Result<ExprPtr> Grammar::ParseStarInParens(std::uint32_t start) {
  const std::size_t rewind = pos_;
  while (IsName() && Is(TokenKind::kDot, 1)) {
    Next();
    Next();
  }
  if (!Accept(TokenKind::kStar)) {
    pos_ = rewind;
    return ExprPtr();
  }
  ColumnsNode node;
  node.all_columns = true;
  if (IsWord(Keyword::kExclude) && Is(TokenKind::kOpenParen, 1)) {
    TRY_ASSIGN(const auto excluded, ParseExclude(start));
    node.exclude = As<ColumnsNode>(excluded)->exclude;
  }
  if (!IsWord(Keyword::kReplace) || !Is(TokenKind::kOpenParen, 1)) {
    pos_ = rewind;
    return ExprPtr();
  }
  Next();
  Next();
  TRY_ASSIGN(const auto items, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
  for (const auto& item : items) {
    const auto* alias = As<AliasNode>(item);
    if (alias == nullptr) return SyntaxErrorAt("REPLACE needs `expression AS column`", item->range);
    node.replace.emplace_back(alias->alias, alias->expr);
  }
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  return Finish(std::move(node), start);
}

// A lambda's head in brackets: (), (x), (x, y) and an arrow.
bool Grammar::StartsLambdaHead(std::size_t ahead) const {
  if (!Is(TokenKind::kOpenParen, ahead)) return false;
  std::size_t i = ahead + 1;
  while (IsName(i) && Is(TokenKind::kComma, i + 1)) i += 2;
  if (IsName(i)) ++i;
  return Is(TokenKind::kCloseParen, i) && Is(TokenKind::kArrow, i + 1);
}

Result<ExprPtr> Grammar::ParseParens() {
  const std::uint32_t start = Here();
  if (StartsLambdaHead()) return ParseLambda();
  Next();
  if (StartsQuery()) {
    TRY_ASSIGN(auto query, ParseSetQuery());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    return query;
  }
  if (Is(TokenKind::kStar) || (IsName() && Is(TokenKind::kDot, 1))) {
    TRY_ASSIGN(auto columns, ParseStarInParens(start));
    if (columns) return columns;
  }
  const std::uint32_t inner = Here();
  const bool bracketed = Is(TokenKind::kOpenParen);
  TRY_ASSIGN(auto first, ParseExpr());
  // ((SELECT …) UNION ALL …): the first operand was read as an expression.
  const bool is_query = first->kind == Kind::kSelect || first->kind == Kind::kSelectSet ||
                        first->kind == Kind::kPlaceholder;
  if (is_query &&
      (StartsSetOperator() ||
       (bracketed && IsAnyWord({Keyword::kLimit, Keyword::kOffset, Keyword::kOrder})))) {
    TRY_ASSIGN(auto query, ParseSetRest(std::move(first), bracketed, inner));
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    return query;
  }
  if (Accept(TokenKind::kCloseParen)) return first;
  TRY(Expect(TokenKind::kComma, "',' or ')'"));
  TupleNode tuple;
  TRY_ASSIGN(tuple.exprs, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
  tuple.exprs.insert(tuple.exprs.begin(), std::move(first));
  return Finish(std::move(tuple), start);
}

Result<ExprPtr> Grammar::ParseBraces() {
  const std::uint32_t start = Here();
  Next();
  DictNode dict;
  if (Accept(TokenKind::kCloseBrace)) return Finish(std::move(dict), start);
  TRY_ASSIGN(auto first, ParseExpr());
  if (Accept(TokenKind::kCloseBrace)) {
    PlaceholderNode node;
    node.expr = std::move(first);
    return Finish(std::move(node), start);
  }
  TRY(Expect(TokenKind::kColon, "'}' of a placeholder or ':' of a dictionary"));
  TRY_ASSIGN(auto value, ParseExpr());
  dict.items.emplace_back(std::move(first), std::move(value));
  while (!Accept(TokenKind::kCloseBrace)) {
    TRY(Expect(TokenKind::kComma, "',' or '}'"));
    if (Accept(TokenKind::kCloseBrace)) break;
    TRY_ASSIGN(auto key, ParseExpr());
    TRY(Expect(TokenKind::kColon, "':'"));
    TRY_ASSIGN(value, ParseExpr());
    dict.items.emplace_back(std::move(key), std::move(value));
  }
  return Finish(std::move(dict), start);
}

// After '['; ARRAY may stand before it.
Result<ExprPtr> Grammar::ParseArrayLiteral() {
  const std::uint32_t start = Here();
  AcceptWord(Keyword::kArray);
  TRY(Expect(TokenKind::kOpenBracket, "'['"));
  ArrayNode node;
  TRY_ASSIGN(node.exprs, ParseListUntil(TokenKind::kCloseBracket, "',' or ']'"));
  return Finish(std::move(node), start);
}

}  // namespace tenrec::hogql
