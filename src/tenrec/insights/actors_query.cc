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

constexpr std::int64_t kMaxLimit = 50'000;
/// Columns of `persons` that only a join can give when there is a source.
constexpr std::array<std::string_view, 4> kPersonColumns = {"properties", "created_at",
                                                            "is_identified", "persons"};

/// The text in front of a comment.
std::string_view WithoutComment(std::string_view text) {
  return TrimAscii(text.substr(0, text.find("--")));
}

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

bool ReadsPersons(const ExprPtr& expr) {
  if (expr == nullptr) return false;
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    return std::ranges::find(kPersonColumns, field->chain.front()) != kPersonColumns.end();
  }
  if (expr->kind == hogql::Kind::kSelect) return false;
  bool found = false;
  hogql::ForEachChild(*expr, [&](const ExprPtr& child) { found = found || ReadsPersons(child); });
  return found;
}

ExprPtr Unaliased(const ExprPtr& expr) {
  const auto* alias = hogql::As<hogql::AliasNode>(expr);
  return alias == nullptr ? expr : alias->expr;
}

struct Column {
  std::string name;
  ActorsColumn shape = ActorsColumn::kPlain;
  ExprPtr expr;
  bool aggregates = false;
};

Status CheckScope(const Json& filters, int depth = 0) {
  if (depth > 64) return InvalidArgument("property filters are nested too deep");
  if (const auto* list = filters.if_array()) {
    for (const Json& item : *list) TRY(CheckScope(item, depth + 1));
    return Ok();
  }
  if (!filters.is_object()) return Ok();
  if (const Json* values = FindMember(filters, "values")) return CheckScope(*values, depth + 1);
  const std::string_view type = StringMember(filters, "type").value_or("event");
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
    hogql::SelectNode select;
    ExprList keys;
    bool aggregated = false;
    for (const Column& column : columns_) {
      select.select.push_back(column.expr);
      plan.columns.push_back(column.name);
      plan.shapes.push_back(column.shape);
      aggregated = aggregated || column.aggregates;
      if (!column.aggregates) keys.push_back(Unaliased(column.expr));
    }
    select.from = From();
    if (!where_.empty()) select.where = And(std::move(where_));
    if (!having_.empty()) select.having = And(std::move(having_));
    if (aggregated && !keys.empty()) select.group_by = std::move(keys);
    if (!order_.empty()) select.order_by = std::move(order_);
    select.limit = Constant(hogql::Value(query_.limit + 1));
    select.offset = Constant(hogql::Value(query_.offset));
    plan.query = hogql::Make(std::move(select));
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
        !bare.starts_with("properties.") && !bare.starts_with("person.properties.")) {
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
    TRY_ASSIGN(const ExprPtr parsed, hogql::ParseExpr(text));
    if (const auto* alias = hogql::As<hogql::AliasNode>(parsed)) {
      if (bare.size() == text.size()) column.name = alias->alias;
    }
    column.expr = InPersons(parsed, has_source_);
    column.aggregates = hogql::HasAggregation(column.expr);
    return column;
  }

  Status AddConditions() {
    const auto add = [&](ExprPtr condition) {
      if (IsTrue(condition)) return;
      (hogql::HasAggregation(condition) ? having_ : where_).push_back(std::move(condition));
    };
    for (const Json* json : {&query_.properties, &query_.fixed_properties}) {
      if (group_index_ && !json->is_null()) {
        return InvalidArgument("query.properties: groups cannot be filtered yet");
      }
      TRY(CheckScope(*json));
      TRY_ASSIGN(const ExprPtr condition, FilterExpr(*json, context_.filters));
      add(InPersons(condition, has_source_));
    }
    const std::string_view search = TrimAscii(query_.search);
    if (!search.empty()) add(Search(std::string(search)));
    return Ok();
  }

  ExprPtr Search(const std::string& text) const {
    const ExprPtr pattern = Constant("%" + text + "%");
    const auto like = [&](ExprPtr expr) {
      return Compare(CompareOp::kILike, std::move(expr), pattern);
    };
    if (group_index_) return like(Call("toString", {Id()}));
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
      order_ = DefaultOrder();
      return Ok();
    }
    for (const std::string& text : query_.order_by) {
      const std::string_view bare = WithoutComment(text);
      const std::string_view word = bare.substr(0, bare.find(' '));
      const bool descending = EqualsIgnoreCase(TrimAscii(bare.substr(word.size())), "desc");
      if (IsActorWord(word)) {
        const ExprPtr name = Name();
        order_.push_back(descending ? hogql::Descending(name) : hogql::Ascending(name));
        continue;
      }
      TRY_ASSIGN(hogql::OrderItem item, hogql::ParseOrderExpr(text));
      item.expr = InPersons(item.expr, has_source_);
      order_.push_back(std::move(item));
    }
    return Ok();
  }

  /// What orders actors as such.
  ExprPtr Name() const {
    if (group_index_) return Id();
    const auto& names = context_.display_name_properties;
    return Field({"properties", names.empty() ? "email" : names.front()});
  }

  std::vector<hogql::OrderItem> DefaultOrder() const {
    for (const Column& column : columns_) {
      if (WithoutComment(column.name) == "count()") return {hogql::Descending(Call("count"))};
    }
    for (const Column& column : columns_) {
      if (column.aggregates) return {hogql::Descending(Unaliased(column.expr))};
    }
    for (const Column& column : columns_) {
      if (WithoutComment(column.name) == "created_at") {
        return {hogql::Descending(Unaliased(column.expr))};
      }
    }
    return {hogql::Ascending(Unaliased(columns_.front().expr))};
  }

  std::vector<hogql::JoinItem> From() const {
    if (!has_source_) return {hogql::Table("persons")};
    hogql::JoinItem source = hogql::Table(context_.source->select, "source");
    bool reads_persons = false;
    for (const Column& column : columns_)
      reads_persons = reads_persons || ReadsPersons(column.expr);
    for (const ExprPtr& condition : where_)
      reads_persons = reads_persons || ReadsPersons(condition);
    for (const ExprPtr& condition : having_) {
      reads_persons = reads_persons || ReadsPersons(condition);
    }
    for (const auto& item : order_) reads_persons = reads_persons || ReadsPersons(item.expr);
    if (!reads_persons || group_index_) return {std::move(source)};
    // An actor whose person is gone is still behind the number, so nobody is left out.
    hogql::JoinItem persons = hogql::Table("persons");
    persons.join_type = "LEFT JOIN";
    persons.constraint = hogql::JoinConstraint{
        .expr = Compare(CompareOp::kEq, Field({"persons", "id"}), Field({"source", "actor_id"}))};
    return {std::move(source), std::move(persons)};
  }

  const ActorsQuery& query_;
  const ActorsContext& context_;
  const bool has_source_;
  std::optional<int> group_index_;
  std::vector<Column> columns_;
  ExprList where_;
  ExprList having_;
  std::vector<hogql::OrderItem> order_;
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
  query.limit = std::clamp<std::int64_t>(limit.value_or(100), 1, kMaxLimit);
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
