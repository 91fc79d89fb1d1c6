#include "tenrec/store/events_writer.h"

#include <deque>
#include <pthread.h>
#include <thread>
#include <utility>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/schema/schema.h"

namespace tenrec::store {
namespace {

constexpr int kThreads = 2;
constexpr std::size_t kMaxWaiting = 1;

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
    for (int i = 0; i < kThreads; ++i) {
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

  Status Insert(EventBatch batch, std::string token) {
    if (batch.rows() == 0) return Ok();
    const auto start = std::chrono::steady_clock::now();
    const std::size_t count = batch.rows();
    const std::vector<std::string> columns = batch.columns();
    std::string block = batch.Encode();
    // The batch is as large as the block; one of them is enough while the engine works.
    {
      const EventBatch gone = std::move(batch);
    }
    auto inserted = engine.Insert(schema::EventsTable().name, columns, block,
                                  {.dedup_token = std::move(token), .settings = {}});
    (inserted ? batches_ok : batches_failed).Add();
    if (inserted) rows.Add(count);
    seconds.Observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return inserted;
  }

  void Run() EXCLUDES(mutex) {
    while (true) {
      std::deque<Job> taken;
      {
        const MutexLock lock(mutex);
        while (jobs.empty() && !stopping) changed.Wait(mutex);
        if (jobs.empty()) return;
        taken.push_back(std::move(jobs.front()));
        jobs.pop_front();
        waiting.Set(static_cast<std::int64_t>(jobs.size()));
        changed.NotifyAll();
      }
      Job& job = taken.front();
      job.done(Insert(std::move(job.batch), std::move(job.token)));
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
  bool stopping GUARDED_BY(mutex) = false;
  std::vector<std::thread> threads;
};

EventsWriter::EventsWriter(engine::Engine& engine, const schema::PropertyLayoutHolder& layout,
                           const Clock& clock, Metrics& metrics)
    : state_(std::make_unique<State>(engine, layout, clock, metrics)) {
}

EventsWriter::~EventsWriter() = default;

EventBatch EventsWriter::NewBatch() const {
  return EventBatch(state_->layout.Current(), state_->clock.Now());
}

Status EventsWriter::Insert(EventBatch batch, std::string token) {
  return state_->Insert(std::move(batch), std::move(token));
}

void EventsWriter::Submit(EventBatch batch, std::string token, UniqueFunction<void(Status)> done) {
  const MutexLock lock(state_->mutex);
  while (state_->jobs.size() >= kMaxWaiting) state_->changed.Wait(state_->mutex);
  state_->jobs.push_back({std::move(batch), std::move(token), std::move(done)});
  state_->waiting.Set(static_cast<std::int64_t>(state_->jobs.size()));
  state_->changed.NotifyAll();
}

}  // namespace tenrec::store
