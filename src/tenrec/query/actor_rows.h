#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"
#include "tenrec/query/text_numbers.h"

namespace tenrec::query {

/// Gathers rows, each a number of 64 bits, by the actor they are of. The engine does that as well,
/// but it takes three times as long to group rows as to hand them over.
///
/// What is held is 12 bytes a row and some 30 an actor. When that is too much, the rows are gone
/// through twice, each time for half of the actors:
///
///   do { add every row; rows.ForEach(…) } while (rows.NextRound());
///
/// Threads: one caller at a time.
class ActorRows {
 public:
  /// `numbers[i]` is of the actor in row i of `actors`, which are UUIDs or texts.
  void Add(const engine::Column& actors, std::span<const std::int64_t> numbers);

  /// What is held.
  std::size_t bytes() const;
  /// Leaves half of the actors to a second round. False when that was done already: in more rounds
  /// than two, rows take longer than the engine would.
  bool LeaveHalf();

  /// Hands over the numbers of one actor after the other, in no order, and lets go of them.
  /// Errors: those of `on_actor`.
  Status ForEach(const std::function<Status(std::span<std::int64_t>)>& on_actor);
  /// False when there was every actor.
  bool NextRound();

 private:
  static constexpr std::size_t kParts = 64;
  static constexpr std::size_t kPageRows = 512;

  struct Key {
    std::uint64_t high;
    std::uint64_t low;
    bool operator==(const Key&) const = default;
  };
  struct Page {
    std::array<std::uint32_t, kPageRows> actors;
    std::array<std::int64_t, kPageRows> numbers;
  };
  /// The actors whose hashes begin alike, and their rows.
  struct Part {
    std::vector<Key> actors;
    /// By hash: the number of an actor, counted from 1. A power of two, at most half full.
    std::vector<std::uint32_t> slots;
    std::vector<std::unique_ptr<Page>> pages;
    std::size_t rows = 0;

    std::uint32_t NumberOf(const Key& key, std::uint64_t hash);
    void Grow();
    void Append(std::uint32_t actor, std::int64_t number);
  };

  static std::uint64_t HashOf(const Key& key);
  static std::size_t PartOf(std::uint64_t hash) { return hash >> 58U; }
  bool IsOfRound(std::size_t part) const { return part >= begin_ && part < end_; }
  void ReadKeys(const engine::Column& actors);

  std::array<Part, kParts> parts_;
  /// The parts of this round.
  std::size_t begin_ = 0;
  std::size_t end_ = kParts;
  TextNumbers texts_;
  std::vector<std::uint32_t> text_numbers_;
  std::vector<Key> keys_;
};

}  // namespace tenrec::query
