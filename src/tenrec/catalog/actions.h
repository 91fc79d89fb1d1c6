#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/activity/activity.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"

namespace tenrec::catalog {

/// Events that a project calls by one name: those that fit any of the steps.
struct Action {
  std::int64_t id = 0;
  TeamId team_id = 0;
  std::optional<std::string> name;
  std::string description;
  std::vector<std::string> tags;
  bool post_to_slack = false;
  std::string slack_message_format;
  /// Objects with every key that a step may have; null where nothing is asked.
  JsonArray steps;
  bool deleted = false;
  std::optional<UserId> created_by;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp last_calculated_at;
  std::optional<Timestamp> pinned_at;
  std::optional<std::string> creation_context;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct ActionChange {
  std::optional<std::optional<std::string>> name;
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> tags;
  std::optional<bool> post_to_slack;
  std::optional<std::string> slack_message_format;
  /// As NormalizeSteps gives them.
  std::optional<JsonArray> steps;
  std::optional<bool> deleted;
  /// Pins it now, or takes the pin away.
  std::optional<bool> pinned;
  std::optional<std::optional<std::string>> creation_context;
};

struct ActionFilter {
  /// A part of the name, in any case.
  std::string search;
  /// One of them must be there, when there are any.
  std::vector<std::string> tags;
  bool also_deleted = false;
};

/// The steps with every key they may have, in a fixed order; keys that nobody knows are left out.
/// Errors: kInvalidArgument with the field, such as "steps__1__url_matching".
/// Source: rest-api.md 18
Result<JsonArray> NormalizeSteps(const JsonArray& steps);

/// The actions of all projects.
/// Threads: any.
/// Source:  rest-api.md 18
class Actions {
 public:
  Actions(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// By name; those that are not deleted unless the filter asks for them too.
  Result<std::vector<Action>> List(TeamId team_id, const ActionFilter& filter = {});
  /// Also one that is deleted, so that it can be restored.
  /// Errors: kNotFound, also for the action of another project.
  Result<Action> Find(TeamId team_id, std::int64_t id);
  /// Errors: kInvalidArgument (tag "unique") when another action has the name.
  Result<Action> Create(TeamId team_id, const ActionChange& change, const activity::Actor& by);
  Result<Action> Update(TeamId team_id, std::int64_t id, const ActionChange& change,
                        const activity::Actor& by);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::catalog
