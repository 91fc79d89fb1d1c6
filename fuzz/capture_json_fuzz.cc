// rooms: capture base
#include <cstddef>
#include <cstdint>
#include <string>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/capture/json_reader.h"

/// The reader takes exactly what a strict parser takes, once it has repaired what it repairs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int kDepth = 40;
  std::string text(reinterpret_cast<const char*>(data), size);
  if (!tenrec::IsValidUtf8(text)) return 0;
  tenrec::capture::JsonReader reader(text, kDepth);
  reader.Skip();
  if (const auto finished = reader.Finish(); !finished) {
    const bool too_deep = finished.error().message.starts_with("nesting");
    TENREC_CHECK(too_deep || !tenrec::ParseJson(text, kDepth)) << finished.error().message;
    return 0;
  }
  if (reader.needs_repair()) text = reader.Repaired();
  TENREC_CHECK(tenrec::ParseJson(text, kDepth + 1)) << text;
  tenrec::capture::JsonReader again(text, kDepth);
  again.Skip();
  TENREC_CHECK(again.Finish() && !again.needs_repair()) << text;
  return 0;
}
