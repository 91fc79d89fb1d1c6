#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::hogql {

/// What currencies were worth, as the operator of the server says; convertCurrency() reads it.
/// The rates travel with each question that needs them, so there is no table that could be asked.
/// Threads: any.
class ExchangeRates {
 public:
  /// Reads a CSV text: how much of a currency one US dollar bought from that day on, until the next
  /// day that the text has for the currency. USD needs no line of its own.
  /// Shape:  the header `date,currency,rate`, then lines such as `2024-01-31,EUR,0.9227` in any
  ///         order; at most 20'000 of them. Line ends of Windows and empty lines do no harm.
  /// Errors: kInvalidArgument that names the line and what is wrong with it.
  static Result<ExchangeRates> Parse(std::string_view csv);

  /// A key of `Lists::starts` is the place of its currency times this, and the day since 1970.
  static constexpr int kDaysPerCurrency = 100'000;

  /// Rates as a statement takes them along.
  struct Lists {
    /// How many currencies there are; their places are 1 to this.
    int size = 0;
    /// Their codes, "EUR,USD".
    std::string codes;
    /// From when on each rate holds, as a JSON list of keys in order. Before the first day of a
    /// currency, and for the place 0, there is a key whose rate is 0.
    std::string starts = "[0";
    /// The rates, as a JSON list beside `starts`.
    std::string rates = "[0";
  };

  const Lists& all() const { return all_; }
  /// Those of one currency; of none when there is no such code.
  Lists Only(std::string_view code) const;

 private:
  /// By day since 1970.
  using Days = std::map<std::int64_t, double>;
  static void Append(Lists& lists, const std::string& code, const Days& days);

  std::map<std::string, Days, std::less<>> currencies_;
  Lists all_;
};

}  // namespace tenrec::hogql
