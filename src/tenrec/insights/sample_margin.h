#pragma once

#include <cstdint>

namespace tenrec::insights {

/// How far the number of actors, scaled up from a sample, may lie from the true one: in at least 95
/// of 100 samples it lies no farther. It is of counts of actors only, whom a sample takes or leaves
/// with all they did; how many events the rest did, the sample cannot say as surely.
/// Shape: `found` actors in a sample of `factor`, over 0 and at most 1; the whole has no margin.
std::int64_t SampleMargin(std::int64_t found, double factor);

}  // namespace tenrec::insights
