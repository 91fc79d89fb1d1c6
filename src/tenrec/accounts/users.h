#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/password.h"
#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// The people of the instance.
/// Threads: any. CheckPassword and what sets a password take tens of milliseconds.
/// Source:  rest-api.md 10, 37
class Users {
 public:
  Users(db::Database& database, const Clock& clock, PasswordCost cost);

  Result<bool> Any();
  Result<User> Find(UserId id);
  Result<User> FindByUuid(const Uuid& uuid);
  /// Of an active user, in any letter case.
  /// Errors: kNotFound, naming the address.
  Result<User> FindByEmail(std::string_view email);
  Result<std::vector<User>> List();

  /// The user whose e-mail and password these are; takes as long for an unknown e-mail.
  /// Errors: kInvalidArgument, tag invalid_credentials, one text for every reason.
  Result<User> CheckPassword(std::string_view email, std::string_view password);

  /// Applies a PATCH: the fields of the table in rest-api.md 10 that may be written. Unknown and
  /// read-only members of `patch` are ignored.
  /// Errors: kInvalidArgument with tag and field, kPermissionDenied for is_staff.
  Result<User> Update(const User& user, const JsonObject& patch);
  /// Moves the user to another project or organization, which must have been checked.
  Status SetCurrent(UserId id, const Uuid& organization_id, std::optional<TeamId> team_id);
  Status RecordLogin(UserId id);
  /// Removes a user who belongs to no organization.
  /// Errors: kFailedPrecondition, tag organization_membership_exists.
  Status Delete(UserId id);

 private:
  Status ChangePassword(const User& user, const JsonObject& patch, std::string& new_hash);
  Result<std::optional<std::string>> PasswordHash(std::string_view column, const db::Param& value);

  db::Database& database_;
  const Clock& clock_;
  const PasswordCost cost_;
  /// What CheckPassword checks for an unknown e-mail.
  const std::string decoy_hash_;
};

/// Errors: kInvalidArgument, field "email".
Result<std::string> ReadEmail(const Json& sent);

}  // namespace tenrec::accounts
