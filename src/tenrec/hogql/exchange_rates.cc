#include "tenrec/hogql/exchange_rates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "tenrec/base/encoding.h"
#include "tenrec/base/time.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

/// A question takes up to all of them along.
constexpr std::size_t kMaxRates = 20'000;

Error Fault(std::size_t line, const std::string& what) {
  return InvalidArgument("line " + std::to_string(line) + ": " + what);
}

std::optional<std::int64_t> DayOf(std::string_view text) {
  constexpr std::int64_t kSecondsPerDay = 86'400;
  if (text.size() != std::string_view("2024-01-31").size()) return std::nullopt;
  const auto time = ParseRfc3339(std::string(text) + "T00:00:00Z");
  if (!time || time->micros < 0) return std::nullopt;
  const std::int64_t day = time->seconds() / kSecondsPerDay;
  // The engine's Date ends in 2149.
  constexpr std::int64_t kLastDay = 65'535;
  return day > kLastDay ? std::nullopt : std::optional(day);
}

bool IsCode(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<double> RateOf(std::string_view text) {
  double rate = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), rate);
  constexpr double kLeast = 1e-10;
  constexpr double kMost = 1e15;
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && rate >= kLeast && rate <= kMost ? std::optional(rate) : std::nullopt;
}

std::string ShownNumber(double number) {
  std::array<char, 32> shown{};
  const auto printed = std::to_chars(shown.data(), shown.data() + shown.size(), number);
  return {shown.data(), printed.ptr};
}

/// The text up to the sign, which is taken off together with it.
std::string_view Cut(std::string_view& text, char sign) {
  const std::size_t end = std::min(text.find(sign), text.size());
  const std::string_view head = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return head;
}

}  // namespace

Result<ExchangeRates> ExchangeRates::Parse(std::string_view csv) {
  constexpr std::string_view kHeader = "date,currency,rate";
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (csv.starts_with(kMark)) csv.remove_prefix(kMark.size());
  ExchangeRates rates;
  auto& currencies = rates.currencies_;
  std::size_t count = 0;
  for (std::size_t line = 1; line == 1 || !csv.empty(); ++line) {
    std::string_view rest = TrimAscii(Cut(csv, '\n'));
    if (line == 1) {
      if (rest != kHeader) return Fault(line, "the header must be '" + std::string(kHeader) + "'");
      continue;
    }
    if (rest.empty()) continue;
    const std::string_view date = TrimAscii(Cut(rest, ','));
    const std::string_view code = TrimAscii(Cut(rest, ','));
    const std::string_view written = TrimAscii(rest);
    const auto day = DayOf(date);
    if (!day) return Fault(line, "'" + Shown(date) + "' is no date such as 2024-01-31");
    if (!IsCode(code)) {
      return Fault(line, "'" + Shown(code) + "' is no code of a currency such as EUR");
    }
    const auto rate = RateOf(written);
    if (!rate) {
      return Fault(line, "'" + Shown(written) + "' is no rate between 0.0000000001 and 10^15");
    }
    if (++count > kMaxRates) {
      return Fault(line, "there are more than 20000 rates; leave out days or currencies");
    }
    if (!currencies[std::string(code)].emplace(*day, *rate).second) {
      return Fault(line, "there is a rate of " + std::string(code) + " on that day already");
    }
  }
  if (!currencies.contains("USD")) currencies["USD"].emplace(0, 1);
  for (const auto& [code, days] : currencies) Append(rates.all_, code, days);
  rates.all_.starts += ']';
  rates.all_.rates += ']';
  return rates;
}

ExchangeRates::Lists ExchangeRates::Only(std::string_view code) const {
  Lists lists;
  const auto found = currencies_.find(code);
  if (found != currencies_.end()) Append(lists, found->first, found->second);
  lists.starts += ']';
  lists.rates += ']';
  return lists;
}

void ExchangeRates::Append(Lists& lists, const std::string& code, const Days& days) {
  lists.codes.append(lists.size == 0 ? "" : ",").append(code);
  const std::int64_t base = std::int64_t{++lists.size} * kDaysPerCurrency;
  if (!days.contains(0)) {
    lists.starts.append(",").append(std::to_string(base));
    lists.rates.append(",0");
  }
  for (const auto& [day, rate] : days) {
    lists.starts.append(",").append(std::to_string(base + day));
    lists.rates.append(",").append(ShownNumber(rate));
  }
}

}  // namespace tenrec::hogql
