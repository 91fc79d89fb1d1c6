#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/funnels_plan.h"

namespace tenrec::insights {

/// An event as recordings are looked for by it.
struct MatchingEvent {
  Timestamp time;
  Uuid uuid;
  std::string session;
  std::string window;
};

/// An actor that a funnel's walk found.
struct ListedActor {
  /// The id of a person, or the key of a group.
  std::string id;
  /// Between these two, neither included, lies what it did on its way: to the last step, or as long
  /// as it could have come there.
  Timestamp entered;
  Timestamp until;
  /// Came to the last step.
  bool converted = false;
  /// The event that brought it where it is; only when recordings are wanted.
  std::optional<MatchingEvent> event;
};

/// A query with one row per actor and the column `actor_id`, and `matching_events` when they are
/// asked for.
hogql::ExprPtr ActorRows(const std::vector<ListedActor>& actors, ActorKind kind,
                         bool with_events = false);

/// The same with the columns `entered`, `until` and `converted` beside it.
hogql::ExprPtr ActorWays(const std::vector<ListedActor>& actors, ActorKind kind);

}  // namespace tenrec::insights
