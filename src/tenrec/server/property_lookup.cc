#include "tenrec/server/property_lookup.h"

#include <utility>

namespace tenrec::server {

hogql::PropertyTypeLookup TypesFor(catalog::Catalog& catalog, TeamId team_id) {
  auto types = catalog.TypesOf(team_id);
  if (!types) return {};
  return [types = *std::move(types)](hogql::PropertyScope scope, std::string_view key,
                                     int group_index) {
    const auto whose = scope == hogql::PropertyScope::kPerson  ? catalog::PropertyScope::kPerson
                       : scope == hogql::PropertyScope::kGroup ? catalog::PropertyScope::kGroup
                                                               : catalog::PropertyScope::kEvent;
    const auto type = types->Find(whose, key, group_index);
    switch (type) {
      case catalog::PropertyType::kString:
        return hogql::PropertyType::kString;
      case catalog::PropertyType::kNumeric:
        return hogql::PropertyType::kNumeric;
      case catalog::PropertyType::kBoolean:
        return hogql::PropertyType::kBoolean;
      case catalog::PropertyType::kDateTime:
        return hogql::PropertyType::kDateTime;
      default:
        return hogql::PropertyType::kUnknown;
    }
  };
}

std::vector<std::string> GroupTypesFor(persons::PersonDirectory& people, TeamId team_id) {
  std::vector<std::string> names;
  const auto types = people.GroupTypes(team_id);
  if (!types) return names;
  for (const persons::GroupType& type : *types) {
    const auto index = static_cast<std::size_t>(type.index);
    if (names.size() <= index) names.resize(index + 1);
    names[index] = type.name;
  }
  return names;
}

}  // namespace tenrec::server
