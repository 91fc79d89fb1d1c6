#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tenrec {

std::array<std::uint8_t, 20> Sha1(std::string_view data);
std::array<std::uint8_t, 32> Sha256(std::string_view data);
std::array<std::uint8_t, 32> HmacSha256(std::string_view key, std::string_view data);

/// CRC-32C (Castagnoli) of the data, continued from `crc`; start with 0.
std::uint32_t Crc32c(std::string_view data, std::uint32_t crc = 0);

/// A fast 64-bit hash for tables in memory. Not stable between versions: never store it.
std::uint64_t FastHash(std::string_view data);

/// Whether two secrets are equal, in time that does not tell where they differ.
bool ConstantTimeEquals(std::string_view a, std::string_view b);

}  // namespace tenrec
