#include "tenrec/store/warnings_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::store {

Status WarningsWriter::Insert(std::span<const WarningRow> rows, std::string token) {
  TableBlock block(schema::IngestionWarningsTable(), rows.size());
  for (const WarningRow& row : rows) {
    engine::AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    engine::AppendText(block.values("source"), "ingestion");
    engine::AppendText(block.values("type"), row.type);
    engine::AppendText(block.values("details"), row.details);
    engine::AppendFixed(block.values("timestamp"), row.timestamp.micros);
  }
  return block.Insert(engine_, std::move(token));
}

Status WarningsWriter::InsertDropped(std::span<const DroppedRow> rows, std::string token) {
  TableBlock block(schema::DroppedEventsTable(), rows.size());
  for (const DroppedRow& row : rows) {
    engine::AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    engine::AppendUuid(block.values("uuid"), row.uuid);
    engine::AppendText(block.values("event"), row.event);
    engine::AppendText(block.values("distinct_id"), row.distinct_id);
    engine::AppendText(block.values("reason"), row.reason);
    engine::AppendFixed(block.values("received_at"), row.received_at.micros);
  }
  return block.Insert(engine_, std::move(token));
}

}  // namespace tenrec::store
