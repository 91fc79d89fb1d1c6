#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <cctz/time_zone.h>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"

namespace tenrec::insights {

/// The width of a bucket on the time axis.
enum class Interval { kSecond, kMinute, kHour, kDay, kWeek, kMonth };

/// Reads "day", "week", …
/// Errors: kInvalidArgument for any other word.
Result<Interval> ParseInterval(std::string_view text);
std::string_view IntervalName(Interval interval);

/// The calendar of a project: its time zone and the day on which its week starts.
/// A local time that a clock change skips is the first instant after the change; one that it
/// repeats is the earlier of the two, as ClickHouse does.
/// Threads: any; immutable.
class ProjectTime {
 public:
  /// `week_start_day`: 0 is Sunday, 1 is Monday.
  /// Errors: kInvalidArgument for an unknown zone or another week start.
  static Result<ProjectTime> Load(std::string_view zone_name, int week_start_day);

  const std::string& zone_name() const { return zone_name_; }
  int week_start_day() const { return week_start_day_; }

  CivilTime ToCivil(Timestamp t) const;
  /// Fields out of range carry over: day 0 is the last day of the month before.
  Timestamp FromCivil(const CivilTime& civil) const;

  /// The start of the bucket that holds the instant.
  Timestamp StartOf(Interval interval, Timestamp t) const;
  /// The start of the next bucket. `start` must be the start of one.
  Timestamp Next(Interval interval, Timestamp start) const;

  /// 00:00:00 and 23:59:59.999999 of the local day.
  Timestamp StartOfDay(Timestamp t) const { return StartOf(Interval::kDay, t); }
  Timestamp EndOfDay(Timestamp t) const;

  /// Shifts by calendar months; the day is clamped to the length of the month.
  Timestamp AddMonths(Timestamp t, int months) const;
  /// Shifts by calendar days; the time of day stays.
  Timestamp AddDays(Timestamp t, std::int64_t days) const;

  /// Days since 1970-01-01 of the local date.
  std::int64_t DayNumber(Timestamp t) const;
  Timestamp FromDayNumber(std::int64_t day) const;

  /// "2020-01-09T00:00:00-05:00"; "Z" for an offset of zero; six digits of fraction when not zero.
  std::string FormatIso(Timestamp t) const;
  /// "2020-01-09".
  std::string FormatDate(Timestamp t) const;
  /// "2020-01-09 10:00:00".
  std::string FormatDateTime(Timestamp t) const;

 private:
  ProjectTime(std::string zone_name, cctz::time_zone zone, int week_start_day)
      : zone_name_(std::move(zone_name)), zone_(zone), week_start_day_(week_start_day) {}

  std::string zone_name_;
  cctz::time_zone zone_;
  int week_start_day_;
};

}  // namespace tenrec::insights
