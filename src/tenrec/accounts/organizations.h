#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

class Projects;

/// Organizations and who belongs to them.
/// Threads: any.
/// Source:  rest-api.md 11
class Organizations {
 public:
  Organizations(db::Database& database, const Clock& clock, Projects& projects);

  /// Those of the user, oldest membership first.
  Result<std::vector<Membership>> ListFor(UserId user_id);
  /// Errors: kNotFound when there is none or the user is no member.
  Result<Membership> FindFor(UserId user_id, const Uuid& id);
  /// Whoever asks. Errors: kNotFound.
  Result<Organization> Find(const Uuid& id);
  Result<std::int64_t> CountMembers(const Uuid& id);
  /// Of the whole instance.
  Result<std::int64_t> Count();

  /// Makes an organization owned by the user, without a project.
  Result<Membership> Create(UserId owner, const JsonObject& body);
  Result<Membership> Update(UserId user_id, const Membership& membership, const JsonObject& patch);
  /// Removes the organization with its projects.
  Status Delete(const Uuid& id);

 private:
  db::Database& database_;
  const Clock& clock_;
  Projects& projects_;
};

/// Makes an organization without members inside a larger transaction.
Result<Organization> InsertOrganization(db::Transaction& transaction, std::string_view name,
                                        Timestamp now);
Status InsertOwner(db::Transaction& transaction, const Uuid& organization_id, UserId owner,
                   Timestamp now);

/// Errors: kInvalidArgument, field "name".
Result<std::string> ReadOrganizationName(const JsonObject& body);

}  // namespace tenrec::accounts
