#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tenrec/log/segment_format.h"

namespace tenrec::log {

/// Bytes of a segment file that are no good records although they should be.
struct BadStretch {
  std::uint64_t position = 0;
  std::uint64_t end_position = 0;
  /// The records [from, to) that were there.
  Offset from = 0;
  Offset to = 0;
};

/// The records of one file, each compared with its checksum.
struct SegmentScan {
  /// The header's, or, when it is damaged, what the name and the size of the file tell.
  SegmentHeader header;
  bool header_good = false;
  std::vector<BadStretch> bad;
  /// Where the good records end, and the offset behind the last one.
  std::uint64_t end_position = 0;
  Offset end = 0;
};

/// Shape: `file` is the whole content, `base` the offset in its name, `next_base` that of the next
///        file, which says how many records this one had. Without a next file it is the last one,
///        whose records end where nothing proves that there was one more.
SegmentScan ScanSegment(std::string_view file, Offset base, std::optional<Offset> next_base);

/// Whether a record behind `position` proves that what stands there was on the disk in full before:
/// a group of records is only written when the group before it was.
bool WasAcknowledged(std::string_view file, std::uint64_t position, std::uint32_t salt);

}  // namespace tenrec::log
