#pragma once

#include <span>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/store/person_move_book.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Mirrors persons, their distinct ids and groups from the metadata store into the engine, where
/// the row with the highest version wins. Writing a row twice changes nothing; the token saves the
/// work. Threads: any.
class PersonsWriter {
 public:
  PersonsWriter(engine::Engine& engine, PersonMoveBook& moves) : engine_(engine), moves_(moves) {}

  Status InsertPersons(std::span<const PersonRow> rows, std::string token);
  Status InsertDistinctIds(std::span<const DistinctIdRow> rows, std::string token);
  /// Only ids whose stored events may carry another person id. Notes them in the book first.
  Status InsertOverrides(std::span<const DistinctIdRow> rows, std::string token);
  Status InsertGroups(std::span<const GroupRow> rows, std::string token);

 private:
  engine::Engine& engine_;
  PersonMoveBook& moves_;
};

}  // namespace tenrec::store
