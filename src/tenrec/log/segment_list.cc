#include "tenrec/log/segment_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tenrec::log {

void SegmentList::AddFound(std::shared_ptr<Segment> segment) {
  MutexLock lock(mutex_);
  segments_.push_back(std::move(segment));
  ShowKept();
}

void SegmentList::SetTail(const Segment::Tail& tail) {
  MutexLock lock(mutex_);
  end_position_ = tail.position;
  end_ = tail.end;
}

void SegmentList::AddNew(std::shared_ptr<Segment> segment) {
  MutexLock lock(mutex_);
  if (!segments_.empty() && segments_.back()->base() == segment->base()) segments_.pop_back();
  segments_.push_back(std::move(segment));
  end_position_ = kSegmentHeaderBytes;
  ShowKept();
}

void SegmentList::Publish(std::uint64_t position, std::span<const std::size_t> starts,
                          std::size_t bytes) {
  {
    MutexLock lock(mutex_);
    for (const std::size_t start : starts) {
      segments_.back()->NotePosition(end_, position + start);
      ++end_;
    }
    end_position_ = position + bytes;
  }
  data_arrived_.NotifyAll();
}

void SegmentList::Close() {
  {
    MutexLock lock(mutex_);
    closed_ = true;
  }
  data_arrived_.NotifyAll();
}

std::shared_ptr<Segment> SegmentList::last() const {
  MutexLock lock(mutex_);
  return segments_.empty() ? nullptr : segments_.back();
}

Offset SegmentList::begin() const {
  MutexLock lock(mutex_);
  return segments_.front()->base();
}

Offset SegmentList::end() const {
  MutexLock lock(mutex_);
  return end_;
}

std::vector<SegmentList::Entry> SegmentList::Entries() const {
  MutexLock lock(mutex_);
  std::vector<Entry> entries;
  entries.reserve(segments_.size());
  for (const auto& segment : segments_) {
    const bool is_last = segment == segments_.back();
    entries.push_back({segment, is_last ? end_position_ : segment->bytes()});
  }
  return entries;
}

Result<ReadBatch> SegmentList::Read(Offset from, std::size_t max_records, std::size_t max_bytes) {
  std::shared_ptr<Segment> segment;
  Offset segment_end = 0;
  {
    MutexLock lock(mutex_);
    if (from < segments_.front()->base() || from > end_) {
      return NotFound("no record " + std::to_string(from) + " in " + directory_ + ", which holds " +
                      std::to_string(segments_.front()->base()) + " to " + std::to_string(end_));
    }
    if (from < end_) {
      const auto after =
          std::upper_bound(segments_.begin(), segments_.end(), from,
                           [](Offset offset, const auto& s) { return offset < s->base(); });
      segment = *std::prev(after);
      segment_end = after == segments_.end() ? end_ : (*after)->base();
    }
  }
  if (segment == nullptr) return ReadBatch{.next = from};
  return segment->Read(from, segment_end, max_records, max_bytes);
}

bool SegmentList::WaitForData(Offset from, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  MutexLock lock(mutex_);
  while (end_ <= from && !closed_) {
    if (!data_arrived_.WaitUntil(mutex_, deadline)) break;
  }
  return end_ > from;
}

std::shared_ptr<Segment> SegmentList::TakeOldest(const Keep& keep) {
  MutexLock lock(mutex_);
  if (segments_.size() < 2 || keep.unread < segments_[1]->base()) return nullptr;
  // Its last record is no older than the segment behind it.
  const bool is_old = segments_[1]->created_at() <= keep.since;
  if (!is_old && KeptBytes() <= keep.bytes) return nullptr;
  auto oldest = std::move(segments_.front());
  segments_.pop_front();
  ShowKept();
  return oldest;
}

std::uint64_t SegmentList::KeptBytes() const {
  std::uint64_t kept = 0;
  for (const auto& segment : segments_) kept += segment->bytes();
  return kept;
}

void SegmentList::ShowKept() {
  files_.Set(static_cast<std::int64_t>(segments_.size()));
  kept_bytes_.Set(static_cast<std::int64_t>(KeptBytes()));
}

}  // namespace tenrec::log
