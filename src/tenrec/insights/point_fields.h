#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

/// The fields of an InsightActorsQuery as they are written; each insight reads those that say which
/// of its numbers is meant.
/// Source: queries.md 11.2
struct PointFields {
  /// Without a wrapper.
  Json source;
  std::optional<std::string> day;
  std::optional<std::string> status;
  std::optional<std::int64_t> interval;
  std::int64_t series = 0;
  /// One text per breakdown.
  std::optional<std::vector<std::string>> breakdown;
  bool previous = false;
  bool include_recordings = false;
  /// Of StickinessActorsQuery.
  std::optional<std::string> comparison;
};

/// Errors: kInvalidArgument for unknown fields and wrong types.
Result<PointFields> ReadPointFields(const Json& json, const std::string& path);

/// The bucket that begins at `day`.
/// Errors: kInvalidArgument when none does.
Result<std::size_t> FindBucket(const DateRange& range, const std::string& day,
                               const FilterContext& context);

}  // namespace tenrec::insights
