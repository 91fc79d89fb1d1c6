#pragma once

#include <span>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Lands what questions took.
/// Threads: any.
class QueryLogWriter {
 public:
  explicit QueryLogWriter(engine::Engine& engine) : engine_(engine) {}

  /// A token that was inserted before changes nothing.
  Status Insert(std::span<const QueryLogRow> rows, std::string token);

 private:
  engine::Engine& engine_;
};

}  // namespace tenrec::store
