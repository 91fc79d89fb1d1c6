#include "tenrec/query/actor_objects.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/json_text.h"
#include "tenrec/base/uuid.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/hogql/ast.h"

namespace tenrec::query {
namespace {

using hogql::Alias;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Of one person; one more than the REST API shows tells that there are more.
constexpr std::int64_t kMaxDistinctIds = 101;

ExprPtr OneOf(const char* field, const std::vector<std::string>& ids) {
  ExprList values;
  for (const std::string& id : ids) values.push_back(Constant(id));
  return Compare(CompareOp::kIn, Field({field}), hogql::Tuple(std::move(values)));
}

}  // namespace

Result<ActorObjects> ActorObjects::Load(Execution& execution, std::vector<std::string> ids,
                                        std::optional<int> group_index) {
  ActorObjects objects;
  objects.group_index_ = group_index;
  std::ranges::sort(ids);
  const auto same = std::ranges::unique(ids);
  ids.erase(same.begin(), same.end());
  if (ids.empty()) return objects;
  TRY(group_index ? objects.LoadGroups(execution, ids) : objects.LoadPersons(execution, ids));
  return objects;
}

Status ActorObjects::LoadGroups(Execution& execution, const std::vector<std::string>& ids) {
  hogql::SelectNode groups;
  for (const char* field : {"key", "properties", "created_at"}) {
    groups.select.push_back(Field({field}));
  }
  groups.from = {hogql::Table("groups")};
  groups.where = hogql::And(
      {Compare(CompareOp::kEq, Field({"index"}), Constant(*group_index_)), OneOf("key", ids)});
  TRY_ASSIGN(Asked asked, execution.Ask(hogql::Make(std::move(groups))));
  found_ = std::move(asked.block);
  for (std::size_t row = 0; row < found_.rows; ++row) {
    rows_.emplace(found_.columns[0].Text(row), row);
  }
  return Ok();
}

Status ActorObjects::LoadPersons(Execution& execution, const std::vector<std::string>& ids) {
  hogql::SelectNode persons;
  for (const char* field : {"id", "properties", "created_at", "is_identified"}) {
    persons.select.push_back(Field({field}));
  }
  persons.from = {hogql::Table("persons")};
  persons.where = OneOf("id", ids);
  TRY_ASSIGN(Asked asked, execution.Ask(hogql::Make(std::move(persons))));
  found_ = std::move(asked.block);
  for (std::size_t row = 0; row < found_.rows; ++row) {
    rows_.emplace(found_.columns[0].Id(row).ToString(), row);
  }

  hogql::SelectNode select;
  select.select = {
      Field({"person_id"}),
      Alias("ids", hogql::CallWithParams("groupArray", {Constant(hogql::Value(kMaxDistinctIds))},
                                         {Field({"distinct_id"})}))};
  select.from = {hogql::Table("person_distinct_ids")};
  select.where = OneOf("person_id", ids);
  select.group_by = ExprList{Field({"person_id"})};
  TRY_ASSIGN(const Asked named, execution.Ask(hogql::Make(std::move(select))));
  for (std::size_t row = 0; row < named.block.rows; ++row) {
    std::vector<std::string>& list = distinct_ids_[named.block.columns[0].Id(row).ToString()];
    const engine::Column& names = named.block.columns[1];
    const auto [begin, end] = names.Range(row);
    for (std::size_t i = begin; i < end; ++i) list.emplace_back(names.child(0).Text(i));
    // Names that people were given come before those that a library made up.
    std::ranges::sort(
        list, {}, [](const std::string& id) { return std::pair(Uuid::Parse(id).has_value(), id); });
  }
  return Ok();
}

bool ActorObjects::Has(std::string_view id) const {
  return group_index_ || rows_.contains(std::string(id));
}

void ActorObjects::Append(std::string_view id, std::string& out) {
  out += "{\"id\":";
  AppendJsonString(out, id);
  if (group_index_) {
    out += ",\"group_key\":";
    AppendJsonString(out, id);
    out += ",\"type\":\"group\",\"group_type_index\":" + std::to_string(*group_index_) +
           ",\"properties\":";
    // A group that only events name has no properties.
    const auto group = rows_.find(std::string(id));
    const auto add_properties = [&] {
      if (group == rows_.end()) {
        out += "{}";
      } else {
        properties_->Append(found_.columns[1], group->second, false, out);
      }
    };
    add_properties();
    out += ",\"group_properties\":";
    add_properties();
    out += ",\"created_at\":";
    out += group == rows_.end() ? "null" : engine::PrintCell(found_.columns[2], group->second);
    out += '}';
    return;
  }
  const auto found = rows_.find(std::string(id));
  if (found == rows_.end()) {
    out += '}';
    return;
  }
  const std::size_t row = found->second;
  out += ",\"distinct_ids\":[";
  bool first = true;
  for (const std::string& name : distinct_ids_[found->first]) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, name);
  }
  out += "],\"properties\":";
  properties_->Append(found_.columns[1], row, false, out);
  out += ",\"created_at\":";
  out += engine::PrintCell(found_.columns[2], row);
  out += ",\"is_identified\":";
  out += found_.columns[3].Int(row) != 0 ? "true" : "false";
  out += ",\"last_seen_at\":null}";
}

}  // namespace tenrec::query
