#include "tenrec/exports/insight_rows.h"

#include <string>
#include <string_view>
#include <utility>

namespace tenrec::exports {
namespace {

using Rows = std::vector<JsonObject>;

Json Get(const JsonObject& object, std::string_view name) {
  const Json* member = object.if_contains(name);
  return member == nullptr ? Json() : *member;
}

bool IsSet(const Json& value) {
  if (value.is_null()) return false;
  return !value.is_string() || !value.get_string().empty();
}

/// A value as people read it: of several breakdowns, one after the other.
std::string Text(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return std::string(View(value.get_string()));
  const auto* list = value.if_array();
  if (list == nullptr) return PrintJson(value);
  std::string text;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (i != 0) text += "::";
    text.append(Text((*list)[i]));
  }
  return text;
}

void AddSteps(const JsonArray& steps, Rows& rows) {
  for (const Json& item : steps) {
    const auto* step = item.if_object();
    if (step == nullptr) continue;
    JsonObject row;
    const Json custom = Get(*step, "custom_name");
    const Json id = Get(*step, "action_id");
    // A step of all events has no id, and one of an unordered funnel only says how many it is.
    row["name"] = IsSet(custom) ? custom : IsSet(id) ? id : Get(*step, "name");
    row["breakdown_value"] = Text(Get(*step, "breakdown_value"));
    if (step->contains("compare_label")) row["period"] = Get(*step, "compare_label");
    row["action_id"] = id;
    row["count"] = Get(*step, "count");
    row["median_conversion_time (seconds)"] = Get(*step, "median_conversion_time");
    row["average_conversion_time (seconds)"] = Get(*step, "average_conversion_time");
    rows.push_back(std::move(row));
  }
}

void AddCohort(const JsonObject& cohort, Rows& rows) {
  const auto* values = cohort.at("values").if_array();
  if (values == nullptr) return;
  const Json date = Get(cohort, "date");
  JsonObject row;
  row["cohort"] = IsSet(date) ? date : Get(cohort, "label");
  const Json breakdown = Get(cohort, "breakdown_value");
  if (!breakdown.is_null()) row["breakdown"] = Text(breakdown);
  row["cohort size"] = !values->empty() && values->front().is_object()
                           ? Get(values->front().get_object(), "count")
                           : Json(0);
  for (const Json& item : *values) {
    const auto* value = item.if_object();
    if (value == nullptr) continue;
    const std::string label = Text(Get(*value, "label"));
    row[label] = Get(*value, "count");
    if (value->contains("aggregation_value")) {
      row[label + " value"] = Get(*value, "aggregation_value");
    }
  }
  rows.push_back(std::move(row));
}

/// The labels of the current period: those of the period compared with would be other columns.
const JsonArray* LabelsOf(const JsonArray& results) {
  for (const Json& item : results) {
    const auto* row = item.if_object();
    if (row == nullptr || Text(Get(*row, "compare_label")) != "current") continue;
    const Json* labels = row->if_contains("labels");
    if (labels != nullptr && labels->is_array()) return &labels->get_array();
  }
  return nullptr;
}

void AddCells(const JsonObject& map, Rows& rows) {
  const Json* data = map.if_contains("data");
  if (data == nullptr || !data->is_array()) return;
  for (const Json& item : data->get_array()) {
    const auto* cell = item.if_object();
    if (cell == nullptr) continue;
    rows.push_back({{"day of week", Get(*cell, "row")},
                    {"hour", Get(*cell, "column")},
                    {"value", Get(*cell, "value")}});
  }
}

void AddSeries(const JsonObject& series, std::size_t number, const JsonArray* labels, Rows& rows) {
  if (const Json* map = series.if_contains("calendar_heatmap_data");
      map != nullptr && map->is_object()) {
    AddCells(map->get_object(), rows);
    return;
  }
  JsonObject row;
  const Json label = Get(series, "label");
  const std::string name =
      label.is_string() ? Text(label) : "Series #" + std::to_string(number + 1);
  const Json period = Get(series, "compare_label");
  row["series"] = IsSet(period) ? name + " - " + Text(period) : name;
  if (const Json* action = series.if_contains("action"); action != nullptr && action->is_object()) {
    const Json custom = Get(action->get_object(), "custom_name");
    if (IsSet(custom)) row["custom name"] = custom;
  }
  const Json breakdown = Get(series, "breakdown_value");
  if (!breakdown.is_null()) row["breakdown"] = Text(breakdown);
  const Json* total = series.if_contains("aggregated_value");
  const auto& data = series.at("data").get_array();
  if (total != nullptr && (data.empty() || !total->is_null())) {
    row["total count"] = *total;
    rows.push_back(std::move(row));
    return;
  }
  if (labels == nullptr) {
    const Json* own = series.if_contains("labels");
    if (own != nullptr) labels = own->if_array();
  }
  double sum = 0;
  bool whole = true;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const bool named = labels != nullptr && i < labels->size();
    row[named ? Text((*labels)[i]) : std::to_string(i + 1)] = data[i];
    if (!data[i].is_number()) continue;
    whole = whole && !data[i].is_double();
    sum += data[i].to_number<double>();
  }
  if (!data.empty()) row["total"] = whole ? Json(static_cast<std::int64_t>(sum)) : Json(sum);
  rows.push_back(std::move(row));
}

bool Has(const JsonObject& object, std::string_view name, boost::json::kind kind) {
  const Json* member = object.if_contains(name);
  return member != nullptr && member->kind() == kind;
}

Rows OfList(const JsonArray& results) {
  using boost::json::kind;
  Rows rows;
  rows.reserve(results.size());
  const JsonArray* labels = LabelsOf(results);
  const auto* first = results.empty() ? nullptr : results.front().if_object();
  if (first != nullptr && first->contains("action_id")) {
    AddSteps(results, rows);
    return rows;
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (const auto* steps = results[i].if_array()) {
      AddSteps(*steps, rows);
      continue;
    }
    const auto* object = results[i].if_object();
    if (object == nullptr) continue;
    if (Has(*object, "values", kind::array) && object->contains("label")) {
      AddCohort(*object, rows);
    } else if (Has(*object, "data", kind::array)) {
      AddSeries(*object, i, labels, rows);
    } else {
      rows.push_back(*object);
    }
  }
  return rows;
}

Rows OfObject(const JsonObject& results) {
  using boost::json::kind;
  Rows rows;
  if (Has(results, "bins", kind::array)) {
    for (const Json& item : results.at("bins").get_array()) {
      const auto* bin = item.if_array();
      if (bin == nullptr || bin->size() != 2) continue;
      rows.push_back({{"bin", (*bin)[0]}, {"value", (*bin)[1]}});
    }
  } else if (Has(results, "events", kind::array)) {
    // What correlates with a conversion.
    for (const Json& item : results.at("events").get_array()) {
      if (item.is_object()) rows.push_back(item.get_object());
    }
  } else {
    AddCells(results, rows);
  }
  return rows;
}

}  // namespace

std::vector<JsonObject> InsightRows(const JsonObject& answer) {
  if (const Json* boxes = answer.if_contains("boxplot_data");
      boxes != nullptr && boxes->is_array() && !boxes->get_array().empty()) {
    return OfList(boxes->get_array());
  }
  const Json* results = answer.if_contains("results");
  if (results == nullptr) return {};
  if (const auto* list = results->if_array()) return OfList(*list);
  if (const auto* object = results->if_object()) return OfObject(*object);
  return {};
}

}  // namespace tenrec::exports
