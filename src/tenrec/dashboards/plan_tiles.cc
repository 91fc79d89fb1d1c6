#include "tenrec/dashboards/plan_tiles.h"

#include <utility>

namespace tenrec::dashboards {
namespace {

JsonObject Layouts(TilePlace place) {
  return {{"sm", JsonObject{{"x", place.x}, {"y", place.y}, {"w", place.w}, {"h", place.h}}}};
}

JsonObject Print(const PlannedSeries& series) {
  JsonObject node{{"kind", "EventsNode"},
                  {"event", series.event},
                  {"name", series.event},
                  {"math", series.math}};
  if (!series.property.empty()) node["math_property"] = series.property;
  if (!series.name.empty()) node["custom_name"] = series.name;
  return node;
}

}  // namespace

JsonObject TrendTile(const PlannedTrend& trend) {
  JsonArray series;
  for (const PlannedSeries& one : trend.series) series.push_back(Print(one));
  JsonObject query{{"kind", "TrendsQuery"},
                   {"series", std::move(series)},
                   {"interval", trend.interval},
                   {"dateRange", JsonObject{{"date_from", "-30d"}}},
                   {"trendsFilter", JsonObject{{"display", trend.display}}}};
  if (!trend.breakdown.empty()) {
    query["breakdownFilter"] = JsonObject{
        {"breakdown", trend.breakdown}, {"breakdown_type", "event"}, {"breakdown_limit", 10}};
  }
  if (trend.compare) query["compareFilter"] = JsonObject{{"compare", true}};
  return QuestionTile(trend.name, trend.description, std::move(query), trend.place);
}

JsonObject QuestionTile(std::string_view name, std::string_view description, JsonObject question,
                        TilePlace place) {
  return {{"type", "INSIGHT"},
          {"name", name},
          {"description", description},
          {"query", JsonObject{{"kind", "InsightVizNode"}, {"source", std::move(question)}}},
          {"layouts", Layouts(place)},
          {"color", nullptr}};
}

JsonObject TextTile(std::string_view body, TilePlace place) {
  return {{"type", "TEXT"}, {"body", body}, {"layouts", Layouts(place)}, {"color", nullptr}};
}

}  // namespace tenrec::dashboards
