#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/unique_function.h"

namespace tenrec::log {

/// The number of a record in its partition: 0, 1, 2 … without holes.
using Offset = std::uint64_t;

/// What a producer hands over.
struct NewRecord {
  /// Records of one key keep their order: they land in one partition. At most 65,535 bytes.
  std::string key;
  std::string payload;
};

/// A record as a reader sees it; the views live as long as their ReadBatch.
struct LogRecord {
  Offset offset = 0;
  Timestamp appended_at;
  std::string_view key;
  std::string_view payload;
};

/// Records in order without holes, and the bytes they look into. Moving it keeps the views good.
struct ReadBatch {
  std::unique_ptr<char[]> bytes;
  std::vector<LogRecord> records;
  /// Where the next read starts.
  Offset next = 0;
};

/// One topic: an append-only sequence of records per partition that survives a crash once
/// acknowledged, and named consumers that remember how far they have read.
/// Threads: any.
class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Adds the records, all or none, and calls `done` once: with the offset of the first after all
  /// are on the disk, on the log's own thread (so it must not block), or with an error at once, on
  /// the caller's thread. After a crash, records that were never acknowledged may be there or not.
  /// Errors: kResourceExhausted "log full" when too many bytes wait for the disk, kUnavailable
  ///         while the disk is full or broken (appending resumes by itself), kInvalidArgument for a
  ///         key or an append that no segment may hold.
  virtual void Append(std::vector<NewRecord> records,
                      UniqueFunction<void(Result<Offset>)> done) = 0;

  /// Acknowledged records from an offset on: at most `max_records`, and as many as fit `max_bytes`
  /// but at least one; none when `from` is the end.
  /// Errors: kNotFound when `from` was removed by retention or lies past the end, kDataLoss with
  ///         the offset when a record is damaged.
  virtual Result<ReadBatch> Read(int partition, Offset from, std::size_t max_records,
                                 std::size_t max_bytes) = 0;

  /// Waits until there is a record at `from`; false when the time ran out or the log is stopping.
  virtual bool WaitForData(int partition, Offset from, std::chrono::milliseconds timeout) = 0;

  virtual int partitions() const = 0;
  /// The first record that is kept.
  virtual Offset begin(int partition) const = 0;
  /// One past the last acknowledged record.
  virtual Offset end(int partition) const = 0;

  /// Where the consumer goes on. Asking makes the consumer known at begin(), and what a known
  /// consumer has not passed is never removed.
  /// Shape:  names of [a-z0-9_-], at most 64.
  /// Errors: kInvalidArgument for another name, kDataLoss when the stored offset is damaged.
  virtual Result<Offset> CommittedOffset(std::string_view consumer, int partition) = 0;
  /// Moves the consumer, durably; back is allowed, for a replay.
  virtual Status CommitOffset(std::string_view consumer, int partition, Offset next) = 0;
};

}  // namespace tenrec::log
