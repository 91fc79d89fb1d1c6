#include "tenrec/hogql/table_reads.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

using sql::As;
using sql::ExprList;
using sql::ExprPtr;

constexpr std::string_view kTime = "timestamp";

/// Functions that keep the order of times, so that a bound on the result bounds the time.
constexpr auto kKeepOrder = std::to_array<std::string_view>({
    "dateTrunc",
    "minus",
    "plus",
    "toDate",
    "toDateTime",
    "toDateTime64",
    "toLastDayOfMonth",
    "toMonday",
    "toStartOfDay",
    "toStartOfFifteenMinutes",
    "toStartOfFiveMinutes",
    "toStartOfHour",
    "toStartOfInterval",
    "toStartOfISOYear",
    "toStartOfMinute",
    "toStartOfMonth",
    "toStartOfQuarter",
    "toStartOfSecond",
    "toStartOfTenMinutes",
    "toStartOfWeek",
    "toStartOfYear",
    "toTimeZone",
    "toUnixTimestamp",
    "toYYYYMM",
    "toYYYYMMDD",
    "toYYYYMMDDhhmmss",
    "toYear",
});

constexpr auto kBounds = std::to_array<std::string_view>(
    {"equals", "greater", "greaterOrEquals", "in", "less", "lessOrEquals"});

template <std::size_t N>
bool IsOneOf(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

/// A column of one of the sources of a SELECT.
using ColumnOf = std::pair<std::string, std::string>;
using Columns = std::set<ColumnOf>;
/// Names of columns that a query hands on.
using Names = std::set<std::string>;

/// Calls the function for each expression right below this one; a query is not looked into.
template <typename Callback>
void ForEachBelow(const sql::Expr& expr, const Callback& callback) {
  const auto all = [&](const ExprList& list) {
    for (const ExprPtr& item : list) callback(item);
  };
  const auto window = [&](const sql::Window& over) {
    all(over.partition_by);
    for (const sql::OrderItem& item : over.order_by) callback(item.expr);
  };
  if (const auto* call = As<sql::CallNode>(&expr)) {
    if (call->params) all(*call->params);
    all(call->args);
  } else if (const auto* lambda = As<sql::LambdaNode>(&expr)) {
    callback(lambda->body);
  } else if (const auto* tuple = As<sql::TupleNode>(&expr)) {
    all(tuple->exprs);
  } else if (const auto* array = As<sql::ArrayNode>(&expr)) {
    all(array->exprs);
  } else if (const auto* element = As<sql::ElementNode>(&expr)) {
    callback(element->tuple);
  } else if (const auto* alias = As<sql::AliasNode>(&expr)) {
    callback(alias->expr);
  } else if (const auto* windowed = As<sql::WindowCallNode>(&expr)) {
    callback(windowed->call);
    if (windowed->over) window(*windowed->over);
  }
}

/// Whether the engine knows the value before it reads a row.
bool IsConstant(const ExprPtr& expr) {
  if (expr == nullptr || expr->kind == sql::Kind::kColumn || expr->kind == sql::Kind::kName) {
    return false;
  }
  bool constant = true;
  ForEachBelow(*expr, [&](const ExprPtr& below) { constant = constant && IsConstant(below); });
  return constant;
}

bool HasWindow(const ExprPtr& expr) {
  if (expr == nullptr) return false;
  if (expr->kind == sql::Kind::kWindowCall) return true;
  bool found = false;
  ForEachBelow(*expr, [&](const ExprPtr& below) { found = found || HasWindow(below); });
  return found;
}

/// What an item of a SELECT is called.
std::string NameOf(const ExprPtr& item) {
  if (const auto* alias = As<sql::AliasNode>(item)) return alias->alias;
  if (const auto* column = As<sql::ColumnNode>(item)) return column->column;
  return {};
}

/// Reads one SELECT: which columns of its sources its conditions bound.
class SelectBounds {
 public:
  explicit SelectBounds(const sql::SelectNode& select) {
    for (const ExprPtr& item : select.select) {
      if (const auto* alias = As<sql::AliasNode>(item)) aliases_[alias->alias] = alias->expr;
    }
  }

  /// The column whose order the expression keeps, if there is one.
  std::optional<ColumnOf> Ordered(const ExprPtr& expr, int depth = 0) const {
    constexpr int kDeepest = 20;
    if (depth > kDeepest) return std::nullopt;
    if (const auto* column = As<sql::ColumnNode>(expr)) {
      return ColumnOf(column->table, column->column);
    }
    if (const auto* alias = As<sql::AliasNode>(expr)) return Ordered(alias->expr, depth + 1);
    if (const auto* name = As<sql::NameNode>(expr)) {
      const auto found = aliases_.find(name->name);
      return found == aliases_.end() ? std::nullopt : Ordered(found->second, depth + 1);
    }
    const auto* call = As<sql::CallNode>(expr);
    if (call == nullptr || !IsOneOf(kKeepOrder, call->name)) return std::nullopt;
    const ExprPtr* varying = nullptr;
    for (const ExprPtr& argument : call->args) {
      if (IsConstant(argument)) continue;
      if (varying != nullptr) return std::nullopt;
      varying = &argument;
    }
    // A constant minus a time turns the order around, which bounds it as well.
    return varying == nullptr ? std::nullopt : Ordered(*varying, depth + 1);
  }

  /// The columns that are bounded where the condition holds.
  Columns Bounded(const ExprPtr& condition) const {
    const auto* call = As<sql::CallNode>(condition);
    if (call == nullptr) return {};
    Columns bounded;
    if (call->name == "and") {
      for (const ExprPtr& one : call->args) bounded.merge(Bounded(one));
      return bounded;
    }
    if (call->name == "or" && !call->args.empty()) {
      bounded = Bounded(call->args.front());
      for (const ExprPtr& one : call->args) {
        const Columns other = Bounded(one);
        std::erase_if(bounded, [&](const ColumnOf& column) { return !other.contains(column); });
      }
      return bounded;
    }
    if (call->args.size() != 2 || !IsOneOf(kBounds, call->name)) return {};
    for (const std::size_t side : {0U, 1U}) {
      if (!IsConstant(call->args[1 - side])) continue;
      if (auto column = Ordered(call->args[side])) bounded.insert(*std::move(column));
    }
    return bounded;
  }

 private:
  std::map<std::string, ExprPtr> aliases_;
};

class Walk {
 public:
  TableReads Finish() {
    TableReads reads;
    reads.tables.assign(tables_.begin(), tables_.end());
    if (by_index_ + in_full_ > 0) {
      reads.index_use = in_full_ == 0    ? IndexUse::kYes
                        : by_index_ == 0 ? IndexUse::kNo
                                         : IndexUse::kPartial;
    }
    return reads;
  }

  /// `bounded` are columns of the query that those who read it bound.
  void Query(const ExprPtr& query, const Names& bounded) {
    if (const auto* select = As<sql::SelectNode>(query)) return Select(*select, bounded);
    const auto* set = As<sql::SelectSetNode>(query);
    if (set == nullptr) return;
    const bool hands_on = !set->limit && !set->offset &&
                          std::ranges::all_of(set->rest, [](const sql::SetMember& member) {
                            return member.op == sql::SetOp::kUnionAll;
                          });
    const auto* head = As<sql::SelectNode>(set->initial);
    Query(set->initial, hands_on ? bounded : Names());
    for (const sql::SetMember& member : set->rest) {
      // Columns of a set are known by their place.
      const auto* select = As<sql::SelectNode>(member.query);
      Names own;
      if (hands_on && head != nullptr && select != nullptr &&
          head->select.size() == select->select.size()) {
        for (std::size_t i = 0; i < head->select.size(); ++i) {
          if (bounded.contains(NameOf(head->select[i]))) own.insert(NameOf(select->select[i]));
        }
      }
      Query(member.query, own);
    }
  }

 private:
  void Select(const sql::SelectNode& select, const Names& bounded) {
    const SelectBounds bounds(select);
    Columns columns = bounds.Bounded(select.prewhere);
    columns.merge(bounds.Bounded(select.where));
    // What a limit or a window makes of all rows is not what it makes of some.
    const bool hands_on = !select.limit && !select.offset && !select.limit_by && !select.qualify &&
                          std::ranges::none_of(select.select, HasWindow);
    for (const ExprPtr& item : select.select) {
      if (!hands_on || !bounded.contains(NameOf(item))) continue;
      if (auto column = bounds.Ordered(item)) columns.insert(*std::move(column));
    }
    for (std::size_t i = 0; i < select.from.size(); ++i) {
      const sql::Source& source = select.from[i];
      Read(source, BoundedOf(select, i, columns, bounds));
      Below(source.on);
      BelowAll(source.using_columns);
    }
    Rest(select);
  }

  /// The bounded columns of the n-th source. A row that a join adds, to have no row missing, is
  /// beside what WHERE says of the others, so a condition stays above such a join.
  static Names BoundedOf(const sql::SelectNode& select, std::size_t n, const Columns& columns,
                         const SelectBounds& bounds) {
    const auto keeps_left = [](std::string_view join) {
      return !join.starts_with("RIGHT") && !join.starts_with("FULL");
    };
    const auto keeps_right = [](std::string_view join) {
      return !join.starts_with("LEFT") && !join.starts_with("FULL");
    };
    bool where_counts = n == 0 || keeps_right(select.from[n].join);
    for (std::size_t i = n + 1; i < select.from.size(); ++i) {
      where_counts = where_counts && keeps_left(select.from[i].join);
    }
    Names names;
    const auto add = [&](const Columns& from) {
      for (const auto& [table, column] : from) {
        if (table == select.from[n].alias) names.insert(column);
      }
    };
    if (where_counts) add(columns);
    if (n > 0 && keeps_left(select.from[n].join)) add(bounds.Bounded(select.from[n].on));
    return names;
  }

  void Read(const sql::Source& source, const Names& bounded) {
    if (const auto* base = std::get_if<sql::BaseTable>(&source.table)) {
      tables_.insert(base->name);
      const schema::Table* table = schema::FindTable(base->name);
      const bool in_partitions = table != nullptr && !table->partition_by.empty();
      ++(in_partitions && !bounded.contains(std::string(kTime)) ? in_full_ : by_index_);
    } else if (const auto* numbers = std::get_if<sql::NumbersTable>(&source.table)) {
      BelowAll(numbers->args);
    } else {
      Query(std::get<sql::DerivedTable>(source.table).query, bounded);
    }
  }

  /// Queries that stand in expressions.
  void Below(const ExprPtr& expr) {
    if (expr == nullptr) return;
    if (expr->kind == sql::Kind::kSelect || expr->kind == sql::Kind::kSelectSet) {
      return Query(expr, {});
    }
    ForEachBelow(*expr, [&](const ExprPtr& below) { Below(below); });
  }
  void BelowAll(const ExprList& list) {
    for (const ExprPtr& expr : list) Below(expr);
  }

  void Rest(const sql::SelectNode& select) {
    BelowAll(select.select);
    if (select.array_join) BelowAll(select.array_join->list);
    BelowAll(select.group_by);
    for (const ExprList& set : select.grouping_sets) BelowAll(set);
    for (const sql::OrderItem& item : select.order_by) Below(item.expr);
    if (select.limit_by) BelowAll(select.limit_by->exprs);
    for (const ExprPtr* expr : {&select.prewhere, &select.where, &select.having, &select.qualify,
                                &select.limit, &select.offset}) {
      Below(*expr);
    }
  }

  std::set<std::string> tables_;
  int by_index_ = 0;
  int in_full_ = 0;
};

}  // namespace

TableReads ReadsOf(const sql::ExprPtr& query) {
  Walk walk;
  walk.Query(query, {});
  return walk.Finish();
}

}  // namespace tenrec::hogql
