#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log.h"

namespace tenrec::log {

enum class LogFault : std::uint8_t {
  kSegmentHeader,    // the first bytes of a file
  kRecords,          // bytes between good records, or up to where the next file goes on
  kMissingRecords,   // no file holds them
  kConsumerOffset,   // the file that remembers a consumer's place
  kConsumerTooFar,   // a consumer has read what the log does not hold (any more)
  kConsumerTooEarly  // a consumer would go on before the first record that is kept
};

/// Something that was acknowledged and cannot be read.
struct LogDamage {
  LogFault fault = LogFault::kRecords;
  /// The name of the segment, or the consumer's.
  std::string name;
  /// The stretch of bytes, for a fault in a segment.
  std::uint64_t position = 0;
  std::uint64_t bytes = 0;
  /// The records [from, to) that are not there; for a consumer, between its place and the log.
  Offset from = 0;
  Offset to = 0;
};

/// What an operator reads: "records 17 to 19 of 0000….segment are damaged (184 bytes at 4096)".
std::string Describe(const LogDamage& damage);

/// A log as it lies on the disk.
struct LogSurvey {
  Offset begin = 0;
  Offset end = 0;
  std::uint64_t segments = 0;
  std::uint64_t bytes = 0;
  /// The lowest place of a consumer: what lies before it is stored and no longer needed. The end
  /// when there is no consumer that can be read.
  Offset consumed = 0;
  std::vector<LogDamage> damages;
};

/// Reads every record of a log that nobody has open, and compares each with its checksum. Changes
/// nothing. What a crash left half-written at the end is no damage: nobody was promised it.
/// Errors: what the disk says; damage is no error.
Result<LogSurvey> CheckLog(io::Disk& disk, const std::string& directory);

/// Makes a damaged log whole again, so that it opens and is read to its end: each record that
/// cannot be read becomes one without key and payload, which ingestion drops and counts. The
/// damaged bytes are kept beside their file as "<name>.damaged-<position>". Can be repeated after a
/// crash at any point.
/// Shape:  `survey` as CheckLog just gave it; a consumer whose place is unknown goes on at
///         `consumer_start`, or at the first record when that is kept no more.
Status RepairLog(io::Disk& disk, const std::string& directory, const LogSurvey& survey,
                 Offset consumer_start, Timestamp now);

}  // namespace tenrec::log
