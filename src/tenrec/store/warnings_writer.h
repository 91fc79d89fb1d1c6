#pragma once

#include <span>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Lands what ingestion has to say about events: warnings, and those that it dropped.
/// Threads: any.
class WarningsWriter {
 public:
  explicit WarningsWriter(engine::Engine& engine) : engine_(engine) {}

  /// A token that was inserted before changes nothing.
  Status Insert(std::span<const WarningRow> rows, std::string token);
  Status InsertDropped(std::span<const DroppedRow> rows, std::string token);

 private:
  engine::Engine& engine_;
};

}  // namespace tenrec::store
