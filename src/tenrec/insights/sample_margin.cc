#include "tenrec/insights/sample_margin.h"

#include <algorithm>
#include <cmath>

namespace tenrec::insights {

std::int64_t SampleMargin(std::int64_t found, double factor) {
  const auto count = static_cast<double>(found);
  return SampleMargin({.sum = count, .squares = count}, 1, factor);
}

double SampledSum::Weight() const {
  if (squares <= 0) return 0;
  // Amounts of both signs may add up to little; nobody alone adds more than the root.
  const double largest = std::sqrt(squares);
  return squares > largest * std::abs(sum) ? largest : squares / std::abs(sum);
}

std::int64_t SampleMargin(const SampledSum& found, double weight, double factor) {
  if (factor >= 1) return 0;
  weight = std::max(weight, found.Weight());
  // The upper bound of a count with a mean to be guessed from it, so that finding nobody does not
  // claim that there is nobody; it shrinks as the sample comes to be everybody. A sum has the
  // variance of its squares, as if so many actors of that weight had been found.
  constexpr double kZ = 1.96;
  const double half =
      kZ * kZ / 2 * weight + kZ * std::sqrt(found.squares + weight * weight * kZ * kZ / 4);
  // What no number of the engine reaches.
  constexpr double kMost = 9e15;
  const double margin = std::ceil(half * std::sqrt(1 - factor) / factor);
  return static_cast<std::int64_t>(std::min(margin, kMost));
}

}  // namespace tenrec::insights
