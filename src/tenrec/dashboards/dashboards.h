#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/dashboards/editor.h"
#include "tenrec/dashboards/tags.h"
#include "tenrec/dashboards/tile.h"
#include "tenrec/db/database.h"

namespace tenrec::dashboards {

/// A page of tiles.
struct Dashboard {
  std::int64_t id = 0;
  TeamId team_id = 0;
  std::optional<std::string> name;
  std::string description;
  bool pinned = false;
  bool deleted = false;
  /// "default", "template", "duplicate" or "unlisted".
  std::string creation_mode = "default";
  /// What every tile's own filters give way to.
  JsonObject filters;
  /// By the id of the variable.
  JsonObject variables;
  JsonArray breakdown_colors;
  std::optional<std::int64_t> data_color_theme_id;
  RestrictionLevel restriction = RestrictionLevel::kEveryone;
  Timestamp created_at;
  std::optional<UserId> created_by;
  Timestamp updated_at;
  /// By anybody.
  std::optional<Timestamp> last_accessed_at;
  /// By who asks; only in lists and Find.
  std::optional<Timestamp> last_viewed_at;
  std::vector<std::string> tags;
  /// Whoever has its link may look at it.
  bool is_shared = false;

  PrivilegeLevel PrivilegeOf(UserId user, bool is_admin) const;
};

/// What one person may do on a dashboard of that level.
PrivilegeLevel PrivilegeOn(RestrictionLevel restriction, const std::optional<UserId>& owner,
                           UserId user, bool is_admin);

/// A tile to double on its own dashboard.
struct TileCopy {
  std::int64_t id = 0;
  std::optional<JsonObject> layouts;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct DashboardChange {
  std::optional<std::optional<std::string>> name;
  std::optional<std::string> description;
  std::optional<bool> pinned;
  std::optional<bool> deleted;
  /// With `deleted`: also the insights that are on no other dashboard.
  bool delete_insights = false;
  std::optional<JsonObject> filters;
  std::optional<JsonObject> variables;
  std::optional<JsonArray> breakdown_colors;
  std::optional<std::optional<std::int64_t>> data_color_theme_id;
  std::optional<RestrictionLevel> restriction;
  std::optional<std::vector<std::string>> tags;
  /// Changes of single tiles; those that are not named stay.
  std::vector<TileChange> tiles;
  std::vector<TileCopy> duplicate_tiles;
};

/// Which dashboards to list; what is empty does not filter.
struct DashboardFilter {
  enum class Order { kPinnedThenName, kName, kCreatedAt, kLastAccessedAt, kLastViewedAt };

  bool deleted = false;
  std::string search;
  std::optional<bool> pinned;
  std::vector<std::string> tags;
  std::vector<UserId> created_by;
  std::string creation_mode;
  /// Leaves out those that PostHog's flags and experiments make by themselves.
  bool exclude_generated = false;
  Order order = Order::kPinnedThenName;
  bool descending = false;
  std::size_t limit = 100;
  std::size_t offset = 0;
};

struct ListedDashboards {
  std::vector<Dashboard> dashboards;
  /// Of all that match, also those of other pages.
  std::size_t total = 0;
};

/// What a dashboard is made of when it is not empty.
struct DashboardPlan {
  std::string name;
  std::string description;
  JsonObject filters;
  JsonObject variables;
  std::vector<std::string> tags;
  /// As in a template: {"type": "INSIGHT", "name", "description", "query", "layouts", "color"} or
  /// {"type": "TEXT", "body", "layouts", "color"}.
  JsonArray tiles;
};

/// The dashboards of all projects.
/// Threads: any.
/// Source:  rest-api.md 15
class Dashboards {
 public:
  Dashboards(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<ListedDashboards> List(TeamId team_id, const DashboardFilter& filter, UserId viewer);
  /// Errors: kNotFound, also for a deleted one and for that of another project.
  Result<Dashboard> Find(TeamId team_id, std::int64_t id, UserId viewer);
  /// The tiles that show, in reading order of the breakpoint, "sm" or "xs".
  Result<std::vector<Tile>> Tiles(TeamId team_id, std::int64_t id,
                                  std::string_view breakpoint = "sm");

  /// Errors: kInvalidArgument with field.
  Result<Dashboard> Create(TeamId team_id, const DashboardChange& change, const Editor& editor);
  /// With the tiles of the plan; what the change says goes before what the plan says.
  Result<Dashboard> CreateFromPlan(TeamId team_id, const DashboardPlan& plan,
                                   const DashboardChange& change, const Editor& editor);
  /// With the tiles of another one: its insights themselves, or copies of them.
  /// Errors: as Create; kInvalidArgument, field "use_dashboard", when there is no such dashboard.
  enum class CopyDepth { kShareInsights, kCopyInsights };
  Result<Dashboard> Duplicate(TeamId team_id, std::int64_t source, CopyDepth depth,
                              const DashboardChange& change, const Editor& editor);
  /// A change with `deleted = false` also finds deleted ones, and brings back the insights that
  /// went with it.
  /// Errors: kNotFound, kInvalidArgument with field, kPermissionDenied.
  Result<Dashboard> Update(TeamId team_id, std::int64_t id, const DashboardChange& change,
                           const Editor& editor);
  /// As Update, of nothing but tags.
  Result<Dashboard> UpdateTags(TeamId team_id, std::int64_t id, TagAction action,
                               const std::vector<std::string>& tags, const Editor& editor);

  /// Errors: kNotFound, kPermissionDenied; kInvalidArgument when the insight is there already.
  Status MoveTile(TeamId team_id, std::int64_t from, std::int64_t tile, std::int64_t to,
                  const Editor& editor);
  Status CopyTile(TeamId team_id, std::int64_t from, std::int64_t tile, std::int64_t to,
                  const Editor& editor);
  /// Puts the tiles in this order, those that are not named after them.
  /// Errors: kInvalidArgument for a tile named twice, kNotFound for one of another dashboard.
  Status ReorderTiles(TeamId team_id, std::int64_t id, const std::vector<std::int64_t>& order,
                      const Editor& editor);

  /// Every tag on insights and dashboards of the project, in alphabetical order.
  Result<std::vector<std::string>> TagsInUse(TeamId team_id) { return AllTags(database_, team_id); }

  /// Notes that the user looks at it now.
  Status MarkViewed(TeamId team_id, std::int64_t id, UserId user);

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// Makes the dashboard that a new project begins with (FirstDashboard), by nobody, pinned; gives
/// its number. Source: rest-api.md 13.1
Result<std::int64_t> InsertFirstDashboard(db::Transaction& transaction, TeamId team_id,
                                          Timestamp now);

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::dashboards
