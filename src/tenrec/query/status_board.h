#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/progress.h"
#include "tenrec/query/failure.h"

namespace tenrec::query {

/// How far a background question is.
struct QueryStatus {
  std::string id;
  TeamId team = 0;
  bool complete = false;
  std::optional<Failure> failure;
  /// The whole response, printed.
  std::shared_ptr<const Answer> results;
  /// Of the run that answers it; nullptr until there is one.
  std::shared_ptr<const engine::QueryProgress> progress;
  Timestamp start_time;
  std::optional<Timestamp> pickup_time;
  std::optional<Timestamp> end_time;
  std::optional<Timestamp> expiration_time;
};

/// Appends the object of queries.md 1.4; `query_progress` only when it is asked for.
enum class ShowProgress : bool { kNo, kYes };
void AppendStatus(const QueryStatus& status, Timestamp now, ShowProgress progress,
                  std::string& out);

/// The background questions that run, and those that ended a while ago.
/// Threads: any.
class StatusBoard {
 public:
  StatusBoard(const Clock& clock, std::chrono::milliseconds time_to_live)
      : clock_(clock), time_to_live_(time_to_live) {}

  QueryStatus Start(TeamId team, std::string id) EXCLUDES(mutex_);
  void PickUp(TeamId team, const std::string& id) EXCLUDES(mutex_);
  void Watch(TeamId team, const std::string& id,
             std::shared_ptr<const engine::QueryProgress> progress) EXCLUDES(mutex_);
  void Finish(TeamId team, const std::string& id, std::shared_ptr<const Answer> results,
              std::optional<Failure> failure) EXCLUDES(mutex_);
  std::optional<QueryStatus> Find(TeamId team, const std::string& id) EXCLUDES(mutex_);
  /// Forgets the question whose answer has waited longest; false when there is none.
  bool DropOldestAnswer() EXCLUDES(mutex_);

 private:
  using Key = std::pair<TeamId, std::string>;
  void DropOld() REQUIRES(mutex_);

  const Clock& clock_;
  const std::chrono::milliseconds time_to_live_;
  Mutex mutex_;
  std::map<Key, QueryStatus> statuses_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::query
