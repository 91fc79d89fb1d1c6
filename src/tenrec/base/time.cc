#include "tenrec/base/time.h"

#include <array>
#include <cstdio>

namespace tenrec {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

std::chrono::sys_days DaysOf(const CivilTime& civil) {
  const auto month_index = static_cast<std::int64_t>(civil.month) - 1;
  std::int64_t year = civil.year + month_index / 12;
  std::int64_t month = month_index % 12;
  if (month < 0) {
    month += 12;
    --year;
  }
  const std::chrono::year_month_day first(std::chrono::year(static_cast<int>(year)),
                                          std::chrono::month(static_cast<unsigned>(month + 1)),
                                          std::chrono::day(1));
  return std::chrono::sys_days(first) + std::chrono::days(civil.day - 1);
}

bool ReadDigits(std::string_view text, std::size_t& at, int count, int& out) {
  if (at + static_cast<std::size_t>(count) > text.size()) return false;
  int value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = text[at + static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  at += static_cast<std::size_t>(count);
  out = value;
  return true;
}

bool ReadChar(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

std::string Format(Timestamp t, bool micros) {
  const CivilTime c = ToCivilUtc(t);
  std::array<char, 48> buffer{};
  const int fraction = micros ? c.micros : c.micros / 1000;
  const int length = std::snprintf(
      buffer.data(), buffer.size(),
      micros ? "%04lld-%02d-%02dT%02d:%02d:%02d.%06dZ" : "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ",
      static_cast<long long>(c.year), c.month, c.day, c.hour, c.minute, c.second, fraction);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Timestamp FromCivilUtc(const CivilTime& civil) {
  const std::int64_t days = DaysOf(civil).time_since_epoch().count();
  const std::int64_t seconds =
      days * kSecondsPerDay + civil.hour * 3600LL + civil.minute * 60LL + civil.second;
  return {seconds * kMicrosPerSecond + civil.micros};
}

CivilTime ToCivilUtc(Timestamp t) {
  const std::int64_t seconds = t.seconds();
  std::int64_t days = seconds / kSecondsPerDay;
  if (seconds % kSecondsPerDay < 0) --days;
  const auto of_day = static_cast<int>(seconds - days * kSecondsPerDay);
  const std::chrono::year_month_day ymd{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
  return {.year = static_cast<int>(ymd.year()),
          .month = static_cast<int>(static_cast<unsigned>(ymd.month())),
          .day = static_cast<int>(static_cast<unsigned>(ymd.day())),
          .hour = of_day / 3600,
          .minute = of_day / 60 % 60,
          .second = of_day % 60,
          .micros = static_cast<int>(t.micros - seconds * kMicrosPerSecond)};
}

std::string FormatIso(Timestamp t) {
  return Format(t, true);
}
std::string FormatIsoMillis(Timestamp t) {
  return Format(t, false);
}

Result<Timestamp> ParseRfc3339(std::string_view text) {
  const auto refuse = [&] {
    return InvalidArgument("not an RFC 3339 time such as 2026-11-22T09:30:00Z: '" +
                           std::string(text.substr(0, 64)) + "'");
  };
  std::size_t at = 0;
  int year = 0;
  CivilTime c;
  if (!ReadDigits(text, at, 4, year) || !ReadChar(text, at, "-") ||
      !ReadDigits(text, at, 2, c.month) || !ReadChar(text, at, "-") ||
      !ReadDigits(text, at, 2, c.day) || !ReadChar(text, at, "Tt ") ||
      !ReadDigits(text, at, 2, c.hour) || !ReadChar(text, at, ":") ||
      !ReadDigits(text, at, 2, c.minute) || !ReadChar(text, at, ":") ||
      !ReadDigits(text, at, 2, c.second)) {
    return refuse();
  }
  c.year = year;
  if (ReadChar(text, at, ".,")) {
    const std::size_t start = at;
    int scale = 100'000;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      c.micros += (text[at] - '0') * scale;
      scale /= 10;
      ++at;
    }
    if (at == start) return refuse();
  }
  int offset_minutes = 0;
  if (!ReadChar(text, at, "Zz")) {
    const bool minus = at < text.size() && text[at] == '-';
    int hours = 0;
    int minutes = 0;
    if (!ReadChar(text, at, "+-") || !ReadDigits(text, at, 2, hours)) return refuse();
    if (at < text.size()) {
      ReadChar(text, at, ":");
      if (!ReadDigits(text, at, 2, minutes)) return refuse();
    }
    if (hours > 23 || minutes > 59) return refuse();
    offset_minutes = (minus ? -1 : 1) * (hours * 60 + minutes);
  }
  const std::chrono::year_month_day ymd(std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(c.month)),
                                        std::chrono::day(static_cast<unsigned>(c.day)));
  if (at != text.size() || !ymd.ok() || c.hour > 23 || c.minute > 59 || c.second > 60) {
    return refuse();
  }
  return FromCivilUtc(c) - std::chrono::minutes(offset_minutes);
}

Timestamp SystemClock::Now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace tenrec
