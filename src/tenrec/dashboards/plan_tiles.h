#pragma once

#include <string_view>
#include <vector>

#include "tenrec/base/json.h"

/// Tiles of a DashboardPlan, in few words.
namespace tenrec::dashboards {

/// Where a tile stands. Units: of the 12 columns of `sm`.
struct TilePlace {
  int x = 0;
  int y = 0;
  int w = 6;
  int h = 5;
};

/// One series: an event, what is counted, and of which property.
struct PlannedSeries {
  std::string_view event;
  std::string_view math = "total";
  std::string_view property = "";
  std::string_view name = "";
};

/// A trend of the last 30 days.
struct PlannedTrend {
  std::string_view name;
  std::string_view description;
  std::vector<PlannedSeries> series;
  TilePlace place;
  std::string_view display = "ActionsLineGraph";
  /// A property of events; empty for none.
  std::string_view breakdown = "";
  std::string_view interval = "day";
  bool compare = false;
};

JsonObject TrendTile(const PlannedTrend& trend);
/// Any other question, such as {"kind": "LifecycleQuery", …}.
JsonObject QuestionTile(std::string_view name, std::string_view description, JsonObject question,
                        TilePlace place);
/// Markdown.
JsonObject TextTile(std::string_view body, TilePlace place);

}  // namespace tenrec::dashboards
