#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/capture/admit.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/log/log.h"

namespace tenrec::capture {

/// Merges the snapshots of a request into one record per session and window, in the order in which
/// each pair first appears.
/// Errors: kInvalidArgument "replay event submitted without …", as capture.md 11.2 words it.
/// Source: capture.md 16.5
Result<std::vector<log::NewRecord>> MergeSnapshots(const Envelope& envelope,
                                                   std::span<const RawEvent* const> snapshots,
                                                   const RequestFacts& facts);

}  // namespace tenrec::capture
