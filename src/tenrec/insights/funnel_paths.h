#pragma once

#include <cstdint>
#include <string>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/behavior/funnel.h"
#include "tenrec/insights/funnel_list.h"
#include "tenrec/insights/funnels_actors.h"

namespace tenrec::insights {

/// Which stretch of an actor's time makes its paths.
enum class FunnelPathPart : std::uint8_t {
  kBefore,   // up to the step
  kBetween,  // from the step before it up to the step
  kAfter,    // from the step on; of those who were lost, from when they could no longer convert
};

/// Paths of the actors behind a number of a funnel.
/// Source: queries.md 7.1
struct FunnelPaths {
  FunnelPathPart part = FunnelPathPart::kAfter;
  /// Whose paths: who reached a step, or was lost before it.
  FunnelPoint point;

  /// The actor with the stretch of time, both ends in it, in `entered` and `until`.
  ListedActor Stretch(std::string actor, const behavior::FunnelOutcome& outcome) const;
};

/// Reads a `funnelPathsFilter`: {"funnelPathType": "funnel_path_after_step", "funnelSource": a
/// FunnelsQuery, "funnelStep": 2}. The funnel's graph and breakdown change nothing.
/// Errors: kInvalidArgument naming the field, and those of the funnel.
Result<FunnelPaths> ParseFunnelPaths(const Json& json, const std::string& path);

}  // namespace tenrec::insights
