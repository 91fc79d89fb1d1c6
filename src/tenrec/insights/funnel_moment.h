#pragma once

#include <cstdint>
#include <optional>

#include "tenrec/base/time.h"
#include "tenrec/behavior/funnel.h"

namespace tenrec::insights {

/// How an event of a funnel is one number: when it happened, which steps it matches, what it
/// excludes and the number of its breakdown value. The engine gathers such a list in a fraction of
/// the time of several, and the numbers are in the order in which events are walked.
struct MomentLayout {
  /// Units: microseconds since 1970. No event is earlier.
  std::int64_t begin = 0;
  int step_bits = 0;
  int exclude_bits = 0;
  int value_bits = 0;

  /// For events from `from` to `to`, and so many steps, exclusions, and values numbered from 1.
  /// Nothing when that does not fit one number.
  static std::optional<MomentLayout> For(Timestamp from, Timestamp to, int steps, int excludes,
                                         std::int64_t values);

  /// What a microsecond, the first step and the first exclusion count in the number.
  std::int64_t time_unit() const { return step_unit() << step_bits; }
  std::int64_t step_unit() const { return exclude_unit() << exclude_bits; }
  std::int64_t exclude_unit() const { return std::int64_t{1} << value_bits; }

  behavior::FunnelEvent EventOf(std::int64_t moment) const;
};

}  // namespace tenrec::insights
