#include "tenrec/store/table_block.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/check.h"
#include "tenrec/engine/native_writer.h"

namespace tenrec::store {

std::string& TableBlock::values(std::string_view column) {
  std::size_t at = 0;
  while (at < values_.size() && table_.columns[at].name != column) ++at;
  TENREC_CHECK(at < values_.size()) << "no column " << column << " in " << table_.name;
  return values_[at];
}

Status TableBlock::Insert(engine::Engine& engine, std::string token) const {
  if (rows_ == 0) return Ok();
  std::string block;
  std::vector<std::string> names;
  const auto is_stored = [](const schema::Column& column) {
    return column.kind == schema::ColumnKind::kStored;
  };
  const auto stored = std::ranges::count_if(table_.columns, is_stored);
  engine::AppendBlockHeader(block, static_cast<std::size_t>(stored), rows_);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (!is_stored(table_.columns[i])) continue;
    names.push_back(table_.columns[i].name);
    engine::AppendColumnHeader(block, table_.columns[i].name, table_.columns[i].type);
    block += values_[i];
  }
  return engine.Insert(table_.name, names, block,
                       {.dedup_token = std::move(token), .settings = {}});
}

}  // namespace tenrec::store
