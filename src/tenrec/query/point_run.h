#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/insights/trends.h"
#include "tenrec/insights/trends_actors.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// A trends question that is planned, and what it was planned against.
struct TrendsRun {
  insights::TrendsContext context;
  insights::TrendsPlan plan;
};

/// Plans the question that a point is of.
Result<TrendsRun> PlanPoint(Execution& execution, const insights::TrendsPoint& point);

/// The values of the breakdown that have a row of their own in the series.
Result<std::vector<std::vector<std::string>>> ShownBreakdowns(Execution& execution,
                                                              const insights::TrendsPlan& plan,
                                                              std::size_t series, bool previous);

/// The events behind a number. Asks the engine for what the number itself depends on, such as which
/// values the Other row stands for.
Result<insights::PointEvents> FindPointEvents(Execution& execution,
                                              const insights::TrendsPoint& point);

}  // namespace tenrec::query
