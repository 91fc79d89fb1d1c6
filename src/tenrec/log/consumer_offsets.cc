#include "tenrec/log/consumer_offsets.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/hash.h"
#include "tenrec/log/wire.h"

namespace tenrec::log {
namespace {

constexpr std::string_view kSuffix = ".offset";
constexpr std::size_t kMaxNameBytes = 64;

// Two slots, each in a sector of its own, written in turn.
constexpr std::size_t kSlotDistance = 512;
constexpr std::size_t kSlotBytes = 20;
constexpr std::size_t kCrcAt = 16;

struct Slot {
  std::uint64_t sequence = 0;
  Offset offset = 0;
};

std::string EncodeSlot(const Slot& slot) {
  std::string out(kSlotBytes, '\0');
  StoreInt<std::uint64_t>(&out[0], slot.sequence);
  StoreInt<std::uint64_t>(&out[8], slot.offset);
  StoreInt<std::uint32_t>(&out[kCrcAt], Crc32c(std::string_view(out).substr(0, kCrcAt)));
  return out;
}

std::optional<Slot> DecodeSlot(std::string_view file, std::size_t number) {
  if (file.size() < number * kSlotDistance + kSlotBytes) return std::nullopt;
  const std::string_view bytes = file.substr(number * kSlotDistance, kSlotBytes);
  const char* const at = bytes.data();
  if (LoadInt<std::uint32_t>(at + kCrcAt) != Crc32c(bytes.substr(0, kCrcAt))) {
    return std::nullopt;
  }
  const Slot slot = {.sequence = LoadInt<std::uint64_t>(at),
                     .offset = LoadInt<std::uint64_t>(at + 8)};
  // Zeros have a checksum of their own; a slot that was written has a sequence.
  return slot.sequence == 0 ? std::nullopt : std::optional(slot);
}

/// The slot that counts.
Result<Slot> ReadNewestSlot(const io::File& file, const std::string& path) {
  std::string bytes(kSlotDistance + kSlotBytes, '\0');
  TRY_ASSIGN(const std::size_t got, file.ReadAt(0, bytes));
  Slot newest;
  for (const std::size_t number : {0U, 1U}) {
    const auto slot = DecodeSlot(std::string_view(bytes).substr(0, got), number);
    if (slot && slot->sequence > newest.sequence) newest = *slot;
  }
  if (newest.sequence == 0) return DataLoss("consumer offset " + path + " is damaged");
  return newest;
}

bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

}  // namespace

Result<std::map<std::string, Result<Offset>>> ReadConsumerOffsets(io::Disk& disk,
                                                                  const std::string& directory) {
  TRY_ASSIGN(const auto files, disk.List(directory));
  std::map<std::string, Result<Offset>> consumers;
  for (const std::string& file : files) {
    if (!file.ends_with(kSuffix)) continue;
    std::string path = directory;
    path.append("/").append(file);
    TRY_ASSIGN(const auto opened, disk.Open(path, io::OpenMode::kRead));
    auto slot = ReadNewestSlot(*opened, path);
    consumers.emplace(file.substr(0, file.size() - kSuffix.size()),
                      slot ? Result<Offset>(slot->offset) : std::move(slot).error());
  }
  return consumers;
}

ConsumerOffsets::ConsumerOffsets(io::Disk& disk, std::string directory)
    : disk_(disk), directory_(std::move(directory)) {
}

Result<std::unique_ptr<ConsumerOffsets>> ConsumerOffsets::Open(io::Disk& disk,
                                                               std::string directory) {
  std::unique_ptr<ConsumerOffsets> offsets(new ConsumerOffsets(disk, std::move(directory)));
  TRY_ASSIGN(const auto files, disk.List(offsets->directory_));
  MutexLock lock(offsets->mutex_);
  for (const std::string& file : files) {
    if (!file.ends_with(kSuffix)) continue;
    TRY_ASSIGN(auto consumer, offsets->Load(offsets->directory_ + "/" + file));
    offsets->consumers_.emplace(file.substr(0, file.size() - kSuffix.size()), std::move(consumer));
  }
  return offsets;
}

Result<ConsumerOffsets::Consumer> ConsumerOffsets::Load(const std::string& path) {
  Consumer consumer;
  TRY_ASSIGN(consumer.file, disk_.Open(path, io::OpenMode::kReadWrite));
  TRY_ASSIGN(const Slot newest, ReadNewestSlot(*consumer.file, path));
  consumer.sequence = newest.sequence;
  consumer.offset = newest.offset;
  return consumer;
}

Result<ConsumerOffsets::Consumer> ConsumerOffsets::Make(std::string_view name, Offset start) {
  // Under another name until the first slot is on the disk, so that no crash leaves it empty.
  const std::string path = directory_ + "/" + std::string(name) + std::string(kSuffix);
  const std::string fresh = path + ".new";
  if (const Status removed = disk_.Remove(fresh);
      !removed && removed.error().code != ErrorCode::kNotFound) {
    return removed.error();
  }
  Consumer consumer = {.sequence = 1, .offset = start};
  TRY_ASSIGN(consumer.file, disk_.Open(fresh, io::OpenMode::kCreate));
  const std::string slot = EncodeSlot({.sequence = 1, .offset = start});
  TRY(consumer.file->WriteAt(0, std::string(kSlotDistance + kSlotBytes, '\0')));
  TRY(consumer.file->WriteAt(kSlotDistance, slot));
  TRY(consumer.file->Sync());
  TRY(disk_.Rename(fresh, path));
  TRY(disk_.SyncDirectory(directory_));
  return consumer;
}

Result<Offset> ConsumerOffsets::FindOrAdd(std::string_view consumer, Offset start) {
  if (!IsName(consumer)) {
    return InvalidArgument("not a consumer's name: '" + std::string(consumer) + "'");
  }
  MutexLock lock(mutex_);
  if (const auto found = consumers_.find(consumer); found != consumers_.end()) {
    return found->second.offset;
  }
  TRY_ASSIGN(auto made, Make(consumer, start));
  consumers_.emplace(consumer, std::move(made));
  return start;
}

Status ConsumerOffsets::Commit(std::string_view consumer, Offset next) {
  MutexLock lock(mutex_);
  const auto found = consumers_.find(consumer);
  if (found == consumers_.end()) {
    return NotFound("no consumer '" + std::string(consumer) + "': ask for its offset first");
  }
  Consumer& known = found->second;
  const Slot slot = {.sequence = known.sequence + 1, .offset = next};
  TRY(known.file->WriteAt(slot.sequence % 2 * kSlotDistance, EncodeSlot(slot)));
  TRY(known.file->Sync());
  known.sequence = slot.sequence;
  known.offset = next;
  return Ok();
}

std::optional<ConsumerOffsets::Place> ConsumerOffsets::Slowest() const {
  MutexLock lock(mutex_);
  std::optional<Place> place;
  for (const auto& [name, consumer] : consumers_) {
    if (!place || consumer.offset < place->offset) place = {name, consumer.offset};
  }
  return place;
}

std::optional<ConsumerOffsets::Place> ConsumerOffsets::Fastest() const {
  MutexLock lock(mutex_);
  std::optional<Place> place;
  for (const auto& [name, consumer] : consumers_) {
    if (!place || consumer.offset > place->offset) place = {name, consumer.offset};
  }
  return place;
}

}  // namespace tenrec::log
