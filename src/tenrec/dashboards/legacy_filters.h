#pragma once

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::dashboards {

/// The question that the old `filters` of an insight ask, as an InsightVizNode: trends, funnels,
/// retention, paths, stickiness and lifecycle.
/// Shape:  {"insight": "TRENDS", "events": [{"id": "$pageview", "math": "dau"}], "interval": "day",
///          "date_from": "-7d", "display": "ActionsLineGraph", "breakdown": "$browser", …}
/// Errors: kInvalidArgument, field "filters", for other insights, for no series, and for what the
///         query room refuses.
Result<Json> QueryFromFilters(const JsonObject& filters);

}  // namespace tenrec::dashboards
