#pragma once

#include <compare>
#include <set>
#include <span>
#include <string>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Lands the points of heatmaps.
/// Threads: any.
class HeatmapsWriter {
 public:
  explicit HeatmapsWriter(engine::Engine& engine) : engine_(engine) {}

  /// A moment of a session of which points were taken.
  struct Moment {
    TeamId team_id = 0;
    std::string session_id;
    Timestamp timestamp;
    friend auto operator<=>(const Moment&, const Moment&) = default;
  };
  /// Which of these moments have points in the table.
  Result<std::set<Moment>> Known(const std::set<Moment>& moments);

  /// A token that was inserted before changes nothing.
  Status Insert(std::span<const HeatmapRow> rows, std::string token);

 private:
  engine::Engine& engine_;
};

}  // namespace tenrec::store
