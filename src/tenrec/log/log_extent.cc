#include "tenrec/log/log_extent.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "tenrec/log/consumer_offsets.h"
#include "tenrec/log/segment.h"

namespace tenrec::log {
namespace {

constexpr std::string_view kConsumers = "/consumers";

/// Calls `body` with each record of a file until it gives false. `next_base` is where the next file
/// goes on; without one the records end where the file has no more.
/// Errors: kDataLoss.
Status ForEachRecord(io::Disk& disk, const std::string& directory, const SegmentName& segment,
                     std::optional<Offset> next_base, std::uint64_t& bytes,
                     const std::function<bool(const LogRecord&)>& body) {
  const std::string path = directory + "/" + segment.name;
  TRY_ASSIGN(const std::string file, ReadFile(disk, path));
  bytes = file.size();
  const auto header = DecodeSegmentHeader(std::string_view(file).substr(0, kSegmentHeaderBytes));
  if (!header || header->base != segment.base) {
    return DataLoss("the header of " + path + " is damaged");
  }
  std::size_t at = kSegmentHeaderBytes;
  for (Offset offset = segment.base; !next_base || offset < *next_base; ++offset) {
    const std::string_view rest = at < file.size() ? std::string_view(file).substr(at) : "";
    const DecodedRecord got = DecodeStoredRecord(rest, header->salt);
    if (got.state != RecordState::kGood || got.stored.record.offset != offset) {
      // What a crash left half-written at the end was promised to nobody.
      if (!next_base) return Ok();
      return DataLoss("record " + std::to_string(offset) + " in " + path + " is damaged");
    }
    if (!body(got.stored.record)) return Ok();
    at += got.stored.stored_bytes;
  }
  return Ok();
}

Result<LogFile> ReadLogFile(io::Disk& disk, const std::string& directory,
                            const SegmentName& segment, std::optional<Offset> next_base) {
  LogFile file{.name = segment.name, .from = segment.base, .to = segment.base};
  TRY(ForEachRecord(disk, directory, segment, next_base, file.bytes, [&](const LogRecord& record) {
    if (file.to == file.from) file.first_at = record.appended_at;
    file.last_at = record.appended_at;
    ++file.to;
    return true;
  }));
  return file;
}

/// The first record of a file of the extent that `is_wanted`.
Result<std::optional<LogRecord>> FindRecord(
    io::Disk& disk, const std::string& directory, const LogFile& file,
    const std::function<bool(const LogRecord&)>& is_wanted) {
  std::optional<LogRecord> found;
  std::uint64_t bytes = 0;
  TRY(ForEachRecord(disk, directory, {file.name, file.from}, file.to, bytes,
                    [&](const LogRecord& record) {
                      if (!is_wanted(record)) return true;
                      // Its texts go with the file.
                      found = {.offset = record.offset, .appended_at = record.appended_at};
                      return false;
                    }));
  return found;
}

}  // namespace

std::uint64_t LogExtent::bytes() const {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const LogFile& file) { return sum + file.bytes; });
}

Result<LogExtent> ReadLogExtent(io::Disk& disk, const std::string& directory) {
  TRY_ASSIGN(const auto segments, ListSegments(disk, directory));
  LogExtent extent;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto next =
        i + 1 < segments.size() ? std::optional(segments[i + 1].base) : std::optional<Offset>();
    TRY_ASSIGN(LogFile file, ReadLogFile(disk, directory, segments[i], next));
    extent.files.push_back(std::move(file));
  }
  if (!extent.files.empty()) {
    extent.begin = extent.files.front().from;
    extent.end = extent.files.back().to;
  }
  auto consumers = ReadConsumerOffsets(disk, directory + std::string(kConsumers));
  if (!consumers && consumers.error().code == ErrorCode::kNotFound) return extent;
  if (!consumers) return std::move(consumers).error();
  for (auto& [name, offset] : *consumers) {
    if (!offset) return std::move(offset).error();
    extent.consumers.emplace(name, *offset);
  }
  return extent;
}

Result<Timestamp> AppendedAt(io::Disk& disk, const std::string& directory, const LogExtent& extent,
                             Offset offset) {
  for (const LogFile& file : extent.files) {
    if (offset < file.from || offset >= file.to) continue;
    TRY_ASSIGN(const auto found, FindRecord(disk, directory, file, [&](const LogRecord& record) {
                 return record.offset == offset;
               }));
    if (found) return found->appended_at;
  }
  return NotFound("the log keeps no record " + std::to_string(offset));
}

Result<Offset> FirstSince(io::Disk& disk, const std::string& directory, const LogExtent& extent,
                          Timestamp time) {
  for (const LogFile& file : extent.files) {
    if (file.to == file.from || file.last_at < time) continue;
    TRY_ASSIGN(const auto found, FindRecord(disk, directory, file, [&](const LogRecord& record) {
                 return record.appended_at >= time;
               }));
    if (found) return found->offset;
  }
  return extent.end;
}

Status MoveConsumer(io::Disk& disk, const std::string& directory, std::string_view consumer,
                    Offset next) {
  TRY_ASSIGN(const auto offsets, ConsumerOffsets::Open(disk, directory + std::string(kConsumers)));
  return offsets->Commit(consumer, next);
}

}  // namespace tenrec::log
