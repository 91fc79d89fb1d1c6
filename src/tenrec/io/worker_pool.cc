#include "tenrec/io/worker_pool.h"

#include <exception>
#include <optional>
#include <utility>

#include "tenrec/base/logging.h"

namespace tenrec::io {

WorkerPool::WorkerPool(std::string name, int threads, std::size_t max_queued, Metrics* metrics)
    : name_(std::move(name)), max_queued_(max_queued), counts_([&]() -> Instruments {
        Metrics& registry = metrics != nullptr ? *metrics : own_metrics_;
        const Labels pool = {{"pool", name_}};
        const auto tasks = [&](const char* result) -> Counter& {
          return registry.GetCounter("io_pool_tasks_total", {{"pool", name_}, {"result", result}});
        };
        return {.queued = registry.GetGauge("io_pool_queued", pool),
                .running = registry.GetGauge("io_pool_running", pool),
                .wait = registry.GetHistogram("io_pool_wait_seconds", pool),
                .done = tasks("done"),
                .threw = tasks("threw"),
                .refused = tasks("refused")};
      }()) {
  threads_.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back(name_ + "-" + std::to_string(i), [this] { Work(); });
  }
}

WorkerPool::~WorkerPool() {
  Stop();
}

bool WorkerPool::TrySubmit(UniqueFunction<void()> task) {
  {
    MutexLock lock(mutex_);
    if (stopping_ || waiting_.size() >= max_queued_) {
      counts_.refused.Add();
      return false;
    }
    waiting_.push_back({std::move(task), std::chrono::steady_clock::now()});
    counts_.queued.Set(static_cast<std::int64_t>(waiting_.size()));
  }
  changed_.NotifyOne();
  return true;
}

void WorkerPool::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  threads_.clear();
}

std::size_t WorkerPool::queued() const {
  MutexLock lock(mutex_);
  return waiting_.size();
}

void WorkerPool::Work() {
  for (;;) {
    std::optional<Waiting> next;
    {
      MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) changed_.Wait(mutex_);
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      counts_.queued.Set(static_cast<std::int64_t>(waiting_.size()));
    }
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - next->since;
    counts_.wait.Observe(waited.count());
    counts_.running.Add(1);
    try {
      next->task();
      counts_.done.Add();
    } catch (const std::exception& thrown) {
      counts_.threw.Add();
      LogLine(LogLevel::kError, "io", "task threw", {{"pool", name_}, {"what", thrown.what()}});
    }
    counts_.running.Add(-1);
  }
}

}  // namespace tenrec::io
