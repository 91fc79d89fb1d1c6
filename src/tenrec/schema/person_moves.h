#pragma once

#include <cstdint>

namespace tenrec::schema {

/// Whether stored events of a project carry persons who are others by now, and so what a question
/// about persons has to look up.
enum class PersonMoves : std::uint8_t {
  kUnknown,  // the statement itself must find out
  kNone,     // every event carries who its person is
  kWhole,    // persons became others as a whole: the person on an event tells who it is now
  kMixed,    // events of one person may be of several now: only the distinct id tells
};

/// PersonMoves at a moment.
struct PersonMovesNow {
  PersonMoves moves = PersonMoves::kUnknown;
  /// How often a statement that was written before would have become too simple. While it stays,
  /// such a statement is right.
  std::uint64_t rises = 0;
};

}  // namespace tenrec::schema
