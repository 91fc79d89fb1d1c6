#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/engine.h"
#include "tenrec/schema/person_moves.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Knows of each project what its overrides are like, so that questions of one without any need not
/// ask. It never says less than the table holds: whoever inserts overrides notes them first. So a
/// statement that was written for what Of() said, and at whose end Of() tells of no more rises, saw
/// no override that it did not look for. Right only where no other process writes the table.
/// Threads: any.
class PersonMoveBook {
 public:
  /// Reads the table. What is noted meanwhile stays noted.
  Status Load(engine::Engine& engine) EXCLUDES(mutex_);
  /// To be called before the rows are inserted as overrides.
  void Note(std::span<const DistinctIdRow> rows) EXCLUDES(mutex_);
  /// To be called after they were, or may have been.
  void NoteInserted(std::span<const DistinctIdRow> rows) EXCLUDES(mutex_);
  /// Rises before and after what the table holds of a project changes: what was asked while it was
  /// the same saw the same. To be read before Of().
  std::uint64_t ChangesOf(TeamId team) const EXCLUDES(mutex_);
  schema::PersonMovesNow Of(TeamId team) const EXCLUDES(mutex_);
  /// Whether any project is at schema::PersonMoves::kWhole.
  bool IsAnybodyMovedAsAWhole() const EXCLUDES(mutex_);

 private:
  void Raise(TeamId team, std::int64_t version) REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::map<TeamId, schema::PersonMovesNow> by_team_ GUARDED_BY(mutex_);
  std::map<TeamId, std::uint64_t> changes_ GUARDED_BY(mutex_);
  std::uint64_t notes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tenrec::store
