#pragma once

#include <string>
#include <vector>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// Somebody who belongs to an organization.
struct Member {
  /// Of the membership.
  Uuid id;
  User user;
  Level level = Level::kMember;
  Timestamp joined_at;
  Timestamp updated_at;
};

/// Who belongs to an organization, and as what. `actor` and `membership` are who asks, in the
/// organization that is asked about.
/// Threads: any.
/// Source:  rest-api.md 12.1
class Members {
 public:
  Members(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Newest first.
  Result<std::vector<Member>> List(const Uuid& organization_id);
  /// Errors: kNotFound.
  Result<Member> Find(const Uuid& organization_id, const Uuid& user_uuid);

  /// Errors: kInvalidArgument for one's own level and for a number that is no level,
  ///         kPermissionDenied above one's own level, kNotFound.
  Result<Member> ChangeLevel(const User& actor, const Membership& membership, const Uuid& user_uuid,
                             std::int64_t level);
  /// Takes somebody out, or oneself.
  /// Errors: kPermissionDenied for others unless an admin of at least their level,
  ///         kInvalidArgument for the last owner, kNotFound.
  Status Remove(const User& actor, const Membership& membership, const Uuid& user_uuid);

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// Errors: kInvalidArgument, tag invalid_choice, field "level".
Result<Level> ReadLevel(std::int64_t number);

/// Adds a member inside a larger transaction, with the organization's default role.
/// Errors: kAlreadyExists.
Status InsertMember(db::Transaction& transaction, const Organization& organization, UserId user,
                    Level level, Timestamp now);

}  // namespace tenrec::accounts
