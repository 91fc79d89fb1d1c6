// SELECT and sets of them: docs/spec/hogql.md, 2.2.

#include <utility>

#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {

bool Grammar::StartsSetOperator() const {
  return IsAnyWord({Keyword::kUnion, Keyword::kExcept, Keyword::kIntersect});
}

// "UNION" alone is UNION DISTINCT; the other operators keep what was written.
std::string Grammar::ParseSetOperator() {
  const Keyword word = Next().keyword;
  std::string op = word == Keyword::kUnion    ? "UNION"
                   : word == Keyword::kExcept ? "EXCEPT"
                                              : "INTERSECT";
  if (AcceptWord(Keyword::kAll)) {
    op += " ALL";
  } else if ((word != Keyword::kExcept && AcceptWord(Keyword::kDistinct)) ||
             word == Keyword::kUnion) {
    op += " DISTINCT";
  }
  if (AcceptWords(Keyword::kBy, Keyword::kName)) op += " BY NAME";
  return op;
}

Result<ExprPtr> Grammar::ParseSetQuery() {
  const std::uint32_t start = Here();
  bool bracketed = false;
  TRY_ASSIGN(auto first, ParseSetOperand(bracketed));
  return ParseSetRest(std::move(first), bracketed, start);
}

Result<ExprPtr> Grammar::ParseSetOperand(bool& bracketed) {
  const Level level(*this);
  if (level.too_deep() || steps_left_ == 0) return TooDeep();
  const std::uint32_t start = Here();
  bracketed = false;
  std::optional<std::vector<CommonTable>> ctes;
  if (IsWord(Keyword::kWith)) {
    TRY_ASSIGN(ctes, ParseWith());
  }
  if (Accept(TokenKind::kOpenParen)) {
    TRY_ASSIGN(auto query, ParseSetQuery());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    bracketed = true;
    if (!ctes) return query;
    // WITH before brackets belongs to the first SELECT inside them.
    if (const auto* set = As<SelectSetNode>(query)) {
      const auto* head = As<SelectNode>(set->initial);
      if (head == nullptr) return NotImplemented("WITH before nested sets", Since(start));
      SelectNode with_ctes = *head;
      with_ctes.ctes = std::move(ctes);
      SelectSetNode copy = *set;
      copy.initial = Make(std::move(with_ctes));
      return Make(std::move(copy));
    }
    const auto* select = As<SelectNode>(query);
    if (select == nullptr) return NotImplemented("WITH before a placeholder", Since(start));
    SelectNode copy = *select;
    if (copy.ctes) ctes->insert(ctes->end(), copy.ctes->begin(), copy.ctes->end());
    copy.ctes = std::move(ctes);
    return Make(std::move(copy));
  }
  if (!ctes && Accept(TokenKind::kOpenBrace)) {
    PlaceholderNode node;
    TRY_ASSIGN(node.expr, ParseExpr());
    TRY(Expect(TokenKind::kCloseBrace, "'}'"));
    return Finish(std::move(node), start);
  }
  return ParseSelectStatement(std::move(ctes), start);
}

// `LIMIT a OFFSET b` that more of the query follows is all of the SELECT's own.
ExprPtr Grammar::WithWholeLimit(ExprPtr query) const {
  const auto* select = As<SelectNode>(query);
  if (select == nullptr || !select->end_of_limit) return query;
  SelectNode copy = *select;
  copy.end_of_limit.reset();
  return Make(std::move(copy), {select->range.start, last_end_});
}

Result<ExprPtr> Grammar::ParseSetRest(ExprPtr first, bool bracketed, std::uint32_t start) {
  SelectSetNode set;
  const auto last = [&]() -> ExprPtr& { return set.rest.empty() ? first : set.rest.back().query; };
  while (StartsSetOperator()) {
    if (!bracketed) last() = WithWholeLimit(std::move(last()));
    const std::uint32_t member_start = Here();
    SetMember member;
    member.op = ParseSetOperator();
    TRY_ASSIGN(member.query, ParseSetOperand(bracketed));
    member.range = Since(member_start);
    set.rest.push_back(std::move(member));
  }
  const bool has_tail = (IsWord(Keyword::kOrder) && IsWord(Keyword::kBy, 1)) ||
                        IsAnyWord({Keyword::kLimit, Keyword::kOffset});
  if (!bracketed && has_tail) {
    last() = WithWholeLimit(std::move(last()));
    if (!set.rest.empty()) set.rest.back().range.end = last_end_;
  } else if (!bracketed && !set.rest.empty()) {
    // `… UNION SELECT … LIMIT a OFFSET b`: the reference gives LIMIT to the last SELECT and OFFSET
    // to the whole, and so must we, or the rows differ.
    const auto* select = As<SelectNode>(last());
    if (select != nullptr && select->end_of_limit) {
      SelectNode copy = *select;
      set.offset = std::exchange(copy.offset, nullptr);
      last() = Make(std::move(copy), select->range);
    }
  }
  // What follows the last SELECT: ORDER BY is read and dropped, LIMIT lands on the whole.
  SelectNode tail;
  if (AcceptWords(Keyword::kOrder, Keyword::kBy)) {
    TRY_ASSIGN(const auto dropped, ParseOrderItems());
  }
  TRY(ParseLimit(tail));
  if (tail.limit_by) {
    return SyntaxErrorAt("LIMIT BY belongs to a SELECT, in front of its LIMIT",
                         tail.limit_by->range);
  }
  if (set.rest.empty()) {
    if (!tail.limit && !tail.offset) return first;
    if (const auto* inner = As<SelectSetNode>(first)) {
      SelectSetNode copy = *inner;
      if (tail.limit) copy.limit = tail.limit;
      if (tail.offset) copy.offset = tail.offset;
      return Make(std::move(copy));
    }
    const auto* select = As<SelectNode>(first);
    if (select == nullptr) return NotImplemented("LIMIT after a placeholder", Since(start));
    SelectNode copy = *select;
    if (tail.limit) copy.limit = tail.limit;
    if (tail.offset) copy.offset = tail.offset;
    copy.limit_percent = copy.limit_percent || tail.limit_percent;
    copy.limit_with_ties = copy.limit_with_ties || tail.limit_with_ties;
    return Make(std::move(copy));
  }
  set.initial = std::move(first);
  if (tail.limit) set.limit = tail.limit;
  if (tail.offset) set.offset = tail.offset;
  return Finish(std::move(set), start);
}

Result<ExprPtr> Grammar::ParseSelectStatement(std::optional<std::vector<CommonTable>> ctes,
                                              std::uint32_t start) {
  SelectNode select;
  select.ctes = std::move(ctes);
  TRY(ExpectWord(Keyword::kSelect, "SELECT"));
  if (IsWord(Keyword::kDistinct) && StartsOperand(1)) {
    Next();
    select.distinct = true;
  }
  if (IsWord(Keyword::kTop) && Is(TokenKind::kDecimal, 1)) {
    return NotImplemented("Unsupported: SelectStmt.topClause()", {Here(), Peek(1).range.end});
  }
  TRY(ParseSelectList(select));
  if (AcceptWord(Keyword::kFrom)) {
    TRY_ASSIGN(select.from, ParseJoins());
  }
  TRY(ParseArrayJoin(select));
  TRY(ParseConditions(select));
  TRY(ParseTail(select));
  // `LIMIT a OFFSET b`: the reference ends the SELECT before OFFSET.
  const std::uint32_t end = select.end_of_limit.value_or(last_end_);
  return FinishAt(std::move(select), {start, end});
}

// Whether the list of columns, which may end in a comma, is over: a clause follows that cannot be
// the name of a column.
bool Grammar::StartsSelectClause() const {
  if (Is(TokenKind::kEnd) || Is(TokenKind::kCloseParen) || Is(TokenKind::kSemicolon)) return true;
  if (!Is(TokenKind::kWord)) return false;
  switch (Peek().keyword) {
    case Keyword::kFrom:
      return IsName(1) || Is(TokenKind::kOpenParen, 1) || Is(TokenKind::kOpenBrace, 1) ||
             Is(TokenKind::kTagOpen, 1) || Is(TokenKind::kEnd, 1);
    case Keyword::kWindow:
      return IsName(1) && IsWord(Keyword::kAs, 2) && Is(TokenKind::kOpenParen, 3);
    case Keyword::kGroup:
    case Keyword::kOrder:
      return IsWord(Keyword::kBy, 1);
    case Keyword::kWhere:
    case Keyword::kPrewhere:
    case Keyword::kHaving:
    case Keyword::kQualify:
    case Keyword::kLimit:
    case Keyword::kOffset:
      // `where -a` is a condition, unless FROM comes behind it.
      if (Is(TokenKind::kDash, 1)) return !IsFromAhead();
      if (Is(TokenKind::kPlus, 1)) return IsNumber(2) && !IsFromAhead();
      if (Is(TokenKind::kStar, 1)) return !ContinuesProduct(2) && !IsFromAhead();
      return StartsOperand(1);
    case Keyword::kUnion:
    case Keyword::kIntersect:
    case Keyword::kExcept:
      return IsAnyWord({Keyword::kAll, Keyword::kDistinct, Keyword::kSelect, Keyword::kBy}, 1) ||
             Is(TokenKind::kOpenParen, 1);
    default:
      return false;
  }
}

// Whether `a * …` goes on as a product behind the star.
bool Grammar::ContinuesProduct(std::size_t ahead) const {
  if (IsAnyWord({Keyword::kAnd, Keyword::kOr, Keyword::kNot, Keyword::kIn, Keyword::kLike,
                 Keyword::kIlike, Keyword::kIs, Keyword::kBetween},
                ahead)) {
    return false;
  }
  return StartsOperand(ahead);
}

// Whether FROM follows in this SELECT. A few tokens are enough: what asks is odd to begin with.
bool Grammar::IsFromAhead() const {
  constexpr std::size_t kFar = 64;
  int open = 0;
  for (std::size_t at = 1; at < kFar && !Is(TokenKind::kEnd, at); ++at) {
    if (Is(TokenKind::kOpenParen, at)) ++open;
    if (Is(TokenKind::kCloseParen, at) && open-- == 0) return false;
    if (open > 0) continue;
    if (IsAnyWord({Keyword::kUnion, Keyword::kIntersect, Keyword::kExcept}, at)) return false;
    if (IsWord(Keyword::kFrom, at) && IsName(at + 1)) return true;
  }
  return false;
}

Status Grammar::ParseSelectList(SelectNode& select) {
  if (IsWord(Keyword::kFrom) && (IsName(1) || Is(TokenKind::kEnd, 1))) {
    return SyntaxErrorAt("Cannot use \"from\" before an implicit alias", Peek().range);
  }
  do {
    if (!select.select.empty() && StartsSelectClause()) break;
    const std::uint32_t start = Here();
    AliasNode alias;
    if (IsName() && Is(TokenKind::kColon, 1)) {
      TRY_ASSIGN(alias.alias, ParseName("a column name"));
      Next();
      TRY_ASSIGN(alias.expr, ParseExpr());
    } else {
      TRY_ASSIGN(alias.expr, ParseExpr());
      if (!IsImplicitColumnAlias()) {
        select.select.push_back(std::move(alias.expr));
        continue;
      }
      TRY_ASSIGN(alias.alias, ParseName("a column name"));
    }
    TRY_ASSIGN(auto item, Finish(std::move(alias), start));
    select.select.push_back(std::move(item));
  } while (Accept(TokenKind::kComma));
  return Ok();
}

Status Grammar::ParseArrayJoin(SelectNode& select) {
  ArrayJoin join;
  if (IsWord(Keyword::kArray) && IsWord(Keyword::kJoin, 1)) {
    join.op = ArrayJoinOp::kArrayJoin;
  } else if (IsAnyWord({Keyword::kLeft, Keyword::kInner}) && IsWord(Keyword::kArray, 1) &&
             IsWord(Keyword::kJoin, 2)) {
    join.op = IsWord(Keyword::kLeft) ? ArrayJoinOp::kLeftArrayJoin : ArrayJoinOp::kInnerArrayJoin;
    Next();
  } else {
    return Ok();
  }
  const std::uint32_t start = Here();
  Next();
  Next();
  TRY_ASSIGN(join.list, ParseOpenList());
  if (select.from.empty()) {
    return SyntaxErrorAt("Using ARRAY JOIN without a FROM clause is not permitted", Since(start));
  }
  for (const auto& item : join.list) {
    if (item->kind != Kind::kAlias) {
      return SyntaxErrorAt("ARRAY JOIN arrays must have an alias", item->range);
    }
  }
  select.array_join = std::move(join);
  return Ok();
}

Status Grammar::ParseConditions(SelectNode& select) {
  const auto refuse_sample = [&]() -> Status {
    const bool sample = StartsSample() || (IsWord(Keyword::kUsing) && StartsSample(1));
    if (!sample) return Ok();
    return NotImplemented("Unsupported: SelectStmt.sampleClause()", Peek().range);
  };
  if (AcceptWord(Keyword::kPrewhere)) {
    TRY_ASSIGN(select.prewhere, ParseExpr());
  }
  if (AcceptWord(Keyword::kWhere)) {
    TRY_ASSIGN(select.where, ParseExpr());
  }
  TRY(refuse_sample());
  if (AcceptWords(Keyword::kGroup, Keyword::kBy)) TRY(ParseGroupBy(select));
  if (IsWord(Keyword::kWith) && IsAnyWord({Keyword::kCube, Keyword::kRollup}, 1)) {
    Next();
    Next();
  }
  AcceptWords(Keyword::kWith, Keyword::kTotals);
  if (AcceptWord(Keyword::kHaving)) {
    TRY_ASSIGN(select.having, ParseExpr());
  }
  if (AcceptWord(Keyword::kQualify)) {
    TRY_ASSIGN(select.qualify, ParseExpr());
  }
  return refuse_sample();
}

Status Grammar::ParseGroupBy(SelectNode& select) {
  if (IsWord(Keyword::kAll) && !Is(TokenKind::kComma, 1) && !Is(TokenKind::kDot, 1) &&
      !Is(TokenKind::kOpenParen, 1)) {
    Next();
    select.group_by_mode = GroupByMode::kAll;
    return Ok();
  }
  if (IsAnyWord({Keyword::kCube, Keyword::kRollup}) && Is(TokenKind::kOpenParen, 1)) {
    select.group_by_mode =
        Next().keyword == Keyword::kCube ? GroupByMode::kCube : GroupByMode::kRollup;
    Next();
    TRY_ASSIGN(select.group_by, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    return Ok();
  }
  if (IsWord(Keyword::kGrouping) && IsWord(Keyword::kSets, 1)) {
    Next();
    Next();
    TRY(Expect(TokenKind::kOpenParen, "'('"));
    select.group_by_mode = GroupByMode::kGroupingSets;
    do {
      GroupingSet set;
      const std::uint32_t start = Here();
      TRY(Expect(TokenKind::kOpenParen, "'('"));
      TRY_ASSIGN(set.exprs, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
      set.range = Since(start);
      select.grouping_sets.push_back(std::move(set));
    } while (Accept(TokenKind::kComma));
    return Expect(TokenKind::kCloseParen, "')'");
  }
  TRY_ASSIGN(select.group_by, ParseOpenList());
  return Ok();
}

Status Grammar::ParseTail(SelectNode& select) {
  if (IsWord(Keyword::kWindow) && IsName(1) && IsWord(Keyword::kAs, 2)) {
    Next();
    do {
      NamedWindow window;
      TRY_ASSIGN(window.name, ParseName("the name of a window"));
      TRY(ExpectWord(Keyword::kAs, "AS"));
      TRY(Expect(TokenKind::kOpenParen, "'('"));
      TRY_ASSIGN(window.window, ParseWindow());
      TRY(Expect(TokenKind::kCloseParen, "')'"));
      select.windows.push_back(std::move(window));
    } while (Accept(TokenKind::kComma));
  }
  if (AcceptWords(Keyword::kOrder, Keyword::kBy)) {
    TRY_ASSIGN(select.order_by, ParseOrderItems());
    if (AcceptWord(Keyword::kInterpolate)) {
      select.interpolate.emplace();
      if (Accept(TokenKind::kOpenParen)) {
        TRY_ASSIGN(const auto items, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
        for (const auto& item : items) {
          Interpolate interpolate;
          interpolate.range = item->range;
          const auto* alias = As<AliasNode>(item);
          interpolate.expr = alias == nullptr ? item : alias->expr;
          if (alias != nullptr) interpolate.value = Field({alias->alias});
          select.interpolate->push_back(std::move(interpolate));
        }
      }
    }
  }
  TRY(ParseLimit(select));
  if (IsWord(Keyword::kSettings)) {
    return NotImplemented("Unsupported: SelectStmt.settingsClause()", Peek().range);
  }
  return Ok();
}

// LIMIT … BY …, then LIMIT … or OFFSET ….
Status Grammar::ParseLimit(SelectNode& select) {
  for (int round = 0; round < 2 && IsWord(Keyword::kLimit); ++round) {
    const std::uint32_t start = Here();
    Next();
    TRY_ASSIGN(auto first, ParseExpr());
    const bool percent = Accept(TokenKind::kPercent);
    bool ties = AcceptWords(Keyword::kWith, Keyword::kTies);
    const std::uint32_t end_of_limit = last_end_;
    ExprPtr second;
    const bool comma = Is(TokenKind::kComma);
    if (comma || IsWord(Keyword::kOffset)) {
      Next();
      TRY_ASSIGN(second, ParseExpr());
      ties = AcceptWords(Keyword::kWith, Keyword::kTies) || ties;
    }
    if (IsWord(Keyword::kBy) && round == 0) {
      Next();
      LimitBy by;
      // `LIMIT 1, 2 BY x` skips 1 and keeps 2; with OFFSET it is the other way round.
      by.n = comma ? second : first;
      by.offset = comma ? first : second;
      TRY_ASSIGN(by.exprs, ParseOpenList());
      by.range = Since(start);
      select.limit_by = std::move(by);
      continue;
    }
    select.limit = std::move(first);
    select.offset = std::move(second);
    select.limit_percent = percent;
    select.limit_with_ties = ties;
    if (!comma && select.offset) select.end_of_limit = end_of_limit;
    return Ok();
  }
  if (AcceptWord(Keyword::kOffset)) {
    TRY_ASSIGN(select.offset, ParseExpr());
  }
  return Ok();
}

// Whether brackets hold the query that a WITH list stands before, and not the first operand of one
// more of its expressions: `(SELECT 1) AS b`. What follows them tells.
bool Grammar::IsBracketedQuery() const {
  if (!Is(TokenKind::kOpenParen)) return false;
  const bool may_hold_query = IsAnyWord({Keyword::kSelect, Keyword::kWith}, 1) ||
                              Is(TokenKind::kOpenParen, 1) || Is(TokenKind::kOpenBrace, 1);
  if (!may_hold_query) return false;
  std::size_t at = 1;
  for (int open = 1; open > 0; ++at) {
    if (Is(TokenKind::kEnd, at)) return true;
    if (Is(TokenKind::kOpenParen, at)) ++open;
    if (Is(TokenKind::kCloseParen, at)) --open;
  }
  return Is(TokenKind::kEnd, at) || Is(TokenKind::kCloseParen, at) ||
         Is(TokenKind::kSemicolon, at) ||
         IsAnyWord({Keyword::kUnion, Keyword::kExcept, Keyword::kIntersect, Keyword::kOrder,
                    Keyword::kLimit, Keyword::kOffset},
                   at);
}

Result<std::vector<CommonTable>> Grammar::ParseWith() {
  Next();
  const bool recursive = IsWord(Keyword::kRecursive) && StartsOperand(1) &&
                         !Is(TokenKind::kOpenParen, 1) && !Is(TokenKind::kDash, 1);
  if (recursive) Next();
  std::vector<CommonTable> ctes;
  do {
    // Behind a trailing comma stands the query, in brackets or not.
    const bool is_select = IsWord(Keyword::kSelect) &&
                           !(IsWord(Keyword::kAs, 1) && IsName(2) && IsWord(Keyword::kSelect, 3));
    if (!ctes.empty() && (is_select || IsBracketedQuery())) break;
    TRY_ASSIGN(auto cte, ParseCommonTable(recursive));
    ctes.push_back(std::move(cte));
  } while (Accept(TokenKind::kComma));
  return ctes;
}

// name [(columns)] [USING KEY (columns)] AS [[NOT] MATERIALIZED] '('
bool Grammar::StartsSubqueryCte() const {
  if (!IsName()) return false;
  std::size_t i = 1;
  const auto skip_names = [&] {
    std::size_t j = i + 1;
    while (IsName(j) && Is(TokenKind::kComma, j + 1)) j += 2;
    if (!IsName(j) || !Is(TokenKind::kCloseParen, j + 1)) return false;
    i = j + 2;
    return true;
  };
  if (Is(TokenKind::kOpenParen, i) && !skip_names()) return false;
  if (IsWord(Keyword::kUsing, i) && IsWord(Keyword::kKey, i + 1)) return true;
  if (!IsWord(Keyword::kAs, i)) return false;
  ++i;
  if (IsWord(Keyword::kNot, i)) ++i;
  if (IsWord(Keyword::kMaterialized, i)) ++i;
  return Is(TokenKind::kOpenParen, i);
}

Result<std::vector<std::string>> Grammar::ParseNameList() {
  TRY(Expect(TokenKind::kOpenParen, "'('"));
  std::vector<std::string> names;
  do {
    TRY_ASSIGN(auto name, ParseName("a column name"));
    names.push_back(std::move(name));
  } while (Accept(TokenKind::kComma));
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  return names;
}

// The name behind the last AS, which is taken out of the expression. A lambda and a named argument
// swallow it: in `x -> x + 1 AS f` it is the lambda that gets the name.
Result<std::string> Grammar::TakeTrailingAlias(ExprPtr& expr) {
  if (const auto* alias = As<AliasNode>(expr)) {
    std::string name = alias->alias;
    expr = ExprPtr(alias->expr);
    return name;
  }
  if (const auto* lambda = As<LambdaNode>(expr)) {
    LambdaNode copy = *lambda;
    TRY_ASSIGN(std::string name, TakeTrailingAlias(copy.expr));
    const TextRange range{lambda->range.start, copy.expr->range.end};
    expr = Make(std::move(copy), range);
    return name;
  }
  if (const auto* argument = As<NamedArgumentNode>(expr)) {
    NamedArgumentNode copy = *argument;
    TRY_ASSIGN(std::string name, TakeTrailingAlias(copy.value));
    expr = Make(std::move(copy), argument->range);
    return name;
  }
  return Unexpected("AS and a name");
}

Result<CommonTable> Grammar::ParseCommonTable(bool recursive) {
  const std::uint32_t start = Here();
  CommonTable cte;
  if (!StartsSubqueryCte()) {
    TRY_ASSIGN(auto expr, ParseExpr());
    if (tokens_[pos_ - 1].kind == TokenKind::kString) return Unexpected("AS and a name");
    TRY_ASSIGN(cte.name, TakeTrailingAlias(expr));
    cte.expr = std::move(expr);
    cte.recursive = recursive;
    cte.range = Since(start);
    return cte;
  }
  cte.is_subquery = true;
  cte.recursive = recursive;
  TRY_ASSIGN(cte.name, ParseName("a name"));
  if (Is(TokenKind::kOpenParen)) {
    TRY_ASSIGN(cte.columns, ParseNameList());
  }
  if (AcceptWords(Keyword::kUsing, Keyword::kKey)) {
    TRY_ASSIGN(cte.using_key, ParseNameList());
  }
  TRY(ExpectWord(Keyword::kAs, "AS"));
  if (AcceptWords(Keyword::kNot, Keyword::kMaterialized)) {
    cte.materialized = false;
  } else if (AcceptWord(Keyword::kMaterialized)) {
    cte.materialized = true;
  }
  TRY(Expect(TokenKind::kOpenParen, "'('"));
  TRY_ASSIGN(cte.expr, ParseSetQuery());
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  cte.range = Since(start);
  return cte;
}

}  // namespace tenrec::hogql
