#include "tenrec/sql/print.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "tenrec/base/check.h"
#include "tenrec/sql/quote.h"
#include "tenrec/sql/statement_printer.h"

namespace tenrec::sql {
namespace {

// Words that ClickHouse may read as syntax where a name stands. In alphabetical order.
constexpr auto kReserved = std::to_array<std::string_view>({
    "and",    "anti",   "as",     "asc",       "asof",     "between",  "by",      "case",
    "cast",   "cross",  "desc",   "distinct",  "else",     "end",      "except",  "exists",
    "false",  "final",  "from",   "full",      "global",   "group",    "having",  "ilike",
    "in",     "inf",    "inner",  "intersect", "interval", "into",     "is",      "join",
    "left",   "like",   "limit",  "nan",       "not",      "null",     "offset",  "on",
    "or",     "order",  "outer",  "over",      "paste",    "prewhere", "qualify", "right",
    "sample", "select", "semi",   "settings",  "then",     "true",     "union",   "using",
    "when",   "where",  "window", "with",
});

bool IsReserved(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return std::find(kReserved.begin(), kReserved.end(), lower) != kReserved.end();
}

std::string PrintFloat(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Inf" : "-Inf";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string PrintInstant(const Instant& instant) {
  const CivilTime c = ToCivilUtc(instant.time);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d.%06d",
                static_cast<int>(c.year), c.month, c.day, c.hour, c.minute, c.second, c.micros);
  std::string out = "toDateTime64('" + std::string(text.data()) + "', 6, 'UTC')";
  if (instant.zone != "UTC") out = "toTimeZone(" + out + ", " + QuoteText(instant.zone) + ")";
  return out;
}

}  // namespace

bool IsPlainIdentifier(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (name.empty() || !letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

Error PrintError(std::string message, TextRange range) {
  Error error = InvalidArgument(std::move(message)).WithTag("query_error");
  if (range.end != 0) error.range = range;
  return error;
}

Result<Text> StatementPrinter::Run(const Expr& query) {
  TENREC_CHECK(options_.team_id > 0) << "a statement without a team";
  TRY(PrintQuery(query));
  TRY(CheckNames());
  if (!options_.settings.empty()) {
    const char* separator = " SETTINGS ";
    for (const auto& [name, value] : options_.settings) {
      out_.append(separator).append(name).append("=").append(value);
      separator = ", ";
    }
  }
  Text text;
  text.sql = std::move(out_);
  text.params = std::move(params_);
  return text;
}

// No name of the statement may equal the alias of a base table: the guard `alias.team_id` would
// then read something else.
Status StatementPrinter::CheckNames() const {
  for (const std::string& name : names_) {
    if (base_aliases_.contains(name)) {
      return PrintError("\"" + name + "\" is reserved and cannot be used as a name");
    }
  }
  return Ok();
}

Status StatementPrinter::Identifier(std::string_view name, TextRange range) {
  if (name.find('%') != std::string_view::npos) {
    return PrintError("The HogQL identifier \"" + std::string(name) +
                          "\" is not permitted as it contains the \"%\" character",
                      range);
  }
  if (name.empty() || name.find('\0') != std::string_view::npos) {
    return PrintError("A name must not be empty", range);
  }
  out_ += QuoteIdentifier(name);
  return Ok();
}

// A name that the author of the question chose.
Status StatementPrinter::GivenName(std::string_view name, TextRange range) {
  names_.emplace(name);
  return Identifier(name, range);
}

Status StatementPrinter::List(const ExprList& exprs) {
  for (std::size_t i = 0; i < exprs.size(); ++i) {
    if (i > 0) out_ += ", ";
    TRY(PrintExpr(*exprs[i]));
  }
  return Ok();
}

Status StatementPrinter::PrintExpr(const Expr& expr) {
  const Level level(depth_);
  if (depth_ > kMaxStatementDepth) return PrintError("The query is nested too deeply", expr.range);
  switch (expr.kind) {
    case Kind::kLiteral:
      PrintLiteral(static_cast<const LiteralNode&>(expr));
      return Ok();
    case Kind::kColumn: {
      const auto& column = static_cast<const ColumnNode&>(expr);
      TRY(Identifier(column.table, expr.range));
      out_ += '.';
      return Identifier(column.column, expr.range);
    }
    case Kind::kName:
      return GivenName(static_cast<const NameNode&>(expr).name, expr.range);
    case Kind::kCall:
      return PrintCall(static_cast<const CallNode&>(expr));
    case Kind::kLambda:
      return PrintLambda(static_cast<const LambdaNode&>(expr));
    case Kind::kTuple:
      out_ += "tuple(";
      TRY(List(static_cast<const TupleNode&>(expr).exprs));
      out_ += ')';
      return Ok();
    case Kind::kArray:
      out_ += '[';
      TRY(List(static_cast<const ArrayNode&>(expr).exprs));
      out_ += ']';
      return Ok();
    case Kind::kElement: {
      const auto& element = static_cast<const ElementNode&>(expr);
      out_ += "tupleElement(";
      TRY(PrintExpr(*element.tuple));
      out_ += ", " + std::to_string(element.index) + ")";
      return Ok();
    }
    case Kind::kAlias: {
      const auto& alias = static_cast<const AliasNode&>(expr);
      // A name of a name needs brackets.
      const bool renames = alias.expr->kind == Kind::kAlias;
      if (renames) out_ += '(';
      TRY(PrintExpr(*alias.expr));
      if (renames) out_ += ')';
      const auto* column = As<ColumnNode>(alias.expr);
      if (alias.alias == kTeamColumn && (column == nullptr || column->column != kTeamColumn)) {
        return PrintError(
            "\"team_id\" cannot be an alias or identifier, as it's a reserved keyword", expr.range);
      }
      out_ += " AS ";
      return GivenName(alias.alias, expr.range);
    }
    case Kind::kWindowCall:
      return PrintWindowCall(static_cast<const WindowCallNode&>(expr));
    case Kind::kSelect:
    case Kind::kSelectSet:
      out_ += '(';
      TRY(PrintQuery(expr));
      out_ += ')';
      return Ok();
  }
  return Internal("unknown node");
}

void StatementPrinter::PrintLiteral(const LiteralNode& literal) {
  if (const auto* flag = std::get_if<bool>(&literal.value)) {
    out_ += *flag ? "true" : "false";
  } else if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
    out_ += std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&literal.value)) {
    out_ += PrintFloat(*number);
  } else if (const auto* big = std::get_if<BigInteger>(&literal.value)) {
    PrintBig(big->digits);
  } else if (const auto* text = std::get_if<std::string>(&literal.value)) {
    PrintText(*text, literal.fixed);
  } else if (const auto* instant = std::get_if<Instant>(&literal.value)) {
    out_ += PrintInstant(*instant);
  } else {
    out_ += "NULL";
  }
}

void StatementPrinter::PrintBig(std::string_view digits) {
  const bool plain = !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-' ||
           c == 'x';
  });
  out_ += plain ? digits : "NULL";
}

void StatementPrinter::PrintText(const std::string& text, bool fixed) {
  if (fixed || options_.text_literals == TextLiterals::kInline) {
    out_ += QuoteText(text);
    return;
  }
  const auto [found, added] = param_names_.try_emplace(text, "p" + std::to_string(params_.size()));
  if (added) params_.emplace_back(found->second, EscapeParam(text));
  out_ += "{" + found->second + ":String}";
}

Status StatementPrinter::PrintCall(const CallNode& call) {
  if (!IsPlainIdentifier(call.name)) {
    return PrintError("'" + call.name + "' is not a function name", call.range);
  }
  out_ += call.name;
  out_ += '(';
  if (call.params) {
    TRY(List(*call.params));
    out_ += ")(";
  }
  if (call.distinct) out_ += "DISTINCT ";
  TRY(List(call.args));
  out_ += ')';
  return Ok();
}

Status StatementPrinter::PrintLambda(const LambdaNode& lambda) {
  out_ += '(';
  for (std::size_t i = 0; i < lambda.args.size(); ++i) {
    if (i > 0) out_ += ", ";
    TRY(GivenName(lambda.args[i], lambda.range));
  }
  out_ += ") -> ";
  return PrintExpr(*lambda.body);
}

Status StatementPrinter::PrintOrder(const std::vector<OrderItem>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out_ += ", ";
    TRY(PrintExpr(*items[i].expr));
    out_ += items[i].order == SortOrder::kAscending ? " ASC" : " DESC";
    if (!items[i].fill) continue;
    out_ += " WITH FILL";
    const auto part = [&](const char* word, const ExprPtr& expr) -> Status {
      if (!expr) return Ok();
      out_ += word;
      return PrintExpr(*expr);
    };
    TRY(part(" FROM ", items[i].fill->from));
    TRY(part(" TO ", items[i].fill->to));
    TRY(part(" STEP ", items[i].fill->step));
  }
  return Ok();
}

Status StatementPrinter::PrintWindow(const Window& window) {
  out_ += '(';
  const char* separator = "";
  if (!window.partition_by.empty()) {
    out_ += "PARTITION BY ";
    TRY(List(window.partition_by));
    separator = " ";
  }
  if (!window.order_by.empty()) {
    out_ += separator;
    out_ += "ORDER BY ";
    TRY(PrintOrder(window.order_by));
    separator = " ";
  }
  if (window.has_frame) {
    out_ += separator;
    out_ += window.frame_is_range ? "RANGE " : "ROWS ";
    if (window.frame_end) out_ += "BETWEEN ";
    PrintBound(window.frame_start);
    if (window.frame_end) {
      out_ += " AND ";
      PrintBound(*window.frame_end);
    }
  }
  out_ += ')';
  return Ok();
}

void StatementPrinter::PrintBound(const FrameBound& bound) {
  if (bound.kind == FrameBoundKind::kCurrentRow) {
    out_ += "CURRENT ROW";
    return;
  }
  out_ += bound.value ? std::to_string(*bound.value) : "UNBOUNDED";
  out_ += bound.kind == FrameBoundKind::kPreceding ? " PRECEDING" : " FOLLOWING";
}

Status StatementPrinter::PrintWindowCall(const WindowCallNode& node) {
  TRY(PrintExpr(*node.call));
  out_ += " OVER ";
  if (node.over) return PrintWindow(*node.over);
  return GivenName(node.over_name, node.range);
}

Text InsertInto(std::string_view table, const std::vector<std::string>& columns, Text select) {
  std::string head = "INSERT INTO " + QuoteIdentifier(table) + " (";
  for (const std::string& column : columns) {
    if (&column != &columns.front()) head += ", ";
    head += QuoteIdentifier(column);
  }
  select.sql.insert(0, head + ") ");
  return select;
}

Text Explain(Text statement) {
  // EXPLAIN reads no set of queries in brackets, so there is a SELECT around it.
  constexpr std::string_view kSettings = " SETTINGS ";
  const std::size_t settings = statement.sql.rfind(kSettings);
  if (statement.sql.starts_with('(') && settings != std::string::npos) {
    statement.sql.insert(settings, ")");
    statement.sql.insert(0, "SELECT * FROM (");
  }
  // As a subquery, for the embedded engine streams nothing but SELECT.
  statement.sql = "SELECT explain FROM (EXPLAIN " + statement.sql + ")";
  return statement;
}

std::string QuoteIdentifier(std::string_view name) {
  if (IsPlainIdentifier(name) && !IsReserved(name)) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '\\';
    AppendEscaped(out, c);
  }
  return out + "`";
}

Result<Text> Print(const Expr& query, const PrintOptions& options) {
  return StatementPrinter(options).Run(query);
}

}  // namespace tenrec::sql
