// rooms: capture base
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/capture/lz_string.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kBudget = 1U << 20U;
  const std::string_view packed(reinterpret_cast<const char*>(data), size);
  const auto text = tenrec::capture::DecompressLzString(packed, kBudget);
  if (!text) return 0;
  TENREC_CHECK(text->size() <= kBudget);
  TENREC_CHECK(tenrec::IsValidUtf8(*text));
  return 0;
}
