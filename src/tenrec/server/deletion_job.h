#pragma once

#include <cstdint>
#include <functional>
#include <set>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/engine.h"
#include "tenrec/io/thread.h"
#include "tenrec/persons/person_tasks.h"

namespace tenrec::server {

/// Removes the events of persons who were deleted with them, behind everybody's back. What a crash
/// interrupts is done again: the tasks are in the database.
class DeletionJob {
 public:
  /// `landed` gives the offset of the first event that may not be in the tables yet. `deleted` is
  /// told of each project whose events went.
  DeletionJob(persons::PersonTasks& tasks, engine::Engine& engine,
              std::function<std::uint64_t()> landed, std::function<void(TeamId)> deleted);
  /// As Stop.
  ~DeletionJob();
  DeletionJob(const DeletionJob&) = delete;
  DeletionJob& operator=(const DeletionJob&) = delete;

  /// One round: what can go now, goes. Threads: one caller at a time.
  Status RunOnce();
  void Start();
  void Stop();

 private:
  void Loop() EXCLUDES(mutex_);

  persons::PersonTasks& tasks_;
  engine::Engine& engine_;
  const std::function<std::uint64_t()> landed_;
  const std::function<void(TeamId)> deleted_;
  std::set<std::int64_t> begun_;  // of a round; a restart begins them again
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
