#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/time.h"

namespace tenrec {

/// A 128-bit identifier in network byte order.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// Reads the 36-character form, any case; also 32 hex digits without dashes.
  static std::optional<Uuid> Parse(std::string_view text);
  /// Random.
  static Uuid V4();
  /// Ordered by time: the millisecond, then random bits.
  static Uuid V7(Timestamp now);
  /// SHA-1 of namespace and name. Source: RFC 9562, 5.5.
  static Uuid V5(const Uuid& name_space, std::string_view name);

  /// 36 lower-case characters.
  std::string ToString() const;
  bool is_nil() const { return *this == Uuid{}; }
  std::uint64_t high() const;
  std::uint64_t low() const;
  static Uuid FromHalves(std::uint64_t high, std::uint64_t low);

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// For unordered containers; the bytes are already random enough.
struct UuidHash {
  std::size_t operator()(const Uuid& uuid) const {
    return uuid.low() ^ (uuid.high() * 0x9E3779B97F4A7C15ULL);
  }
};

}  // namespace tenrec
