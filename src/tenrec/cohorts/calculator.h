#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/cancel.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/cohorts/cohorts.h"
#include "tenrec/cohorts/csv.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/io/thread.h"
#include "tenrec/query/query.h"
#include "tenrec/store/cohort_members.h"

namespace tenrec::accounts {
struct Team;
}
namespace tenrec::query {
struct Occasion;
}

namespace tenrec::cohorts {

struct CalculatorOptions {
  /// How often it looks for cohorts that are due.
  std::chrono::seconds interval{30};
  /// Members older than this are found anew.
  std::chrono::seconds max_age{900};
  /// Members that nothing can have changed are found anew only then.
  std::chrono::seconds max_unchanged_age{86'400};
  /// What one calculation may cost.
  std::chrono::milliseconds max_execution_time{600'000};
  std::uint64_t max_memory_bytes = 0;
};

/// What the calculator needs from the rest of the house; everything outlives it.
struct CalculatorParts {
  engine::Engine& engine;
  const schema::PropertyLayoutHolder& layout;
  std::function<hogql::PropertyTypeLookup(TeamId)> property_types;
  std::function<std::vector<std::string>(TeamId)> group_types;
  std::function<Result<std::shared_ptr<const insights::NamedSets>>(TeamId)> named_sets;
  /// nullptr for a project that is gone.
  std::function<std::shared_ptr<const accounts::Team>(TeamId)> team;
  /// Runs a question from start to end, for cohorts that are made of its persons.
  std::function<query::Answer(const query::QueryRequest&)> ask;
  /// How many events of the project have landed; empty: nobody counts.
  std::function<std::int64_t(TeamId)> landed_events;
  const Clock& clock;
  Metrics& metrics;
};

/// Finds the members of cohorts and writes them. Questions read the members of before until the new
/// ones are complete.
/// Threads: any. Static cohorts are changed by the caller's thread, one change after another;
///          the others are calculated by a thread of its own, one at a time.
class Calculator {
 public:
  Calculator(Cohorts& cohorts, CalculatorParts parts, CalculatorOptions options);
  /// As Stop.
  ~Calculator();
  Calculator(const Calculator&) = delete;
  Calculator& operator=(const Calculator&) = delete;

  void Start();
  /// Cancels what runs and waits for it.
  void Stop();

  /// Has a cohort calculated soon; it shows as being calculated at once.
  Status Ask(TeamId team_id, std::int64_t id) EXCLUDES(mutex_);
  /// Calculates it now, and the cohorts that it names before if they never were.
  Status Calculate(TeamId team_id, std::int64_t id) EXCLUDES(mutex_);
  /// One look at what is due, and at what can be deleted.
  Status RunOnce() EXCLUDES(mutex_);

  /// Adds the people of a list to a static cohort; those that are nobody are skipped.
  Status Add(const Cohort& cohort, const PersonList& list) EXCLUDES(mutex_);
  /// Takes a person out of a static cohort.
  /// Errors: kNotFound when they are not in it.
  Status Remove(const Cohort& cohort, const Uuid& person) EXCLUDES(mutex_);
  /// Adds whoever is in another cohort now.
  Status AddMembersOf(const Cohort& cohort, const Cohort& other) EXCLUDES(mutex_);

 private:
  class Busy;

  Result<std::unique_ptr<query::Occasion>> OccasionFor(TeamId team_id) const;
  /// Finds the condition on `person_id`, writes who it holds for, and makes that the members.
  Status Write(const Cohort& cohort,
               const std::function<Result<hogql::ExprPtr>(const query::Occasion&)>& condition)
      EXCLUDES(mutex_);
  Result<Outcome> WriteVersion(const Cohort& cohort, std::int64_t version,
                               const query::Occasion& occasion, hogql::ExprPtr condition);
  Result<hogql::ExprPtr> Definition(const Cohort& cohort, const query::Occasion& occasion) const;
  Result<hogql::ExprPtr> PersonsOfQuery(const Cohort& cohort,
                                        const query::Occasion& occasion) const;
  Status CalculateInner(TeamId team_id, std::int64_t id, int depth);
  bool IsUnchanged(const Cohort& cohort) EXCLUDES(mutex_);
  Status DeleteOldVersions();
  void Loop() EXCLUDES(mutex_);

  Cohorts& cohorts_;
  const CalculatorParts parts_;
  const CalculatorOptions options_;
  store::CohortMembersWriter writer_;
  const std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();

  Mutex mutex_;
  CondVar changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::deque<std::pair<TeamId, std::int64_t>> waiting_ GUARDED_BY(mutex_);
  /// Cohorts whose members are being written.
  std::set<std::int64_t> busy_ GUARDED_BY(mutex_);
  struct Begun {
    /// How many events had landed by then.
    std::int64_t landed = 0;
    Timestamp at;
  };
  /// By cohort: its last calculation.
  std::map<std::int64_t, Begun> landed_ GUARDED_BY(mutex_);
  io::NamedThread thread_;
};

}  // namespace tenrec::cohorts
