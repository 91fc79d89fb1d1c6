#include "tenrec/store/query_log_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::store {

Status QueryLogWriter::Insert(std::span<const QueryLogRow> rows, std::string token) {
  TableBlock block(schema::QueryLogTable(), rows.size());
  const auto text = [&](std::string_view column, std::string_view value) {
    engine::AppendText(block.values(column), value);
  };
  const auto number = [&](std::string_view column, auto value) {
    engine::AppendFixed(block.values(column), value);
  };
  for (const QueryLogRow& row : rows) {
    number("team_id", std::int64_t{row.team_id});
    number("event_time", row.ended_at.micros);
    text("query_id", row.query_id);
    text("endpoint", row.endpoint);
    text("query", row.query);
    number("query_start_time", row.started_at.micros);
    number("query_duration_ms", row.duration_ms);
    text("hogql_name", row.name);
    number("created_by", std::int64_t{row.created_by});
    number("read_rows", row.rows_read);
    number("read_bytes", row.bytes_read);
    number("result_rows", row.result_rows);
    number("result_bytes", row.result_bytes);
    text("status", row.status);
    number("exception_code", row.exception_code);
    text("exception_name", row.exception_name);
    text("kind", row.kind);
    number("is_personal_api_key_request", std::uint8_t{row.by_api_key});
    text("api_key_label", row.api_key_label);
    text("api_key_mask", row.api_key_mask);
  }
  return block.Insert(engine_, std::move(token));
}

}  // namespace tenrec::store
