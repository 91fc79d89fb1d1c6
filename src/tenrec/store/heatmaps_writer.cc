#include "tenrec/store/heatmaps_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::store {

Result<std::set<HeatmapsWriter::Moment>> HeatmapsWriter::Known(const std::set<Moment>& moments) {
  std::set<Moment> known;
  if (moments.empty()) return known;
  std::string times = "[";
  for (const Moment& moment : moments) {
    if (times.size() > 1) times += ',';
    times += std::to_string(moment.timestamp.micros);
  }
  TRY_ASSIGN(const auto found, engine_.Query({"SELECT DISTINCT team_id, session_id, "
                                              "toUnixTimestamp64Micro(timestamp) AS moment FROM " +
                                                  schema::HeatmapsTable().name +
                                                  " WHERE moment IN {times:Array(Int64)}",
                                              {{"times", times + "]"}}}));
  const auto& columns = found.block.columns;
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    Moment moment = {columns[0].Int(row), std::string(columns[1].Text(row)), {columns[2].Int(row)}};
    if (moments.contains(moment)) known.insert(std::move(moment));
  }
  return known;
}

Status HeatmapsWriter::Insert(std::span<const HeatmapRow> rows, std::string token) {
  constexpr std::int16_t kScale = 16;
  TableBlock block(schema::HeatmapsTable(), rows.size());
  for (const HeatmapRow& row : rows) {
    engine::AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    engine::AppendText(block.values("session_id"), row.session_id);
    engine::AppendText(block.values("distinct_id"), row.distinct_id);
    engine::AppendFixed(block.values("timestamp"), row.timestamp.micros);
    engine::AppendFixed(block.values("x"), row.x);
    engine::AppendFixed(block.values("y"), row.y);
    engine::AppendFixed(block.values("scale_factor"), kScale);
    engine::AppendFixed(block.values("viewport_width"), row.viewport_width);
    engine::AppendFixed(block.values("viewport_height"), row.viewport_height);
    block.values("pointer_target_fixed") += row.target_fixed ? '\1' : '\0';
    engine::AppendText(block.values("current_url"), row.url);
    engine::AppendText(block.values("type"), row.type);
  }
  return block.Insert(engine_, std::move(token));
}

}  // namespace tenrec::store
