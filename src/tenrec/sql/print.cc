#include "tenrec/sql/print.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "tenrec/base/check.h"
#include "tenrec/sql/quote.h"

namespace tenrec::sql {
namespace {

constexpr int kMaxDepth = 2000;

constexpr std::string_view kTeamColumn = "team_id";

bool IsPlainIdentifier(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (name.empty() || !letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// Words that ClickHouse may read as syntax where a name stands. In alphabetical order.
constexpr auto kReserved = std::to_array<std::string_view>({
    "and",      "anti",   "as",       "asc",    "asof",   "between",  "by",     "case",  "cast",
    "cross",    "desc",   "distinct", "else",   "end",    "except",   "exists", "false", "final",
    "from",     "full",   "global",   "group",  "having", "ilike",    "in",     "inf",   "inner",
    "interval", "into",   "is",       "join",   "left",   "like",     "limit",  "nan",   "not",
    "null",     "offset", "on",       "or",     "order",  "outer",    "over",   "paste", "prewhere",
    "qualify",  "right",  "sample",   "select", "semi",   "settings", "then",   "true",  "union",
    "using",    "when",   "where",    "window", "with",
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

constexpr auto kJoins = std::to_array<std::string_view>({
    "JOIN",
    "INNER JOIN",
    "ANY INNER JOIN",
    "ALL INNER JOIN",
    "ASOF INNER JOIN",
    "LEFT JOIN",
    "LEFT ANY JOIN",
    "LEFT ALL JOIN",
    "LEFT ASOF JOIN",
    "LEFT SEMI JOIN",
    "LEFT ANTI JOIN",
    "RIGHT JOIN",
    "RIGHT ANY JOIN",
    "RIGHT ALL JOIN",
    "RIGHT SEMI JOIN",
    "RIGHT ANTI JOIN",
    "FULL JOIN",
    "FULL ALL JOIN",
    "FULL ANY JOIN",
    "CROSS JOIN",
});

Error QueryError(std::string message, TextRange range = {}) {
  Error error = InvalidArgument(std::move(message)).WithTag("query_error");
  if (range.end != 0) error.range = range;
  return error;
}

class Printer {
 public:
  explicit Printer(const PrintOptions& options) : options_(options) {}

  Result<Text> Run(const Expr& query) {
    TENREC_CHECK(options_.team_id > 0) << "a statement without a team";
    TRY(PrintQuery(query));
    TRY(CheckNames());
    if (!options_.settings.empty()) {
      const char* separator = " SETTINGS ";
      for (const auto& [name, value] : options_.settings) {
        out_ += separator + name + "=" + value;
        separator = ", ";
      }
    }
    Text text;
    text.sql = std::move(out_);
    text.params = std::move(params_);
    return text;
  }

 private:
  class Level {
   public:
    explicit Level(int& depth) : depth_(depth) { ++depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth_; }

   private:
    int& depth_;
  };

  // No name of the statement may equal the alias of a base table: the guard `alias.team_id` would
  // then read something else.
  Status CheckNames() const {
    for (const std::string& name : names_) {
      if (base_aliases_.contains(name)) {
        return QueryError("\"" + name + "\" is reserved and cannot be used as a name");
      }
    }
    return Ok();
  }

  Status Identifier(std::string_view name, TextRange range = {}) {
    if (name.find('%') != std::string_view::npos) {
      return QueryError("The HogQL identifier \"" + std::string(name) +
                            "\" is not permitted as it contains the \"%\" character",
                        range);
    }
    if (name.empty() || name.find('\0') != std::string_view::npos) {
      return QueryError("A name must not be empty", range);
    }
    out_ += QuoteIdentifier(name);
    return Ok();
  }

  // A name that the author of the question chose.
  Status GivenName(std::string_view name, TextRange range) {
    names_.emplace(name);
    return Identifier(name, range);
  }

  Status List(const ExprList& exprs) {
    for (std::size_t i = 0; i < exprs.size(); ++i) {
      if (i > 0) out_ += ", ";
      TRY(PrintExpr(*exprs[i]));
    }
    return Ok();
  }

  Status PrintExpr(const Expr& expr) {
    const Level level(depth_);
    if (depth_ > kMaxDepth) return QueryError("The query is nested too deeply", expr.range);
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
        TRY(PrintExpr(*alias.expr));
        const auto* column = As<ColumnNode>(alias.expr);
        if (alias.alias == kTeamColumn && (column == nullptr || column->column != kTeamColumn)) {
          return QueryError(
              "\"team_id\" cannot be an alias or identifier, as it's a reserved keyword",
              expr.range);
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

  void PrintLiteral(const LiteralNode& literal) {
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

  void PrintBig(std::string_view digits) {
    const bool plain = !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
             c == '-' || c == 'x';
    });
    out_ += plain ? digits : "NULL";
  }

  void PrintText(const std::string& text, bool fixed) {
    if (fixed || options_.text_literals == TextLiterals::kInline) {
      out_ += QuoteText(text);
      return;
    }
    const auto [found, added] =
        param_names_.try_emplace(text, "p" + std::to_string(params_.size()));
    if (added) params_.emplace_back(found->second, EscapeParam(text));
    out_ += "{" + found->second + ":String}";
  }

  Status PrintCall(const CallNode& call) {
    if (!IsPlainIdentifier(call.name)) {
      return QueryError("'" + call.name + "' is not a function name", call.range);
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

  Status PrintLambda(const LambdaNode& lambda) {
    out_ += '(';
    for (std::size_t i = 0; i < lambda.args.size(); ++i) {
      if (i > 0) out_ += ", ";
      TRY(GivenName(lambda.args[i], lambda.range));
    }
    out_ += ") -> ";
    return PrintExpr(*lambda.body);
  }

  Status PrintOrder(const std::vector<OrderItem>& items) {
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

  Status PrintWindow(const Window& window) {
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

  void PrintBound(const FrameBound& bound) {
    if (bound.kind == FrameBoundKind::kCurrentRow) {
      out_ += "CURRENT ROW";
      return;
    }
    out_ += bound.value ? std::to_string(*bound.value) : "UNBOUNDED";
    out_ += bound.kind == FrameBoundKind::kPreceding ? " PRECEDING" : " FOLLOWING";
  }

  Status PrintWindowCall(const WindowCallNode& node) {
    TRY(PrintExpr(*node.call));
    out_ += " OVER ";
    if (node.over) return PrintWindow(*node.over);
    return GivenName(node.over_name, node.range);
  }

  Status PrintQuery(const Expr& query) {
    const Level level(depth_);
    if (depth_ > kMaxDepth) return QueryError("The query is nested too deeply", query.range);
    if (const auto* select = As<SelectNode>(&query)) return PrintSelect(*select);
    const auto* set = As<SelectSetNode>(&query);
    if (set == nullptr) return Internal("a query was expected");
    return PrintSet(*set);
  }

  static const char* SetOperator(SetOp op) {
    switch (op) {
      case SetOp::kUnionAll:
        return " UNION ALL ";
      case SetOp::kUnionDistinct:
        return " UNION DISTINCT ";
      case SetOp::kIntersect:
        return " INTERSECT ";
      case SetOp::kIntersectDistinct:
        return " INTERSECT DISTINCT ";
      case SetOp::kExcept:
        return " EXCEPT ";
      case SetOp::kExceptDistinct:
        return " EXCEPT DISTINCT ";
    }
    return " ";
  }

  // A limit on the whole set needs a SELECT around it; operators apply from left to right, so a
  // change of operator needs brackets.
  Status PrintSet(const SelectSetNode& set) {
    const bool wrapped = set.limit || set.offset;
    if (wrapped) out_ += "SELECT * FROM (";
    int brackets = 0;
    for (std::size_t i = 1; i < set.rest.size(); ++i) {
      if (set.rest[i].op != set.rest[i - 1].op) ++brackets;
    }
    out_.append(static_cast<std::size_t>(brackets), '(');
    TRY(PrintMember(*set.initial));
    for (std::size_t i = 0; i < set.rest.size(); ++i) {
      if (i > 0 && set.rest[i].op != set.rest[i - 1].op) out_ += ')';
      out_ += SetOperator(set.rest[i].op);
      TRY(PrintMember(*set.rest[i].query));
    }
    if (wrapped) out_ += ')';
    return PrintLimit(set.limit, set.offset, false);
  }

  Status PrintMember(const Expr& query) {
    out_ += '(';
    TRY(PrintQuery(query));
    out_ += ')';
    return Ok();
  }

  Status PrintLimit(const ExprPtr& limit, const ExprPtr& offset, bool with_ties) {
    if (limit) {
      out_ += " LIMIT ";
      TRY(PrintExpr(*limit));
      if (with_ties) out_ += " WITH TIES";
    }
    if (offset) {
      out_ += " OFFSET ";
      TRY(PrintExpr(*offset));
    }
    return Ok();
  }

  Status Clause(const char* word, const ExprPtr& expr) {
    if (!expr) return Ok();
    out_ += word;
    return PrintExpr(*expr);
  }

  Status PrintSelect(const SelectNode& select) {
    out_ += select.distinct ? "SELECT DISTINCT " : "SELECT ";
    if (select.select.empty()) return QueryError("A SELECT needs columns", select.range);
    TRY(List(select.select));
    // The guard stands in this query when it can, otherwise in a query of its own. Always in
    // PREWHERE: in WHERE the engine may evaluate the author's conditions first, on rows of other
    // projects, and an error would tell what they hold.
    const bool direct = IsDirect(select);
    TRY(PrintFrom(select, direct));
    if (direct) {
      TRY(Clause(" PREWHERE ", Guard(select.from[0].alias)));
    }
    TRY(PrintWhere(select));
    TRY(PrintGroupBy(select));
    TRY(Clause(" HAVING ", select.having));
    for (std::size_t i = 0; i < select.windows.size(); ++i) {
      out_ += i == 0 ? " WINDOW " : ", ";
      TRY(GivenName(select.windows[i].name, select.range));
      out_ += " AS ";
      TRY(PrintWindow(select.windows[i].window));
    }
    TRY(Clause(" QUALIFY ", select.qualify));
    if (!select.order_by.empty()) {
      out_ += " ORDER BY ";
      TRY(PrintOrder(select.order_by));
    }
    if (select.limit_by) {
      out_ += " LIMIT ";
      TRY(PrintExpr(*select.limit_by->n));
      TRY(Clause(" OFFSET ", select.limit_by->offset));
      out_ += " BY ";
      TRY(List(select.limit_by->exprs));
    }
    return PrintLimit(select.limit, select.offset, select.limit_with_ties);
  }

  /// Whether every row of the first table passes PREWHERE before anything else happens to it: when
  /// it is alone, or when queries are joined to it that cannot bring in rows of their own.
  static bool IsDirect(const SelectNode& select) {
    if (select.from.empty() || select.array_join) return false;
    if (!std::holds_alternative<BaseTable>(select.from[0].table)) return false;
    return std::all_of(select.from.begin() + 1, select.from.end(), [](const Source& source) {
      return std::holds_alternative<DerivedTable>(source.table) &&
             (source.join == "LEFT JOIN" || source.join == "INNER JOIN");
    });
  }

  Status PrintFrom(const SelectNode& select, bool direct) {
    for (std::size_t i = 0; i < select.from.size(); ++i) {
      const Source& source = select.from[i];
      if (i == 0) {
        out_ += " FROM ";
      } else {
        if (std::find(kJoins.begin(), kJoins.end(), source.join) == kJoins.end()) {
          return QueryError("'" + source.join + "' is not supported", select.range);
        }
        out_ += " " + source.join + " ";
      }
      TRY(PrintSource(source, direct && i == 0));
      out_ += " AS ";
      TRY(Identifier(source.alias));
      TRY(Clause(" ON ", source.on));
      if (!source.using_columns.empty()) {
        out_ += " USING (";
        TRY(List(source.using_columns));
        out_ += ')';
      }
    }
    if (select.array_join) {
      out_ += select.array_join->op == ArrayJoinOp::kLeftArrayJoin ? " LEFT ARRAY JOIN "
                                                                   : " ARRAY JOIN ";
      TRY(List(select.array_join->list));
    }
    return Ok();
  }

  Status PrintSource(const Source& source, bool direct) {
    if (const auto* base = std::get_if<BaseTable>(&source.table)) {
      TENREC_CHECK(IsPlainIdentifier(base->name)) << base->name;
      base_aliases_.insert(source.alias);
      if (direct) {
        out_ += base->name;
        return Ok();
      }
      out_ += "(SELECT ";
      for (std::size_t i = 0; i < base->columns.size(); ++i) {
        if (i > 0) out_ += ", ";
        TRY(Identifier(base->columns[i]));
      }
      if (base->columns.empty()) out_ += kTeamColumn;
      out_ += " FROM " + base->name;
      TRY(Clause(" PREWHERE ", Guard(base->name)));
      out_ += ')';
      return Ok();
    }
    if (const auto* numbers = std::get_if<NumbersTable>(&source.table)) {
      out_ += "numbers(";
      TRY(List(numbers->args));
      out_ += ')';
      return Ok();
    }
    return PrintMember(*std::get<DerivedTable>(source.table).query);
  }

  /// Rows of the project alone.
  ExprPtr Guard(const std::string& table) const {
    return Call("equals", {Column(table, std::string(kTeamColumn)), Integer(options_.team_id)});
  }

  /// The author's PREWHERE is a hint: it means the same as WHERE.
  Status PrintWhere(const SelectNode& select) {
    ExprList conditions;
    conditions.push_back(select.prewhere);
    // Conjuncts stand side by side, which spares a level.
    const auto* conjunction = As<CallNode>(select.where);
    if (conjunction != nullptr && conjunction->name == "and") {
      conditions.insert(conditions.end(), conjunction->args.begin(), conjunction->args.end());
    } else {
      conditions.push_back(select.where);
    }
    return Clause(" WHERE ", And(std::move(conditions)));
  }

  Status PrintGroupBy(const SelectNode& select) {
    switch (select.group_by_mode) {
      case GroupByMode::kAll:
        out_ += " GROUP BY ALL";
        return Ok();
      case GroupByMode::kGroupingSets:
        out_ += " GROUP BY GROUPING SETS (";
        for (std::size_t i = 0; i < select.grouping_sets.size(); ++i) {
          out_ += i > 0 ? ", (" : "(";
          TRY(List(select.grouping_sets[i]));
          out_ += ')';
        }
        out_ += ')';
        return Ok();
      case GroupByMode::kPlain:
      case GroupByMode::kCube:
      case GroupByMode::kRollup:
        if (select.group_by.empty()) return Ok();
        out_ += select.group_by_mode == GroupByMode::kPlain  ? " GROUP BY "
                : select.group_by_mode == GroupByMode::kCube ? " GROUP BY CUBE("
                                                             : " GROUP BY ROLLUP(";
        TRY(List(select.group_by));
        if (select.group_by_mode != GroupByMode::kPlain) out_ += ')';
        return Ok();
    }
    return Ok();
  }

  const PrintOptions& options_;
  std::string out_;
  std::vector<std::pair<std::string, std::string>> params_;
  std::map<std::string, std::string> param_names_;  // by text
  std::set<std::string> base_aliases_;
  std::set<std::string> names_;
  int depth_ = 0;
};

}  // namespace

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
  return Printer(options).Run(query);
}

}  // namespace tenrec::sql
