#pragma once

#include <cstddef>
#include <memory>
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
  std::unique_ptr<MatchingEvent> event;
};

/// Actors on their way into a statement: one text, because a query of a million constants would
/// take minutes to read.
class ActorRows {
 public:
  explicit ActorRows(bool with_events) : with_events_(with_events) {}

  void Add(const ListedActor& actor);
  std::size_t size() const { return size_; }
  /// What it takes until its statement has run. Units: bytes.
  std::size_t bytes() const;

  /// A query with one row per actor and the column `actor_id`, and `matching_events` with events.
  hogql::ExprPtr Select(ActorKind kind) &&;

 private:
  bool with_events_;
  std::string text_ = "[";
  std::size_t size_ = 0;
};

/// What so many of them take, and the statement that they come to. Units: bytes.
std::size_t BytesOfWays(const std::vector<ListedActor>& actors);
/// A query with one row per actor and the columns `actor_id`, `entered`, `until` and `converted`.
hogql::ExprPtr ActorWays(const std::vector<ListedActor>& actors, ActorKind kind);

}  // namespace tenrec::insights
