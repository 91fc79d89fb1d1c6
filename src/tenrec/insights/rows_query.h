#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

/// A GroupsQuery or a SessionsQuery: rows of one table, chosen, ordered and paged.
/// Source: queries.md 11.4, 12.2
struct RowsQuery {
  enum class Table : std::uint8_t { kGroups, kSessions };
  Table table = Table::kGroups;
  int group_type_index = 0;
  std::vector<std::string> select;
  std::vector<std::string> where;
  std::string search;
  Json properties;
  Json fixed_properties;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<std::vector<std::string>> order_by;
  std::int64_t limit = 100;
  std::int64_t offset = 0;
};

/// Errors: kInvalidArgument for unknown fields and wrong types.
Result<RowsQuery> ParseGroupsQuery(const Json& json);
Result<RowsQuery> ParseSessionsQuery(const Json& json);

/// What `*` stands for in a SessionsQuery.
inline constexpr std::array<std::string_view, 11> kSessionStar = {
    "session_id",         "distinct_id",        "$start_timestamp", "$end_timestamp",
    "$session_duration",  "$entry_current_url", "$end_current_url", "$pageview_count",
    "$autocapture_count", "$screen_count",      "$is_bounce"};

struct RowsPlan {
  /// Asks for one row more than the limit.
  hogql::ExprPtr query;
  /// What the response calls the columns.
  std::vector<std::string> columns;
  /// Columns that are `*`: tuples in the order of kSessionStar.
  std::vector<bool> is_star;
};

/// Errors: kInvalidArgument for expressions and filters that make no sense for the table.
Result<RowsPlan> PlanRows(const RowsQuery& query, const FilterContext& filters);

}  // namespace tenrec::insights
