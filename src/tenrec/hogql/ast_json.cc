#include "tenrec/hogql/ast_json.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "tenrec/hogql/ast_json_printer.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {

std::string AstJsonPrinter::Print(const Expr& expr) {
  switch (expr.kind) {
    case Kind::kConstant:
      return Constant(Cast<ConstantNode>(expr));
    case Kind::kField: {
      JsonNode object = Begin("Field", expr.range);
      object.Add("chain", Strings(Cast<FieldNode>(expr).chain));
      return object.Print();
    }
    case Kind::kPlaceholder:
      return Wrapper("Placeholder", expr.range, Cast<PlaceholderNode>(expr).expr);
    case Kind::kArithmetic:
      return Binary("ArithmeticOperation", expr.range, Cast<ArithmeticNode>(expr).left,
                    ArithmeticOpText(Cast<ArithmeticNode>(expr).op),
                    Cast<ArithmeticNode>(expr).right);
    case Kind::kCompare:
      return Compare(Cast<CompareNode>(expr));
    case Kind::kIsDistinctFrom: {
      const auto& node = Cast<IsDistinctFromNode>(expr);
      JsonNode object = Begin("IsDistinctFrom", expr.range);
      object.Add("left", Print(*node.left));
      object.Add("right", Print(*node.right));
      object.Add("negated", JsonBool(node.negated));
      return object.Print();
    }
    case Kind::kBetween: {
      const auto& node = Cast<BetweenNode>(expr);
      JsonNode object = Begin("BetweenExpr", expr.range);
      object.Add("expr", Print(*node.expr));
      object.Add("low", Print(*node.low));
      object.Add("high", Print(*node.high));
      object.Add("negated", JsonBool(node.negated));
      return object.Print();
    }
    case Kind::kAnd:
      return ListNode("And", expr.range, Cast<AndNode>(expr).exprs);
    case Kind::kOr:
      return ListNode("Or", expr.range, Cast<OrNode>(expr).exprs);
    case Kind::kNot:
      return Wrapper("Not", expr.range, Cast<NotNode>(expr).expr);
    case Kind::kCall:
      return Call(Cast<CallNode>(expr));
    case Kind::kExprCall: {
      JsonNode object = Begin("ExprCall", expr.range);
      object.Add("expr", Print(*Cast<ExprCallNode>(expr).expr));
      object.Add("args", List(Cast<ExprCallNode>(expr).args));
      return object.Print();
    }
    case Kind::kWindowFunction:
      return WindowFunction(Cast<WindowFunctionNode>(expr));
    case Kind::kLambda: {
      JsonNode object = Begin("Lambda", expr.range);
      object.Add("args", Strings(Cast<LambdaNode>(expr).args));
      object.Add("expr", Print(*Cast<LambdaNode>(expr).expr));
      return object.Print();
    }
    case Kind::kTuple:
      return ListNode("Tuple", expr.range, Cast<TupleNode>(expr).exprs);
    case Kind::kArray:
      return ListNode("Array", expr.range, Cast<ArrayNode>(expr).exprs);
    case Kind::kDict:
      return Dict(Cast<DictNode>(expr));
    default:
      return PrintAccess(expr);
  }
}

JsonNode AstJsonPrinter::Begin(std::string_view node, TextRange range) {
  JsonNode object(node);
  // Nodes that the parser made up stand nowhere in the text.
  if (positions_ == Positions::kInclude && range != kNowhere) {
    object.Add("start", Position(range.start));
    object.Add("end", Position(range.end));
  }
  return object;
}

std::string AstJsonPrinter::Position(std::uint32_t offset) const {
  const auto line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - 1;
  return "{\"column\":" + std::to_string(offset - *line) +
         ",\"line\":" + std::to_string(line - line_starts_.begin() + 1) +
         ",\"offset\":" + std::to_string(offset) + "}";
}

std::string AstJsonPrinter::Strings(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    out += QuoteJson(text);
  }
  return out + "]";
}

std::string AstJsonPrinter::List(const ExprList& exprs) {
  return Each(exprs, [&](const ExprPtr& expr) { return Print(*expr); });
}

std::string AstJsonPrinter::Wrapper(std::string_view node, TextRange range, const ExprPtr& expr) {
  JsonNode object = Begin(node, range);
  object.Add("expr", Print(*expr));
  return object.Print();
}

std::string AstJsonPrinter::ListNode(std::string_view node, TextRange range,
                                     const ExprList& exprs) {
  JsonNode object = Begin(node, range);
  object.Add("exprs", List(exprs));
  return object.Print();
}

std::string AstJsonPrinter::Binary(std::string_view node, TextRange range, const ExprPtr& left,
                                   std::string_view op, const ExprPtr& right) {
  JsonNode object = Begin(node, range);
  object.Add("left", Print(*left));
  object.Add("op", QuoteJson(op));
  object.Add("right", Print(*right));
  return object.Print();
}

std::string AstJsonPrinter::Constant(const ConstantNode& node) {
  JsonNode object = Begin("Constant", node.range);
  std::string value = "null";
  bool number_as_text = false;
  if (const auto* flag = std::get_if<bool>(&node.value)) {
    value = JsonBool(*flag);
  } else if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
    value = std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&node.value)) {
    number_as_text = !std::isfinite(*number);
    value = number_as_text ? QuoteJson(std::isnan(*number) ? "NaN"
                                       : *number > 0       ? "Infinity"
                                                           : "-Infinity")
                           : Float(*number);
  } else if (const auto* big = std::get_if<BigInteger>(&node.value)) {
    number_as_text = true;
    value = QuoteJson(big->digits);
  } else if (const auto* text = std::get_if<std::string>(&node.value)) {
    value = QuoteJson(*text);
  } else if (const auto* instant = std::get_if<Timestamp>(&node.value)) {
    value = QuoteJson(FormatIso(*instant));
  }
  object.Add("value", std::move(value));
  if (number_as_text) object.Add("value_type", "\"number\"");
  return object.Print();
}

std::string AstJsonPrinter::Float(double number) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.17g", number);
  std::string text = buffer.data();
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string AstJsonPrinter::Compare(const CompareNode& node) {
  JsonNode object = Begin("CompareOperation", node.range);
  object.Add("left", Print(*node.left));
  object.Add("op", QuoteJson(CompareOpText(node.op)));
  object.Add("right", Print(*node.right));
  if (node.is_null_style) object.Add("is_null_comparison_style", "true");
  return object.Print();
}

std::string AstJsonPrinter::Call(const CallNode& node) {
  JsonNode object = Begin("Call", node.range);
  object.Add("name", QuoteJson(node.name));
  object.Add("args", List(node.args));
  if (node.synthesised) return object.Print();
  object.Add("params", node.params ? List(*node.params) : "null");
  object.Add("distinct", JsonBool(node.distinct));
  if (node.within_group) {
    object.Add("within_group", Order(*node.within_group));
    return object.Print();
  }
  object.Add("order_by", node.order_by ? Order(*node.order_by) : "null");
  object.Add("filter_expr", OrNull(node.filter));
  return object.Print();
}

std::string AstJsonPrinter::Order(const std::vector<OrderItem>& items) {
  return Each(items, [&](const OrderItem& item) {
    JsonNode object = Begin("OrderExpr", item.range);
    object.Add("expr", Print(*item.expr));
    object.Add("order", item.order == SortOrder::kAscending ? "\"ASC\"" : "\"DESC\"");
    if (item.fill) {
      JsonNode fill = Begin("WithFillExpr", item.fill->range);
      if (item.fill->from) fill.Add("from_value", Print(*item.fill->from));
      if (item.fill->to) fill.Add("to_value", Print(*item.fill->to));
      if (item.fill->step) fill.Add("step_value", Print(*item.fill->step));
      object.Add("with_fill", fill.Print());
    }
    return object.Print();
  });
}

std::string AstJsonPrinter::WindowFunction(const WindowFunctionNode& node) {
  JsonNode object = Begin("WindowFunction", node.range);
  object.Add("name", QuoteJson(node.name));
  object.Add("exprs", List(node.exprs));
  object.Add("args", node.args ? List(*node.args) : "[]");
  if (node.over) {
    object.Add("over_expr", PrintWindow(*node.over));
  } else {
    object.Add("over_identifier", QuoteJson(node.over_name));
  }
  return object.Print();
}

std::string AstJsonPrinter::PrintWindow(const Window& window) {
  JsonNode object = Begin("WindowExpr", window.range);
  object.Add("partition_by", window.partition_by ? List(*window.partition_by) : "null");
  object.Add("order_by", window.order_by ? Order(*window.order_by) : "null");
  if (window.frame_method) {
    object.Add("frame_method",
               *window.frame_method == FrameMethod::kRows ? "\"ROWS\"" : "\"RANGE\"");
  }
  object.Add("frame_start", Bound(window.frame_start));
  object.Add("frame_end", Bound(window.frame_end));
  return object.Print();
}

std::string AstJsonPrinter::Bound(const std::optional<FrameBound>& bound) {
  if (!bound) return "null";
  JsonNode object = Begin("WindowFrameExpr", bound->range);
  if (bound->kind == FrameBoundKind::kCurrentRow) {
    object.Add("frame_type", "\"CURRENT ROW\"");
    return object.Print();
  }
  object.Add("frame_type",
             bound->kind == FrameBoundKind::kPreceding ? "\"PRECEDING\"" : "\"FOLLOWING\"");
  std::string value = "null";
  if (const auto* constant = As<ConstantNode>(bound->value)) {
    const auto* integer = std::get_if<std::int64_t>(&constant->value);
    value = integer != nullptr ? std::to_string(*integer) : Print(*constant);
  } else if (bound->value) {
    value = Print(*bound->value);
  }
  object.Add("frame_value", std::move(value));
  return object.Print();
}

std::string AstJsonPrinter::Dict(const DictNode& node) {
  JsonNode object = Begin("Dict", node.range);
  object.Add("items", Each(node.items, [&](const auto& item) {
               return "[" + Print(*item.first) + "," + Print(*item.second) + "]";
             }));
  return object.Print();
}

std::string AstJsonPrinter::PrintAccess(const Expr& expr) {
  switch (expr.kind) {
    case Kind::kTupleAccess: {
      const auto& node = Cast<TupleAccessNode>(expr);
      JsonNode object = Begin("TupleAccess", expr.range);
      object.Add("tuple", Print(*node.tuple));
      object.Add("index", std::to_string(node.index));
      if (node.nullish) object.Add("nullish", "true");
      return object.Print();
    }
    case Kind::kArrayAccess: {
      const auto& node = Cast<ArrayAccessNode>(expr);
      JsonNode object = Begin("ArrayAccess", expr.range);
      object.Add("array", Print(*node.array));
      object.Add("property", Print(*node.property));
      if (node.nullish) object.Add("nullish", "true");
      return object.Print();
    }
    case Kind::kArraySlice: {
      const auto& node = Cast<ArraySliceNode>(expr);
      JsonNode object = Begin("ArraySlice", expr.range);
      object.Add("array", Print(*node.array));
      if (node.start) object.Add("start_expr", Print(*node.start));
      if (node.end) object.Add("end_expr", Print(*node.end));
      return object.Print();
    }
    case Kind::kAlias: {
      JsonNode object = Begin("Alias", expr.range);
      object.Add("alias", QuoteJson(Cast<AliasNode>(expr).alias));
      object.Add("expr", Print(*Cast<AliasNode>(expr).expr));
      return object.Print();
    }
    case Kind::kTypeCast: {
      const auto& node = Cast<TypeCastNode>(expr);
      JsonNode object = Begin(node.is_try ? "TryCast" : "TypeCast", expr.range);
      object.Add("expr", Print(*node.expr));
      object.Add("type_name", QuoteJson(node.type_name));
      return object.Print();
    }
    case Kind::kColumns:
      return Columns(Cast<ColumnsNode>(expr));
    case Kind::kSpread:
      return Wrapper("SpreadExpr", expr.range, Cast<SpreadNode>(expr).expr);
    case Kind::kNamedArgument: {
      JsonNode object = Begin("NamedArgument", kNowhere);
      object.Add("name", QuoteJson(Cast<NamedArgumentNode>(expr).name));
      object.Add("value", Print(*Cast<NamedArgumentNode>(expr).value));
      return object.Print();
    }
    case Kind::kPositionalRef: {
      JsonNode object = Begin("PositionalRef", expr.range);
      object.Add("index", std::to_string(Cast<PositionalRefNode>(expr).index));
      return object.Print();
    }
    case Kind::kTag:
      return Tag(Cast<TagNode>(expr));
    default:
      return PrintQuery(expr);
  }
}

std::string AstJsonPrinter::Columns(const ColumnsNode& node) {
  JsonNode object = Begin("ColumnsExpr", node.range);
  if (node.regex) object.Add("regex", QuoteJson(*node.regex));
  if (node.columns) object.Add("columns", List(*node.columns));
  if (node.all_columns) object.Add("all_columns", "true");
  if (!node.exclude.empty()) object.Add("exclude", Strings(node.exclude));
  if (!node.replace.empty()) {
    JsonNode replace("");
    for (const auto& [name, value] : node.replace) replace.Add(name, Print(*value));
    object.Add("replace", replace.Print());
  }
  return object.Print();
}

std::string AstJsonPrinter::Tag(const TagNode& node) {
  JsonNode object = Begin("HogQLXTag", node.range);
  object.Add("kind", QuoteJson(node.tag));
  object.Add("attributes", Each(node.attributes, [&](const TagAttribute& attribute) {
               JsonNode inner = Begin("HogQLXAttribute", attribute.range);
               inner.Add("name", QuoteJson(attribute.name));
               inner.Add("value",
                         attribute.children ? List(*attribute.children) : Print(*attribute.value));
               return inner.Print();
             }));
  return object.Print();
}

std::string PrintAstJson(const Expr& expr, Positions positions, std::string_view source) {
  return AstJsonPrinter(positions, source).Print(expr);
}

}  // namespace tenrec::hogql
