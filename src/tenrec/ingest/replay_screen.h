#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/event.h"
#include "tenrec/ingest/heatmap.h"
#include "tenrec/ingest/uuid_window.h"
#include "tenrec/persons/person_tasks.h"
#include "tenrec/persons/persons.h"
#include "tenrec/store/store.h"

namespace tenrec::ingest {

/// Tells a replay what is there already and what must not come back.
/// Threads: one caller at a time.
class ReplayScreen {
 public:
  ReplayScreen(db::Database& database, persons::Persons& persons, store::Store& store)
      : database_(database), persons_(persons), store_(store) {}

  /// Reads what the database knows; before the first batch.
  Status Begin();
  /// Makes the window know those events of a batch that are stored, or were dropped on purpose.
  Status MarkKnown(std::span<const Event> events, UuidWindow& window);
  /// Whether the event, whose id must have been loaded, is none that a replay may store: it waits
  /// as a dead letter, somebody had the events of its person deleted, or it is the self-test's.
  bool Withholds(const Event& event) const;
  /// Takes away the points that the table has.
  Status DropKnown(std::vector<HeatmapPoint>& points);

 private:
  using Key = std::tuple<TeamId, std::uint64_t, std::uint64_t>;
  bool WasRemoved(const Event& event) const;

  db::Database& database_;
  persons::Persons& persons_;
  store::Store& store_;
  std::set<Key> letters_;
  std::vector<persons::EventRemoval> removals_;
};

}  // namespace tenrec::ingest
