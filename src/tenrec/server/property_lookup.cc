#include "tenrec/server/property_lookup.h"

#include <set>
#include <utility>

namespace tenrec::server {
namespace {

constexpr int kLastGroupType = 4;

}  // namespace

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

query::PropertyNames NamesFor(catalog::Definitions& definitions, TeamId team) {
  return [&definitions, team](hogql::PropertyScope scope, int group_type_index,
                              std::string_view search) -> Result<std::vector<query::PropertyName>> {
    catalog::PropertyDefinitionFilter filter{.search = std::string(search), .exclude_hidden = true};
    switch (scope) {
      case hogql::PropertyScope::kEvent:
        filter.scope = catalog::PropertyScope::kEvent;
        break;
      case hogql::PropertyScope::kPerson:
        filter.scope = catalog::PropertyScope::kPerson;
        break;
      case hogql::PropertyScope::kGroup:
        filter.scope = catalog::PropertyScope::kGroup;
        break;
    }
    const bool is_group = scope == hogql::PropertyScope::kGroup;
    // Groups of no type in particular have the properties of all types.
    const bool any_type = is_group && group_type_index < 0;
    const int only = is_group ? group_type_index : -1;
    std::set<std::string, std::less<>> seen;
    std::vector<query::PropertyName> out;
    for (int index = any_type ? 0 : only; index <= (any_type ? kLastGroupType : only); ++index) {
      filter.group_type_index = index;
      TRY_ASSIGN(const auto found, definitions.ListProperties(team, filter));
      for (const catalog::PropertyDefinition& one : found) {
        if (!seen.insert(one.name).second) continue;
        const bool known = one.type != catalog::PropertyType::kUnknown;
        out.push_back({one.name, known ? std::string(catalog::PropertyTypeName(one.type)) : ""});
      }
    }
    return out;
  };
}

query::SeenNames SeenNamesFor(catalog::Definitions& definitions, TeamId team) {
  return [&definitions, team](query::SeenKind kind) -> Result<std::vector<std::string>> {
    std::vector<std::string> names;
    if (kind == query::SeenKind::kEvent) {
      TRY_ASSIGN(const auto events, definitions.ListEvents(team, {}));
      names.reserve(events.size());
      for (const catalog::EventDefinition& one : events) names.push_back(one.name);
      return names;
    }
    TRY_ASSIGN(const auto properties, definitions.ListProperties(team, {}));
    names.reserve(properties.size());
    for (const catalog::PropertyDefinition& one : properties) names.push_back(one.name);
    return names;
  };
}

}  // namespace tenrec::server
