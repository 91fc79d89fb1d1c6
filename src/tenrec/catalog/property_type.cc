#include "tenrec/catalog/property_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "tenrec/base/encoding.h"

namespace tenrec::catalog {
namespace {

// Half a year. Source: ingestion.md 14.1, rule 2.
constexpr std::int64_t kRecentSeconds = 15'768'000;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Reads exactly `count` digits off the front.
bool TakeDigits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !std::all_of(text.begin(), text.begin() + count, IsDigit))
    return false;
  text.remove_prefix(count);
  return true;
}

bool TakeOneOf(std::string_view& text, std::string_view set) {
  if (text.empty() || set.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool TakeClock(std::string_view& text) {
  return TakeDigits(text, 2) && TakeOneOf(text, ":") && TakeDigits(text, 2) &&
         TakeOneOf(text, ":") && TakeDigits(text, 2);
}

// 2026-11-22, 22/11/2026, either with " 09:30:00…" behind it.
bool IsPlainDate(std::string_view text) {
  const auto is_day = [](std::string_view& rest, std::array<std::size_t, 3> digits) {
    return TakeDigits(rest, digits[0]) && TakeOneOf(rest, "-/") && TakeDigits(rest, digits[1]) &&
           TakeOneOf(rest, "-/") && TakeDigits(rest, digits[2]);
  };
  std::string_view rest = text;
  if (!is_day(rest, {4, 2, 2})) {
    rest = text;
    if (!is_day(rest, {2, 2, 4})) return false;
  }
  return rest.empty() || (TakeOneOf(rest, " T") && TakeClock(rest));
}

// [Sun, ]22 Nov 2026 09:30[:00] (+0100|GMT|…). Source: RFC 2822, 3.3.
bool IsRfc2822(std::string_view text) {
  if (const auto comma = text.find(','); comma != std::string_view::npos) {
    if (comma != 3) return false;
    text.remove_prefix(comma + 1);
  }
  const auto next_word = [&text] {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
  };
  std::string_view day = next_word();
  const std::string month = ToLowerAscii(next_word());
  std::string_view year = next_word();
  std::string_view time = next_word();
  const std::string_view zone = next_word();
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  if (day.empty() || day.size() > 2 || !TakeDigits(day, day.size())) return false;
  if (std::find(kMonths.begin(), kMonths.end(), month) == kMonths.end()) return false;
  if (!TakeDigits(year, 4) || !year.empty()) return false;
  if (!TakeDigits(time, 2) || !TakeOneOf(time, ":") || !TakeDigits(time, 2)) return false;
  if (!time.empty() && !(TakeOneOf(time, ":") && TakeDigits(time, 2) && time.empty())) return false;
  return !zone.empty();
}

bool IsDateText(std::string_view text) {
  // The shortest is 10 characters; nobody writes a date of hundreds.
  if (text.size() < 10 || text.size() > 64) return false;
  return IsPlainDate(text) || ParseRfc3339(text).has_value() || IsRfc2822(text);
}

bool ContainsIgnoringCase(std::string_view text, std::string_view lower_case_word) {
  const auto found =
      std::search(text.begin(), text.end(), lower_case_word.begin(), lower_case_word.end(),
                  [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; });
  return found != text.end();
}

bool SoundsLikeTime(std::string_view key) {
  for (std::string_view word : {"time", "date", "_at", "-at", "createdat", "updatedat"}) {
    if (ContainsIgnoringCase(key, word)) return true;
  }
  return false;
}

bool IsAlwaysText(std::string_view key) {
  return key.starts_with("utm_") || key.starts_with("$initial_utm_") ||
         key.starts_with("$feature/") || key == "$feature_flag_response" ||
         key.starts_with("$survey_response");
}

bool IsRecentEpoch(double value, Timestamp now) {
  return std::trunc(value) == value && value >= static_cast<double>(now.seconds() - kRecentSeconds);
}

PropertyType InferFromText(std::string_view key, std::string_view text, Timestamp now) {
  if (text == "true" || text == "false" || text == "TRUE" || text == "FALSE") {
    return PropertyType::kBoolean;
  }
  if (IsDateText(text)) return PropertyType::kDateTime;
  if (!text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), IsDigit) &&
      SoundsLikeTime(key)) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (IsRecentEpoch(static_cast<double>(number), now)) return PropertyType::kDateTime;
  }
  return PropertyType::kString;
}

}  // namespace

std::string_view PropertyTypeName(PropertyType type) {
  switch (type) {
    case PropertyType::kUnknown:
      return "";
    case PropertyType::kString:
      return "String";
    case PropertyType::kNumeric:
      return "Numeric";
    case PropertyType::kBoolean:
      return "Boolean";
    case PropertyType::kDateTime:
      return "DateTime";
    case PropertyType::kDuration:
      return "Duration";
  }
  return "";
}

std::optional<PropertyType> ParsePropertyType(std::string_view name) {
  for (const auto type : {PropertyType::kString, PropertyType::kNumeric, PropertyType::kBoolean,
                          PropertyType::kDateTime, PropertyType::kDuration}) {
    if (PropertyTypeName(type) == name) return type;
  }
  return std::nullopt;
}

PropertyType InferPropertyType(std::string_view key, const ObservedValue& value, Timestamp now) {
  if (IsAlwaysText(key)) return PropertyType::kString;
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return InferFromText(key, *text, now);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return SoundsLikeTime(key) && IsRecentEpoch(*number, now) ? PropertyType::kDateTime
                                                              : PropertyType::kNumeric;
  }
  if (std::holds_alternative<bool>(value)) return PropertyType::kBoolean;
  return PropertyType::kUnknown;
}

}  // namespace tenrec::catalog
