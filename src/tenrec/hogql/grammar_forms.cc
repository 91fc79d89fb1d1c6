// Expressions that a word of their own begins, templates and tags: docs/spec/hogql.md, 2.4.

#include <charconv>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {
namespace {

struct UnitName {
  std::string_view word;
  std::string_view function;
};

constexpr UnitName kUnits[] = {
    {"second", "toIntervalSecond"},   {"minute", "toIntervalMinute"}, {"hour", "toIntervalHour"},
    {"day", "toIntervalDay"},         {"week", "toIntervalWeek"},     {"month", "toIntervalMonth"},
    {"quarter", "toIntervalQuarter"}, {"year", "toIntervalYear"},
};

// Empty when the word is no unit. Reads the plural too when told.
std::string_view IntervalFunction(std::string_view word, bool plural) {
  const std::string lower = ToLowerAscii(word);
  for (const auto& unit : kUnits) {
    if (lower == unit.word) return unit.function;
    if (plural && lower == std::string(unit.word) + "s") return unit.function;
  }
  return {};
}

}  // namespace

Result<ExprPtr> Grammar::ParseCase() {
  const Inside inside(open_cases_);
  const std::uint32_t start = Here();
  Next();
  ExprList args;
  const bool with_operand = !IsWord(Keyword::kWhen);
  if (with_operand) {
    TRY_ASSIGN(auto operand, ParseExpr());
    args.push_back(std::move(operand));
  }
  std::size_t branches = 0;
  while (AcceptWord(Keyword::kWhen)) {
    TRY_ASSIGN(auto condition, ParseExpr());
    TRY(ExpectWord(Keyword::kThen, "THEN"));
    TRY_ASSIGN(auto value, ParseExpr());
    args.push_back(std::move(condition));
    args.push_back(std::move(value));
    ++branches;
  }
  if (branches == 0) return Unexpected("WHEN");
  ExprPtr otherwise;
  if (AcceptWord(Keyword::kElse)) {
    TRY_ASSIGN(otherwise, ParseExpr());
  }
  TRY(ExpectWord(Keyword::kEnd, "WHEN, ELSE or END"));
  if (!otherwise) otherwise = Make(ConstantNode());
  args.push_back(std::move(otherwise));
  const char* name = with_operand ? "_caseWithExpression" : branches == 1 ? "if" : "multiIf";
  return FinishCall(name, std::move(args), start);
}

Result<ExprPtr> Grammar::ParseInterval() {
  const std::uint32_t start = Here();
  if (Is(TokenKind::kString, 1) && !IsUnit(2)) {
    Next();
    const Token& token = Next();
    const std::string text = Unquote(token);
    const auto blank = text.find(' ');
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (blank == std::string::npos || read.ec != std::errc() || read.ptr != text.data() + blank) {
      return NotImplemented("Unsupported interval type: must be in the format '<count> <unit>'",
                            Since(start));
    }
    const std::string unit = text.substr(blank + 1);
    const std::string_view function = IntervalFunction(unit, true);
    if (function.empty()) {
      return NotImplemented("Unsupported interval unit: " + unit, Since(start));
    }
    ConstantNode number;
    number.value = count;
    return FinishCall(std::string(function), {Make(std::move(number))}, start);
  }
  if (!StartsOperand(1)) return ExprPtr();
  // INTERVAL expr unit, unless no unit follows: then `interval` was a name.
  const std::size_t rewind = pos_;
  const std::uint32_t rewind_end = last_end_;
  Next();
  auto amount = [&] {
    const Inside inside(open_intervals_);
    return ParseExpr();
  }();
  if (amount && IsUnit()) {
    const std::string_view function = IntervalFunction(Next().text, false);
    return FinishCall(std::string(function), {std::move(*amount)}, start);
  }
  pos_ = rewind;
  last_end_ = rewind_end;
  return ExprPtr();
}

// CAST(x AS T), or nullptr for cast(a, b), which is an ordinary call.
Result<ExprPtr> Grammar::ParseCastCall(bool is_try) {
  const std::uint32_t start = Here();
  const std::size_t rewind = pos_;
  const std::uint32_t rewind_end = last_end_;
  Next();
  Next();
  auto operand = ParseExpr(kAsPower + 1);
  if (!operand || !AcceptWord(Keyword::kAs)) {
    pos_ = rewind;
    last_end_ = rewind_end;
    return ExprPtr();
  }
  TypeCastNode node;
  node.expr = std::move(*operand);
  node.is_try = is_try;
  TRY_ASSIGN(const std::string type, ParseTypeName());
  node.type_name = ToLowerAscii(type);
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  return Finish(std::move(node), start);
}

// A type as it is written, up to the bracket that closes CAST.
Result<std::string> Grammar::ParseTypeName() {
  if (!IsName()) return Unexpected("a type");
  std::string out;
  int depth = 0;
  std::uint32_t previous_end = Here();
  while (depth > 0 || !Is(TokenKind::kCloseParen)) {
    const Token& token = Peek();
    switch (token.kind) {
      case TokenKind::kOpenParen:
      case TokenKind::kOpenBracket:
        ++depth;
        break;
      case TokenKind::kCloseParen:
      case TokenKind::kCloseBracket:
        --depth;
        break;
      case TokenKind::kWord:
      case TokenKind::kQuotedWord:
      case TokenKind::kDecimal:
      case TokenKind::kString:
      case TokenKind::kDash:
      case TokenKind::kEq:
        break;
      case TokenKind::kComma:
        if (depth > 0) break;
        return Unexpected("')'");
      default:
        return Unexpected("a type");
    }
    if (depth < 0 || depth > kMaxHeight) return Unexpected("a type");
    if (token.range.start > previous_end) out += ' ';
    out += token.text;
    previous_end = token.range.end;
    Next();
  }
  return out;
}

Result<ExprPtr> Grammar::ParseTrim() {
  const std::uint32_t start = Here();
  Next();
  Next();
  const Keyword side = Next().keyword;
  const Token& characters = Next();
  ConstantNode constant;
  constant.value = Unquote(characters);
  const TextRange range = characters.range;
  Next();
  TRY_ASSIGN(auto text, ParseExpr());
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  const char* name = side == Keyword::kBoth      ? "trim"
                     : side == Keyword::kLeading ? "trimLeft"
                                                 : "trimRight";
  return FinishCall(name, {std::move(text), Make(std::move(constant), range)}, start);
}

Result<ExprPtr> Grammar::ParseColumns() {
  const std::uint32_t start = Here();
  Next();
  Next();
  if (Is(TokenKind::kStar) || (IsName() && Is(TokenKind::kDot, 1))) {
    TRY_ASSIGN(const auto replaced, ParseStarInParens(Here()));
    if (replaced) return Finish(ColumnsNode(*As<ColumnsNode>(replaced)), start);
  }
  ColumnsNode node;
  if (Is(TokenKind::kString) && Is(TokenKind::kCloseParen, 1)) {
    node.regex = Unquote(Next());
    Next();
    return Finish(std::move(node), start);
  }
  TRY_ASSIGN(node.columns, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
  if (node.columns->empty()) return SyntaxErrorAt("COLUMNS() needs columns", Since(start));
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseLambda() {
  const std::uint32_t start = Here();
  const bool parens = Accept(TokenKind::kOpenParen);
  LambdaNode node;
  while (IsName()) {
    TRY_ASSIGN(auto name, ParseName("an argument"));
    node.args.push_back(std::move(name));
    if (!Accept(TokenKind::kComma)) break;
  }
  if (parens) TRY(Expect(TokenKind::kCloseParen, "')'"));
  TRY(Expect(TokenKind::kArrow, "'->'"));
  TRY_ASSIGN(node.expr, ParseExpr());
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseKeywordLambda() {
  const std::uint32_t start = Here();
  Next();
  LambdaNode node;
  while (IsName()) {
    TRY_ASSIGN(auto name, ParseName("an argument"));
    node.args.push_back(std::move(name));
    if (!Accept(TokenKind::kComma)) break;
  }
  TRY(Expect(TokenKind::kColon, "':'"));
  TRY_ASSIGN(node.expr, ParseExpr());
  return Finish(std::move(node), start);
}

Result<ExprPtr> Grammar::ParseTemplate() {
  const std::uint32_t start = Here();
  Next();
  ExprList parts;
  while (!Accept(TokenKind::kTemplateClose)) {
    if (Is(TokenKind::kText)) {
      const std::uint32_t text_start = Here();
      ConstantNode text;
      text.value = Unquote(Next());
      parts.push_back(Make(std::move(text), Since(text_start)));
      continue;
    }
    TRY(Expect(TokenKind::kOpenBrace, "the end of the template"));
    TRY_ASSIGN(auto expr, ParseExpr());
    TRY(Expect(TokenKind::kCloseBrace, "'}'"));
    parts.push_back(std::move(expr));
  }
  if (parts.empty()) {
    ConstantNode text;
    text.value = std::string();
    return Finish(std::move(text), start);
  }
  if (parts.size() == 1) return parts.front();
  return FinishCall("concat", std::move(parts), start);
}

Result<ExprPtr> Grammar::ParseTag() {
  const Level level(*this);
  if (level.too_deep()) return TooDeep();
  const std::uint32_t start = Here();
  Next();
  TagNode tag;
  tag.tag = Next().text;
  while (!Is(TokenKind::kTagEnd) && !Is(TokenKind::kTagSelfEnd)) {
    const std::uint32_t attribute_start = Here();
    if (!Is(TokenKind::kWord)) return Unexpected("an attribute, '>' or '/>'");
    TagAttribute attribute;
    attribute.name = Next().text;
    if (Accept(TokenKind::kEq)) {
      if (Is(TokenKind::kString)) {
        TRY_ASSIGN(attribute.value, ParsePrimary());
      } else {
        TRY(Expect(TokenKind::kOpenBrace, "a string or '{'"));
        TRY_ASSIGN(attribute.value, ParseExpr());
        TRY(Expect(TokenKind::kCloseBrace, "'}'"));
      }
    } else {
      ConstantNode yes;
      yes.value = true;
      attribute.value = Make(std::move(yes));
    }
    attribute.range = Since(attribute_start);
    tag.attributes.push_back(std::move(attribute));
  }
  if (Next().kind == TokenKind::kTagSelfEnd) return Finish(std::move(tag), start);

  ExprList children;
  while (!Accept(TokenKind::kTagCloseOpen)) {
    if (Is(TokenKind::kText)) {
      const std::uint32_t text_start = Here();
      ConstantNode text;
      text.value = std::string(Next().text);
      children.push_back(Make(std::move(text), Since(text_start)));
    } else if (Is(TokenKind::kTagOpen)) {
      TRY_ASSIGN(auto child, ParseTag());
      children.push_back(std::move(child));
    } else {
      TRY(Expect(TokenKind::kOpenBrace, "a closing tag"));
      TRY_ASSIGN(auto child, ParseExpr());
      TRY(Expect(TokenKind::kCloseBrace, "'}'"));
      children.push_back(std::move(child));
    }
  }
  if (!Is(TokenKind::kWord)) return Unexpected("the name of the tag");
  const std::string closing(Next().text);
  TRY(Expect(TokenKind::kTagEnd, "'>'"));
  if (closing != tag.tag) {
    return SyntaxErrorAt(
        "Opening and closing HogQLX tags must match. Got " + tag.tag + " and " + closing,
        Since(start));
  }
  if (!children.empty()) {
    TagAttribute attribute;
    attribute.name = "children";
    attribute.children = std::move(children);
    tag.attributes.push_back(std::move(attribute));
  }
  return Finish(std::move(tag), start);
}

}  // namespace tenrec::hogql
