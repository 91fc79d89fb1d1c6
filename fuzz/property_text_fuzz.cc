// rooms: schema base
// Properties are whatever a client sent.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/schema/property_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tenrec::schema::PropertySplitter splitter;
  if (!splitter.Parse(text)) return 0;
  splitter.ForEach([](std::string_view, std::optional<std::string_view> value) {
    if (!value) return;
    // No text may hold what a JSON string cannot: it is put back between quotes when it is read on.
    for (const char c : *value) TENREC_CHECK(static_cast<std::uint8_t>(c) >= 0x20) << *value;
  });
  return 0;
}
