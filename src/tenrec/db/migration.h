#pragma once

#include <string_view>

namespace tenrec::db {

/// One step from an older shape of a room's tables to a newer one. Never changed after a release;
/// a new step is added instead. A room exposes its steps as `std::span<const Migration>
/// Migrations()`.
struct Migration {
  std::string_view room;
  /// 1, 2, 3 … within the room.
  int number = 0;
  std::string_view name;
  /// Statements separated by semicolons. `BIGINT PRIMARY KEY` is how a key of numbers is spelled.
  std::string_view sql;
};

}  // namespace tenrec::db
