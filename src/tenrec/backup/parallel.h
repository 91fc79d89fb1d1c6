#pragma once

#include <cstddef>
#include <functional>

#include "tenrec/base/result.h"

namespace tenrec::backup {

/// Calls `one` for 0 to count - 1, by as many threads as there are workers; a single one is the
/// caller's own. After a failure no more are begun, and the first failure is the answer.
Status ForEach(std::size_t count, std::size_t workers,
               const std::function<Status(std::size_t index)>& one);

}  // namespace tenrec::backup
