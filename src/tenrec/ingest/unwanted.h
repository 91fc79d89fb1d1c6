#pragma once

#include <optional>

#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/steps.h"

namespace tenrec::ingest {

/// The step that ends, sets aside or keeps from persons what is restricted.
/// Source: ingestion.md 1, row 1
std::optional<DropReason> ApplyRestrictions(Event& event, StepContext& context);

/// The step that ends what the project's event filter matches.
/// Source: ingestion.md 1, row 1
std::optional<DropReason> DropUnwanted(Event& event, StepContext& context);

/// The step that ends events of bots, for projects that want none.
/// Source: ingestion.md 1, row 6
std::optional<DropReason> DropBots(Event& event, StepContext& context);

}  // namespace tenrec::ingest
