#include "tenrec/store/store.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/schema/schema.h"

namespace tenrec::store {

Result<std::unique_ptr<Store>> Store::Open(engine::Engine& engine, const Clock& clock,
                                           Metrics& metrics) {
  TRY(Migrate(engine));
  TRY_ASSIGN(auto layout, ReadPropertyLayout(engine));
  std::unique_ptr<Store> store(new Store(engine, std::move(layout)));
  store->events_ = std::make_unique<EventsWriter>(engine, store->layout_, clock, metrics);
  store->persons_ = std::make_unique<PersonsWriter>(engine, store->person_moves_);
  store->warnings_ = std::make_unique<WarningsWriter>(engine);
  store->heatmaps_ = std::make_unique<HeatmapsWriter>(engine);
  store->query_log_ = std::make_unique<QueryLogWriter>(engine);
  store->promoter_ = std::make_unique<PropertyPromoter>(engine, store->layout_);
  TRY(store->promoter_->Resume());
  TRY(store->person_moves_.Load(engine));
  return store;
}

Result<std::vector<Store::EventKey>> Store::RecentEvents(Timestamp since, std::size_t limit) {
  TRY_ASSIGN(
      const auto found,
      engine_.Query({"SELECT team_id, uuid FROM " + schema::EventsTable().name +
                         " WHERE inserted_at >= fromUnixTimestamp64Micro({since:Int64}, "
                         "'UTC') ORDER BY inserted_at DESC LIMIT {limit:UInt64}",
                     {{"since", std::to_string(since.micros)}, {"limit", std::to_string(limit)}}}));
  std::vector<EventKey> keys;
  keys.reserve(found.block.rows);
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    keys.push_back({found.block.columns[0].Int(row), found.block.columns[1].Id(row)});
  }
  return keys;
}

Result<std::vector<Store::EventKey>> Store::KnownEvents(std::span<const EventKey> keys,
                                                        Timestamp received_from,
                                                        Timestamp received_to) {
  constexpr std::size_t kAtOnce = 2500;
  // Rows come after their reception; an hour is for clocks that were put back.
  constexpr std::chrono::hours kClockStep{1};
  const std::string uuids = " AND uuid IN {uuids:Array(UUID)}";
  const std::string within =
      " BETWEEN fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND "
      "fromUnixTimestamp64Micro({to:Int64}, 'UTC')";
  const std::string sql = "SELECT team_id, uuid FROM " + schema::EventsTable().name +
                          " WHERE inserted_at >= fromUnixTimestamp64Micro({inserted:Int64}, 'UTC') "
                          "AND created_at" +
                          within + uuids + " UNION ALL SELECT team_id, uuid FROM " +
                          schema::DroppedEventsTable().name + " WHERE received_at" + within + uuids;
  std::vector<EventKey> known;
  for (std::size_t at = 0; at < keys.size(); at += kAtOnce) {
    std::string list = "[";
    for (const EventKey& key : keys.subspan(at, std::min(kAtOnce, keys.size() - at))) {
      if (list.size() > 1) list += ',';
      list += "'" + key.uuid.ToString() + "'";
    }
    TRY_ASSIGN(const auto found,
               engine_.Query({sql,
                              {{"inserted", std::to_string((received_from - kClockStep).micros)},
                               {"from", std::to_string(received_from.micros)},
                               {"to", std::to_string(received_to.micros)},
                               {"uuids", list + "]"}}}));
    for (std::size_t row = 0; row < found.block.rows; ++row) {
      known.push_back({found.block.columns[0].Int(row), found.block.columns[1].Id(row)});
    }
  }
  return known;
}

Result<std::vector<Store::PastWarning>> Store::Warnings(TeamId team_id, Timestamp since,
                                                        std::size_t limit) {
  TRY_ASSIGN(const auto found,
             engine_.Query({"SELECT type, details, toUnixTimestamp64Micro(timestamp) FROM " +
                                schema::IngestionWarningsTable().name +
                                " WHERE team_id = {team:Int64} AND timestamp >= "
                                "fromUnixTimestamp64Micro({since:Int64}, 'UTC') ORDER BY timestamp "
                                "DESC LIMIT {limit:UInt64}",
                            {{"team", std::to_string(team_id)},
                             {"since", std::to_string(since.micros)},
                             {"limit", std::to_string(limit)}}}));
  std::vector<PastWarning> warnings;
  warnings.reserve(found.block.rows);
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    warnings.push_back({.type = std::string(found.block.columns[0].Text(row)),
                        .details = std::string(found.block.columns[1].Text(row)),
                        .timestamp = {found.block.columns[2].Int(row)}});
  }
  return warnings;
}

Result<std::optional<Store::EventTrace>> Store::Trace(TeamId team_id, const Uuid& uuid) {
  TRY_ASSIGN(
      const auto found,
      engine_.Query(
          {"SELECT * FROM (SELECT CAST(event AS String), distinct_id, "
           "toUnixTimestamp64Micro(created_at), "
           "toUnixTimestamp64Micro(inserted_at), '' FROM " +
               schema::EventsTable().name +
               " WHERE team_id = {team:Int64} AND uuid = {uuid:UUID} UNION ALL SELECT event, "
               "distinct_id, toUnixTimestamp64Micro(received_at), toInt64(0), reason FROM " +
               schema::DroppedEventsTable().name +
               " WHERE team_id = {team:Int64} AND uuid = {uuid:UUID}) ORDER BY 4 DESC LIMIT 1",
           {{"team", std::to_string(team_id)}, {"uuid", uuid.ToString()}}}));
  if (found.block.rows == 0) return std::optional<EventTrace>();
  const auto& columns = found.block.columns;
  EventTrace trace{.event = std::string(columns[0].Text(0)),
                   .distinct_id = std::string(columns[1].Text(0)),
                   .received_at = {columns[2].Int(0)},
                   .reason = std::string(columns[4].Text(0))};
  if (columns[3].Int(0) != 0) trace.stored_at = Timestamp{columns[3].Int(0)};
  return std::optional(std::move(trace));
}

}  // namespace tenrec::store
