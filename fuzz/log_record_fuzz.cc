// rooms: log io base
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tenrec/log/segment_format.h"

/// Reads records from any bytes. What is read as good must come out the same when stored again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace log = tenrec::log;
  constexpr std::uint32_t kSalt = 0x5EED;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  (void)log::DecodeSegmentHeader(rest);
  (void)log::DecodeRecordHeader(rest);
  for (;;) {
    const log::DecodedRecord got = log::DecodeStoredRecord(rest, kSalt);
    if (got.state != log::RecordState::kGood) break;
    if (got.stored.stored_bytes > rest.size()) std::abort();
    rest.remove_prefix(got.stored.stored_bytes);
  }
  std::string stored;
  const log::LogRecord record = {.offset = size, .key = rest.substr(0, size % 7), .payload = rest};
  log::AppendStoredRecord(stored, kSalt, record, 0);
  const log::DecodedRecord again = log::DecodeStoredRecord(stored, kSalt);
  if (again.state != log::RecordState::kGood || again.stored.record.payload != rest) std::abort();
  return 0;
}
