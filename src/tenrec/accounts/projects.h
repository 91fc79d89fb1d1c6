#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/accounts/team_lookup.h"
#include "tenrec/accounts/user.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// Makes the dashboard that a new project begins with, in the transaction that makes the project,
/// and gives its number.
using FurnishProject = std::function<Result<std::int64_t>(db::Transaction&, TeamId)>;

/// Projects, in the database and in the directory that the hot paths read.
/// Threads: any.
/// Source:  rest-api.md 13
class Projects {
 public:
  /// `furnish` may be empty: projects then begin without a dashboard.
  Projects(db::Database& database, const Clock& clock, TeamDirectory& directory,
           FurnishProject furnish = {});

  /// Fills the directory; once at start.
  Status Load();

  /// By id.
  Result<std::vector<Team>> ListOf(const Uuid& organization_id);
  /// Those of every organization of the user, by id.
  Result<std::vector<Team>> ListFor(UserId user_id);

  /// Makes a project from the posted fields; `creator_email` excludes the team's own traffic.
  Result<Team> Create(const Organization& organization, const JsonObject& body,
                      std::string_view creator_email);
  /// Applies the members of `patch` that may be written; unknown and read-only ones are ignored.
  /// Errors: kInvalidArgument with tag and field, kNotFound.
  Result<Team> Update(TeamId id, const JsonObject& patch);
  /// Configuration is gone at once; the id is noted in `deleted_teams` for who removes its events.
  Status Delete(TeamId id);

  /// A new `phc_…`; the old one stops working at once.
  Result<Team> ResetToken(TeamId id);
  /// A new `phs_…`; the one before stays valid as the backup.
  Result<Team> RotateSecretToken(TeamId id);
  Result<Team> DeleteSecretTokenBackup(TeamId id);

  /// The first event has come. Costs nothing after the first call.
  Status MarkIngestedEvent(TeamId id);

  /// Takes a project out of the directory after its rows were deleted.
  void Forget(TeamId id);

 private:
  template <typename Change>
  Result<Team> ChangeRow(TeamId id, const Change& change) EXCLUDES(change_mutex_);

  db::Database& database_;
  const Clock& clock_;
  TeamDirectory& directory_;
  const FurnishProject furnish_;
  /// Held over a change and its copy to the directory, so that both see changes in one order.
  Mutex change_mutex_;
};

/// Makes a project inside a larger transaction; the caller puts it into the directory.
Result<Team> InsertTeam(db::Transaction& transaction, const Organization& organization,
                        const JsonObject& body, std::string_view creator_email, Timestamp now,
                        const FurnishProject& furnish);
Status DeleteTeamRows(db::Transaction& transaction, TeamId id, Timestamp now);

/// Whether a PATCH names nothing but settings, for which the scope project:read is enough.
bool TouchesOnlySettings(const JsonObject& patch);

}  // namespace tenrec::accounts
