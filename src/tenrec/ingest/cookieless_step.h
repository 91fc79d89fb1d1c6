#pragma once

#include <optional>

#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/steps.h"

namespace tenrec::ingest {

/// The step that gives an event without cookies the ids of its visitor, and takes away what they
/// were made of.
/// Source: ingestion.md 12
std::optional<DropReason> ReplaceCookieless(Event& event, StepContext& context);

}  // namespace tenrec::ingest
