// rooms: log io base
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "tenrec/io/memory_disk.h"
#include "tenrec/log/file_log.h"
#include "tenrec/log/log_check.h"
#include "tenrec/log/segment.h"
#include "tenrec/log/segment_format.h"

namespace {

namespace log = tenrec::log;

constexpr std::uint64_t kFirst = 5;
constexpr std::uint64_t kRecords = 12;
constexpr std::uint32_t kSalt = 0x5EED;

/// A file with records of different sizes, each a group of its own.
std::string MakeSegment(log::Offset base, std::uint64_t count) {
  std::string records;
  for (std::uint64_t i = 0; i < count; ++i) {
    log::AppendStoredRecord(
        records, kSalt, {.offset = base + i, .key = "k", .payload = std::string(i * 9, 'p')}, 0);
  }
  const std::size_t bytes = 4096;
  std::string file = log::EncodeSegmentHeader({.salt = kSalt, .base = base, .bytes = bytes});
  file += records;
  file.resize(bytes, '\0');
  return file;
}

}  // namespace

/// Damages two segments as the input says; a repaired log must check clean, open and be read from
/// its first record to its last.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string files[] = {MakeSegment(kFirst, kRecords), MakeSegment(kFirst + kRecords, kRecords)};
  for (std::size_t i = 0; i + 4 <= size; i += 4) {
    std::string& file = files[data[i] & 1];
    if ((data[i] & 2) != 0) {
      file.resize(std::min<std::size_t>(file.size(), 16U * data[i + 1]));
    } else if (!file.empty()) {
      const std::size_t at = (data[i + 1] * 256U + data[i + 2]) % file.size();
      file[at] = static_cast<char>(data[i + 3]);
    }
  }
  tenrec::io::MemoryDisk disk;
  if (!disk.MakeDirectory("/log")) std::abort();
  disk.SetContent("/log/" + log::Segment::FileName(kFirst), files[0]);
  disk.SetContent("/log/" + log::Segment::FileName(kFirst + kRecords), files[1]);

  const auto survey = log::CheckLog(disk, "/log");
  if (!survey) std::abort();
  if (!log::RepairLog(disk, "/log", *survey, 0, {})) std::abort();
  const auto again = log::CheckLog(disk, "/log");
  if (!again || !again->damages.empty() || again->begin != kFirst) std::abort();

  const tenrec::SystemClock clock;
  tenrec::Metrics metrics;
  const auto opened = log::FileLog::Open(
      {.directory = "/log", .topic = "fuzz", .segment_bytes = 4096, .min_free_bytes = 0}, disk,
      clock, metrics);
  if (!opened) std::abort();
  for (log::Offset at = kFirst; at < (*opened)->end(0);) {
    const auto batch = (*opened)->Read(0, at, 100, 1 << 20);
    if (!batch || batch->next <= at) std::abort();
    at = batch->next;
  }
  if ((*opened)->end(0) < kFirst + kRecords) std::abort();
  return 0;
}
