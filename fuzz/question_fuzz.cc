// rooms: insights hogql base
// Any JSON: reading and planning a question neither crashes nor hangs.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/insights/elements_chain.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/insights/trends.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenrec;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto zone = insights::ProjectTime::Load("America/New_York", 1);
  const insights::FilterContext filters{*zone, Timestamp::FromSeconds(1'600'000'000), {}, {}};
  static_cast<void>(insights::ParseElementsChain(text));
  static_cast<void>(insights::ParseDate(text, *zone, filters.now, true));
  const auto json = ParseJson(text);
  if (!json) return 0;
  if (auto trends = insights::ParseTrendsQuery(*json)) {
    static_cast<void>(
        insights::PlanTrends(*std::move(trends), {.filters = filters, .test_account_filters = {}}));
  }
  if (const auto events = insights::ParseEventsQuery(*json)) {
    static_cast<void>(insights::PlanEvents(*events, {filters, {}, {"email"}}));
  }
  return 0;
}
