#pragma once

#include <cstdint>
#include <vector>

#include "tenrec/dashboards/editor.h"
#include "tenrec/dashboards/tile.h"
#include "tenrec/db/database.h"

/// Rows of the table tiles as values. Private to the room.
namespace tenrec::dashboards {

/// The tiles of a dashboard that show, by id: without deleted ones, and without those of deleted
/// insights.
Result<std::vector<Tile>> ReadTiles(db::Database& source, TeamId team_id,
                                    std::int64_t dashboard_id);
Result<std::vector<Tile>> ReadTiles(db::Transaction& source, TeamId team_id,
                                    std::int64_t dashboard_id);

/// Puts an insight or a text on a dashboard; the tile and a new text get their numbers. An insight
/// whose tile was taken away gets it back.
Status InsertTile(db::Transaction& transaction, TeamId team_id, Tile& tile);
/// Writes what may change, also the text.
Status SaveTile(db::Transaction& transaction, const Tile& tile);

/// Shows the insight on these dashboards and no others.
/// Errors: kInvalidArgument, field "dashboards", for one that is not there; kPermissionDenied for
///         one that the editor may not change.
Status PlaceInsight(db::Transaction& transaction, TeamId team_id, std::int64_t insight_id,
                    const std::vector<std::int64_t>& dashboards, const Editor& editor);

}  // namespace tenrec::dashboards
