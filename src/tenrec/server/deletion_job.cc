#include "tenrec/server/deletion_job.h"

#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/store/event_deletion.h"

namespace tenrec::server {
namespace {

constexpr std::chrono::seconds kInterval{1};

}  // namespace

DeletionJob::DeletionJob(persons::PersonTasks& tasks, engine::Engine& engine,
                         std::function<std::uint64_t()> landed, std::function<void(TeamId)> deleted)
    : tasks_(tasks), engine_(engine), landed_(std::move(landed)), deleted_(std::move(deleted)) {
}

DeletionJob::~DeletionJob() {
  Stop();
}

void DeletionJob::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

void DeletionJob::Start() {
  thread_ = io::NamedThread("deletion", [this] { Loop(); });
}

void DeletionJob::Loop() {
  std::string last_words;
  while (true) {
    {
      const auto until = std::chrono::steady_clock::now() + kInterval;
      const MutexLock lock(mutex_);
      while (!stopping_ && stopped_.WaitUntil(mutex_, until)) {
      }
      if (stopping_) return;
    }
    const Status done = RunOnce();
    if (done || done.error().message == last_words) continue;
    last_words = done.error().message;
    LogLine(LogLevel::kWarning, "server", "events of deleted persons are still there",
            {{"why", last_words}});
  }
}

Status DeletionJob::RunOnce() {
  TRY_ASSIGN(const auto tasks, tasks_.WithEventsToDelete());
  if (tasks.empty()) return Ok();
  const std::uint64_t landed = landed_();
  for (const persons::PersonTask& task : tasks) {
    // Events that were acknowledged before somebody said so go too.
    if (task.log_position > landed || begun_.contains(task.id)) continue;
    TRY(store::StartEventDeletion(engine_, task.team_id, task.distinct_ids, task.created_at));
    begun_.insert(task.id);
  }
  if (begun_.empty()) return Ok();
  TRY_ASSIGN(const bool busy, store::IsDeletingEvents(engine_));
  if (busy) return Ok();
  for (const persons::PersonTask& task : tasks) {
    if (!begun_.contains(task.id)) continue;
    TRY(tasks_.Finish(task.id));
    begun_.erase(task.id);
    deleted_(task.team_id);
    LogLine(LogLevel::kInfo, "server", "events of deleted persons are gone",
            {{"project", std::to_string(task.team_id)},
             {"task", std::to_string(task.id)},
             {"distinct_ids", std::to_string(task.distinct_ids.size())}});
  }
  return Ok();
}

}  // namespace tenrec::server
