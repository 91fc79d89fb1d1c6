#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/engine.h"
#include "tenrec/io/thread.h"
#include "tenrec/retention/disk_survey.h"
#include "tenrec/retention/policies.h"

namespace tenrec::retention {

struct KeeperParts {
  Policies& policies;
  engine::Engine& engine;
  const Clock& clock;
  std::function<Result<DiskReport>()> survey;
  /// Told of each project whose events begin to go, and of the run's project, or of all of them
  /// when it is of none, once they are gone; may be empty.
  std::function<void(std::optional<TeamId>)> removed;
};

/// Removes what is older than it may be, behind everybody's back: once a day what is past a
/// project's days, and at once the oldest of all projects when the installation is over its budget,
/// until it is a twentieth below. Whole days in UTC; today and yesterday always stay. Whole months
/// are dropped, the rest is rewritten without what goes.
class Keeper {
 public:
  explicit Keeper(KeeperParts parts);
  /// As Stop.
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// One round: goes on with what was begun, or begins what is due. Threads: one caller at a time.
  Status RunOnce();
  void Start();
  void Stop();
  /// Begins a round now, because something was decided. Threads: any.
  void Wake();

 private:
  void Loop() EXCLUDES(mutex_);
  Status GoOn(const Run& run);
  Status StartRemoval(const Run& run);
  Status DropMonths(Timestamp before);
  Result<std::uint64_t> CountRows(std::optional<TeamId> team_id, Timestamp before);
  Status BeginByAge();
  Status BeginByBudget();
  Result<std::optional<Timestamp>> OldestDaysWorth(double bytes);

  const KeeperParts parts_;
  std::set<std::int64_t> begun_;           // runs of this process; a restart begins them again
  std::map<TeamId, Timestamp> looked_at_;  // up to where a project has nothing old
  bool is_stuck_ = false;

  Mutex mutex_;
  CondVar changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  bool woken_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

/// The first instant behind a partition of `events` (schema::EventPartition), from its name.
Timestamp EndOfPartition(std::string_view id);

}  // namespace tenrec::retention
