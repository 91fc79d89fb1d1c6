#include "tenrec/dashboards/tags.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "tenrec/base/encoding.h"

namespace tenrec::dashboards {

std::vector<std::string> NormalizeTags(const std::vector<std::string>& tags) {
  std::set<std::string> kept;
  for (const auto& tag : tags) {
    const std::string_view trimmed = TrimAscii(tag);
    if (!trimmed.empty()) kept.insert(ToLowerAscii(trimmed));
  }
  return {kept.begin(), kept.end()};
}

std::vector<std::string> ChangeTags(TagAction action, const std::vector<std::string>& own,
                                    const std::vector<std::string>& sent) {
  std::vector<std::string> tags = NormalizeTags(sent);
  std::vector<std::string> out;
  switch (action) {
    case TagAction::kSet:
      return tags;
    case TagAction::kAdd:
      std::set_union(own.begin(), own.end(), tags.begin(), tags.end(), std::back_inserter(out));
      break;
    case TagAction::kRemove:
      std::set_difference(own.begin(), own.end(), tags.begin(), tags.end(),
                          std::back_inserter(out));
      break;
  }
  return out;
}

Status WriteTags(db::Transaction& transaction, TeamId team_id, std::string_view kind,
                 std::int64_t item_id, const std::vector<std::string>& tags) {
  TRY(transaction.Execute("DELETE FROM item_tags WHERE kind = $1 AND item_id = $2",
                          {kind, item_id}));
  std::vector<std::vector<db::Param>> rows;
  rows.reserve(tags.size());
  for (const auto& tag : tags) rows.push_back({kind, item_id, tag, team_id});
  if (rows.empty()) return Ok();
  TRY(transaction.ExecuteMany(
      "INSERT INTO item_tags (kind, item_id, tag, team_id) VALUES ($1, $2, $3, $4)", rows));
  return Ok();
}

void AddTagCondition(db::Conditions& where, TeamId team_id, std::string_view kind,
                     std::string_view id, const std::vector<std::string>& tags) {
  where.Add("EXISTS (SELECT 1 FROM item_tags g WHERE g.team_id = " + where.Bind(team_id) +
            " AND g.kind = " + where.Bind(kind) + " AND g.item_id = " + std::string(id) +
            " AND g.tag IN " + where.BindList(tags) + ")");
}

Result<std::vector<std::string>> AllTags(db::Database& database, TeamId team_id) {
  TRY_ASSIGN(const db::Rows rows,
             database.Query("SELECT DISTINCT g.tag FROM item_tags g WHERE g.team_id = $1 AND "
                            "(EXISTS (SELECT 1 FROM insights i WHERE g.kind = 'insight' AND "
                            "i.id = g.item_id AND NOT i.deleted) OR "
                            "EXISTS (SELECT 1 FROM dashboards d WHERE g.kind = 'dashboard' AND "
                            "d.id = g.item_id AND NOT d.deleted)) ORDER BY g.tag",
                            {team_id}));
  std::vector<std::string> tags;
  for (const db::Row row : rows) tags.push_back(row.Text(0));
  return tags;
}

}  // namespace tenrec::dashboards
