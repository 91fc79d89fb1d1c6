#include <algorithm>
#include <utility>

#include "tenrec/base/random.h"
#include "tenrec/log/consumer_offsets.h"
#include "tenrec/log/log_check.h"
#include "tenrec/log/segment.h"
#include "tenrec/log/segment_format.h"

namespace tenrec::log {
namespace {

constexpr std::size_t kPageBytes = 4096;

Status RemoveIfThere(io::Disk& disk, const std::string& path) {
  Status removed = disk.Remove(path);
  if (!removed && removed.error().code == ErrorCode::kNotFound) return Ok();
  return removed;
}

/// A file that is there in full or not at all.
Status WriteFile(io::Disk& disk, const std::string& directory, const std::string& name,
                 std::string_view content) {
  const std::string path = directory + "/" + name;
  const std::string fresh = path + ".part";
  TRY(RemoveIfThere(disk, fresh));
  TRY_ASSIGN(const auto file, disk.Open(fresh, io::OpenMode::kCreate));
  TRY(file->WriteAt(0, content));
  TRY(file->Sync());
  TRY(disk.Rename(fresh, path));
  return disk.SyncDirectory(directory);
}

/// The records [from, to) without key and payload.
std::string EmptyRecords(std::uint32_t salt, Offset from, Offset to, Timestamp now,
                         std::string_view last_payload = {}) {
  std::string bytes;
  for (Offset offset = from; offset < to; ++offset) {
    const LogRecord record = {.offset = offset,
                              .appended_at = now,
                              .payload = offset + 1 == to ? last_payload : std::string_view()};
    // Each a group of its own, so that recovery sees that it was written in full.
    AppendStoredRecord(bytes, salt, record, 0);
  }
  return bytes;
}

class Repair {
 public:
  Repair(io::Disk& disk, const std::string& directory, const LogSurvey& survey, Timestamp now)
      : disk_(disk), directory_(directory), survey_(survey), now_(now) {}

  Status Header(const LogDamage& damage) {
    TRY_ASSIGN(const std::string file, ReadFile(disk_, directory_ + "/" + damage.name));
    TRY(KeepAside(damage, file));
    std::uint64_t bytes = std::max<std::uint64_t>(file.size(), kSegmentHeaderBytes);
    for (const LogDamage& other : survey_.damages) {
      if (other.fault != LogFault::kRecords || other.name != damage.name) continue;
      bytes = std::max(bytes, other.position + (other.to - other.from) * kRecordHeaderBytes);
    }
    SegmentHeader header = {.salt = SaltOf(file),
                            .base = damage.from,
                            .created_at = now_,
                            .bytes = (bytes + kPageBytes - 1) / kPageBytes * kPageBytes};
    return Patch(damage.name, 0, EncodeSegmentHeader(header));
  }

  Status Records(const LogDamage& damage) {
    TRY_ASSIGN(const std::string file, ReadFile(disk_, directory_ + "/" + damage.name));
    TRY(KeepAside(damage, file));
    const std::uint64_t needed = (damage.to - damage.from) * kRecordHeaderBytes;
    const bool good_behind = damage.position + damage.bytes < file.size();
    // What follows keeps its place: the last empty record takes up the rest of the stretch.
    const std::string rest(good_behind ? damage.bytes - needed : 0, '\0');
    std::string bytes = EmptyRecords(SaltOf(file), damage.from, damage.to, now_, rest);
    if (bytes.size() < damage.bytes) bytes.resize(damage.bytes, '\0');
    return Patch(damage.name, damage.position, bytes);
  }

  /// A new file for records that no file holds.
  Status MissingRecords(Offset from, Offset to) {
    SegmentHeader header = {.base = from, .created_at = now_};
    RandomBytes(reinterpret_cast<std::uint8_t*>(&header.salt), sizeof header.salt);
    const std::string records = EmptyRecords(header.salt, from, to, now_);
    const std::size_t bytes =
        (kSegmentHeaderBytes + records.size() + kPageBytes - 1) / kPageBytes * kPageBytes;
    header.bytes = bytes;
    std::string content = EncodeSegmentHeader(header) + records;
    content.resize(bytes, '\0');
    return WriteFile(disk_, directory_, Segment::FileName(from), content);
  }

  Status Consumers(Offset start) {
    const std::string consumers = directory_ + "/consumers";
    for (const LogDamage& damage : survey_.damages) {
      if (damage.fault != LogFault::kConsumerOffset) continue;
      const std::string path = consumers + "/" + damage.name + ".offset";
      const Status moved = disk_.Rename(path, path + ".damaged");
      if (!moved && moved.error().code != ErrorCode::kNotFound) return moved;
    }
    TRY(disk_.MakeDirectory(consumers));
    TRY_ASSIGN(const auto offsets, ConsumerOffsets::Open(disk_, consumers));
    for (const LogDamage& damage : survey_.damages) {
      if (damage.fault == LogFault::kConsumerOffset) {
        TRY(offsets->FindOrAdd(damage.name, std::clamp(start, survey_.begin, survey_.end)));
      } else if (damage.fault == LogFault::kConsumerTooEarly) {
        TRY(offsets->Commit(damage.name, damage.to));
      }
    }
    return disk_.SyncDirectory(consumers);
  }

 private:
  /// The salt that a file's good records have, whatever the rest of its header says.
  static std::uint32_t SaltOf(std::string_view file) {
    return file.size() < kSegmentHeaderBytes ? 0 : SaltInHeader(file);
  }

  Status KeepAside(const LogDamage& damage, std::string_view file) {
    const std::string name = damage.name + ".damaged-" + std::to_string(damage.position);
    // One that is there is from a repair that was cut short: it holds what was there before.
    if (disk_.Open(directory_ + "/" + name, io::OpenMode::kRead)) return Ok();
    if (damage.position >= file.size()) return Ok();
    return WriteFile(disk_, directory_, name, file.substr(damage.position, damage.bytes));
  }

  Status Patch(const std::string& name, std::uint64_t position, std::string_view bytes) {
    TRY_ASSIGN(const auto file, disk_.Open(directory_ + "/" + name, io::OpenMode::kReadWrite));
    TRY(file->WriteAt(position, bytes));
    return file->Sync();
  }

  io::Disk& disk_;
  const std::string& directory_;
  const LogSurvey& survey_;
  const Timestamp now_;
};

}  // namespace

Status RepairLog(io::Disk& disk, const std::string& directory, const LogSurvey& survey,
                 Offset consumer_start, Timestamp now) {
  Repair repair(disk, directory, survey, now);
  Offset furthest = survey.end;
  for (const LogDamage& damage : survey.damages) {
    switch (damage.fault) {
      case LogFault::kSegmentHeader:
        TRY(repair.Header(damage));
        break;
      case LogFault::kRecords:
        TRY(repair.Records(damage));
        break;
      case LogFault::kMissingRecords:
        TRY(repair.MissingRecords(damage.from, damage.to));
        break;
      case LogFault::kConsumerTooFar:
        furthest = std::max(furthest, damage.to);
        break;
      case LogFault::kConsumerOffset:
      case LogFault::kConsumerTooEarly:
        break;
    }
  }
  // Offsets that a consumer has seen are never given out again.
  if (furthest > survey.end) TRY(repair.MissingRecords(survey.end, furthest));
  return repair.Consumers(consumer_start);
}

}  // namespace tenrec::log
