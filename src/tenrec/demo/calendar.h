#pragma once

#include <cstdint>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/demo/random.h"

namespace tenrec::demo {

/// The days of the history and how busy each is.
class Calendar {
 public:
  Calendar(Timestamp end, int days);

  int days() const { return static_cast<int>(arrivals_.size()); }
  Timestamp start() const { return start_; }
  Timestamp end() const { return end_; }

  /// A day for somebody's first visit: more at the end than at the beginning, fewer at weekends.
  int DrawArrivalDay(Random& random) const;
  /// A moment of that day by the clock of a place, never after the end of the history.
  Timestamp DrawMoment(Random& random, int day, int utc_offset_minutes) const;
  bool IsWeekend(int day) const;
  int DayOf(Timestamp t) const;

 private:
  Timestamp end_;
  Timestamp start_;
  std::vector<std::uint32_t> arrivals_;  // running sum of weights
};

}  // namespace tenrec::demo
