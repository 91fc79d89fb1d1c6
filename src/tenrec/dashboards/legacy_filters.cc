#include "tenrec/dashboards/legacy_filters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
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
constexpr std::array<Renamed, 14> kTrendsFields{
    {{"display", "display"},
     {"formula", "formula"},
     {"smoothing_intervals", "smoothingIntervals"},
     {"show_legend", "showLegend"},
     {"show_values_on_series", "showValuesOnSeries"},
     {"show_percent_stack_view", "showPercentStackView"},
     {"aggregation_axis_format", "aggregationAxisFormat"},
     {"aggregation_axis_prefix", "aggregationAxisPrefix"},
     {"aggregation_axis_postfix", "aggregationAxisPostfix"},
     {"decimal_places", "decimalPlaces"},
     {"min_decimal_places", "minDecimalPlaces"},
     {"show_labels_on_series", "showLabelsOnSeries"},
     {"show_multiple_y_axes", "showMultipleYAxes"},
     {"y_axis_scale_type", "yAxisScaleType"}}};
constexpr std::array<Renamed, 3> kStickinessFields{
    {{"display", "display"},
     {"show_legend", "showLegend"},
     {"show_values_on_series", "showValuesOnSeries"}}};
constexpr std::array<Renamed, 3> kLifecycleFields{{{"show_legend", "showLegend"},
                                                   {"show_values_on_series", "showValuesOnSeries"},
                                                   {"toggledLifecycles", "toggledLifecycles"}}};
constexpr std::array<Renamed, 12> kFunnelFields{
    {{"funnel_viz_type", "funnelVizType"},
     {"funnel_order_type", "funnelOrderType"},
     {"funnel_window_interval", "funnelWindowInterval"},
     {"funnel_window_interval_unit", "funnelWindowIntervalUnit"},
     {"funnel_step_reference", "funnelStepReference"},
     {"breakdown_attribution_type", "breakdownAttributionType"},
     {"breakdown_attribution_value", "breakdownAttributionValue"},
     {"layout", "layout"},
     {"bin_count", "binCount"},
     {"funnel_from_step", "funnelFromStep"},
     {"funnel_to_step", "funnelToStep"},
     {"funnel_aggregate_by_hogql", "funnelAggregateByHogQL"}}};
constexpr std::array<Renamed, 8> kRetentionFields{
    {{"retention_type", "retentionType"},
     {"retention_reference", "retentionReference"},
     {"total_intervals", "totalIntervals"},
     {"returning_entity", "returningEntity"},
     {"target_entity", "targetEntity"},
     {"period", "period"},
     {"cumulative", "cumulative"},
     {"mean_retention_calculation", "meanRetentionCalculation"}}};
constexpr std::array<Renamed, 13> kPathsFields{
    {{"include_event_types", "includeEventTypes"},
     {"start_point", "startPoint"},
     {"end_point", "endPoint"},
     {"exclude_events", "excludeEvents"},
     {"path_groupings", "pathGroupings"},
     {"path_replacements", "pathReplacements"},
     {"local_path_cleaning_filters", "localPathCleaningFilters"},
     {"paths_hogql_expression", "pathsHogQLExpression"},
     {"edge_limit", "edgeLimit"},
     {"step_limit", "stepLimit"},
     {"min_edge_weight", "minEdgeWeight"},
     {"max_edge_weight", "maxEdgeWeight"},
     {"show_full_urls", "showFullUrls"}}};
constexpr std::array<std::string_view, 8> kBreakdownFields = {"breakdown",
                                                              "breakdown_type",
                                                              "breakdown_group_type_index",
                                                              "breakdown_normalize_url",
                                                              "breakdown_limit",
                                                              "breakdown_hide_other_aggregation",
                                                              "breakdown_histogram_bin_count",
                                                              "breakdowns"};

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

/// The entities of one of the lists of old filters.
Result<std::vector<Json>> Entities(const JsonObject& filters, const char* name) {
  std::vector<Json> out;
  const Json* list = Given(filters, name);
  if (list == nullptr) return out;
  if (!list->is_array()) return Refuse("`" + std::string(name) + "` must be a list.");
  for (const Json& entity : list->get_array()) {
    if (!entity.is_object()) {
      return Refuse("Each of the " + std::string(name) + " must be an object with an `id`.");
    }
    Json copy = entity;
    copy.get_object()["type"] = name;
    out.push_back(std::move(copy));
  }
  return out;
}

/// The number of an action, which old filters also write as text.
std::optional<std::int64_t> ActionId(const Json& entity) {
  if (const auto written = IntMember(entity, "id")) return written;
  const auto text = StringMember(entity, "id");
  std::int64_t number = 0;
  if (!text || text->empty()) return std::nullopt;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text->data() + text->size();
  return whole ? std::optional(number) : std::nullopt;
}

Result<JsonArray> Series(const JsonObject& filters) {
  TRY_ASSIGN(std::vector<Json> entities, Entities(filters, "events"));
  TRY_ASSIGN(const std::vector<Json> actions, Entities(filters, "actions"));
  entities.insert(entities.end(), actions.begin(), actions.end());
  if (entities.empty()) return Refuse("`filters` need a list of events or actions.");
  std::stable_sort(entities.begin(), entities.end(),
                   [](const Json& a, const Json& b) { return OrderOf(a) < OrderOf(b); });
  JsonArray series;
  for (const Json& entity : entities) {
    JsonObject node = Rename(entity.get_object(), kSeriesFields);
    MendMath(node);
    if (StringMember(entity, "type") == "actions") {
      const auto id = ActionId(entity);
      if (!id) return Refuse("Each of the actions needs its number as `id`.");
      node["kind"] = "ActionsNode";
      node["id"] = *id;
    } else {
      node["kind"] = "EventsNode";
      const Json* id = entity.get_object().if_contains("id");
      node["event"] = id == nullptr ? Json() : *id;
    }
    series.push_back(std::move(node));
  }
  return series;
}

/// Steps that must not happen between others.
void AddExclusions(const JsonObject& filters, JsonObject& funnel) {
  const Json* list = Given(filters, "exclusions");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return;
  JsonArray exclusions;
  for (const Json& entity : list->get_array()) {
    if (!entity.is_object()) continue;
    JsonObject node =
        Rename(entity.get_object(), std::array<Renamed, 2>{{{"funnel_from_step", "funnelFromStep"},
                                                            {"funnel_to_step", "funnelToStep"}}});
    const bool action = StringMember(entity, "type") == "actions";
    node["kind"] = action ? "ActionsNode" : "EventsNode";
    if (const Json* id = entity.get_object().if_contains("id")) {
      node[action ? "id" : "event"] = *id;
    }
    exclusions.push_back(std::move(node));
  }
  funnel["exclusions"] = std::move(exclusions);
}

/// Old filters also wrote conditions as {"key__operator": value}.
Json Properties(const Json& properties) {
  if (!properties.is_object() || properties.get_object().contains("values")) return properties;
  JsonArray list;
  for (const auto& member : properties.get_object()) {
    const std::string_view name(member.key());
    const auto at = name.rfind("__");
    const bool has_operator = at != std::string_view::npos && at > 0 && at + 2 < name.size();
    list.push_back(
        JsonObject{{"type", "event"},
                   {"key", std::string(has_operator ? name.substr(0, at) : name)},
                   {"operator", std::string(has_operator ? name.substr(at + 2) : "exact")},
                   {"value", member.value()}});
  }
  return list;
}

void AddBreakdown(const JsonObject& filters, JsonObject& query) {
  JsonObject breakdown;
  for (std::string_view field : kBreakdownFields) {
    if (const Json* value = Given(filters, field)) breakdown[field] = *value;
  }
  const bool has_one = breakdown.contains("breakdown") || breakdown.contains("breakdowns");
  if (has_one) query["breakdownFilter"] = std::move(breakdown);
}

void AddShared(const JsonObject& filters, bool has_interval, JsonObject& query) {
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
    if (from == "interval" && !has_interval) continue;
    const Json* value = Given(filters, from);
    if (value != nullptr) query[to] = from == "properties" ? Properties(*value) : *value;
  }
}

void AddCompare(const JsonObject& filters, JsonObject& query) {
  JsonObject compare = Rename(
      filters, std::array<Renamed, 2>{{{"compare", "compare"}, {"compare_to", "compare_to"}}});
  if (!compare.empty()) query["compareFilter"] = std::move(compare);
}

/// Paths of those who went through a part of a funnel.
Status AddFunnelPaths(const JsonObject& filters, JsonObject& query) {
  const Json* type = Given(filters, "funnel_paths");
  const Json* funnel = Given(filters, "funnel_filter");
  if (type == nullptr || funnel == nullptr || !funnel->is_object()) return Ok();
  JsonObject source = funnel->get_object();
  source["insight"] = "FUNNELS";
  TRY_ASSIGN(const Json node, QueryFromFilters(source));
  JsonObject out{{"funnelPathType", *type}, {"funnelSource", node.at("source")}};
  if (const Json* step = Given(source, "funnel_step")) out["funnelStep"] = *step;
  query["funnelPathsFilter"] = std::move(out);
  return Ok();
}

}  // namespace

Result<Json> QueryFromFilters(const JsonObject& filters) {
  std::string insight = "TRENDS";
  if (const Json* word = Given(filters, "insight"); word != nullptr && word->is_string()) {
    insight = std::string(View(word->get_string()));
  }
  JsonObject query;
  bool has_series = true;
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
    JsonObject funnel = Rename(filters, kFunnelFields);
    AddExclusions(filters, funnel);
    query["funnelsFilter"] = std::move(funnel);
    AddBreakdown(filters, query);
  } else if (insight == "RETENTION") {
    has_series = false;
    query["kind"] = "RetentionQuery";
    query["retentionFilter"] = Rename(filters, kRetentionFields);
    AddBreakdown(filters, query);
  } else if (insight == "PATHS") {
    has_series = false;
    query["kind"] = "PathsQuery";
    query["pathsFilter"] = Rename(filters, kPathsFields);
    TRY(AddFunnelPaths(filters, query));
  } else {
    return Refuse(
        "`filters.insight` should be TRENDS, FUNNELS, RETENTION, PATHS, STICKINESS or "
        "LIFECYCLE.");
  }
  if (has_series) {
    TRY_ASSIGN(query["series"], Series(filters));
  }
  AddShared(filters, has_series, query);
  Json node = JsonObject{{"kind", "InsightVizNode"}, {"source", std::move(query)}};
  const Status checked = query::CheckQuery(node);
  if (!checked) return Refuse(checked.error().message);
  return node;
}

}  // namespace tenrec::dashboards
