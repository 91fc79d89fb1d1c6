#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tenrec/activity/activity.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/insights/named_sets.h"

namespace tenrec::cohorts {

/// A set of persons with a name: of a list that people made, or of what persons are and did.
struct Cohort {
  std::int64_t id = 0;
  TeamId team_id = 0;
  std::optional<std::string> name;
  std::string description;
  /// As they were sent, in the old form.
  JsonArray groups;
  /// {"properties": group}.
  Json filters;
  /// A query whose persons the set was made of; null for none.
  Json query;
  bool is_static = false;
  bool deleted = false;
  bool is_calculating = false;
  std::optional<Timestamp> last_calculation;
  std::int64_t errors_calculating = 0;
  std::optional<std::string> last_error_message;
  std::optional<std::int64_t> count;
  /// Which stored members count, and which are being written.
  std::optional<std::int64_t> version;
  std::optional<std::int64_t> pending_version;
  /// The same for the same members.
  std::string checksum;
  std::optional<UserId> created_by;
  Timestamp created_at;
  Timestamp updated_at;

  /// "static", "person_property" or "behavioral".
  std::string_view type() const;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct CohortChange {
  std::optional<std::optional<std::string>> name;
  std::optional<std::string> description;
  std::optional<JsonArray> groups;
  std::optional<Json> filters;
  std::optional<Json> query;
  std::optional<bool> is_static;
  std::optional<bool> deleted;
};

struct CohortFilter {
  /// A part of the name, in any case.
  std::string search;
  std::optional<bool> is_static;
  std::optional<UserId> created_by;
  bool hide_behavioral = false;
  bool also_deleted = false;
};

/// One attempt to find the members.
struct Calculation {
  Uuid id;
  Timestamp started_at;
  std::optional<Timestamp> finished_at;
  std::optional<std::int64_t> count;
  std::optional<std::string> error;
  std::optional<std::string> error_code;
};

/// What a calculation came to.
struct Outcome {
  std::int64_t version = 0;
  std::int64_t count = 0;
  std::string checksum;
};

/// Stored members that no question reads any more.
struct OldVersion {
  std::int64_t cohort_id = 0;
  std::int64_t version = 0;
};

/// The definitions of all cohorts, and how their calculations went. Who is in them, the calculator
/// writes (calculator.h).
/// Threads: any.
/// Source:  rest-api.md 17
class Cohorts {
 public:
  Cohorts(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Newest first; those that are not deleted unless the filter asks for them too.
  Result<std::vector<Cohort>> List(TeamId team_id, const CohortFilter& filter = {});
  /// Also one that is deleted, so that it can be restored.
  /// Errors: kNotFound, also for the cohort of another project.
  Result<Cohort> Find(TeamId team_id, std::int64_t id);
  /// Errors: kInvalidArgument for filters that make no sense, or that name a cohort that is not
  ///         there.
  Result<Cohort> Create(TeamId team_id, const CohortChange& change, const activity::Actor& by);
  /// Errors: also kInvalidArgument for cohorts that would name each other in a loop.
  Result<Cohort> Update(TeamId team_id, std::int64_t id, const CohortChange& change,
                        const activity::Actor& by);

  /// The cohorts as questions name them; `stamp` tells their members apart.
  Status AddTo(TeamId team_id, insights::NamedSets& sets);

  /// Marks it as being calculated and gives the version that its members are written as.
  Result<std::int64_t> Begin(const Cohort& cohort);
  /// The members of `outcome.version` count from now on.
  Status Finish(const Cohort& cohort, const Calculation& calculation, const Outcome& outcome);
  /// What counted before counts still.
  Status Fail(const Cohort& cohort, std::int64_t version, const Calculation& calculation,
              const Error& error);
  /// Nothing can have changed its members, so they are as good as calculated now.
  Status KeepMembers(const Cohort& cohort);
  /// Shown while it waits for its calculation.
  Status MarkWaiting(TeamId team_id, std::int64_t id);

  /// The last calculations, newest first.
  Result<std::vector<Calculation>> History(TeamId team_id, std::int64_t id);
  /// Cohorts of all projects that were calculated before `before` or before their last edit, or
  /// never; those that fail again and again come ever more rarely.
  Result<std::vector<Cohort>> Due(Timestamp before, std::size_t limit);
  /// Those that name this one in their filters.
  Result<std::vector<Cohort>> Dependents(TeamId team_id, std::int64_t id);

  /// Replaced before `before`.
  Result<std::vector<OldVersion>> OldVersions(Timestamp before);
  Status ForgetOldVersions(std::span<const OldVersion> versions);

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::cohorts
