// Relations between tables: docs/spec/hogql.md, 9.3.

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "tenrec/hogql/channel_rules.h"
#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

// Each is another subquery over the whole of a table.
constexpr int kMaxLazyJoins = 50;

constexpr std::string_view kVirtualPrefix = "$virt_";

}  // namespace

const TableField* Lowering::FindField(const TableSource& source, std::string_view name) const {
  if (const TableField* field = source.table->Find(name)) return field;
  if (!source.table->is_events()) return nullptr;
  const auto& types = context_.group_types;
  const auto type = std::find(types.begin(), types.end(), name);
  if (type == types.end() || name.empty()) return nullptr;
  return source.table->Find("group_" + std::to_string(type - types.begin()));
}

bool Lowering::HasName(const TableSource& source, std::string_view name) const {
  if (source.table != nullptr) return FindField(source, name) != nullptr;
  return std::any_of(source.columns.begin(), source.columns.end(),
                     [&](const DerivedColumn& column) { return column.name == name; });
}

Result<Lowered> Lowering::LowerFieldExpression(TableSource& source, std::string_view hogql,
                                               std::string prefix, TextRange range) {
  auto parsed = ParseExpr(hogql);
  if (!parsed) return Internal("a field of ours does not parse: " + std::string(hogql));
  SelectScope scope;
  scope.row = &source;
  scope.row_prefix = std::move(prefix);
  auto value = Lower(
      WithChannelRules(*parsed, context_.modifiers.channel_rules, InitialChannelInput), scope);
  if (!value) {
    Error error = std::move(value).error();
    error.range = range;
    return error;
  }
  value->path.reset();
  return value;
}

Result<TableSource*> Lowering::JoinLazily(TableSource& source, const TableField& field,
                                          TextRange range, SelectScope& scope) {
  for (const auto& [name, joined] : source.joined) {
    if (name == field.name) return joined.get();
  }
  if (++lazy_joins_ > kMaxLazyJoins) {
    return QueryError("The query reads too many other tables through relations", range);
  }
  auto made = std::make_unique<TableSource>();
  TableSource& other = *made;
  other.table = &TableOf(field);
  other.alias = source.alias + "__" + std::string(field.name);
  other.group_index = field.group_index;
  const bool persons = other.table->name == "persons";
  const bool inner = field.inner && !(persons && context_.modifiers.left_join_persons);
  other.join = inner ? "INNER JOIN" : "LEFT JOIN";
  TRY_ASSIGN(const auto left, ResolveInSource(source, {std::string(field.from)}, 0, range, scope));
  TRY_ASSIGN(const auto right, ResolveInSource(other, {std::string(field.to)}, 0, range, scope));
  other.on = Call("equals", {left.sql, right.sql});
  tables_.insert(std::string(other.table->name));
  source.joined.emplace_back(field.name, std::move(made));
  return &other;
}

Result<Lowered> Lowering::ResolveRelation(TableSource& source, const TableField& field,
                                          const std::vector<std::string>& chain, std::size_t at,
                                          TextRange range, SelectScope& scope) {
  if (at + 1 >= chain.size()) {
    return ResolutionError("Can't select a table when a column is expected: " + Shown(chain[at]),
                           range);
  }
  const bool events = source.table->is_events();
  if (events && field.name == "person") {
    return ResolvePerson(source, field, chain, at, range, scope);
  }
  const std::string& name = chain[at + 1];
  if (field.kind == FieldKind::kVirtualTable) {
    const TableField* const column = TableOf(field).Find(name);
    if (column == nullptr) return ResolutionError("Field not found: " + Shown(name), range);
    return ReadField(source, *column, chain, at + 1, range);
  }
  // What the row itself has needs no join.
  if (name == field.to && (field.group_index >= 0 || field.name == "session")) {
    return ResolveInSource(
        source,
        [&] {
          std::vector<std::string> direct = {std::string(field.from)};
          direct.insert(direct.end(), chain.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                        chain.end());
          return direct;
        }(),
        0, range, scope);
  }
  const bool disabled = context_.modifiers.persons_on_events == PersonsOnEventsMode::kDisabled;
  if (events && field.name == "pdi" && !disabled) {
    if (name == "distinct_id") return ResolveInSource(source, {"distinct_id"}, 0, range, scope);
    if (name == "person_id") return PersonId(source, range, scope);
    if (name == "person") return ResolveInSource(source, chain, at + 1, range, scope);
  }
  TRY_ASSIGN(TableSource* const other, JoinLazily(source, field, range, scope));
  TRY_ASSIGN(auto value, ResolveInSource(*other, chain, at + 1, range, scope));
  if (!field.inner) value.type.nullable = true;
  return value;
}

Result<Lowered> Lowering::ResolvePerson(TableSource& events, const TableField& field,
                                        const std::vector<std::string>& chain, std::size_t at,
                                        TextRange range, SelectScope& scope) {
  std::vector<std::string> rest(chain.begin() + static_cast<std::ptrdiff_t>(at) + 1, chain.end());
  // person.properties.$virt_x is person.$virt_x.
  if (rest.size() > 1 && rest[0] == "properties" && rest[1].starts_with(kVirtualPrefix)) {
    rest.erase(rest.begin());
  }
  if (rest[0] == "id") {
    TRY_ASSIGN(auto id, PersonId(events, range, scope));
    return Descend(std::move(id), rest, 1, range);
  }
  const bool on_events = persons_are_on_events() && scope.row != &events;
  if (persons_are_on_events()) {
    const TableField* const column = TableOf(*events.table->Find("poe")).Find(rest[0]);
    if (column != nullptr) return ReadField(events, *column, rest, 0, range);
    const TableField* const computed = TableOf(field).Find(rest[0]);
    if (on_events && computed != nullptr && computed->kind == FieldKind::kExpression) {
      TRY_ASSIGN(auto value, LowerFieldExpression(events, computed->expression, "person", range));
      value.type = computed->type;
      return Descend(std::move(value), rest, 1, range);
    }
  }
  TRY_ASSIGN(TableSource* const persons, JoinLazily(events, field, range, scope));
  TRY_ASSIGN(auto value, ResolveInSource(*persons, rest, 0, range, scope));
  if (context_.modifiers.left_join_persons) value.type.nullable = true;
  return value;
}

Result<Lowered> Lowering::PersonId(TableSource& events, TextRange range, SelectScope& scope) {
  switch (context_.modifiers.persons_on_events) {
    case PersonsOnEventsMode::kDisabled: {
      TRY_ASSIGN(TableSource* const ids,
                 JoinLazily(events, *events.table->Find("pdi"), range, scope));
      return ResolveInSource(*ids, {"person_id"}, 0, range, scope);
    }
    case PersonsOnEventsMode::kNoOverrideOnEvents:
      return ReadColumn(events, "person_id", {TypeKind::kUuid, false});
    case PersonsOnEventsMode::kOverrideOnEvents:
    case PersonsOnEventsMode::kOverrideJoined:
      return OverriddenPersonId(events);
  }
  return Internal("unknown mode of persons");
}

namespace {

/// The second list's text at the place where the first has the value, or ''. `lists` is a query of
/// one tuple, which the engine runs once; texts, since transform() takes no UUIDs.
sql::ExprPtr LookUp(sql::ExprPtr value, const sql::ExprPtr& lists) {
  return Call("transform", {std::move(value), Call("tupleElement", {lists, sql::Integer(1)}),
                            Call("tupleElement", {lists, sql::Integer(2)}), Fixed("")});
}

/// 0 when nobody's events changed hands, 2 when events of one person may be of several now, else 1.
sql::ExprPtr HowPersonsMoved() {
  const std::string alias = "__overrides_seen";
  sql::SelectNode query;
  query.select.push_back(
      Call("multiIf", {Call("equals", {Call("count"), sql::Integer(0)}), sql::Integer(0),
                       Call("greaterOrEquals", {Call("max", {sql::Column(alias, "version")}),
                                                sql::Integer(schema::kMixedVersion)}),
                       sql::Integer(2), sql::Integer(1)}));
  sql::Source from;
  from.table = sql::BaseTable{schema::PersonDistinctIdOverridesTable().name, {"version"}};
  from.alias = alias;
  query.from.push_back(std::move(from));
  return sql::Make(std::move(query));
}

}  // namespace

// Of persons of whom nothing is known: if(<mixed>, <by distinct id>, if(<none moved>, person_id,
// if(person_id IN <who moved>, <where to>, person_id))); else the one of the three that it comes
// to. No join, so that the rest of the query still reads `events` itself and one bucket of a map.
// The engine computes <mixed> and <none moved> before it decides what to read, so distinct ids are
// read only when a person is not enough to tell (schema::kMixedVersion), and of those who did not
// move nothing is looked up.
Result<Lowered> Lowering::OverriddenPersonId(TableSource& events) {
  using schema::PersonMoves;
  const PersonMoves moves = context_.person_moves;
  TRY_ASSIGN(Lowered id, ReadColumn(events, "person_id", {TypeKind::kUuid, false}));
  if (moves == PersonMoves::kNone) return id;
  const std::string alias = "__overrides";
  const auto person = Call("toString", {sql::Column(alias, "person_id")});
  const auto origin = sql::Column(alias, "origin_id");
  const auto is = [how = HowPersonsMoved()](std::int64_t state) {
    return Call("equals", {how, sql::Integer(state)});
  };
  // The engine runs even what it then leaves out, but reads nothing where the condition is false.
  const auto ask = [&](std::set<std::string> used, sql::ExprPtr what,
                       std::int64_t state) -> Result<sql::ExprPtr> {
    TableSource overrides;
    overrides.table = FindTable("person_distinct_id_overrides");
    overrides.alias = alias;
    overrides.used = std::move(used);
    sql::SelectNode query;
    query.select.push_back(std::move(what));
    if (moves == PersonMoves::kUnknown) query.where = is(state);
    TRY(CloseSource(overrides, query.from));
    return sql::Make(std::move(query));
  };
  const auto lists = [](sql::ExprPtr from, sql::ExprPtr to) {
    return Call("tuple",
                {Call("groupArray", {std::move(from)}), Call("groupArray", {std::move(to)})});
  };
  const auto of_each = [&]() -> Result<sql::ExprPtr> {
    TRY_ASSIGN(const Lowered distinct_id,
               ReadColumn(events, "distinct_id", {TypeKind::kString, false}));
    TRY_ASSIGN(const auto by_id, ask({"distinct_id", "person_id"},
                                     lists(sql::Column(alias, "distinct_id"), person), 2));
    return Call("ifNull", {Call("toUUIDOrNull", {LookUp(distinct_id.sql, by_id)}), id.sql});
  };
  const auto of_whole = [&]() -> Result<sql::ExprPtr> {
    // Half of an id is found more quickly; who shares it with somebody is looked up for nothing.
    const auto half = [](const sql::ExprPtr& whole) {
      return Call("reinterpretAsUInt64", {whole});
    };
    const auto where_to = [&](const sql::ExprPtr& by_person) {
      return Call("toUUIDOrDefault", {LookUp(Call("toString", {id.sql}), by_person), id.sql});
    };
    const auto origin_text = Call("toString", {origin});
    if (moves == PersonMoves::kWhole) {
      // One query instead of two.
      const auto all =
          Call("tuple", {Call("groupArray", {origin_text}), Call("groupArray", {person}),
                         Call("groupArray", {half(origin)})});
      TRY_ASSIGN(const auto lists_of_all, ask({"origin_id", "person_id"}, all, 1));
      const auto halves = Call("tupleElement", {lists_of_all, sql::Integer(3)});
      return Call("if", {Call("in", {half(id.sql), halves}), where_to(lists_of_all), id.sql});
    }
    TRY_ASSIGN(const auto by_person,
               ask({"origin_id", "person_id"}, lists(origin_text, person), 1));
    TRY_ASSIGN(const auto who_moved, ask({"origin_id"}, half(origin), 1));
    return Call("if", {Call("in", {half(id.sql), who_moved}), where_to(by_person), id.sql});
  };
  if (moves == PersonMoves::kMixed) {
    TRY_ASSIGN(id.sql, of_each());
  } else if (moves == PersonMoves::kWhole) {
    TRY_ASSIGN(id.sql, of_whole());
  } else {
    TRY_ASSIGN(const auto each, of_each());
    TRY_ASSIGN(const auto whole, of_whole());
    id.sql = Call("if", {is(2), each, Call("if", {is(0), id.sql, whole})});
  }
  return id;
}

}  // namespace tenrec::hogql
