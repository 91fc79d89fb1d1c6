// Names and properties: docs/spec/hogql.md, 5, 9 and 10.

#include <algorithm>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

bool IsSource(const TableSource& source, std::string_view name) {
  return source.name == name;
}

bool HasField(const TableSource& source, std::string_view name) {
  if (source.table == nullptr) {
    return std::any_of(source.columns.begin(), source.columns.end(),
                       [&](const DerivedColumn& column) { return column.name == name; });
  }
  if (source.table->Find(name) != nullptr) return true;
  if (!source.table->is_events()) return false;
  constexpr std::string_view kRelations[] = {"person",
                                             "pdi",
                                             "poe",
                                             "session",
                                             "override",
                                             "elements_chain_href",
                                             "goe_0",
                                             "goe_1",
                                             "goe_2",
                                             "goe_3",
                                             "goe_4",
                                             "elements_chain_texts",
                                             "group_0",
                                             "group_1",
                                             "group_2",
                                             "group_3",
                                             "group_4",
                                             "elements_chain_ids",
                                             "$session_id_uuid",
                                             "elements_chain_elements"};
  return std::find(std::begin(kRelations), std::end(kRelations), name) != std::end(kRelations);
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

// Properties that are text whatever their definition says.
bool IsAlwaysText(std::string_view key) {
  constexpr std::string_view kKeys[] = {"$ai_trace_id", "$ai_session_id",    "$ai_parent_id",
                                        "$ai_span_id",  "$ai_generation_id", "$ai_experiment_id"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

}  // namespace

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
    if (!HasField(*source, first)) continue;
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
  const bool stored = source.table != nullptr && source.table->rows != TableRows::kNumbers;
  if (type.kind == TypeKind::kDateTime && stored &&
      context_.modifiers.convert_to_project_timezone) {
    value.stored_time = value.sql;
    value.sql = Call("toTimeZone", {value.sql, Zone()});
  }
  return value;
}

// ifNull(toUUIDOrNull(transform(distinct_id, <ids that changed hands>, <who has them now>, '')),
// person_id). No join, so that the rest of the query still reads `events` itself and one bucket of
// a map; texts, since transform takes no UUIDs.
Result<Lowered> Lowering::PersonId(TableSource& events) {
  TRY_ASSIGN(Lowered id, ReadColumn(events, "person_id", {TypeKind::kUuid, false}));
  TRY_ASSIGN(const Lowered distinct_id,
             ReadColumn(events, "distinct_id", {TypeKind::kString, false}));
  TableSource overrides;
  overrides.table = FindTable("person_distinct_id_overrides");
  overrides.alias = "__overrides";
  overrides.used = {"distinct_id", "person_id"};
  const auto column = [&](const char* name) { return sql::Column(overrides.alias, name); };
  sql::SelectNode lists;
  lists.select.push_back(
      Call("tuple", {Call("groupArray", {column("distinct_id")}),
                     Call("groupArray", {Call("toString", {column("person_id")})})}));
  lists.from.push_back(CloseSource(overrides));
  const sql::ExprPtr both = sql::Make(std::move(lists));
  const sql::ExprPtr now =
      Call("transform", {distinct_id.sql, Call("tupleElement", {both, sql::Integer(1)}),
                         Call("tupleElement", {both, sql::Integer(2)}), Fixed("")});
  id.sql = Call("ifNull", {Call("toUUIDOrNull", {now}), id.sql});
  return id;
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
      value.sql = sql::Column(source.alias, name);
      if (column.type.kind == TypeKind::kJson) {
        value.path = PropertyPath{{value.sql, column.json_scope, nullptr}, {}};
      }
      return Descend(std::move(value), chain, at + 1, range);
    }
    return ResolutionError("Unable to resolve field: " + Shown(Join(chain)), range);
  }
  const bool events = source.table->is_events();
  if (events && name == "person_id") {
    TRY_ASSIGN(auto id, PersonId(source));
    return Descend(std::move(id), chain, at + 1, range);
  }
  if (const TableField* field = source.table->Find(name)) {
    TRY_ASSIGN(auto value, ReadColumn(source, field->column.empty() ? field->name : field->column,
                                      field->type));
    if (field->type.kind == TypeKind::kJson) {
      const PropertyScope whose = events ? PropertyScope::kEvent : PropertyScope::kPerson;
      value.path = PropertyPath{{value.sql, whose, events ? &source : nullptr}, {}};
    }
    return Descend(std::move(value), chain, at + 1, range);
  }
  if (events && HasField(source, name)) return ResolveEventsRelation(source, chain, at, range);
  if (at > 0 || scope.sources.empty()) {
    return ResolutionError("Field not found: " + Shown(name), range);
  }
  return ResolutionError("Unable to resolve field: " + Shown(Join(chain)), range);
}

// person.…, pdi.…, poe.…, and columns that are computed.
Result<Lowered> Lowering::ResolveEventsRelation(TableSource& source,
                                                const std::vector<std::string>& chain,
                                                std::size_t at, TextRange range) {
  const std::string& name = chain[at];
  const auto elements = [&](const char* function, const char* pattern,
                            TypeKind kind) -> Result<Lowered> {
    TRY_ASSIGN(const auto column, ReadColumn(source, "elements_chain", {TypeKind::kString, false}));
    Lowered value;
    value.type = {kind, false};
    value.sql = Call(function, {column.sql, Fixed(pattern)});
    if (kind == TypeKind::kArray) value.sql = Call("arrayDistinct", {value.sql});
    return Descend(std::move(value), chain, at + 1, range);
  };
  if (name == "elements_chain_href") {
    return elements("extract", "(?::|\")href=\"(.*?)\"", TypeKind::kString);
  }
  if (name == "elements_chain_texts") {
    return elements("extractAll", "(?::|\")text=\"(.*?)\"", TypeKind::kArray);
  }
  if (name == "elements_chain_ids") {
    return elements("extractAll", "(?::|\")attr_id=\"(.*?)\"", TypeKind::kArray);
  }
  if (name == "elements_chain_elements") {
    return elements("extractAll", "(?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)",
                    TypeKind::kArray);
  }
  if (name == "$session_id_uuid") {
    TRY_ASSIGN(const auto id, ReadColumn(source, "$session_id", {TypeKind::kString, false}));
    Lowered value;
    value.type = {TypeKind::kUuid, true};
    value.sql = Call("toUUIDOrNull", {id.sql});
    return value;
  }
  if (at + 1 >= chain.size()) {
    return ResolutionError("Can't select a table when a column is expected: " + Shown(name), range);
  }
  const std::string& field = chain[at + 1];
  if (name.starts_with("goe_") || name.starts_with("group_")) {
    if (field == "key") {
      const std::string column = "$group_" + name.substr(name.size() - 1);
      TRY_ASSIGN(auto key, ReadColumn(source, column, {TypeKind::kString, false}));
      return Descend(std::move(key), chain, at + 2, range);
    }
    return NotImplementedError("Group properties cannot be queried yet: " + Shown(Join(chain)),
                               range);
  }
  if (name == "session" || name == "override") {
    return NotImplementedError("'" + name + "' cannot be queried yet", range);
  }
  if (name == "pdi" && field == "distinct_id") {
    TRY_ASSIGN(auto id, ReadColumn(source, "distinct_id", {TypeKind::kString, false}));
    return Descend(std::move(id), chain, at + 2, range);
  }
  if (name == "pdi" && field == "person")
    return ResolveEventsRelation(source, chain, at + 1, range);
  const std::string_view id_field = name == "pdi" ? "person_id" : "id";
  if (field == id_field) {
    TRY_ASSIGN(auto id, PersonId(source));
    return Descend(std::move(id), chain, at + 2, range);
  }
  if (name != "pdi" && field == "created_at") {
    TRY_ASSIGN(auto time, ReadColumn(source, "person_created_at", {TypeKind::kDateTime, false}));
    return Descend(std::move(time), chain, at + 2, range);
  }
  if (name != "pdi" && field == "properties") {
    TRY_ASSIGN(auto json, ReadColumn(source, schema::RawColumn(schema::PropertyScope::kPerson),
                                     {TypeKind::kJson, false}));
    json.path = PropertyPath{{json.sql, PropertyScope::kPerson, &source}, {}};
    return Descend(std::move(json), chain, at + 2, range);
  }
  if (field == "pdi" || field == "is_identified") {
    return NotImplementedError("'" + Shown(Join(chain)) + "' cannot be queried yet", range);
  }
  return ResolutionError("Field not found: " + Shown(field), range);
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
  if (path.base.events != nullptr && path.keys.size() == 1 && key != nullptr) {
    const auto where = path.base.scope == PropertyScope::kPerson ? schema::PropertyScope::kPerson
                                                                 : schema::PropertyScope::kEvent;
    const schema::PropertyLocation place = layout_->Locate(where, *key);
    path.base.events->used.insert(place.column);
    const sql::ExprPtr column = sql::Column(path.base.events->alias, place.column);
    switch (place.kind) {
      case schema::PropertyLocation::Kind::kColumn:
        return column;
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
  sql::ExprList args = {path.base.json};
  for (const Value& part : path.keys) {
    if (const auto* index = std::get_if<std::int64_t>(&part)) {
      args.push_back(sql::Integer(*index));
    } else if (const auto* name = std::get_if<std::string>(&part)) {
      args.push_back(sql::Literal(*name));
    }
  }
  const sql::ExprPtr raw = Call("JSONExtractRaw", std::move(args));
  return Call("replaceRegexpAll",
              {Call("nullIf", {Call("nullIf", {raw, Fixed("")}), Fixed("null")}), Fixed("^\"|\"$"),
               Fixed("")});
}

Result<Lowered> Lowering::ReadProperty(PropertyPath path, bool typed, TextRange range) {
  Lowered value;
  value.type = {TypeKind::kString, true};
  value.sql = UntypedProperty(path);
  const auto* key = std::get_if<std::string>(&path.keys.front());
  const bool definable = typed && path.keys.size() == 1 && key != nullptr;
  if (definable && context_.property_type && !IsAlwaysText(*key)) {
    std::string_view type_name = "String";
    switch (context_.property_type(path.base.scope, *key)) {
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
