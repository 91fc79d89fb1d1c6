#include "tenrec/query/bucket_memory.h"

#include <iterator>
#include <utility>

namespace tenrec::query {
namespace {

std::size_t BytesOf(const KnownBuckets& known) {
  std::size_t bytes = sizeof(KnownBuckets);
  for (const auto& [start, bucket] : known.buckets) {
    bytes += sizeof(start) + sizeof(bucket) + 64;
    for (const auto& number : bucket.numbers.numbers) {
      bytes += sizeof(number);
      for (const std::string& value : number.values)
        bytes += sizeof(std::string) + value.capacity();
    }
  }
  return bytes;
}

}  // namespace

std::shared_ptr<const KnownBuckets> BucketMemory::Find(const std::string& key) {
  const MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->known;
}

void BucketMemory::Keep(const std::string& key, KnownBuckets known) {
  const std::size_t bytes = BytesOf(known) + 2 * key.size();
  auto shared = std::make_shared<const KnownBuckets>(std::move(known));
  const MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) Remove(found->second);
  if (bytes > max_bytes_ / 8) return;
  while (bytes_ + bytes > max_bytes_ && !entries_.empty()) Remove(std::prev(entries_.end()));
  entries_.push_front({key, std::move(shared), bytes});
  by_key_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
}

std::size_t BucketMemory::size_bytes() const {
  const MutexLock lock(mutex_);
  return bytes_;
}

void BucketMemory::Remove(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace tenrec::query
