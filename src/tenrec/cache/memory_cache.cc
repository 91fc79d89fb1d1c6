#include "tenrec/cache/memory_cache.h"

#include <utility>

namespace tenrec::cache {
namespace {

// A list node, a hash node and two string headers, rounded up.
constexpr std::size_t kEntryCost = 160;

std::size_t CostOf(std::string_view key, std::string_view value) {
  return kEntryCost + key.size() + value.size();
}

}  // namespace

MemoryCache::MemoryCache(std::size_t max_bytes, const Clock& clock, Metrics& metrics)
    : max_bytes_(max_bytes),
      clock_(clock),
      hits_(metrics.GetCounter("cache_lookups_total", {{"result", "hit"}})),
      misses_(metrics.GetCounter("cache_lookups_total", {{"result", "miss"}})),
      evicted_for_space_(metrics.GetCounter("cache_evictions_total", {{"reason", "space"}})),
      evicted_by_age_(metrics.GetCounter("cache_evictions_total", {{"reason", "age"}})),
      size_gauge_(metrics.GetGauge("cache_size_bytes")) {
}

std::shared_ptr<const std::string> MemoryCache::Get(std::string_view key) {
  MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    misses_.Add();
    return nullptr;
  }
  const auto entry = found->second;
  if (entry->expires_at <= clock_.Now()) {
    Remove(entry);
    evicted_by_age_.Add();
    misses_.Add();
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  hits_.Add();
  return entry->value;
}

void MemoryCache::Put(std::string_view key, std::string value,
                      std::chrono::milliseconds time_to_live) {
  MutexLock lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) Remove(found->second);
  const std::size_t cost = CostOf(key, value);
  if (time_to_live.count() <= 0 || cost > max_bytes_ / 8) return;
  while (bytes_ + cost > max_bytes_ && !entries_.empty()) {
    Remove(std::prev(entries_.end()));
    evicted_for_space_.Add();
  }
  entries_.push_front({std::string(key), std::make_shared<const std::string>(std::move(value)),
                       clock_.Now() + time_to_live});
  by_key_.emplace(entries_.front().key, entries_.begin());
  bytes_ += cost;
  size_gauge_.Set(static_cast<std::int64_t>(bytes_));
}

void MemoryCache::Erase(std::string_view key) {
  MutexLock lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) Remove(found->second);
}

std::size_t MemoryCache::size_bytes() const {
  MutexLock lock(mutex_);
  return bytes_;
}

void MemoryCache::Remove(Entries::iterator entry) {
  bytes_ -= CostOf(entry->key, *entry->value);
  by_key_.erase(entry->key);
  entries_.erase(entry);
  size_gauge_.Set(static_cast<std::int64_t>(bytes_));
}

}  // namespace tenrec::cache
