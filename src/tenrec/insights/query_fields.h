#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

// Fields that the queries of several insights have.

/// The member, or null when it is absent.
Json CopyOf(const Json* json);
/// The number of a group type, 0 to 4.
std::optional<int> ReadGroupIndex(FieldReader& in, std::string_view name);
/// Into how many bins numbers are put, 1 to 200.
std::optional<int> ReadBinCount(FieldReader& in, std::string_view name);
/// `interval` and `dateRange`; a field that is absent leaves `out` as it is.
Status ReadDateRange(FieldReader& in, DateRangeRequest& out);
/// The members of a `compareFilter`.
Status ReadCompareFilter(const Json& json, bool& compare, std::optional<std::string>& compare_to);
/// `breakdownFilter`, in the old form of one breakdown and in the form of a list.
Status ReadBreakdownFilter(FieldReader& in, BreakdownFilter& out);

}  // namespace tenrec::insights
