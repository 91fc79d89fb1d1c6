#pragma once

#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// How the numbers of a property spread in one bucket.
struct Spreading {
  Timestamp bucket;
  double min = 0;
  double q1 = 0;
  double median = 0;
  double q3 = 0;
  double max = 0;
  double mean = 0;
};

/// The statement of a trends question shown as a box plot: a row per bucket that has numbers, with
/// the columns bucket, low, q1, median, q3, high and mean.
/// Source: queries.md 10.2
Result<hogql::ExprPtr> BoxPlotSelect(const TrendsPlan& plan, const TrendsContext& context);

/// The kind's own response fields: {"results", "boxplot_data", "hasMore", "resolved_date_range"}.
JsonObject BoxPlotResponse(const TrendsPlan& plan, const std::vector<Spreading>& rows,
                           const ProjectTime& zone);

}  // namespace tenrec::insights
