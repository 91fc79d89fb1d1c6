#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/catalog/property_type.h"
#include "tenrec/catalog/property_types.h"
#include "tenrec/db/database.h"

namespace tenrec::catalog {

struct ObservedProperty {
  std::string_view name;
  ObservedValue value;
};

/// What one event says about the project's vocabulary. Views live until Observe returns.
struct ObservedEvent {
  TeamId team_id = 0;
  std::string_view name;
  Timestamp received_at;
  std::span<const ObservedProperty> properties;
  /// The keys of $set and $set_once.
  std::span<const ObservedProperty> person_properties;
  /// The keys of $group_set of a $groupidentify, and the index of its group type (0-4).
  std::span<const ObservedProperty> group_properties;
  int group_type_index = -1;
};

/// What a project has seen: event names, property names and their types, and which came together.
/// Threads: any.
/// Source:  ingestion.md 14.
class Catalog {
 public:
  Catalog(db::Database& database, const Clock& clock, Metrics& metrics);
  ~Catalog();
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  /// Learns from a batch. Writes only what is new, in one transaction, and the time an event was
  /// last seen at most once an hour; a batch that says nothing new costs no database call.
  /// Repeating a batch changes nothing.
  /// Errors: those of the database; then nothing of the batch was learned and it may be repeated.
  Status Observe(std::span<const ObservedEvent> events);

  /// The types of the project's properties. Cheap: a snapshot that is rebuilt only after a change.
  Result<std::shared_ptr<const PropertyTypes>> TypesOf(TeamId team_id);

  /// Forgets what is held in memory about a project, after its definitions were changed by hand.
  void Forget(TeamId team_id);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::catalog
