// Queries: docs/spec/hogql.md, 5, 6, 9 and 12.

#include <algorithm>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/print.h"

namespace tenrec::hogql {
namespace {

using sql::Call;

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
      {"UNION ALL", sql::SetOp::kUnionAll},  {"UNION DISTINCT", sql::SetOp::kUnionDistinct},
      {"INTERSECT", sql::SetOp::kIntersect}, {"INTERSECT DISTINCT", sql::SetOp::kIntersectDistinct},
      {"EXCEPT", sql::SetOp::kExcept},
  };
  for (const Entry& entry : kOps) {
    if (entry.text == member.op) return entry.op;
  }
  return NotImplementedError(member.op + " is not supported yet", member.range);
}

// ClickHouse has no OUTER to write and wants a direction for SEMI and ANTI.
std::string JoinWords(std::string words) {
  if (const auto at = words.find(" OUTER"); at != std::string::npos) words.erase(at, 6);
  if (words == "SEMI JOIN") return "LEFT SEMI JOIN";
  if (words == "ANTI JOIN") return "LEFT ANTI JOIN";
  return words;
}

std::optional<std::int64_t> FrameValue(const ExprPtr& expr) {
  const auto* constant = As<ConstantNode>(expr);
  if (constant == nullptr) return std::nullopt;
  const auto* value = std::get_if<std::int64_t>(&constant->value);
  return value == nullptr ? std::nullopt : std::optional(*value);
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
      if (cte.recursive) return NotImplementedError("WITH RECURSIVE is not supported", cte.range);
      auto inner = std::make_unique<CteScope>();
      inner->outer = scope.ctes;
      inner->tables.emplace(cte.name, &cte);
      scope.ctes = inner.get();
      cte_scopes.push_back(std::move(inner));
    }
  }
  for (const NamedWindow& window : select.windows) scope.windows.insert(window.name);
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
  for (const auto& source : scope.sources) out.from.push_back(CloseSource(*source));
  query.sql = sql::Make(std::move(out), select.range);
  SelectNode expanded = select;
  expanded.select = items;
  query.expanded = Make(std::move(expanded));
  return query;
}

Status Lowering::LowerFrom(const SelectNode& select, SelectScope& scope) {
  for (const JoinItem& item : select.from) {
    TRY_ASSIGN(auto source, OpenSource(item, scope));
    for (const auto& other : scope.sources) {
      if (other->name.empty() || other->name != source->name) continue;
      if (item.alias.empty()) {
        return ResolutionError(
            "Already have joined a table called \"" + Shown(source->name) + "\". Can't redefine.",
            item.range);
      }
      return ResolutionError("Already have joined a table called \"" + Shown(source->name) +
                                 "\". Can't join another one with the same name.",
                             item.range);
    }
    if (!item.join_type.empty()) source->join = JoinWords(item.join_type);
    scope.sources.push_back(std::move(source));
    TRY(LowerConstraint(item, *scope.sources.back(), scope));
  }
  return Ok();
}

Status Lowering::LowerConstraint(const JoinItem& item, TableSource& source, SelectScope& scope) {
  if (!item.constraint) {
    if (source.join.empty() || source.join == "CROSS JOIN") return Ok();
    if (source.join == "JOIN") {
      source.join = "CROSS JOIN";
      return Ok();
    }
    return QueryError(source.join + " needs ON or USING", item.range);
  }
  scope.in_join_constraint = true;
  ExprPtr condition = item.constraint->expr;
  if (item.constraint->kind == ConstraintKind::kUsing) {
    // USING (a) reads as ON: the tables before have it too, and a bare `a` means theirs.
    ExprList columns;
    if (const auto* tuple = As<TupleNode>(condition)) {
      columns = tuple->exprs;
    } else {
      columns = {condition};
    }
    sql::ExprList equalities;
    for (const auto& column : columns) {
      const auto* field = As<FieldNode>(column);
      if (field == nullptr || field->chain.size() != 1) {
        return QueryError("USING takes column names", item.constraint->range);
      }
      source.shared.insert(field->chain[0]);
      TRY_ASSIGN(const auto left, LowerField(*field, scope));
      TRY_ASSIGN(const auto right, ResolveInSource(source, field->chain, 0, field->range, scope));
      equalities.push_back(Call("equals", {left.sql, right.sql}));
    }
    source.on = sql::And(std::move(equalities));
  } else {
    auto on = LowerSql(condition, scope);
    if (!on) return std::move(on).error();
    source.on = std::move(*on);
  }
  scope.in_join_constraint = false;
  return Ok();
}

Result<std::unique_ptr<TableSource>> Lowering::OpenSource(const JoinItem& item,
                                                          SelectScope& scope) {
  if (item.final_keyword) {
    return QueryError("The FINAL keyword is not supported in HogQL as it causes slow queries",
                      item.range);
  }
  if (item.sample) return NotImplementedError("SAMPLE is not supported yet", item.range);
  const std::string alias_number = std::to_string(scope.sources.size());
  if (const auto* name = As<FieldNode>(item.table)) return OpenTable(item, *name, scope);
  if (item.table->kind == Kind::kValues) {
    return QueryError("VALUES clause is not supported in ClickHouse dialect", item.range);
  }
  if (item.table->kind == Kind::kPivot || item.table->kind == Kind::kUnpivot) {
    return NotImplementedError("PIVOT and UNPIVOT are not supported", item.range);
  }
  auto source = std::make_unique<TableSource>();
  TRY_ASSIGN(auto query, LowerQuery(item.table, scope.ctes));
  source->name = item.alias;
  source->alias = "__" + (item.alias.empty() ? "query_" + alias_number : item.alias);
  source->query = std::move(query.sql);
  source->columns = std::move(query.columns);
  if (item.column_aliases) {
    return NotImplementedError("Column names behind a table alias are not supported", item.range);
  }
  return source;
}

Result<std::unique_ptr<TableSource>> Lowering::OpenTable(const JoinItem& item,
                                                         const FieldNode& name,
                                                         SelectScope& scope) {
  std::string full;
  for (const auto& part : name.chain) full += (full.empty() ? "" : ".") + part;
  auto source = std::make_unique<TableSource>();
  source->name = item.alias.empty() ? full : item.alias;
  source->alias = "__" + source->name;
  if (name.chain.size() == 1 && !item.table_args) {
    for (const CteScope* ctes = scope.ctes; ctes != nullptr; ctes = ctes->outer) {
      const auto found = ctes->tables.find(full);
      if (found == ctes->tables.end()) continue;
      if (!found->second->is_subquery) break;
      constexpr int kMaxExpansions = 50;
      if (++cte_expansions_ > kMaxExpansions) {
        return QueryError("Too many CTE expansions (50+). Probably a CTE loop.", item.range);
      }
      TRY_ASSIGN(auto query, LowerQuery(found->second->expr, ctes->outer));
      source->query = std::move(query.sql);
      source->columns = std::move(query.columns);
      if (found->second->columns) {
        return NotImplementedError("Column names of common tables are not supported", item.range);
      }
      return source;
    }
  }
  const HogQLTable* table = FindTable(full);
  if (table == nullptr) {
    return ResolutionError("Unknown table `" + Shown(full) + "`.", name.range);
  }
  source->table = table;
  if (table->rows == TableRows::kNumbers) {
    if (!item.table_args || item.table_args->empty() || item.table_args->size() > 2) {
      return QueryError("Table function 'numbers' needs one or two arguments", item.range);
    }
    SelectScope empty;
    TRY_ASSIGN(const auto args, LowerAll(*item.table_args, empty));
    for (const auto& arg : args) source->table_args.push_back(arg.sql);
  } else {
    if (item.table_args) {
      return QueryError("Table '" + Shown(full) + "' is not a function", item.range);
    }
    tables_.insert(full);
  }
  if (item.column_aliases) {
    return NotImplementedError("Column names behind a table alias are not supported", item.range);
  }
  return source;
}

// The latest version of each row, as a query over the stored ones:
// SELECT key, argMax(x, version) AS x … GROUP BY key HAVING argMax(is_deleted, version) = 0
sql::ExprPtr Lowering::LatestVersions(const TableSource& source) {
  const std::string inner = source.alias + "_versions";
  const std::string key(source.table->key);
  const auto latest = [&](const std::string& column) {
    return Call("argMax", {sql::Column(inner, column), sql::Column(inner, "version")});
  };
  sql::SelectNode select;
  std::vector<std::string> reads = {key, "is_deleted", "version"};
  select.select.push_back(sql::Alias(sql::Column(inner, key), key));
  select.group_by.push_back(sql::Column(inner, key));
  for (const std::string& column : source.used) {
    if (column == key) continue;
    reads.push_back(column);
    if (column == "team_id") {
      select.select.push_back(sql::Alias(sql::Column(inner, column), column));
      select.group_by.push_back(sql::Column(inner, column));
    } else {
      select.select.push_back(sql::Alias(latest(column), column));
    }
  }
  select.having = Call("equals", {latest("is_deleted"), sql::Integer(0)});
  sql::Source from;
  from.table = sql::BaseTable{std::string(source.table->table), std::move(reads)};
  from.alias = inner;
  select.from.push_back(std::move(from));
  return sql::Make(std::move(select));
}

sql::Source Lowering::CloseSource(const TableSource& source) {
  sql::Source out;
  out.alias = source.alias;
  out.join = source.join;
  out.on = source.on;
  if (source.table == nullptr) {
    out.table = sql::DerivedTable{source.query};
    return out;
  }
  switch (source.table->rows) {
    case TableRows::kAsStored:
      out.table = sql::BaseTable{std::string(source.table->table),
                                 {source.used.begin(), source.used.end()}};
      break;
    case TableRows::kLatestVersion:
      out.table = sql::DerivedTable{LatestVersions(source)};
      break;
    case TableRows::kNumbers:
      out.table = sql::NumbersTable{source.table_args};
      break;
  }
  return out;
}

Result<ExprList> Lowering::ExpandStars(const SelectNode& select, const SelectScope& scope) {
  ExprList items;
  for (const auto& item : select.select) {
    const auto* columns = As<ColumnsNode>(item);
    const bool excluding = columns != nullptr && columns->all_columns && columns->replace.empty();
    if (!IsStar(item) && !excluding) {
      items.push_back(item);
      continue;
    }
    const TableSource* source = nullptr;
    std::string qualifier;
    if (!excluding && As<FieldNode>(item)->chain.size() > 1) {
      qualifier = As<FieldNode>(item)->chain.front();
      for (const auto& candidate : scope.sources) {
        if (candidate->name == qualifier) source = candidate.get();
      }
      if (source == nullptr || As<FieldNode>(item)->chain.size() != 2) {
        return ResolutionError("Unable to resolve field: " + Shown(qualifier), item->range);
      }
    } else if (scope.sources.empty()) {
      return QueryError("Cannot use '*' when there are no tables in the query", item->range);
    } else if (scope.sources.size() > 1) {
      return QueryError(
          "Cannot use '*' without table name when there are multiple tables in the query",
          item->range);
    } else {
      source = scope.sources.front().get();
    }
    const auto add = [&](std::string_view name) {
      if (excluding && std::find(columns->exclude.begin(), columns->exclude.end(), name) !=
                           columns->exclude.end()) {
        return;
      }
      FieldNode field;
      if (!qualifier.empty()) field.chain.push_back(qualifier);
      field.chain.emplace_back(name);
      items.push_back(Make(std::move(field), item->range));
    };
    if (source->table == nullptr) {
      for (const DerivedColumn& column : source->columns) add(column.name);
    } else {
      for (const TableField& field : source->table->fields) {
        if (!field.hidden) add(field.name);
      }
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
    } else if (column.type.kind == TypeKind::kJson) {
      column.type.kind = TypeKind::kString;
    }
    columns.push_back(std::move(column));
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
      value.sql = sql::Make(std::move(alias), items[i]->range);
    }
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
