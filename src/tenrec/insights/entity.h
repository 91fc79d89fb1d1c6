#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/field_reader.h"

namespace tenrec::insights {

struct FilterContext;

/// Which events a series of trends, a step of a funnel or an exclusion is about.
/// Source: queries.md 2.1
struct Entity {
  /// Empty, and nothing else named: all events.
  std::optional<std::string> event;
  /// The events of an action instead.
  std::optional<std::int64_t> action_id;
  /// Of the action, once the question is planned.
  std::string action_name;
  bool action_is_missing = false;
  /// The events of any of these instead, each with its own filters.
  std::vector<Entity> any_of;
  /// As whoever wrote the question calls a group of nodes.
  std::optional<std::string> group_name;
  std::optional<std::string> custom_name;
  Json properties;
  Json fixed_properties;

  bool is_all_events() const { return !event && !action_id && any_of.empty(); }
  /// What a response calls it: the event, the number of the action, or nothing.
  Json Id() const;
  std::string_view Type() const;
  /// The name of the event, of the action or of the group, or "All events".
  std::string Label() const;
};

/// Reads an EventsNode, an ActionsNode or a GroupNode; the caller reads the rest and finishes the
/// reader.
/// Errors: kInvalidArgument naming the field, kUnimplemented for a DataWarehouseNode.
Result<Entity> ReadEntity(FieldReader& in);

/// The earliest event that any of them may be about, filters aside, for `date_from: "all"`: one
/// row, column `earliest`.
Result<hogql::ExprPtr> EarliestOf(const std::vector<const Entity*>& entities,
                                  const FilterContext& context);

/// Fills in what actions are called.
void NameActions(Entity& entity, const FilterContext& context);

/// Which events it is about, whatever its filters say; nullptr: all of them. Nodes of a group bring
/// their filters along.
Result<hogql::ExprPtr> EntityMatch(const Entity& entity, const FilterContext& context);
/// What its own filters ask; `true` when they ask nothing.
Result<hogql::ExprPtr> EntityFilters(const Entity& entity, const FilterContext& context);
/// Whether an event has one of these names.
hogql::ExprPtr IsOneOf(const std::set<std::string>& names);
/// Names of which each of its events has one; nullopt when any name may be.
std::optional<std::set<std::string>> EntityEvents(const Entity& entity,
                                                  const FilterContext& context);

}  // namespace tenrec::insights
