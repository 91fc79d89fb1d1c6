#include "tenrec/store/events_writer.h"

#include <chrono>
#include <deque>
#include <pthread.h>
#include <thread>
#include <utility>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/schema/schema.h"

namespace tenrec::store {
namespace {

constexpr std::size_t kThreads = 2;
constexpr std::size_t kMaxWaiting = 1;
// Rows of a batch whose memory the next one will want.
constexpr std::size_t kWorthKeeping = 1000;
// How long without a batch until that memory is given back.
constexpr std::chrono::seconds kIdle{5};

struct Job {
  EventBatch batch;
  std::string token;
  UniqueFunction<void(Status)> done;
};

}  // namespace

struct EventsWriter::State {
  State(engine::Engine& target, const schema::PropertyLayoutHolder& holder, const Clock& time,
        Metrics& metrics)
      : engine(target),
        layout(holder),
        clock(time),
        rows(metrics.GetCounter("store_event_rows_total")),
        batches_ok(metrics.GetCounter("store_event_batches_total", {{"result", "ok"}})),
        batches_failed(metrics.GetCounter("store_event_batches_total", {{"result", "failed"}})),
        seconds(metrics.GetHistogram("store_event_batch_seconds")),
        waiting(metrics.GetGauge("store_event_batches_waiting")) {
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([this] { Run(); });
      pthread_setname_np(threads.back().native_handle(), "store-events");
    }
  }

  ~State() {
    {
      const MutexLock lock(mutex);
      stopping = true;
      changed.NotifyAll();
    }
    for (std::thread& thread : threads) thread.join();
  }

  EventBatch NewBatch() EXCLUDES(mutex) {
    const auto now = layout.Current();
    {
      const MutexLock lock(mutex);
      while (!spare.empty()) {
        EventBatch batch = std::move(spare.back());
        spare.pop_back();
        if (batch.layout() != now) continue;
        batch.Clear(clock.Now());
        return batch;
      }
    }
    return {now, clock.Now()};
  }

  /// Keeps the memory of a large batch for the next one; an idle server gives it back.
  void Recycle(EventBatch batch) EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    if (batch.rows() < kWorthKeeping) {
      spare.clear();
    } else if (spare.size() < kThreads) {
      spare.push_back(std::move(batch));
    }
  }

  /// `block` is where the rows are encoded, kept for its memory.
  Status Insert(EventBatch batch, std::string token, std::string& block) EXCLUDES(mutex) {
    const std::size_t count = batch.rows();
    if (count == 0) return Ok();
    const auto start = std::chrono::steady_clock::now();
    const std::vector<std::string> columns = batch.columns();
    batch.Encode(block);
    Recycle(std::move(batch));
    // Ingestion tells repeated events apart. Merging a block with itself to look for them would
    // copy it row by row, which costs as much as the rest of the insert.
    auto inserted =
        engine.Insert(schema::EventsTable().name, columns, block,
                      {.dedup_token = std::move(token), .settings = {{"optimize_on_insert", "0"}}});
    if (count < kWorthKeeping) block = std::string();
    (inserted ? batches_ok : batches_failed).Add();
    if (inserted) rows.Add(count);
    seconds.Observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return inserted;
  }

  void Run() EXCLUDES(mutex) {
    std::string block;
    while (true) {
      std::deque<Job> taken;
      {
        const MutexLock lock(mutex);
        while (jobs.empty() && !stopping) {
          if (changed.WaitUntil(mutex, std::chrono::steady_clock::now() + kIdle)) continue;
          spare.clear();
          block = std::string();
        }
        if (jobs.empty()) return;
        taken.push_back(std::move(jobs.front()));
        jobs.pop_front();
        waiting.Set(static_cast<std::int64_t>(jobs.size()));
        changed.NotifyAll();
      }
      Job& job = taken.front();
      job.done(Insert(std::move(job.batch), std::move(job.token), block));
    }
  }

  engine::Engine& engine;
  const schema::PropertyLayoutHolder& layout;
  const Clock& clock;
  Counter& rows;
  Counter& batches_ok;
  Counter& batches_failed;
  Histogram& seconds;
  Gauge& waiting;

  Mutex mutex;
  CondVar changed;
  std::deque<Job> jobs GUARDED_BY(mutex);
  std::vector<EventBatch> spare GUARDED_BY(mutex);
  bool stopping GUARDED_BY(mutex) = false;
  std::vector<std::thread> threads;
};

EventsWriter::EventsWriter(engine::Engine& engine, const schema::PropertyLayoutHolder& layout,
                           const Clock& clock, Metrics& metrics)
    : state_(std::make_unique<State>(engine, layout, clock, metrics)) {
}

EventsWriter::~EventsWriter() = default;

EventBatch EventsWriter::NewBatch() const {
  return state_->NewBatch();
}

Status EventsWriter::Insert(EventBatch batch, std::string token) {
  std::string block;
  return state_->Insert(std::move(batch), std::move(token), block);
}

void EventsWriter::Submit(EventBatch batch, std::string token, UniqueFunction<void(Status)> done) {
  const MutexLock lock(state_->mutex);
  while (state_->jobs.size() >= kMaxWaiting) state_->changed.Wait(state_->mutex);
  state_->jobs.push_back({std::move(batch), std::move(token), std::move(done)});
  state_->waiting.Set(static_cast<std::int64_t>(state_->jobs.size()));
  state_->changed.NotifyAll();
}

}  // namespace tenrec::store
