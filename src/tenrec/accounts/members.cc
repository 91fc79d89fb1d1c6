#include "tenrec/accounts/members.h"

#include <map>

#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/setting_rules.h"

namespace tenrec::accounts {
namespace {

constexpr std::string_view kSelectMember =
    "SELECT m.id, m.user_id, m.level, m.joined_at, m.updated_at FROM memberships m ";

Member ReadMember(const db::Row& row, User user) {
  return {.id = row.Id(0),
          .user = std::move(user),
          .level = static_cast<Level>(row.Int(2)),
          .joined_at = row.Time(3),
          .updated_at = row.Time(4)};
}

Status CheckNotLastOwner(db::Transaction& transaction, const Uuid& organization_id) {
  TRY_ASSIGN(const db::Rows owners,
             transaction.Query(
                 "SELECT 1 FROM memberships WHERE organization_id = $1 AND level = $2 LIMIT 2",
                 {organization_id, static_cast<int>(Level::kOwner)}));
  if (owners.size() > 1) return Ok();
  return InvalidArgument(
             "An organization needs an owner. Make somebody else an owner before you leave.")
      .WithTag("last_owner");
}

}  // namespace

Result<Level> ReadLevel(std::int64_t number) {
  for (const Level level : {Level::kMember, Level::kAdmin, Level::kOwner}) {
    if (static_cast<std::int64_t>(level) == number) return level;
  }
  return NotAChoice(std::to_string(number)).WithField("level");
}

Status InsertMember(db::Transaction& transaction, const Organization& organization, UserId user,
                    Level level, Timestamp now) {
  const Uuid id = Uuid::V7(now);
  TRY(transaction.Execute(
      "INSERT INTO memberships (id, organization_id, user_id, level, joined_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $5)",
      {id, organization.id, user, static_cast<int>(level), now}));
  const Json& role = organization.settings.at("default_role_id");
  if (!role.is_string()) return Ok();
  TRY(transaction.Execute(
      "INSERT INTO role_memberships (id, role_id, membership_id, joined_at, updated_at) "
      "SELECT $1, id, $2, $3, $3 FROM roles WHERE id = $4 AND organization_id = $5",
      {Uuid::V7(now), id, now, View(role.get_string()), organization.id}));
  return Ok();
}

Result<std::vector<Member>> Members::List(const Uuid& organization_id) {
  TRY_ASSIGN(const db::Rows user_rows,
             database_.Query(Where(kSelectUser,
                                   "u.id IN (SELECT user_id FROM memberships WHERE "
                                   "organization_id = $1)"),
                             {organization_id}));
  std::map<UserId, User> users;
  for (const db::Row row : user_rows) {
    User user = ReadUser(row);
    const UserId id = user.id;
    users.emplace(id, std::move(user));
  }
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectMember,
                                   "m.organization_id = $1 ORDER BY m.joined_at DESC, m.id DESC"),
                             {organization_id}));
  std::vector<Member> members;
  for (const db::Row row : rows) {
    // Who joined between the two questions shows the next time.
    const auto user = users.find(row.Int(1));
    if (user != users.end()) members.push_back(ReadMember(row, user->second));
  }
  return members;
}

Result<Member> Members::Find(const Uuid& organization_id, const Uuid& user_uuid) {
  TRY_ASSIGN(const db::Rows users, database_.Query(Where(kSelectUser, "u.uuid = $1"), {user_uuid}));
  if (users.empty()) return NotFound("Not found.");
  User user = ReadUser(users[0]);
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectMember, "m.organization_id = $1 AND m.user_id = $2"),
                             {organization_id, user.id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadMember(rows[0], std::move(user));
}

Result<Member> Members::ChangeLevel(const User& actor, const Membership& membership,
                                    const Uuid& user_uuid, std::int64_t level) {
  const Uuid& organization_id = membership.organization.id;
  TRY_ASSIGN(const Level wanted, ReadLevel(level));
  TRY_ASSIGN(const Member member, Find(organization_id, user_uuid));
  if (member.user.id == actor.id) {
    return InvalidArgument("You can't change your own access level.")
        .WithTag("invalid_input")
        .WithField("level");
  }
  if (member.level > membership.level) {
    return PermissionDenied("You can only edit members of your own level or below.");
  }
  if (wanted > membership.level) {
    return PermissionDenied("You can only give others your own level or below.");
  }
  TRY(database_.Transact([&](db::Transaction& transaction) -> Status {
    if (member.level == Level::kOwner && wanted != Level::kOwner) {
      TRY(CheckNotLastOwner(transaction, organization_id));
    }
    TRY(transaction.Execute("UPDATE memberships SET level = $2, updated_at = $3 WHERE id = $1",
                            {member.id, static_cast<int>(wanted), clock_.Now()}));
    return Ok();
  }));
  return Find(organization_id, user_uuid);
}

Status Members::Remove(const User& actor, const Membership& membership, const Uuid& user_uuid) {
  const Uuid& organization_id = membership.organization.id;
  TRY_ASSIGN(const Member member, Find(organization_id, user_uuid));
  if (member.user.id != actor.id) {
    if (membership.level < Level::kAdmin || member.level > membership.level) {
      return PermissionDenied("Your organization access level is insufficient.");
    }
  }
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    if (member.level == Level::kOwner) TRY(CheckNotLastOwner(transaction, organization_id));
    TRY(transaction.Execute("DELETE FROM memberships WHERE id = $1", {member.id}));
    TRY(
        transaction.Execute("UPDATE users SET current_organization_id = NULL, current_team_id = "
                            "NULL WHERE id = $1 AND current_organization_id = $2",
                            {member.user.id, organization_id}));
    return Ok();
  });
}

}  // namespace tenrec::accounts
