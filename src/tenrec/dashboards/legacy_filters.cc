#include "tenrec/dashboards/legacy_filters.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/query/saved_query.h"

namespace tenrec::dashboards {
namespace {

struct Renamed {
  std::string_view from;
  std::string_view to;
};

constexpr std::array<Renamed, 10> kSeriesFields{{{"name", "name"},
                                                 {"custom_name", "custom_name"},
                                                 {"math", "math"},
                                                 {"math_property", "math_property"},
                                                 {"math_property_type", "math_property_type"},
                                                 {"math_hogql", "math_hogql"},
                                                 {"math_group_type_index", "math_group_type_index"},
                                                 {"properties", "properties"},
                                                 {"optionalInFunnel", "optionalInFunnel"},
                                                 {"math_multiplier", "math_multiplier"}}};
constexpr std::array<Renamed, 10> kTrendsFields{
    {{"display", "display"},
     {"formula", "formula"},
     {"smoothing_intervals", "smoothingIntervals"},
     {"show_legend", "showLegend"},
     {"show_values_on_series", "showValuesOnSeries"},
     {"show_percent_stack_view", "showPercentStackView"},
     {"aggregation_axis_format", "aggregationAxisFormat"},
     {"aggregation_axis_prefix", "aggregationAxisPrefix"},
     {"aggregation_axis_postfix", "aggregationAxisPostfix"},
     {"decimal_places", "decimalPlaces"}}};
constexpr std::array<Renamed, 3> kStickinessFields{
    {{"display", "display"},
     {"show_legend", "showLegend"},
     {"show_values_on_series", "showValuesOnSeries"}}};
constexpr std::array<Renamed, 3> kLifecycleFields{{{"show_legend", "showLegend"},
                                                   {"show_values_on_series", "showValuesOnSeries"},
                                                   {"toggledLifecycles", "toggledLifecycles"}}};
constexpr std::array<Renamed, 8> kFunnelFields{
    {{"funnel_viz_type", "funnelVizType"},
     {"funnel_order_type", "funnelOrderType"},
     {"funnel_window_interval", "funnelWindowInterval"},
     {"funnel_window_interval_unit", "funnelWindowIntervalUnit"},
     {"funnel_step_reference", "funnelStepReference"},
     {"breakdown_attribution_type", "breakdownAttributionType"},
     {"breakdown_attribution_value", "breakdownAttributionValue"},
     {"layout", "layout"}}};
constexpr std::array<std::string_view, 6> kBreakdownFields = {
    "breakdown",       "breakdown_type", "breakdown_group_type_index", "breakdown_normalize_url",
    "breakdown_limit", "breakdowns"};

Error Refuse(std::string message) {
  return InvalidArgument(std::move(message)).WithTag("invalid_input").WithField("filters");
}

const Json* Given(const JsonObject& filters, std::string_view name) {
  const Json* value = filters.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

template <std::size_t N>
JsonObject Rename(const JsonObject& filters, const std::array<Renamed, N>& fields) {
  JsonObject out;
  for (const auto& [from, to] : fields) {
    if (const Json* value = Given(filters, from)) out[to] = *value;
  }
  return out;
}

// Old math words of users are the same with a shorter name today.
void MendMath(JsonObject& node) {
  const Json* math = node.if_contains("math");
  if (math != nullptr && math->is_string() && View(math->get_string()) == "unique_users") {
    node["math"] = "dau";
  }
}

std::int64_t OrderOf(const Json& entity) {
  return IntMember(entity, "order").value_or(0);
}

Result<JsonArray> Series(const JsonObject& filters) {
  if (const Json* actions = Given(filters, "actions");
      actions != nullptr && actions->is_array() && !actions->get_array().empty()) {
    return Refuse("Actions in `filters` are not converted. Send `query` instead.");
  }
  const Json* events = Given(filters, "events");
  if (events == nullptr || !events->is_array() || events->get_array().empty()) {
    return Refuse("`filters` need a list of events. Send `query` for other insights.");
  }
  std::vector<Json> entities(events->get_array().begin(), events->get_array().end());
  std::stable_sort(entities.begin(), entities.end(),
                   [](const Json& a, const Json& b) { return OrderOf(a) < OrderOf(b); });
  JsonArray series;
  for (const Json& entity : entities) {
    if (!entity.is_object()) return Refuse("Each of the events must be an object with an `id`.");
    JsonObject node = Rename(entity.get_object(), kSeriesFields);
    MendMath(node);
    node["kind"] = "EventsNode";
    const Json* id = entity.get_object().if_contains("id");
    node["event"] = id == nullptr ? Json() : *id;
    series.push_back(std::move(node));
  }
  return series;
}

void AddBreakdown(const JsonObject& filters, JsonObject& query) {
  JsonObject breakdown;
  for (std::string_view field : kBreakdownFields) {
    if (const Json* value = Given(filters, field)) breakdown[field] = *value;
  }
  const bool has_one = breakdown.contains("breakdown") || breakdown.contains("breakdowns");
  if (has_one) query["breakdownFilter"] = std::move(breakdown);
}

void AddShared(const JsonObject& filters, JsonObject& query) {
  JsonObject range = Rename(filters, std::array<Renamed, 3>{{{"date_from", "date_from"},
                                                             {"date_to", "date_to"},
                                                             {"explicit_date", "explicitDate"}}});
  if (!range.empty()) query["dateRange"] = std::move(range);
  for (const auto& [from, to] :
       std::array<Renamed, 5>{{{"interval", "interval"},
                               {"properties", "properties"},
                               {"filter_test_accounts", "filterTestAccounts"},
                               {"sampling_factor", "samplingFactor"},
                               {"aggregation_group_type_index", "aggregation_group_type_index"}}}) {
    if (const Json* value = Given(filters, from)) query[to] = *value;
  }
}

void AddCompare(const JsonObject& filters, JsonObject& query) {
  JsonObject compare = Rename(
      filters, std::array<Renamed, 2>{{{"compare", "compare"}, {"compare_to", "compare_to"}}});
  if (!compare.empty()) query["compareFilter"] = std::move(compare);
}

}  // namespace

Result<Json> QueryFromFilters(const JsonObject& filters) {
  std::string insight = "TRENDS";
  if (const Json* word = Given(filters, "insight"); word != nullptr && word->is_string()) {
    insight = std::string(View(word->get_string()));
  }
  JsonObject query;
  if (insight == "TRENDS") {
    query["kind"] = "TrendsQuery";
    query["trendsFilter"] = Rename(filters, kTrendsFields);
    AddBreakdown(filters, query);
    AddCompare(filters, query);
  } else if (insight == "STICKINESS") {
    query["kind"] = "StickinessQuery";
    query["stickinessFilter"] = Rename(filters, kStickinessFields);
    AddCompare(filters, query);
  } else if (insight == "LIFECYCLE") {
    query["kind"] = "LifecycleQuery";
    query["lifecycleFilter"] = Rename(filters, kLifecycleFields);
  } else if (insight == "FUNNELS") {
    query["kind"] = "FunnelsQuery";
    query["funnelsFilter"] = Rename(filters, kFunnelFields);
    AddBreakdown(filters, query);
  } else {
    return Refuse("`filters` of the insight " + insight + " are not converted. Send `query`.");
  }
  TRY_ASSIGN(query["series"], Series(filters));
  AddShared(filters, query);
  Json node = JsonObject{{"kind", "InsightVizNode"}, {"source", std::move(query)}};
  const Status checked = query::CheckQuery(node);
  if (!checked) return Refuse(checked.error().message);
  return node;
}

}  // namespace tenrec::dashboards
