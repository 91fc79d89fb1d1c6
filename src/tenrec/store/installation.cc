#include "tenrec/base/reserved_ids.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/store.h"

namespace tenrec::store {

Result<std::optional<Uuid>> ReadInstallationId(engine::Engine& engine) {
  TRY_ASSIGN(const auto exists, engine.Query({"SELECT count() FROM system.tables WHERE database = "
                                              "currentDatabase() AND name = 'installation'",
                                              {}}));
  if (exists.block.columns[0].UInt(0) == 0) return std::optional<Uuid>();
  TRY_ASSIGN(const auto found, engine.Query({"SELECT DISTINCT id FROM installation", {}}));
  if (found.block.rows == 0) return std::optional<Uuid>();
  if (found.block.rows > 1) {
    return DataLoss("the analytics tables belong to more than one installation");
  }
  return std::optional(found.block.columns[0].Id(0));
}

Status WriteInstallationId(engine::Engine& engine, const Uuid& id) {
  TRY(
      engine.Execute({"CREATE TABLE IF NOT EXISTS installation (id UUID) ENGINE = MergeTree ORDER "
                      "BY id SETTINGS fsync_after_insert = 1",
                      {}}));
  TRY_ASSIGN(const auto found, ReadInstallationId(engine));
  if (found == id) return Ok();
  if (found) TRY(engine.Execute({"TRUNCATE TABLE installation", {}}));
  return engine.Execute(
      {"INSERT INTO installation (id) SELECT {id:UUID}", {{"id", id.ToString()}}});
}

Result<std::vector<std::pair<TeamId, std::uint64_t>>> CountEvents(engine::Engine& engine) {
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT team_id, count() FROM " + schema::EventsTable().name +
                               " WHERE team_id != {own:Int64} GROUP BY team_id ORDER BY team_id",
                           {{"own", std::to_string(kSelfTestTeam)}}}));
  std::vector<std::pair<TeamId, std::uint64_t>> counts;
  counts.reserve(found.block.rows);
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    counts.emplace_back(found.block.columns[0].Int(row), found.block.columns[1].UInt(row));
  }
  return counts;
}

Result<TeamId> HighestTeamId(engine::Engine& engine) {
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT max(team_id) FROM " + schema::EventsTable().name +
                               " WHERE team_id != {own:Int64}",
                           {{"own", std::to_string(kSelfTestTeam)}}}));
  return TeamId{found.block.rows == 0 ? 0 : found.block.columns[0].Int(0)};
}

}  // namespace tenrec::store
