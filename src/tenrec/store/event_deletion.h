#pragma once

#include <span>
#include <string>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/engine.h"

namespace tenrec::store {

/// Begins to remove events of these distinct ids that the server received at or before `until`,
/// from the disk too. The engine goes on by itself, also after a crash. It rewrites the parts that
/// hold such events, so the fewer calls the better. Doing it twice is harmless.
Status StartEventDeletion(engine::Engine& engine, TeamId team_id,
                          std::span<const std::string> distinct_ids, Timestamp until);

/// Whether the engine is still at work on something that was begun.
Result<bool> IsDeletingEvents(engine::Engine& engine);

}  // namespace tenrec::store
