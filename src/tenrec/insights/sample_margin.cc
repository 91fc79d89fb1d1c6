#include "tenrec/insights/sample_margin.h"

#include <cmath>

namespace tenrec::insights {

std::int64_t SampleMargin(std::int64_t found, double factor) {
  if (factor >= 1) return 0;
  // The upper bound of a count with a mean to be guessed from it, so that finding nobody does not
  // claim that there is nobody; it shrinks as the sample comes to be everybody.
  constexpr double kZ = 1.96;
  const double half = kZ * kZ / 2 + kZ * std::sqrt(static_cast<double>(found) + kZ * kZ / 4);
  return static_cast<std::int64_t>(std::ceil(half * std::sqrt(1 - factor) / factor));
}

}  // namespace tenrec::insights
