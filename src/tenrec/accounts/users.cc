#include "tenrec/accounts/users.h"

#include <algorithm>

#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxName = 150;
constexpr std::size_t kMaxEmail = 254;

Error InvalidCredentials() {
  return InvalidArgument("Invalid email or password.").WithTag("invalid_credentials");
}

std::string MakeDecoy(const PasswordCost& cost) {
  auto hash = HashPassword("nobody has this password", cost);
  TENREC_CHECK(hash) << hash.error().message;
  return std::move(*hash);
}

Result<User> One(const Result<db::Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return NotFound("Not found.");
  return ReadUser((*rows)[0]);
}

Status ApplyNames(const JsonObject& patch, User& user) {
  const auto apply = [&](std::string_view name, std::string& place) -> Status {
    const Json* sent = patch.if_contains(name);
    if (sent == nullptr) return Ok();
    auto text = ReadText(*sent, kMaxName);
    if (!text) return std::move(text).error().WithField(std::string(name));
    place = std::move(*text);
    return Ok();
  };
  TRY(apply("first_name", user.first_name));
  return apply("last_name", user.last_name);
}

Status ApplyStaff(const JsonObject& patch, User& user) {
  const Json* sent = patch.if_contains("is_staff");
  if (sent == nullptr) return Ok();
  auto is_staff = ReadBool(*sent);
  if (!is_staff) return std::move(is_staff).error().WithField("is_staff");
  if (*is_staff != user.is_staff && !user.is_staff) {
    return PermissionDenied("You are not a staff user, contact your instance admin.");
  }
  user.is_staff = *is_staff;
  return Ok();
}

}  // namespace

Result<std::string> ReadEmail(const Json& sent) {
  auto text = ReadText(sent, kMaxEmail);
  if (!text) return std::move(text).error().WithField("email");
  std::string email(TrimAscii(*text));
  const std::size_t at = email.rfind('@');
  const bool plain = std::none_of(email.begin(), email.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"' ||
           c == ',' || c == ';' || c == '(' || c == ')';
  });
  if (email.empty()) {
    return InvalidArgument("This field may not be blank.").WithTag("blank").WithField("email");
  }
  if (!plain || at == std::string::npos || at == 0 || at + 1 == email.size() ||
      email.find('@') != at || email.back() == '.' || email[at + 1] == '.') {
    return InvalidArgument("Enter a valid email address.").WithTag("invalid").WithField("email");
  }
  return email;
}

Users::Users(db::Database& database, const Clock& clock, PasswordCost cost)
    : database_(database), clock_(clock), cost_(cost), decoy_hash_(MakeDecoy(cost)) {
}

Result<bool> Users::Any() {
  TRY_ASSIGN(const db::Rows rows, database_.Query("SELECT 1 FROM users LIMIT 1"));
  return !rows.empty();
}

Result<User> Users::Find(UserId id) {
  return One(database_.Query(Where(kSelectUser, "u.id = $1"), {id}));
}

Result<User> Users::FindByUuid(const Uuid& uuid) {
  return One(database_.Query(Where(kSelectUser, "u.uuid = $1"), {uuid}));
}

Result<User> Users::FindByEmail(std::string_view email) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectUser, "u.email_key = $1 AND u.is_active = TRUE"),
                             {EmailKey(email)}));
  if (rows.empty()) return NotFound("there is no user with the e-mail " + std::string(email));
  return ReadUser(rows[0]);
}

Result<std::vector<User>> Users::List() {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectUser, "u.is_active = TRUE ORDER BY u.id")));
  std::vector<User> users;
  for (const db::Row row : rows) users.push_back(ReadUser(row));
  return users;
}

Result<User> Users::CheckPassword(std::string_view email, std::string_view password) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT id, password_hash FROM users WHERE email_key = $1 "
                             "AND is_active = TRUE AND password_hash IS NOT NULL",
                             {EmailKey(email)}));
  const bool right = VerifyPassword(rows.empty() ? decoy_hash_ : rows[0].Text(1), password);
  if (rows.empty() || !right) return InvalidCredentials();
  return Find(rows[0].Int(0));
}

Status Users::ChangePassword(const User& user, const JsonObject& patch, std::string& new_hash) {
  auto password = ReadText(patch.at("password"), 1024);
  if (!password) return std::move(password).error().WithField("password");
  if (user.has_password) {
    const Json* sent = patch.if_contains("current_password");
    if (sent == nullptr || !sent->is_string() || sent->get_string().empty()) {
      return InvalidArgument("This field is required when updating your password.")
          .WithTag("required")
          .WithField("current_password");
    }
    TRY_ASSIGN(const db::Rows rows,
               database_.Query("SELECT password_hash FROM users WHERE id = $1", {user.id}));
    if (rows.empty() || !VerifyPassword(rows[0].Text(0), View(sent->get_string()))) {
      return InvalidArgument("Your current password is incorrect.")
          .WithTag("incorrect_password")
          .WithField("current_password");
    }
  }
  const std::string known[] = {user.email, user.first_name, user.last_name};
  TRY(CheckPasswordStrength(*password, known));
  TRY_ASSIGN(new_hash, HashPassword(*password, cost_));
  return Ok();
}

Result<User> Users::Update(const User& user, const JsonObject& patch) {
  User changed = user;
  TRY(ApplyNames(patch, changed));
  TRY(ApplyStaff(patch, changed));
  TRY(UserPreferences().ApplyAll(patch, changed.preferences));
  TRY(CheckNoNul(changed.preferences));
  if (const Json* sent = patch.if_contains("email")) {
    TRY_ASSIGN(changed.email, ReadEmail(*sent));
  }
  std::string new_hash;
  if (patch.contains("password")) TRY(ChangePassword(user, patch, new_hash));
  const auto updated = database_.Execute(
      "UPDATE users SET first_name = $2, last_name = $3, email = $4, email_key = $5, "
      "is_staff = $6, preferences = $7, password_hash = coalesce($8, password_hash) WHERE id = $1",
      {user.id, changed.first_name, changed.last_name, changed.email, EmailKey(changed.email),
       changed.is_staff, PrintJson(changed.preferences),
       new_hash.empty() ? std::nullopt : std::optional<std::string_view>(new_hash)});
  if (!updated) {
    if (updated.error().code != ErrorCode::kAlreadyExists) return updated.error();
    return InvalidArgument("There is already an account with this email address.")
        .WithTag("unique")
        .WithField("email");
  }
  return Find(user.id);
}

Status Users::SetCurrent(UserId id, const Uuid& organization_id, std::optional<TeamId> team_id) {
  TRY(database_.Execute(
      "UPDATE users SET current_organization_id = $2, current_team_id = $3 WHERE id = $1",
      {id, organization_id, team_id}));
  return Ok();
}

Status Users::RecordLogin(UserId id) {
  TRY(database_.Execute("UPDATE users SET last_login = $2 WHERE id = $1", {id, clock_.Now()}));
  return Ok();
}

Status Users::Delete(UserId id) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const db::Rows memberships,
               transaction.Query("SELECT 1 FROM memberships WHERE user_id = $1 LIMIT 1", {id}));
    if (!memberships.empty()) {
      return FailedPrecondition("Leave every organization before deleting your account.")
          .WithTag("organization_membership_exists");
    }
    TRY(transaction.Execute("DELETE FROM users WHERE id = $1", {id}));
    return Ok();
  });
}

}  // namespace tenrec::accounts
