#include "tenrec/log/segment_scan.h"

#include <algorithm>

namespace tenrec::log {
namespace {

struct Found {
  std::uint64_t position = 0;
  Offset offset = 0;
};

/// The next good record behind a bad place, if as many records as its offset says fit in between.
std::optional<Found> FindNextGood(std::string_view file, std::uint64_t position, Offset expected,
                                  std::uint32_t salt) {
  for (std::uint64_t at = position + kRecordAlignment; at + kRecordHeaderBytes <= file.size();
       at += kRecordAlignment) {
    const DecodedRecord got = DecodeStoredRecord(file.substr(at), salt);
    if (got.state != RecordState::kGood) continue;
    const Offset offset = got.stored.record.offset;
    if (offset > expected && (offset - expected) <= (at - position) / kRecordHeaderBytes) {
      return Found{.position = at, .offset = offset};
    }
  }
  return std::nullopt;
}

/// Reads the header, or makes the best of a damaged one: its salt may still be the right one.
void ReadHeader(std::string_view file, Offset base, SegmentScan& scan) {
  auto header = DecodeSegmentHeader(file.substr(0, kSegmentHeaderBytes));
  scan.header_good = header && header->base == base;
  if (scan.header_good) {
    scan.header = *header;
    return;
  }
  scan.header = {.base = base, .bytes = file.size()};
  if (file.size() >= kSegmentHeaderBytes) scan.header.salt = SaltInHeader(file);
}

}  // namespace

bool WasAcknowledged(std::string_view file, std::uint64_t position, std::uint32_t salt) {
  for (std::uint64_t at = position; at + kRecordHeaderBytes <= file.size();
       at += kRecordAlignment) {
    const DecodedRecord got = DecodeStoredRecord(file.substr(at), salt);
    if (got.state == RecordState::kGood && at - got.stored.group_back > position) return true;
  }
  return false;
}

SegmentScan ScanSegment(std::string_view file, Offset base, std::optional<Offset> next_base) {
  SegmentScan scan{.end_position = kSegmentHeaderBytes, .end = base};
  ReadHeader(file, base, scan);
  const std::uint32_t salt = scan.header.salt;
  while (!next_base || scan.end < *next_base) {
    const std::string_view rest =
        scan.end_position < file.size() ? file.substr(scan.end_position) : std::string_view();
    const DecodedRecord next = DecodeStoredRecord(rest, salt);
    if (next.state == RecordState::kGood && next.stored.record.offset == scan.end) {
      ++scan.end;
      scan.end_position += next.stored.stored_bytes;
      continue;
    }
    auto found = FindNextGood(file, scan.end_position, scan.end, salt);
    if (found && next_base && found->offset >= *next_base) found.reset();
    // The last file may end in what a crash left of a group that nobody was promised.
    if (!next_base && !(found && WasAcknowledged(file, scan.end_position, salt))) break;
    if (!found) {
      scan.bad.push_back({.position = scan.end_position,
                          .end_position = std::max<std::uint64_t>(file.size(), scan.end_position),
                          .from = scan.end,
                          .to = *next_base});
      break;
    }
    scan.bad.push_back({.position = scan.end_position,
                        .end_position = found->position,
                        .from = scan.end,
                        .to = found->offset});
    scan.end = found->offset;
    scan.end_position = found->position;
  }
  return scan;
}

}  // namespace tenrec::log
