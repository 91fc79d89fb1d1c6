#include "tenrec/store/cohort_members.h"

#include <string>

#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"

namespace tenrec::store {

Status CohortMembersWriter::Insert(const sql::Text& select, const engine::QueryOptions& options) {
  const sql::Text insert =
      sql::InsertInto(schema::CohortMembersTable().name,
                      {"team_id", "cohort_id", "version", "person_id", "distinct_id"}, select);
  engine::QueryOptions writing = options;
  writing.readonly = false;
  return engine_.Execute({insert.sql, insert.params}, writing);
}

Status CohortMembersWriter::Delete(std::span<const Version> versions) {
  if (versions.empty()) return Ok();
  std::string pairs;
  for (const Version& old : versions) {
    pairs += (pairs.empty() ? "(" : ", (") + std::to_string(old.cohort_id) + ", " +
             std::to_string(old.version) + ")";
  }
  return engine_.Execute({"ALTER TABLE " + schema::CohortMembersTable().name +
                              " DELETE WHERE (cohort_id, version) IN (" + pairs + ")",
                          {}},
                         {.readonly = false});
}

}  // namespace tenrec::store
