#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/db/conditions.h"
#include "tenrec/db/database.h"

/// Words that people put on insights and dashboards.
/// Source: rest-api.md 8.4
namespace tenrec::dashboards {

inline constexpr std::string_view kInsightTags = "insight";
inline constexpr std::string_view kDashboardTags = "dashboard";

/// Trimmed, lower-cased, without blanks and doubles, in alphabetical order.
std::vector<std::string> NormalizeTags(const std::vector<std::string>& tags);

/// How a bulk change treats the tags that are there.
enum class TagAction { kAdd, kRemove, kSet };

/// The tags of an item after the change.
std::vector<std::string> ChangeTags(TagAction action, const std::vector<std::string>& own,
                                    const std::vector<std::string>& sent);

/// Replaces the tags of an item, which must be normalized.
Status WriteTags(db::Transaction& transaction, TeamId team_id, std::string_view kind,
                 std::int64_t item_id, const std::vector<std::string>& tags);

/// The tags of each item that has any.
template <typename Source>
Result<std::map<std::int64_t, std::vector<std::string>>> ReadTags(
    Source& source, TeamId team_id, std::string_view kind, const std::vector<std::int64_t>& items) {
  std::map<std::int64_t, std::vector<std::string>> tags;
  if (items.empty()) return tags;
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  where.Add("kind = " + where.Bind(kind));
  where.Add("item_id IN " + where.BindList(items));
  TRY_ASSIGN(const db::Rows rows, source.Query("SELECT item_id, tag FROM item_tags WHERE " +
                                                   where.text() + " ORDER BY item_id, tag",
                                               where.params()));
  for (const db::Row row : rows) tags[row.Int(0)].push_back(row.Text(1));
  return tags;
}

/// Adds the condition that the item of the column `id` has one of the tags.
void AddTagCondition(db::Conditions& where, TeamId team_id, std::string_view kind,
                     std::string_view id, const std::vector<std::string>& tags);

/// Every tag in use on insights and dashboards of the project, in alphabetical order.
Result<std::vector<std::string>> AllTags(db::Database& database, TeamId team_id);

}  // namespace tenrec::dashboards
