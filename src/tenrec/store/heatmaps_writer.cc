#include "tenrec/store/heatmaps_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::store {

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
