#pragma once

#include <cstddef>

#include "tenrec/base/json.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// What the rows of a response say of their series. Source: queries.md 4.6
JsonObject ActionJson(const TrendsSeries& series, std::size_t order);
/// {"date_from", "date_to"}
JsonObject RangeJson(const DateRange& range, const ProjectTime& zone);

}  // namespace tenrec::insights
