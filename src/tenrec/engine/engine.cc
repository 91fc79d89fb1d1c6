#include "tenrec/engine/engine.h"

#include <utility>

namespace tenrec::engine {

Result<ResultSet> Engine::Query(const QueryText& text, const QueryOptions& options) {
  ResultSet result;
  const auto take = [&](Block&& block) -> Status {
    result.block.Append(std::move(block));
    return Ok();
  };
  TRY_ASSIGN(result.stats, Stream(text, options, take));
  return result;
}

}  // namespace tenrec::engine
