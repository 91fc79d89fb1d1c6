#pragma once

/// The parser's grammar, one function a rule. Front door: parser.h.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/token.h"

namespace tenrec::hogql {

/// Recursive descent over a token list, with precedence climbing for expressions.
/// Source: docs/spec/hogql.md, 2 and 3.
class Grammar {
 public:
  explicit Grammar(std::vector<Token> tokens);

  Result<ExprPtr> WholeSelect();
  Result<ExprPtr> WholeExpr();
  Result<OrderItem> LeadingOrderItem();

 private:
  // How tightly an operator binds; the numbers of docs/spec/hogql.md, 3.
  enum Power : int {
    kAnyPower = 0,
    kAsPower = 2,
    kTernaryPower = 3,
    kOrPower = 4,
    kAndPower = 5,
    kNotPower = 12,
    kBetweenPower = 13,
    kNullishPower = 14,
    kNullSafeEqPower = 15,
    kDistinctFromPower = 16,
    kIsNullPower = 17,
    kIgnoreNullsPower = 18,
    kComparePower = 19,
    kAddPower = 20,
    kMultiplyPower = 21,
    kUnaryMinusPower = 22,
    kPostfixPower = 23,
  };

  // Cursor.
  const Token& Peek(std::size_t ahead = 0) const;
  const Token& Next();
  bool Is(TokenKind kind, std::size_t ahead = 0) const { return Peek(ahead).kind == kind; }
  bool IsWord(Keyword keyword, std::size_t ahead = 0) const;
  bool IsAnyWord(std::initializer_list<Keyword> keywords, std::size_t ahead = 0) const;
  bool Accept(TokenKind kind);
  bool AcceptWord(Keyword keyword);
  bool AcceptWords(Keyword first, Keyword second);
  Status Expect(TokenKind kind, std::string_view what);
  Status ExpectWord(Keyword keyword, std::string_view what);
  std::uint32_t Here() const { return Peek().range.start; }
  TextRange Since(std::uint32_t start) const { return {start, last_end_}; }

  // What the next token may be.
  bool IsName(std::size_t ahead = 0) const;
  bool StartsOperand(std::size_t ahead = 0) const;
  bool StartsQuery(std::size_t ahead = 0) const;
  bool StartsLambdaHead(std::size_t ahead = 0) const;
  bool IsNumber(std::size_t ahead = 0) const;
  /// Whether the word behind `1.` goes on after the number, so that it names no property.
  bool ContinuesAfterNumber() const;
  bool IsImplicitColumnAlias() const;
  bool IsTableAlias() const;
  bool IsUnit(std::size_t ahead = 0) const;
  bool StartsWindow() const;

  // Errors.
  Error Unexpected(std::string_view expected) const;
  Error SyntaxErrorAt(std::string message, TextRange range) const;
  Error NotImplemented(std::string message, TextRange range) const;

  // Expressions (grammar_expr.cc).
  Result<ExprPtr> ParseExpr(int min_power = kAnyPower);
  Result<ExprPtr> ParseValue(int min_power = kAnyPower);
  Result<ExprPtr> ParsePrefix();
  /// The left side joined with the operator that follows it, or nullptr when none does.
  Result<ExprPtr> ParseInfix(const ExprPtr& left, std::uint32_t start, int min_power);
  Result<ExprPtr> ParseKeywordInfix(const ExprPtr& left, std::uint32_t start, int min_power);
  Result<ExprPtr> ParseIs(const ExprPtr& left, std::uint32_t start, int min_power);
  Result<ExprPtr> ParseBetween(const ExprPtr& left, std::uint32_t start, bool negated);
  Result<ExprPtr> ParseCompare(CompareOp op, const ExprPtr& left, std::uint32_t start);
  Result<ExprPtr> ParseArithmetic(ArithmeticOp op, int power, const ExprPtr& left,
                                  std::uint32_t start);
  Result<ExprPtr> ParseConcat(const ExprPtr& left, std::uint32_t start);
  Result<ExprPtr> ParsePostfix(const ExprPtr& left, std::uint32_t start);
  Result<ExprPtr> ParseDot(const ExprPtr& left, std::uint32_t start, bool nullish);
  Result<ExprPtr> ParseBracket(const ExprPtr& left, std::uint32_t start, bool nullish);
  Result<ExprPtr> ParseExprCall(const ExprPtr& left, std::uint32_t start);
  Result<ExprPtr> ParseCast(const ExprPtr& left, std::uint32_t start);
  Result<ExprPtr> ParseLogical(Keyword word, ExprPtr left, std::uint32_t start);

  // Primaries (grammar_primary.cc).
  Result<ExprPtr> ParsePrimary();
  Result<ExprPtr> ParseWord();
  /// A construct that a keyword begins, or nullptr when the word is a mere name here.
  Result<ExprPtr> ParseKeywordPrimary();
  Result<ExprPtr> ParsePathOrCall();
  Result<ExprPtr> ParseNumber();
  Result<ExprPtr> ParseParens();
  Result<ExprPtr> ParseStarInParens(std::uint32_t start);
  Result<ExprPtr> ParseBraces();
  Result<ExprPtr> ParseArrayLiteral();
  Result<ExprPtr> ParseStar();
  Result<ExprPtr> ParseExclude(std::uint32_t start);
  Result<ExprPtr> ParseCase();
  Result<ExprPtr> ParseInterval();
  Result<ExprPtr> ParseCastCall(bool is_try);
  Result<ExprPtr> ParseTrim();
  Result<ExprPtr> ParseColumns();
  Result<ExprPtr> ParseLambda();
  Result<ExprPtr> ParseKeywordLambda();
  Result<ExprPtr> ParseTemplate();
  Result<ExprPtr> ParseTag();
  Result<std::string> ParseTypeName();

  // Calls (grammar_call.cc).
  Result<ExprPtr> ParseCall(std::string name, std::uint32_t start);
  Result<ExprPtr> ParseWindowCall(CallNode call, bool second_list, std::uint32_t start);
  Status ParseArguments(CallNode& call);
  /// Behind an element of PARTITION BY: whether the frame follows, perhaps after a comma.
  bool StartsFrame() const;
  Result<Window> ParseWindow();
  Result<FrameBound> ParseFrameBound();
  Result<OrderItem> ParseOrderItem();
  Result<std::vector<OrderItem>> ParseOrderItems();

  // Queries (grammar_select.cc).
  Result<ExprPtr> ParseSetQuery();
  bool IsBracketedQuery() const;
  ExprPtr WithWholeLimit(ExprPtr query) const;
  bool IsFromAhead() const;
  bool ContinuesProduct(std::size_t ahead) const;
  Result<ExprPtr> ParseSetOperand(bool& bracketed);
  /// Continues a set query whose first operand is already read.
  Result<ExprPtr> ParseSetRest(ExprPtr first, bool bracketed, std::uint32_t start);
  bool StartsSetOperator() const;
  std::string ParseSetOperator();
  Result<ExprPtr> ParseSelectStatement(std::optional<std::vector<CommonTable>> ctes,
                                       std::uint32_t start);
  bool StartsSelectClause() const;
  Status ParseSelectList(SelectNode& select);
  Status ParseConditions(SelectNode& select);
  Status ParseArrayJoin(SelectNode& select);
  Status ParseGroupBy(SelectNode& select);
  Status ParseTail(SelectNode& select);
  Status ParseLimit(SelectNode& select);
  Result<std::vector<CommonTable>> ParseWith();
  Result<CommonTable> ParseCommonTable(bool recursive);
  Result<std::string> TakeTrailingAlias(ExprPtr& expr);
  bool StartsSubqueryCte() const;
  Result<std::vector<std::string>> ParseNameList();

  // FROM (grammar_from.cc).
  /// How far ParseJoins goes: all joins, or only those that bind tighter than a comma.
  enum class JoinPower : std::uint8_t { kAny, kTight };
  Result<std::vector<JoinItem>> ParseJoins(JoinPower power = JoinPower::kAny);
  Result<std::vector<JoinItem>> ParseJoinOperand();
  Result<JoinItem> ParseTable();
  Result<ExprPtr> ParseTableExpr(JoinItem& item);
  bool StartsValues(std::size_t ahead = 0) const;
  bool StartsSample(std::size_t ahead = 0) const;
  Result<ExprPtr> ParseValues();
  Result<ExprPtr> ParsePivot(std::vector<JoinItem> table, bool of_join, std::uint32_t start);
  Result<ExprPtr> ParseUnpivot(std::vector<JoinItem> table, bool of_join, std::uint32_t start);
  /// "LEFT JOIN" and so on; empty when no join follows.
  Result<std::string> ParseJoinOperator();
  Result<std::optional<JoinConstraint>> ParseConstraint();
  /// At a comma: whether a table with an alias follows it, rather than an expression.
  bool StartsAliasedTable() const;
  Result<Sample> ParseSample();
  Result<Ratio> ParseRatio();

  Result<std::string> ParseName(std::string_view what);
  /// Elements up to a closing token, which is consumed; a trailing comma is allowed.
  Result<ExprList> ParseListUntil(TokenKind close, std::string_view what);
  /// Elements with an optional trailing comma, up to whatever follows: a word that hardly begins an
  /// operand, or where `is_end`, asked behind each element, says so.
  Result<ExprList> ParseOpenList(bool (Grammar::*is_end)() const = nullptr);

  template <typename T>
  Result<ExprPtr> Finish(T node, std::uint32_t start) {
    return FinishAt(std::move(node), Since(start));
  }
  template <typename T>
  Result<ExprPtr> FinishAt(T node, TextRange range) {
    ExprPtr made = Make(std::move(node), range);
    if (made->height > kMaxHeight) return TooDeep();
    return made;
  }
  Result<ExprPtr> FinishCall(std::string name, ExprList args, std::uint32_t start);
  Error TooDeep() const;

  // Counts nesting while a rule runs.
  class Level {
   public:
    explicit Level(Grammar& grammar) : grammar_(grammar) { ++grammar_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --grammar_.depth_; }
    bool too_deep() const { return grammar_.depth_ > kMaxHeight; }

   private:
    Grammar& grammar_;
  };

  // Marks a rule as being read.
  class Inside {
   public:
    explicit Inside(int& count) : count_(count) { ++count_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() { --count_; }

   private:
    int& count_;
  };

  std::vector<Token> tokens_;
  std::vector<bool> starts_lambda_;  // token i begins `a, b ->`
  std::size_t pos_ = 0;
  std::uint32_t last_end_ = 0;
  int depth_ = 0;
  // Rules around the cursor that tell what a word behind a number means.
  int open_cases_ = 0;
  int open_orders_ = 0;
  int open_intervals_ = 0;
  int open_frames_ = 0;
  // A few rules are tried and given up; the number of tokens read in all is limited, so that
  // nested trials cannot take exponential time.
  std::size_t steps_left_ = 0;
};

}  // namespace tenrec::hogql
