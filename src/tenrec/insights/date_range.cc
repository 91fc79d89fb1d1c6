#include "tenrec/insights/date_range.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include <cctz/civil_time.h>

namespace tenrec::insights {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kDefaultDays = 7;
constexpr std::size_t kMaxBuckets = 50'000;
/// A written count past this is read as this, so that no shift leaves the calendar.
constexpr int kMaxCount = 100'000;
constexpr std::string_view kUnits = "hdwmqysHDWMQYS";

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads digits from a text, front to back.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool Eat(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `width` digits.
  std::optional<int> Number(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, width)) {
      if (!IsDigit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  /// One to `most` digits.
  std::optional<int> UpTo(std::size_t most) {
    std::size_t width = 0;
    while (width < most && width < rest_.size() && IsDigit(rest_[width])) ++width;
    return width == 0 ? std::nullopt : Number(width);
  }
  /// Digits of a fraction; those past six are dropped.
  std::optional<int> Fraction() {
    int value = 0;
    int digits = 0;
    while (!rest_.empty() && IsDigit(rest_.front())) {
      if (digits < 6) value = value * 10 + (rest_.front() - '0');
      ++digits;
      rest_.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) value *= 10;
    return value;
  }

 private:
  std::string_view rest_;
};

bool IsRealDate(const CivilTime& c) {
  if (c.month < 1 || c.month > 12 || c.day < 1 || c.year < 1) return false;
  const cctz::civil_day day(c.year, c.month, c.day);
  return day.month() == c.month && day.day() == c.day;
}

/// The date: YYYY-MM-DD, YYYY-M-D (then nothing may follow), YYYYMMDD, YYYY-MM or YYYY.
bool ScanDate(Scanner& in, CivilTime& out, bool& may_have_time) {
  const auto year = in.Number(4);
  if (!year) return false;
  out = {.year = *year, .month = 1, .day = 1};
  may_have_time = false;
  if (in.done()) return true;
  if (!in.Eat('-')) {
    const auto month = in.Number(2);
    const auto day = month ? in.Number(2) : std::nullopt;
    if (!day) return false;
    out.month = *month;
    out.day = *day;
    may_have_time = true;
    return IsRealDate(out);
  }
  Scanner before_month = in;
  const auto month = in.UpTo(2);
  if (!month) return false;
  out.month = *month;
  const bool padded_month = before_month.Number(2).has_value();
  if (in.done()) return padded_month && IsRealDate(out);
  if (!in.Eat('-')) return false;
  Scanner before_day = in;
  const auto day = in.UpTo(2);
  if (!day) return false;
  out.day = *day;
  may_have_time = padded_month && before_day.Number(2).has_value();
  return IsRealDate(out);
}

/// Z or ±hh[:[mm]].
std::optional<seconds> ScanOffset(Scanner& in) {
  if (in.Eat('Z')) return seconds(0);
  const bool east = in.Eat('+');
  if (!east && !in.Eat('-')) return std::nullopt;
  const auto hour = in.Number(2);
  if (!hour) return std::nullopt;
  int minute = 0;
  if (!in.done()) {
    in.Eat(':');
    const auto written = in.Number(2);
    if (!written) return std::nullopt;
    minute = *written;
  }
  const seconds offset = hours(*hour) + minutes(minute);
  return east ? offset : -offset;
}

/// Reads hh, hh:mm, hh:mm:ss, hh:mm:ss.f, with or without colons.
bool ScanTime(Scanner& in, CivilTime& out) {
  const auto hour = in.Number(2);
  if (!hour || *hour > 23) return false;
  out.hour = *hour;
  in.Eat(':');
  if (const auto minute = in.Number(2)) {
    if (*minute > 59) return false;
    out.minute = *minute;
    in.Eat(':');
    if (const auto second = in.Number(2)) {
      if (*second > 59) return false;
      out.second = *second;
      if (in.Eat('.') || in.Eat(',')) {
        const auto fraction = in.Fraction();
        if (!fraction) return false;
        out.micros = *fraction;
      }
    }
  }
  return true;
}

std::optional<Timestamp> ParseAbsolute(std::string_view text, const ProjectTime& zone) {
  Scanner in(text);
  CivilTime civil;
  bool may_have_time = false;
  if (!ScanDate(in, civil, may_have_time)) return std::nullopt;
  if (in.done()) return zone.FromCivil(civil);
  if (!may_have_time || !(in.Eat('T') || in.Eat(' ') || in.Eat('t'))) return std::nullopt;
  if (!ScanTime(in, civil)) return std::nullopt;
  if (in.done()) return zone.FromCivil(civil);
  const auto offset = ScanOffset(in);
  if (!offset || !in.done()) return std::nullopt;
  return FromCivilUtc(civil) - *offset;
}

enum class Position { kNone, kStart, kEnd };

struct Shift {
  char unit = 0;
  int count = 0;
  Position position = Position::kNone;
};

/// The first place that looks like [number]unit[Start|End].
std::optional<Shift> FindShift(std::string_view text) {
  const auto unit_at = text.find_first_of(kUnits);
  if (unit_at == std::string_view::npos) return std::nullopt;
  Shift shift{.unit = text[unit_at]};
  std::size_t begin = unit_at;
  while (begin > 0 && IsDigit(text[begin - 1])) --begin;
  if (begin < unit_at) {
    shift.count = kMaxCount;
    int written = 0;
    const auto [end, error] = std::from_chars(text.data() + begin, text.data() + unit_at, written);
    if (error == std::errc()) shift.count = std::min(written, kMaxCount);
  }
  const std::string_view rest = text.substr(unit_at + 1);
  if (rest.starts_with("Start")) shift.position = Position::kStart;
  if (rest.starts_with("End")) shift.position = Position::kEnd;
  return shift;
}

void SetTime(CivilTime& c, Position position, bool with_hour) {
  if (position == Position::kNone) return;
  const bool start = position == Position::kStart;
  if (with_hour) c.hour = start ? 0 : 23;
  c.minute = start ? 0 : 59;
  c.second = start ? 0 : 59;
  c.micros = start ? 0 : 999'999;
}

int LengthOfMonth(const CivilTime& c) {
  const cctz::civil_month month(c.year, c.month);
  return static_cast<int>(cctz::civil_day(month + 1) - cctz::civil_day(month));
}

Timestamp Apply(const Shift& shift, const ProjectTime& zone, Timestamp now) {
  const bool at_start = shift.position == Position::kStart;
  switch (shift.unit) {
    case 's':
      return now - seconds(shift.count);
    case 'M':
      return now - minutes(shift.count);
    case 'h': {
      const Timestamp hour = zone.StartOf(Interval::kHour, now - hours(shift.count));
      if (shift.position == Position::kNone) return now - hours(shift.count);
      return at_start ? hour : hour + hours(1) - microseconds(1);
    }
    case 'd': {
      CivilTime day = zone.ToCivil(zone.AddDays(now, -shift.count));
      SetTime(day, shift.position, true);
      return zone.FromCivil(day);
    }
    case 'w':
      return zone.AddDays(now, -std::int64_t{7} * shift.count);
    case 'q':
      return zone.AddDays(now, -std::int64_t{7} * 13 * shift.count);
    case 'm':
    case 'y': {
      const bool year = shift.unit == 'y';
      CivilTime day = zone.ToCivil(zone.AddMonths(now, -shift.count * (year ? 12 : 1)));
      if (shift.position == Position::kNone) return zone.FromCivil(day);
      if (year) day.month = at_start ? 1 : 12;
      day.day = at_start ? 1 : LengthOfMonth(day);
      return zone.FromCivil(day);
    }
    default:
      return now;  // the other capitals match and mean nothing
  }
}

bool BelowDay(Interval interval) {
  return interval == Interval::kHour || interval == Interval::kMinute ||
         interval == Interval::kSecond;
}

/// The last instant of the bucket's hour, minute or second.
Timestamp EndOf(Interval interval, const ProjectTime& zone, Timestamp t) {
  if (!BelowDay(interval)) return zone.EndOfDay(t);
  return zone.Next(interval, zone.StartOf(interval, t)) - microseconds(1);
}

ParsedDate ParseFrom(const DateRangeRequest& request, const ProjectTime& zone, Timestamp now) {
  const bool minutes_matter =
      request.interval == Interval::kMinute || request.interval == Interval::kSecond;
  if (!request.date_from || request.date_from->empty()) {
    return {zone.AddDays(zone.StartOfDay(now), -kDefaultDays), 'd', kDefaultDays};
  }
  if (*request.date_from == "all") {
    if (!request.earliest) return {zone.AddDays(now, -kDefaultDays)};
    return {*request.earliest};
  }
  return ParseDate(*request.date_from, zone, now, !minutes_matter && !request.exact_range);
}

/// Questions compare whole seconds; what is stored by now belongs to a range that ends now.
Timestamp EndOfSecond(Timestamp now) {
  return Timestamp::FromSeconds((now + (seconds(1) - microseconds(1))).seconds());
}

Timestamp ResolveTo(const DateRangeRequest& request, const ProjectTime& zone, Timestamp now) {
  const bool absent = !request.date_to || request.date_to->empty();
  if (absent && (request.exact_range || request.explicit_date)) return EndOfSecond(now);
  const ParsedDate parsed =
      absent ? ParsedDate{now} : ParseDate(*request.date_to, zone, now, false);
  if (request.explicit_date) return parsed.instant;
  if (BelowDay(request.interval) && !absent && !parsed.relative()) return parsed.instant;
  return EndOf(request.interval, zone, parsed.instant);
}

Timestamp LowerBound(const DateRangeRequest& request, const ParsedDate& parsed, Timestamp from,
                     const ProjectTime& zone) {
  if (request.exact_range || request.explicit_date) return from;
  if (BelowDay(request.interval) && parsed.relative()) return from;
  if (request.interval == Interval::kDay && parsed.unit == 'h') return from;
  if (request.interval == Interval::kWeek) return zone.StartOfDay(from);
  return zone.StartOf(request.interval, from);
}

/// 1 is Monday, 7 Sunday.
int DayOfWeek(const ProjectTime& zone, Timestamp t) {
  constexpr std::int64_t kFirstMonday = 4;  // 1970-01-05
  const std::int64_t since = (zone.DayNumber(t) - kFirstMonday) % 7;
  return static_cast<int>((since + 7) % 7) + 1;
}

Result<DateRange> Finish(const DateRangeRequest& request, Timestamp from, Timestamp to,
                         const ProjectTime& zone, Timestamp now) {
  const ParsedDate parsed = ParseFrom(request, zone, now);
  DateRange range{.from = from,
                  .to = to,
                  .lower_bound = LowerBound(request, parsed, from, zone),
                  .interval = request.interval,
                  .buckets = {}};
  const Timestamp last = zone.StartOf(range.interval, to);
  // Where clocks move by half an hour, the next hour begins half an hour later or earlier than the
  // one before would have it.
  const auto after = [&](Timestamp t) {
    const Timestamp next = zone.Next(range.interval, t);
    const Timestamp start = zone.StartOf(range.interval, next);
    return start > t ? start : next;
  };
  for (Timestamp t = zone.StartOf(range.interval, from); t <= last; t = after(t)) {
    if (range.buckets.size() == kMaxBuckets) {
      return InvalidArgument("The date range has more than " + std::to_string(kMaxBuckets) +
                             " intervals. Choose a longer interval or a shorter range.");
    }
    range.buckets.push_back(t);
  }
  range.backwards = range.buckets.empty();
  range.days_of_week = request.days_of_week;
  return range;
}

/// Ends the range before the bucket that is still running.
void LeaveOutRunning(DateRange& range, const ProjectTime& zone, Timestamp now) {
  const Timestamp running = zone.StartOf(range.interval, now);
  if (range.to < running) return;
  range.to = running - microseconds(1);
  std::erase_if(range.buckets, [&](Timestamp t) { return t >= running; });
}

/// The distance by the wall clock, as a calendar measures it.
microseconds WallClockDistance(const ProjectTime& zone, Timestamp from, Timestamp to) {
  return FromCivilUtc(zone.ToCivil(to)) - FromCivilUtc(zone.ToCivil(from));
}

Timestamp ShiftWallClock(const ProjectTime& zone, Timestamp t, microseconds by) {
  return zone.FromCivil(ToCivilUtc(FromCivilUtc(zone.ToCivil(t)) + by));
}

constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const char* MonthName(const CivilTime& c) {
  return kMonths[static_cast<std::size_t>(c.month - 1)];
}

std::string DayAndMonth(const CivilTime& c) {
  return std::to_string(c.day) + "-" + MonthName(c);
}

std::string DayMonthYear(const CivilTime& c) {
  return DayAndMonth(c) + "-" + std::to_string(c.year);
}

std::string TimeOfDay(const CivilTime& c, bool with_seconds) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), with_seconds ? "%02d:%02d:%02d" : "%02d:%02d", c.hour,
                c.minute, c.second);
  return buffer.data();
}

/// The days of a week that lie inside the range.
std::string WeekLabel(const CivilTime& first, const CivilTime& last) {
  if (first.year != last.year) return DayMonthYear(first) + " – " + DayMonthYear(last);
  if (first.month != last.month) return DayAndMonth(first) + " – " + DayAndMonth(last);
  if (first.day == last.day) return DayMonthYear(first);
  return std::to_string(first.day) + "–" + std::to_string(last.day) + " " + MonthName(first);
}

}  // namespace

ParsedDate ParseDate(std::string_view text, const ProjectTime& zone, Timestamp now, bool truncate) {
  if (const auto absolute = ParseAbsolute(text, zone)) return {*absolute, 0, 0, true};
  const auto shift = FindShift(text);
  if (!shift) return {now};
  ParsedDate parsed{Apply(*shift, zone, now), shift->unit, shift->count};
  if (truncate) {
    parsed.instant =
        zone.StartOf(shift->unit == 'h' ? Interval::kHour : Interval::kDay, parsed.instant);
  }
  return parsed;
}

Result<DateRange> ResolveDateRange(const DateRangeRequest& request, const ProjectTime& zone,
                                   Timestamp now) {
  TRY_ASSIGN(DateRange range, Finish(request, ParseFrom(request, zone, now).instant,
                                     ResolveTo(request, zone, now), zone, now));
  if (request.exclude_incomplete) LeaveOutRunning(range, zone, now);
  return range;
}

Result<DateRange> ResolveCompareRange(const DateRangeRequest& request, const DateRange& current,
                                      const std::optional<std::string>& compare_to,
                                      const ProjectTime& zone, Timestamp now) {
  const microseconds length = WallClockDistance(zone, current.from, current.to);
  if (compare_to && !compare_to->empty()) {
    const ParsedDate shift = ParseDate(*compare_to, zone, current.from, false);
    Timestamp from = shift.instant;
    if (request.human_friendly_comparison && (shift.unit == 'm' || shift.unit == 'y')) {
      const int weeks = shift.unit == 'm' ? 4 : 52;
      from = ShiftWallClock(zone, current.from,
                            -std::chrono::days(7 * weeks * std::max(shift.count, 1)));
    }
    return Finish(request, from, ShiftWallClock(zone, from, length), zone, now);
  }
  Timestamp from = ShiftWallClock(zone, current.from, -length);
  if (request.interval == Interval::kMinute || request.interval == Interval::kSecond) {
    from = zone.StartOf(Interval::kSecond, from);
    return Finish(request, from, ShiftWallClock(zone, from, length), zone, now);
  }
  if (request.interval == Interval::kHour) {
    CivilTime civil = zone.ToCivil(from);
    civil.hour = zone.ToCivil(current.from).hour;
    civil.minute = civil.second = civil.micros = 0;
    from = zone.FromCivil(civil);
    const Timestamp to = ShiftWallClock(zone, from, length);
    return Finish(request, from, EndOf(Interval::kHour, zone, to), zone, now);
  }
  from = zone.StartOfDay(from);
  const ParsedDate written = ParseFrom(request, zone, now);
  const bool open_end = !request.date_to || request.date_to->empty() ||
                        !ParseDate(*request.date_to, zone, now, false).relative();
  // "-7d" covers eight days, unless the running one is left out; the extra day keeps the two
  // periods on the same weekdays.
  const bool whole_weeks = !request.exclude_incomplete && written.unit == 'd' &&
                           written.count > 0 && written.count % 7 == 0 && request.date_from &&
                           !request.date_from->empty();
  if (request.interval == Interval::kDay && whole_weeks && open_end) from = zone.AddDays(from, 1);
  return Finish(request, from, zone.EndOfDay(ShiftWallClock(zone, from, length)), zone, now);
}

void DropUncountedDays(DateRange& range, const ProjectTime& zone) {
  const auto& days = range.days_of_week;
  if (range.interval != Interval::kDay || days.empty()) return;
  std::erase_if(range.buckets, [&](Timestamp t) {
    return std::ranges::find(days, DayOfWeek(zone, t)) == days.end();
  });
}

std::vector<std::string> BucketLabels(const DateRange& range, const ProjectTime& zone) {
  std::vector<std::string> labels;
  labels.reserve(range.buckets.size());
  for (const Timestamp bucket : range.buckets) {
    const CivilTime c = zone.ToCivil(bucket);
    switch (range.interval) {
      case Interval::kSecond:
        labels.push_back(DayAndMonth(c) + " " + TimeOfDay(c, true));
        break;
      case Interval::kMinute:
      case Interval::kHour:
        labels.push_back(DayAndMonth(c) + " " + TimeOfDay(c, false));
        break;
      case Interval::kDay:
        labels.push_back(DayMonthYear(c));
        break;
      case Interval::kWeek:
        labels.push_back(WeekLabel(zone.ToCivil(std::max(bucket, range.from)),
                                   zone.ToCivil(std::min(zone.AddDays(bucket, 6), range.to))));
        break;
      case Interval::kMonth:
        labels.push_back(std::string(MonthName(c)) + " " + std::to_string(c.year));
        break;
    }
  }
  return labels;
}

std::vector<std::string> BucketDays(const DateRange& range, const ProjectTime& zone) {
  std::vector<std::string> days;
  days.reserve(range.buckets.size());
  for (const Timestamp bucket : range.buckets) {
    days.push_back(BelowDay(range.interval) ? zone.FormatDateTime(bucket)
                                            : zone.FormatDate(bucket));
  }
  return days;
}

std::vector<std::string> BucketInstants(const DateRange& range, const ProjectTime& zone) {
  std::vector<std::string> instants;
  instants.reserve(range.buckets.size());
  for (const Timestamp bucket : range.buckets) instants.push_back(zone.FormatIso(bucket));
  return instants;
}

}  // namespace tenrec::insights
