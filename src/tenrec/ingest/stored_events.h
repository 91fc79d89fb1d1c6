#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "tenrec/base/time.h"

namespace tenrec::ingest {

/// Events of one project that became rows: how many, and how far back in time they reach.
struct StoredEvents {
  std::size_t count = 0;
  Timestamp earliest{std::numeric_limits<std::int64_t>::max()};

  void Add(Timestamp at) { Add({1, at}); }
  void Add(const StoredEvents& more) {
    count += more.count;
    earliest = std::min(earliest, more.earliest);
  }
};

}  // namespace tenrec::ingest
