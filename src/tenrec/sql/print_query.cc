#include <algorithm>
#include <array>

#include "tenrec/base/check.h"
#include "tenrec/sql/statement_printer.h"

namespace tenrec::sql {
namespace {

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

}  // namespace

Status StatementPrinter::PrintQuery(const Expr& query) {
  const Level level(depth_);
  if (depth_ > kMaxStatementDepth) return PrintError("The query is nested too deeply", query.range);
  if (const auto* select = As<SelectNode>(&query)) return PrintSelect(*select);
  const auto* set = As<SelectSetNode>(&query);
  if (set == nullptr) return Internal("a query was expected");
  return PrintSet(*set);
}

const char* StatementPrinter::SetOperator(SetOp op) {
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
Status StatementPrinter::PrintSet(const SelectSetNode& set) {
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

Status StatementPrinter::PrintMember(const Expr& query) {
  out_ += '(';
  TRY(PrintQuery(query));
  out_ += ')';
  return Ok();
}

Status StatementPrinter::PrintLimit(const ExprPtr& limit, const ExprPtr& offset, bool with_ties) {
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

Status StatementPrinter::Clause(const char* word, const ExprPtr& expr) {
  if (!expr) return Ok();
  out_ += word;
  return PrintExpr(*expr);
}

Status StatementPrinter::PrintSelect(const SelectNode& select) {
  out_ += select.distinct ? "SELECT DISTINCT " : "SELECT ";
  if (select.select.empty()) return PrintError("A SELECT needs columns", select.range);
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
bool StatementPrinter::IsDirect(const SelectNode& select) {
  if (select.from.empty() || select.array_join) return false;
  if (!std::holds_alternative<BaseTable>(select.from[0].table)) return false;
  return std::all_of(select.from.begin() + 1, select.from.end(), [](const Source& source) {
    return std::holds_alternative<DerivedTable>(source.table) &&
           (source.join == "LEFT JOIN" || source.join == "INNER JOIN");
  });
}

Status StatementPrinter::PrintFrom(const SelectNode& select, bool direct) {
  for (std::size_t i = 0; i < select.from.size(); ++i) {
    const Source& source = select.from[i];
    if (i == 0) {
      out_ += " FROM ";
    } else {
      if (std::find(kJoins.begin(), kJoins.end(), source.join) == kJoins.end()) {
        return PrintError("'" + source.join + "' is not supported", select.range);
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
    out_ +=
        select.array_join->op == ArrayJoinOp::kLeftArrayJoin ? " LEFT ARRAY JOIN " : " ARRAY JOIN ";
    TRY(List(select.array_join->list));
  }
  return Ok();
}

Status StatementPrinter::PrintSource(const Source& source, bool direct) {
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
ExprPtr StatementPrinter::Guard(const std::string& table) const {
  return Call("equals", {Column(table, std::string(kTeamColumn)), Integer(options_.team_id)});
}

/// The author's PREWHERE is a hint: it means the same as WHERE.
Status StatementPrinter::PrintWhere(const SelectNode& select) {
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

Status StatementPrinter::PrintGroupBy(const SelectNode& select) {
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

}  // namespace tenrec::sql
