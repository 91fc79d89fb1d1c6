#include "tenrec/insights/project_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include <cctz/civil_time.h>

#include "tenrec/hogql/names.h"

namespace tenrec::insights {
namespace {

constexpr std::int64_t kMicros = 1'000'000;
constexpr cctz::civil_day kEpochDay(1970, 1, 1);

using Seconds = cctz::time_point<cctz::seconds>;

struct NamedInterval {
  std::string_view name;
  Interval interval;
};
constexpr std::array<NamedInterval, 6> kIntervals{{{"second", Interval::kSecond},
                                                   {"minute", Interval::kMinute},
                                                   {"hour", Interval::kHour},
                                                   {"day", Interval::kDay},
                                                   {"week", Interval::kWeek},
                                                   {"month", Interval::kMonth}}};

Seconds ToSeconds(Timestamp t) {
  return Seconds(cctz::seconds(t.seconds()));
}

Timestamp FromSeconds(Seconds s) {
  return Timestamp::FromSeconds(s.time_since_epoch().count());
}

std::string Digits(std::string_view format, std::initializer_list<int> numbers) {
  std::string out;
  auto number = numbers.begin();
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    // %4 or %2: the width of a zero-padded number.
    std::array<char, 16> buffer{};
    const int width = format[++i] - '0';
    std::snprintf(buffer.data(), buffer.size(), "%0*d", width, *number++);
    out += buffer.data();
  }
  return out;
}

}  // namespace

Result<Interval> ParseInterval(std::string_view text) {
  for (const auto& [name, interval] : kIntervals) {
    if (name == text) return interval;
  }
  return InvalidArgument("interval must be second, minute, hour, day, week or month, not '" +
                         hogql::Shown(text) + "'");
}

std::string_view IntervalName(Interval interval) {
  for (const auto& [name, value] : kIntervals) {
    if (value == interval) return name;
  }
  return "day";
}

Result<ProjectTime> ProjectTime::Load(std::string_view zone_name, int week_start_day) {
  std::string name(zone_name);
  cctz::time_zone zone;
  if (!cctz::load_time_zone(name, &zone)) {
    return InvalidArgument("unknown time zone '" + hogql::Shown(name) + "'");
  }
  if (week_start_day != 0 && week_start_day != 1) {
    return InvalidArgument("week_start_day must be 0 (Sunday) or 1 (Monday), not " +
                           std::to_string(week_start_day));
  }
  return ProjectTime(std::move(name), zone, week_start_day);
}

CivilTime ProjectTime::ToCivil(Timestamp t) const {
  const auto civil = cctz::convert(ToSeconds(t), zone_);
  return {.year = civil.year(),
          .month = civil.month(),
          .day = civil.day(),
          .hour = civil.hour(),
          .minute = civil.minute(),
          .second = civil.second(),
          .micros = static_cast<int>(t.micros - t.seconds() * kMicros)};
}

Timestamp ProjectTime::FromCivil(const CivilTime& civil) const {
  const cctz::civil_second local(civil.year, civil.month, civil.day, civil.hour, civil.minute,
                                 civil.second);
  return FromSeconds(cctz::convert(local, zone_)) + std::chrono::microseconds(civil.micros);
}

Timestamp ProjectTime::StartOf(Interval interval, Timestamp t) const {
  // Below a day the offset decides: an hour that a clock change repeats has two starts.
  const auto offset = zone_.lookup(ToSeconds(t)).offset;
  const auto floor_local = [&](std::int64_t unit) {
    const std::int64_t local = t.seconds() + offset;
    const std::int64_t rest = ((local % unit) + unit) % unit;
    return Timestamp::FromSeconds(t.seconds() - rest);
  };
  const cctz::civil_day day(cctz::convert(ToSeconds(t), zone_));
  switch (interval) {
    case Interval::kSecond:
      return Timestamp::FromSeconds(t.seconds());
    case Interval::kMinute:
      return floor_local(60);
    case Interval::kHour: {
      // As ClickHouse: whole hours since midnight, which are not whole on the clock after it
      // changed by half an hour.
      const Timestamp midnight = FromSeconds(cctz::convert(cctz::civil_second(day), zone_));
      return Timestamp::FromSeconds(t.seconds() - (t.seconds() - midnight.seconds()) % 3'600);
    }
    case Interval::kDay:
      return FromSeconds(cctz::convert(cctz::civil_second(day), zone_));
    case Interval::kWeek: {
      const auto first = week_start_day_ == 0 ? cctz::weekday::sunday : cctz::weekday::monday;
      const cctz::civil_day start = cctz::prev_weekday(day + 1, first);
      return FromSeconds(cctz::convert(cctz::civil_second(start), zone_));
    }
    case Interval::kMonth:
      return FromSeconds(cctz::convert(cctz::civil_second(cctz::civil_month(day)), zone_));
  }
  return t;
}

Timestamp ProjectTime::Next(Interval interval, Timestamp start) const {
  const CivilTime civil = ToCivil(start);
  switch (interval) {
    case Interval::kSecond:
      return start + std::chrono::seconds(1);
    case Interval::kMinute:
      return start + std::chrono::minutes(1);
    case Interval::kHour:
      return std::min(start + std::chrono::hours(1),
                      FromCivil({.year = civil.year, .month = civil.month, .day = civil.day + 1}));
    case Interval::kDay:
      return FromCivil({.year = civil.year, .month = civil.month, .day = civil.day + 1});
    case Interval::kWeek:
      return FromCivil({.year = civil.year, .month = civil.month, .day = civil.day + 7});
    case Interval::kMonth:
      return FromCivil({.year = civil.year, .month = civil.month + 1, .day = 1});
  }
  return start;
}

Timestamp ProjectTime::EndOfDay(Timestamp t) const {
  CivilTime civil = ToCivil(t);
  civil.hour = 23;
  civil.minute = 59;
  civil.second = 59;
  civil.micros = 999'999;
  return FromCivil(civil);
}

Timestamp ProjectTime::AddMonths(Timestamp t, int months) const {
  CivilTime civil = ToCivil(t);
  const cctz::civil_month month = cctz::civil_month(civil.year, civil.month) + months;
  const auto length = static_cast<int>(cctz::civil_day(month + 1) - cctz::civil_day(month));
  civil.year = month.year();
  civil.month = month.month();
  civil.day = std::min(civil.day, length);
  return FromCivil(civil);
}

Timestamp ProjectTime::AddDays(Timestamp t, std::int64_t days) const {
  CivilTime civil = ToCivil(t);
  const cctz::civil_day day = cctz::civil_day(civil.year, civil.month, civil.day) + days;
  civil.year = day.year();
  civil.month = day.month();
  civil.day = day.day();
  return FromCivil(civil);
}

std::int64_t ProjectTime::DayNumber(Timestamp t) const {
  return cctz::civil_day(cctz::convert(ToSeconds(t), zone_)) - kEpochDay;
}

Timestamp ProjectTime::FromDayNumber(std::int64_t day) const {
  return FromSeconds(cctz::convert(cctz::civil_second(kEpochDay + day), zone_));
}

std::string ProjectTime::FormatIso(Timestamp t) const {
  const CivilTime c = ToCivil(t);
  const int offset = zone_.lookup(ToSeconds(t)).offset;
  std::string out = Digits("%4-%2-%2T%2:%2:%2",
                           {static_cast<int>(c.year), c.month, c.day, c.hour, c.minute, c.second});
  if (c.micros != 0) out += Digits(".%6", {c.micros});
  if (offset == 0) return out + "Z";
  const int minutes = std::abs(offset) / 60;
  return out + (offset < 0 ? "-" : "+") + Digits("%2:%2", {minutes / 60, minutes % 60});
}

std::string ProjectTime::FormatDate(Timestamp t) const {
  const CivilTime c = ToCivil(t);
  return Digits("%4-%2-%2", {static_cast<int>(c.year), c.month, c.day});
}

std::string ProjectTime::FormatDateTime(Timestamp t) const {
  const CivilTime c = ToCivil(t);
  return Digits("%4-%2-%2 %2:%2:%2",
                {static_cast<int>(c.year), c.month, c.day, c.hour, c.minute, c.second});
}

}  // namespace tenrec::insights
