#include "tenrec/log/file_log.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/base/logging.h"
#include "tenrec/base/random.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"
#include "tenrec/log/consumer_offsets.h"
#include "tenrec/log/segment.h"
#include "tenrec/log/segment_list.h"

namespace tenrec::log {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kSegmentSuffix = ".segment";
constexpr std::string_view kSpareName = "spare";
constexpr std::size_t kFirstSegmentShare = 8;
constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kZeroChunk = std::size_t{4} << 20U;
/// One write and one sync carry at most about this much, so that a burst does not wait as a whole.
constexpr std::size_t kGroupBytes = std::size_t{8} << 20U;
constexpr auto kTrimInterval = std::chrono::minutes(1);

std::size_t RoundUpToPage(std::size_t bytes) {
  return (bytes + kPageBytes - 1) / kPageBytes * kPageBytes;
}

/// Any failure of the disk, as appends report it: it may pass, so try again.
Error Unwritable(const Error& cause) {
  return Unavailable("cannot append: " + cause.message);
}

struct Instruments {
  Instruments(Metrics& metrics, const std::string& topic)
      : records(metrics.GetCounter("log_records_total", {{"topic", topic}})),
        bytes(metrics.GetCounter("log_bytes_total", {{"topic", topic}})),
        appends_ok(Appends(metrics, topic, "ok")),
        appends_full(Appends(metrics, topic, "log_full")),
        appends_refused(Appends(metrics, topic, "invalid")),
        appends_failed(Appends(metrics, topic, "disk")),
        commit_seconds(metrics.GetHistogram("log_commit_seconds", {{"topic", topic}})),
        in_flight_bytes(metrics.GetGauge("log_in_flight_bytes", {{"topic", topic}})),
        disk_full(metrics.GetGauge("log_disk_full", {{"topic", topic}})),
        segments(metrics.GetGauge("log_segments", {{"topic", topic}})),
        kept_bytes(metrics.GetGauge("log_kept_bytes", {{"topic", topic}})) {}

  static Counter& Appends(Metrics& metrics, const std::string& topic, const char* result) {
    return metrics.GetCounter("log_appends_total", {{"topic", topic}, {"result", result}});
  }

  Counter& records;
  Counter& bytes;
  Counter& appends_ok;
  Counter& appends_full;
  Counter& appends_refused;
  Counter& appends_failed;
  Histogram& commit_seconds;
  Gauge& in_flight_bytes;
  Gauge& disk_full;
  Gauge& segments;
  Gauge& kept_bytes;
};

}  // namespace

/// Everything behind the front: the producers' queue, the committer that empties it, the keeper
/// that has the next file ready and removes old ones, and what readers may see.
class FileLog::State {
 public:
  State(FileLogOptions options, io::Disk& disk, const Clock& clock, Metrics& metrics)
      : options_(std::move(options)),
        disk_(disk),
        clock_(clock),
        counts_(metrics, options_.topic),
        segments_(options_.directory, counts_.segments, counts_.kept_bytes) {}

  Status Open();
  void Stop() EXCLUDES(queue_mutex_);

  void Append(std::vector<NewRecord> records, UniqueFunction<void(Result<Offset>)> done)
      EXCLUDES(queue_mutex_);
  SegmentList& segments() { return segments_; }
  const SegmentList& segments() const { return segments_; }
  Result<int> Trim();
  ConsumerOffsets& consumers() { return *consumers_; }

 private:
  struct Pending {
    std::vector<NewRecord> records;
    UniqueFunction<void(Result<Offset>)> done;
    std::size_t stored_bytes = 0;
  };
  /// Pendings whose bytes are written and synced together.
  struct Group {
    std::vector<Pending*> members;
    std::string bytes;
    std::vector<std::size_t> record_starts;
  };
  /// A file of zeros that waits to become a segment.
  struct Spare {
    std::unique_ptr<io::File> file;
    std::size_t bytes = 0;
  };

  std::string Path(std::string_view name) const {
    return options_.directory + "/" + std::string(name);
  }

  Status Admit(std::vector<NewRecord>& records, UniqueFunction<void(Result<Offset>)>& done,
               std::size_t bytes) EXCLUDES(queue_mutex_);

  // The committer.
  void CommitLoop() EXCLUDES(queue_mutex_);
  std::vector<Pending> TakePending() EXCLUDES(queue_mutex_);
  void Commit(std::vector<Pending>& pendings);
  Status CheckDisk();
  void SetTrouble(const Error& why);
  void ClearTrouble();
  void Encode(Pending& pending, Group& group);
  void WriteGroup(Group& group);
  Status TryWriteGroup(const Group& group);
  void Publish(const Group& group);
  Status RepairTail();
  Status Roll(std::size_t needed);
  Status Activate(Spare spare);
  void Finish(Pending& pending, const Result<Offset>& result) EXCLUDES(queue_mutex_);

  // The keeper.
  void KeepLoop() EXCLUDES(queue_mutex_);
  Status RemoveSpare();
  Result<Spare> MakeSpare(std::size_t bytes);
  void AskForSpare(std::size_t bytes) EXCLUDES(queue_mutex_);
  Result<Spare> TakeSpare(std::size_t bytes) EXCLUDES(queue_mutex_);
  std::size_t NextSegmentBytes(std::size_t needed) const;

  const FileLogOptions options_;
  io::Disk& disk_;
  const Clock& clock_;
  Instruments counts_;
  SegmentList segments_;
  std::unique_ptr<ConsumerOffsets> consumers_;  // set by Open

  Mutex queue_mutex_;
  std::vector<Pending> queue_ GUARDED_BY(queue_mutex_);
  std::size_t in_flight_bytes_ GUARDED_BY(queue_mutex_) = 0;
  bool stopping_ GUARDED_BY(queue_mutex_) = false;
  bool keeper_stopping_ GUARDED_BY(queue_mutex_) = false;
  std::size_t spare_wanted_ GUARDED_BY(queue_mutex_) = 0;
  std::optional<Result<Spare>> spare_ GUARDED_BY(queue_mutex_);
  CondVar committer_wakes_;
  CondVar keeper_wakes_;

  // Of the committer alone, after Open.
  std::shared_ptr<Segment> active_;
  std::uint64_t position_ = 0;
  std::uint64_t dirty_bytes_ = 0;  // what a failed write may have left behind position_
  SteadyClock::time_point disk_checked_{};
  Status trouble_;  // why appends are refused until the next check

  io::NamedThread committer_;
  io::NamedThread keeper_;
};

// Opening and stopping.

Status FileLog::State::Open() {
  TRY(disk_.MakeDirectory(options_.directory));
  TRY(disk_.MakeDirectory(Path("consumers")));
  TRY_ASSIGN(consumers_, ConsumerOffsets::Open(disk_, Path("consumers")));
  TRY_ASSIGN(const auto files, disk_.List(options_.directory));
  TRY(RemoveSpare());
  for (const std::string& file : files) {
    if (!file.ends_with(kSegmentSuffix)) continue;
    TRY_ASSIGN(auto segment, Segment::Open(disk_, Path(file)));
    segments_.AddFound(std::move(segment));
  }
  active_ = segments_.last();
  if (active_ != nullptr) {
    TRY_ASSIGN(const auto tail, active_->RecoverTail());
    position_ = tail.position;
    segments_.SetTail(tail);
  }
  if (active_ == nullptr) {
    TRY_ASSIGN(auto spare, MakeSpare(NextSegmentBytes(0)));
    TRY(Activate(std::move(spare)));
  }
  // Offsets that a consumer has seen must never be given out again.
  if (const auto ahead = consumers_->Fastest(); ahead && ahead->offset > segments_.end()) {
    return DataLoss("consumer " + ahead->consumer + " has read to " +
                    std::to_string(ahead->offset) + " but " + options_.directory + " ends at " +
                    std::to_string(segments_.end()) + ": acknowledged records are missing");
  }
  committer_ = io::NamedThread("log-commit", [this] { CommitLoop(); });
  keeper_ = io::NamedThread("log-keeper", [this] { KeepLoop(); });
  return Ok();
}

void FileLog::State::Stop() {
  {
    MutexLock lock(queue_mutex_);
    stopping_ = true;
  }
  committer_wakes_.NotifyAll();
  committer_.Join();  // first, for it may need one more file from the keeper
  {
    MutexLock lock(queue_mutex_);
    keeper_stopping_ = true;
  }
  keeper_wakes_.NotifyAll();
  keeper_.Join();
  segments_.Close();
}

// Appending.

void FileLog::State::Append(std::vector<NewRecord> records,
                            UniqueFunction<void(Result<Offset>)> done) {
  std::size_t bytes = 0;
  for (const NewRecord& record : records) {
    if (record.key.size() > kMaxKeyBytes || record.payload.size() > kMaxPayloadBytes) {
      counts_.appends_refused.Add();
      return done(InvalidArgument("record too large for the log: key of " +
                                  std::to_string(record.key.size()) + ", payload of " +
                                  std::to_string(record.payload.size()) + " bytes"));
    }
    bytes += StoredBytes(record.key.size(), record.payload.size());
  }
  if (records.empty() || bytes > options_.max_in_flight_bytes) {
    counts_.appends_refused.Add();
    return done(InvalidArgument("an append of " + std::to_string(records.size()) + " records, " +
                                std::to_string(bytes) + " bytes"));
  }

  const Status admitted = Admit(records, done, bytes);
  if (!admitted) {
    counts_.appends_full.Add();
    return done(admitted.error());
  }
  committer_wakes_.NotifyOne();
}

/// Queues the append, or leaves its parts where they are.
Status FileLog::State::Admit(std::vector<NewRecord>& records,
                             UniqueFunction<void(Result<Offset>)>& done, std::size_t bytes) {
  MutexLock lock(queue_mutex_);
  if (stopping_) return Unavailable("the log is stopping");
  if (in_flight_bytes_ + bytes > options_.max_in_flight_bytes) return ResourceExhausted("log full");
  in_flight_bytes_ += bytes;
  counts_.in_flight_bytes.Set(static_cast<std::int64_t>(in_flight_bytes_));
  queue_.push_back({std::move(records), std::move(done), bytes});
  return Ok();
}

void FileLog::State::CommitLoop() {
  for (;;) {
    std::vector<Pending> pendings = TakePending();
    if (pendings.empty()) return;
    Commit(pendings);
  }
}

std::vector<FileLog::State::Pending> FileLog::State::TakePending() {
  MutexLock lock(queue_mutex_);
  while (queue_.empty() && !stopping_) committer_wakes_.Wait(queue_mutex_);
  return std::exchange(queue_, {});
}

void FileLog::State::Commit(std::vector<Pending>& pendings) {
  Group group;
  for (Pending& pending : pendings) {
    Status ready = CheckDisk();
    const auto fits = [&] {
      return position_ + group.bytes.size() + pending.stored_bytes <= active_->bytes();
    };
    if (ready && !fits()) {
      WriteGroup(group);
      if (!fits()) ready = Roll(pending.stored_bytes);
    }
    if (!ready) {
      WriteGroup(group);
      Finish(pending, Unwritable(ready.error()));
      continue;
    }
    Encode(pending, group);
    if (group.bytes.size() >= kGroupBytes) WriteGroup(group);
  }
  WriteGroup(group);
}

Status FileLog::State::CheckDisk() {
  const auto now = SteadyClock::now();
  if (now - disk_checked_ < options_.disk_check_interval) return trouble_;
  disk_checked_ = now;
  const auto free = disk_.FreeBytes(options_.directory);
  if (!free) {
    SetTrouble(free.error());
  } else if (*free < options_.min_free_bytes) {
    SetTrouble(Unavailable("disk full: " + std::to_string(*free) + " bytes free, " +
                           std::to_string(options_.min_free_bytes) + " are kept"));
  } else {
    trouble_ = RepairTail();
  }
  return trouble_;
}

void FileLog::State::SetTrouble(const Error& why) {
  trouble_ = why;
  if (counts_.disk_full.value() != 0) return;
  counts_.disk_full.Set(1);
  LogLine(LogLevel::kError, "log", "appending stopped",
          {{"topic", options_.topic}, {"why", why.message}});
}

void FileLog::State::ClearTrouble() {
  if (counts_.disk_full.value() == 0) return;
  counts_.disk_full.Set(0);
  LogLine(LogLevel::kInfo, "log", "appending again", {{"topic", options_.topic}});
}

void FileLog::State::Encode(Pending& pending, Group& group) {
  const Offset first = segments_.end() + group.record_starts.size();
  const Timestamp now = clock_.Now();
  for (std::size_t i = 0; i < pending.records.size(); ++i) {
    const std::size_t start = group.bytes.size();
    group.record_starts.push_back(start);
    const LogRecord record = {.offset = first + i,
                              .appended_at = now,
                              .key = pending.records[i].key,
                              .payload = pending.records[i].payload};
    AppendStoredRecord(group.bytes, active_->salt(), record, static_cast<std::uint32_t>(start));
  }
  group.members.push_back(&pending);
}

void FileLog::State::WriteGroup(Group& group) {
  if (group.members.empty()) return;
  Offset next = segments_.end();
  const Status written = TryWriteGroup(group);
  if (written) {
    Publish(group);
  } else {
    // Wipe at once if the disk lets us, so that a crash does not bring back what we refuse now.
    dirty_bytes_ = std::max<std::uint64_t>(dirty_bytes_, group.bytes.size());
    SetTrouble(written.error());
    disk_checked_ = {};
    (void)RepairTail();
  }
  for (Pending* member : group.members) {
    Finish(*member, written ? Result<Offset>(next) : Result<Offset>(Unwritable(written.error())));
    next += member->records.size();
  }
  group = {};
}

Status FileLog::State::TryWriteGroup(const Group& group) {
  TRY(RepairTail());
  const auto start = SteadyClock::now();
  TRY(active_->Write(position_, group.bytes));
  const std::chrono::duration<double> took = SteadyClock::now() - start;
  counts_.commit_seconds.Observe(took.count());
  return Ok();
}

void FileLog::State::Publish(const Group& group) {
  segments_.Publish(position_, group.record_starts, group.bytes.size());
  position_ += group.bytes.size();
  ClearTrouble();
  counts_.records.Add(group.record_starts.size());
  counts_.bytes.Add(group.bytes.size());
  if (position_ > active_->bytes() / 2) AskForSpare(NextSegmentBytes(0));
}

Status FileLog::State::RepairTail() {
  if (dirty_bytes_ == 0) return Ok();
  TRY(active_->Wipe(position_, dirty_bytes_));
  dirty_bytes_ = 0;
  return Ok();
}

void FileLog::State::Finish(Pending& pending, const Result<Offset>& result) {
  {
    MutexLock lock(queue_mutex_);
    in_flight_bytes_ -= pending.stored_bytes;
    counts_.in_flight_bytes.Set(static_cast<std::int64_t>(in_flight_bytes_));
  }
  (result ? counts_.appends_ok : counts_.appends_failed).Add();
  pending.done(result);
}

// The next file.

std::size_t FileLog::State::NextSegmentBytes(std::size_t needed) const {
  const std::size_t usual =
      active_ == nullptr ? options_.segment_bytes / kFirstSegmentShare
                         : std::min<std::size_t>(options_.segment_bytes, active_->bytes() * 2);
  return RoundUpToPage(std::max(usual, needed + kSegmentHeaderBytes));
}

Status FileLog::State::Roll(std::size_t needed) {
  TRY(RepairTail());
  auto spare = TakeSpare(NextSegmentBytes(needed));
  Status rolled = spare ? Activate(*std::move(spare)) : Status(std::move(spare).error());
  if (!rolled) {
    // No new file is as good as a full disk; the next check tries again.
    disk_checked_ = SteadyClock::now();
    SetTrouble(rolled.error());
  }
  return rolled;
}

Status FileLog::State::Activate(Spare spare) {
  SegmentHeader header = {
      .base = segments_.end(), .created_at = clock_.Now(), .bytes = spare.bytes};
  RandomBytes(reinterpret_cast<std::uint8_t*>(&header.salt), sizeof header.salt);
  const std::string path = Path(Segment::FileName(header.base));
  TRY_ASSIGN(auto segment, Segment::Start(std::move(spare.file), path, header));
  TRY(disk_.Rename(Path(kSpareName), path));
  TRY(disk_.SyncDirectory(options_.directory));
  segments_.AddNew(segment);
  active_ = std::move(segment);
  position_ = kSegmentHeaderBytes;
  return Ok();
}

void FileLog::State::AskForSpare(std::size_t bytes) {
  {
    MutexLock lock(queue_mutex_);
    if (spare_ && *spare_) return;
    spare_.reset();
    spare_wanted_ = bytes;
  }
  keeper_wakes_.NotifyOne();
}

Result<FileLog::State::Spare> FileLog::State::TakeSpare(std::size_t bytes) {
  MutexLock lock(queue_mutex_);
  while (spare_wanted_ != 0) committer_wakes_.Wait(queue_mutex_);
  if (!(spare_ && *spare_ && (*spare_)->bytes >= bytes)) {
    spare_.reset();
    spare_wanted_ = bytes;
    keeper_wakes_.NotifyOne();
    while (spare_wanted_ != 0) committer_wakes_.Wait(queue_mutex_);
  }
  auto taken = *std::move(spare_);
  spare_.reset();
  return taken;
}

void FileLog::State::KeepLoop() {
  auto next_trim = SteadyClock::now();
  for (;;) {
    std::size_t wanted = 0;
    {
      MutexLock lock(queue_mutex_);
      while (!keeper_stopping_ && spare_wanted_ == 0 && SteadyClock::now() < next_trim) {
        keeper_wakes_.WaitUntil(queue_mutex_, next_trim);
      }
      if (keeper_stopping_) return;
      wanted = spare_wanted_;
    }
    if (wanted != 0) {
      auto spare = MakeSpare(wanted);
      MutexLock lock(queue_mutex_);
      spare_wanted_ = 0;
      spare_ = std::move(spare);
      committer_wakes_.NotifyAll();
    }
    if (const auto trimmed = Trim(); !trimmed) {
      LogLine(LogLevel::kWarning, "log", "cannot remove old segments",
              {{"topic", options_.topic}, {"why", trimmed.error().message}});
    }
    next_trim = SteadyClock::now() + kTrimInterval;
  }
}

Status FileLog::State::RemoveSpare() {
  Status removed = disk_.Remove(Path(kSpareName));
  if (!removed && removed.error().code == ErrorCode::kNotFound) return Ok();
  return removed;
}

Result<FileLog::State::Spare> FileLog::State::MakeSpare(std::size_t bytes) {
  const std::string path = Path(kSpareName);
  TRY(RemoveSpare());
  TRY_ASSIGN(const std::uint64_t free, disk_.FreeBytes(options_.directory));
  if (free < bytes + options_.min_free_bytes) {
    return Unavailable("disk full: a new segment needs " + std::to_string(bytes) + " bytes, " +
                       std::to_string(free) + " are free and " +
                       std::to_string(options_.min_free_bytes) + " are kept");
  }
  Spare spare = {.bytes = bytes};
  TRY_ASSIGN(spare.file, disk_.Open(path, io::OpenMode::kCreate));
  const std::string zeros(std::min(bytes, kZeroChunk), '\0');
  Status status;
  for (std::size_t done = 0; done < bytes && status; done += zeros.size()) {
    status = spare.file->WriteAt(
        done, std::string_view(zeros).substr(0, std::min(bytes - done, zeros.size())));
    // Chunk by chunk, so that no commit waits behind 64 MB of zeros.
    if (status) status = spare.file->Sync();
  }
  if (status) return spare;
  (void)disk_.Remove(path);  // give the space back; the error that counts is the first one
  return std::move(status).error();
}

// Removing.

Result<int> FileLog::State::Trim() {
  // A log that nobody reads yet keeps everything.
  const auto slowest = consumers_->Slowest();
  if (!slowest) return 0;
  int removed = 0;
  for (;;) {
    const auto oldest = segments_.TakeOldest({.unread = slowest->offset,
                                              .since = clock_.Now() - options_.retention_age,
                                              .bytes = options_.retention_bytes});
    if (oldest == nullptr) break;
    // Readers that hold the segment go on reading; the bytes go when the last one lets go.
    TRY(disk_.Remove(oldest->path()));
    ++removed;
  }
  if (removed > 0) TRY(disk_.SyncDirectory(options_.directory));
  return removed;
}

// The front.

FileLog::FileLog(std::unique_ptr<State> state) : state_(std::move(state)) {
}

FileLog::~FileLog() {
  Stop();
}

Result<std::unique_ptr<FileLog>> FileLog::Open(FileLogOptions options, io::Disk& disk,
                                               const Clock& clock, Metrics& metrics) {
  auto state = std::make_unique<State>(std::move(options), disk, clock, metrics);
  TRY(state->Open());
  return std::unique_ptr<FileLog>(new FileLog(std::move(state)));
}

void FileLog::Append(std::vector<NewRecord> records, UniqueFunction<void(Result<Offset>)> done) {
  state_->Append(std::move(records), std::move(done));
}

Result<ReadBatch> FileLog::Read(int partition, Offset from, std::size_t max_records,
                                std::size_t max_bytes) {
  TENREC_CHECK(partition == 0) << partition;
  return state_->segments().Read(from, max_records, max_bytes);
}

bool FileLog::WaitForData(int partition, Offset from, std::chrono::milliseconds timeout) {
  TENREC_CHECK(partition == 0) << partition;
  return state_->segments().WaitForData(from, timeout);
}

Offset FileLog::begin(int partition) const {
  TENREC_CHECK(partition == 0) << partition;
  return state_->segments().begin();
}

Offset FileLog::end(int partition) const {
  TENREC_CHECK(partition == 0) << partition;
  return state_->segments().end();
}

Result<Offset> FileLog::CommittedOffset(std::string_view consumer, int partition) {
  TENREC_CHECK(partition == 0) << partition;
  return state_->consumers().FindOrAdd(consumer, begin(0));
}

Status FileLog::CommitOffset(std::string_view consumer, int partition, Offset next) {
  TENREC_CHECK(partition == 0) << partition;
  if (next > end(0)) {
    return InvalidArgument("offset " + std::to_string(next) + " lies past the end of the log");
  }
  return state_->consumers().Commit(consumer, next);
}

std::vector<FileLog::SegmentFile> FileLog::Files() const {
  const auto entries = state_->segments().Entries();
  std::vector<SegmentFile> files;
  files.reserve(entries.size());
  for (const auto& [segment, used_bytes] : entries) {
    files.push_back({.path = segment->path(), .used_bytes = used_bytes, .bytes = segment->bytes()});
  }
  return files;
}

Result<int> FileLog::Trim() {
  return state_->Trim();
}

void FileLog::Stop() {
  state_->Stop();
}

}  // namespace tenrec::log
