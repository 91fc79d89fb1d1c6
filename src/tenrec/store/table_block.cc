#include "tenrec/store/table_block.h"

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
  engine::AppendBlockHeader(block, table_.columns.size(), rows_);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    names.push_back(table_.columns[i].name);
    engine::AppendColumnHeader(block, table_.columns[i].name, table_.columns[i].type);
    block += values_[i];
  }
  return engine.Insert(table_.name, names, block,
                       {.dedup_token = std::move(token), .settings = {}});
}

}  // namespace tenrec::store
