#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/log/log.h"
#include "tenrec/log/segment.h"

namespace tenrec::log {

/// What readers of a log may see: its segments, oldest first, and where the last one ends.
/// Threads: any number of readers and one who removes beside the one committer that adds.
class SegmentList {
 public:
  /// `directory` is named in errors; the gauges show how many files there are and what they take.
  SegmentList(std::string directory, Gauge& files, Gauge& kept_bytes)
      : directory_(std::move(directory)), files_(files), kept_bytes_(kept_bytes) {}

  /// A segment of an earlier run; in order.
  void AddFound(std::shared_ptr<Segment> segment) EXCLUDES(mutex_);
  /// Where the last of them ends.
  void SetTail(const Segment::Tail& tail) EXCLUDES(mutex_);
  /// The next segment to be written. One without a record has the name that the new one takes over.
  void AddNew(std::shared_ptr<Segment> segment) EXCLUDES(mutex_);
  /// Shows records that were written at a position of the last segment: where each begins from
  /// there, and how long they are together.
  void Publish(std::uint64_t position, std::span<const std::size_t> starts, std::size_t bytes)
      EXCLUDES(mutex_);
  /// Wakes readers for good.
  void Close() EXCLUDES(mutex_);

  /// The last segment; nullptr when there is none.
  std::shared_ptr<Segment> last() const EXCLUDES(mutex_);
  Offset begin() const EXCLUDES(mutex_);
  Offset end() const EXCLUDES(mutex_);

  struct Entry {
    std::shared_ptr<Segment> segment;
    /// What records take of it.
    std::uint64_t used_bytes = 0;
  };
  std::vector<Entry> Entries() const EXCLUDES(mutex_);

  /// As EventLog::Read.
  Result<ReadBatch> Read(Offset from, std::size_t max_records, std::size_t max_bytes)
      EXCLUDES(mutex_);
  bool WaitForData(Offset from, std::chrono::milliseconds timeout) EXCLUDES(mutex_);

  /// What retention allows.
  struct Keep {
    /// Nothing from here on is removed.
    Offset unread = 0;
    /// Older segments go …
    Timestamp since;
    /// … and the oldest ones while all are larger than this.
    std::uint64_t bytes = 0;
  };
  /// Takes the oldest segment away if it may go; nullptr when it may not. Readers that hold it go
  /// on reading.
  std::shared_ptr<Segment> TakeOldest(const Keep& keep) EXCLUDES(mutex_);

 private:
  std::uint64_t KeptBytes() const REQUIRES(mutex_);
  void ShowKept() REQUIRES(mutex_);

  const std::string directory_;
  Gauge& files_;
  Gauge& kept_bytes_;
  mutable Mutex mutex_;
  std::deque<std::shared_ptr<Segment>> segments_ GUARDED_BY(mutex_);
  Offset end_ GUARDED_BY(mutex_) = 0;
  std::uint64_t end_position_ GUARDED_BY(mutex_) = 0;  // of the last segment
  bool closed_ GUARDED_BY(mutex_) = false;
  CondVar data_arrived_;
};

}  // namespace tenrec::log
