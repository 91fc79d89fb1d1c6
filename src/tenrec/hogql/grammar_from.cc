// FROM: docs/spec/hogql.md, 2.3.

#include <iterator>

#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {
namespace {

template <typename T>
void Append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

// Tables and joins flatten into one list, whatever brackets they were written in.
Result<std::vector<JoinItem>> Grammar::ParseJoins(JoinPower power) {
  const Level level(*this);
  if (level.too_deep() || steps_left_ == 0) return TooDeep();
  const std::uint32_t start = Here();
  TRY_ASSIGN(auto items, ParseJoinOperand());
  while (true) {
    const bool loose =
        IsAnyWord({Keyword::kPivot, Keyword::kUnpivot, Keyword::kCross}) || Is(TokenKind::kComma);
    if (loose && power == JoinPower::kTight) return items;
    if (IsAnyWord({Keyword::kPivot, Keyword::kUnpivot})) {
      const bool pivot = IsWord(Keyword::kPivot);
      JoinItem item;
      TRY_ASSIGN(item.table, pivot ? ParsePivot(std::move(items), true, start)
                                   : ParseUnpivot(std::move(items), true, start));
      item.range = Since(start);
      items.clear();
      items.push_back(std::move(item));
      continue;
    }
    std::string type;
    if (Accept(TokenKind::kComma) || AcceptWords(Keyword::kCross, Keyword::kJoin)) {
      type = "CROSS JOIN";
    } else if (AcceptWords(Keyword::kPositional, Keyword::kJoin)) {
      type = "POSITIONAL JOIN";
    } else {
      TRY_ASSIGN(type, ParseJoinOperator());
      if (type.empty()) return items;
    }
    // The condition of a join stands behind all that its right side joins: a JOIN b JOIN c ON x ON
    // y.
    const bool cross = type == "CROSS JOIN";
    TRY_ASSIGN(auto right, ParseJoins(cross ? JoinPower::kTight : JoinPower::kAny));
    right.front().join_type = type;
    if (!cross) {
      TRY_ASSIGN(auto constraint, ParseConstraint());
      if (constraint) right.front().constraint = std::move(constraint);
    }
    Append(items, std::move(right));
  }
}

Result<std::vector<JoinItem>> Grammar::ParseJoinOperand() {
  if (Is(TokenKind::kOpenParen) && !StartsQuery(1) && !StartsValues(1)) {
    // Either (a JOIN b) or ((SELECT …) UNION …): try the second when brackets follow.
    const std::size_t rewind = pos_;
    const std::uint32_t rewind_end = last_end_;
    bool is_query = Is(TokenKind::kOpenBrace, 1) || Is(TokenKind::kOpenParen, 1);
    if (is_query) {
      Next();
      is_query = ParseSetQuery() && Is(TokenKind::kCloseParen);
      pos_ = rewind;
      last_end_ = rewind_end;
    }
    if (!is_query) {
      Next();
      TRY_ASSIGN(auto items, ParseJoins());
      TRY(Expect(TokenKind::kCloseParen, "')'"));
      return items;
    }
  }
  TRY_ASSIGN(auto item, ParseTable());
  std::vector<JoinItem> items;
  items.push_back(std::move(item));
  return items;
}

Result<JoinItem> Grammar::ParseTable() {
  const std::uint32_t start = Here();
  JoinItem item;
  TRY_ASSIGN(item.table, ParseTableExpr(item));
  while (IsAnyWord({Keyword::kPivot, Keyword::kUnpivot}) && Is(TokenKind::kOpenParen, 1)) {
    const bool pivot = IsWord(Keyword::kPivot);
    JoinItem inner = std::move(item);
    inner.range = Since(start);
    item = JoinItem();
    std::vector<JoinItem> table;
    table.push_back(std::move(inner));
    TRY_ASSIGN(item.table, pivot ? ParsePivot(std::move(table), false, start)
                                 : ParseUnpivot(std::move(table), false, start));
  }
  if (IsWord(Keyword::kUnpivot) && IsWord(Keyword::kInclude, 1)) {
    JoinItem inner = std::move(item);
    inner.range = Since(start);
    item = JoinItem();
    std::vector<JoinItem> table;
    table.push_back(std::move(inner));
    TRY_ASSIGN(item.table, ParseUnpivot(std::move(table), false, start));
  }
  const std::uint32_t call_end = last_end_;
  // Of several aliases the last counts.
  while (IsTableAlias() || (IsWord(Keyword::kAs) && IsName(1))) {
    AcceptWord(Keyword::kAs);
    TRY_ASSIGN(item.alias, ParseName("a table alias"));
    item.column_aliases.reset();
    if (Is(TokenKind::kOpenParen)) {
      TRY_ASSIGN(item.column_aliases, ParseNameList());
    }
  }
  // The range of an element covers its alias, that of a table function only the call.
  const TextRange call = item.table_args ? TextRange{start, call_end} : TextRange{};
  const bool aliased = !item.alias.empty();
  const TextRange to_alias = Since(start);
  if (AcceptWord(Keyword::kFinal)) item.final_keyword = true;
  if (StartsSample()) {
    TRY_ASSIGN(item.sample, ParseSample());
  }
  item.range = item.table_args ? call : aliased ? to_alias : Since(start);
  return item;
}

Result<ExprPtr> Grammar::ParseTableExpr(JoinItem& item) {
  const std::uint32_t start = Here();
  if (Is(TokenKind::kTagOpen)) return ParseTag();
  if (Accept(TokenKind::kOpenBrace)) {
    PlaceholderNode node;
    TRY_ASSIGN(node.expr, ParseExpr());
    TRY(Expect(TokenKind::kCloseBrace, "'}'"));
    return Finish(std::move(node), start);
  }
  if (Accept(TokenKind::kOpenParen)) {
    if (StartsValues()) {
      TRY_ASSIGN(auto values, ParseValues());
      TRY(Expect(TokenKind::kCloseParen, "')'"));
      return values;
    }
    TRY_ASSIGN(auto query, ParseSetQuery());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    return query;
  }
  FieldNode field;
  TRY_ASSIGN(std::string name, ParseName("a table, '(' or '{'"));
  field.chain.push_back(std::move(name));
  if (Is(TokenKind::kOpenParen)) {
    TRY_ASSIGN(auto table, Finish(std::move(field), start));
    Next();
    TRY_ASSIGN(item.table_args, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    return table;
  }
  while (Is(TokenKind::kDot)) {
    Next();
    TRY_ASSIGN(name, ParseName("a table name after '.'"));
    field.chain.push_back(std::move(name));
  }
  return Finish(std::move(field), start);
}

bool Grammar::StartsValues(std::size_t ahead) const {
  return IsWord(Keyword::kValues, ahead) && Is(TokenKind::kOpenParen, ahead + 1);
}

bool Grammar::StartsSample(std::size_t ahead) const {
  return IsWord(Keyword::kSample, ahead) &&
         (IsNumber(ahead + 1) || Is(TokenKind::kOpenBrace, ahead + 1));
}

Result<ExprPtr> Grammar::ParseValues() {
  const std::uint32_t start = Here();
  Next();
  ValuesNode values;
  do {
    TRY(Expect(TokenKind::kOpenParen, "'('"));
    TRY_ASSIGN(auto row, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    values.rows.push_back(std::move(row));
  } while (Accept(TokenKind::kComma));
  return Finish(std::move(values), start);
}

Result<ExprPtr> Grammar::ParsePivot(std::vector<JoinItem> table, bool of_join,
                                    std::uint32_t start) {
  Next();
  TRY(Expect(TokenKind::kOpenParen, "'('"));
  PivotNode pivot;
  pivot.table = std::move(table);
  pivot.of_join = of_join;
  TRY_ASSIGN(pivot.aggregates, ParseOpenList());
  TRY(ExpectWord(Keyword::kFor, "FOR"));
  while (!Is(TokenKind::kCloseParen) && !IsWord(Keyword::kGroup)) {
    const std::uint32_t column_start = Here();
    PivotColumn column;
    TRY_ASSIGN(column.column, ParseValue(kComparePower + 1));
    TRY(ExpectWord(Keyword::kIn, "IN"));
    TRY(Expect(TokenKind::kOpenParen, "'('"));
    TRY_ASSIGN(column.values, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    column.range = Since(column_start);
    pivot.columns.push_back(std::move(column));
  }
  if (pivot.columns.empty()) return Unexpected("a column to pivot on");
  if (AcceptWords(Keyword::kGroup, Keyword::kBy)) {
    TRY_ASSIGN(pivot.group_by, ParseOpenList());
  }
  TRY(Expect(TokenKind::kCloseParen, "')'"));
  return Finish(std::move(pivot), start);
}

Result<ExprPtr> Grammar::ParseUnpivot(std::vector<JoinItem> table, bool of_join,
                                      std::uint32_t start) {
  Next();
  UnpivotNode unpivot;
  unpivot.table = std::move(table);
  unpivot.of_join = of_join;
  unpivot.include_nulls = AcceptWords(Keyword::kInclude, Keyword::kNulls);
  TRY(Expect(TokenKind::kOpenParen, "'('"));
  while (!Accept(TokenKind::kCloseParen)) {
    if (!unpivot.columns.empty()) {
      TRY(Expect(TokenKind::kComma, "',' or ')'"));
      if (Accept(TokenKind::kCloseParen)) break;
    }
    const std::uint32_t column_start = Here();
    UnpivotColumn column;
    TRY_ASSIGN(column.value_columns, ParseValue(kComparePower + 1));
    TRY(ExpectWord(Keyword::kFor, "FOR"));
    TRY_ASSIGN(column.name_columns, ParseValue(kComparePower + 1));
    TRY(ExpectWord(Keyword::kIn, "IN"));
    TRY(Expect(TokenKind::kOpenParen, "'('"));
    TRY_ASSIGN(column.unpivot_values, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    column.range = Since(column_start);
    unpivot.columns.push_back(std::move(column));
  }
  return Finish(std::move(unpivot), start);
}

Result<std::string> Grammar::ParseJoinOperator() {
  std::size_t i = IsWord(Keyword::kNatural) ? 1 : 0;
  Keyword direction = Keyword::kNone;
  bool outer = false;
  bool inner = false;
  std::vector<Keyword> strictness;
  for (;; ++i) {
    const Token& token = Peek(i);
    if (token.kind != TokenKind::kWord) return std::string();
    if (token.keyword == Keyword::kJoin) break;
    switch (token.keyword) {
      case Keyword::kLeft:
      case Keyword::kRight:
      case Keyword::kFull:
        if (direction != Keyword::kNone || inner) return std::string();
        direction = token.keyword;
        break;
      case Keyword::kOuter:
        if (outer || direction == Keyword::kNone) return std::string();
        outer = true;
        break;
      case Keyword::kInner:
        if (inner || direction != Keyword::kNone) return std::string();
        inner = true;
        break;
      case Keyword::kAll:
      case Keyword::kAny:
      case Keyword::kAsof:
      case Keyword::kAnti:
      case Keyword::kSemi:
        if (strictness.size() == 2) return std::string();
        strictness.push_back(token.keyword);
        break;
      default:
        return std::string();
    }
  }
  const auto spell = [](Keyword keyword) {
    switch (keyword) {
      case Keyword::kAll:
        return "ALL";
      case Keyword::kAny:
        return "ANY";
      case Keyword::kAsof:
        return "ASOF";
      case Keyword::kAnti:
        return "ANTI";
      default:
        return "SEMI";
    }
  };
  std::string type;
  if (direction != Keyword::kNone) {
    type = direction == Keyword::kLeft ? "LEFT" : direction == Keyword::kRight ? "RIGHT" : "FULL";
    if (outer) type += " OUTER";
    // ASOF stands last when two are given.
    for (const Keyword keyword : strictness) {
      if (keyword != Keyword::kAsof) type += std::string(" ") + spell(keyword);
    }
    for (const Keyword keyword : strictness) {
      if (keyword == Keyword::kAsof) type += " ASOF";
    }
    type += " JOIN";
  } else {
    for (const Keyword keyword : strictness) type += std::string(spell(keyword)) + " ";
    const bool half = !strictness.empty() &&
                      (strictness.back() == Keyword::kAnti || strictness.back() == Keyword::kSemi);
    if (inner || (!strictness.empty() && !half)) type += "INNER ";
    type += "JOIN";
  }
  for (std::size_t n = 0; n <= i; ++n) Next();
  return type;
}

bool Grammar::StartsAliasedTable() const {
  std::size_t i = 1;
  if (!Is(TokenKind::kComma) || !IsName(i) || !StartsOperand(i)) return false;
  for (++i; Is(TokenKind::kDot, i) && IsName(i + 1);) i += 2;
  const Token& token = Peek(i);
  if (token.kind == TokenKind::kQuotedWord) return true;
  if (token.kind != TokenKind::kWord) return false;
  return token.keyword == Keyword::kNone ||
         IsAnyWord({Keyword::kDate, Keyword::kFirst, Keyword::kId, Keyword::kKey, Keyword::kFinal},
                   i) ||
         (token.keyword == Keyword::kAs && IsName(i + 1) && Is(TokenKind::kOpenParen, i + 2));
}

Result<std::optional<JoinConstraint>> Grammar::ParseConstraint() {
  const std::uint32_t start = Here();
  JoinConstraint constraint;
  if (AcceptWord(Keyword::kOn)) {
    TRY_ASSIGN(auto list, ParseOpenList(&Grammar::StartsAliasedTable));
    if (list.size() > 1) {
      return NotImplemented("Unsupported: JOIN ... ON with multiple expressions", Since(start));
    }
    constraint.expr = std::move(list.front());
  } else if (IsWord(Keyword::kUsing) && !StartsSample(1)) {
    Next();
    constraint.kind = ConstraintKind::kUsing;
    const bool parens = Accept(TokenKind::kOpenParen);
    ExprList columns;
    if (parens) {
      TRY_ASSIGN(columns, ParseListUntil(TokenKind::kCloseParen, "',' or ')'"));
    } else {
      TRY_ASSIGN(columns, ParseOpenList(&Grammar::StartsAliasedTable));
    }
    if (columns.empty()) return Unexpected("a column");
    if (columns.size() == 1) {
      constraint.expr = std::move(columns.front());
    } else {
      TupleNode tuple;
      tuple.exprs = std::move(columns);
      constraint.expr = Make(std::move(tuple));
    }
  } else {
    return std::optional<JoinConstraint>();
  }
  constraint.range = Since(start);
  return std::optional<JoinConstraint>(std::move(constraint));
}

Result<Sample> Grammar::ParseSample() {
  const std::uint32_t start = Here();
  Next();
  Sample sample;
  TRY_ASSIGN(sample.value, ParseRatio());
  Accept(TokenKind::kPercent);
  if (AcceptWord(Keyword::kOffset)) {
    TRY_ASSIGN(sample.offset, ParseRatio());
  }
  if (Is(TokenKind::kOpenParen) && IsName(1) && Is(TokenKind::kCloseParen, 2)) {
    Next();
    Next();
    Next();
  }
  sample.range = Since(start);
  return sample;
}

Result<Ratio> Grammar::ParseRatio() {
  const std::uint32_t start = Here();
  Ratio ratio;
  if (Is(TokenKind::kOpenBrace)) {
    TRY_ASSIGN(ratio.left, ParseBraces());
  } else {
    if (!IsNumber()) return Unexpected("a ratio");
    TRY_ASSIGN(ratio.left, ParseNumber());
    if (Accept(TokenKind::kSlash)) {
      if (!IsNumber()) return Unexpected("a number");
      TRY_ASSIGN(ratio.right, ParseNumber());
    }
  }
  ratio.range = Since(start);
  return ratio;
}

}  // namespace tenrec::hogql
