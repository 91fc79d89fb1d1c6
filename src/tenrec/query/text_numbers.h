#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/engine/column.h"

namespace tenrec::query {

/// Texts as numbers: each different one has the next number from 0.
/// Threads: one caller at a time.
class TextNumbers {
 public:
  /// The numbers of a column of texts, row by row.
  void Number(const engine::Column& texts, std::vector<std::uint32_t>& numbers);

  /// How many there are.
  std::size_t size() const { return starts_.size(); }
  /// Good until another text gets a number.
  std::string_view TextOf(std::uint32_t number) const {
    const std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] : bytes_.size();
    return std::string_view(bytes_).substr(starts_[number], end - starts_[number]);
  }
  /// What they take.
  std::size_t bytes() const {
    return bytes_.capacity() + starts_.capacity() * sizeof(std::size_t) +
           slots_.capacity() * sizeof(Slot);
  }

 private:
  struct Slot {
    /// 32 bits of it: they find the slot, and the smaller the table, the more of it is in a cache.
    std::uint32_t hash = 0;
    /// Counted from 1; 0 is nobody's.
    std::uint32_t number = 0;
  };

  std::uint32_t Find(std::string_view text, std::uint32_t hash);
  void Grow();

  std::string bytes_;
  std::vector<std::size_t> starts_;
  /// By hash. A power of two, at most half full.
  std::vector<Slot> slots_;
};

}  // namespace tenrec::query
