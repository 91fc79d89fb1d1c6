#pragma once

#include <string_view>

#include "tenrec/dashboards/dashboards.h"

/// Rows of the table dashboards as values. Private to the room.
namespace tenrec::dashboards {

/// Columns of `FROM dashboards d LEFT JOIN dashboard_views v`.
inline constexpr std::string_view kDashboardColumns =
    "d.id, d.team_id, d.name, d.description, d.pinned, d.deleted, d.creation_mode, d.filters, "
    "d.variables, d.breakdown_colors, d.data_color_theme_id, d.restriction_level, d.created_at, "
    "d.created_by, d.updated_at, d.last_accessed_at, v.last_viewed_at, EXISTS (SELECT 1 FROM "
    "sharing s WHERE s.kind = 'Dashboard' AND s.item_id = d.id AND s.enabled)";
Dashboard ReadDashboard(const db::Row& row);

/// Fills the tags.
Status CompleteTags(db::Database& source, TeamId team_id, std::vector<Dashboard>& dashboards);

/// With the last view of `viewer`. Errors: kNotFound.
Result<Dashboard> FindDashboard(db::Database& source, TeamId team_id, std::int64_t id,
                                bool also_deleted, UserId viewer);
Result<Dashboard> FindDashboard(db::Transaction& source, TeamId team_id, std::int64_t id,
                                bool also_deleted, UserId viewer);

/// Gives a new dashboard its number and writes it with its tags.
Status InsertDashboard(db::Transaction& transaction, Dashboard& dashboard);
/// Writes what may change, with its tags.
Status SaveDashboard(db::Transaction& transaction, const Dashboard& dashboard);

/// Writes to the activity log what differs. `tiles` are the numbers of the tiles that show.
Status RecordDashboard(db::Transaction& transaction, const Dashboard& dashboard,
                       const Editor& editor, std::string_view activity, JsonArray changes);
JsonObject AuditedDashboard(const Dashboard& dashboard, const std::vector<Tile>& tiles);

/// Errors: kPermissionDenied unless the editor may change the dashboard.
Status RequireEdit(const Dashboard& dashboard, const Editor& editor);

}  // namespace tenrec::dashboards
