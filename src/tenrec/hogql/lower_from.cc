// Tables of FROM: docs/spec/hogql.md, 2.3 and 9.

#include <algorithm>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

using sql::Call;

// ClickHouse has no OUTER to write and wants a direction for SEMI and ANTI.
std::string JoinWords(std::string words) {
  if (const auto at = words.find(" OUTER"); at != std::string::npos) words.erase(at, 6);
  if (words == "SEMI JOIN") return "LEFT SEMI JOIN";
  if (words == "ANTI JOIN") return "LEFT ANTI JOIN";
  return words;
}

// The columns of a query by other names, from the first on.
Status RenameColumns(const std::vector<std::string>& names, TableSource& source, TextRange range) {
  if (names.size() > source.columns.size()) {
    return QueryError("The query has " + std::to_string(source.columns.size()) + " columns, but " +
                          std::to_string(names.size()) + " names are given",
                      range);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    DerivedColumn& column = source.columns[i];
    if (column.sql_name.empty()) column.sql_name = column.name;
    column.name = names[i];
  }
  return Ok();
}

Result<double> NumberOf(const ExprPtr& expr, TextRange range) {
  if (const auto* constant = As<ConstantNode>(expr)) {
    if (const auto* whole = std::get_if<std::int64_t>(&constant->value)) {
      return static_cast<double>(*whole);
    }
    if (const auto* number = std::get_if<double>(&constant->value)) return *number;
  }
  return QueryError("SAMPLE takes constant numbers", range);
}

}  // namespace

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
    TableSource& joined = *scope.sources.back();
    TRY(PlaceSample(joined, scope, item.range));
    TRY(LowerConstraint(item, joined, scope));
    if (!joined.joined.empty()) {
      return QueryError(
          "ON cannot read a relation of the table that is being joined: join that "
          "table in a subquery",
          item.constraint->range);
    }
  }
  return Ok();
}

// A share of the persons' distinct ids: each has its place between 0 and 1.
Result<sql::ExprPtr> Lowering::SampleCondition(const Sample& sample, TableSource& source,
                                               TextRange range) {
  if (!source.table->is_events()) return QueryError("Only events can be sampled", range);
  const auto share = [&](const Ratio& ratio) -> Result<double> {
    TRY_ASSIGN(const double above, NumberOf(ratio.left, range));
    double below = 1;
    if (ratio.right) {
      TRY_ASSIGN(below, NumberOf(ratio.right, range));
    }
    const double value = above / below;
    if (!(value >= 0 && value <= 1)) {
      return QueryError("SAMPLE takes a share from 0 to 1, such as 0.1 or 1/10", range);
    }
    return value;
  };
  TRY_ASSIGN(const double size, share(sample.value));
  double offset = 0;
  if (sample.offset) {
    TRY_ASSIGN(offset, share(*sample.offset));
  }
  if (offset == 0 && size == 1) return sql::ExprPtr();
  TRY_ASSIGN(const auto id, ReadColumn(source, "distinct_id", {TypeKind::kString, false}));
  const sql::ExprPtr place =
      Call("divide", {Call("cityHash64", {id.sql}), sql::Literal(18446744073709551616.0)});
  return sql::And({Call("greaterOrEquals", {place, sql::Literal(offset)}),
                   Call("less", {place, sql::Literal(offset + size)})});
}

Status Lowering::PlaceSample(const TableSource& source, SelectScope& scope, TextRange range) {
  const bool keeps_all = source.join.starts_with("RIGHT") || source.join.starts_with("FULL");
  const bool sampled = std::any_of(scope.sources.begin(), scope.sources.end(),
                                   [](const auto& other) { return other->sample != nullptr; });
  if (sampled && (keeps_all || (source.sample && source.join.starts_with("LEFT")))) {
    return NotImplementedError("SAMPLE beside an outer join is not supported: sample in a subquery",
                               range);
  }
  if (source.sample) scope.conditions.push_back(source.sample);
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
  if (item.sample) return QueryError("SAMPLE needs a table, not a query", item.range);
  if (item.column_aliases) TRY(RenameColumns(*item.column_aliases, *source, item.range));
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
        TRY(RenameColumns(*found->second->columns, *source, found->second->range));
      }
      if (item.column_aliases) TRY(RenameColumns(*item.column_aliases, *source, item.range));
      return source;
    }
  }
  if (const auto named = context_.named.tables.find(full);
      named != context_.named.tables.end() && !item.table_args) {
    TRY_ASSIGN(auto query, LowerQuery(named->second, nullptr));
    source->query = std::move(query.sql);
    source->columns = std::move(query.columns);
    tables_.insert(full);
    return source;
  }
  const HogQLTable* table = FindTable(full);
  if (table == nullptr) {
    return ResolutionError("Unknown table `" + Shown(full) + "`.", name.range);
  }
  source->table = table;
  if (item.sample) {
    TRY_ASSIGN(source->sample, SampleCondition(*item.sample, *source, item.range));
  }
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
    return NotImplementedError(
        "Column names behind a table alias are not supported: name them in "
        "a subquery",
        item.range);
  }
  return source;
}

// The latest version of each row, as a query over the stored ones:
// SELECT key, argMax(x, version) AS x … GROUP BY key HAVING argMax(is_deleted, version) = 0
sql::ExprPtr Lowering::LatestVersions(const TableSource& source) {
  const std::string inner = source.alias + "_versions";
  const auto column = [&](std::string_view name) { return sql::Column(inner, std::string(name)); };
  const auto latest = [&](sql::ExprPtr value) {
    return Call("argMax", {std::move(value), column("version")});
  };
  sql::SelectNode select;
  std::vector<std::string> reads = {"is_deleted", "version"};
  for (const std::string_view key : source.table->key) {
    if (key.empty()) continue;
    reads.emplace_back(key);
    select.group_by.push_back(column(key));
    select.select.push_back(sql::Alias(column(key), std::string(key)));
  }
  const auto is_key = [&](const std::string& name) {
    const auto& keys = source.table->key;
    return std::find(keys.begin(), keys.end(), name) != keys.end();
  };
  for (const std::string& used : source.used) {
    if (is_key(used)) continue;
    reads.push_back(used);
    if (used == "team_id") {
      select.select.push_back(sql::Alias(column(used), used));
      select.group_by.push_back(column(used));
    } else {
      select.select.push_back(sql::Alias(latest(column(used)), used));
    }
  }
  if (!source.extracts.empty() && !source.used.contains("properties")) {
    reads.emplace_back("properties");
  }
  for (std::size_t i = 0; i < source.extracts.size(); ++i) {
    select.select.push_back(
        sql::Alias(latest(RawProperty(column("properties"), source.extracts[i])), ExtractName(i)));
  }
  if (source.group_index >= 0) {
    select.where = Call("equals", {column("group_type_index"), sql::Integer(source.group_index)});
  }
  select.having = Call("equals", {latest(column("is_deleted")), sql::Integer(0)});
  sql::Source from;
  from.table = sql::BaseTable{std::string(source.table->table), std::move(reads)};
  from.alias = inner;
  select.from.push_back(std::move(from));
  return sql::Make(std::move(select));
}

Status Lowering::CloseSource(const TableSource& source, std::vector<sql::Source>& out) {
  sql::Source closed;
  closed.alias = source.alias;
  closed.join = source.join;
  closed.on = source.on;
  if (source.table == nullptr) {
    closed.table = sql::DerivedTable{source.query};
  } else {
    switch (source.table->rows) {
      case TableRows::kAsStored:
        closed.table = sql::BaseTable{std::string(source.table->table),
                                      {source.used.begin(), source.used.end()}};
        break;
      case TableRows::kLatestVersion:
        closed.table = sql::DerivedTable{LatestVersions(source)};
        break;
      case TableRows::kSessions: {
        TRY_ASSIGN(auto query, SessionsQuery(source));
        closed.table = sql::DerivedTable{std::move(query)};
        break;
      }
      case TableRows::kGiven: {
        TRY_ASSIGN(auto query, GivenRows(source));
        closed.table = sql::DerivedTable{std::move(query)};
        break;
      }
      case TableRows::kNumbers:
        closed.table = sql::NumbersTable{source.table_args};
        break;
      case TableRows::kVirtual:
        return Internal("a virtual table in FROM");
    }
  }
  out.push_back(std::move(closed));
  for (const auto& entry : source.joined) TRY(CloseSource(*entry.second, out));
  return Ok();
}

}  // namespace tenrec::hogql
