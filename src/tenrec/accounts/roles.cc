#include "tenrec/accounts/roles.h"

#include "tenrec/accounts/rows.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::string_view kSelectRole = "SELECT id, name, created_at FROM roles ";
constexpr std::string_view kSelectRoleMembership =
    "SELECT r.id, r.role_id, m.user_id, r.joined_at, r.updated_at FROM role_memberships r "
    "JOIN memberships m ON m.id = r.membership_id ";

Role ReadRole(const db::Row& row) {
  return {.id = row.Id(0), .name = row.Text(1), .created_at = row.Time(2)};
}

RoleMembership ReadRoleMembership(const db::Row& row) {
  return {.id = row.Id(0),
          .role_id = row.Id(1),
          .user_id = row.Int(2),
          .joined_at = row.Time(3),
          .updated_at = row.Time(4)};
}

Error NameIsTaken() {
  return InvalidArgument("There is already a role with this name.")
      .WithTag("unique")
      .WithField("name");
}

}  // namespace

Result<std::vector<Role>> Roles::List(const Uuid& organization_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectRole, "organization_id = $1 ORDER BY name_key"),
                             {organization_id}));
  std::vector<Role> roles;
  for (const db::Row row : rows) roles.push_back(ReadRole(row));
  return roles;
}

Result<Role> Roles::Find(const Uuid& organization_id, const Uuid& id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectRole, "id = $1 AND organization_id = $2"),
                             {id, organization_id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadRole(rows[0]);
}

Result<Role> Roles::Create(const Uuid& organization_id, std::string_view name) {
  const Timestamp now = clock_.Now();
  const Uuid id = Uuid::V7(now);
  const auto made = database_.Execute(
      "INSERT INTO roles (id, organization_id, name, name_key, created_at) "
      "VALUES ($1, $2, $3, $4, $5)",
      {id, organization_id, name, ToLowerAscii(name), now});
  if (!made) {
    if (made.error().code == ErrorCode::kAlreadyExists) return NameIsTaken();
    return made.error();
  }
  return Find(organization_id, id);
}

Result<Role> Roles::Rename(const Uuid& organization_id, const Uuid& id, std::string_view name) {
  const auto renamed = database_.Execute(
      "UPDATE roles SET name = $3, name_key = $4 WHERE id = $1 AND organization_id = $2",
      {id, organization_id, name, ToLowerAscii(name)});
  if (!renamed) {
    if (renamed.error().code == ErrorCode::kAlreadyExists) return NameIsTaken();
    return renamed.error();
  }
  return Find(organization_id, id);
}

Status Roles::Delete(const Uuid& organization_id, const Uuid& id) {
  TRY(Find(organization_id, id));
  TRY(database_.Execute("DELETE FROM roles WHERE id = $1", {id}));
  return Ok();
}

Result<std::vector<RoleMembership>> Roles::MembersOf(const Uuid& role_id) {
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(Where(kSelectRoleMembership, "r.role_id = $1 ORDER BY r.joined_at, r.id"),
                      {role_id}));
  std::vector<RoleMembership> memberships;
  for (const db::Row row : rows) memberships.push_back(ReadRoleMembership(row));
  return memberships;
}

Result<RoleMembership> Roles::FindMember(const Uuid& role_id, const Uuid& id) {
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(Where(kSelectRoleMembership, "r.id = $1 AND r.role_id = $2"), {id, role_id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadRoleMembership(rows[0]);
}

Result<RoleMembership> Roles::AddMember(const Uuid& role_id, const Uuid& membership_id) {
  const Timestamp now = clock_.Now();
  const Uuid id = Uuid::V7(now);
  const auto added = database_.Execute(
      "INSERT INTO role_memberships (id, role_id, membership_id, joined_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $4)",
      {id, role_id, membership_id, now});
  if (!added) {
    if (added.error().code != ErrorCode::kAlreadyExists) return added.error();
    return InvalidArgument("User is already part of the role.")
        .WithTag("unique")
        .WithField("user_uuid");
  }
  return FindMember(role_id, id);
}

Status Roles::RemoveMember(const Uuid& role_id, const Uuid& id) {
  TRY(FindMember(role_id, id));
  TRY(database_.Execute("DELETE FROM role_memberships WHERE id = $1", {id}));
  return Ok();
}

}  // namespace tenrec::accounts
