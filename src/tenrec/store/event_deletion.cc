#include "tenrec/store/event_deletion.h"

#include <algorithm>

#include "tenrec/schema/schema.h"
#include "tenrec/sql/quote.h"

namespace tenrec::store {
namespace {

constexpr std::size_t kIdsAtOnce = 500;

}  // namespace

Status StartEventDeletion(engine::Engine& engine, TeamId team_id,
                          std::span<const std::string> distinct_ids, Timestamp until) {
  for (std::size_t at = 0; at < distinct_ids.size(); at += kIdsAtOnce) {
    // A mutation keeps its text and not the parameters of its statement.
    std::string sql = "ALTER TABLE " + schema::EventsTable().name +
                      " DELETE WHERE team_id = " + std::to_string(team_id) +
                      " AND created_at <= fromUnixTimestamp64Micro(" +
                      std::to_string(until.micros) + ", 'UTC') AND distinct_id IN (";
    for (std::size_t i = at; i < std::min(distinct_ids.size(), at + kIdsAtOnce); ++i) {
      if (i != at) sql += ", ";
      sql += sql::QuoteText(distinct_ids[i]);
    }
    sql += ") SETTINGS mutations_sync = 0";
    TRY(engine.Execute({std::move(sql), {}}));
  }
  return Ok();
}

Result<bool> IsDeletingEvents(engine::Engine& engine) {
  TRY_ASSIGN(const auto running,
             engine.Query({"SELECT count() FROM system.mutations WHERE NOT is_done AND database = "
                           "currentDatabase() AND table = {table:String} AND command LIKE "
                           "'%DELETE WHERE%'",
                           {{"table", schema::EventsTable().name}}}));
  return running.block.columns[0].UInt(0) > 0;
}

}  // namespace tenrec::store
