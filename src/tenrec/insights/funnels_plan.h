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
  /// (microseconds), `steps` and with exclusions `excludes` (masks); with a breakdown `values`
  /// (texts); and `uuids`, `sessions` and `windows` when events were asked for.
  /// Or one row per event, in no order: `actor_id`, `moment` as `moments` says with 0 for the
  /// value, and with a breakdown `value` (text).
  hogql::ExprPtr select;
  bool row_per_event = false;
  /// Absent: an event does not fit one number.
  std::optional<MomentLayout> moments;
  ActorKind actor = ActorKind::kPerson;
  /// Names of events that may be steps, as far as they are known.
  std::vector<std::string> step_events;
  /// By id, of a breakdown by cohorts.
  std::map<std::string, std::string> cohort_names;
};

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
  /// tells as much as all. A row per event, when one fits a number.
  bool counts_only = false;
  /// A row per actor all the same: the engine's memory is bounded, and so it can group any number.
  bool row_per_actor = false;
};

/// Plans the statement that gives the histories of actors.
/// Errors: kInvalidArgument for filters and ranges that make no sense.
/// Source: queries.md 5.3
Result<FunnelsPlan> PlanFunnels(FunnelsQuery query, const FunnelsContext& context,
                                FunnelsAim aim = {});

}  // namespace tenrec::insights
