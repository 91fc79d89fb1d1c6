#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// A name for several members of an organization.
struct Role {
  Uuid id;
  std::string name;
  Timestamp created_at;
};

/// A member in a role.
struct RoleMembership {
  Uuid id;
  Uuid role_id;
  UserId user_id = 0;
  Timestamp joined_at;
  Timestamp updated_at;
};

/// The roles of organizations.
/// Threads: any.
/// Errors:  kNotFound for what is in another organization.
/// Source:  rest-api.md 12.3
class Roles {
 public:
  Roles(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// By name.
  Result<std::vector<Role>> List(const Uuid& organization_id);
  Result<Role> Find(const Uuid& organization_id, const Uuid& id);
  /// Errors: kInvalidArgument, tag unique, when the name is taken, also in other letter case.
  Result<Role> Create(const Uuid& organization_id, std::string_view name);
  Result<Role> Rename(const Uuid& organization_id, const Uuid& id, std::string_view name);
  Status Delete(const Uuid& organization_id, const Uuid& id);

  /// Oldest first.
  Result<std::vector<RoleMembership>> MembersOf(const Uuid& role_id);
  Result<RoleMembership> FindMember(const Uuid& role_id, const Uuid& id);
  /// Errors: kInvalidArgument, field "user_uuid", when the user is in the role already.
  Result<RoleMembership> AddMember(const Uuid& role_id, const Uuid& membership_id);
  Status RemoveMember(const Uuid& role_id, const Uuid& id);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::accounts
