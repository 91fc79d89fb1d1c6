#include "tenrec/insights/actors_query.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/row_select.h"
#include "tenrec/insights/statement.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Columns of `persons`, and the tables, that only a join can give when there is a source.
constexpr std::array<std::string_view, 5> kJoinedColumns = {"properties", "created_at",
                                                            "is_identified", "persons", "groups"};

bool IsActorWord(std::string_view word) {
  return word == "person" || word == "actor" || word == "group";
}

/// Names of persons as people write them in this query: `id`, `properties.x`,
/// `person.properties.x`. With a source the id is the source's, so that an actor without a person
/// is still one.
ExprPtr InPersons(const ExprPtr& expr, bool has_source) {
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    std::vector<std::string> chain = field->chain;
    if (chain.size() > 1 && chain.front() == "person") chain.front() = "persons";
    const bool is_id = (chain.size() == 1 && (chain[0] == "id" || chain[0] == "person_id")) ||
                       (chain.size() == 2 && chain[0] == "persons" && chain[1] == "id");
    if (is_id) chain = {has_source ? "actor_id" : "id"};
    hogql::FieldNode copy = *field;
    copy.chain = std::move(chain);
    return hogql::Make(std::move(copy));
  }
  if (expr->kind == hogql::Kind::kSelect) return expr;
  return hogql::MapChildren(expr,
                            [&](const ExprPtr& child) { return InPersons(child, has_source); });
}

/// The same for groups, which are called `group` or `group_0`.
ExprPtr InGroups(const ExprPtr& expr, int index) {
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    std::vector<std::string> chain = field->chain;
    const bool is_relation = chain.front() == "group" || chain.front() == "groups" ||
                             chain.front() == "group_" + std::to_string(index);
    if (chain.size() > 1 && is_relation) chain.erase(chain.begin());
    if (chain.front() == "group_properties") chain.front() = "properties";
    const bool is_id =
        chain.size() == 1 && (chain[0] == "id" || chain[0] == "key" || chain[0] == "group_key");
    if (is_id) chain = {"actor_id"};
    // A group that only events name was made at no time.
    if (chain.front() == "created_at") {
      return Call("if", {Compare(CompareOp::kEq, Field({"groups", "key"}), Constant("")),
                         hogql::Null(), Field({"groups", "created_at"})});
    }
    if (chain.front() == "properties") chain.insert(chain.begin(), "groups");
    hogql::FieldNode copy = *field;
    copy.chain = std::move(chain);
    return hogql::Make(std::move(copy));
  }
  if (expr->kind == hogql::Kind::kSelect) return expr;
  return hogql::MapChildren(expr, [&](const ExprPtr& child) { return InGroups(child, index); });
}

/// Whether it needs the table of persons, or of groups.
bool ReadsTable(const ExprPtr& expr) {
  if (expr == nullptr) return false;
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    return std::ranges::find(kJoinedColumns, field->chain.front()) != kJoinedColumns.end();
  }
  if (expr->kind == hogql::Kind::kSelect) return false;
  bool found = false;
  hogql::ForEachChild(*expr, [&](const ExprPtr& child) { found = found || ReadsTable(child); });
  return found;
}

struct Column {
  std::string name;
  ActorsColumn shape = ActorsColumn::kPlain;
  ExprPtr expr;
  bool aggregates = false;
};

/// Whether the filters say something of persons, or of the groups of this type.
Status CheckScope(const Json& filters, std::optional<int> group_index, int depth = 0) {
  if (depth > 64) return InvalidArgument("property filters are nested too deep");
  if (const auto* list = filters.if_array()) {
    for (const Json& item : *list) TRY(CheckScope(item, group_index, depth + 1));
    return Ok();
  }
  if (!filters.is_object()) return Ok();
  if (const Json* values = FindMember(filters, "values")) {
    return CheckScope(*values, group_index, depth + 1);
  }
  const std::string_view type = StringMember(filters, "type").value_or("event");
  if (group_index) {
    const bool is_own =
        type == "group" && IntMember(filters, "group_type_index").value_or(0) == *group_index;
    if (is_own || type == "hogql" || type == "empty") return Ok();
    return InvalidArgument("The '" + hogql::Shown(type) +
                           "' property filter does not work in 'group' scope: the actors are "
                           "groups of type " +
                           std::to_string(*group_index));
  }
  constexpr std::array<std::string_view, 6> kFits = {
      "person", "hogql", "cohort", "static-cohort", "precalculated-cohort", "empty"};
  if (std::ranges::find(kFits, type) != kFits.end()) return Ok();
  return InvalidArgument("The '" + hogql::Shown(type) +
                         "' property filter does not work in 'person' scope");
}

class Planner {
 public:
  Planner(const ActorsQuery& query, const ActorsContext& context)
      : query_(query), context_(context), has_source_(context.source != nullptr) {
    if (has_source_) group_index_ = context.source->group_index;
  }

  Result<ActorsPlan> Plan() {
    for (const std::string& text : Select()) {
      TRY_ASSIGN(Column column, ReadColumn(text));
      columns_.push_back(std::move(column));
    }
    TRY(AddConditions());
    TRY(AddOrder());

    ActorsPlan plan{.group_index = group_index_, .limit = query_.limit, .offset = query_.offset};
    for (const Column& column : columns_) {
      select_.AddColumn(column.expr);
      plan.columns.push_back(column.name);
      plan.shapes.push_back(column.shape);
    }
    std::vector<hogql::JoinItem> from = From();
    plan.query = std::move(select_).Finish(std::move(from), query_.limit, query_.offset);
    return plan;
  }

 private:
  std::vector<std::string> Select() const {
    if (!query_.select.empty()) return query_.select;
    if (group_index_) return {"group"};
    std::vector<std::string> columns = {"person", "id", "person.$delete"};
    if (has_source_ && context_.source->has_distinct_ids) {
      columns.emplace_back("event_distinct_ids");
    }
    return columns;
  }

  /// Names as people write them in this query, as those of the source and of what is joined.
  ExprPtr Own(const ExprPtr& expr) const {
    return group_index_ ? InGroups(expr, *group_index_) : InPersons(expr, has_source_);
  }

  ExprPtr Id() const { return Field({has_source_ ? "actor_id" : "id"}); }

  Result<Column> ReadColumn(const std::string& text) const {
    const std::string_view bare = WithoutComment(text);
    Column column{.name = text};
    if (IsActorWord(bare)) {
      column.shape = ActorsColumn::kActor;
      column.expr = Id();
      return column;
    }
    if (bare.find(".$") != std::string_view::npos && bare.find('(') == std::string_view::npos &&
        bare.find("properties.") == std::string_view::npos) {
      column.expr = Id();
      return column;
    }
    if (bare == "matched_recordings") {
      if (!has_source_ || !context_.source->has_recordings) {
        return InvalidArgument(
            "query.select: matched_recordings needs a source with includeRecordings");
      }
      column.shape = ActorsColumn::kRecordings;
      column.expr = Field({"matching_events"});
      return column;
    }
    TRY_ASSIGN(RowColumn parsed, ParseRowColumn(text));
    column.name = std::move(parsed.name);
    column.expr = Own(parsed.expr);
    column.aggregates = hogql::HasAggregation(column.expr);
    return column;
  }

  Status AddConditions() {
    for (const Json* json : {&query_.properties, &query_.fixed_properties}) {
      TRY(CheckScope(*json, group_index_));
      TRY_ASSIGN(const ExprPtr condition, FilterExpr(*json, context_.filters));
      select_.AddCondition(Own(condition));
    }
    const std::string_view search = TrimAscii(query_.search);
    if (!search.empty()) select_.AddCondition(Search(std::string(search)));
    return Ok();
  }

  ExprPtr Search(const std::string& text) const {
    const ExprPtr pattern = Constant("%" + text + "%");
    const auto like = [&](ExprPtr expr) {
      return Compare(CompareOp::kILike, std::move(expr), pattern);
    };
    if (group_index_) {
      return hogql::Or({like(Call("toString", {GroupName()})), like(Call("toString", {Id()}))});
    }
    hogql::SelectNode ids;
    ids.select = {Field({"person_id"})};
    ids.from = {hogql::Table("person_distinct_ids")};
    ids.where = like(Field({"distinct_id"}));
    return hogql::Or({like(Call("toString", {Field({"properties", "email"})})),
                      like(Call("toString", {Field({"properties", "name"})})),
                      like(Call("toString", {Id()})),
                      Compare(CompareOp::kIn, Id(), hogql::Make(std::move(ids)))});
  }

  Status AddOrder() {
    if (!query_.has_order_by) {
      select_.AddOrder(DefaultOrder());
      return Ok();
    }
    for (const std::string& text : query_.order_by) {
      const std::string_view bare = WithoutComment(text);
      const std::string_view word = bare.substr(0, bare.find(' '));
      const bool descending = EqualsIgnoreCase(TrimAscii(bare.substr(word.size())), "desc");
      if (IsActorWord(word)) {
        const ExprPtr name = Name();
        select_.AddOrder(descending ? hogql::Descending(name) : hogql::Ascending(name));
        continue;
      }
      TRY_ASSIGN(hogql::OrderItem item, hogql::ParseOrderExpr(text));
      item.expr = Own(item.expr);
      select_.AddOrder(std::move(item));
    }
    return Ok();
  }

  /// What orders actors as such.
  ExprPtr Name() const {
    if (group_index_) return GroupName();
    const auto& names = context_.display_name_properties;
    return Field({"properties", names.empty() ? "email" : names.front()});
  }

  static ExprPtr GroupName() { return Field({"groups", "properties", "name"}); }

  hogql::OrderItem DefaultOrder() const {
    for (const Column& column : columns_) {
      if (WithoutComment(column.name) == "count()") return hogql::Descending(Call("count"));
    }
    for (const Column& column : columns_) {
      if (column.aggregates) return hogql::Descending(Unaliased(column.expr));
    }
    for (const Column& column : columns_) {
      if (WithoutComment(column.name) == "created_at") {
        return hogql::Descending(Unaliased(column.expr));
      }
    }
    return hogql::Ascending(Unaliased(columns_.front().expr));
  }

  std::vector<hogql::JoinItem> From() const {
    if (!has_source_) return {hogql::Table("persons")};
    hogql::JoinItem source = hogql::Table(context_.source->select, "source");
    const auto reads = [](const auto& list, const auto& expr_of) {
      return std::ranges::any_of(list, [&](const auto& item) { return ReadsTable(expr_of(item)); });
    };
    const auto itself = [](const ExprPtr& expr) { return expr; };
    const auto its_expr = [](const auto& item) { return item.expr; };
    if (!reads(columns_, its_expr) && !reads(select_.where(), itself) &&
        !reads(select_.having(), itself) && !reads(select_.order(), its_expr)) {
      return {std::move(source)};
    }
    // An actor who is gone is still behind the number, so nobody is left out.
    const char* name = group_index_ ? "groups" : "persons";
    hogql::JoinItem joined = hogql::Table(name);
    joined.join_type = "LEFT JOIN";
    ExprPtr same = Compare(CompareOp::kEq, Field({name, group_index_ ? "key" : "id"}),
                           Field({"source", "actor_id"}));
    if (group_index_) {
      same = And({std::move(same),
                  Compare(CompareOp::kEq, Field({name, "index"}), Constant(*group_index_))});
    }
    joined.constraint = hogql::JoinConstraint{.expr = std::move(same)};
    return {std::move(source), std::move(joined)};
  }

  const ActorsQuery& query_;
  const ActorsContext& context_;
  const bool has_source_;
  std::optional<int> group_index_;
  std::vector<Column> columns_;
  RowSelect select_;
};

}  // namespace

Result<ExprPtr> MatchedEvent() {
  return Expression(
      "tuple(timestamp, uuid, ifNull(toString($session_id), ''), ifNull(toString($window_id), ''))",
      {});
}

ExprPtr Gathered(ExprPtr matched) {
  constexpr std::int64_t kMatchingEvents = 100;
  return hogql::CallWithParams("groupUniqArray", {Constant(hogql::Value(kMatchingEvents))},
                               {std::move(matched)});
}

Result<ActorsQuery> ParseActorsQuery(const Json& json) {
  ActorsQuery query;
  FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  query.select = in.TextList("select");
  query.search = in.Text("search").value_or("");
  query.properties = in.Any("properties") == nullptr ? Json() : *in.Any("properties");
  query.fixed_properties =
      in.Any("fixedProperties") == nullptr ? Json() : *in.Any("fixedProperties");
  query.has_order_by = in.List("orderBy") != nullptr;
  query.order_by = in.TextList("orderBy");
  const auto limit = in.Int("limit");
  const auto offset = in.Int("offset");
  query.limit = std::clamp<std::int64_t>(limit.value_or(100), 1, kMaxRowLimit);
  query.offset = std::max<std::int64_t>(offset.value_or(0), 0);
  const Json* source = in.Object("source");
  TRY(in.Finish());
  if (source != nullptr) query.source = *source;
  return query;
}

Result<ActorsPlan> PlanActors(const ActorsQuery& query, const ActorsContext& context) {
  return Planner(query, context).Plan();
}

}  // namespace tenrec::insights
