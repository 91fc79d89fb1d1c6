#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/insights/project_time.h"

namespace tenrec::insights {

/// What a text such as "-7d" means at some instant.
struct ParsedDate {
  Timestamp instant;
  /// Unit letter of a relative date (one of h d w m q y M s); 0 when absolute or not understood.
  char unit = 0;
  /// The written number; 0 when there was none.
  int count = 0;
  /// Written as a date, not as a shift.
  bool absolute = false;
  bool relative() const { return unit != 0; }
};

/// Reads a date as people write it in a range: ISO 8601 or a shift back from `now`.
/// Shape:  "2024-01-31", "2024-01-31T10:00+02:00", "2024-1-1", "-7d", "7d", "dStart", "-1mEnd".
///         Anything else is `now`. `truncate` cuts a relative date to its hour (unit h) or day.
/// Source: queries.md 2.2
ParsedDate ParseDate(std::string_view text, const ProjectTime& zone, Timestamp now, bool truncate);

/// `dateRange` and what else decides how it is read.
struct DateRangeRequest {
  std::optional<std::string> date_from;
  std::optional<std::string> date_to;
  bool explicit_date = false;
  Interval interval = Interval::kDay;
  /// BoldNumber: the range ends with this second and its start is not cut to the day.
  bool exact_range = false;
  /// Shifts by a month or a year keep the day of the week: 4 and 52 weeks.
  bool human_friendly_comparison = false;
  /// Where `date_from: "all"` starts; nullopt when there are no events.
  std::optional<Timestamp> earliest;
  /// Only events on these days count, 1 is Monday and 7 Sunday; empty: on every day.
  std::vector<int> days_of_week = {};
  /// The range ends before the bucket that is still running.
  bool exclude_incomplete = false;
};

/// A resolved stretch of time and its buckets.
/// Source: queries.md 2.2
struct DateRange {
  Timestamp from;
  Timestamp to;
  /// The lower bound of the WHERE clause, which may be earlier than `from`.
  Timestamp lower_bound;
  Interval interval = Interval::kDay;
  /// Starts of the buckets, from the one of `from` to the one of `to`. A range without what is
  /// still running may have none.
  std::vector<Timestamp> buckets;
  /// As in the request.
  std::vector<int> days_of_week = {};
  /// It was asked to begin after its end.
  bool backwards = false;
};

/// Errors: kInvalidArgument when the range has more than 50,000 buckets.
Result<DateRange> ResolveDateRange(const DateRangeRequest& request, const ProjectTime& zone,
                                   Timestamp now);

/// The range just before, or the range shifted by `compare_to` ("-1w", "-1m", "-1y").
Result<DateRange> ResolveCompareRange(const DateRangeRequest& request, const DateRange& current,
                                      const std::optional<std::string>& compare_to,
                                      const ProjectTime& zone, Timestamp now);

/// Leaves out buckets that are days which do not count.
void DropUncountedDays(DateRange& range, const ProjectTime& zone);

/// What the axis shows: "2-Jan-2020", "2-Jan 10:00", "Jan 2020", "6–12 Jan".
std::vector<std::string> BucketLabels(const DateRange& range, const ProjectTime& zone);
/// "2020-01-09", or "2020-01-09 10:00:00" below a day.
std::vector<std::string> BucketDays(const DateRange& range, const ProjectTime& zone);
/// "2020-01-09T00:00:00Z"
std::vector<std::string> BucketInstants(const DateRange& range, const ProjectTime& zone);

}  // namespace tenrec::insights
