#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/funnel_paths.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {

/// A PathsQuery, checked and with its defaults filled in.
/// Source: queries.md 7.1
struct PathsQuery {
  /// Range and filters of the question; its one series is every event.
  TrendsQuery counted;
  /// Empty: every event.
  bool pageviews = false;
  bool screens = false;
  bool custom_events = false;
  bool expressions = false;
  /// What an item is called when `expressions` is on, or no type is chosen.
  std::string expression;
  std::vector<std::string> excluded;
  std::string start_point;
  std::string end_point;
  std::int64_t step_limit = 5;
  std::int64_t edge_limit = 50;
  std::optional<std::int64_t> min_weight;
  std::optional<std::int64_t> max_weight;
  /// Wildcards such as "/product/*".
  std::vector<std::string> groupings;
  /// The project's rules clean items after these.
  bool cleans_by_project = false;
  std::vector<PathCleaningRule> rules;
  /// Of the actors' question: who went out of, into, or ended at this key.
  std::string start_key;
  std::string end_key;
  std::string dropoff_key;
  /// Only the actors behind a number of a funnel, each in a stretch of time of its own.
  std::optional<FunnelPaths> funnel;

  bool any_type() const { return !pageviews && !screens && !custom_events && !expressions; }
};

/// Errors: kInvalidArgument for unknown fields and wrong types.
Result<PathsQuery> ParsePathsQuery(const Json& json);

struct PathsPlan {
  PathsQuery query;
  DateRange range;
  /// One row per actor and session: actor_id, path (pairs of milliseconds and item).
  hogql::ExprPtr paths;
  /// Edges in order: source, target, value, average.
  hogql::ExprPtr edges;
  /// One row per actor: `steps`, a list of PackedStep in no order. The same paths come of it as
  /// `paths` has, in half the time. Null for paths of a funnel.
  hogql::ExprPtr histories;
  /// After so long another path begins. Units: milliseconds.
  std::int64_t pause = 0;
  /// What an event is called, and which events count.
  hogql::ExprPtr item;
  hogql::ExprPtr where;
  std::optional<int> group_index;
  /// Each step of `paths` has the event that it was made of, as its third part.
  bool with_events = false;
};

/// When something happened and the number of its item, as one number of 128 bits that the engine
/// gathers faster than two. The number is a hash of the text: PathsTexts tells
/// texts, and of ten million different items two share a number once in 300,000 questions.
struct PackedStep {
  PackedStep(std::uint64_t upper, std::uint64_t lower)
      : time(static_cast<std::int64_t>(upper) - kShift), item(lower) {}

  /// Added to times, so that those before 1970 are no negative numbers.
  static constexpr std::int64_t kShift = 100'000'000'000'000;

  /// Units: milliseconds since 1970.
  std::int64_t time;
  std::uint64_t item;
};

/// The numbers of the targets, and of the dots: one row, columns `origin`, `goal`, `dots`.
Result<hogql::ExprPtr> PathsNumbers(const PathsQuery& query);

/// What the items of these numbers are called, if events have them in this time: rows of `number`
/// and `text`.
Result<hogql::ExprPtr> PathsTexts(const PathsPlan& plan, const std::vector<std::uint64_t>& numbers,
                                  Timestamp from, Timestamp to);

/// `stretches` are those of the query's funnel: rows of ActorWays. `with_events` is for actors
/// whose matching events are wanted; such a plan has no histories. Errors: kInvalidArgument for
/// filters and ranges that make no sense. Source: queries.md 7.2
Result<PathsPlan> PlanPaths(PathsQuery query, const TrendsContext& context,
                            const hogql::ExprPtr& stretches = nullptr, bool with_events = false);

/// A row of `edges`.
struct PathEdge {
  std::string source;
  std::string target;
  std::int64_t value = 0;
  double average = 0;
};
/// {"results"}: the edges that can be reached from a first item.
JsonObject PathsResponse(const PathsPlan& plan, const std::vector<PathEdge>& edges);

/// The actors of an InsightActorsQuery over a PathsQuery; its keys say which.
Result<ActorsSource> PathsActors(const PathsPlan& plan);

}  // namespace tenrec::insights
