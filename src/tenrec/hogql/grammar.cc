#include "tenrec/hogql/grammar.h"

#include <algorithm>

#include "tenrec/base/encoding.h"

namespace tenrec::hogql {
namespace {

// Words that go on with what stands before them, so that an operand hardly begins with them.
bool ContinuesClause(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kAs:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kLike:
    case Keyword::kIlike:
    case Keyword::kBetween:
    case Keyword::kFrom:
    case Keyword::kWhere:
    case Keyword::kPrewhere:
    case Keyword::kGroup:
    case Keyword::kOrder:
    case Keyword::kHaving:
    case Keyword::kQualify:
    case Keyword::kWindow:
    case Keyword::kLimit:
    case Keyword::kOffset:
    case Keyword::kUnion:
    case Keyword::kThen:
    case Keyword::kElse:
    case Keyword::kEnd:
    case Keyword::kWhen:
    case Keyword::kAsc:
    case Keyword::kDesc:
    case Keyword::kOn:
    case Keyword::kUsing:
    case Keyword::kWith:
    case Keyword::kBy:
    case Keyword::kJoin:
    case Keyword::kSettings:
      return true;
    default:
      return false;
  }
}

}  // namespace

Grammar::Grammar(std::vector<Token> tokens) : tokens_(std::move(tokens)) {
  steps_left_ = 64 * tokens_.size() + 4096;
  starts_lambda_.resize(tokens_.size());
  // From the back: a name begins a lambda's head if an arrow follows it, or a comma and an arrow,
  // or a comma and another head.
  for (std::size_t i = tokens_.size(); i-- > 0;) {
    pos_ = i;
    if (!IsName()) continue;
    if (Is(TokenKind::kArrow, 1)) {
      starts_lambda_[i] = true;
    } else if (Is(TokenKind::kComma, 1)) {
      starts_lambda_[i] =
          Is(TokenKind::kArrow, 2) || (i + 2 < tokens_.size() && starts_lambda_[i + 2]);
    }
  }
  pos_ = 0;
}

const Token& Grammar::Peek(std::size_t ahead) const {
  return tokens_[std::min(pos_ + ahead, tokens_.size() - 1)];
}

const Token& Grammar::Next() {
  const Token& token = Peek();
  last_end_ = token.range.end;
  if (pos_ + 1 < tokens_.size()) ++pos_;
  if (steps_left_ > 0) --steps_left_;
  return token;
}

bool Grammar::IsWord(Keyword keyword, std::size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == TokenKind::kWord && token.keyword == keyword;
}

bool Grammar::IsAnyWord(std::initializer_list<Keyword> keywords, std::size_t ahead) const {
  return std::any_of(keywords.begin(), keywords.end(),
                     [&](Keyword keyword) { return IsWord(keyword, ahead); });
}

bool Grammar::Accept(TokenKind kind) {
  if (!Is(kind)) return false;
  Next();
  return true;
}

bool Grammar::AcceptWord(Keyword keyword) {
  if (!IsWord(keyword)) return false;
  Next();
  return true;
}

bool Grammar::AcceptWords(Keyword first, Keyword second) {
  if (!IsWord(first) || !IsWord(second, 1)) return false;
  Next();
  Next();
  return true;
}

Status Grammar::Expect(TokenKind kind, std::string_view what) {
  if (Accept(kind)) return Ok();
  return Unexpected(what);
}

Status Grammar::ExpectWord(Keyword keyword, std::string_view what) {
  if (AcceptWord(keyword)) return Ok();
  return Unexpected(what);
}

bool Grammar::IsName(std::size_t ahead) const {
  const Token& token = Peek(ahead);
  if (token.kind == TokenKind::kQuotedWord) return true;
  return token.kind == TokenKind::kWord && !IsReserved(token.keyword);
}

bool Grammar::IsNumber(std::size_t ahead) const {
  switch (Peek(ahead).kind) {
    case TokenKind::kDecimal:
    case TokenKind::kOctal:
    case TokenKind::kHex:
    case TokenKind::kBinary:
    case TokenKind::kOctalPrefix:
    case TokenKind::kFloat:
      return true;
    case TokenKind::kDot:
      return Is(TokenKind::kDecimal, ahead + 1) || Is(TokenKind::kOctal, ahead + 1);
    default:
      return IsAnyWord({Keyword::kInf, Keyword::kInfinity, Keyword::kNan}, ahead);
  }
}

bool Grammar::StartsOperand(std::size_t ahead) const {
  const Token& token = Peek(ahead);
  switch (token.kind) {
    case TokenKind::kWord:
      return !ContinuesClause(token.keyword);
    case TokenKind::kQuotedWord:
    case TokenKind::kString:
    case TokenKind::kOpenParen:
    case TokenKind::kOpenBracket:
    case TokenKind::kOpenBrace:
    case TokenKind::kDash:
    case TokenKind::kPlus:
    case TokenKind::kStar:
    case TokenKind::kHash:
    case TokenKind::kTemplateOpen:
    case TokenKind::kTagOpen:
      return true;
    default:
      return IsNumber(ahead);
  }
}

bool Grammar::StartsQuery(std::size_t ahead) const {
  if (IsWord(Keyword::kWith, ahead))
    return StartsOperand(ahead + 1) && !Is(TokenKind::kDash, ahead + 1);
  if (!IsWord(Keyword::kSelect, ahead)) return false;
  switch (Peek(ahead + 1).kind) {
    case TokenKind::kDot:
      return IsNumber(ahead + 1);
    case TokenKind::kWord:
      return !IsAnyWord({Keyword::kAs, Keyword::kIn, Keyword::kIs, Keyword::kLike, Keyword::kIlike,
                         Keyword::kBetween},
                        ahead + 1);
    default:
      return StartsOperand(ahead + 1);
  }
}

bool Grammar::ContinuesAfterNumber() const {
  // At the dot; the word is one further, and what it would go on with, two.
  if (Peek(1).kind != TokenKind::kWord) return false;
  switch (Peek(1).keyword) {
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kIn:
    case Keyword::kLike:
    case Keyword::kIlike:
    case Keyword::kBetween:
    case Keyword::kThen:
    case Keyword::kElse:
    case Keyword::kWhen:
    case Keyword::kFrom:
    case Keyword::kWhere:
    case Keyword::kHaving:
    case Keyword::kQualify:
    case Keyword::kLimit:
    case Keyword::kOffset:
    case Keyword::kOn:
    case Keyword::kBy:
      return StartsOperand(2);
    case Keyword::kUnion:
    case Keyword::kIntersect:
    case Keyword::kExcept:
      return IsAnyWord({Keyword::kAll, Keyword::kDistinct, Keyword::kSelect, Keyword::kWith}, 2) ||
             Is(TokenKind::kOpenParen, 2) || Is(TokenKind::kOpenBrace, 2);
    case Keyword::kWindow:
      return IsName(2) && IsWord(Keyword::kAs, 3);
    case Keyword::kSettings:
      return IsName(2);
    case Keyword::kNulls:
      return IsAnyWord({Keyword::kFirst, Keyword::kLast}, 2);
    case Keyword::kIgnore:
      return IsWord(Keyword::kNulls, 2);
    case Keyword::kCollate:
      return Is(TokenKind::kString, 2);
    case Keyword::kRows:
    case Keyword::kRange:
      return IsNumber(2) ||
             IsAnyWord({Keyword::kUnbounded, Keyword::kCurrent, Keyword::kBetween}, 2);
    case Keyword::kJoin:
      return IsName(2) || Is(TokenKind::kOpenParen, 2) || Is(TokenKind::kOpenBrace, 2);
    case Keyword::kNatural:
    case Keyword::kLeft:
    case Keyword::kRight:
    case Keyword::kFull:
    case Keyword::kInner:
    case Keyword::kCross:
    case Keyword::kPositional:
    case Keyword::kArray:
    case Keyword::kAll:
    case Keyword::kAny:
    case Keyword::kAsof:
    case Keyword::kAnti:
    case Keyword::kSemi:
      return IsAnyWord({Keyword::kJoin, Keyword::kOuter, Keyword::kLeft, Keyword::kRight,
                        Keyword::kFull, Keyword::kInner, Keyword::kAll, Keyword::kAny,
                        Keyword::kAsof, Keyword::kAnti, Keyword::kSemi, Keyword::kArray},
                       2);
    case Keyword::kSecond:
    case Keyword::kMinute:
    case Keyword::kHour:
    case Keyword::kDay:
    case Keyword::kWeek:
    case Keyword::kMonth:
    case Keyword::kQuarter:
    case Keyword::kYear:
      return open_intervals_ > 0;
    case Keyword::kPreceding:
    case Keyword::kFollowing:
      return open_frames_ > 0;
    case Keyword::kGroup:
    case Keyword::kOrder:
      return IsWord(Keyword::kBy, 2);
    case Keyword::kWith:
      return IsAnyWord(
          {Keyword::kTies, Keyword::kCube, Keyword::kRollup, Keyword::kTotals, Keyword::kFill}, 2);
    case Keyword::kEnd:
      return open_cases_ > 0;
    case Keyword::kAsc:
    case Keyword::kAscending:
    case Keyword::kDesc:
    case Keyword::kDescending:
      return open_orders_ > 0;
    case Keyword::kIs:
      return IsAnyWord({Keyword::kNot, Keyword::kNull, Keyword::kDistinct}, 2);
    case Keyword::kNot:
      return IsAnyWord({Keyword::kIn, Keyword::kLike, Keyword::kIlike, Keyword::kBetween}, 2);
    case Keyword::kAs:
      return IsName(2) || Is(TokenKind::kString, 2);
    default:
      return false;
  }
}

bool Grammar::IsUnit(std::size_t ahead) const {
  return IsAnyWord({Keyword::kSecond, Keyword::kMinute, Keyword::kHour, Keyword::kDay,
                    Keyword::kWeek, Keyword::kMonth, Keyword::kQuarter, Keyword::kYear},
                   ahead);
}

bool Grammar::IsImplicitColumnAlias() const {
  const Token& token = Peek();
  if (token.kind == TokenKind::kQuotedWord) return true;
  if (token.kind != TokenKind::kWord) return false;
  return token.keyword == Keyword::kNone ||
         IsAnyWord({Keyword::kAsc, Keyword::kCohort, Keyword::kDate, Keyword::kDescending,
                    Keyword::kFinal, Keyword::kId, Keyword::kReturn, Keyword::kTop,
                    Keyword::kTotals});
}

bool Grammar::IsTableAlias() const {
  const Token& token = Peek();
  if (token.kind == TokenKind::kQuotedWord) return true;
  if (token.kind != TokenKind::kWord) return false;
  return token.keyword == Keyword::kNone ||
         IsAnyWord({Keyword::kDate, Keyword::kFirst, Keyword::kId, Keyword::kKey});
}

Error Grammar::SyntaxErrorAt(std::string message, TextRange range) const {
  return InvalidArgument(std::move(message)).WithTag("syntax_error").WithRange(range);
}

Error Grammar::NotImplemented(std::string message, TextRange range) const {
  return InvalidArgument(std::move(message)).WithTag("not_implemented_error").WithRange(range);
}

Error Grammar::Unexpected(std::string_view expected) const {
  const Token& token = Peek();
  std::string message;
  if (token.kind == TokenKind::kEnd) {
    message = "Unexpected end of query";
  } else {
    const std::string_view shown = Utf8Prefix(token.text, 40);
    const bool cut = shown.size() < token.text.size();
    message = "Unexpected '" + std::string(shown) + (cut ? "…'" : "'");
  }
  if (!expected.empty()) message += ", expected " + std::string(expected);
  return SyntaxErrorAt(std::move(message), token.range);
}

Error Grammar::TooDeep() const {
  return SyntaxErrorAt("The query is nested too deeply", Peek().range);
}

Result<std::string> Grammar::ParseName(std::string_view what) {
  if (!IsName()) return Unexpected(what);
  const Token& token = Next();
  return token.kind == TokenKind::kQuotedWord ? Unquote(token) : std::string(token.text);
}

Result<ExprList> Grammar::ParseListUntil(TokenKind close, std::string_view what) {
  ExprList list;
  while (!Accept(close)) {
    if (!list.empty()) {
      TRY(Expect(TokenKind::kComma, what));
      if (Accept(close)) break;
    }
    TRY_ASSIGN(auto expr, ParseExpr());
    list.push_back(std::move(expr));
  }
  return list;
}

Result<ExprList> Grammar::ParseOpenList(bool (Grammar::*is_end)() const) {
  ExprList list;
  do {
    // In a list, other than among the columns of a SELECT, `having -a` is one more of them.
    const bool is_difference =
        IsAnyWord({Keyword::kWhere, Keyword::kPrewhere, Keyword::kHaving, Keyword::kQualify,
                   Keyword::kLimit, Keyword::kOffset, Keyword::kWindow}) &&
        (Is(TokenKind::kDash, 1) || Is(TokenKind::kPlus, 1));
    if (!list.empty() && !StartsOperand() && !is_difference) break;
    TRY_ASSIGN(auto expr, ParseExpr());
    list.push_back(std::move(expr));
    if (is_end != nullptr && (this->*is_end)()) break;
  } while (Accept(TokenKind::kComma));
  return list;
}

Result<ExprPtr> Grammar::FinishCall(std::string name, ExprList args, std::uint32_t start) {
  CallNode call;
  call.name = std::move(name);
  call.args = std::move(args);
  call.synthesised = true;
  return Finish(std::move(call), start);
}

Result<ExprPtr> Grammar::WholeSelect() {
  const std::uint32_t start = Here();
  if (Is(TokenKind::kTagOpen)) {
    TRY_ASSIGN(auto tag, ParseTag());
    if (!Is(TokenKind::kEnd)) return Unexpected("the end of the query");
    return tag;
  }
  bool bracketed = false;
  TRY_ASSIGN(auto first, ParseSetOperand(bracketed));
  TRY_ASSIGN(auto query, ParseSetRest(std::move(first), bracketed, start));
  Accept(TokenKind::kSemicolon);
  if (!Is(TokenKind::kEnd)) return Unexpected("the end of the query");
  return query;
}

Result<ExprPtr> Grammar::WholeExpr() {
  TRY_ASSIGN(auto expr, ParseExpr());
  if (!Is(TokenKind::kEnd)) return Unexpected("the end of the expression");
  return expr;
}

Result<OrderItem> Grammar::LeadingOrderItem() {
  TRY_ASSIGN(auto item, ParseOrderItem());
  if (!Is(TokenKind::kEnd)) return Unexpected("the end of the order expression");
  return item;
}

}  // namespace tenrec::hogql
