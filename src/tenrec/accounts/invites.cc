#include "tenrec/accounts/invites.h"

#include <algorithm>

#include "tenrec/accounts/caller.h"
#include "tenrec/accounts/members.h"
#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/users.h"

namespace tenrec::accounts {
namespace {

constexpr std::string_view kSelectInvite =
    "SELECT id, organization_id, target_email, first_name, level, message, "
    "private_project_access, created_by, created_at, updated_at FROM invites ";

Invite ReadInvite(const db::Row& row) {
  Invite invite{.id = row.Id(0),
                .organization_id = row.Id(1),
                .target_email = row.Text(2),
                .first_name = row.Text(3),
                .level = static_cast<Level>(row.Int(4)),
                .message = row.OptionalText(5),
                .created_by = row.OptionalInt(7),
                .created_at = row.Time(8),
                .updated_at = row.Time(9)};
  if (auto access = ParseJson(row.Text(6))) invite.private_project_access = std::move(*access);
  return invite;
}

Status RequireMayInvite(const Membership& membership) {
  if (membership.organization.IsOn("members_can_invite")) return Ok();
  return RequireLevel(membership.level, Level::kAdmin);
}

std::string TextOf(const JsonObject& wish, std::string_view name) {
  const Json* value = wish.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(View(value->get_string())) : "";
}

bool IsOn(const JsonObject& wish, std::string_view name) {
  const Json* value = wish.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

Result<Level> WantedLevel(const JsonObject& wish, const Membership& membership) {
  const Json* sent = wish.if_contains("level");
  if (sent == nullptr) return Level::kMember;
  TRY_ASSIGN(const Level level, ReadLevel(sent->get_int64()));
  if (level > membership.level) {
    return PermissionDenied("You cannot invite to a higher level than your own.");
  }
  return level;
}

Status CheckProjects(db::Transaction& transaction, const Uuid& organization_id,
                     const Json& access) {
  if (!access.is_array()) return Ok();
  for (const Json& item : access.get_array()) {
    const auto id = IntMember(item, "id");
    TRY_ASSIGN(const db::Rows rows,
               transaction.Query("SELECT 1 FROM teams WHERE id = $1 AND organization_id = $2",
                                 {id.value_or(0), organization_id}));
    if (rows.empty()) {
      return InvalidArgument("There is no such project in this organization.")
          .WithTag("does_not_exist")
          .WithField("private_project_access");
    }
  }
  return Ok();
}

}  // namespace

std::string MaskEmail(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos || at == 0) return "***";
  std::string masked(1, email[0]);
  masked += "***";
  if (at > 1) masked += email[at - 1];
  return masked + std::string(email.substr(at));
}

Result<std::vector<Invite>> Invites::List(const Uuid& organization_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(
                 Where(kSelectInvite, "organization_id = $1 ORDER BY created_at DESC, id DESC"),
                 {organization_id}));
  std::vector<Invite> invites;
  for (const db::Row row : rows) invites.push_back(ReadInvite(row));
  return invites;
}

Result<Invite> Invites::Insert(db::Transaction& transaction, const User& actor,
                               const Membership& membership, const JsonObject& wish) {
  const Uuid& organization_id = membership.organization.id;
  const Timestamp now = clock_.Now();
  Invite invite{.id = Uuid::V4(),
                .organization_id = organization_id,
                .first_name = TextOf(wish, "first_name"),
                .created_by = actor.id,
                .created_at = now,
                .updated_at = now};
  auto email = ReadEmail(wish.at("target_email"));
  if (!email) return std::move(email).error().WithField("target_email");
  invite.target_email = std::move(*email);
  TRY_ASSIGN(invite.level, WantedLevel(wish, membership));
  if (const std::string message = TextOf(wish, "message"); !message.empty()) {
    invite.message = message;
  }
  if (const Json* access = wish.if_contains("private_project_access")) {
    TRY(CheckProjects(transaction, organization_id, *access));
    invite.private_project_access = *access;
  }
  const std::string key = EmailKey(invite.target_email);
  TRY_ASSIGN(const db::Rows members,
             transaction.Query("SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id "
                               "WHERE m.organization_id = $1 AND u.email_key = $2",
                               {organization_id, key}));
  if (!members.empty()) {
    return InvalidArgument("A user with this email address already belongs to the organization.")
        .WithTag("user_already_member")
        .WithField("target_email");
  }
  if (IsOn(wish, "combine_pending_invites")) {
    // Only those that the actor could have made: a stronger one stays as it is.
    TRY_ASSIGN(const db::Rows before,
               transaction.Execute("DELETE FROM invites WHERE organization_id = $1 AND "
                                   "email_key = $2 AND level <= $3 RETURNING level, created_at",
                                   {organization_id, key, static_cast<int>(membership.level)}));
    for (const db::Row row : before) {
      if (now - row.Time(1) > Invite::kLifetime) continue;
      invite.level = std::max(invite.level, static_cast<Level>(row.Int(0)));
    }
  }
  TRY(transaction.Execute(
      "INSERT INTO invites (id, organization_id, target_email, email_key, first_name, level, "
      "message, private_project_access, created_by, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
      {invite.id, organization_id, invite.target_email, key, invite.first_name,
       static_cast<int>(invite.level), invite.message, PrintJson(invite.private_project_access),
       actor.id, now}));
  return invite;
}

Result<std::vector<Invite>> Invites::Create(const User& actor, const Membership& membership,
                                            const std::vector<JsonObject>& wishes) {
  TRY(RequireMayInvite(membership));
  return database_.Transact([&](db::Transaction& transaction) -> Result<std::vector<Invite>> {
    std::vector<Invite> invites;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      auto invite = Insert(transaction, actor, membership, wishes[i]);
      if (!invite) {
        Error error = std::move(invite).error();
        if (wishes.size() > 1 && !error.field.empty()) {
          error.field = std::to_string(i) + "__" + error.field;
        }
        return error;
      }
      invites.push_back(std::move(*invite));
    }
    return invites;
  });
}

Status Invites::Delete(const User& actor, const Membership& membership, const Uuid& id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectInvite, "id = $1 AND organization_id = $2"),
                             {id, membership.organization.id}));
  if (rows.empty()) return NotFound("Not found.");
  if (ReadInvite(rows[0]).created_by != actor.id) {
    TRY(RequireLevel(membership.level, Level::kAdmin));
  }
  TRY(database_.Execute("DELETE FROM invites WHERE id = $1", {id}));
  return Ok();
}

Result<std::optional<Invite>> FindInvite(db::Transaction& transaction, const Uuid& id) {
  TRY_ASSIGN(const db::Rows rows, transaction.Query(Where(kSelectInvite, "id = $1"), {id}));
  if (rows.empty()) return std::optional<Invite>();
  return std::optional(ReadInvite(rows[0]));
}

Status DeleteInvitesOf(db::Transaction& transaction, const Invite& taken) {
  TRY(transaction.Execute("DELETE FROM invites WHERE organization_id = $1 AND email_key = $2",
                          {taken.organization_id, EmailKey(taken.target_email)}));
  return Ok();
}

}  // namespace tenrec::accounts
