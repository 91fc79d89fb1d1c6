#pragma once

#include <string_view>
#include <vector>

#include "tenrec/dashboards/saved_insights.h"

/// Rows of the table insights as values. Private to the room.
namespace tenrec::dashboards {

/// Columns of `FROM insights i`.
inline constexpr std::string_view kInsightColumns =
    "i.id, i.team_id, i.short_id, i.name, i.derived_name, i.description, i.query, i.filters, "
    "i.sort_order, i.deleted, i.saved, i.favorited, i.is_sample, i.created_at, i.created_by, "
    "i.updated_at, i.last_modified_at, i.last_modified_by, (SELECT MAX(v.last_viewed_at) FROM "
    "insight_views v WHERE v.insight_id = i.id)";
inline constexpr std::size_t kInsightColumnCount = 19;
SavedInsight ReadInsight(const db::Row& row);

/// Fills tags and places, from a database or inside a transaction.
Status Complete(db::Database& source, TeamId team_id, std::vector<SavedInsight>& insights);
Status Complete(db::Transaction& source, TeamId team_id, std::vector<SavedInsight>& insights);

/// By number or short id. Errors: kNotFound.
Result<SavedInsight> FindInsight(db::Database& source, TeamId team_id, std::string_view id,
                                 bool also_deleted);
Result<SavedInsight> FindInsight(db::Transaction& source, TeamId team_id, std::string_view id,
                                 bool also_deleted);

/// Gives a new insight its numbers and writes it with its tags, without places.
Status InsertInsight(db::Transaction& transaction, SavedInsight& insight);
/// Writes what may change, with its tags.
Status SaveInsight(db::Transaction& transaction, const SavedInsight& insight);

}  // namespace tenrec::dashboards
