#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/formula.h"

namespace tenrec::insights {

/// What is counted in a bucket.
enum class Measure {
  kEvents,               // total
  kActors,               // dau
  kTrailingActors,       // weekly_active, monthly_active
  kFirstTimeActors,      // first_time_for_user
  kFirstMatchingActors,  // first_matching_event_for_user
  kSessions,             // unique_session
  kGroups,               // unique_group
  kExpression,           // hogql
  kProperty,             // an aggregate of a property
  kEventsPerActor,       // an aggregate of how many events each actor has
};

/// How many numbers become one.
enum class Aggregate { kNone, kSum, kAverage, kMin, kMax, kMedian, kP75, kP90, kP95, kP99 };

struct SeriesMath {
  /// As written: "total", "dau", …
  std::string word = "total";
  Measure measure = Measure::kEvents;
  Aggregate aggregate = Aggregate::kNone;
  /// Of kTrailingActors.
  int trailing_days = 0;
};

/// Reads a math; nullopt for a word that no version of the API has.
std::optional<SeriesMath> ParseMath(std::string_view word);

/// What the amounts of a property are in.
struct AmountCurrency {
  /// A code such as "EUR"; empty: each event has its own.
  std::string code;
  /// The property of an event that has the code.
  std::string property;
};

struct TrendsSeries : Entity {
  SeriesMath math;
  std::optional<std::string> math_property;
  std::string math_property_type = "event_properties";
  std::optional<std::string> math_hogql;
  std::optional<int> math_group_type_index;
  double math_multiplier = 1;
  /// Amounts are turned into the project's currency.
  std::optional<AmountCurrency> currency;

  /// Numbers of how long sessions took: one a session, however many of its events are counted.
  bool measures_sessions() const {
    return math.measure == Measure::kProperty && math_property == "$session_duration";
  }
  /// Each actor counts in the bucket of its first event.
  bool counts_first_events() const {
    return math.measure == Measure::kFirstTimeActors ||
           math.measure == Measure::kFirstMatchingActors;
  }
};

struct Breakdown {
  std::string type = "event";
  std::string property;
  std::optional<int> group_type_index;
  bool normalize_url = false;
  /// Numbers are put into this many bins of the same width.
  std::optional<int> bins;
};

struct BreakdownFilter {
  /// One of type "cohort" stands alone, and its values are `cohorts`.
  std::vector<Breakdown> breakdowns;
  /// Ids of cohorts as text, or "all", in the order asked for.
  std::vector<std::string> cohorts;
  /// Written as a list: values are lists as well.
  bool multiple = false;
  std::int64_t limit = 25;
  bool hide_other = false;
};

inline constexpr std::string_view kAllUsers = "all";

enum class Display {
  kTimeSeries,
  kCumulative,
  kTotalValue,
  kSlope,     // only the first and the last bucket
  kBoxPlot,   // how the numbers of a property spread in each bucket
  kCalendar,  // by day of the week and hour
};

struct FormulaNode {
  std::string text;
  std::optional<std::string> custom_name;
  Formula formula;
};

/// A TrendsQuery, checked and with its defaults filled in.
/// Source: queries.md 4.1
struct TrendsQuery {
  std::vector<TrendsSeries> series;
  DateRangeRequest date_range;
  Json properties;
  bool filter_test_accounts = false;
  /// The part of the people that is looked at, over 0 and at most 1.
  double sampling_factor = 1;
  std::optional<int> group_type_index;
  BreakdownFilter breakdown;
  bool compare = false;
  std::optional<std::string> compare_to;
  Display display = Display::kTimeSeries;
  std::string display_word = "ActionsLineGraph";
  std::vector<FormulaNode> formulas;
  int smoothing_intervals = 1;
};

/// Whether the numbers of the series are a sample of what people add up to, shown as they are: how
/// many events, how much of an amount. How far off they may be is told by who adds how much.
bool AddsUp(const TrendsQuery& query, const TrendsSeries& series);

/// Errors: kInvalidArgument for unknown fields, wrong types, and what is not supported yet.
Result<TrendsQuery> ParseTrendsQuery(const Json& json);

}  // namespace tenrec::insights
