#include "tenrec/store/persons_writer.h"

#include <utility>

#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/schema.h"

namespace tenrec::store {
namespace {

using engine::AppendFixed;
using engine::AppendText;
using engine::AppendUuid;

/// Writes the stored columns of a table, value by value in the order of its definition.
class TableBlock {
 public:
  TableBlock(const schema::Table& table, std::size_t rows)
      : table_(table), rows_(rows), values_(table.columns.size()) {}

  std::string& values(std::string_view column) {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].name == column) return values_[i];
    }
    return values_.front();  // not reached: the names are literals of this file
  }

  Status Insert(engine::Engine& engine, std::string token) const {
    if (rows_ == 0) return Ok();
    std::string block;
    std::vector<std::string> names;
    engine::AppendBlockHeader(block, table_.columns.size(), rows_);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      names.push_back(table_.columns[i].name);
      engine::AppendColumnHeader(block, table_.columns[i].name, table_.columns[i].type);
      block += values_[i];
    }
    return engine.Insert(table_.name, names, block,
                         {.dedup_token = std::move(token), .settings = {}});
  }

 private:
  const schema::Table& table_;
  const std::size_t rows_;
  std::vector<std::string> values_;
};

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
  return InsertDistinctIdRows(engine_, schema::PersonDistinctIdOverridesTable(), rows,
                              std::move(token));
}

}  // namespace tenrec::store
