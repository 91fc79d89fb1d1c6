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
/// split (schema::kMixedVersion); Begin has the engine rewrite `person_id` of their events; Finish
/// forgets the overrides that were noted. A merge or a split that happens meanwhile has a higher
/// version, so its override stays. What was noted stays until the end, and after a crash both Note
/// and Begin are repeated, so one costs nothing but the work.
/// Threads: one caller at a time; a background job.
class OverrideSquash {
 public:
  OverrideSquash(engine::Engine& engine, PersonMoveBook& moves) : engine_(engine), moves_(moves) {}

  /// How many distinct ids a round has noted that has not come to its end.
  Result<std::uint64_t> Noted();
  /// Whether a round may find anything; known without asking the engine.
  bool IsAnybodyMoved() const;
  /// Begins a round, or one anew that was left; how many distinct ids it is about. To be called
  /// while ingestion is at rest, for an event on its way must not land with a person from before a
  /// noted merge, and while nothing is being rewritten.
  Result<std::uint64_t> Note();
  /// Has the events that are stored by now rewritten in the background. To be called in the same
  /// rest as Note.
  Status Begin();
  /// Whether the engine is at work for a round, perhaps one from before a crash.
  Result<bool> IsRewriting();
  /// Whether a statement is running that began at least so long ago, and so may read events from
  /// before they were rewritten.
  Result<bool> IsReadFromBefore(std::chrono::duration<double> ago);
  /// Ends the round. To be called when nothing is being rewritten, when no statement reads what was
  /// there before, and while no backup copies the tables.
  Status Finish();

 private:
  Status ForgetSplit();

  engine::Engine& engine_;
  PersonMoveBook& moves_;
};

}  // namespace tenrec::store
