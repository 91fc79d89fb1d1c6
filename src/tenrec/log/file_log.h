#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log.h"

namespace tenrec::log {

struct FileLogOptions {
  /// <data>/log/<topic>; made when missing. One process at a time: hold an io::DirectoryLock on
  /// the data directory.
  std::string directory;
  /// The label of the counters: "events", "recordings".
  std::string topic;
  /// Size of a full-grown segment file. The first one is an eighth and each next one doubles, so
  /// that a small installation stays small; an append that needs more gets a file of its own size.
  std::size_t segment_bytes = 64U << 20U;
  /// Bytes that may wait for the disk; beyond, appends are refused.
  std::size_t max_in_flight_bytes = 64U << 20U;
  /// Free space that appending leaves to the rest of the process.
  std::uint64_t min_free_bytes = 64U << 20U;
  /// How often that is looked at, and how soon a failed append may try the disk again.
  std::chrono::milliseconds disk_check_interval{200};
  /// A file that every consumer has read is removed when it is this old …
  std::chrono::seconds retention_age = std::chrono::hours(72);
  /// … or, oldest first, while the files together are larger than this.
  std::uint64_t retention_bytes = 2ULL << 30U;
};

/// An EventLog in segment files on this machine: pre-zeroed files, one committer that writes what
/// waits in one go and syncs it once, CRC-32C on every record. One partition: a disk has one queue.
/// Format:  docs/formats/log_segment.md
/// Counts:  log_records_total, log_bytes_total, log_appends_total{result}, log_commit_seconds,
///          log_in_flight_bytes, log_disk_full, log_segments, log_kept_bytes, each {topic}
class FileLog final : public EventLog {
 public:
  /// Opens the directory, or starts one; cuts what a crash left half-written at the end.
  /// Errors: kDataLoss with the place when acknowledged bytes are damaged or missing, and what the
  ///         disk says.
  static Result<std::unique_ptr<FileLog>> Open(FileLogOptions options, io::Disk& disk,
                                               const Clock& clock, Metrics& metrics);
  /// As Stop.
  ~FileLog() override;

  void Append(std::vector<NewRecord> records, UniqueFunction<void(Result<Offset>)> done) override;
  Result<ReadBatch> Read(int partition, Offset from, std::size_t max_records,
                         std::size_t max_bytes) override;
  bool WaitForData(int partition, Offset from, std::chrono::milliseconds timeout) override;
  int partitions() const override { return 1; }
  Offset begin(int partition) const override;
  Offset end(int partition) const override;
  Result<Offset> CommittedOffset(std::string_view consumer, int partition) override;
  Status CommitOffset(std::string_view consumer, int partition, Offset next) override;

  struct SegmentFile {
    std::string path;
    /// What records take of it. All of it never changes any more, except in the last file, where
    /// only these bytes do not.
    std::uint64_t used_bytes = 0;
    /// The size of the file.
    std::uint64_t bytes = 0;
  };
  /// The files that hold all that is acknowledged now, oldest first, and nothing else. Retention
  /// may remove the first of them at any time.
  std::vector<SegmentFile> Files() const;

  /// Removes what retention allows; gives the number of files. Also runs by itself.
  Result<int> Trim();
  /// Refuses new appends, commits those that wait, wakes readers. Reading still works.
  void Stop();

 private:
  class State;
  explicit FileLog(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace tenrec::log
