#include "tenrec/capture/event_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "tenrec/base/encoding.h"

namespace tenrec::capture {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr auto kMaxFuture = std::chrono::hours(23);
/// Past every year that is kept, and far from where microseconds overflow.
constexpr std::int64_t kMaxOffsetMs = 400'000'000'000'000;
constexpr std::int64_t kMaxEpochMs = 253'402'300'799'999;  // the end of the year 9999

Timestamp CutToMillis(Timestamp t) {
  return Timestamp::FromMillis(t.millis());
}

/// Reads a date and time from left to right; every step says whether it found what it wanted.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool empty() const { return rest_.empty(); }
  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool TakeAny(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool Number(std::size_t min_digits, std::size_t max_digits, std::int64_t& value) {
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < max_digits && rest_[digits] >= '0' &&
           rest_[digits] <= '9') {
      ++digits;
    }
    if (digits < min_digits) return false;
    const char* begin = rest_.data();
    std::from_chars(begin, begin + digits, value);
    rest_.remove_prefix(digits);
    return true;
  }
  bool Number(std::size_t digits, int& value) {
    std::int64_t wide = 0;
    if (!Number(digits, digits, wide)) return false;
    value = static_cast<int>(wide);
    return true;
  }
  std::string_view Word() {
    std::size_t length = 0;
    while (length < rest_.size() &&
           ((rest_[length] | 0x20) >= 'a' && (rest_[length] | 0x20) <= 'z')) {
      ++length;
    }
    const std::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return word;
  }
  void SkipBlanks() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

/// ".123456789", after which the digits past the sixth are forgotten.
bool ReadFraction(Scanner& in, int& micros) {
  if (!in.TakeAny(".,")) return true;
  int scale = 100'000;
  int digit = 0;
  if (!in.Number(1, digit)) return false;
  do {
    micros += digit * scale;
    scale /= 10;
  } while (in.Number(1, digit));
  return true;
}

/// "10:00", "10:00:00", "10:00:00.123"
bool ReadClock(Scanner& in, CivilTime& civil) {
  if (!in.Number(2, civil.hour) || !in.Take(':') || !in.Number(2, civil.minute)) return false;
  if (!in.Take(':')) return true;
  return in.Number(2, civil.second) && ReadFraction(in, civil.micros);
}

/// "", "Z", "+03:00", "+0300", "+03" and the zone names of RFC 2822.
bool ReadZone(Scanner& in, std::chrono::minutes& east) {
  struct Named {
    std::string_view name;
    int hours;
  };
  static constexpr std::array<Named, 12> kNamed = {{{"z", 0},
                                                    {"utc", 0},
                                                    {"gmt", 0},
                                                    {"ut", 0},
                                                    {"est", -5},
                                                    {"edt", -4},
                                                    {"cst", -6},
                                                    {"cdt", -5},
                                                    {"mst", -7},
                                                    {"mdt", -6},
                                                    {"pst", -8},
                                                    {"pdt", -7}}};
  if (in.empty()) return true;
  const bool plus = in.Take('+');
  if (!plus && !in.Take('-')) {
    const std::string word = ToLowerAscii(in.Word());
    const auto named = std::find_if(kNamed.begin(), kNamed.end(),
                                    [&](const Named& zone) { return zone.name == word; });
    if (named == kNamed.end()) return false;
    east = std::chrono::hours(named->hours);
    return true;
  }
  int hours = 0;
  int minutes = 0;
  if (!in.Number(2, hours)) return false;
  const bool colon = in.Take(':');
  if (!in.Number(2, minutes) && colon) return false;
  if (hours > 23 || minutes > 59) return false;
  east = std::chrono::minutes(hours * 60 + minutes) * (plus ? 1 : -1);
  return true;
}

bool IsPossible(const CivilTime& civil) {
  static constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (civil.month < 1 || civil.month > 12 || civil.day < 1) return false;
  const bool leap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0);
  const int days =
      civil.month == 2 && !leap ? 28 : kDays[static_cast<std::size_t>(civil.month) - 1];
  return civil.day <= days && civil.hour <= 23 && civil.minute <= 59 && civil.second <= 60;
}

std::optional<Timestamp> Finish(const Scanner& in, const CivilTime& civil,
                                std::chrono::minutes east) {
  if (!in.empty() || !IsPossible(civil)) return std::nullopt;
  return CutToMillis(FromCivilUtc(civil) - east);
}

/// The year first, as in ISO 8601 and the dates with slashes.
std::optional<Timestamp> ParseYearFirst(std::string_view text) {
  Scanner in(text);
  CivilTime civil;
  std::chrono::minutes east{0};
  int year = 0;
  if (!in.Number(4, year)) return std::nullopt;
  civil.year = year;
  const bool slashes = in.Take('/');
  if (!slashes && !in.Take('-')) return std::nullopt;
  if (slashes) {
    std::int64_t month = 0;
    std::int64_t day = 0;
    if (!in.Number(1, 2, month) || !in.Take('/') || !in.Number(1, 2, day)) return std::nullopt;
    civil.month = static_cast<int>(month);
    civil.day = static_cast<int>(day);
  } else if (!in.Number(2, civil.month) || !in.Take('-') || !in.Number(2, civil.day)) {
    return std::nullopt;
  }
  if (!in.empty()) {
    if (!in.TakeAny("Tt ") || !ReadClock(in, civil)) return std::nullopt;
    in.SkipBlanks();
    if (!ReadZone(in, east)) return std::nullopt;
  }
  return Finish(in, civil, east);
}

/// "Sun, 22 Nov 2026 10:00:00 +0100"; the day of the week may be missing, and is not checked.
std::optional<Timestamp> ParseRfc2822(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  Scanner in(text);
  CivilTime civil;
  std::chrono::minutes east{0};
  if (!in.Word().empty() && !in.Take(',')) return std::nullopt;
  in.SkipBlanks();
  std::int64_t day = 0;
  int year = 0;
  if (!in.Number(1, 2, day)) return std::nullopt;
  in.SkipBlanks();
  const auto month = std::find(kMonths.begin(), kMonths.end(), ToLowerAscii(in.Word()));
  if (month == kMonths.end()) return std::nullopt;
  in.SkipBlanks();
  if (!in.Number(4, year)) return std::nullopt;
  in.SkipBlanks();
  if (!ReadClock(in, civil)) return std::nullopt;
  in.SkipBlanks();
  if (!ReadZone(in, east)) return std::nullopt;
  civil.year = year;
  civil.month = static_cast<int>(month - kMonths.begin()) + 1;
  civil.day = static_cast<int>(day);
  return Finish(in, civil, east);
}

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> WholeMillis(std::string_view text) {
  std::int64_t value = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [rest, status] = std::from_chars(begin, end, value);
  if (status != std::errc() || rest != end) return std::nullopt;
  if (value > kMaxEpochMs || value < -kMaxEpochMs) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Timestamp> ParseEventTimestamp(std::string_view text) {
  text = TrimAscii(text);
  if (AllDigits(text)) {
    const auto value = WholeMillis(text);
    if (!value || (text.size() != 10 && text.size() != 13)) return std::nullopt;
    return text.size() == 10 ? Timestamp::FromSeconds(*value) : Timestamp::FromMillis(*value);
  }
  if (const auto t = ParseYearFirst(text)) return t;
  return ParseRfc2822(text);
}

std::optional<Timestamp> ParseNumericTimestamp(std::string_view number) {
  constexpr std::size_t kDigitsOfSeconds = 10;
  number = number.substr(0, number.find('.'));
  const auto value = WholeMillis(number);
  if (!value) return std::nullopt;
  return number.size() == kDigitsOfSeconds ? Timestamp::FromSeconds(*value)
                                           : Timestamp::FromMillis(*value);
}

std::optional<Timestamp> ParseSentAt(std::string_view text) {
  if (const auto millis = WholeMillis(text)) return Timestamp::FromMillis(*millis);
  if (AllDigits(text)) return std::nullopt;
  return ParseYearFirst(text);
}

std::optional<Timestamp> ParseQuerySentAt(std::string_view text) {
  constexpr Timestamp kYear2021 = Timestamp::FromSeconds(1'609'459'200);
  const auto millis = WholeMillis(text);
  if (!millis || Timestamp::FromMillis(*millis) < kYear2021) return std::nullopt;
  return Timestamp::FromMillis(*millis);
}

EventTime ResolveEventTime(const TimeClaims& claims) {
  EventTime out{claims.now};
  if (claims.has_timestamp) {
    out.at = claims.timestamp.value_or(claims.now);
    if (!claims.timestamp) out.verdict = TimeVerdict::kInvalidTimestamp;
  }
  if (claims.sent_at && !claims.ignore_sent_at) out.at = out.at - (*claims.sent_at - claims.now);
  if (claims.offset_ms) {
    out.at = claims.now - milliseconds(std::clamp(*claims.offset_ms, -kMaxOffsetMs, kMaxOffsetMs));
  }
  if (out.at - claims.now > kMaxFuture) {
    if (out.verdict == TimeVerdict::kTaken) {
      out.verdict = TimeVerdict::kFuture;
      out.refused = CutToMillis(out.at);
    }
    out.at = claims.now;
  }
  const std::int64_t year = ToCivilUtc(out.at).year;
  if (year < 0 || year > 9999) out.at = Timestamp{};
  out.at = CutToMillis(out.at);
  return out;
}

}  // namespace tenrec::capture
