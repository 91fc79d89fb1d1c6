#pragma once

#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/ingest/batch.h"
#include "tenrec/persons/groups.h"
#include "tenrec/persons/persons.h"
#include "tenrec/store/store.h"

namespace tenrec::ingest {

/// What a batch leaves behind beside the rows of its events.
struct Traces {
  persons::Persons::Changes changes;
  std::vector<persons::ChangedGroup> groups;
  std::vector<Warning> warnings;
  std::vector<DroppedEvent> dropped_events;
  std::vector<HeatmapPoint> heatmap;
};

/// Writes to the store, where questions look, what the database knows of the persons and groups
/// that a batch changed, and its warnings, dropped events and points of heatmaps. A second write
/// with the same token changes nothing. Errors: those of the engine; then some may be written, and
/// the same call completes it.
Status Mirror(store::Store& store, const Traces& traces, const std::string& token);

/// Of Mirror the persons and groups alone.
Status MirrorPersons(store::Store& store, const persons::Persons::Changes& changes,
                     const std::vector<persons::ChangedGroup>& groups, const std::string& token);

}  // namespace tenrec::ingest
