#pragma once

#include <cstdint>

namespace tenrec {

/// A project. PostHog calls it team, project and environment; all three are this number.
using TeamId = std::int64_t;
using UserId = std::int64_t;

}  // namespace tenrec
