// Queries: docs/spec/hogql.md, 5, 6, 9 and 12.

#include <algorithm>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/print.h"

namespace tenrec::hogql {
namespace {

bool IsStar(const ExprPtr& expr) {
  const auto* field = As<FieldNode>(expr);
  return field != nullptr && field->chain.back() == "*";
}

// The name that a column without an alias has in the response; empty when a name of its text would
// not do.
std::string ImpliedName(const ExprPtr& expr) {
  if (const auto* field = As<FieldNode>(expr)) {
    const auto& chain = field->chain;
    const auto properties = std::find(chain.begin(), chain.end(), "properties");
    if (properties == chain.end() || properties + 1 == chain.end()) return chain.back();
    std::string name;
    for (auto part = properties + 1; part != chain.end(); ++part) {
      name += (name.empty() ? "" : "__") + *part;
    }
    return name;
  }
  return PrintHogQL(*expr);
}

bool CanBeAlias(std::string_view name) {
  constexpr std::size_t kLongest = 500;
  return !name.empty() && name.size() <= kLongest && name != "team_id" &&
         name.find('%') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

// Whether a query, or one inside it, names the table in FROM.
bool ReadsTable(const ExprPtr& query, std::string_view table) {
  if (const auto* select = As<SelectNode>(query)) {
    for (const JoinItem& item : select->from) {
      const auto* name = As<FieldNode>(item.table);
      if (name != nullptr && name->chain.size() == 1 && name->chain[0] == table) return true;
    }
  }
  bool found = false;
  ForEachChild(*query, [&](const ExprPtr& child) { found = found || ReadsTable(child, table); });
  return found;
}

bool IsName(const sql::ExprPtr& expr, std::string_view name) {
  const auto* node = sql::As<sql::NameNode>(expr);
  return node != nullptr && node->name == name;
}

// Where an unnamed column of a derived table is found.
std::string FallbackName(std::size_t index) {
  return "column_" + std::to_string(index + 1);
}

Result<sql::SetOp> SetOperator(const SetMember& member) {
  struct Entry {
    std::string_view text;
    sql::SetOp op;
  };
  constexpr Entry kOps[] = {
      {"UNION ALL", sql::SetOp::kUnionAll},
      {"UNION DISTINCT", sql::SetOp::kUnionDistinct},
      {"INTERSECT", sql::SetOp::kIntersect},
      {"INTERSECT DISTINCT", sql::SetOp::kIntersectDistinct},
      {"EXCEPT", sql::SetOp::kExcept},
      // ClickHouse keeps rows that are there twice unless it is told otherwise.
      {"INTERSECT ALL", sql::SetOp::kIntersect},
      {"EXCEPT ALL", sql::SetOp::kExcept},
  };
  for (const Entry& entry : kOps) {
    if (entry.text == member.op) return entry.op;
  }
  return NotImplementedError(member.op + " is not supported yet", member.range);
}

std::optional<std::int64_t> FrameValue(const ExprPtr& expr) {
  const auto* constant = As<ConstantNode>(expr);
  if (constant == nullptr) return std::nullopt;
  const auto* value = std::get_if<std::int64_t>(&constant->value);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

// What `*` stands for. Source: docs/spec/hogql.md, 5
std::vector<std::string> VisibleNames(const TableSource& source) {
  std::vector<std::string> names;
  if (source.table == nullptr) {
    for (const DerivedColumn& column : source.columns) names.push_back(column.name);
    return names;
  }
  for (const TableField& field : source.table->fields) {
    if (!field.hidden && field.name != "team_id") names.emplace_back(field.name);
  }
  return names;
}

}  // namespace

Result<LoweredQuery> Lowering::LowerQuery(const ExprPtr& query, const CteScope* ctes) {
  struct Level {
    int& depth;
    explicit Level(int& d) : depth(d) { ++depth; }
    ~Level() { --depth; }
  } const level(depth_);
  constexpr int kMaxQueries = 300;
  if (depth_ > kMaxQueries * 2) return QueryError("The query is nested too deeply", query->range);
  if (const auto* select = As<SelectNode>(query)) return LowerSelect(*select, ctes);
  if (const auto* set = As<SelectSetNode>(query)) return LowerSet(*set, ctes);
  if (query->kind == Kind::kTag) {
    return NotImplementedError("Tags cannot be queried yet", query->range);
  }
  if (query->kind == Kind::kPlaceholder) {
    return QueryError("Unresolved placeholder in place of a query", query->range);
  }
  return QueryError("A SELECT was expected", query->range);
}

Result<LoweredQuery> Lowering::LowerSet(const SelectSetNode& set, const CteScope* ctes) {
  sql::SelectSetNode out;
  SelectSetNode expanded = set;
  TRY_ASSIGN(LoweredQuery first, LowerQuery(set.initial, ctes));
  out.initial = first.sql;
  expanded.initial = first.expanded;
  for (std::size_t i = 0; i < set.rest.size(); ++i) {
    sql::SetMember member;
    TRY_ASSIGN(member.op, SetOperator(set.rest[i]));
    TRY_ASSIGN(LoweredQuery query, LowerQuery(set.rest[i].query, ctes));
    member.query = query.sql;
    expanded.rest[i].query = query.expanded;
    for (std::size_t c = 0; c < first.columns.size() && c < query.columns.size(); ++c) {
      Type& type = first.columns[c].type;
      const Type other = query.columns[c].type;
      if (type.kind != other.kind) type.kind = TypeKind::kUnknown;
      type.nullable = type.nullable || other.nullable;
    }
    out.rest.push_back(std::move(member));
  }
  SelectScope scope;
  scope.ctes = ctes;
  if (set.limit) {
    TRY_ASSIGN(out.limit, LowerSql(set.limit, scope));
  }
  if (set.offset) {
    TRY_ASSIGN(out.offset, LowerSql(set.offset, scope));
  }
  LoweredQuery query;
  query.sql = sql::Make(std::move(out), set.range);
  query.columns = std::move(first.columns);
  query.expanded = Make(std::move(expanded));
  return query;
}

Result<LoweredQuery> Lowering::LowerSelect(const SelectNode& select, const CteScope* ctes) {
  // Each common table sees those before it.
  std::vector<std::unique_ptr<CteScope>> cte_scopes;
  SelectScope scope;
  scope.ctes = ctes;
  if (select.ctes) {
    for (const CommonTable& cte : *select.ctes) {
      if (cte.recursive && ReadsTable(cte.expr, cte.name)) {
        return NotImplementedError(
            "A common table that reads itself is not supported: `" + Shown(cte.name) + "`",
            cte.range);
      }
      auto inner = std::make_unique<CteScope>();
      inner->outer = scope.ctes;
      inner->tables.emplace(cte.name, &cte);
      scope.ctes = inner.get();
      cte_scopes.push_back(std::move(inner));
    }
  }
  for (const NamedWindow& window : select.windows) {
    scope.windows.emplace(window.name, &window.window);
  }
  if (select.interpolate) {
    return NotImplementedError("INTERPOLATE is not supported", select.range);
  }
  TRY(LowerFrom(select, scope));
  sql::SelectNode out;
  out.distinct = select.distinct;
  if (select.array_join) {
    out.array_join.emplace();
    out.array_join->op = select.array_join->op == ArrayJoinOp::kLeftArrayJoin
                             ? sql::ArrayJoinOp::kLeftArrayJoin
                             : sql::ArrayJoinOp::kArrayJoin;
    for (const auto& item : select.array_join->list) {
      const auto* alias = As<AliasNode>(item);
      TRY_ASSIGN(auto array, LowerAlias(*alias, scope));
      out.array_join->list.push_back(array.sql);
      Lowered element;
      element.sql = sql::Name(alias->alias);
      scope.aliases.insert_or_assign(alias->alias, std::move(element));
    }
  }
  TRY_ASSIGN(const ExprList items, ExpandStars(select, scope));
  LoweredQuery query;
  TRY(LowerColumns(items, scope, out, query.columns));
  TRY(LowerClauses(select, scope, out));
  BoundSessions(select, scope);
  for (const auto& source : scope.sources) TRY(CloseSource(*source, out.from));
  query.sql = sql::Make(std::move(out), select.range);
  SelectNode expanded = select;
  expanded.select = items;
  query.expanded = Make(std::move(expanded));
  return query;
}

// The table that `*`, `t.*` or COLUMNS(*) stands for.
Result<const TableSource*> Lowering::SourceOfStar(const Expr& item, std::string_view qualifier,
                                                  const SelectScope& scope) {
  if (!qualifier.empty()) {
    for (const auto& candidate : scope.sources) {
      if (candidate->name == qualifier) return candidate.get();
    }
    return ResolutionError("Unable to resolve field: " + Shown(qualifier), item.range);
  }
  if (scope.sources.empty()) {
    return QueryError("Cannot use '*' when there are no tables in the query", item.range);
  }
  if (scope.sources.size() > 1) {
    return QueryError(
        "Cannot use '*' without table name when there are multiple tables in the query",
        item.range);
  }
  return scope.sources.front().get();
}

Status Lowering::ExpandColumns(const ColumnsNode& node, const SelectScope& scope, ExprList& items) {
  if (node.regex) {
    return NotImplementedError("COLUMNS with a pattern is not supported: name the columns",
                               node.range);
  }
  if (!node.all_columns) {
    if (node.columns) items.insert(items.end(), node.columns->begin(), node.columns->end());
    return Ok();
  }
  TRY_ASSIGN(const TableSource* const source, SourceOfStar(node, {}, scope));
  std::set<std::string_view> unused;
  for (const auto& replacement : node.replace) unused.insert(replacement.first);
  for (const std::string& name : VisibleNames(*source)) {
    if (std::find(node.exclude.begin(), node.exclude.end(), name) != node.exclude.end()) continue;
    const auto replaced =
        std::find_if(node.replace.begin(), node.replace.end(),
                     [&](const auto& replacement) { return replacement.first == name; });
    unused.erase(name);
    if (replaced == node.replace.end()) {
      FieldNode field;
      field.chain.push_back(name);
      items.push_back(Make(std::move(field), node.range));
    } else {
      items.push_back(Alias(name, replaced->second));
    }
  }
  if (!unused.empty()) {
    return ResolutionError(
        "REPLACE of a column that is not there: " + Shown(std::string(*unused.begin())),
        node.range);
  }
  return Ok();
}

Result<ExprList> Lowering::ExpandStars(const SelectNode& select, const SelectScope& scope) {
  ExprList items;
  for (const auto& item : select.select) {
    const auto* spread = As<SpreadNode>(item);
    if (const auto* columns = As<ColumnsNode>(spread != nullptr ? spread->expr : item)) {
      TRY(ExpandColumns(*columns, scope, items));
      continue;
    }
    if (!IsStar(item)) {
      items.push_back(item);
      continue;
    }
    const auto& chain = As<FieldNode>(item)->chain;
    const std::string qualifier = chain.size() > 1 ? chain.front() : "";
    if (chain.size() > 2) {
      return ResolutionError("Unable to resolve field: " + Shown(qualifier), item->range);
    }
    TRY_ASSIGN(const TableSource* const source, SourceOfStar(*item, qualifier, scope));
    for (const std::string& name : VisibleNames(*source)) {
      FieldNode field;
      if (!qualifier.empty()) field.chain.push_back(qualifier);
      field.chain.push_back(name);
      items.push_back(Make(std::move(field), item->range));
    }
  }
  if (items.empty()) return QueryError("The query selects no columns", select.range);
  return items;
}

Status Lowering::LowerColumns(const ExprList& items, SelectScope& scope, sql::SelectNode& out,
                              std::vector<DerivedColumn>& columns) {
  // Of equal implied names the last one keeps its name.
  std::map<std::string, std::size_t> last;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* alias = As<AliasNode>(items[i]);
    names.push_back(alias != nullptr ? alias->alias : ImpliedName(items[i]));
    last[names.back()] = i;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    TRY_ASSIGN(auto value, Lower(items[i], scope));
    DerivedColumn column;
    column.name = names[i];
    column.type = value.type;
    if (value.path && value.path->keys.empty()) {
      column.json_scope = value.path->base.scope;
      column.group_index = value.path->base.group_index;
    } else if (column.type.kind == TypeKind::kJson) {
      column.type.kind = TypeKind::kString;
    }
    const bool named = items[i]->kind == Kind::kAlias;
    const auto* stored = As<sql::ColumnNode>(value.sql);
    const bool plain_team =
        names[i] == "team_id" && stored != nullptr && stored->column == "team_id";
    if (!named && last[names[i]] == i && (plain_team || CanBeAlias(names[i])) &&
        !scope.aliases.contains(names[i])) {
      sql::AliasNode alias;
      alias.expr = std::move(value.sql);
      alias.alias = names[i];
      value.sql = sql::Make(std::move(alias), items[i]->range);
    } else if (!named && !IsName(value.sql, names[i])) {
      sql::AliasNode alias;
      alias.expr = std::move(value.sql);
      alias.alias = FallbackName(i);
      column.sql_name = alias.alias;
      value.sql = sql::Make(std::move(alias), items[i]->range);
    }
    columns.push_back(std::move(column));
    out.select.push_back(std::move(value.sql));
  }
  return Ok();
}

Result<std::vector<sql::OrderItem>> Lowering::LowerOrder(const std::vector<OrderItem>& items,
                                                         SelectScope& scope) {
  std::vector<sql::OrderItem> out;
  for (const OrderItem& item : items) {
    sql::OrderItem lowered;
    TRY_ASSIGN(lowered.expr, LowerSql(item.expr, scope));
    lowered.order = item.order == SortOrder::kAscending ? sql::SortOrder::kAscending
                                                        : sql::SortOrder::kDescending;
    if (item.fill) {
      sql::WithFill fill;
      if (item.fill->from) {
        TRY_ASSIGN(fill.from, LowerSql(item.fill->from, scope));
      }
      if (item.fill->to) {
        TRY_ASSIGN(fill.to, LowerSql(item.fill->to, scope));
      }
      if (item.fill->step) {
        TRY_ASSIGN(fill.step, LowerSql(item.fill->step, scope));
      }
      lowered.fill = std::move(fill);
    }
    out.push_back(std::move(lowered));
  }
  return out;
}

Result<sql::Window> Lowering::LowerWindow(const Window& window, SelectScope& scope) {
  sql::Window out;
  if (window.partition_by) {
    TRY_ASSIGN(const auto values, LowerAll(*window.partition_by, scope));
    for (const auto& value : values) out.partition_by.push_back(value.sql);
  }
  if (window.order_by) {
    TRY_ASSIGN(out.order_by, LowerOrder(*window.order_by, scope));
  }
  const auto bound = [](const FrameBound& from) -> Result<sql::FrameBound> {
    sql::FrameBound to;
    to.kind = from.kind == FrameBoundKind::kCurrentRow  ? sql::FrameBoundKind::kCurrentRow
              : from.kind == FrameBoundKind::kPreceding ? sql::FrameBoundKind::kPreceding
                                                        : sql::FrameBoundKind::kFollowing;
    if (!from.value) return to;
    to.value = FrameValue(from.value);
    if (!to.value) return QueryError("A window frame needs a constant number", from.range);
    return to;
  };
  if (window.frame_method && window.frame_start) {
    out.has_frame = true;
    out.frame_is_range = *window.frame_method == FrameMethod::kRange;
    TRY_ASSIGN(out.frame_start, bound(*window.frame_start));
    if (window.frame_end) {
      TRY_ASSIGN(out.frame_end, bound(*window.frame_end));
    }
  }
  return out;
}

Status Lowering::LowerGroupBy(const SelectNode& select, SelectScope& scope, sql::SelectNode& out) {
  switch (select.group_by_mode) {
    case GroupByMode::kPlain:
      out.group_by_mode = sql::GroupByMode::kPlain;
      break;
    case GroupByMode::kAll:
      out.group_by_mode = sql::GroupByMode::kAll;
      break;
    case GroupByMode::kCube:
      out.group_by_mode = sql::GroupByMode::kCube;
      break;
    case GroupByMode::kRollup:
      out.group_by_mode = sql::GroupByMode::kRollup;
      break;
    case GroupByMode::kGroupingSets:
      out.group_by_mode = sql::GroupByMode::kGroupingSets;
      break;
  }
  if (select.group_by) {
    TRY_ASSIGN(const auto values, LowerAll(*select.group_by, scope));
    for (const auto& value : values) out.group_by.push_back(value.sql);
  }
  for (const GroupingSet& set : select.grouping_sets) {
    TRY_ASSIGN(const auto values, LowerAll(set.exprs, scope));
    sql::ExprList exprs;
    for (const auto& value : values) exprs.push_back(value.sql);
    out.grouping_sets.push_back(std::move(exprs));
  }
  return Ok();
}

Status Lowering::LowerClauses(const SelectNode& select, SelectScope& scope, sql::SelectNode& out) {
  const auto clause = [&](const ExprPtr& from, sql::ExprPtr& to) -> Status {
    if (!from) return Ok();
    TRY_ASSIGN(auto value, Lower(from, scope));
    // A condition that is always true needs no clause.
    const bool* flag = value.constant ? std::get_if<bool>(&*value.constant) : nullptr;
    if (flag == nullptr || !*flag) to = std::move(value.sql);
    return Ok();
  };
  TRY(clause(select.prewhere, out.prewhere));
  TRY(clause(select.where, out.where));
  if (!scope.conditions.empty()) {
    scope.conditions.push_back(out.where);
    out.where = sql::And(scope.conditions);
  }
  TRY(LowerGroupBy(select, scope, out));
  TRY(clause(select.having, out.having));
  TRY(clause(select.qualify, out.qualify));
  for (const NamedWindow& window : select.windows) {
    sql::NamedWindow named;
    named.name = window.name;
    TRY_ASSIGN(named.window, LowerWindow(window.window, scope));
    out.windows.push_back(std::move(named));
  }
  if (select.order_by) {
    TRY_ASSIGN(out.order_by, LowerOrder(*select.order_by, scope));
  }
  if (select.limit_by) {
    sql::LimitBy by;
    TRY_ASSIGN(by.n, LowerSql(select.limit_by->n, scope));
    if (select.limit_by->offset) {
      TRY_ASSIGN(by.offset, LowerSql(select.limit_by->offset, scope));
    }
    TRY_ASSIGN(const auto values, LowerAll(select.limit_by->exprs, scope));
    for (const auto& value : values) by.exprs.push_back(value.sql);
    out.limit_by = std::move(by);
  }
  if (select.limit) {
    TRY_ASSIGN(const auto limit, Lower(select.limit, scope));
    out.limit = limit.sql;
    if (select.limit_percent) {
      const auto* whole = limit.constant ? std::get_if<std::int64_t>(&*limit.constant) : nullptr;
      if (whole == nullptr || *whole < 0 || *whole > 100) {
        return QueryError("LIMIT n% needs a constant from 0 to 100", select.limit->range);
      }
      out.limit = sql::Literal(static_cast<double>(*whole) / 100);
    }
    out.limit_with_ties = select.limit_with_ties;
  }
  if (select.offset) {
    TRY_ASSIGN(out.offset, LowerSql(select.offset, scope));
  }
  return Ok();
}

}  // namespace tenrec::hogql
