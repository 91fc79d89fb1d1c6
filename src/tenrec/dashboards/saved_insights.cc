#include "tenrec/dashboards/saved_insights.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "tenrec/activity/activity.h"
#include "tenrec/base/encoding.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/insight_rows.h"
#include "tenrec/dashboards/legacy_filters.h"
#include "tenrec/dashboards/tile_rows.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::dashboards {
namespace {

using Order = InsightFilter::Order;

constexpr std::string_view kScope = "Insight";
constexpr std::size_t kMaxViewers = 3;

struct NamedKind {
  std::string_view query;
  std::string_view kind;
};
constexpr std::array<NamedKind, 6> kKinds{{{"TrendsQuery", "TRENDS"},
                                           {"FunnelsQuery", "FUNNELS"},
                                           {"RetentionQuery", "RETENTION"},
                                           {"PathsQuery", "PATHS"},
                                           {"StickinessQuery", "STICKINESS"},
                                           {"LifecycleQuery", "LIFECYCLE"}}};

// What the activity log tells about an insight.
JsonObject Audited(const SavedInsight& insight) {
  const auto text = [](const std::optional<std::string>& value) {
    return value ? Json(*value) : Json();
  };
  JsonArray tags;
  for (const auto& tag : insight.tags) tags.emplace_back(tag);
  JsonArray dashboards;
  for (const auto& place : insight.places) dashboards.emplace_back(place.dashboard_id);
  return {{"name", text(insight.name)},
          {"derived_name", text(insight.derived_name)},
          {"description", text(insight.description)},
          {"query", insight.query},
          {"order", insight.order ? Json(*insight.order) : Json()},
          {"tags", std::move(tags)},
          {"dashboards", std::move(dashboards)},
          {"favorited", insight.favorited},
          {"saved", insight.saved},
          {"deleted", insight.deleted}};
}

Status Record(db::Transaction& transaction, const SavedInsight& insight, const Editor& editor,
              std::string activity, JsonArray changes) {
  JsonObject detail{{"name", nullptr}, {"short_id", insight.short_id}};
  if (insight.name) detail["name"] = *insight.name;
  if (!insight.name && insight.derived_name) detail["name"] = *insight.derived_name;
  detail["changes"] = std::move(changes);
  return activity::Record(transaction, {.team_id = insight.team_id,
                                        .actor = editor.actor(),
                                        .activity = std::move(activity),
                                        .scope = std::string(kScope),
                                        .item_id = std::to_string(insight.id),
                                        .detail = std::move(detail),
                                        .created_at = insight.updated_at});
}

// A question that the query room would refuse is refused before it is kept.
Status Check(const InsightChange& change) {
  if (!change.query || change.query->is_null()) return Ok();
  Status checked = query::CheckQuery(*change.query);
  if (checked) return checked;
  return InvalidArgument(checked.error().message).WithTag("invalid_input").WithField("query");
}

Status Apply(const InsightChange& change, SavedInsight& insight) {
  if (change.name) insight.name = *change.name;
  if (change.derived_name) insight.derived_name = *change.derived_name;
  if (change.description) insight.description = *change.description;
  if (change.order) insight.order = *change.order;
  if (change.deleted) insight.deleted = *change.deleted;
  if (change.saved) insight.saved = *change.saved;
  if (change.favorited) insight.favorited = *change.favorited;
  if (change.tags) insight.tags = NormalizeTags(*change.tags);
  if (change.query) insight.query = *change.query;
  const bool has_query = change.query && !change.query->is_null();
  if (change.filters && !change.filters->empty() && !has_query) {
    TRY_ASSIGN(insight.query, QueryFromFilters(*change.filters));
  }
  return Ok();
}

// What makes it another chart, as against how it is filed.
bool IsMaterial(const SavedInsight& before, const SavedInsight& after) {
  return before.name != after.name || before.description != after.description ||
         before.query != after.query || before.tags != after.tags;
}

Result<SavedInsight> WithPlaces(db::Transaction& transaction, SavedInsight insight) {
  std::vector<SavedInsight> one{std::move(insight)};
  TRY(Complete(transaction, one[0].team_id, one));
  return std::move(one[0]);
}

Result<SavedInsight> UpdateIn(db::Transaction& transaction, const SavedInsight& before,
                              const InsightChange& change, const Editor& editor, Timestamp now) {
  if (before.PrivilegeOf(editor.user, editor.is_admin) == PrivilegeLevel::kView) {
    return PermissionDenied(
        "You don't have edit permissions for any of the dashboards this insight belongs to.");
  }
  SavedInsight after = before;
  TRY(Apply(change, after));
  if (change.dashboards) {
    TRY(PlaceInsight(transaction, before.team_id, before.id, *change.dashboards, editor));
    std::vector<std::string> tags = after.tags;
    TRY_ASSIGN(after, WithPlaces(transaction, std::move(after)));
    after.tags = std::move(tags);
  }
  JsonArray changes = activity::Changes(kScope, Audited(before), Audited(after));
  if (changes.empty()) return before;
  after.updated_at = now;
  if (IsMaterial(before, after)) {
    after.last_modified_at = now;
    after.last_modified_by = editor.maker();
  }
  TRY(SaveInsight(transaction, after));
  if (change.deleted) {
    TRY(transaction.Execute("UPDATE insights SET deleted_with = NULL WHERE id = $1", {after.id}));
  }
  TRY(Record(transaction, after, editor,
             std::string(activity::EditOf(before.deleted, after.deleted)), std::move(changes)));
  return after;
}

void AddTimes(db::Conditions& where, std::string_view column, const std::optional<Timestamp>& from,
              const std::optional<Timestamp>& to) {
  if (from) where.Add(std::string(column) + " > " + where.Bind(*from));
  if (to) where.Add(std::string(column) + " < " + where.Bind(*to));
}

constexpr std::string_view kOnDashboard =
    "EXISTS (SELECT 1 FROM tiles t JOIN dashboards d ON d.id = t.dashboard_id WHERE "
    "t.insight_id = i.id AND NOT t.deleted AND NOT d.deleted";
constexpr std::string_view kLastViewed =
    "(SELECT MAX(v.last_viewed_at) FROM insight_views v WHERE v.insight_id = i.id)";

db::Conditions ConditionsOf(TeamId team_id, const InsightFilter& filter) {
  db::Conditions where;
  where.Add("i.team_id = " + where.Bind(team_id));
  where.Add(filter.deleted ? "i.deleted" : "NOT i.deleted");
  if (filter.short_id) where.Add("i.short_id = " + where.Bind(*filter.short_id));
  if (!filter.search.empty()) {
    where.Add("i.search_text LIKE " + where.Bind(db::LikeAnywhere(ToLowerAscii(filter.search))) +
              " ESCAPE '\\'");
  }
  if (!filter.created_by.empty()) {
    where.Add("i.created_by IN " + where.BindList(filter.created_by));
  }
  if (filter.favorited) where.Add("i.favorited");
  if (filter.saved) {
    const std::string placed = std::string(kOnDashboard) + ")";
    where.Add(*filter.saved ? "(i.saved OR " + placed + ")" : "NOT i.saved AND NOT " + placed);
  }
  if (!filter.kind.empty()) where.Add("i.kind = " + where.Bind(filter.kind));
  AddTimes(where, "i.last_modified_at", filter.modified_from, filter.modified_to);
  AddTimes(where, "i.created_at", filter.created_from, filter.created_to);
  AddTimes(where, kLastViewed, filter.viewed_from, filter.viewed_to);
  for (const std::int64_t dashboard : filter.dashboards) {
    where.Add(std::string(kOnDashboard) + " AND d.id = " + where.Bind(dashboard) + ")");
  }
  if (!filter.tags.empty()) {
    AddTagCondition(where, team_id, kInsightTags, "i.id", NormalizeTags(filter.tags));
  }
  if (filter.hide_feature_flag_insights) {
    where.Add("(i.query IS NULL OR i.query NOT LIKE '%$feature/%')");
  }
  return where;
}

// NULLs last, whichever way.
std::string OrderBy(const InsightFilter& filter) {
  const std::string way = filter.descending ? " DESC" : "";
  const auto by = [&](std::string_view column) {
    return std::string(column) + " IS NULL, " + std::string(column) + way + ", i.id DESC";
  };
  switch (filter.order) {
    case Order::kDefault:
      return "i.sort_order IS NULL, i.sort_order, i.id DESC";
    case Order::kId:
      return "i.id" + way;
    case Order::kName:
      return "i.search_text" + way + ", i.id DESC";
    case Order::kCreatedAt:
      return by("i.created_at");
    case Order::kUpdatedAt:
      return by("i.updated_at");
    case Order::kLastModifiedAt:
      return by("i.last_modified_at");
    case Order::kLastViewedAt:
      return by(kLastViewed);
    case Order::kFavorited:
      return by("i.favorited");
    case Order::kCreatedBy:
      return by("i.created_by");
  }
  return "i.id DESC";
}

}  // namespace

RestrictionLevel SavedInsight::restriction() const {
  for (const InsightPlace& place : places) {
    if (place.restriction == RestrictionLevel::kFew) return RestrictionLevel::kFew;
  }
  return RestrictionLevel::kEveryone;
}

PrivilegeLevel SavedInsight::PrivilegeOf(UserId user, bool is_admin) const {
  if (places.empty()) return PrivilegeLevel::kEdit;
  const bool may = std::ranges::any_of(places, [&](const InsightPlace& place) {
    return PrivilegeOn(place.restriction, place.owner, user, is_admin) == PrivilegeLevel::kEdit;
  });
  return may ? PrivilegeLevel::kEdit : PrivilegeLevel::kView;
}

std::string InsightKind(const Json& query) {
  if (query.is_null()) return "";
  const Json* source = FindMember(query, "source");
  const Json& inner = source == nullptr ? query : *source;
  const std::string_view kind = StringMember(inner, "kind").value_or("");
  if (StringMember(query, "kind") != "DataTableNode" || kind == "HogQLQuery") {
    for (const auto& [query_kind, name] : kKinds) {
      if (kind == query_kind) return std::string(name);
    }
    if (kind == "HogQLQuery") return "SQL";
  }
  return "JSON";
}

Result<ListedInsights> SavedInsights::List(TeamId team_id, const InsightFilter& filter) {
  db::Conditions where = ConditionsOf(team_id, filter);
  TRY_ASSIGN(
      const db::Rows counted,
      database_.Query("SELECT COUNT(*) FROM insights i WHERE " + where.text(), where.params()));
  ListedInsights listed{.insights = {}, .total = static_cast<std::size_t>(counted[0].Int(0))};
  std::string select = "SELECT " + std::string(kInsightColumns) + " FROM insights i WHERE " +
                       where.text() + " ORDER BY " + OrderBy(filter);
  select += " LIMIT " + where.Bind(filter.limit);
  select += " OFFSET " + where.Bind(filter.offset);
  TRY_ASSIGN(const db::Rows rows, database_.Query(select, where.params()));
  for (const db::Row row : rows) listed.insights.push_back(ReadInsight(row));
  TRY(Complete(database_, team_id, listed.insights));
  return listed;
}

Result<SavedInsight> SavedInsights::Find(TeamId team_id, std::string_view id) {
  return FindInsight(database_, team_id, id, false);
}

Result<std::vector<SavedInsight>> SavedInsights::FindMany(TeamId team_id,
                                                          const std::vector<std::int64_t>& ids) {
  db::Conditions where;
  where.Add("i.team_id = " + where.Bind(team_id));
  where.Add("NOT i.deleted");
  where.Add("i.id IN " + where.BindList(ids));
  TRY_ASSIGN(const db::Rows rows, database_.Query("SELECT " + std::string(kInsightColumns) +
                                                      " FROM insights i WHERE " + where.text(),
                                                  where.params()));
  std::vector<SavedInsight> insights;
  for (const db::Row row : rows) insights.push_back(ReadInsight(row));
  TRY(Complete(database_, team_id, insights));
  return insights;
}

Result<SavedInsight> SavedInsights::Create(TeamId team_id, const InsightChange& change,
                                           const Editor& editor) {
  TRY(Check(change));
  return database_.Transact([&](db::Transaction& transaction) -> Result<SavedInsight> {
    const Timestamp now = clock_.Now();
    SavedInsight insight{.team_id = team_id,
                         .created_at = now,
                         .created_by = editor.maker(),
                         .updated_at = now,
                         .last_modified_at = now,
                         .last_modified_by = editor.maker()};
    const bool has_name = change.name && *change.name && !(*change.name)->empty();
    insight.saved = has_name || (change.dashboards && !change.dashboards->empty());
    TRY(Apply(change, insight));
    insight.deleted = false;
    TRY(InsertInsight(transaction, insight));
    if (change.dashboards) {
      TRY(PlaceInsight(transaction, team_id, insight.id, *change.dashboards, editor));
      TRY_ASSIGN(insight, WithPlaces(transaction, std::move(insight)));
    }
    TRY(Record(transaction, insight, editor, "created", JsonArray()));
    return insight;
  });
}

Result<SavedInsight> SavedInsights::Update(TeamId team_id, std::string_view id,
                                           const InsightChange& change, const Editor& editor) {
  TRY(Check(change));
  return database_.Transact([&](db::Transaction& transaction) -> Result<SavedInsight> {
    TRY_ASSIGN(const SavedInsight before,
               FindInsight(transaction, team_id, id, change.deleted == false));
    return UpdateIn(transaction, before, change, editor, clock_.Now());
  });
}

Result<SavedInsight> SavedInsights::UpdateTags(TeamId team_id, std::int64_t id, TagAction action,
                                               const std::vector<std::string>& tags,
                                               const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<SavedInsight> {
    TRY_ASSIGN(const SavedInsight before,
               FindInsight(transaction, team_id, std::to_string(id), false));
    InsightChange change;
    change.tags = ChangeTags(action, before.tags, tags);
    return UpdateIn(transaction, before, change, editor, clock_.Now());
  });
}

Status SavedInsights::MarkViewed(TeamId team_id, const std::vector<std::int64_t>& ids,
                                 UserId user) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    for (const std::int64_t id : ids) {
      TRY(transaction.Execute(
          "INSERT INTO insight_views (insight_id, user_id, team_id, last_viewed_at) "
          "SELECT i.id, $2, i.team_id, $3 FROM insights i WHERE i.id = $1 AND i.team_id = $4 "
          "ON CONFLICT (insight_id, user_id) DO UPDATE SET last_viewed_at = "
          "excluded.last_viewed_at",
          {id, user, clock_.Now(), team_id}));
    }
    return Ok();
  });
}

Result<std::vector<SavedInsight>> SavedInsights::LastViewed(TeamId team_id, UserId user,
                                                            std::size_t limit) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT " + std::string(kInsightColumns) +
                                 " FROM insight_views w JOIN insights i ON i.id = w.insight_id "
                                 "WHERE w.team_id = $1 AND w.user_id = $2 AND NOT i.deleted "
                                 "ORDER BY w.last_viewed_at DESC, i.id DESC LIMIT $3",
                             {team_id, user, limit}));
  std::vector<SavedInsight> insights;
  for (const db::Row row : rows) insights.push_back(ReadInsight(row));
  TRY(Complete(database_, team_id, insights));
  return insights;
}

Result<std::vector<TrendingInsight>> SavedInsights::Trending(TeamId team_id, Timestamp since,
                                                             std::size_t limit) {
  TRY_ASSIGN(const db::Rows counted,
             database_.Query("SELECT w.insight_id, COUNT(*) FROM insight_views w JOIN insights i "
                             "ON i.id = w.insight_id WHERE w.team_id = $1 AND "
                             "w.last_viewed_at >= $2 AND NOT i.deleted GROUP BY w.insight_id "
                             "ORDER BY COUNT(*) DESC, MAX(w.last_viewed_at) DESC LIMIT $3",
                             {team_id, since, limit}));
  std::vector<std::int64_t> ids;
  for (const db::Row row : counted) ids.push_back(row.Int(0));
  TRY_ASSIGN(std::vector<SavedInsight> found, FindMany(team_id, ids));
  std::map<std::int64_t, SavedInsight> by_id;
  for (SavedInsight& insight : found) by_id.emplace(insight.id, std::move(insight));
  std::vector<TrendingInsight> trending;
  for (const db::Row row : counted) {
    const auto insight = by_id.find(row.Int(0));
    if (insight == by_id.end()) continue;
    TRY_ASSIGN(const db::Rows viewers,
               database_.Query("SELECT user_id FROM insight_views WHERE insight_id = $1 AND "
                               "last_viewed_at >= $2 ORDER BY last_viewed_at DESC LIMIT $3",
                               {row.Int(0), since, kMaxViewers}));
    TrendingInsight item{.insight = std::move(insight->second), .views = row.Int(1)};
    for (const db::Row viewer : viewers) item.viewers.push_back(viewer.Int(0));
    trending.push_back(std::move(item));
  }
  return trending;
}

}  // namespace tenrec::dashboards
