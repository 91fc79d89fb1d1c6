#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_set>
#include <vector>

#include "tenrec/catalog/catalog.h"
#include "tenrec/ingest/event.h"

namespace tenrec::ingest {

/// Tells the catalog about new shapes of events. A shape is the event's name, its keys and the
/// kinds of their values; a known one says nothing new for the rest of the hour.
/// Threads: one caller at a time.
class DefinitionsObserver {
 public:
  explicit DefinitionsObserver(catalog::Catalog& catalog) : catalog_(catalog) {}

  /// Looks at an event as it stands behind the steps; its texts must live until Flush.
  void Add(const Event& event);
  /// Errors: those of the catalog; the same events may be added again.
  Status Flush();

 private:
  struct Shape {
    std::uint64_t hash = 0;
    catalog::ObservedEvent event;
    std::vector<catalog::ObservedProperty> properties;
    std::vector<catalog::ObservedProperty> person_properties;
    std::vector<catalog::ObservedProperty> group_properties;
  };

  catalog::ObservedValue Observed(std::string_view value);

  catalog::Catalog& catalog_;
  std::unordered_set<std::uint64_t> known_;
  std::unordered_set<std::uint64_t> noted_;
  std::deque<Shape> shapes_;  // a deque, since the events' spans look into them
  TextArena arena_;
};

}  // namespace tenrec::ingest
