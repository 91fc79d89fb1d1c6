#include "tenrec/engine/engine.h"

#include <utility>

namespace tenrec::engine {

Result<ResultSet> Engine::Query(const QueryText& text, const QueryOptions& options) {
  ResultSet result;
  bool first = true;
  const auto take = [&](Block&& block) -> Status {
    if (first) {
      result.block = std::move(block);
      first = false;
      return Ok();
    }
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
      result.block.columns[i].Append(std::move(block.columns[i]));
    }
    result.block.rows += block.rows;
    return Ok();
  };
  TRY_ASSIGN(result.stats, Stream(text, options, take));
  return result;
}

}  // namespace tenrec::engine
