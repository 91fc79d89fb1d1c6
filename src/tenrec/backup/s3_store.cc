#include "tenrec/backup/s3_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tenrec/backup/checksum.h"
#include "tenrec/backup/parallel.h"
#include "tenrec/io/disk.h"

namespace tenrec::backup {
namespace {

// What waits is the way to the store and back, not the processor.
constexpr std::size_t kWorkers = 8;
/// Each worker holds one part in memory. Stores ask for 5 MB and more.
constexpr std::uint64_t kPart = std::uint64_t{8} << 20U;
/// Stores take 10,000 parts of an object.
constexpr std::uint64_t kMaxParts = 9'000;
constexpr std::string_view kObjects = "objects/";
constexpr std::string_view kPoints = "points/";

std::string KeyOf(const std::string& object) {
  return std::string(kObjects) + object.substr(0, 2) + "/" + object.substr(2);
}

/// The object of a key, or nothing when it is none.
std::optional<std::string> ObjectOf(std::string_view key) {
  if (!key.starts_with(kObjects)) return std::nullopt;
  key.remove_prefix(kObjects.size());
  if (key.size() != 65 || key[2] != '/') return std::nullopt;
  std::string object = std::string(key.substr(0, 2)) + std::string(key.substr(3));
  if (!IsChecksum(object)) return std::nullopt;
  return object;
}

std::string ChecksumOf(std::string_view bytes) {
  Checksum checksum;
  checksum.Add(bytes);
  return checksum.Finish();
}

std::string PointKey(const std::string& point) {
  return std::string(kPoints) + point + std::string(kPointSuffix);
}

std::uint64_t PartSize(std::uint64_t size) {
  const std::uint64_t parts = (size + kPart - 1) / kPart;
  return parts <= kMaxParts ? kPart : (size / kMaxParts / kPart + 1) * kPart;
}

Error Changed(const std::string& original) {
  return FailedPrecondition(original + " was written while it was copied: run the backup again");
}

}  // namespace

S3Store::S3Store(std::unique_ptr<s3::Bucket> bucket)
    : bucket_(std::move(bucket)), name_(bucket_->location().ToString()) {
}

std::size_t S3Store::workers() const {
  return kWorkers;
}

/// Asked with a list, which says whether the bucket is there at all.
Result<bool> S3Store::IsRepository() const {
  TRY_ASSIGN(const auto found, bucket_->List(kMark, 1));
  return !found.empty() && found.front().key == kMark;
}

Status S3Store::Open() {
  TRY_ASSIGN(const bool is_repository, IsRepository());
  if (!is_repository) {
    TRY_ASSIGN(const auto found, bucket_->List("", 1));
    if (!found.empty()) {
      return FailedPrecondition(name_ +
                                " holds something that is no backup: name a prefix of its own");
    }
    TRY(bucket_->Put(kMark, kMarkText, ChecksumOf(kMarkText)));
  }
  // Parts of uploads that were cut off cost money and are in no list. Not every key may look.
  if (const auto pending = bucket_->PendingUploads()) {
    for (const s3::PendingUpload& upload : *pending) {
      if (upload.key.starts_with(kObjects)) TRY(bucket_->AbortUpload(upload.key, upload.id));
    }
  }
  TRY_ASSIGN(const auto there, bucket_->List(kObjects));
  const MutexLock lock(mutex_);
  for (const s3::ListedObject& one : there) {
    if (auto object = ObjectOf(one.key)) objects_.emplace(*std::move(object), one.size);
  }
  return Ok();
}

Status S3Store::Look() {
  TRY_ASSIGN(const bool is_repository, IsRepository());
  if (!is_repository) return NotFound("no backup in " + name_);
  return Ok();
}

Result<std::vector<std::string>> S3Store::Points() const {
  TRY_ASSIGN(const auto found, bucket_->List(kPoints));
  std::vector<std::string> points;
  for (const s3::ListedObject& one : found) {
    std::string_view name = one.key;
    if (!name.ends_with(kPointSuffix)) continue;
    name.remove_prefix(kPoints.size());
    name.remove_suffix(kPointSuffix.size());
    points.emplace_back(name);
  }
  std::sort(points.begin(), points.end());
  return points;
}

Result<std::string> S3Store::ReadPoint(const std::string& point) const {
  return bucket_->Get(PointKey(point), kMaxManifestBytes);
}

Status S3Store::AddPoint(const std::string& point, std::string_view list) {
  return bucket_->Put(PointKey(point), list, ChecksumOf(list));
}

Status S3Store::RemovePoint(const std::string& point) {
  return bucket_->Remove(PointKey(point));
}

std::string S3Store::PlaceOf(const std::string& object) const {
  return bucket_->NameOf(KeyOf(object));
}

Result<bool> S3Store::Has(const std::string& object, std::uint64_t size) const {
  const MutexLock lock(mutex_);
  const auto found = objects_.find(object);
  return found != objects_.end() && found->second == size;
}

Status S3Store::Add(const std::string& original, Entry& entry) {
  const std::string key = KeyOf(entry.object);
  TRY(entry.size <= kPart ? AddWhole(original, entry, key) : AddInParts(original, entry, key));
  const MutexLock lock(mutex_);
  objects_.insert_or_assign(entry.object, entry.size);
  return Ok();
}

Status S3Store::AddWhole(const std::string& original, const Entry& entry, const std::string& key) {
  auto bytes = io::ReadWholeFile(original, kPart);
  if (!bytes && bytes.error().code == ErrorCode::kResourceExhausted) return Changed(original);
  if (!bytes) return std::move(bytes).error();
  if (ChecksumOf(*bytes) != entry.object) return Changed(original);
  return bucket_->Put(key, *bytes, entry.object);
}

Status S3Store::AddInParts(const std::string& original, const Entry& entry,
                           const std::string& key) {
  TRY_ASSIGN(const std::string upload, bucket_->BeginUpload(key));
  const auto tags = PutParts(original, entry, key, upload);
  if (tags) return bucket_->CompleteUpload(key, upload, *tags, entry.size);
  // What went wrong before is what matters; what this leaves, the next backup takes away.
  const Status aborted = bucket_->AbortUpload(key, upload);
  (void)aborted;
  return tags.error();
}

Result<std::vector<std::string>> S3Store::PutParts(const std::string& original, const Entry& entry,
                                                   const std::string& key,
                                                   const std::string& upload) {
  io::RealDisk disk;
  TRY_ASSIGN(const auto file, disk.Open(original, io::OpenMode::kRead));
  Checksum checksum;
  std::vector<std::string> tags;
  std::string part(PartSize(entry.size), '\0');
  for (std::uint64_t at = 0; at < entry.size;) {
    TRY_ASSIGN(const std::size_t got, file->ReadAt(at, part));
    if (got == 0) return Changed(original);
    const std::string_view bytes = std::string_view(part).substr(0, got);
    checksum.Add(bytes);
    at += got;
    if (at > entry.size) return Changed(original);
    TRY_ASSIGN(std::string tag,
               bucket_->PutPart(key, upload, tags.size() + 1, bytes, ChecksumOf(bytes)));
    tags.push_back(std::move(tag));
  }
  if (checksum.Finish() != entry.object) return Changed(original);
  return tags;
}

Status S3Store::Read(const std::string& object, const Take& take) const {
  return bucket_->Read(KeyOf(object), take);
}

Status S3Store::RemoveAllBut(const std::function<bool(const std::string& object)>& is_kept) {
  TRY_ASSIGN(const auto there, bucket_->List(kObjects));
  std::vector<std::string> doomed;
  for (const s3::ListedObject& one : there) {
    const auto object = ObjectOf(one.key);
    if (object && !is_kept(*object)) doomed.push_back(one.key);
  }
  return ForEach(doomed.size(), kWorkers,
                 [&](std::size_t index) { return bucket_->Remove(doomed[index]); });
}

}  // namespace tenrec::backup
