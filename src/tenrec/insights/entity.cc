#include "tenrec/insights/entity.h"

#include <utility>

#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/property_filter.h"
#include "tenrec/insights/query_fields.h"

namespace tenrec::insights {
namespace {

using hogql::ExprList;
using hogql::ExprPtr;

constexpr std::size_t kMaxNodes = 100;

Status ReadNodes(FieldReader& in, Entity& group) {
  if (in.Text("operator").value_or("OR") != "OR") {
    in.Fail("operator", "Input should be 'OR': one event has one name");
  }
  const JsonArray* nodes = in.List("nodes");
  if (nodes == nullptr || nodes->empty()) {
    in.Fail("nodes", nodes == nullptr ? "Field required" : "List should have at least 1 item");
    return Ok();
  }
  if (nodes->size() > kMaxNodes) {
    in.Fail("nodes", "List should have at most 100 items");
    return Ok();
  }
  for (std::size_t i = 0; i < nodes->size(); ++i) {
    FieldReader item((*nodes)[i], in.PathOf("nodes") + "." + std::to_string(i));
    if (item.Text("kind") == "GroupNode") {
      item.Fail("kind", "Input should be 'EventsNode' or 'ActionsNode'");
      return item.Finish();
    }
    TRY_ASSIGN(Entity node, ReadEntity(item));
    // What is counted is said by the group.
    item.Ignore({"math", "math_property", "math_property_type", "math_hogql",
                 "math_group_type_index", "math_multiplier", "math_property_revenue_currency",
                 "name", "limit", "orderBy", "optionalInFunnel", "version", "response"});
    TRY(item.Finish());
    group.any_of.push_back(std::move(node));
  }
  return Ok();
}

const NamedAction* FindAction(std::int64_t id, const FilterContext& context) {
  return context.named_sets == nullptr ? nullptr : context.named_sets->FindAction(id);
}

/// Names of which each event of the action has one.
std::optional<std::set<std::string>> ActionEvents(const NamedAction& action) {
  std::set<std::string> names;
  const auto* steps = action.steps.if_array();
  if (steps == nullptr || steps->empty()) return std::nullopt;
  for (const Json& step : *steps) {
    const auto event = StringMember(step, "event");
    if (!event || event->empty()) return std::nullopt;
    names.emplace(*event);
  }
  return names;
}

}  // namespace

ExprPtr IsOneOf(const std::set<std::string>& names) {
  ExprList list;
  for (const std::string& name : names) list.push_back(hogql::Constant(name));
  return hogql::Compare(hogql::CompareOp::kIn, hogql::Field({"event"}),
                        hogql::Tuple(std::move(list)));
}

Json Entity::Id() const {
  if (action_id) return *action_id;
  return event ? Json(*event) : Json();
}

std::string_view Entity::Type() const {
  if (!any_of.empty()) return "groups";
  return action_id ? "actions" : "events";
}

std::string Entity::Label() const {
  if (action_id) return action_name;
  if (any_of.empty()) return event.value_or("All events");
  if (group_name && !group_name->empty()) return *group_name;
  std::string label;
  for (const Entity& node : any_of) label += (label.empty() ? "" : " or ") + node.Label();
  return label;
}

Result<Entity> ReadEntity(FieldReader& in) {
  Entity entity;
  const auto kind = in.Text("kind");
  if (!kind) {
    in.Fail("kind", "Field required");
  } else if (*kind == "ActionsNode") {
    entity.action_id = in.Int("id");
    if (!entity.action_id) in.Fail("id", "Field required");
  } else if (*kind == "GroupNode") {
    entity.group_name = in.Text("name");
    TRY(ReadNodes(in, entity));
  } else if (*kind == "DataWarehouseNode") {
    return Unimplemented("DataWarehouseNode is not supported yet");
  } else if (*kind == "EventsNode") {
    entity.event = in.Text("event");
  } else {
    in.Fail("kind",
            "Input should be 'EventsNode', 'ActionsNode', 'DataWarehouseNode' or "
            "'GroupNode'");
  }
  entity.custom_name = in.Text("custom_name");
  entity.properties = CopyOf(in.Any("properties"));
  entity.fixed_properties = CopyOf(in.Any("fixedProperties"));
  return entity;
}

void NameActions(Entity& entity, const FilterContext& context) {
  for (Entity& node : entity.any_of) NameActions(node, context);
  if (!entity.action_id) return;
  const NamedAction* action = FindAction(*entity.action_id, context);
  entity.action_is_missing = action == nullptr;
  if (action != nullptr) entity.action_name = action->name;
}

Result<ExprPtr> EntityMatch(const Entity& entity, const FilterContext& context) {
  if (entity.action_id) {
    TRY_ASSIGN(ExprPtr action, ActionExpr(*entity.action_id, context));
    return IsTrue(action) ? nullptr : action;
  }
  if (entity.event) {
    return hogql::Compare(hogql::CompareOp::kEq, hogql::Field({"event"}),
                          hogql::Constant(*entity.event));
  }
  ExprList any;
  for (const Entity& node : entity.any_of) {
    ExprList conditions;
    TRY_ASSIGN(ExprPtr match, EntityMatch(node, context));
    if (match != nullptr) conditions.push_back(std::move(match));
    TRY_ASSIGN(ExprPtr filters, EntityFilters(node, context));
    if (!IsTrue(filters)) conditions.push_back(std::move(filters));
    if (conditions.empty()) return ExprPtr();
    any.push_back(hogql::And(std::move(conditions)));
  }
  return any.empty() ? ExprPtr() : hogql::Or(std::move(any));
}

Result<ExprPtr> EarliestOf(const std::vector<const Entity*>& entities,
                           const FilterContext& context) {
  ExprList any;
  std::set<std::string> names;
  bool names_suffice = true;
  for (const Entity* entity : entities) {
    TRY_ASSIGN(ExprPtr match, EntityMatch(*entity, context));
    if (match == nullptr) {
      any.clear();
      names.clear();
      break;
    }
    any.push_back(std::move(match));
    if (entity->event) {
      names.insert(*entity->event);
    } else {
      names_suffice = false;
    }
  }
  hogql::SelectNode select;
  select.select = {hogql::Alias("earliest", hogql::Call("min", {hogql::Field({"timestamp"})}))};
  select.from = {hogql::Table("events")};
  ExprList conditions = {
      hogql::Compare(hogql::CompareOp::kGtEq, hogql::Field({"timestamp"}),
                     hogql::Constant(hogql::Value(context.zone.FromCivil({.year = 1980}))))};
  if (!any.empty()) {
    conditions.push_back(names_suffice ? IsOneOf(names) : hogql::Or(std::move(any)));
  }
  select.where = hogql::And(std::move(conditions));
  return hogql::Make(std::move(select));
}

Result<ExprPtr> EntityFilters(const Entity& entity, const FilterContext& context) {
  ExprList conditions;
  for (const Json* filters : {&entity.properties, &entity.fixed_properties}) {
    TRY_ASSIGN(ExprPtr condition, FilterExpr(*filters, context));
    if (!IsTrue(condition)) conditions.push_back(std::move(condition));
  }
  return hogql::And(std::move(conditions));
}

std::optional<std::set<std::string>> EntityEvents(const Entity& entity,
                                                  const FilterContext& context) {
  if (entity.event) return std::set<std::string>{*entity.event};
  if (entity.action_id) {
    const NamedAction* action = FindAction(*entity.action_id, context);
    return action == nullptr ? std::set<std::string>() : ActionEvents(*action);
  }
  if (entity.any_of.empty()) return std::nullopt;
  std::set<std::string> names;
  for (const Entity& node : entity.any_of) {
    auto of_node = EntityEvents(node, context);
    if (!of_node) return std::nullopt;
    names.merge(*of_node);
  }
  return names;
}

}  // namespace tenrec::insights
