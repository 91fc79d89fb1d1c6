#pragma once

#include <optional>

#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/steps.h"

namespace tenrec::ingest {

/// The step that adds where the event's address is.
/// Source: ingestion.md 11
std::optional<DropReason> AddPlace(Event& event, StepContext& context);

/// What the place of an event changes on its person. `update` holds what the event itself says.
void AddPlaceTo(const Event& event, persons::PropertyUpdate& update);

}  // namespace tenrec::ingest
