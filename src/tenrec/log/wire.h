#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>

namespace tenrec::log {

/// Integers in little-endian order, as both formats of this room keep them.
template <std::integral T>
T LoadInt(const char* at) {
  T value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <std::integral T>
void StoreInt(char* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the formats are copied, not converted");

}  // namespace tenrec::log
