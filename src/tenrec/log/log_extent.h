#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log.h"

namespace tenrec::log {

/// A segment file and the records [from, to) in it; the times only when there are any.
struct LogFile {
  std::string name;
  std::uint64_t bytes = 0;
  Offset from = 0;
  Offset to = 0;
  Timestamp first_at;
  Timestamp last_at;
};

/// What a log keeps, and how far its consumers are.
struct LogExtent {
  Offset begin = 0;
  Offset end = 0;
  /// Oldest first.
  std::vector<LogFile> files;
  std::map<std::string, Offset> consumers;

  std::uint64_t bytes() const;
};

/// Looks at a log without opening it, so also at one that is in use; changes nothing.
/// Errors: kDataLoss when something in it is damaged, kNotFound without a directory.
Result<LogExtent> ReadLogExtent(io::Disk& disk, const std::string& directory);

/// When a record of the extent was appended.
/// Errors: kNotFound outside it.
Result<Timestamp> AppendedAt(io::Disk& disk, const std::string& directory, const LogExtent& extent,
                             Offset offset);

/// The first record that was appended at that time or later; the end when all were earlier.
Result<Offset> FirstSince(io::Disk& disk, const std::string& directory, const LogExtent& extent,
                          Timestamp time);

/// Moves a consumer of a log that nobody has open.
/// Errors: kNotFound when the log does not know the consumer.
Status MoveConsumer(io::Disk& disk, const std::string& directory, std::string_view consumer,
                    Offset next);

}  // namespace tenrec::log
