#pragma once

#include <string_view>

namespace tenrec::insights {

/// Whether the HogQL function turns many rows into one: "count", "sumIf", "quantile".
/// Source: hogql.md 7.3
bool IsAggregation(std::string_view function);

}  // namespace tenrec::insights
