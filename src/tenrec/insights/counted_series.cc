#include "tenrec/insights/counted_series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tenrec/insights/sample_margin.h"

namespace tenrec::insights {
namespace {

constexpr std::array<std::string_view, 8> kShared = {"series",
                                                     "interval",
                                                     "dateRange",
                                                     "properties",
                                                     "filterTestAccounts",
                                                     "samplingFactor",
                                                     "aggregation_group_type_index",
                                                     "compareFilter"};
constexpr std::array<std::string_view, 8> kMathFields = {
    "math",       "math_property",         "math_property_type", "math_property_revenue_currency",
    "math_hogql", "math_group_type_index", "math_multiplier",    "optionalInFunnel"};

void KeepActorMath(JsonObject& node, const SeriesRules& rules) {
  const Json* math = node.if_contains("math");
  const bool keeps =
      rules.keeps_actor_math && math != nullptr && (*math == "hogql" || *math == "unique_group");
  if (keeps) return;
  for (const std::string_view field : kMathFields) node.erase(field);
}

}  // namespace

Result<TrendsQuery> ReadCountedSeries(FieldReader& in, const SeriesRules& rules) {
  JsonObject shared{{"kind", "TrendsQuery"}};
  constexpr std::array<std::string_view, 3> kOfSeries = {"series", "interval", "compareFilter"};
  for (const std::string_view name : kShared) {
    if (rules.series != nullptr && std::ranges::find(kOfSeries, name) != kOfSeries.end()) continue;
    if (const Json* value = in.Any(name)) shared[name] = *value;
  }
  in.Ignore({"kind", "version", "tags", "response", "modifiers", "dataColorTheme"});
  if (rules.series != nullptr) shared["series"] = *rules.series;
  if (auto* series = shared["series"].if_array()) {
    if (rules.only_first && series->size() > 1) series->resize(1);
    for (Json& node : *series) {
      if (auto* object = node.if_object()) KeepActorMath(*object, rules);
    }
  }
  if (shared["series"].is_null()) shared.erase("series");
  return ParseTrendsQuery(shared);
}

std::int64_t ScaledUp(std::int64_t count, const TrendsQuery& counted) {
  if (counted.sampling_factor == 1) return count;
  return std::llrint(static_cast<double>(count) / counted.sampling_factor);
}

JsonArray Margins(const std::vector<std::int64_t>& found, const TrendsQuery& counted) {
  JsonArray margins;
  margins.reserve(found.size());
  for (const std::int64_t count : found) {
    margins.emplace_back(SampleMargin(count, counted.sampling_factor));
  }
  return margins;
}

}  // namespace tenrec::insights
