#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tenrec::demo {

/// SplitMix64: small, good enough to look random, and the same everywhere, which std::
/// distributions are not.
/// Source: https://prng.di.unimi.it/splitmix64.c
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// A stream of its own for each pair of numbers.
  Random(std::uint64_t seed, std::uint64_t stream) : state_(seed) {
    state_ = Next() ^ (stream * 0xD1B54A32D192ED03ULL);
    Next();
  }

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// 0 to count - 1.
  std::uint32_t Below(std::uint32_t count) {
    return static_cast<std::uint32_t>(((Next() >> 32U) * count) >> 32U);
  }
  /// low to high, both included.
  std::uint32_t Between(std::uint32_t low, std::uint32_t high) {
    return low + Below(high - low + 1);
  }
  bool Chance(std::uint32_t per_mille) { return Below(1000) < per_mille; }
  /// The index of an entry, by its member `weight`.
  template <typename Entry>
  std::size_t Pick(std::span<const Entry> entries) {
    std::uint32_t total = 0;
    for (const Entry& entry : entries) total += entry.weight;
    std::uint32_t at = Below(total);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (at < entries[i].weight) return i;
      at -= entries[i].weight;
    }
    return entries.size() - 1;
  }

 private:
  std::uint64_t state_;
};

}  // namespace tenrec::demo
