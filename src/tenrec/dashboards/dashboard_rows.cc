#include "tenrec/dashboards/dashboard_rows.h"

#include <utility>

#include "tenrec/activity/activity.h"
#include "tenrec/base/encoding.h"
#include "tenrec/dashboards/json_column.h"

namespace tenrec::dashboards {
namespace {

std::string SearchText(const Dashboard& dashboard) {
  std::string text = dashboard.name.value_or("") + "\n" + dashboard.description;
  for (const auto& tag : dashboard.tags) text += "\n" + tag;
  return ToLowerAscii(text);
}

template <typename Source>
Status CompleteFrom(Source& source, TeamId team_id, std::vector<Dashboard>& dashboards) {
  std::vector<std::int64_t> ids;
  ids.reserve(dashboards.size());
  for (const Dashboard& dashboard : dashboards) ids.push_back(dashboard.id);
  TRY_ASSIGN(auto tags, ReadTags(source, team_id, kDashboardTags, ids));
  for (Dashboard& dashboard : dashboards) dashboard.tags = std::move(tags[dashboard.id]);
  return Ok();
}

template <typename Source>
Result<Dashboard> FindIn(Source& source, TeamId team_id, std::int64_t id, bool also_deleted,
                         UserId viewer) {
  const std::string select =
      "SELECT " + std::string(kDashboardColumns) +
      " FROM dashboards d LEFT JOIN dashboard_views v ON v.dashboard_id = d.id AND v.user_id = $3 "
      "WHERE d.team_id = $1 AND d.id = $2";
  TRY_ASSIGN(const db::Rows rows, source.Query(select, {team_id, id, viewer}));
  if (rows.empty()) return NotFound("Not found.");
  std::vector<Dashboard> found{ReadDashboard(rows[0])};
  if (found[0].deleted && !also_deleted) return NotFound("Not found.");
  TRY(CompleteFrom(source, team_id, found));
  return std::move(found[0]);
}

}  // namespace

PrivilegeLevel PrivilegeOn(RestrictionLevel restriction, const std::optional<UserId>& owner,
                           UserId user, bool is_admin) {
  const bool may = restriction == RestrictionLevel::kEveryone || is_admin || owner == user;
  return may ? PrivilegeLevel::kEdit : PrivilegeLevel::kView;
}

PrivilegeLevel Dashboard::PrivilegeOf(UserId user, bool is_admin) const {
  return PrivilegeOn(restriction, created_by, user, is_admin);
}

Status RequireEdit(const Dashboard& dashboard, const Editor& editor) {
  if (dashboard.PrivilegeOf(editor.user, editor.is_admin) == PrivilegeLevel::kEdit) return Ok();
  return PermissionDenied("You don't have edit permissions for this dashboard.");
}

Dashboard ReadDashboard(const db::Row& row) {
  return {.id = row.Int(0),
          .team_id = row.Int(1),
          .name = row.OptionalText(2),
          .description = row.Text(3),
          .pinned = row.Bool(4),
          .deleted = row.Bool(5),
          .creation_mode = row.Text(6),
          .filters = ReadObjectColumn(row.Text(7)),
          .variables = ReadObjectColumn(row.Text(8)),
          .breakdown_colors = ReadArrayColumn(row.Text(9)),
          .data_color_theme_id = row.OptionalInt(10),
          .restriction = static_cast<RestrictionLevel>(row.Int(11)),
          .created_at = row.Time(12),
          .created_by = row.OptionalInt(13),
          .updated_at = row.Time(14),
          .last_accessed_at = row.OptionalTime(15),
          .last_viewed_at = row.OptionalTime(16),
          .tags = {},
          .is_shared = row.Bool(17)};
}

Status CompleteTags(db::Database& source, TeamId team_id, std::vector<Dashboard>& dashboards) {
  return CompleteFrom(source, team_id, dashboards);
}

Result<Dashboard> FindDashboard(db::Database& source, TeamId team_id, std::int64_t id,
                                bool also_deleted, UserId viewer) {
  return FindIn(source, team_id, id, also_deleted, viewer);
}
Result<Dashboard> FindDashboard(db::Transaction& source, TeamId team_id, std::int64_t id,
                                bool also_deleted, UserId viewer) {
  return FindIn(source, team_id, id, also_deleted, viewer);
}

Status InsertDashboard(db::Transaction& transaction, Dashboard& dashboard) {
  TRY_ASSIGN(dashboard.id, transaction.ReserveIds("dashboard"));
  TRY(transaction.Execute(
      "INSERT INTO dashboards (id, team_id, creation_mode, restriction_level, created_at, "
      "created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $5)",
      {dashboard.id, dashboard.team_id, dashboard.creation_mode,
       static_cast<int>(dashboard.restriction), dashboard.created_at, dashboard.created_by}));
  return SaveDashboard(transaction, dashboard);
}

Status SaveDashboard(db::Transaction& transaction, const Dashboard& dashboard) {
  TRY(transaction.Execute(
      "UPDATE dashboards SET name = $2, description = $3, pinned = $4, deleted = $5, "
      "filters = $6, variables = $7, breakdown_colors = $8, data_color_theme_id = $9, "
      "restriction_level = $10, updated_at = $11, search_text = $12 WHERE id = $1",
      {dashboard.id, dashboard.name, dashboard.description, dashboard.pinned, dashboard.deleted,
       PrintJson(dashboard.filters), PrintJson(dashboard.variables),
       PrintJson(dashboard.breakdown_colors), dashboard.data_color_theme_id,
       static_cast<int>(dashboard.restriction), dashboard.updated_at, SearchText(dashboard)}));
  return WriteTags(transaction, dashboard.team_id, kDashboardTags, dashboard.id, dashboard.tags);
}

JsonObject AuditedDashboard(const Dashboard& dashboard, const std::vector<Tile>& tiles) {
  JsonArray tags;
  for (const auto& tag : dashboard.tags) tags.emplace_back(tag);
  JsonArray numbers;
  for (const Tile& tile : tiles) numbers.emplace_back(tile.id);
  return {{"name", dashboard.name ? Json(*dashboard.name) : Json()},
          {"description", dashboard.description},
          {"pinned", dashboard.pinned},
          {"deleted", dashboard.deleted},
          {"filters", dashboard.filters},
          {"variables", dashboard.variables},
          {"breakdown_colors", dashboard.breakdown_colors},
          {"data_color_theme_id",
           dashboard.data_color_theme_id ? Json(*dashboard.data_color_theme_id) : Json()},
          {"restriction_level", static_cast<int>(dashboard.restriction)},
          {"tags", std::move(tags)},
          {"tiles", std::move(numbers)}};
}

Status RecordDashboard(db::Transaction& transaction, const Dashboard& dashboard,
                       const Editor& editor, std::string_view activity, JsonArray changes) {
  return activity::Record(transaction,
                          {.team_id = dashboard.team_id,
                           .scope = "Dashboard",
                           .id = dashboard.id,
                           .name = dashboard.name,
                           .changed_at = dashboard.updated_at},
                          editor.actor(), activity, std::move(changes));
}

}  // namespace tenrec::dashboards
