#include "tenrec/store/persons_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::store {
namespace {

using engine::AppendFixed;
using engine::AppendText;
using engine::AppendUuid;

Status InsertDistinctIdRows(engine::Engine& engine, const schema::Table& table,
                            std::span<const DistinctIdRow> rows, std::string token) {
  TableBlock block(table, rows.size());
  for (const DistinctIdRow& row : rows) {
    AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    AppendText(block.values("distinct_id"), row.distinct_id);
    AppendUuid(block.values("person_id"), row.person_id);
    AppendFixed(block.values("version"), row.version);
    block.values("is_deleted") += row.is_deleted ? '\1' : '\0';
  }
  return block.Insert(engine, std::move(token));
}

}  // namespace

Status PersonsWriter::InsertPersons(std::span<const PersonRow> rows, std::string token) {
  TableBlock block(schema::PersonsTable(), rows.size());
  for (const PersonRow& row : rows) {
    AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    AppendUuid(block.values("id"), row.id);
    AppendFixed(block.values("created_at"), row.created_at.micros);
    AppendText(block.values("properties"), row.properties);
    block.values("is_identified") += row.is_identified ? '\1' : '\0';
    AppendFixed(block.values("version"), row.version);
    block.values("is_deleted") += row.is_deleted ? '\1' : '\0';
  }
  return block.Insert(engine_, std::move(token));
}

Status PersonsWriter::InsertDistinctIds(std::span<const DistinctIdRow> rows, std::string token) {
  return InsertDistinctIdRows(engine_, schema::PersonDistinctIdsTable(), rows, std::move(token));
}

Status PersonsWriter::InsertOverrides(std::span<const DistinctIdRow> rows, std::string token) {
  moves_.Note(rows);
  Status inserted = InsertDistinctIdRows(engine_, schema::PersonDistinctIdOverridesTable(), rows,
                                         std::move(token));
  moves_.NoteInserted(rows);
  return inserted;
}

Status PersonsWriter::InsertGroups(std::span<const GroupRow> rows, std::string token) {
  TableBlock block(schema::GroupsTable(), rows.size());
  for (const GroupRow& row : rows) {
    AppendFixed<std::int64_t>(block.values("team_id"), row.team_id);
    block.values("group_type_index") += static_cast<char>(row.type_index);
    AppendText(block.values("group_key"), row.key);
    AppendFixed(block.values("created_at"), row.created_at.micros);
    AppendText(block.values("properties"), row.properties);
    AppendFixed(block.values("version"), row.version);
    block.values("is_deleted") += '\0';
  }
  return block.Insert(engine_, std::move(token));
}

}  // namespace tenrec::store
