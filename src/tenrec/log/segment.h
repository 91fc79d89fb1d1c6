#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log.h"
#include "tenrec/log/segment_format.h"

namespace tenrec::log {

/// The whole file, which must fit in memory.
Result<std::string> ReadFile(io::Disk& disk, const std::string& path);

struct SegmentName {
  std::string name;
  Offset base = 0;
};
/// The segments of a directory in order.
Result<std::vector<SegmentName>> ListSegments(io::Disk& disk, const std::string& directory);

/// One file of the log: its header, and where its records are.
/// Threads: any number of readers beside the one committer that appends.
class Segment {
 public:
  /// Names sort as their base offsets do: "00000000000000000042.segment".
  static std::string FileName(Offset base);

  /// Opens a file that Start has made.
  /// Errors: kDataLoss when the header is damaged.
  static Result<std::shared_ptr<Segment>> Open(io::Disk& disk, const std::string& path);

  /// Turns a file of zeros into an empty segment with its first durable bytes.
  static Result<std::shared_ptr<Segment>> Start(std::unique_ptr<io::File> zeros, std::string path,
                                                const SegmentHeader& header);

  /// Where the records of the last segment end.
  struct Tail {
    Offset end = 0;
    std::uint64_t position = 0;
  };
  /// Finds the end of the last segment after a start, and wipes what a crash left behind it.
  /// Errors: kDataLoss with the offset when a damaged record was acknowledged: something after it
  ///         was only written once it was on the disk.
  Result<Tail> RecoverTail();

  /// Writes bytes at the end and waits for the disk.
  Status Write(std::uint64_t position, std::string_view bytes);
  /// Makes a region zero again.
  Status Wipe(std::uint64_t position, std::uint64_t count);
  /// Remembers where a record starts; cheap to call for each.
  void NotePosition(Offset offset, std::uint64_t position) EXCLUDES(mutex_);

  /// As EventLog::Read, for from < end, which must both lie in this segment.
  Result<ReadBatch> Read(Offset from, Offset end, std::size_t max_records, std::size_t max_bytes);

  const std::string& path() const { return path_; }
  void set_path(std::string path) { path_ = std::move(path); }
  Offset base() const { return header_.base; }
  std::uint64_t bytes() const { return header_.bytes; }
  std::uint32_t salt() const { return header_.salt; }
  Timestamp created_at() const { return header_.created_at; }

 private:
  Segment(std::unique_ptr<io::File> file, std::string path, const SegmentHeader& header);

  Result<std::uint64_t> Locate(Offset offset) EXCLUDES(mutex_);
  Error Damaged(Offset offset) const;

  const std::unique_ptr<io::File> file_;
  std::string path_;
  const SegmentHeader header_;

  Mutex mutex_;
  /// Some records' positions, about one in kIndexStride bytes.
  std::map<Offset, std::uint64_t> index_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::log
