#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tenrec/persons/property_bag.h"

namespace tenrec::persons {

/// What one event wants changed on its person.
struct PropertyUpdate {
  std::vector<KeyValue> set;
  std::vector<KeyValue> set_once;
  std::vector<std::string_view> unset;
};

/// Brings the lists into byte order of their keys, as all functions below want them. Of a key that
/// a list names twice the first mention stays: explicit values go before the automatic ones.
void Tidy(PropertyUpdate& update);

/// Where an event property is copied to on the person.
struct AutoProperty {
  std::string_view set_name;      // "$os" for "$os_name"
  std::string_view initial_name;  // "$initial_os"
};

/// nullopt for a property that stays on the event only. Source: ingestion.md 2.1
std::optional<AutoProperty> FindAutoProperty(std::string_view event_property);

/// Applies $set_once, then $set, then $unset. An event that is no person event ($identify,
/// $create_alias, $merge_dangerously, $set) leaves everything as it was when all it would change
/// are existing keys that move with every page, such as $current_url. True when anything changed.
/// Source: ingestion.md 4.2, 4.3
bool ApplyUpdate(PropertyBag& properties, const PropertyUpdate& update, bool is_person_event);

/// Whether the event exists to change a person.
bool IsPersonEvent(std::string_view event);

/// Whether merging with this distinct id would throw strangers together: "undefined", "null", …
/// Source: ingestion.md 6.2
bool IsIllegalDistinctId(std::string_view distinct_id);

}  // namespace tenrec::persons
