#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"

namespace tenrec::dashboards {

/// Markdown on a dashboard.
struct TextCard {
  std::int64_t id = 0;
  std::string body;
  std::optional<UserId> created_by;
  Timestamp last_modified_at;
  std::optional<UserId> last_modified_by;
};

/// A place on a dashboard for an insight or a text.
struct Tile {
  std::int64_t id = 0;
  std::int64_t dashboard_id = 0;
  /// One of the two is set.
  std::optional<std::int64_t> insight_id;
  std::optional<TextCard> text;
  /// {"sm": {"x", "y", "w", "h"}, "xs": {…}}; `sm` is 12 columns wide, `xs` one.
  JsonObject layouts;
  std::optional<std::string> color;
  /// Stands in for the dashboard's own filters; null when it has none.
  Json filters_overrides;
  std::optional<bool> show_description;
  std::optional<bool> transparent_background;
  bool deleted = false;
};

/// What to change about a tile, or a text to add; nullopt leaves a field alone.
struct TileChange {
  /// nullopt: a new text tile.
  std::optional<std::int64_t> id;
  std::optional<JsonObject> layouts;
  std::optional<std::optional<std::string>> color;
  std::optional<Json> filters_overrides;
  std::optional<std::optional<bool>> show_description;
  std::optional<std::optional<bool>> transparent_background;
  std::optional<bool> deleted;
  std::optional<std::string> text;
};

/// Where a tile stands in the reading order of a breakpoint: by row, then column; tiles without a
/// place come last, oldest first.
void SortByLayout(std::vector<Tile>& tiles, std::string_view breakpoint);

/// The places of tiles in a given order: two columns of 6 × 5 on `sm`, one on `xs`.
JsonObject LayoutAt(std::size_t position);

}  // namespace tenrec::dashboards
