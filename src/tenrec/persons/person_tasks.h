#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/activity/activity.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/persons/groups.h"
#include "tenrec/persons/persons.h"

namespace tenrec::persons {

/// Where a task stands.
enum class TaskState : std::uint8_t {
  kWaiting,         // for ingestion to reach the end of the log as it was when the task came
  kDeletingEvents,  // persons are done; events go in the background
  kDone,
};
std::string_view TaskStateName(TaskState state);

/// Persons that shall go, their events, or both.
struct DeletePersons {
  std::vector<Uuid> persons;
  bool keep_persons = false;
  bool delete_events = false;
};

/// One person whose distinct ids shall each be a person again.
struct SplitPerson {
  Uuid person;
  /// Stays with the person and its properties; absent: the person keeps one id and no properties.
  std::optional<std::string> main_distinct_id;
};

/// A group that is made or changed by hand. The texts of values are compact JSON.
struct ChangeGroup {
  int type_index = 0;
  std::string key;
  std::vector<std::pair<std::string, std::string>> set;
  std::vector<std::string> unset;
};

/// A task as it is shown and as it is carried out.
struct PersonTask {
  std::int64_t id = 0;
  TeamId team_id = 0;
  std::string kind;  // "delete", "split", "group"
  std::string request;
  TaskState state = TaskState::kWaiting;
  /// One past the last record of the log that was acknowledged before the task came.
  std::uint64_t log_position = 0;
  /// Whose events shall go.
  std::vector<std::string> distinct_ids;
  Timestamp created_at;
  std::optional<Timestamp> finished_at;
};

/// That the events of some persons were to go, of those acknowledged before `log_position`.
struct EventRemoval {
  TeamId team_id = 0;
  std::uint64_t log_position = 0;
  std::vector<Uuid> persons;
};
/// All there ever were, carried out or not.
Result<std::vector<EventRemoval>> ReadEventRemovals(db::Database& database);

/// What people ask to be done to persons and groups, beside what events say. A task waits in the
/// database until ingestion, the only writer of persons, has reached its place in the log, so that
/// it is ordered among the events; then persons change in one transaction together with the mirror.
/// Threads: any, except Run, which is ingestion's.
class PersonTasks {
 public:
  /// `log_end` gives the offset behind the last acknowledged event.
  PersonTasks(db::Database& database, const Clock& clock, std::function<std::uint64_t()> log_end);

  /// Each gives the number of the task, which is durable by then. `actor` is whom the activity log
  /// names.
  Result<std::int64_t> Add(TeamId team_id, const DeletePersons& wish, const activity::Actor& actor);
  Result<std::int64_t> Add(TeamId team_id, const SplitPerson& wish, const activity::Actor& actor);
  Result<std::int64_t> Add(TeamId team_id, const ChangeGroup& wish, const activity::Actor& actor);
  /// Remembers what somebody changed through an event.
  Status NoteChange(TeamId team_id, const Uuid& person, std::string_view property,
                    const activity::Actor& actor);

  /// Waits until persons are as the task wants them; false when the time ran out first, which
  /// changes nothing: the task stays.
  bool WaitFor(std::int64_t task, std::chrono::milliseconds timeout) EXCLUDES(mutex_);

  /// Deletions of a project, newest first.
  Result<std::vector<PersonTask>> Deletions(TeamId team_id, std::size_t limit);

  /// What a task did, for the mirror.
  struct Changes {
    Persons::Changes persons;
    std::vector<ChangedGroup> groups;
  };
  /// Carries out every task whose place is at or before `position`, in order, each in a transaction
  /// that `mirror` belongs to: when it fails, the task waits on. True when persons in memory are
  /// out of date.
  Result<bool> Run(std::uint64_t position,
                   const std::function<Status(const PersonTask&, const Changes&)>& mirror)
      EXCLUDES(mutex_);

  /// Tasks whose events still have to go.
  Result<std::vector<PersonTask>> WithEventsToDelete();
  Status Finish(std::int64_t task);

 private:
  Result<std::int64_t> AddTask(TeamId team_id, std::string_view kind, const JsonObject& request,
                               std::span<const activity::Entry> entries) EXCLUDES(mutex_);

  db::Database& database_;
  const Clock& clock_;
  const std::function<std::uint64_t()> log_end_;
  std::atomic<bool> has_waiting_ = true;  // until the table says otherwise
  Mutex mutex_;
  std::uint64_t rounds_ GUARDED_BY(mutex_) = 0;
  CondVar changed_;
};

}  // namespace tenrec::persons
