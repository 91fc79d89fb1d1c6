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

}  // namespace tenrec::store
