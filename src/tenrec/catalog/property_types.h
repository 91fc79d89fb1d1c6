#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tenrec/catalog/property_type.h"

namespace tenrec::catalog {

/// The property types of one project at one moment. Immutable once shared, so any thread may read.
class PropertyTypes {
 public:
  /// kUnknown when the property was never seen or no value told its type.
  /// Units: `group_type_index` 0-4, only for PropertyScope::kGroup.
  PropertyType Find(PropertyScope scope, std::string_view key, int group_type_index = -1) const;

  void Set(PropertyScope scope, std::string_view key, PropertyType type, int group_type_index = -1);

 private:
  static int Slot(PropertyScope scope, int group_type_index);

  std::map<int, std::map<std::string, PropertyType, std::less<>>> types_;
};

}  // namespace tenrec::catalog
