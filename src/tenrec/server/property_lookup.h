#pragma once

#include <string>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/catalog/catalog.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/persons/person_directory.h"
#include "tenrec/query/completion.h"
#include "tenrec/query/unseen_names.h"

namespace tenrec::server {

/// Types as HogQL asks for them, of the snapshot that is in force now; empty when it cannot be
/// read.
hogql::PropertyTypeLookup TypesFor(catalog::Catalog& catalog, TeamId team_id);

/// The project's names of its group types, by index.
std::vector<std::string> GroupTypesFor(persons::PersonDirectory& people, TeamId team_id);

/// The names of the project's properties, as editors offer them.
query::PropertyNames NamesFor(catalog::Definitions& definitions, TeamId team_id);

/// The names of its events and their properties, hidden ones too.
query::SeenNames SeenNamesFor(catalog::Definitions& definitions, TeamId team_id);

}  // namespace tenrec::server
