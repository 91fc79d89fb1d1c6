#include "tenrec/cohorts/definition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <string>
#include <utility>

namespace tenrec::cohorts {
namespace {

constexpr int kMaxDepth = 20;
constexpr std::int64_t kMaxPeriods = 10'000;
constexpr std::array<std::string_view, 7> kBehaviors = {
    "performed_event",           "performed_event_multiple",  "performed_event_first_time",
    "performed_event_sequence",  "performed_event_regularly", "stopped_performing_event",
    "restarted_performing_event"};
constexpr std::array<std::string_view, 6> kIntervals = {"minute", "hour",  "day",
                                                        "week",   "month", "year"};
constexpr std::array<std::string_view, 6> kCounts = {"gte", "lte", "gt", "lt", "eq", "exact"};

template <std::size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

Error Bad(std::string message, std::string_view field = "filters") {
  return InvalidArgument(std::move(message)).WithTag("invalid_input").WithField(std::string(field));
}

std::optional<std::int64_t> WholeNumber(const Json* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_int64()) return value->get_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(value->get_uint64());
  if (!value->is_string()) return std::nullopt;
  const std::string_view text = View(value->get_string());
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsSet(const Json& json, std::string_view name) {
  const Json* value = FindMember(json, name);
  return value != nullptr && !value->is_null() &&
         !(value->is_string() && value->get_string().empty());
}

Status NeedNumber(const Json& leaf, std::string_view name) {
  const auto number = WholeNumber(FindMember(leaf, name));
  if (number && *number > 0 && *number <= kMaxPeriods * 1000) return Ok();
  return Bad("A behavioral filter needs a whole number above 0 in " + std::string(name) + ".");
}

Status NeedInterval(const Json& leaf, std::string_view name) {
  const auto word = StringMember(leaf, name);
  if (word && Contains(kIntervals, *word)) return Ok();
  return Bad("A behavioral filter needs minute, hour, day, week, month or year in " +
             std::string(name) + ".");
}

Status NeedEvent(const Json& leaf, std::string_view key, std::string_view type) {
  const auto kind = StringMember(leaf, type);
  if (!kind || (*kind != "events" && *kind != "actions")) {
    return Bad("A behavioral filter needs events or actions in " + std::string(type) + ".");
  }
  if (!IsSet(leaf, key)) {
    return Bad("A behavioral filter needs an event or an action in " + std::string(key) + ".");
  }
  if (*kind == "actions" && !WholeNumber(FindMember(leaf, key))) {
    return Bad("The id of an action in " + std::string(key) + " must be a number.");
  }
  return Ok();
}

Status NeedWindow(const Json& leaf) {
  if (IsSet(leaf, "explicit_datetime")) return Ok();
  TRY(NeedNumber(leaf, "time_value"));
  return NeedInterval(leaf, "time_interval");
}

Status CheckCount(const Json& leaf) {
  TRY(NeedNumber(leaf, "operator_value"));
  if (!IsSet(leaf, "operator")) return Ok();
  if (Contains(kCounts, StringMember(leaf, "operator").value_or(""))) return Ok();
  return Bad("operator of a behavioral filter must be gte, lte, gt, lt, eq or exact.");
}

Status CheckBehavior(const Json& leaf) {
  const auto value = StringMember(leaf, "value");
  if (!value || !Contains(kBehaviors, *value)) {
    return Bad("Invalid behavioral property value for Cohort: " + std::string(value.value_or("")) +
               ". Use one such as performed_event.");
  }
  TRY(NeedEvent(leaf, "key", "event_type"));
  if (*value == "performed_event_regularly") {
    TRY(NeedNumber(leaf, "time_value"));
    TRY(NeedInterval(leaf, "time_interval"));
    TRY(CheckCount(leaf));
    TRY(NeedNumber(leaf, "min_periods"));
    TRY(NeedNumber(leaf, "total_periods"));
    if (*WholeNumber(FindMember(leaf, "min_periods")) >
        *WholeNumber(FindMember(leaf, "total_periods"))) {
      return Bad("min_periods cannot be greater than total_periods.");
    }
    return Ok();
  }
  TRY(NeedWindow(leaf));
  if (*value == "performed_event_multiple") return CheckCount(leaf);
  const bool has_second = *value == "performed_event_sequence" ||
                          *value == "stopped_performing_event" ||
                          *value == "restarted_performing_event";
  if (*value == "performed_event_sequence") TRY(NeedEvent(leaf, "seq_event", "seq_event_type"));
  if (has_second) {
    TRY(NeedNumber(leaf, "seq_time_value"));
    TRY(NeedInterval(leaf, "seq_time_interval"));
  }
  return Ok();
}

Status CheckLeaf(const Json& leaf) {
  const std::string type(StringMember(leaf, "type").value_or(""));
  if (type == "behavioral") return CheckBehavior(leaf);
  if (type == "cohort" || type == "static-cohort" || type == "precalculated-cohort") {
    if (CohortIdOf(leaf)) return Ok();
    return Bad("A cohort filter needs the id of a cohort in value.");
  }
  if (type == "person" || type == "person_metadata") {
    if (!IsSet(leaf, "key")) return Bad("A person filter needs the name of a property in key.");
    const std::string_view op = StringMember(leaf, "operator").value_or("exact");
    if (!IsSet(leaf, "value") && op != "is_set" && op != "is_not_set") {
      return Bad("A person filter needs a value.");
    }
    return Ok();
  }
  return Bad("Filters of cohorts have the type person, behavioral or cohort, not '" + type + "'.");
}

Status CheckGroup(const Json& group, int depth) {
  if (depth > kMaxDepth) return Bad("The filters are nested too deep.");
  const std::string_view type = StringMember(group, "type").value_or("");
  if (type != "AND" && type != "OR") {
    return Bad("A group of filters needs AND or OR in type.");
  }
  const Json* values = FindMember(group, "values");
  const auto* list = values == nullptr ? nullptr : values->if_array();
  if (list == nullptr) return Bad("A group of filters needs a list in values.");
  for (const Json& value : *list) {
    if (!value.is_object()) return Bad("A filter must be an object.");
    const bool is_group = FindMember(value, "values") != nullptr;
    TRY(is_group ? CheckGroup(value, depth + 1) : CheckLeaf(value));
  }
  return Ok();
}

void ForEachLeaf(const Json& node, const std::function<void(const Json&)>& visit, int depth = 0) {
  if (depth > 2 * kMaxDepth) return;
  if (const Json* properties = FindMember(node, "properties");
      properties != nullptr && FindMember(node, "type") == nullptr) {
    ForEachLeaf(*properties, visit, depth + 1);
    return;
  }
  const Json* values = FindMember(node, "values");
  if (values != nullptr && values->is_array()) {
    for (const Json& value : values->get_array()) ForEachLeaf(value, visit, depth + 1);
    return;
  }
  if (node.is_object() && FindMember(node, "type") != nullptr) visit(node);
}

void AddOnce(std::vector<std::int64_t>& ids, std::optional<std::int64_t> id) {
  if (id && std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
}

/// A list of filters of persons, as one group.
Result<Json> GroupOfProperties(const Json& properties) {
  JsonArray leaves;
  if (const auto* list = properties.if_array()) {
    for (const Json& item : *list) {
      if (!item.is_object()) return Bad("A filter must be an object.", "groups");
      JsonObject leaf = item.get_object();
      if (!leaf.contains("type")) leaf["type"] = "person";
      leaves.push_back(std::move(leaf));
    }
  } else if (const auto* members = properties.if_object()) {
    // {"plan": "pro", "age__gt": 5}
    if (FindMember(properties, "values") != nullptr) return properties;
    for (const auto& member : *members) {
      const std::string_view name(member.key().data(), member.key().size());
      const std::size_t cut = name.rfind("__");
      JsonObject leaf{{"type", "person"}, {"value", member.value()}};
      leaf["key"] = std::string(name.substr(0, cut));
      if (cut != std::string_view::npos) leaf["operator"] = std::string(name.substr(cut + 2));
      leaves.push_back(std::move(leaf));
    }
  }
  return Json(JsonObject{{"type", "AND"}, {"values", std::move(leaves)}});
}

}  // namespace

std::optional<std::int64_t> CohortIdOf(const Json& leaf) {
  const auto id = WholeNumber(FindMember(leaf, "value"));
  return id && *id > 0 ? id : std::nullopt;
}

Status CheckFilters(const Json& filters) {
  const Json* properties = FindMember(filters, "properties");
  if (!filters.is_object() || properties == nullptr || !properties->is_object()) {
    return Bad("Cohort filters must be an object with a 'properties' object.");
  }
  if (properties->get_object().empty()) return Ok();
  return CheckGroup(*properties, 0);
}

Result<Json> FiltersOfGroups(const JsonArray& groups) {
  JsonArray any;
  for (const Json& group : groups) {
    if (!group.is_object()) return Bad("A group must be an object.", "groups");
    const bool by_action = IsSet(group, "action_id");
    if (by_action || IsSet(group, "event_id")) {
      const auto days = WholeNumber(FindMember(group, "days")).value_or(365);
      JsonObject leaf{{"type", "behavioral"},
                      {"event_type", by_action ? "actions" : "events"},
                      {"key", group.at(by_action ? "action_id" : "event_id")},
                      {"value", "performed_event"},
                      {"time_value", days},
                      {"time_interval", "day"}};
      if (const auto count = WholeNumber(FindMember(group, "count")); count && *count > 0) {
        leaf["value"] = "performed_event_multiple";
        leaf["operator"] = std::string(StringMember(group, "count_operator").value_or("gte"));
        leaf["operator_value"] = *count;
      }
      any.push_back(JsonObject{{"type", "AND"}, {"values", JsonArray{std::move(leaf)}}});
      continue;
    }
    const Json* properties = FindMember(group, "properties");
    if (properties == nullptr) {
      return Bad("A group needs properties, an action_id or an event_id.", "groups");
    }
    TRY_ASSIGN(Json all, GroupOfProperties(*properties));
    any.push_back(std::move(all));
  }
  if (any.empty()) return Json(JsonObject{{"properties", JsonObject()}});
  return Json(JsonObject{{"properties", JsonObject{{"type", "OR"}, {"values", std::move(any)}}}});
}

std::vector<std::int64_t> ReferencedCohorts(const Json& filters) {
  std::vector<std::int64_t> ids;
  ForEachLeaf(filters, [&](const Json& leaf) {
    if (StringMember(leaf, "type").value_or("").ends_with("cohort")) AddOnce(ids, CohortIdOf(leaf));
  });
  return ids;
}

std::vector<std::int64_t> ReferencedActions(const Json& filters) {
  std::vector<std::int64_t> ids;
  ForEachLeaf(filters, [&](const Json& leaf) {
    if (StringMember(leaf, "event_type") == "actions") {
      AddOnce(ids, WholeNumber(FindMember(leaf, "key")));
    }
    if (StringMember(leaf, "seq_event_type") == "actions") {
      AddOnce(ids, WholeNumber(FindMember(leaf, "seq_event")));
    }
  });
  return ids;
}

bool HasBehavior(const Json& filters) {
  bool found = false;
  ForEachLeaf(filters, [&](const Json& leaf) {
    found = found || StringMember(leaf, "type") == "behavioral";
  });
  return found;
}

bool DependsOnTime(const Json& filters) {
  bool found = HasBehavior(filters);
  ForEachLeaf(filters, [&](const Json& leaf) {
    found = found || StringMember(leaf, "operator").value_or("").starts_with("is_date");
  });
  return found;
}

}  // namespace tenrec::cohorts
