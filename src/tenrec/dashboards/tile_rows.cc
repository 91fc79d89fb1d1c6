#include "tenrec/dashboards/tile_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/json_column.h"
#include "tenrec/db/conditions.h"

namespace tenrec::dashboards {
namespace {

constexpr std::string_view kSelectTiles =
    "SELECT t.id, t.dashboard_id, t.insight_id, t.layouts, t.color, t.filters_overrides, "
    "t.show_description, t.transparent_background, x.id, x.body, x.created_by, "
    "x.last_modified_at, x.last_modified_by FROM tiles t "
    "LEFT JOIN text_cards x ON x.id = t.text_id LEFT JOIN insights i ON i.id = t.insight_id "
    "WHERE t.team_id = $1 AND t.dashboard_id = $2 AND NOT t.deleted "
    "AND (t.insight_id IS NULL OR NOT i.deleted) ORDER BY t.id";

Tile ReadTile(const db::Row& row) {
  Tile tile{.id = row.Int(0),
            .dashboard_id = row.Int(1),
            .insight_id = row.OptionalInt(2),
            .text = std::nullopt,
            .layouts = ReadObjectColumn(row.Text(3)),
            .color = row.OptionalText(4),
            .filters_overrides = ReadJsonColumn(row.OptionalText(5)),
            .show_description = row.OptionalBool(6),
            .transparent_background = row.OptionalBool(7)};
  if (!row.IsNull(8)) {
    tile.text = TextCard{.id = row.Int(8),
                         .body = row.Text(9),
                         .created_by = row.OptionalInt(10),
                         .last_modified_at = row.Time(11),
                         .last_modified_by = row.OptionalInt(12)};
  }
  return tile;
}

template <typename Source>
Result<std::vector<Tile>> ReadTilesFrom(Source& source, TeamId team_id, std::int64_t dashboard_id) {
  TRY_ASSIGN(const db::Rows rows, source.Query(kSelectTiles, {team_id, dashboard_id}));
  std::vector<Tile> tiles;
  for (const db::Row row : rows) tiles.push_back(ReadTile(row));
  return tiles;
}

// Whether the insight's tile was there before, and shows again.
Result<bool> Revive(db::Transaction& transaction, Tile& tile) {
  if (!tile.insight_id) return false;
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query("SELECT id FROM tiles WHERE dashboard_id = $1 AND insight_id = $2",
                               {tile.dashboard_id, tile.insight_id}));
  if (rows.empty()) return false;
  tile.id = rows[0].Int(0);
  TRY(transaction.Execute("UPDATE tiles SET deleted = FALSE WHERE id = $1", {tile.id}));
  return true;
}

Status CheckDashboards(db::Transaction& transaction, TeamId team_id,
                       const std::set<std::int64_t>& added, const Editor& editor) {
  const std::vector<std::int64_t> ids(added.begin(), added.end());
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  where.Add("NOT deleted");
  where.Add("id IN " + where.BindList(ids));
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query(
                 "SELECT id, restriction_level, created_by FROM dashboards WHERE " + where.text(),
                 where.params()));
  std::set<std::int64_t> found;
  for (const db::Row row : rows) {
    found.insert(row.Int(0));
    const auto level = static_cast<RestrictionLevel>(row.Int(1));
    if (PrivilegeOn(level, row.OptionalInt(2), editor.user, editor.is_admin) ==
        PrivilegeLevel::kView) {
      return PermissionDenied("You don't have permission to add insights to dashboard: " +
                              std::to_string(row.Int(0)));
    }
  }
  for (const std::int64_t id : added) {
    if (found.contains(id)) continue;
    return InvalidArgument("Invalid pk \"" + std::to_string(id) + "\" - object does not exist.")
        .WithTag("does_not_exist")
        .WithField("dashboards");
  }
  return Ok();
}

}  // namespace

Result<std::vector<Tile>> ReadTiles(db::Database& source, TeamId team_id,
                                    std::int64_t dashboard_id) {
  return ReadTilesFrom(source, team_id, dashboard_id);
}
Result<std::vector<Tile>> ReadTiles(db::Transaction& source, TeamId team_id,
                                    std::int64_t dashboard_id) {
  return ReadTilesFrom(source, team_id, dashboard_id);
}

Status InsertTile(db::Transaction& transaction, TeamId team_id, Tile& tile) {
  TRY_ASSIGN(const bool revived, Revive(transaction, tile));
  if (revived) return Ok();
  std::optional<std::int64_t> text_id;
  if (tile.text) {
    TextCard& text = *tile.text;
    TRY_ASSIGN(text.id, transaction.ReserveIds("text_card"));
    text_id = text.id;
    TRY(
        transaction.Execute("INSERT INTO text_cards (id, team_id, body, created_by, "
                            "last_modified_at, last_modified_by) VALUES ($1, $2, $3, $4, $5, $6)",
                            {text.id, team_id, text.body, text.created_by, text.last_modified_at,
                             text.last_modified_by}));
  }
  TRY_ASSIGN(tile.id, transaction.ReserveIds("tile"));
  TRY(
      transaction.Execute("INSERT INTO tiles (id, team_id, dashboard_id, insight_id, text_id) "
                          "VALUES ($1, $2, $3, $4, $5)",
                          {tile.id, team_id, tile.dashboard_id, tile.insight_id, text_id}));
  return SaveTile(transaction, tile);
}

Status SaveTile(db::Transaction& transaction, const Tile& tile) {
  TRY(transaction.Execute(
      "UPDATE tiles SET layouts = $2, color = $3, filters_overrides = $4, show_description = $5, "
      "transparent_background = $6, deleted = $7 WHERE id = $1",
      {tile.id, PrintJson(tile.layouts), tile.color, JsonColumn(tile.filters_overrides),
       tile.show_description, tile.transparent_background, tile.deleted}));
  if (!tile.text) return Ok();
  TRY(transaction.Execute(
      "UPDATE text_cards SET body = $2, last_modified_at = $3, last_modified_by = $4 WHERE id = $1",
      {tile.text->id, tile.text->body, tile.text->last_modified_at, tile.text->last_modified_by}));
  return Ok();
}

Status PlaceInsight(db::Transaction& transaction, TeamId team_id, std::int64_t insight_id,
                    const std::vector<std::int64_t>& dashboards, const Editor& editor) {
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query("SELECT t.id, t.dashboard_id FROM tiles t JOIN dashboards d ON "
                               "d.id = t.dashboard_id WHERE t.insight_id = $1 AND NOT t.deleted "
                               "AND NOT d.deleted",
                               {insight_id}));
  std::set<std::int64_t> added(dashboards.begin(), dashboards.end());
  std::vector<std::int64_t> removed;
  for (const db::Row row : rows) {
    if (added.erase(row.Int(1)) == 0) removed.push_back(row.Int(0));
  }
  TRY(CheckDashboards(transaction, team_id, added, editor));
  for (const std::int64_t id : added) {
    Tile tile{.dashboard_id = id, .insight_id = insight_id};
    TRY(InsertTile(transaction, team_id, tile));
  }
  for (const std::int64_t tile : removed) {
    TRY(transaction.Execute("UPDATE tiles SET deleted = TRUE WHERE id = $1", {tile}));
  }
  return Ok();
}

}  // namespace tenrec::dashboards
