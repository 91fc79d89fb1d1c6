// rooms: io base
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tenrec/io/compress.h"

/// The first byte picks the codec, the rest is the data. No output may pass its budget.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::size_t kBudget = 1 << 20;
  const auto codec = static_cast<tenrec::io::Codec>(data[0] % 4);
  const std::string_view packed(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto got = tenrec::io::Decompress(codec, packed, kBudget);
  if (got && got->size() > kBudget) std::abort();
  return 0;
}
