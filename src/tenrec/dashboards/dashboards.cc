#include "tenrec/dashboards/dashboards.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "tenrec/activity/activity.h"
#include "tenrec/base/encoding.h"
#include "tenrec/dashboards/dashboard_rows.h"
#include "tenrec/dashboards/insight_rows.h"
#include "tenrec/dashboards/legacy_filters.h"
#include "tenrec/dashboards/templates.h"
#include "tenrec/dashboards/tile_rows.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::dashboards {
namespace {

using Order = DashboardFilter::Order;

constexpr std::string_view kFrom =
    " FROM dashboards d LEFT JOIN dashboard_views v ON v.dashboard_id = d.id AND v.user_id = ";
constexpr std::string_view kGeneratedPrefix = "generated dashboard:%";

Error Wrong(std::string message, std::string tag, std::string field) {
  return InvalidArgument(std::move(message)).WithTag(std::move(tag)).WithField(std::move(field));
}

bool IsText(const Json& json) {
  return json.is_string();
}
bool IsObject(const Json& json) {
  return json.is_object();
}
bool IsFilters(const Json& json) {
  return json.is_array() || json.is_object();
}

struct FilterField {
  std::string_view name;
  bool (*fits)(const Json&);
  std::string_view says;
};
constexpr std::array<FilterField, 6> kFilterFields{
    {{"date_from", IsText, "a date such as 2026-01-31 or -7d"},
     {"date_to", IsText, "a date such as 2026-01-31 or -7d"},
     {"interval", IsText, "a word such as day"},
     {"properties", IsFilters, "a list of property filters"},
     {"breakdown_filter", IsObject, "an object"},
     {"compareFilter", IsObject, "an object"}}};

// Filters are good when a plain trend takes them.
Status CheckFilters(const JsonObject& filters) {
  for (const auto& [name, fits, says] : kFilterFields) {
    const Json* value = filters.if_contains(name);
    if (value == nullptr || value->is_null() || fits(*value)) continue;
    return Wrong(std::string(name) + " must be " + std::string(says) + ".", "invalid_input",
                 "filters");
  }
  const Json trend =
      JsonObject{{"kind", "TrendsQuery"},
                 {"series", JsonArray{JsonObject{{"kind", "EventsNode"}, {"event", nullptr}}}}};
  const auto overridden = query::WithOverrides(trend, filters, Json());
  const Status checked = overridden ? query::CheckQuery(*overridden) : overridden.error();
  if (checked) return Ok();
  return Wrong(checked.error().message, "invalid_input", "filters");
}

Status Check(const DashboardChange& change) {
  if (change.filters) TRY(CheckFilters(*change.filters));
  for (const TileChange& tile : change.tiles) {
    const bool filtered = tile.filters_overrides && tile.filters_overrides->is_object();
    if (!filtered) continue;
    Status checked = CheckFilters(tile.filters_overrides->get_object());
    if (!checked) return std::move(checked).error().WithField("tiles");
  }
  return Ok();
}

void Apply(const DashboardChange& change, Dashboard& dashboard) {
  if (change.name) dashboard.name = *change.name;
  if (change.description) dashboard.description = *change.description;
  if (change.pinned) dashboard.pinned = *change.pinned;
  if (change.deleted) dashboard.deleted = *change.deleted;
  if (change.filters) dashboard.filters = *change.filters;
  if (change.variables) dashboard.variables = *change.variables;
  if (change.breakdown_colors) dashboard.breakdown_colors = *change.breakdown_colors;
  if (change.data_color_theme_id) dashboard.data_color_theme_id = *change.data_color_theme_id;
  if (change.restriction) dashboard.restriction = *change.restriction;
  if (change.tags) dashboard.tags = NormalizeTags(*change.tags);
}

Status CheckRestriction(const Dashboard& before, const DashboardChange& change,
                        const Editor& editor) {
  const bool changes = change.restriction && *change.restriction != before.restriction;
  if (!changes || editor.is_admin || before.created_by == editor.user) return Ok();
  return PermissionDenied(
      "Only the dashboard owner and project admins have the restriction rights required to change "
      "the dashboard's restriction level.");
}

void Apply(const TileChange& change, const Editor& editor, Timestamp now, Tile& tile) {
  if (change.layouts) tile.layouts = *change.layouts;
  if (change.color) tile.color = *change.color;
  if (change.filters_overrides) tile.filters_overrides = *change.filters_overrides;
  if (change.show_description) tile.show_description = *change.show_description;
  if (change.transparent_background) tile.transparent_background = *change.transparent_background;
  if (change.deleted) tile.deleted = *change.deleted;
  if (!change.text || (tile.text && tile.text->body == *change.text)) return;
  if (!tile.text) tile.text = TextCard{.created_by = editor.maker()};
  tile.text->body = *change.text;
  tile.text->last_modified_at = now;
  tile.text->last_modified_by = editor.maker();
}

// The tile of the dashboard, also one that was taken away, so that it can come back.
Result<Tile> FindTile(db::Transaction& transaction, TeamId team_id, std::int64_t dashboard_id,
                      std::int64_t tile_id) {
  TRY_ASSIGN(const db::Rows deleted,
             transaction.Query("UPDATE tiles SET deleted = FALSE WHERE id = $1 AND team_id = $2 "
                               "AND dashboard_id = $3 AND deleted RETURNING id",
                               {tile_id, team_id, dashboard_id}));
  TRY_ASSIGN(const std::vector<Tile> tiles, ReadTiles(transaction, team_id, dashboard_id));
  const auto found = std::ranges::find(tiles, tile_id, &Tile::id);
  if (found == tiles.end()) return NotFound("Not found.");
  Tile tile = *found;
  tile.deleted = !deleted.empty();
  return tile;
}

Status ChangeTiles(db::Transaction& transaction, const Dashboard& dashboard,
                   const std::vector<TileChange>& changes, const Editor& editor, Timestamp now) {
  for (const TileChange& change : changes) {
    if (!change.id) {
      Tile tile{.dashboard_id = dashboard.id};
      Apply(change, editor, now, tile);
      TRY(InsertTile(transaction, dashboard.team_id, tile));
      continue;
    }
    auto tile = FindTile(transaction, dashboard.team_id, dashboard.id, *change.id);
    if (!tile && tile.error().code == ErrorCode::kNotFound) {
      return Wrong("Tile " + std::to_string(*change.id) + " is not on this dashboard.",
                   "does_not_exist", "tiles");
    }
    if (!tile) return std::move(tile).error();
    if (change.text && !tile->text) {
      return Wrong("Tile " + std::to_string(*change.id) + " shows an insight, not a text.",
                   "invalid_input", "tiles");
    }
    Apply(change, editor, now, *tile);
    TRY(SaveTile(transaction, *tile));
  }
  return Ok();
}

// A copy of the insight of a tile, on no dashboard yet.
Result<std::int64_t> CopyInsight(db::Transaction& transaction, TeamId team_id,
                                 std::int64_t insight_id, const Editor& editor, Timestamp now) {
  TRY_ASSIGN(SavedInsight copy,
             FindInsight(transaction, team_id, std::to_string(insight_id), false));
  if (copy.name && !copy.name->empty()) {
    copy.name = std::string(Utf8Prefix(*copy.name, 393)) + " (Copy)";
  }
  copy.created_at = copy.updated_at = copy.last_modified_at = now;
  copy.created_by = copy.last_modified_by = editor.maker();
  copy.favorited = false;
  TRY(InsertInsight(transaction, copy));
  return copy.id;
}

Result<Tile> CopyOf(db::Transaction& transaction, TeamId team_id, const Tile& source,
                    Dashboards::CopyDepth depth, const Editor& editor, Timestamp now) {
  Tile copy = source;
  if (copy.text) {
    copy.text->created_by = copy.text->last_modified_by = editor.maker();
    copy.text->last_modified_at = now;
  }
  if (copy.insight_id && depth == Dashboards::CopyDepth::kCopyInsights) {
    TRY_ASSIGN(copy.insight_id, CopyInsight(transaction, team_id, *copy.insight_id, editor, now));
  }
  return copy;
}

// An insight can be on a dashboard only once, so its double is another insight.
Status DuplicateTiles(db::Transaction& transaction, const Dashboard& dashboard,
                      const std::vector<TileCopy>& copies, const Editor& editor, Timestamp now) {
  for (const TileCopy& copy : copies) {
    TRY_ASSIGN(const auto tiles, ReadTiles(transaction, dashboard.team_id, dashboard.id));
    const auto source = std::ranges::find(tiles, copy.id, &Tile::id);
    if (source == tiles.end()) {
      return Wrong("Tile " + std::to_string(copy.id) + " is not on this dashboard.",
                   "does_not_exist", "duplicate_tiles");
    }
    TRY_ASSIGN(Tile tile, CopyOf(transaction, dashboard.team_id, *source,
                                 Dashboards::CopyDepth::kCopyInsights, editor, now));
    if (copy.layouts) tile.layouts = *copy.layouts;
    TRY(InsertTile(transaction, dashboard.team_id, tile));
  }
  return Ok();
}

// Insights that are on this dashboard and no other go with it, and come back with it.
Status DeleteOrRestoreInsights(db::Transaction& transaction, const Dashboard& dashboard,
                               const DashboardChange& change) {
  if (!change.deleted) return Ok();
  if (*change.deleted && change.delete_insights) {
    TRY(transaction.Execute(
        "UPDATE insights SET deleted = TRUE, deleted_with = $1 WHERE team_id = $2 AND NOT deleted "
        "AND id IN (SELECT insight_id FROM tiles WHERE dashboard_id = $1 AND NOT deleted) AND "
        "NOT EXISTS (SELECT 1 FROM tiles t JOIN dashboards d ON d.id = t.dashboard_id WHERE "
        "t.insight_id = insights.id AND NOT t.deleted AND NOT d.deleted AND d.id <> $1)",
        {dashboard.id, dashboard.team_id}));
  }
  if (!*change.deleted) {
    TRY(
        transaction.Execute("UPDATE insights SET deleted = FALSE, deleted_with = NULL WHERE "
                            "deleted_with = $1 AND team_id = $2",
                            {dashboard.id, dashboard.team_id}));
  }
  return Ok();
}

Result<Dashboard> UpdateIn(db::Transaction& transaction, const Dashboard& before,
                           const DashboardChange& change, const Editor& editor, Timestamp now) {
  TRY(RequireEdit(before, editor));
  TRY(CheckRestriction(before, change, editor));
  Dashboard after = before;
  Apply(change, after);
  TRY_ASSIGN(const auto tiles_before, ReadTiles(transaction, before.team_id, before.id));
  TRY(ChangeTiles(transaction, before, change.tiles, editor, now));
  TRY(DuplicateTiles(transaction, before, change.duplicate_tiles, editor, now));
  TRY_ASSIGN(const auto tiles_after, ReadTiles(transaction, before.team_id, before.id));
  TRY(DeleteOrRestoreInsights(transaction, before, change));
  JsonArray changes = activity::Changes("Dashboard", AuditedDashboard(before, tiles_before),
                                        AuditedDashboard(after, tiles_after));
  if (changes.empty()) return before;
  after.updated_at = now;
  TRY(SaveDashboard(transaction, after));
  TRY(RecordDashboard(transaction, after, editor, activity::EditOf(before.deleted, after.deleted),
                      std::move(changes)));
  return after;
}

Dashboard NewDashboard(TeamId team_id, std::string_view mode, const Editor& editor, Timestamp now) {
  return {.team_id = team_id,
          .creation_mode = std::string(mode),
          .created_at = now,
          .created_by = editor.maker(),
          .updated_at = now};
}

std::string TextOf(const Json& object, std::string_view key) {
  return std::string(StringMember(object, key).value_or(""));
}

std::optional<std::string> NonEmpty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

Result<Json> QueryOf(const Json& planned) {
  if (const Json* query = FindMember(planned, "query"); query != nullptr && query->is_object()) {
    Status checked = query::CheckQuery(*query);
    if (!checked) return Wrong(checked.error().message, "invalid_input", "tiles");
    return *query;
  }
  const Json* filters = FindMember(planned, "filters");
  if (filters == nullptr || !filters->is_object()) {
    return Wrong("A tile of type INSIGHT needs a `query`.", "required", "tiles");
  }
  auto query = QueryFromFilters(filters->get_object());
  if (!query) return std::move(query).error().WithField("tiles");
  return query;
}

Result<Tile> PlannedTile(db::Transaction& transaction, const Dashboard& dashboard,
                         const Json& planned, const Editor& editor) {
  const Timestamp now = dashboard.created_at;
  Tile tile{.dashboard_id = dashboard.id, .color = NonEmpty(TextOf(planned, "color"))};
  if (const Json* layouts = FindMember(planned, "layouts");
      layouts != nullptr && layouts->is_object()) {
    tile.layouts = layouts->get_object();
  }
  const std::string type = TextOf(planned, "type");
  if (type == "TEXT") {
    tile.text = TextCard{.body = TextOf(planned, "body"),
                         .created_by = editor.maker(),
                         .last_modified_at = now,
                         .last_modified_by = editor.maker()};
    return tile;
  }
  if (type != "INSIGHT") {
    return Wrong("A tile is of type INSIGHT or TEXT, not '" + type + "'.", "invalid_choice",
                 "tiles");
  }
  SavedInsight insight{.team_id = dashboard.team_id,
                       .name = NonEmpty(TextOf(planned, "name")),
                       .description = NonEmpty(TextOf(planned, "description")),
                       .saved = true,
                       .created_at = now,
                       .created_by = editor.maker(),
                       .updated_at = now,
                       .last_modified_at = now,
                       .last_modified_by = editor.maker()};
  TRY_ASSIGN(insight.query, QueryOf(planned));
  TRY(InsertInsight(transaction, insight));
  tile.insight_id = insight.id;
  return tile;
}

Result<Dashboard> InsertPlanned(db::Transaction& transaction, TeamId team_id,
                                const DashboardPlan& plan, const DashboardChange& change,
                                const Editor& editor, Timestamp now) {
  const std::string_view mode = plan.tiles.empty() ? "default" : "template";
  Dashboard dashboard = NewDashboard(team_id, mode, editor, now);
  dashboard.name = NonEmpty(plan.name);
  dashboard.description = plan.description;
  dashboard.filters = plan.filters;
  dashboard.variables = plan.variables;
  dashboard.tags = NormalizeTags(plan.tags);
  Apply(change, dashboard);
  dashboard.deleted = false;
  TRY(InsertDashboard(transaction, dashboard));
  for (const Json& planned : plan.tiles) {
    TRY_ASSIGN(Tile tile, PlannedTile(transaction, dashboard, planned, editor));
    TRY(InsertTile(transaction, team_id, tile));
  }
  TRY(RecordDashboard(transaction, dashboard, editor, "created", JsonArray()));
  return dashboard;
}

// Both dashboards of a tile that changes place, which the editor must be allowed to change.
Result<Tile> TileToPlace(db::Transaction& transaction, TeamId team_id, std::int64_t from,
                         std::int64_t tile_id, std::int64_t to, const Editor& editor) {
  for (const std::int64_t id : {from, to}) {
    TRY_ASSIGN(const Dashboard dashboard,
               FindDashboard(transaction, team_id, id, false, editor.user));
    TRY(RequireEdit(dashboard, editor));
  }
  TRY_ASSIGN(const auto tiles, ReadTiles(transaction, team_id, from));
  const auto found = std::ranges::find(tiles, tile_id, &Tile::id);
  if (found == tiles.end()) return NotFound("Not found.");
  TRY_ASSIGN(const auto there, ReadTiles(transaction, team_id, to));
  const bool already =
      from != to && found->insight_id &&
      std::ranges::find(there, found->insight_id, &Tile::insight_id) != there.end();
  if (already) {
    return InvalidArgument("This insight is already on the destination dashboard.")
        .WithTag("invalid_input");
  }
  return *found;
}

db::Conditions ConditionsOf(TeamId team_id, const DashboardFilter& filter) {
  db::Conditions where;
  where.Add("d.team_id = " + where.Bind(team_id));
  where.Add(filter.deleted ? "d.deleted" : "NOT d.deleted");
  if (!filter.search.empty()) {
    where.Add("d.search_text LIKE " + where.Bind(db::LikeAnywhere(ToLowerAscii(filter.search))) +
              " ESCAPE '\\'");
  }
  if (filter.pinned) where.Add(*filter.pinned ? "d.pinned" : "NOT d.pinned");
  if (!filter.tags.empty()) {
    AddTagCondition(where, team_id, kDashboardTags, "d.id", NormalizeTags(filter.tags));
  }
  if (!filter.created_by.empty()) {
    where.Add("d.created_by IN " + where.BindList(filter.created_by));
  }
  if (!filter.creation_mode.empty()) {
    where.Add("d.creation_mode = " + where.Bind(filter.creation_mode));
  }
  if (filter.exclude_generated) {
    where.Add("d.search_text NOT LIKE " + where.Bind(kGeneratedPrefix));
  }
  return where;
}

std::string OrderBy(const DashboardFilter& filter) {
  const std::string way = filter.descending ? " DESC" : "";
  const auto by = [&](std::string_view column) {
    return std::string(column) + " IS NULL, " + std::string(column) + way + ", d.id DESC";
  };
  switch (filter.order) {
    case Order::kPinnedThenName:
      return "d.pinned DESC, d.search_text, d.id";
    case Order::kName:
      return "d.search_text" + way + ", d.id";
    case Order::kCreatedAt:
      return by("d.created_at");
    case Order::kLastAccessedAt:
      return by("d.last_accessed_at");
    case Order::kLastViewedAt:
      return by("v.last_viewed_at");
  }
  return "d.id";
}

}  // namespace

Result<std::int64_t> InsertFirstDashboard(db::Transaction& transaction, TeamId team_id,
                                          Timestamp now) {
  TRY_ASSIGN(const Dashboard made, InsertPlanned(transaction, team_id, FirstDashboard(),
                                                 {.pinned = true}, Editor{.is_admin = true}, now));
  return made.id;
}

Result<ListedDashboards> Dashboards::List(TeamId team_id, const DashboardFilter& filter,
                                          UserId viewer) {
  db::Conditions where = ConditionsOf(team_id, filter);
  TRY_ASSIGN(
      const db::Rows counted,
      database_.Query("SELECT COUNT(*) FROM dashboards d WHERE " + where.text(), where.params()));
  ListedDashboards listed{.dashboards = {}, .total = static_cast<std::size_t>(counted[0].Int(0))};
  std::string select = "SELECT " + std::string(kDashboardColumns) + std::string(kFrom);
  select += where.Bind(viewer) + " WHERE " + where.text() + " ORDER BY " + OrderBy(filter);
  select += " LIMIT " + where.Bind(filter.limit);
  select += " OFFSET " + where.Bind(filter.offset);
  TRY_ASSIGN(const db::Rows rows, database_.Query(select, where.params()));
  for (const db::Row row : rows) listed.dashboards.push_back(ReadDashboard(row));
  TRY(CompleteTags(database_, team_id, listed.dashboards));
  return listed;
}

Result<Dashboard> Dashboards::Find(TeamId team_id, std::int64_t id, UserId viewer) {
  return FindDashboard(database_, team_id, id, false, viewer);
}

Result<std::vector<Tile>> Dashboards::Tiles(TeamId team_id, std::int64_t id,
                                            std::string_view breakpoint) {
  TRY_ASSIGN(std::vector<Tile> tiles, ReadTiles(database_, team_id, id));
  SortByLayout(tiles, breakpoint);
  return tiles;
}

Result<Dashboard> Dashboards::Create(TeamId team_id, const DashboardChange& change,
                                     const Editor& editor) {
  return CreateFromPlan(team_id, {}, change, editor);
}

Result<Dashboard> Dashboards::CreateFromPlan(TeamId team_id, const DashboardPlan& plan,
                                             const DashboardChange& change, const Editor& editor) {
  TRY(Check(change));
  TRY(CheckFilters(plan.filters));
  return database_.Transact([&](db::Transaction& transaction) {
    return InsertPlanned(transaction, team_id, plan, change, editor, clock_.Now());
  });
}

Result<Dashboard> Dashboards::Duplicate(TeamId team_id, std::int64_t source, CopyDepth depth,
                                        const DashboardChange& change, const Editor& editor) {
  TRY(Check(change));
  return database_.Transact([&](db::Transaction& transaction) -> Result<Dashboard> {
    auto original = FindDashboard(transaction, team_id, source, false, editor.user);
    if (!original) {
      if (original.error().code != ErrorCode::kNotFound) return std::move(original).error();
      return Wrong("Invalid value provided", "does_not_exist", "use_dashboard");
    }
    Dashboard copy = NewDashboard(team_id, "duplicate", editor, clock_.Now());
    copy.name = original->name;
    copy.description = original->description;
    copy.filters = original->filters;
    copy.variables = original->variables;
    copy.breakdown_colors = original->breakdown_colors;
    copy.data_color_theme_id = original->data_color_theme_id;
    copy.tags = original->tags;
    Apply(change, copy);
    copy.deleted = false;
    TRY(InsertDashboard(transaction, copy));
    TRY_ASSIGN(const auto tiles, ReadTiles(transaction, team_id, source));
    for (const Tile& tile : tiles) {
      TRY_ASSIGN(Tile doubled, CopyOf(transaction, team_id, tile, depth, editor, copy.created_at));
      doubled.dashboard_id = copy.id;
      TRY(InsertTile(transaction, team_id, doubled));
    }
    TRY(RecordDashboard(transaction, copy, editor, "created", JsonArray()));
    return copy;
  });
}

Result<Dashboard> Dashboards::Update(TeamId team_id, std::int64_t id, const DashboardChange& change,
                                     const Editor& editor) {
  TRY(Check(change));
  return database_.Transact([&](db::Transaction& transaction) -> Result<Dashboard> {
    TRY_ASSIGN(const Dashboard before,
               FindDashboard(transaction, team_id, id, change.deleted == false, editor.user));
    return UpdateIn(transaction, before, change, editor, clock_.Now());
  });
}

Result<Dashboard> Dashboards::UpdateTags(TeamId team_id, std::int64_t id, TagAction action,
                                         const std::vector<std::string>& tags,
                                         const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Dashboard> {
    TRY_ASSIGN(const Dashboard before, FindDashboard(transaction, team_id, id, false, editor.user));
    DashboardChange change;
    change.tags = ChangeTags(action, before.tags, tags);
    return UpdateIn(transaction, before, change, editor, clock_.Now());
  });
}

Status Dashboards::MoveTile(TeamId team_id, std::int64_t from, std::int64_t tile_id,
                            std::int64_t to, const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const Tile tile, TileToPlace(transaction, team_id, from, tile_id, to, editor));
    if (from == to) return Ok();
    // The place may be held by a tile that was taken away.
    TRY(transaction.Execute("DELETE FROM tiles WHERE dashboard_id = $1 AND insight_id = $2",
                            {to, tile.insight_id}));
    TRY(transaction.Execute("UPDATE tiles SET dashboard_id = $2 WHERE id = $1", {tile_id, to}));
    return Ok();
  });
}

Status Dashboards::CopyTile(TeamId team_id, std::int64_t from, std::int64_t tile_id,
                            std::int64_t to, const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const Tile tile, TileToPlace(transaction, team_id, from, tile_id, to, editor));
    const CopyDepth depth = from == to ? CopyDepth::kCopyInsights : CopyDepth::kShareInsights;
    TRY_ASSIGN(Tile copy, CopyOf(transaction, team_id, tile, depth, editor, clock_.Now()));
    copy.dashboard_id = to;
    return InsertTile(transaction, team_id, copy);
  });
}

Status Dashboards::ReorderTiles(TeamId team_id, std::int64_t id,
                                const std::vector<std::int64_t>& order, const Editor& editor) {
  if (std::set<std::int64_t>(order.begin(), order.end()).size() != order.size()) {
    return Wrong("Each tile can be named once.", "invalid_input", "tile_order");
  }
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const Dashboard dashboard,
               FindDashboard(transaction, team_id, id, false, editor.user));
    TRY(RequireEdit(dashboard, editor));
    TRY_ASSIGN(std::vector<Tile> tiles, ReadTiles(transaction, team_id, id));
    SortByLayout(tiles, "sm");
    std::map<std::int64_t, Tile*> rest;
    std::vector<Tile*> ordered;
    for (Tile& tile : tiles) rest.emplace(tile.id, &tile);
    for (const std::int64_t tile : order) {
      const auto found = rest.find(tile);
      if (found == rest.end()) return NotFound("Not found.");
      ordered.push_back(found->second);
      rest.erase(found);
    }
    for (Tile& tile : tiles) {
      if (rest.contains(tile.id)) ordered.push_back(&tile);
    }
    for (std::size_t i = 0; i < ordered.size(); ++i) {
      ordered[i]->layouts = LayoutAt(i);
      TRY(SaveTile(transaction, *ordered[i]));
    }
    return Ok();
  });
}

Status Dashboards::MarkViewed(TeamId team_id, std::int64_t id, UserId user) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    const Timestamp now = clock_.Now();
    TRY_ASSIGN(const db::Rows touched,
               transaction.Execute("UPDATE dashboards SET last_accessed_at = $3 WHERE id = $1 AND "
                                   "team_id = $2",
                                   {id, team_id, now}));
    if (touched.affected() == 0) return NotFound("Not found.");
    TRY(transaction.Execute(
        "INSERT INTO dashboard_views (dashboard_id, user_id, team_id, last_viewed_at) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (dashboard_id, user_id) DO UPDATE SET "
        "last_viewed_at = excluded.last_viewed_at",
        {id, user, team_id, now}));
    return Ok();
  });
}

}  // namespace tenrec::dashboards
