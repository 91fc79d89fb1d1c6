#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/schema/schema.h"

namespace tenrec::store {

/// Rows of a small table on their way into one insert: the values of each stored column, one behind
/// the other as Native wants them.
class TableBlock {
 public:
  TableBlock(const schema::Table& table, std::size_t rows)
      : table_(table), rows_(rows), values_(table.columns.size()) {}

  /// The column must be one of the table.
  std::string& values(std::string_view column);
  /// No rows are a success. A token that was inserted before changes nothing.
  Status Insert(engine::Engine& engine, std::string token) const;

 private:
  const schema::Table& table_;
  const std::size_t rows_;
  std::vector<std::string> values_;
};

}  // namespace tenrec::store
