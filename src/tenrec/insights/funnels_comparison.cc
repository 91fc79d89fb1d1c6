#include "tenrec/insights/funnels_comparison.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tenrec::insights {
namespace {

constexpr const char* kCurrent = "current";
constexpr const char* kPrevious = "previous";

void Label(JsonArray rows, const char* label, JsonArray& out) {
  for (Json& row : rows) {
    row.get_object()["compare_label"] = label;
    out.push_back(std::move(row));
  }
}

/// The same steps, which nobody reached.
JsonArray Unreached(JsonArray steps) {
  for (Json& step : steps) {
    JsonObject& row = step.get_object();
    row["count"] = 0;
    row.erase("count_margin");
    row["average_conversion_time"] = nullptr;
    row["median_conversion_time"] = nullptr;
  }
  return steps;
}

/// The value that the steps are of.
const Json* ValueOf(const Json& steps) {
  return FindMember(steps.get_array().front(), "breakdown_value");
}

/// The steps of the value, or nullptr.
const Json* Find(const JsonArray& groups, const Json& value) {
  const auto at =
      std::ranges::find_if(groups, [&](const Json& steps) { return *ValueOf(steps) == value; });
  return at == groups.end() ? nullptr : &*at;
}

bool HasGroups(const JsonArray& results) {
  return !results.empty() && results.front().is_array();
}

/// Each value has its steps in both periods.
JsonArray CompareGroups(const JsonArray& current, const JsonArray& previous) {
  std::vector<const Json*> values;
  for (const Json& steps : current) values.push_back(ValueOf(steps));
  for (const Json& steps : previous) {
    if (Find(current, *ValueOf(steps)) == nullptr) values.push_back(ValueOf(steps));
  }
  JsonArray out;
  const auto add = [&](const JsonArray& own, const JsonArray& other, const char* label) {
    for (const Json* value : values) {
      const Json* steps = Find(own, *value);
      JsonArray rows;
      Label(steps != nullptr ? steps->get_array() : Unreached(Find(other, *value)->get_array()),
            label, rows);
      out.push_back(std::move(rows));
    }
  };
  add(current, previous, kCurrent);
  add(previous, current, kPrevious);
  return out;
}

JsonArray CompareSteps(JsonArray current, JsonArray previous) {
  if (HasGroups(current) || HasGroups(previous)) return CompareGroups(current, previous);
  if (current.empty()) current = Unreached(previous);
  if (previous.empty()) previous = Unreached(current);
  JsonArray out;
  Label(std::move(current), kCurrent, out);
  Label(std::move(previous), kPrevious, out);
  return out;
}

}  // namespace

JsonObject CompareFunnels(const FunnelTally& current, const FunnelTally& previous,
                          FunnelGraph graph) {
  const ConversionSpan span = current.Span().With(previous.Span());
  JsonObject out = current.Response(span);
  JsonObject before = previous.Response(span);
  out["resolved_compare_date_range"] = before["resolved_date_range"];
  Json& results = out["results"];
  Json& others = before["results"];
  switch (graph) {
    case FunnelGraph::kSteps:
      results = CompareSteps(std::move(results.get_array()), std::move(others.get_array()));
      // Of which period it were, nothing would say.
      out["total_median_conversion_time"] = nullptr;
      break;
    case FunnelGraph::kTimeToConvert: {
      JsonArray both;
      for (auto [histogram, label] : {std::pair(&results, kCurrent), {&others, kPrevious}}) {
        histogram->get_object()["compare_label"] = label;
        both.push_back(std::move(*histogram));
      }
      results = std::move(both);
      break;
    }
    case FunnelGraph::kTrends: {
      JsonArray both;
      Label(std::move(results.get_array()), kCurrent, both);
      Label(std::move(others.get_array()), kPrevious, both);
      results = std::move(both);
      break;
    }
  }
  return out;
}

}  // namespace tenrec::insights
