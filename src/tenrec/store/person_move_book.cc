#include "tenrec/store/person_move_book.h"

#include <algorithm>
#include <cstddef>

#include "tenrec/schema/schema.h"

namespace tenrec::store {

using schema::PersonMoves;
using schema::PersonMovesNow;

Status PersonMoveBook::Load(engine::Engine& engine) {
  std::uint64_t notes = 0;
  {
    const MutexLock lock(mutex_);
    notes = notes_;
  }
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT team_id, max(version) FROM " +
                               schema::PersonDistinctIdOverridesTable().name + " GROUP BY team_id",
                           {}}));
  const auto& columns = found.block.columns;
  const MutexLock lock(mutex_);
  // What was noted since may not have been there to be read.
  if (notes == notes_) {
    for (auto& [team, now] : by_team_) now.moves = PersonMoves::kNone;
  }
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    Raise(columns[0].Int(row), columns[1].Int(row));
  }
  return Ok();
}

void PersonMoveBook::Note(std::span<const DistinctIdRow> rows) {
  const MutexLock lock(mutex_);
  ++notes_;
  for (const DistinctIdRow& row : rows) {
    Raise(row.team_id, row.version);
    ++changes_[row.team_id];
  }
}

void PersonMoveBook::NoteInserted(std::span<const DistinctIdRow> rows) {
  const MutexLock lock(mutex_);
  for (const DistinctIdRow& row : rows) ++changes_[row.team_id];
}

std::uint64_t PersonMoveBook::ChangesOf(TeamId team) const {
  const MutexLock lock(mutex_);
  const auto found = changes_.find(team);
  return found == changes_.end() ? 0 : found->second;
}

void PersonMoveBook::Raise(TeamId team, std::int64_t version) {
  const PersonMoves moves =
      version >= schema::kMixedVersion ? PersonMoves::kMixed : PersonMoves::kWhole;
  PersonMovesNow& now =
      by_team_.try_emplace(team, PersonMovesNow{PersonMoves::kNone}).first->second;
  if (now.moves >= moves) return;
  now.moves = moves;
  ++now.rises;
}

PersonMovesNow PersonMoveBook::Of(TeamId team) const {
  const MutexLock lock(mutex_);
  const auto found = by_team_.find(team);
  return found == by_team_.end() ? PersonMovesNow{PersonMoves::kNone} : found->second;
}

bool PersonMoveBook::IsAnybodyMovedAsAWhole() const {
  const MutexLock lock(mutex_);
  return std::ranges::any_of(
      by_team_, [](const auto& team) { return team.second.moves == PersonMoves::kWhole; });
}

}  // namespace tenrec::store
