#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "tenrec/api/api.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/io/thread.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {

/// Fills projects with the events of a made-up product while the server runs, through the log and
/// ingestion as any others. What was begun is gone on with after a restart: the same events come
/// again, and those that are there already are known by their ids.
/// Threads: any.
class SampleData {
 public:
  SampleData(Installation& under, ingest::Ingester& ingester);
  /// As Stop.
  ~SampleData();
  SampleData(const SampleData&) = delete;
  SampleData& operator=(const SampleData&) = delete;

  /// Goes on with what was not finished, and waits for more.
  void Start();
  void Stop();

  /// Gives the project its dashboard and puts it at the end of the queue.
  /// Errors: kFailedPrecondition when several wait already.
  Status Fill(TeamId team_id) EXCLUDES(mutex_);
  /// nullopt: the project is not being filled, or it is full.
  std::optional<api::SampleProgress> ProgressOf(TeamId team_id) EXCLUDES(mutex_);

 private:
  struct Job {
    TeamId team_id = 0;
    std::int64_t events = 0;
    Timestamp ends_at;
  };

  Status ReadJobs() EXCLUDES(mutex_);
  void Loop() EXCLUDES(mutex_);
  Status Write(const Job& job) EXCLUDES(mutex_);
  /// False when the server stops or the project is gone.
  bool GoesOn(TeamId team_id) EXCLUDES(mutex_);

  Installation& under_;
  ingest::Ingester& ingester_;
  Mutex mutex_;
  CondVar changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  /// The first is being written.
  std::deque<Job> jobs_ GUARDED_BY(mutex_);
  std::int64_t written_ GUARDED_BY(mutex_) = 0;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
