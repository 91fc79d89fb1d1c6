#include "tenrec/dashboards/insight_rows.h"

#include <charconv>
#include <map>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/random.h"
#include "tenrec/dashboards/json_column.h"

namespace tenrec::dashboards {
namespace {

constexpr std::size_t kShortIdLength = 8;

std::optional<std::string> QueryText(const SavedInsight& insight) {
  if (insight.query.is_null()) return std::nullopt;
  return PrintJson(insight.query);
}

// What a search looks through; the shown name stands first, so that it also sorts by name.
std::string SearchText(const SavedInsight& insight) {
  const bool has_name = insight.name && !insight.name->empty();
  std::string text = has_name ? *insight.name : insight.derived_name.value_or("");
  if (has_name) text += "\n" + insight.derived_name.value_or("");
  text += "\n" + insight.description.value_or("");
  for (const auto& tag : insight.tags) text += "\n" + tag;
  return ToLowerAscii(text);
}

template <typename Source>
Status CompleteFrom(Source& source, TeamId team_id, std::vector<SavedInsight>& insights) {
  if (insights.empty()) return Ok();
  std::vector<std::int64_t> ids;
  ids.reserve(insights.size());
  for (const SavedInsight& insight : insights) ids.push_back(insight.id);
  TRY_ASSIGN(auto tags, ReadTags(source, team_id, kInsightTags, ids));
  db::Conditions where;
  where.Add("t.insight_id IN " + where.BindList(ids));
  TRY_ASSIGN(const db::Rows rows,
             source.Query("SELECT t.insight_id, t.id, t.dashboard_id, d.restriction_level, "
                          "d.created_by FROM tiles t JOIN dashboards d ON d.id = t.dashboard_id "
                          "WHERE NOT t.deleted AND NOT d.deleted AND " +
                              where.text() + " ORDER BY t.dashboard_id",
                          where.params()));
  std::map<std::int64_t, std::vector<InsightPlace>> places;
  for (const db::Row row : rows) {
    places[row.Int(0)].push_back(
        {row.Int(1), row.Int(2), static_cast<RestrictionLevel>(row.Int(3)), row.OptionalInt(4)});
  }
  for (SavedInsight& insight : insights) {
    insight.tags = std::move(tags[insight.id]);
    insight.places = std::move(places[insight.id]);
  }
  return Ok();
}

template <typename Source>
Result<SavedInsight> FindIn(Source& source, TeamId team_id, std::string_view id,
                            bool also_deleted) {
  const std::string select =
      "SELECT " + std::string(kInsightColumns) + " FROM insights i WHERE i.team_id = $1 AND i.";
  const std::string live = also_deleted ? "" : " AND NOT i.deleted";
  const auto read = [&](const db::Rows& rows) -> Result<SavedInsight> {
    std::vector<SavedInsight> found{ReadInsight(rows[0])};
    TRY(CompleteFrom(source, team_id, found));
    return std::move(found[0]);
  };
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (status == std::errc() && end == id.data() + id.size()) {
    TRY_ASSIGN(const db::Rows rows, source.Query(select + "id = $2" + live, {team_id, number}));
    if (!rows.empty()) return read(rows);
  }
  TRY_ASSIGN(const db::Rows rows, source.Query(select + "short_id = $2" + live, {team_id, id}));
  if (rows.empty()) return NotFound("Not found.");
  return read(rows);
}

Result<std::string> NewShortId(db::Transaction& transaction, TeamId team_id) {
  while (true) {
    std::string short_id = RandomAlphanumeric(kShortIdLength);
    TRY_ASSIGN(const db::Rows taken,
               transaction.Query("SELECT 1 FROM insights WHERE team_id = $1 AND short_id = $2",
                                 {team_id, short_id}));
    if (taken.empty()) return short_id;
  }
}

}  // namespace

SavedInsight ReadInsight(const db::Row& row) {
  return {.id = row.Int(0),
          .team_id = row.Int(1),
          .short_id = row.Text(2),
          .name = row.OptionalText(3),
          .derived_name = row.OptionalText(4),
          .description = row.OptionalText(5),
          .query = ReadJsonColumn(row.OptionalText(6)),
          .filters = ReadObjectColumn(row.Text(7)),
          .order = row.OptionalInt(8),
          .deleted = row.Bool(9),
          .saved = row.Bool(10),
          .favorited = row.Bool(11),
          .is_sample = row.Bool(12),
          .created_at = row.Time(13),
          .created_by = row.OptionalInt(14),
          .updated_at = row.Time(15),
          .last_modified_at = row.Time(16),
          .last_modified_by = row.OptionalInt(17),
          .last_viewed_at = row.OptionalTime(18),
          .tags = {},
          .places = {}};
}

Status Complete(db::Database& source, TeamId team_id, std::vector<SavedInsight>& insights) {
  return CompleteFrom(source, team_id, insights);
}
Status Complete(db::Transaction& source, TeamId team_id, std::vector<SavedInsight>& insights) {
  return CompleteFrom(source, team_id, insights);
}

Result<SavedInsight> FindInsight(db::Database& source, TeamId team_id, std::string_view id,
                                 bool also_deleted) {
  return FindIn(source, team_id, id, also_deleted);
}
Result<SavedInsight> FindInsight(db::Transaction& source, TeamId team_id, std::string_view id,
                                 bool also_deleted) {
  return FindIn(source, team_id, id, also_deleted);
}

Status InsertInsight(db::Transaction& transaction, SavedInsight& insight) {
  TRY_ASSIGN(insight.id, transaction.ReserveIds("insight"));
  TRY_ASSIGN(insight.short_id, NewShortId(transaction, insight.team_id));
  TRY(transaction.Execute(
      "INSERT INTO insights (id, team_id, short_id, kind, is_sample, created_at, created_by, "
      "updated_at, last_modified_at) VALUES ($1, $2, $3, '', $4, $5, $6, $5, $5)",
      {insight.id, insight.team_id, insight.short_id, insight.is_sample, insight.created_at,
       insight.created_by}));
  return SaveInsight(transaction, insight);
}

Status SaveInsight(db::Transaction& transaction, const SavedInsight& insight) {
  TRY(transaction.Execute(
      "UPDATE insights SET name = $2, derived_name = $3, description = $4, query = $5, "
      "filters = $6, kind = $7, sort_order = $8, deleted = $9, saved = $10, favorited = $11, "
      "updated_at = $12, last_modified_at = $13, last_modified_by = $14, search_text = $15 "
      "WHERE id = $1",
      {insight.id, insight.name, insight.derived_name, insight.description, QueryText(insight),
       PrintJson(insight.filters), InsightKind(insight.query), insight.order, insight.deleted,
       insight.saved, insight.favorited, insight.updated_at, insight.last_modified_at,
       insight.last_modified_by, SearchText(insight)}));
  return WriteTags(transaction, insight.team_id, kInsightTags, insight.id, insight.tags);
}

}  // namespace tenrec::dashboards
