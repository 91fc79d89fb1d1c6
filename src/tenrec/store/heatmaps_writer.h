#pragma once

#include <span>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Lands the points of heatmaps.
/// Threads: any.
class HeatmapsWriter {
 public:
  explicit HeatmapsWriter(engine::Engine& engine) : engine_(engine) {}

  /// A token that was inserted before changes nothing.
  Status Insert(std::span<const HeatmapRow> rows, std::string token);

 private:
  engine::Engine& engine_;
};

}  // namespace tenrec::store
