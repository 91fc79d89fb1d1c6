#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

/// The actors behind a number of an insight.
struct ActorsSource {
  /// One row per actor, with the columns actor_id, maybe event_distinct_ids, and matching_events
  /// when recordings are wanted.
  hogql::ExprPtr select;
  /// Set when the actors are groups.
  std::optional<int> group_index;
  bool has_distinct_ids = false;
  bool has_recordings = false;
};

/// A row of `events` as recordings are looked for by it: (timestamp, uuid, session, window).
Result<hogql::ExprPtr> MatchedEvent();
/// `matching_events` of an actor: up to a hundred of these.
hogql::ExprPtr Gathered(hogql::ExprPtr matched);

/// An ActorsQuery, checked and with its defaults filled in.
/// Source: queries.md 11.1
struct ActorsQuery {
  /// The query of the actors behind a number; null: all persons of the project.
  Json source;
  /// Empty: the default columns.
  std::vector<std::string> select;
  std::string search;
  Json properties;
  Json fixed_properties;
  std::vector<std::string> order_by;
  bool has_order_by = false;
  std::int64_t limit = 100;
  std::int64_t offset = 0;
};

/// Errors: kInvalidArgument for unknown fields, wrong types, and what is not supported yet.
Result<ActorsQuery> ParseActorsQuery(const Json& json);

/// How a cell becomes the JSON of the response.
enum class ActorsColumn {
  kPlain,
  kActor,       // an id, shown as a person or group object
  kRecordings,  // matching events, shown as the recordings that hold them
};

struct ActorsPlan {
  /// Asks for one row more than `limit`.
  hogql::ExprPtr query;
  std::vector<std::string> columns;
  std::vector<ActorsColumn> shapes;
  /// Set when the actors are groups.
  std::optional<int> group_index;
  std::int64_t limit = 100;
  std::int64_t offset = 0;
};

struct ActorsContext {
  FilterContext filters;
  /// Person properties of which the first orders persons.
  std::vector<std::string> display_name_properties;
  /// nullptr without a source.
  const ActorsSource* source = nullptr;
};

/// Errors: those of parsing the expressions and filters; kInvalidArgument for filters that say
///         nothing of persons.
Result<ActorsPlan> PlanActors(const ActorsQuery& query, const ActorsContext& context);

}  // namespace tenrec::insights
