#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/property_filter.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// Labels of groups of values that are no value of the property.
inline constexpr std::string_view kNullLabel = "$$_posthog_breakdown_null_$$";
inline constexpr std::string_view kOtherLabel = "$$_posthog_breakdown_other_$$";

/// The start of 2000, from which buckets that are whole numbers are counted.
inline constexpr CivilTime kBucketBase{.year = 2000};

/// The smallest and the largest number of a breakdown with bins.
struct Spread {
  double low = 0;
  double high = 0;
};

/// What a question is planned against.
struct TrendsContext {
  FilterContext filters;
  /// The project's list of filters that hide its own people.
  Json test_account_filters;
  /// Unique users are counted as distinct ids instead of persons.
  bool aggregate_by_distinct_id = false;
  /// The project's wish that compared periods hold the same days of the week.
  bool human_friendly_comparison = false;
  /// Where `date_from: "all"` begins; ask with EarliestSelect.
  std::optional<Timestamp> earliest;
  /// The code of the project's currency.
  std::string base_currency = "USD";
  /// By series and breakdown; ask with SpreadSelects. Absent: there are no numbers.
  std::map<std::pair<std::size_t, std::size_t>, Spread> spreads;
};

/// What the numbers in a bucket column count: microseconds and dates from 1970, the others from the
/// start of 2000 in the project's zone.
enum class BucketUnit { kMicros, kDates, kDays, kHours, kMinutes };

/// The start of the bucket that such a number names.
Timestamp BucketStart(BucketUnit unit, std::int64_t number, const ProjectTime& zone);

/// One statement of a trends question. Its rows have the columns, by shape:
///   time series:     `bucket`, `value`; one row per bucket that is not empty
///   total:           `value`; one row
///   with breakdown:  `label` (text, or a list of texts), then `cells` (a list of buckets and a
///   list
///                    of values) or for totals `value`; in ranking order, the Other row last
/// A sample of numbers that people add up to has `squared` beside `value`, and `squared_cells`
/// beside `cells`: the same sums of the squares of what each in the sample adds.
struct TrendsSelect {
  std::size_t series = 0;
  bool previous = false;
  hogql::ExprPtr query;
  /// How a whole number in `bucket` reads; instants and dates speak for themselves.
  BucketUnit number_unit = BucketUnit::kMicros;
};

struct TrendsPlan {
  TrendsQuery query;
  DateRange range;
  std::optional<DateRange> compare_range;
  Timestamp now;
  /// Series by series, first those of the current period.
  std::vector<TrendsSelect> selects;
  /// By id, of a breakdown by cohorts.
  std::map<std::string, std::string> cohort_names;
};

/// The earliest event that any series may count, for `date_from: "all"`: one row, column
/// `earliest`.
Result<hogql::ExprPtr> EarliestSelect(const TrendsQuery& query, const FilterContext& context);

/// Asks for the numbers of a breakdown with bins: one row, columns `low` and `high`, maybe NULL.
struct SpreadSelect {
  std::size_t series = 0;
  std::size_t breakdown = 0;
  hogql::ExprPtr query;
};
Result<std::vector<SpreadSelect>> SpreadSelects(const TrendsQuery& query,
                                                const TrendsContext& context);

/// Errors: kInvalidArgument for filters and ranges that make no sense.
Result<TrendsPlan> PlanTrends(TrendsQuery query, const TrendsContext& context);

/// A number for one group and one bucket, as a statement gave it.
struct TrendsCell {
  std::int64_t bucket = 0;
  double value = 0;
  /// Of a sample: the sum of the squares of what each in it adds to the value.
  double squared = 0;
};
struct TrendsGroup {
  /// One text per breakdown; empty without breakdowns.
  std::vector<std::string> values;
  /// A total has one cell, whose bucket means nothing.
  std::vector<TrendsCell> cells;
};
/// The rows of one statement.
struct TrendsRows {
  std::vector<TrendsGroup> groups;
  /// The numbers are whole and print without a fraction.
  bool whole = true;
  BucketUnit unit = BucketUnit::kMicros;
};

/// The value of a breakdown as it is shown: "Chrome", "None (i.e. no value)"; lists joined by "::".
std::string BreakdownLabel(std::span<const std::string> values);

/// Takes the rows of `results` one by one: each repeats its labels, so together they can be large.
using TrendsSink = std::function<Status(const JsonObject& row)>;

/// Hands over the rows of `results` and gives back what else the response says: {"hasMore",
/// "resolved_date_range", "resolved_compare_date_range"}. `rows[i]` belongs to `plan.selects[i]`.
/// Errors: those of `on_row`; kInvalidArgument (tag "too_many_bytes") for formulas over too many
///         numbers.
/// Source: queries.md 4.3 to 4.6
Result<JsonObject> TrendsResponse(const TrendsPlan& plan, const std::vector<TrendsRows>& rows,
                                  const ProjectTime& zone, const TrendsSink& on_row);

}  // namespace tenrec::insights
