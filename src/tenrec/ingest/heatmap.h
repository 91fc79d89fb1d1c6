#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/time.h"
#include "tenrec/ingest/event.h"

namespace tenrec::ingest {

/// A place on a page where somebody clicked, or how far they scrolled.
/// Units: coordinates and sizes in sixteenths of what the browser said in pixels.
struct HeatmapPoint {
  TeamId team_id = 0;
  std::string session_id;
  std::string distinct_id;
  Timestamp timestamp;
  std::int16_t x = 0;
  std::int16_t y = 0;
  std::int16_t viewport_width = 0;
  std::int16_t viewport_height = 0;
  bool target_fixed = false;
  std::string url;
  /// "click", "rageclick", "deadclick", "mousemove", "scrolldepth"
  std::string type;
};

/// What of an event's heatmap data could not be used.
enum class HeatmapFault : std::uint8_t { kNone, kData, kUrl, kItems };

/// The points that an event tells of; none without a viewport. What is wrong is left out, and the
/// last thing that was is told.
/// Source: ingestion.md 10
HeatmapFault ReadHeatmap(const Event& event, std::vector<HeatmapPoint>& points);

}  // namespace tenrec::ingest
