#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log.h"

namespace tenrec::log {

/// Every consumer of the directory with its place, or why that cannot be read; changes nothing.
Result<std::map<std::string, Result<Offset>>> ReadConsumerOffsets(io::Disk& disk,
                                                                  const std::string& directory);

/// How far each consumer has read, one small file each.
/// Format:  docs/formats/log_segment.md, "Consumer offsets"
/// Threads: any.
class ConsumerOffsets {
 public:
  /// Loads every consumer of the directory, which must exist.
  /// Errors: kDataLoss when both copies of an offset are damaged.
  static Result<std::unique_ptr<ConsumerOffsets>> Open(io::Disk& disk, std::string directory);

  /// The consumer's offset; an unknown consumer is stored at `start` first.
  Result<Offset> FindOrAdd(std::string_view consumer, Offset start) EXCLUDES(mutex_);
  Status Commit(std::string_view consumer, Offset next) EXCLUDES(mutex_);

  struct Place {
    std::string consumer;
    Offset offset = 0;
  };
  /// The consumer that is furthest behind, and the one furthest ahead; nullopt without consumers.
  std::optional<Place> Slowest() const EXCLUDES(mutex_);
  std::optional<Place> Fastest() const EXCLUDES(mutex_);

 private:
  struct Consumer {
    std::unique_ptr<io::File> file;
    std::uint64_t sequence = 0;
    Offset offset = 0;
  };

  ConsumerOffsets(io::Disk& disk, std::string directory);
  Result<Consumer> Load(const std::string& path);
  Result<Consumer> Make(std::string_view name, Offset start);

  io::Disk& disk_;
  const std::string directory_;
  mutable Mutex mutex_;
  std::map<std::string, Consumer, std::less<>> consumers_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::log
