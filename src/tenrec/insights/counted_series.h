#pragma once

#include <cstdint>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// How much of a query's `series` is read.
struct SeriesRules {
  /// Series past the first change nothing.
  bool only_first = false;
  /// The series, where they are written elsewhere; else those of the query.
  const JsonArray* series = nullptr;
  /// Maths that choose the actor; any other counts persons.
  bool keeps_actor_math = false;
};

/// The fields that a query shares with TrendsQuery: series, interval, dateRange, properties,
/// filterTestAccounts, samplingFactor, aggregation_group_type_index and compareFilter. They are
/// read as those of a trends question, so that a series is the same events in every insight.
/// Errors: those of ParseTrendsQuery.
Result<TrendsQuery> ReadCountedSeries(FieldReader& in, const SeriesRules& rules);

/// How many there are of what a sample has so many of: rounded.
/// Source: queries.md 2.3
std::int64_t ScaledUp(std::int64_t count, const TrendsQuery& counted);
/// The margins of numbers of actors that were found in a sample.
JsonArray Margins(const std::vector<std::int64_t>& found, const TrendsQuery& counted);

}  // namespace tenrec::insights
