#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/insights/trends_buckets.h"

namespace tenrec::query {

/// What is known of the buckets of one series.
struct KnownBuckets {
  struct Bucket {
    insights::BucketNumbers numbers;
    Timestamp asked_at;
  };
  std::map<Timestamp, Bucket> buckets;
  /// The numbers print without a fraction.
  bool whole = true;
  /// LandedEvents::Of, and store::PersonMoveBook::ChangesOf, before the oldest of them was asked
  /// for or last found to hold.
  std::int64_t landed = 0;
  std::uint64_t person_changes = 0;
};

/// Remembers numbers of buckets by what was asked, so that after events have landed only the
/// buckets they fell into are asked for. The least recently used leave first.
///
/// Why a remembered number is the one that the engine would give now:
/// - The key is the compiled statement without its range: an action, a setting, a definition or a
///   filter that was edited since makes another statement. A bound that moves with the clock does,
///   too.
/// - The statement reads events and, where it tells persons apart, their overrides; nothing else
///   (trends_parts.cc refuses the rest), and a bucket's number is made of the events between its
///   bounds (insights::CountsByBucket).
/// - No such event has landed since: LandedEvents tells from which time on something may have.
///   Removed events, and those that may have landed when ingestion began again, are of any time.
/// - No override was written since (PersonMoveBook::ChangesOf) if the statement reads them. Writing
///   them into the events changes no answer (store/override_squash.h).
/// - An event that came in twice is two rows until the engine folds them, which nobody is told of.
///   Ingestion recognises a repetition among the last million events, so this is rare, and no
///   number is remembered for longer than kMaxAge.
/// Threads: any.
class BucketMemory {
 public:
  static constexpr std::chrono::minutes kMaxAge{10};

  /// Units: bytes, by a rule of thumb; a single series gets an eighth.
  explicit BucketMemory(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// nullptr when nothing is known.
  std::shared_ptr<const KnownBuckets> Find(const std::string& key) EXCLUDES(mutex_);
  void Keep(const std::string& key, KnownBuckets known) EXCLUDES(mutex_);

  std::size_t size_bytes() const EXCLUDES(mutex_);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const KnownBuckets> known;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;

  void Remove(Entries::iterator entry) REQUIRES(mutex_);

  const std::size_t max_bytes_;
  mutable Mutex mutex_;
  Entries entries_ GUARDED_BY(mutex_);  // most recently used first
  std::unordered_map<std::string_view, Entries::iterator> by_key_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
};

/// What a question may take from the memory, and what it is held against.
struct BucketSource {
  BucketMemory& memory;
  /// LandedEvents::Of and PersonMoveBook::ChangesOf before the engine was asked anything; no
  /// changes: nobody counts them.
  std::int64_t landed = 0;
  std::optional<std::uint64_t> person_changes;
  /// LandedEvents::EarliestSince of the project.
  std::function<Timestamp(std::int64_t landed)> earliest_since;
  /// Somebody asked for everything anew: nothing is taken, but remembered.
  bool asks_anew = false;
  /// Buckets of which the number was remembered, and of which it was asked for.
  Counter& remembered;
  Counter& asked;
};

}  // namespace tenrec::query
