#pragma once

#include <string_view>
#include <vector>

#include "tenrec/catalog/definitions.h"
#include "tenrec/hogql/tables.h"

/// What can be asked of a session. Nobody defines these properties and none is hidden: they are
/// computed from events (hogql/sessions.h).
namespace tenrec::api {

/// nullptr when sessions have no such property.
const hogql::TableField* FindSessionProperty(std::string_view name);

/// The definitions that the filter leaves, in the order of the table. Their ids are nil: a
/// property of sessions has its name in the place of an id.
/// Source: rest-api.md 19.3, 19.5
std::vector<catalog::PropertyDefinition> SessionProperties(
    const catalog::PropertyDefinitionFilter& filter);

}  // namespace tenrec::api
