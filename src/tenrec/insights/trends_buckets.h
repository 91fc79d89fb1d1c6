#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/project_time.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// The events of a range that fall into one of its buckets: from `from` to just before `before`.
struct BucketSpan {
  Timestamp bucket;
  Timestamp from;
  Timestamp before;
  friend bool operator==(const BucketSpan&, const BucketSpan&) = default;
};

/// What a series counted in one bucket.
struct BucketNumbers {
  struct Number {
    /// One text per breakdown.
    std::vector<std::string> values;
    double number = 0;
  };
  BucketSpan span;
  std::vector<Number> numbers;
};
/// By the start of the bucket.
using NumbersByBucket = std::map<Timestamp, BucketNumbers>;

/// Whether the answer of a series is put together from numbers of its buckets, each of which is
/// made of the events of that bucket alone and of what the question says, not of other events, of
/// how people or groups are now, or of anything written in HogQL. What else its statement reads
/// only the compiled statement tells.
bool CountsByBucket(const TrendsQuery& query, std::size_t series, const TrendsContext& context);

/// In the order of the buckets.
std::vector<BucketSpan> SpansOf(const DateRange& range);
/// More than a clock was ever set back.
inline constexpr std::chrono::hours kFarFromClockChange{25};
/// Whether the clock goes its even way so far before and after. Then events from before the start
/// of a bucket at that time belong to the buckets before, and all others do not.
bool IsEvenAround(Timestamp time, const ProjectTime& zone);
/// The range from its bucket with this number on.
DateRange RangeFrom(const DateRange& range, std::size_t first);
/// The statement of one of the plan's selects over another range.
Result<TrendsSelect> SelectOver(const TrendsPlan& plan, const TrendsSelect& select,
                                const DateRange& range, const TrendsContext& context);

/// The rows of a statement, bucket by bucket; empty ones have no numbers. nullopt when the rows do
/// not hold all of them, because values past the limit were added up, or hold more than
/// kMaxNumbers.
inline constexpr std::size_t kMaxNumbers = 20'000;
std::optional<NumbersByBucket> TakeApart(const TrendsRows& rows, const DateRange& range,
                                         const ProjectTime& zone);
/// The rows that the statement gives over buckets with these numbers, of which there must be one
/// for each span. nullopt when there are more values than have a row of their own.
std::optional<TrendsRows> PutTogether(const TrendsQuery& query,
                                      const std::vector<BucketSpan>& spans,
                                      const NumbersByBucket& numbers, bool whole);

}  // namespace tenrec::insights
