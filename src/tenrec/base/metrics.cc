#include "tenrec/base/metrics.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <utility>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "tenrec/base/check.h"
#include "tenrec/base/thread_annotations.h"

namespace tenrec {
namespace {

struct Instrument {
  std::unique_ptr<Counter> counter;
  std::unique_ptr<Gauge> gauge;
  std::unique_ptr<Histogram> histogram;
};

prometheus::ClientMetric Snapshot(const Labels& labels, const Instrument& instrument) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : labels) metric.label.push_back({name, value});
  if (instrument.counter) {
    metric.counter.value = static_cast<double>(instrument.counter->value());
  } else if (instrument.gauge) {
    metric.gauge.value = static_cast<double>(instrument.gauge->value());
  } else {
    const Histogram& histogram = *instrument.histogram;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
      cumulative += histogram.count(i);
      metric.histogram.bucket.push_back({cumulative, histogram.bounds()[i]});
    }
    cumulative += histogram.count(histogram.bounds().size());
    metric.histogram.bucket.push_back({cumulative, std::numeric_limits<double>::infinity()});
    metric.histogram.sample_count = cumulative;
    metric.histogram.sample_sum = histogram.sum();
  }
  return metric;
}

}  // namespace

Histogram::Histogram(std::vector<double> upper_bounds)
    : bounds_(std::move(upper_bounds)),
      counts_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {
}

void Histogram::Observe(double value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  counts_[static_cast<std::size_t>(at - bounds_.begin())].fetch_add(1, std::memory_order_relaxed);
  double sum = sum_.load(std::memory_order_relaxed);
  while (!sum_.compare_exchange_weak(sum, sum + value, std::memory_order_relaxed)) {
  }
}

std::vector<double> LatencyBounds() {
  return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
          0.1,    0.25,    0.5,    1,     2.5,    5,     10,   30};
}

struct Metrics::State {
  mutable Mutex mutex;
  std::map<std::string, std::map<Labels, Instrument>, std::less<>> families GUARDED_BY(mutex);

  Instrument& Get(std::string_view name, const Labels& labels) REQUIRES(mutex) {
    auto family = families.find(name);
    if (family == families.end())
      family = families.emplace(std::string(name), std::map<Labels, Instrument>()).first;
    return family->second[labels];
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {
}
Metrics::~Metrics() = default;

Counter& Metrics::GetCounter(std::string_view name, const Labels& labels) {
  const MutexLock lock(state_->mutex);
  Instrument& instrument = state_->Get(name, labels);
  TENREC_CHECK(!instrument.gauge && !instrument.histogram) << name << " is no counter";
  if (!instrument.counter) instrument.counter = std::make_unique<Counter>();
  return *instrument.counter;
}

Gauge& Metrics::GetGauge(std::string_view name, const Labels& labels) {
  const MutexLock lock(state_->mutex);
  Instrument& instrument = state_->Get(name, labels);
  TENREC_CHECK(!instrument.counter && !instrument.histogram) << name << " is no gauge";
  if (!instrument.gauge) instrument.gauge = std::make_unique<Gauge>();
  return *instrument.gauge;
}

Histogram& Metrics::GetHistogram(std::string_view name, const Labels& labels) {
  const MutexLock lock(state_->mutex);
  Instrument& instrument = state_->Get(name, labels);
  TENREC_CHECK(!instrument.counter && !instrument.gauge) << name << " is no histogram";
  if (!instrument.histogram) instrument.histogram = std::make_unique<Histogram>(LatencyBounds());
  return *instrument.histogram;
}

std::string Metrics::Print() const {
  std::vector<prometheus::MetricFamily> families;
  {
    const MutexLock lock(state_->mutex);
    for (const auto& [name, instruments] : state_->families) {
      prometheus::MetricFamily family;
      family.name = name;
      const Instrument& first = instruments.begin()->second;
      family.type = first.counter ? prometheus::MetricType::Counter
                    : first.gauge ? prometheus::MetricType::Gauge
                                  : prometheus::MetricType::Histogram;
      for (const auto& [labels, instrument] : instruments) {
        family.metric.push_back(Snapshot(labels, instrument));
      }
      families.push_back(std::move(family));
    }
  }
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

std::vector<std::string> Metrics::Names() const {
  const MutexLock lock(state_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, instruments] : state_->families) names.push_back(name);
  return names;
}

}  // namespace tenrec
