#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"

namespace tenrec::dashboards {

/// What one person pinned to the sidebar.
struct Shortcut {
  Uuid id;
  /// What it is called there.
  std::string path;
  /// "dashboard", "insight", "cohort", …
  std::string type;
  /// The thing's number or short id.
  std::optional<std::string> ref;
  std::optional<std::string> href;
  Timestamp created_at;
};

/// What to change; nullopt leaves a field alone.
struct ShortcutChange {
  std::optional<std::string> path;
  std::optional<std::string> type;
  std::optional<std::optional<std::string>> ref;
  std::optional<std::optional<std::string>> href;
};

/// Pins, each person's own, in an order of their own.
/// Threads: any.
/// Source:  rest-api.md 36.5
class Shortcuts {
 public:
  Shortcuts(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// In the person's order.
  Result<std::vector<Shortcut>> List(TeamId team_id, UserId user);
  /// At the end. What is pinned already keeps its place and is given back.
  /// Errors: kResourceExhausted when there are 500.
  Result<Shortcut> Add(TeamId team_id, UserId user, const ShortcutChange& change);
  /// Errors: kNotFound, also for those of others.
  Result<Shortcut> Update(TeamId team_id, UserId user, const Uuid& id,
                          const ShortcutChange& change);
  Status Remove(TeamId team_id, UserId user, const Uuid& id);
  /// Those that are not named come after the others.
  /// Errors: kInvalidArgument, field "ordered_ids", for one that is not there.
  Status Reorder(TeamId team_id, UserId user, const std::vector<Uuid>& order);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::dashboards
