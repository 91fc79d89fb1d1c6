#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenrec {

using Labels = std::map<std::string, std::string>;

/// Only ever grows. Threads: any.
class Counter {
 public:
  void Add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

/// Goes up and down. Threads: any.
class Gauge {
 public:
  void Set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void Add(std::int64_t change) { value_.fetch_add(change, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

/// Counts observations in fixed buckets. Units: whatever the name says. Threads: any.
class Histogram {
 public:
  explicit Histogram(std::vector<double> upper_bounds);
  void Observe(double value);

  const std::vector<double>& bounds() const { return bounds_; }
  /// Observations in bucket i, not cumulative; the last one is above every bound.
  std::uint64_t count(std::size_t bucket) const {
    return counts_[bucket].load(std::memory_order_relaxed);
  }
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  const std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<double> sum_ = 0;
};

/// Bounds for latencies in seconds, 100 us to 30 s.
std::vector<double> LatencyBounds();

/// Every number that the process shows about itself. A name and its labels give one and the same
/// instrument each time; references stay valid as long as the registry.
/// Names:   <room>_<thing>_<unit>_total for counters, <room>_<thing>_<unit> for the rest.
/// Threads: any; keep the reference instead of asking again on a hot path.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter& GetCounter(std::string_view name, const Labels& labels = {});
  Gauge& GetGauge(std::string_view name, const Labels& labels = {});
  Histogram& GetHistogram(std::string_view name, const Labels& labels = {});

  /// The Prometheus text format, families in alphabetical order.
  std::string Print() const;
  /// The sorted names of the families that exist.
  std::vector<std::string> Names() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec
