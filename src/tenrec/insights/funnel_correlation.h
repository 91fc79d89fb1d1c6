#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/funnel_list.h"
#include "tenrec/insights/funnels_actors.h"
#include "tenrec/insights/funnels_plan.h"

namespace tenrec::insights {

/// What is compared between those who came through a funnel and those who did not.
enum class CorrelationKind { kEvents, kProperties, kEventWithProperties };

/// A FunnelCorrelationQuery, checked.
/// Source: queries.md 5.11
struct FunnelCorrelation {
  /// Who is compared: everybody who entered, unless a step is chosen.
  FunnelPoint source;
  CorrelationKind kind = CorrelationKind::kEvents;
  std::vector<std::string> exclude_events;
  /// Properties of actors; "$all" means every one.
  std::vector<std::string> names;
  std::vector<std::string> exclude_names;
  /// Events whose properties are compared.
  std::vector<std::string> event_names;
  std::vector<std::string> event_exclude_names;

  /// Elements that were clicked are compared in place of properties.
  bool compares_elements() const;
};

/// Errors: kInvalidArgument for unknown fields, and names that are missing.
Result<FunnelCorrelation> ParseFunnelCorrelation(const Json& json, const std::string& path);

/// How many came through, and how many did not.
struct CorrelationTotals {
  std::int64_t success = 0;
  std::int64_t failure = 0;
};

/// Asks what actors did or have: rows of `name`, `success_count` and `failure_count`, rare ones
/// left out. Errors: those of names that cannot be read; kUnimplemented for properties of groups.
Result<hogql::ExprPtr> CorrelationSelect(const FunnelCorrelation& query, const FunnelsPlan& plan,
                                         const std::vector<ListedActor>& actors,
                                         const CorrelationTotals& totals);

struct CorrelationRow {
  std::string name;
  std::int64_t success = 0;
  std::int64_t failure = 0;
};

/// The ten that speak most for coming through, then the ten that speak most against it:
/// {"events": […], "skewed": false}.
JsonObject CorrelationResults(const FunnelCorrelation& query, const CorrelationTotals& totals,
                              const std::vector<CorrelationRow>& rows);

/// A FunnelCorrelationActorsQuery: who did or has what a row of a correlation is about.
struct CorrelationPoint {
  FunnelCorrelation source;
  /// The event, with filters.
  std::optional<FunnelNode> entity;
  /// Filters of what the actors have.
  Json properties;
  /// Absent: whether they came through or not.
  std::optional<bool> converted;
  bool include_recordings = false;
};

/// Errors: kInvalidArgument when neither an event nor properties are given.
Result<CorrelationPoint> ParseCorrelationPoint(const Json& json, const std::string& path);

/// A query with one row per actor and the column `actor_id`, and `matching_events` when recordings
/// are wanted: the entity's events on the way, or the one that brought the actor where it is.
Result<hogql::ExprPtr> CorrelationActors(const CorrelationPoint& point, const FunnelsPlan& plan,
                                         std::vector<ListedActor> actors,
                                         const FilterContext& context);

}  // namespace tenrec::insights
