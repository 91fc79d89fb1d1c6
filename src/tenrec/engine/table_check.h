#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/chdb_engine.h"

namespace tenrec::engine {

/// Rows that were stored together and cannot be read any more.
struct DamagedPart {
  std::string table;
  std::string part;
  /// How many rows it says it has; 0 when that is unknown.
  std::uint64_t rows = 0;
  std::string what;
  /// The directory to which the engine has moved it by itself, out of every answer; empty while it
  /// is in use.
  std::string aside;
};

/// Parts that the engine put aside when it opened, because they could not be read at all. Not those
/// whose rows are in another part too, as after a merge that a power cut interrupted.
Result<std::vector<DamagedPart>> FindPartsPutAside(Engine& engine);

/// Compares every file of every part of every table with its checksum; takes as long as reading all
/// of them. `on_table` is told each table before it is read.
Result<std::vector<DamagedPart>> CheckTables(
    ChdbEngine& engine, const std::function<void(std::string_view table)>& on_table);

/// Takes the part out of every answer and keeps its bytes in the table's folder `detached`; one
/// that is there already is no longer given by FindPartsPutAside.
Status AcceptLoss(Engine& engine, const DamagedPart& part);

}  // namespace tenrec::engine
