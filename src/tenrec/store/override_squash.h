#pragma once

#include <chrono>
#include <cstdint>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/person_move_book.h"

namespace tenrec::store {

/// Writes who a person is by now into the stored events of persons who were merged away, so that
/// questions need not look it up any more. Answers are the same before, between and after the
/// steps. Steps: Note copies the overrides of all projects but those in which a person was ever
/// split
///        (schema::kMixedVersion); Begin has the engine rewrite `person_id` of their events; Finish
///        forgets the overrides that were noted. A merge that happens meanwhile has a higher
///        version, so its override stays. Each step can be repeated, and what was noted stays until
///        the end, so a crash costs nothing but the work.
/// Threads: one caller at a time; a background job.
class OverrideSquash {
 public:
  OverrideSquash(engine::Engine& engine, PersonMoveBook& moves) : engine_(engine), moves_(moves) {}

  /// How many distinct ids a round has noted that has not come to its end.
  Result<std::uint64_t> Noted();
  /// Begins a round; how many distinct ids it is about. To be called while ingestion is at rest:
  /// an event on its way must not land with a person from before a noted merge.
  Result<std::uint64_t> Note();
  /// Has the events rewritten in the background.
  Status Begin();
  Result<bool> IsRewriting();
  /// Whether a statement is running that began at least so long ago, and so may read events from
  /// before they were rewritten.
  Result<bool> IsReadFromBefore(std::chrono::duration<double> ago);
  /// Ends the round. To be called when nothing is being rewritten, when no statement reads what was
  /// there before, and while no backup copies the tables.
  Status Finish();

 private:
  engine::Engine& engine_;
  PersonMoveBook& moves_;
};

}  // namespace tenrec::store
