// Calls, windows and ORDER BY elements: docs/spec/hogql.md, 2.2 and 2.4.

#include "tenrec/hogql/grammar.h"

namespace tenrec::hogql {

// Inside an argument list after '(': [DISTINCT] args [ORDER BY …] ')'.
Status Grammar::ParseArguments(CallNode& call) {
  // DISTINCT wins over a column of that name wherever it can: f(DISTINCT (a)), f(DISTINCT -a).
  // Only f(distinct * 2) multiplies.
  const bool times =
      Is(TokenKind::kStar, 1) && !Is(TokenKind::kComma, 2) && !Is(TokenKind::kCloseParen, 2);
  if (IsWord(Keyword::kDistinct) && !times &&
      (StartsOperand(1) || Is(TokenKind::kCloseParen, 1) || IsWord(Keyword::kOrder, 1))) {
    Next();
    call.distinct = true;
  }
  while (!Accept(TokenKind::kCloseParen)) {
    if (IsWord(Keyword::kOrder) && IsWord(Keyword::kBy, 1)) {
      AcceptWords(Keyword::kOrder, Keyword::kBy);
      TRY_ASSIGN(call.order_by, ParseOrderItems());
      return Expect(TokenKind::kCloseParen, "')'");
    }
    if (!call.args.empty()) {
      TRY(Expect(TokenKind::kComma, "',' or ')'"));
      if (Accept(TokenKind::kCloseParen)) return Ok();
      if (IsWord(Keyword::kOrder) && IsWord(Keyword::kBy, 1)) continue;
    }
    if (call.args.size() == 1 && IsWord(Keyword::kFrom)) return Unexpected("',' or ')'");
    TRY_ASSIGN(auto arg, ParseExpr());
    call.args.push_back(std::move(arg));
    if (call.args.size() == 1 && IsWord(Keyword::kFrom) && call.name.size() == 9 &&
        FindKeyword(call.name) == Keyword::kSubstring) {
      return NotImplemented("Unsupported rule: ColumnExprSubstring", Peek().range);
    }
  }
  return Ok();
}

Result<ExprPtr> Grammar::ParseCall(std::string name, std::uint32_t start) {
  CallNode call;
  call.name = std::move(name);
  Next();
  if (StartsQuery()) {
    TRY_ASSIGN(auto query, ParseSetQuery());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    return FinishCall(std::move(call.name), {std::move(query)}, start);
  }
  TRY(ParseArguments(call));
  bool second_list = false;
  if (Is(TokenKind::kOpenParen) && !call.distinct && !call.order_by && !StartsQuery(1)) {
    Next();
    second_list = true;
    call.params = std::move(call.args);
    call.args.clear();
    TRY(ParseArguments(call));
  }
  if (!second_list && IsWord(Keyword::kWithin) && IsWord(Keyword::kGroup, 1)) {
    AcceptWords(Keyword::kWithin, Keyword::kGroup);
    TRY(Expect(TokenKind::kOpenParen, "'('"));
    if (!AcceptWords(Keyword::kOrder, Keyword::kBy)) return Unexpected("ORDER BY");
    TRY_ASSIGN(call.within_group, ParseOrderItems());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
    call.params = std::move(call.args);
    call.args.clear();
    return Finish(std::move(call), start);
  }
  if (IsWord(Keyword::kFilter) && Is(TokenKind::kOpenParen, 1) && IsWord(Keyword::kWhere, 2)) {
    Next();
    Next();
    Next();
    TRY_ASSIGN(call.filter, ParseExpr());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
  }
  if (StartsWindow()) return ParseWindowCall(std::move(call), second_list, start);
  return Finish(std::move(call), start);
}

bool Grammar::StartsWindow() const {
  return IsWord(Keyword::kOver) && (Is(TokenKind::kOpenParen, 1) || IsName(1));
}

Result<ExprPtr> Grammar::ParseWindowCall(CallNode call, bool second_list, std::uint32_t start) {
  // DISTINCT is allowed in the second list only, where it changes nothing.
  if ((call.distinct && !second_list) || call.order_by) return Unexpected("");
  Next();
  WindowFunctionNode node;
  node.name = std::move(call.name);
  if (second_list) {
    node.exprs = std::move(*call.params);
    node.args = std::move(call.args);
  } else {
    node.exprs = std::move(call.args);
  }
  if (Accept(TokenKind::kOpenParen)) {
    TRY_ASSIGN(node.over, ParseWindow());
    TRY(Expect(TokenKind::kCloseParen, "')'"));
  } else {
    TRY_ASSIGN(node.over_name, ParseName("the name of a window"));
  }
  return Finish(std::move(node), start);
}

bool Grammar::StartsFrame() const {
  const std::size_t at = Is(TokenKind::kComma) ? 1 : 0;
  return IsAnyWord({Keyword::kRows, Keyword::kRange}, at) &&
         (IsAnyWord({Keyword::kBetween, Keyword::kUnbounded, Keyword::kCurrent}, at + 1) ||
          IsNumber(at + 1));
}

Result<Window> Grammar::ParseWindow() {
  const std::uint32_t start = Here();
  Window window;
  if (AcceptWords(Keyword::kPartition, Keyword::kBy)) {
    TRY_ASSIGN(window.partition_by, ParseOpenList(&Grammar::StartsFrame));
    Accept(TokenKind::kComma);
  }
  if (AcceptWords(Keyword::kOrder, Keyword::kBy)) {
    TRY_ASSIGN(window.order_by, ParseOrderItems());
  }
  if (IsAnyWord({Keyword::kRows, Keyword::kRange})) {
    window.frame_method =
        Next().keyword == Keyword::kRows ? FrameMethod::kRows : FrameMethod::kRange;
    if (AcceptWord(Keyword::kBetween)) {
      TRY_ASSIGN(window.frame_start, ParseFrameBound());
      TRY(ExpectWord(Keyword::kAnd, "AND"));
      TRY_ASSIGN(window.frame_end, ParseFrameBound());
    } else {
      TRY_ASSIGN(window.frame_start, ParseFrameBound());
    }
  }
  window.range = Since(start);
  return window;
}

Result<FrameBound> Grammar::ParseFrameBound() {
  const std::uint32_t start = Here();
  FrameBound bound;
  if (AcceptWords(Keyword::kCurrent, Keyword::kRow)) {
    bound.range = Since(start);
    return bound;
  }
  if (IsWord(Keyword::kUnbounded) && IsAnyWord({Keyword::kPreceding, Keyword::kFollowing}, 1)) {
    Next();
  } else {
    const Inside inside(open_frames_);
    TRY_ASSIGN(bound.value, ParseValue());
  }
  if (!IsAnyWord({Keyword::kPreceding, Keyword::kFollowing})) {
    return Unexpected("PRECEDING or FOLLOWING");
  }
  bound.kind = Next().keyword == Keyword::kPreceding ? FrameBoundKind::kPreceding
                                                     : FrameBoundKind::kFollowing;
  bound.range = Since(start);
  return bound;
}

Result<OrderItem> Grammar::ParseOrderItem() {
  const std::uint32_t start = Here();
  OrderItem item;
  {
    const Inside inside(open_orders_);
    TRY_ASSIGN(item.expr, ParseExpr());
  }
  if (IsAnyWord({Keyword::kAsc, Keyword::kAscending})) {
    Next();
  } else if (IsAnyWord({Keyword::kDesc, Keyword::kDescending})) {
    Next();
    item.order = SortOrder::kDescending;
  }
  if (IsWord(Keyword::kNulls) && IsAnyWord({Keyword::kFirst, Keyword::kLast}, 1)) {
    Next();
    Next();
  }
  if (IsWord(Keyword::kCollate) && Is(TokenKind::kString, 1)) {
    Next();
    Next();
  }
  if (IsWord(Keyword::kWith) && IsWord(Keyword::kFill, 1)) {
    const std::uint32_t fill_start = Here();
    AcceptWords(Keyword::kWith, Keyword::kFill);
    WithFill fill;
    if (AcceptWord(Keyword::kFrom)) {
      TRY_ASSIGN(fill.from, ParseExpr());
    }
    if (AcceptWord(Keyword::kTo)) {
      TRY_ASSIGN(fill.to, ParseExpr());
    }
    if (AcceptWord(Keyword::kStep)) {
      TRY_ASSIGN(fill.step, ParseExpr());
    }
    fill.range = Since(fill_start);
    item.fill = std::move(fill);
  }
  item.range = Since(start);
  return item;
}

Result<std::vector<OrderItem>> Grammar::ParseOrderItems() {
  std::vector<OrderItem> items;
  do {
    TRY_ASSIGN(auto item, ParseOrderItem());
    items.push_back(std::move(item));
  } while (Accept(TokenKind::kComma));
  return items;
}

}  // namespace tenrec::hogql
