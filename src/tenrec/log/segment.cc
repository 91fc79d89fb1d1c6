#include "tenrec/log/segment.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "tenrec/log/segment_scan.h"

namespace tenrec::log {
namespace {

constexpr std::uint64_t kIndexStride = std::uint64_t{64} << 10U;
constexpr std::size_t kWipeChunk = std::size_t{1} << 20U;

std::uint64_t EndOfContent(std::string_view file) {
  const std::size_t last = file.find_last_not_of('\0');
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace

Result<std::string> ReadFile(io::Disk& disk, const std::string& path) {
  TRY_ASSIGN(const auto file, disk.Open(path, io::OpenMode::kRead));
  TRY_ASSIGN(const std::uint64_t size, file->Size());
  std::string content(static_cast<std::size_t>(size), '\0');
  TRY_ASSIGN(const std::size_t got, file->ReadAt(0, content));
  content.resize(got);
  return content;
}

Result<std::vector<SegmentName>> ListSegments(io::Disk& disk, const std::string& directory) {
  TRY_ASSIGN(const auto files, disk.List(directory));
  std::vector<SegmentName> segments;
  for (const std::string& file : files) {
    SegmentName segment{.name = file};
    const auto [end, status] =
        std::from_chars(file.data(), file.data() + file.size(), segment.base);
    if (status == std::errc() && Segment::FileName(segment.base) == file) {
      segments.push_back(std::move(segment));
    }
  }
  return segments;
}

std::string Segment::FileName(Offset base) {
  std::array<char, 40> name{};
  std::snprintf(name.data(), name.size(), "%020llu.segment", static_cast<unsigned long long>(base));
  return name.data();
}

Segment::Segment(std::unique_ptr<io::File> file, std::string path, const SegmentHeader& header)
    : file_(std::move(file)), path_(std::move(path)), header_(header) {
  index_.emplace(header.base, kSegmentHeaderBytes);
}

Result<std::shared_ptr<Segment>> Segment::Open(io::Disk& disk, const std::string& path) {
  TRY_ASSIGN(auto file, disk.Open(path, io::OpenMode::kReadWrite));
  std::string bytes(kSegmentHeaderBytes, '\0');
  TRY_ASSIGN(const std::size_t got, file->ReadAt(0, bytes));
  auto header = DecodeSegmentHeader(std::string_view(bytes).substr(0, got));
  if (!header) return std::move(header).error().WithContext(path);
  return std::shared_ptr<Segment>(new Segment(std::move(file), path, *header));
}

Result<std::shared_ptr<Segment>> Segment::Start(std::unique_ptr<io::File> zeros, std::string path,
                                                const SegmentHeader& header) {
  TRY(zeros->WriteAt(0, EncodeSegmentHeader(header)));
  TRY(zeros->Sync());
  return std::shared_ptr<Segment>(new Segment(std::move(zeros), std::move(path), header));
}

Error Segment::Damaged(Offset offset) const {
  return DataLoss("record " + std::to_string(offset) + " in " + path_ + " is damaged");
}

Result<Segment::Tail> Segment::RecoverTail() {
  TRY_ASSIGN(const std::uint64_t size, file_->Size());
  std::string content(static_cast<std::size_t>(size), '\0');
  TRY_ASSIGN(const std::size_t got, file_->ReadAt(0, content));
  const std::string_view file = std::string_view(content).substr(0, got);

  Tail tail = {.end = header_.base, .position = kSegmentHeaderBytes};
  for (;;) {
    const std::string_view rest =
        tail.position < file.size() ? file.substr(tail.position) : std::string_view();
    const DecodedRecord next = DecodeStoredRecord(rest, header_.salt);
    if (next.state != RecordState::kGood || next.stored.record.offset != tail.end) break;
    NotePosition(tail.end, tail.position);
    ++tail.end;
    tail.position += next.stored.stored_bytes;
  }

  // A file that was cut short gets its zeros back, up to the full size.
  const std::uint64_t wipe_end = size < header_.bytes ? header_.bytes : EndOfContent(file);
  if (wipe_end <= tail.position) return tail;
  if (WasAcknowledged(file, tail.position, header_.salt)) return Damaged(tail.end);
  TRY(Wipe(tail.position, wipe_end - tail.position));
  return tail;
}

Status Segment::Write(std::uint64_t position, std::string_view bytes) {
  TRY(file_->WriteAt(position, bytes));
  return file_->Sync();
}

Status Segment::Wipe(std::uint64_t position, std::uint64_t count) {
  const std::string zeros(static_cast<std::size_t>(std::min<std::uint64_t>(count, kWipeChunk)),
                          '\0');
  for (std::uint64_t done = 0; done < count; done += zeros.size()) {
    TRY(file_->WriteAt(
        position + done,
        std::string_view(zeros).substr(0, std::min<std::uint64_t>(count - done, zeros.size()))));
  }
  return file_->Sync();
}

void Segment::NotePosition(Offset offset, std::uint64_t position) {
  MutexLock lock(mutex_);
  const auto after = index_.upper_bound(offset);
  const std::uint64_t before_it = std::prev(after)->second;  // the base entry is always there
  if (position >= before_it + kIndexStride) index_.emplace_hint(after, offset, position);
}

Result<std::uint64_t> Segment::Locate(Offset offset) {
  Offset at = 0;
  std::uint64_t position = 0;
  {
    MutexLock lock(mutex_);
    const auto entry = std::prev(index_.upper_bound(offset));
    at = entry->first;
    position = entry->second;
  }
  std::string chunk(2 * kIndexStride, '\0');
  while (at < offset) {
    TRY_ASSIGN(const std::size_t got, file_->ReadAt(position, chunk));
    const std::uint64_t chunk_position = position;
    while (at < offset) {
      const std::uint64_t used = position - chunk_position;
      if (used + kRecordHeaderBytes > got) break;
      const DecodedRecord next =
          DecodeRecordHeader(std::string_view(chunk).substr(used, got - used));
      const bool readable = next.state == RecordState::kGood || next.state == RecordState::kCut;
      if (!readable || next.stored.record.offset != at) return Damaged(at);
      ++at;
      position += next.stored.stored_bytes;
      NotePosition(at, position);
    }
    if (position == chunk_position) return Damaged(at);
  }
  return position;
}

Result<ReadBatch> Segment::Read(Offset from, Offset end, std::size_t max_records,
                                std::size_t max_bytes) {
  TRY_ASSIGN(const std::uint64_t position, Locate(from));
  const std::uint64_t room = header_.bytes - std::min(header_.bytes, position);
  std::array<char, kRecordHeaderBytes> head{};
  TRY_ASSIGN(const std::size_t head_bytes, file_->ReadAt(position, head));
  const DecodedRecord first = DecodeRecordHeader({head.data(), head_bytes});
  const bool readable = first.state == RecordState::kGood || first.state == RecordState::kCut;
  if (!readable || first.stored.stored_bytes > room) return Damaged(from);

  const std::size_t size =
      std::min<std::uint64_t>(room, std::max(max_bytes, first.stored.stored_bytes));
  ReadBatch batch;
  batch.bytes = std::make_unique_for_overwrite<char[]>(size);
  batch.next = from;
  TRY_ASSIGN(const std::size_t got, file_->ReadAt(position, {batch.bytes.get(), size}));
  std::string_view rest(batch.bytes.get(), got);
  while (batch.next < end && batch.records.size() < max_records) {
    const DecodedRecord next = DecodeStoredRecord(rest, header_.salt);
    if (next.state != RecordState::kGood || next.stored.record.offset != batch.next) {
      // The end of the buffer, or damage that the next read will start with and report.
      if (!batch.records.empty()) break;
      return Damaged(batch.next);
    }
    batch.records.push_back(next.stored.record);
    ++batch.next;
    rest.remove_prefix(next.stored.stored_bytes);
  }
  return batch;
}

}  // namespace tenrec::log
