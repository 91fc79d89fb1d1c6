#pragma once

#include "tenrec/base/json.h"
#include "tenrec/insights/funnels_tally.h"

namespace tenrec::insights {

/// The answer to a funnel that is compared with another period: what both say, current first, each
/// row with its `compare_label`. What only one period has is there with zeros in the other one.
/// Source: queries.md 5.7
JsonObject CompareFunnels(const FunnelTally& current, const FunnelTally& previous,
                          FunnelGraph graph);

}  // namespace tenrec::insights
