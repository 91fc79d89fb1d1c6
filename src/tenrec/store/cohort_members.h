#pragma once

#include <cstdint>
#include <span>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/sql/text.h"

namespace tenrec::store {

/// Writes who belongs to which cohort. A calculation writes rows of a version of its own, which
/// questions read only once it is complete; those of older versions are deleted later.
/// Threads: any.
class CohortMembersWriter {
 public:
  explicit CohortMembersWriter(engine::Engine& engine) : engine_(engine) {}

  /// Adds the rows of a query: team_id, cohort_id, version, person_id, distinct_id.
  Status Insert(const sql::Text& select, const engine::QueryOptions& options);

  struct Version {
    std::int64_t cohort_id = 0;
    std::int64_t version = 0;
  };
  /// Asks the engine to delete the rows of these versions in the background.
  Status Delete(std::span<const Version> versions);

 private:
  engine::Engine& engine_;
};

}  // namespace tenrec::store
