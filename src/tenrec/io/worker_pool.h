#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/io/thread.h"

namespace tenrec::io {

/// A fixed number of threads for work that blocks, behind a queue that says no when full.
/// A task that throws is logged and counted; the thread goes on.
/// Counts:  io_pool_queued{pool}, io_pool_running{pool}, io_pool_wait_seconds{pool},
///          io_pool_tasks_total{pool,result=done|threw|refused}
/// Threads: any, except that Stop must not be called from a task.
class WorkerPool {
 public:
  /// Without metrics nothing is counted.
  WorkerPool(std::string name, int threads, std::size_t max_queued, Metrics* metrics = nullptr);
  /// As Stop.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Queues the task; false when the queue is full or the pool stops, and the task is dropped.
  [[nodiscard]] bool TrySubmit(UniqueFunction<void()> task) EXCLUDES(mutex_);

  /// Takes no more tasks, runs those that are queued, and joins the threads.
  void Stop() EXCLUDES(mutex_);

  std::size_t queued() const EXCLUDES(mutex_);

 private:
  struct Waiting {
    UniqueFunction<void()> task;
    std::chrono::steady_clock::time_point since;
  };
  struct Instruments {
    Gauge& queued;
    Gauge& running;
    Histogram& wait;
    Counter& done;
    Counter& threw;
    Counter& refused;
  };

  void Work() EXCLUDES(mutex_);

  const std::string name_;
  const std::size_t max_queued_;
  Metrics own_metrics_;
  Instruments counts_;

  mutable Mutex mutex_;
  std::deque<Waiting> waiting_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  CondVar changed_;

  std::vector<NamedThread> threads_;  // touched by the constructor and Stop only
};

}  // namespace tenrec::io
