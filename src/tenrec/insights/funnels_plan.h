#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/funnel_moment.h"
#include "tenrec/insights/funnels_query.h"
#include "tenrec/insights/property_filter.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// What a funnel is planned against.
struct FunnelsContext {
  FilterContext filters;
  /// The project's list of filters that hide its own people.
  Json test_account_filters;
  /// Where `date_from: "all"` begins; ask with FunnelsEarliest.
  std::optional<Timestamp> earliest;
  /// A period a month or a year before keeps the days of the week.
  bool human_friendly_comparison = false;
  /// Of a breakdown with bins; ask with FunnelsSpread. Absent: there are no numbers.
  std::optional<Spread> spread = std::nullopt;
};

/// How the actors of a statement are written.
enum class ActorKind { kPerson, kGroup, kText };

struct FunnelsPlan {
  FunnelsQuery query;
  DateRange range;
  /// One row per actor. Columns: `actor_id`, unless only counts were asked for; then lists with one
  /// element per event, all in the same order: `moments` as `moments` says, or `times`
  /// (microseconds), `steps` and with exclusions `excludes` (masks); with a breakdown whose values
  /// are not in the moments `values` (texts); and `uuids`, `sessions` and `windows` when events
  /// were asked for.
  hogql::ExprPtr select;
  /// Absent: an event does not fit one number.
  std::optional<MomentLayout> moments;
  /// The texts of the values in the moments, sorted and counted from 1; 0 is a text that is not
  /// among them. Empty: no values are in the moments.
  std::vector<std::string> values;
  /// Asks for those texts: rows of `value`, one more than kMostNumberedValues if there are too
  /// many. nullptr when they do not help.
  hogql::ExprPtr ask_values;
  ActorKind actor = ActorKind::kPerson;
  /// Names of events that may be steps, as far as they are known.
  std::vector<std::string> step_events;
  /// By id, of a breakdown by cohorts.
  std::map<std::string, std::string> cohort_names;
};

/// Texts of a breakdown that may be known before histories are asked for.
inline constexpr std::size_t kMostNumberedValues = 500;

/// The earliest event that any step may count, for `date_from: "all"`: one row, column `earliest`.
Result<hogql::ExprPtr> FunnelsEarliest(const FunnelsQuery& query, const FilterContext& context);

/// How far the numbers of a breakdown with bins spread over the events that are steps: one row,
/// columns `low` and `high`, maybe NULL. nullptr when the breakdown has no bins.
Result<hogql::ExprPtr> FunnelsSpread(const FunnelsQuery& query, const FunnelsContext& context);

/// What is planned beside the numbers of the question's own period.
struct FunnelsAim {
  /// Asks for what tells events apart.
  bool with_events = false;
  /// Of the period that is compared with.
  bool previous = false;
  /// How far actors came is counted and nothing else: of those who only ever entered, one event
  /// tells as much as all.
  bool counts_only = false;
  /// The texts of the breakdown, sorted, when they are known: histories then hold their numbers,
  /// which takes half of the time. With counts_only.
  std::vector<std::string> values = {};
};

/// Plans the statement that gives the histories of actors.
/// Errors: kInvalidArgument for filters and ranges that make no sense.
/// Source: queries.md 5.3
Result<FunnelsPlan> PlanFunnels(FunnelsQuery query, const FunnelsContext& context,
                                FunnelsAim aim = {});

}  // namespace tenrec::insights
