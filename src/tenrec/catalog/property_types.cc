#include "tenrec/catalog/property_types.h"

namespace tenrec::catalog {

int PropertyTypes::Slot(PropertyScope scope, int group_type_index) {
  return static_cast<int>(scope) * 16 + (scope == PropertyScope::kGroup ? group_type_index : 0);
}

PropertyType PropertyTypes::Find(PropertyScope scope, std::string_view key,
                                 int group_type_index) const {
  const auto slot = types_.find(Slot(scope, group_type_index));
  if (slot == types_.end()) return PropertyType::kUnknown;
  const auto found = slot->second.find(key);
  return found == slot->second.end() ? PropertyType::kUnknown : found->second;
}

void PropertyTypes::Set(PropertyScope scope, std::string_view key, PropertyType type,
                        int group_type_index) {
  types_[Slot(scope, group_type_index)].insert_or_assign(std::string(key), type);
}

}  // namespace tenrec::catalog
