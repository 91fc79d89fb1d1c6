// Names and properties: docs/spec/hogql.md, 5, 9 and 10.

#include <algorithm>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

bool IsSource(const TableSource& source, std::string_view name) {
  return source.name == name;
}

std::string Join(const std::vector<std::string>& chain) {
  std::string out;
  for (const auto& part : chain) out += (out.empty() ? "" : ".") + part;
  return out;
}

std::string_view ScopeName(PropertyScope scope) {
  switch (scope) {
    case PropertyScope::kEvent:
      return "Event";
    case PropertyScope::kPerson:
      return "Person";
    case PropertyScope::kGroup:
      return "Group";
  }
  return {};
}

PropertyScope WhoseProperties(const HogQLTable& table, std::string_view column) {
  if (table.table == "groups") return PropertyScope::kGroup;
  return column == "properties" && table.is_events() ? PropertyScope::kEvent
                                                     : PropertyScope::kPerson;
}

// Properties that are text whatever their definition says.
bool IsAlwaysText(std::string_view key) {
  constexpr std::string_view kKeys[] = {"$ai_trace_id", "$ai_session_id",    "$ai_parent_id",
                                        "$ai_span_id",  "$ai_generation_id", "$ai_experiment_id"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

}  // namespace

std::string ExtractName(std::size_t index) {
  return "property_" + std::to_string(index);
}

sql::ExprPtr RawProperty(const sql::ExprPtr& json, const std::vector<Value>& keys) {
  sql::ExprList args = {json};
  for (const Value& part : keys) {
    if (const auto* index = std::get_if<std::int64_t>(&part)) {
      args.push_back(sql::Integer(*index));
    } else if (const auto* name = std::get_if<std::string>(&part)) {
      args.push_back(sql::Literal(*name));
    }
  }
  return Call("JSONExtractRaw", std::move(args));
}

Result<Lowered> Lowering::LowerField(const FieldNode& node, SelectScope& scope) {
  const auto& chain = node.chain;
  const std::string& first = chain.front();
  if (chain.back() == "*") return QueryError("'*' is not allowed here", node.range);

  for (auto frame = scope.lambdas.rbegin(); frame != scope.lambdas.rend(); ++frame) {
    if (std::find(frame->begin(), frame->end(), first) == frame->end()) continue;
    Lowered argument;
    argument.sql = sql::Name(first);
    return Descend(std::move(argument), chain, 1, node.range);
  }
  if (scope.row != nullptr) {
    if (scope.row_prefix.empty()) return ResolveInSource(*scope.row, chain, 0, node.range, scope);
    std::vector<std::string> whole = {scope.row_prefix};
    whole.insert(whole.end(), chain.begin(), chain.end());
    return ResolveInSource(*scope.row, whole, 0, node.range, scope);
  }
  if (chain.size() > 1) {
    for (const auto& source : scope.sources) {
      if (IsSource(*source, first)) return ResolveInSource(*source, chain, 1, node.range, scope);
    }
  }
  if (const auto alias = scope.aliases.find(first); alias != scope.aliases.end()) {
    return Descend(alias->second, chain, 1, node.range);
  }
  TableSource* owner = nullptr;
  for (const auto& source : scope.sources) {
    if (!HasName(*source, first)) continue;
    if (owner != nullptr) {
      if (source->shared.contains(first)) continue;
      return ResolutionError("Ambiguous query. Found multiple sources for field: " + Shown(first),
                             node.range);
    }
    owner = source.get();
  }
  if (owner != nullptr) return ResolveInSource(*owner, chain, 0, node.range, scope);

  for (const CteScope* ctes = scope.ctes; ctes != nullptr; ctes = ctes->outer) {
    const auto found = ctes->tables.find(first);
    if (found == ctes->tables.end()) continue;
    if (found->second->is_subquery) break;
    constexpr int kMaxExpansions = 50;
    if (++cte_expansions_ > kMaxExpansions) {
      return QueryError("Too many CTE expansions (50+). Probably a CTE loop.", node.range);
    }
    const CteScope* const saved = scope.ctes;
    scope.ctes = ctes->outer;
    auto value = Lower(found->second->expr, scope);
    scope.ctes = saved;
    if (!value) return std::move(value).error();
    return Descend(std::move(*value), chain, 1, node.range);
  }
  return ResolutionError("Unable to resolve field: " + Shown(first), node.range);
}

Result<Lowered> Lowering::ReadColumn(TableSource& source, std::string_view column, Type type) {
  source.used.emplace(column);
  Lowered value;
  value.type = type;
  value.sql = sql::Column(source.alias, std::string(column));
  if (const auto* table =
          source.table == nullptr ? nullptr : schema::FindTable(source.table->table)) {
    const schema::Column* const declared = table->Find(column);
    const bool low = declared != nullptr && declared->type.starts_with("LowCardinality");
    value.sql = StoredText(std::move(value.sql), low, false);
  }
  const bool stored = source.table != nullptr && source.table->rows != TableRows::kNumbers &&
                      source.table->rows != TableRows::kSessions;
  if (type.kind == TypeKind::kDateTime && stored &&
      context_.modifiers.convert_to_project_timezone) {
    value.stored_time = value.sql;
    value.sql = Call("toTimeZone", {value.sql, Zone()});
  }
  return value;
}

sql::ExprPtr Lowering::StoredText(sql::ExprPtr column, bool low_cardinality, bool nullable) const {
  if (texts_ == TextColumns::kAsStored || !low_cardinality) return column;
  return Call("cast", {std::move(column), Fixed(nullable ? "Nullable(String)" : "String")});
}

Result<Lowered> Lowering::ReadField(TableSource& source, const TableField& field,
                                    const std::vector<std::string>& chain, std::size_t at,
                                    TextRange range) {
  const std::string_view column = field.column.empty() ? field.name : field.column;
  if (field.type.kind != TypeKind::kJson) {
    TRY_ASSIGN(auto value, ReadColumn(source, column, field.type));
    return Descend(std::move(value), chain, at + 1, range);
  }
  // The text of the object itself is read only when nothing else has what is asked for.
  Lowered value;
  value.type = field.type;
  value.sql = sql::Column(source.alias, std::string(column));
  value.path = PropertyPath{{value.sql, WhoseProperties(*source.table, column), source.group_index,
                             &source, std::string(column)},
                            {}};
  if (at + 1 >= chain.size()) source.used.emplace(column);
  return Descend(std::move(value), chain, at + 1, range);
}

Result<Lowered> Lowering::ResolveInSource(TableSource& source,
                                          const std::vector<std::string>& chain, std::size_t at,
                                          TextRange range, SelectScope& scope) {
  const std::string& name = chain[at];
  if (source.table == nullptr) {
    for (const DerivedColumn& column : source.columns) {
      if (column.name != name) continue;
      Lowered value;
      value.type = column.type;
      value.sql = sql::Column(source.alias, column.sql_name.empty() ? name : column.sql_name);
      if (column.type.kind == TypeKind::kJson) {
        value.path = PropertyPath{{value.sql, column.json_scope, column.group_index}, {}};
      }
      return Descend(std::move(value), chain, at + 1, range);
    }
    return ResolutionError("Unable to resolve field: " + Shown(Join(chain)), range);
  }
  const TableField* const field = FindField(source, name);
  if (field == nullptr) {
    if (at > 0 || scope.sources.empty()) {
      return ResolutionError("Field not found: " + Shown(name), range);
    }
    return ResolutionError("Unable to resolve field: " + Shown(Join(chain)), range);
  }
  if (source.table->rows == TableRows::kSessions) {
    TRY_ASSIGN(auto value, ReadColumn(source, name, field->type));
    return Descend(std::move(value), chain, at + 1, range);
  }
  switch (field->kind) {
    case FieldKind::kColumn:
      return ReadField(source, *field, chain, at, range);
    case FieldKind::kExpression: {
      if (source.table->is_events() && name == "person_id") {
        TRY_ASSIGN(auto id, PersonId(source, range, scope));
        return Descend(std::move(id), chain, at + 1, range);
      }
      TRY_ASSIGN(auto value, LowerFieldExpression(source, field->expression, {}, range));
      value.type = field->type;
      value.constant.reset();
      return Descend(std::move(value), chain, at + 1, range);
    }
    case FieldKind::kLazyTable:
    case FieldKind::kVirtualTable:
      return ResolveRelation(source, *field, chain, at, range, scope);
  }
  return Internal("unknown kind of field");
}

Result<Lowered> Lowering::Descend(Lowered value, const std::vector<std::string>& chain,
                                  std::size_t at, TextRange range) {
  if (at >= chain.size()) return value;
  if (!value.path) {
    return ResolutionError(
        "Can not access property \"" + Shown(chain[at]) +
            "\" of a field that is no "
            "object: " +
            Shown(Join({chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(at)})),
        range);
  }
  PropertyPath path = *value.path;
  for (; at < chain.size(); ++at) path.keys.emplace_back(chain[at]);
  return ReadProperty(std::move(path), !raw_properties_, range);
}

// The property's text: NULL when it is missing or null.
sql::ExprPtr Lowering::UntypedProperty(const PropertyPath& path) {
  const auto* key = std::get_if<std::string>(&path.keys.front());
  TableSource* const source = path.base.source;
  const bool on_events = source != nullptr && source->table->table == "events";
  if (on_events && path.keys.size() == 1 && key != nullptr) {
    const auto where = path.base.scope == PropertyScope::kPerson ? schema::PropertyScope::kPerson
                                                                 : schema::PropertyScope::kEvent;
    const schema::PropertyLocation place = layout_->Locate(where, *key);
    source->used.insert(place.column);
    const sql::ExprPtr column = sql::Column(source->alias, place.column);
    switch (place.kind) {
      case schema::PropertyLocation::Kind::kColumn:
        return StoredText(column, place.low_cardinality, true);
      case schema::PropertyLocation::Kind::kTail: {
        tail_properties_.insert({where, *key});
        // The key is a name, written into the statement, so that the engine reads one bucket.
        const sql::ExprPtr text = Call("arrayElement", {column, Fixed(*key)});
        return Call("multiIf",
                    {Call("equals", {text, Fixed("")}), sql::Null(),
                     Call("equals", {text, Fixed(schema::kEmptyTailText)}), Fixed(""), text});
      }
    }
  }
  sql::ExprPtr raw;
  if (source != nullptr && source->table->rows == TableRows::kLatestVersion) {
    // Cut out below, so that whole objects do not travel through the comparison of versions.
    auto found = std::find(source->extracts.begin(), source->extracts.end(), path.keys);
    if (found == source->extracts.end()) {
      found = source->extracts.insert(found, path.keys);
    }
    raw = sql::Column(source->alias,
                      ExtractName(static_cast<std::size_t>(found - source->extracts.begin())));
  } else {
    if (source != nullptr) source->used.insert(path.base.column);
    raw = RawProperty(path.base.json, path.keys);
  }
  return Call("replaceRegexpAll",
              {Call("nullIf", {Call("nullIf", {raw, Fixed("")}), Fixed("null")}), Fixed("^\"|\"$"),
               Fixed("")});
}

Result<Lowered> Lowering::ReadProperty(PropertyPath path, bool typed, TextRange range) {
  Lowered value;
  value.type = {TypeKind::kString, true};
  value.sql = UntypedProperty(path);
  const auto* key = std::get_if<std::string>(&path.keys.front());
  const bool is_property =
      path.base.source == nullptr || path.base.source->table->rows != TableRows::kGiven;
  const bool definable = typed && is_property && path.keys.size() == 1 && key != nullptr;
  if (definable && context_.property_type && !IsAlwaysText(*key)) {
    std::string_view type_name = "String";
    switch (context_.property_type(path.base.scope, *key, path.base.group_index)) {
      case PropertyType::kNumeric:
        value.sql = Call("accurateCastOrNull", {value.sql, Fixed("Float64")});
        value.type.kind = TypeKind::kFloat;
        type_name = "Float";
        break;
      case PropertyType::kBoolean: {
        sql::ArrayNode words;
        words.exprs = {Fixed("true"), Fixed("false")};
        sql::ArrayNode flags;
        flags.exprs = {sql::Integer(1), sql::Integer(0)};
        value.sql =
            Call("toBool",
                 {Call("transform", {Call("toString", {value.sql}), sql::Make(std::move(words)),
                                     sql::Make(std::move(flags)), sql::Null()})});
        value.type.kind = TypeKind::kBoolean;
        type_name = "Boolean";
        break;
      }
      case PropertyType::kDateTime:
        value.sql = Call("parseDateTime64BestEffortOrNull", {value.sql, sql::Integer(6), Zone()});
        value.type.kind = TypeKind::kDateTime;
        type_name = "DateTime";
        break;
      case PropertyType::kString:
      case PropertyType::kUnknown:
        break;
    }
    if (range.end != 0) {
      notices_.push_back({std::string(ScopeName(path.base.scope)) + " property '" + *key +
                              "' is of type '" + std::string(type_name) + "'.",
                          range});
    }
  }
  value.path = std::move(path);
  return value;
}

}  // namespace tenrec::hogql
