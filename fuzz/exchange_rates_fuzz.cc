// rooms: hogql
#include <algorithm>
#include <string_view>

#include "tenrec/hogql/exchange_rates.h"

// Whatever a file holds: it is refused, or it has as many rates as starts.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rates = tenrec::hogql::ExchangeRates::Parse(text);
  if (!rates) return 0;
  const auto& lists = rates->all();
  const auto commas = [](std::string_view list) { return std::ranges::count(list, ','); };
  if (commas(lists.starts) != commas(lists.rates)) __builtin_trap();
  if (commas(lists.codes) + 1 != lists.size) __builtin_trap();
  return 0;
}
