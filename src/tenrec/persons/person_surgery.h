#pragma once

#include <string>
#include <vector>

#include "tenrec/db/database.h"
#include "tenrec/persons/groups.h"
#include "tenrec/persons/person_tasks.h"

/// What tasks do to the tables, in their transaction. Persons that are not there (any more) are
/// left out. Each gives what the mirror must hear.
namespace tenrec::persons {

/// The distinct ids of these persons.
Result<std::vector<std::string>> DistinctIdsOf(db::Transaction& transaction, TeamId team_id,
                                               const std::vector<Uuid>& persons);

/// Persons and their distinct ids go; what is left of each id keeps a later person's version above
/// theirs. Source: ingestion.md 7
Result<Persons::Changes> Delete(db::Transaction& transaction, TeamId team_id,
                                const std::vector<Uuid>& persons);

/// Every distinct id but one becomes a person of its own, with the events that came under it.
Result<Persons::Changes> Split(db::Transaction& transaction, TeamId team_id,
                               const SplitPerson& wish);

/// Makes the group if it is not there.
Result<ChangedGroup> Change(db::Transaction& transaction, TeamId team_id, const ChangeGroup& wish,
                            Timestamp now);

}  // namespace tenrec::persons
