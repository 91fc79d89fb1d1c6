#pragma once

#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/insights/funnel_list.h"
#include "tenrec/insights/funnel_paths.h"
#include "tenrec/insights/funnels_actors.h"
#include "tenrec/insights/funnels_plan.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// The actors behind a number of a funnel, and the plan they were found with.
struct FunnelActorList {
  insights::FunnelsPlan plan;
  std::vector<insights::ListedActor> actors;
};

/// Errors: those of planning and of the engine; kInvalidArgument (tag "too_many_bytes") for more
///         than a million actors, or more than an answer may hold.
Result<FunnelActorList> ListFunnelActors(Execution& execution, const insights::FunnelPoint& point);
/// The same of funnel paths: each actor's `entered` and `until` are the ends of its stretch of
/// time.
Result<FunnelActorList> ListStretches(Execution& execution, const insights::FunnelPaths& paths);

}  // namespace tenrec::query
