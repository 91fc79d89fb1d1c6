#pragma once

#include <cstdint>

namespace tenrec::insights {

/// How far the number of actors, scaled up from a sample, may lie from the true one: in at least 95
/// of 100 samples it lies no farther. A sample takes an actor with all events, or with none.
/// Shape: `found` actors in a sample of `factor`, over 0 and at most 1; the whole has no margin.
std::int64_t SampleMargin(std::int64_t found, double factor);

/// What the actors in a sample add up to: so many events, so much of an amount.
struct SampledSum {
  double sum = 0;
  /// Of the squares of what each of them adds.
  double squares = 0;

  /// How much an actor adds, where those who add more weigh more: the 2 in "twice as far off as a
  /// number of actors would be". Of nobody it is 0.
  double Weight() const;
};

/// The same for a sum. It grows with how unequally the actors add to it, as far as those in the
/// sample tell: of the few who add most of it, a small sample may hold none. `weight` is what an
/// actor adds elsewhere, for where hardly anybody was found.
std::int64_t SampleMargin(const SampledSum& found, double weight, double factor);

}  // namespace tenrec::insights
