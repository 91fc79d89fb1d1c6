// rooms: log io base
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tenrec/log/event_record.h"

/// What decodes must encode to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto record = tenrec::log::DecodeEventRecord(bytes);
  if (record && tenrec::log::EncodeEventRecord(*record) != bytes) std::abort();
  return 0;
}
