#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/cache/cache.h"

namespace tenrec::cache {

/// The embedded cache: the least recently used values leave first when the bytes run out.
/// Threads: any.
class MemoryCache final : public Cache {
 public:
  /// Units: `max_bytes` counts keys, values and a fixed cost per entry. A value larger than an
  /// eighth of it is not kept, so that one answer cannot empty the cache.
  MemoryCache(std::size_t max_bytes, const Clock& clock, Metrics& metrics);

  std::shared_ptr<const std::string> Get(std::string_view key) override EXCLUDES(mutex_);
  void Put(std::string_view key, std::string value, std::chrono::milliseconds time_to_live) override
      EXCLUDES(mutex_);
  void Erase(std::string_view key) override EXCLUDES(mutex_);

  std::size_t size_bytes() const EXCLUDES(mutex_);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const std::string> value;
    Timestamp expires_at;
  };
  using Entries = std::list<Entry>;

  void Remove(Entries::iterator entry) REQUIRES(mutex_);

  const std::size_t max_bytes_;
  const Clock& clock_;
  Counter& hits_;
  Counter& misses_;
  Counter& evicted_for_space_;
  Counter& evicted_by_age_;
  Gauge& size_gauge_;

  mutable Mutex mutex_;
  Entries entries_ GUARDED_BY(mutex_);  // most recently used first
  std::unordered_map<std::string_view, Entries::iterator> by_key_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tenrec::cache
