#include "tenrec/query/question.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/hogql/names.h"

namespace tenrec::query {
namespace {

constexpr std::array<std::string_view, 3> kWrappers = {"InsightVizNode", "DataTableNode",
                                                       "DataVisualizationNode"};
constexpr std::array<std::string_view, 4> kBareNodes = {"EventsNode", "ActionsNode", "PersonsNode",
                                                        "DataWarehouseNode"};
/// Kinds of the API that this version does not answer.
constexpr auto kLaterKinds = std::to_array<std::string_view>({
    "HogQLASTQuery",
    "HogQuery",
    "WebOverviewQuery",
    "WebStatsTableQuery",
    "WebExternalClicksTableQuery",
    "WebGoalsQuery",
    "WebVitalsQuery",
    "WebVitalsPathBreakdownQuery",
    "WebPageURLSearchQuery",
    "WebTrendsQuery",
    "WebAnalyticsExternalSummaryQuery",
    "SessionAttributionExplorerQuery",
    "ExperimentQuery",
    "ExperimentExposureQuery",
    "ExperimentTrendsQuery",
    "ExperimentFunnelsQuery",
    "RecordingsQuery",
    "TracesQuery",
    "TraceQuery",
    "LogsQuery",
    "ErrorTrackingQuery",
    "ErrorTrackingIssueCorrelationQuery",
    "RevenueAnalyticsOverviewQuery",
    "RevenueAnalyticsMetricsQuery",
    "RevenueAnalyticsTopCustomersQuery",
    "RevenueAnalyticsMRRQuery",
    "RevenueAnalyticsGrossRevenueQuery",
    "MarketingAnalyticsTableQuery",
    "UsageMetricsQuery",
    "EndpointsUsageOverviewQuery",
    "VectorSearchQuery",
});
/// Fields of `trendsFilter` that change numbers; the others only change the drawing.
constexpr std::array<std::string_view, 6> kTrendsFields = {"display",
                                                           "formula",
                                                           "formulas",
                                                           "formulaNodes",
                                                           "smoothingIntervals",
                                                           "breakdown_histogram_bin_count"};

/// Fields of other kinds' filters that only change the drawing.
const std::array<std::pair<std::string_view, std::vector<std::string_view>>, 5> kDrawnFields{{
    {"lifecycleFilter", {"showLegend", "showValuesOnSeries", "toggledLifecycles", "stacked"}},
    {"stickinessFilter",
     {"display", "showLegend", "showMultipleYAxes", "showValuesOnSeries", "hiddenLegendIndexes",
      "resultCustomizationBy", "resultCustomizations"}},
    {"retentionFilter",
     {"retentionReference", "meanRetentionCalculation", "display", "dashboardDisplay",
      "showTrendLines", "selectedInterval"}},
    {"funnelsFilter",
     {"funnelStepReference", "layout", "hiddenLegendBreakdowns", "resultCustomizations",
      "showValuesOnSeries", "goalLines", "showTrendLines", "useUdf", "showLegend"}},
    {"pathsFilter", {"showFullUrls"}},
}};

/// Insights that have the field which a dashboard replaces.
constexpr std::array<std::string_view, 3> kWithBreakdown = {"TrendsQuery", "FunnelsQuery",
                                                            "RetentionQuery"};
constexpr std::array<std::string_view, 4> kWithInterval = {"TrendsQuery", "FunnelsQuery",
                                                           "LifecycleQuery", "StickinessQuery"};
constexpr std::array<std::string_view, 3> kWithComparison = {"TrendsQuery", "FunnelsQuery",
                                                             "StickinessQuery"};

template <std::size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string_view KindOf(const Json& query) {
  return StringMember(query, "kind").value_or("");
}

/// Objects with sorted keys and without nulls, so that equal queries print the same.
Json Canonical(const Json& json) {
  if (const auto* list = json.if_array()) {
    JsonArray out;
    for (const Json& item : *list) out.push_back(Canonical(item));
    return out;
  }
  const auto* object = json.if_object();
  if (object == nullptr) return json;
  std::vector<std::pair<std::string, const Json*>> members;
  for (const auto& member : *object) {
    if (!member.value().is_null()) members.emplace_back(member.key(), &member.value());
  }
  std::ranges::sort(members, {}, [](const auto& m) { return m.first; });
  JsonObject out;
  for (const auto& [key, value] : members) out[key] = Canonical(*value);
  return out;
}

void AddProperties(JsonObject& query, const Json& added) {
  Json& own = query["properties"];
  const bool nothing = own.is_null() || (own.is_array() && own.get_array().empty());
  if (nothing) {
    own = added;
    return;
  }
  const auto as_group = [](const Json& filters) {
    if (filters.is_object()) return filters;
    return Json(JsonObject{{"type", "AND"}, {"values", filters}});
  };
  own = JsonObject{{"type", "AND"}, {"values", JsonArray{as_group(own), as_group(added)}}};
}

void OverrideInsight(JsonObject& query, const JsonObject& filters) {
  if (const Json* properties = filters.if_contains("properties");
      properties != nullptr && !properties->is_null()) {
    AddProperties(query, *properties);
  }
  JsonObject range = query.contains("dateRange") && query["dateRange"].is_object()
                         ? query["dateRange"].get_object()
                         : JsonObject();
  const Json* from = filters.if_contains("date_from");
  const Json* to = filters.if_contains("date_to");
  const bool has_from = from != nullptr && !from->is_null();
  const bool has_to = to != nullptr && !to->is_null();
  if (has_from || has_to) {
    if (has_from) range["date_from"] = *from;
    if (has_from && !has_to) range.erase("date_to");
    if (has_to) range["date_to"] = *to;
    if (const Json* is_explicit = filters.if_contains("explicitDate")) {
      range["explicitDate"] = *is_explicit;
    }
    query["dateRange"] = range;
  }
  const Json* word = query.if_contains("kind");
  const std::string_view kind =
      word != nullptr && word->is_string() ? View(word->get_string()) : std::string_view();
  const auto replace = [&](const char* name, const char* field) {
    const Json* value = filters.if_contains(name);
    if (value != nullptr && !value->is_null()) query[field] = *value;
  };
  if (Contains(kWithBreakdown, kind)) replace("breakdown_filter", "breakdownFilter");
  if (Contains(kWithInterval, kind)) replace("interval", "interval");
  replace("filterTestAccounts", "filterTestAccounts");
  // Nothing was before all time.
  const Json* start = range.if_contains("date_from");
  if (start != nullptr && *start == "all") {
    if (has_from) query.erase("compareFilter");
  } else if (Contains(kWithComparison, kind)) {
    replace("compareFilter", "compareFilter");
  }
}

void OverrideEvents(JsonObject& query, const JsonObject& filters) {
  const auto set = [&](const char* name, const char* field) {
    const Json* value = filters.if_contains(name);
    if (value != nullptr && !value->is_null()) query[field] = *value;
  };
  set("date_from", "after");
  set("date_to", "before");
  const Json* properties = filters.if_contains("properties");
  if (properties == nullptr || !properties->is_array()) return;
  JsonArray merged;
  if (const auto* own = query["properties"].if_array()) merged = *own;
  for (const Json& filter : properties->get_array()) merged.push_back(filter);
  query["properties"] = std::move(merged);
}

void OverrideHogQL(JsonObject& query, const JsonObject& filters) {
  JsonObject own = query.contains("filters") && query["filters"].is_object()
                       ? query["filters"].get_object()
                       : JsonObject();
  OverrideInsight(own, filters);
  query["filters"] = std::move(own);
}

}  // namespace

Result<Json> Unwrap(const Json& query) {
  Json inner = query;
  // A wrapper may wrap a wrapper, but not for ever.
  for (int depth = 0; depth < 4 && Contains(kWrappers, KindOf(inner)); ++depth) {
    const Json* source = FindMember(inner, "source");
    if (source == nullptr || !source->is_object()) {
      return InvalidArgument("query.source: Field required");
    }
    Json next = *source;
    inner = std::move(next);
  }
  return inner;
}

Result<std::string> Question::WriteParquet(Execution&) const {
  return InvalidArgument("Only questions of kind HogQLQuery can be downloaded as Parquet");
}

Result<QuestionPtr> ParseQuestion(const Json& query) {
  const std::string kind(KindOf(query));
  if (kind == "TrendsQuery") return ParseTrendsQuestion(query);
  if (kind == "CalendarHeatmapQuery") return ParseCalendarQuestion(query);
  if (kind == "LifecycleQuery") return ParseLifecycleQuestion(query);
  if (kind == "StickinessQuery") return ParseStickinessQuestion(query);
  if (kind == "RetentionQuery") return ParseRetentionQuestion(query);
  if (kind == "PathsQuery") return ParsePathsQuestion(query);
  if (kind == "EventsQuery") return ParseEventsQuestion(query);
  if (kind == "HogQLQuery") return ParseHogQLQuestion(query);
  if (kind == "HogQLMetadata") return ParseMetadataQuestion(query);
  if (kind == "DatabaseSchemaQuery") return ParseSchemaQuestion(query);
  if (kind == "TeamTaxonomyQuery") return ParseTeamTaxonomyQuestion(query);
  if (kind == "EventTaxonomyQuery") return ParseEventTaxonomyQuestion(query);
  if (kind == "ActorsPropertyTaxonomyQuery") return ParseActorsTaxonomyQuestion(query);
  if (kind == "SuggestedQuestionsQuery") return ParseSuggestedQuestionsQuestion(query);
  if (kind == "FunnelsQuery") return ParseFunnelsQuestion(query);
  if (kind == "HogQLAutocomplete") return ParseAutocompleteQuestion(query);
  if (kind == "GroupsQuery") return ParseGroupsQuestion(query);
  if (kind == "SessionsQuery") return ParseSessionsQuestion(query);
  if (kind == "SessionsTimelineQuery") return ParseTimelineQuestion(query);
  if (kind == "ActorsQuery") return ParseActorsQuestion(query);
  if (kind == "FunnelCorrelationQuery") return ParseCorrelationQuestion(query);
  if (kind == "InsightActorsQuery" || kind == "StickinessActorsQuery" ||
      kind == "FunnelsActorsQuery" || kind == "FunnelCorrelationActorsQuery") {
    return ParsePointActorsQuestion(query);
  }
  if (kind == "InsightActorsQueryOptions") return ParseActorsOptionsQuestion(query);
  if (kind.empty()) return InvalidArgument("query.kind: Field required");
  if (Contains(kBareNodes, kind)) {
    return InvalidArgument("Can't get a runner for an unknown query type: " + hogql::Shown(kind));
  }
  if (kind == "SavedInsightNode") {
    return Unimplemented("A SavedInsightNode can only be the whole query, bare or in a wrapper");
  }
  if (Contains(kLaterKinds, kind)) return Unimplemented(kind + " is not supported yet");
  return InvalidArgument("query.kind: '" + hogql::Shown(kind) + "' is not a known query kind");
}

Json ModifiersOf(const Json& query) {
  const Json* modifiers = FindMember(query, "modifiers");
  return modifiers == nullptr ? Json() : *modifiers;
}

std::string ShownType(const engine::Type& type) {
  constexpr std::string_view kWrapper = "LowCardinality(";
  std::string name = type.name;
  for (auto at = name.find(kWrapper); at != std::string::npos; at = name.find(kWrapper)) {
    std::size_t end = at + kWrapper.size();
    for (int depth = 1; end < name.size() && depth > 0; ++end) {
      if (name[end] == '(') ++depth;
      if (name[end] == ')') --depth;
    }
    name.erase(end - 1, 1);
    name.erase(at, kWrapper.size());
  }
  return name;
}

Json WithoutPresentation(const Json& query) {
  JsonObject out = query.as_object();
  for (const char* field : {"tags", "response", "version", "dataColorTheme", "name"}) {
    out.erase(field);
  }
  if (auto* filter = out.if_contains("trendsFilter"); filter != nullptr && filter->is_object()) {
    JsonObject numbers;
    for (const auto& member : filter->get_object()) {
      if (Contains(kTrendsFields, {member.key().data(), member.key().size()})) {
        numbers[member.key()] = member.value();
      }
    }
    *filter = std::move(numbers);
    if (filter->get_object().empty()) out.erase("trendsFilter");
  }
  for (const auto& [name, fields] : kDrawnFields) {
    auto* filter = out.if_contains(name);
    if (filter == nullptr || !filter->is_object()) continue;
    for (const std::string_view field : fields) filter->get_object().erase(field);
    if (filter->get_object().empty()) out.erase(name);
  }
  if (auto* series = out.if_contains("series"); series != nullptr && series->is_array()) {
    for (Json& node : series->get_array()) {
      if (!node.is_object()) continue;
      // A group of nodes is called by its name in the answer.
      if (KindOf(node) != "GroupNode") node.get_object().erase("name");
      node.get_object().erase("custom_name");
    }
  }
  return Canonical(out);
}

Result<Json> ApplyOverrides(Json query, const Json& filters, const Json& variables) {
  auto& object = query.as_object();
  const std::string kind(KindOf(query));
  if (!filters.is_null()) {
    const auto* override = filters.if_object();
    if (override == nullptr) {
      return InvalidArgument("filters_override: Input should be a valid dictionary");
    }
    if (kind == "EventsQuery" || kind == "SessionsQuery") {
      OverrideEvents(object, *override);
    } else if (kind == "HogQLQuery") {
      OverrideHogQL(object, *override);
    } else if (kind == "ActorsQuery" || kind == "InsightActorsQuery" ||
               kind == "StickinessActorsQuery" || kind == "FunnelsActorsQuery" ||
               kind == "FunnelCorrelationActorsQuery" || kind == "FunnelCorrelationQuery") {
      // Its number is that of a tile with the same filters.
      auto* source = object.if_contains("source");
      if (source != nullptr && source->is_object()) {
        TRY_ASSIGN(*source, ApplyOverrides(std::move(*source), filters, Json()));
      }
    } else if (kind.ends_with("Query") &&
               (object.contains("series") || kind == "RetentionQuery" || kind == "PathsQuery")) {
      OverrideInsight(object, *override);
    }
  }
  if (!variables.is_null()) {
    const auto* override = variables.if_object();
    if (override == nullptr) {
      return InvalidArgument("variables_override: Input should be a valid dictionary");
    }
    auto* own = object.if_contains("variables");
    if (kind == "HogQLQuery" && own != nullptr && own->is_object()) {
      for (const auto& member : *override) {
        if (own->get_object().contains(member.key())) {
          own->get_object()[member.key()] = member.value();
        }
      }
    }
  }
  return query;
}

}  // namespace tenrec::query
