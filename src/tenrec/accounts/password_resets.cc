#include "tenrec/accounts/password_resets.h"

#include <charconv>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::accounts {
namespace {

Error InvalidToken() {
  return InvalidArgument("This reset token is invalid or has expired.")
      .WithTag("invalid_token")
      .WithField("token");
}

}  // namespace

std::string PasswordResets::Sign(const Uuid& user_uuid, std::string_view password_hash,
                                 std::int64_t end) const {
  return HexEncode(HmacSha256(secret_key_, "tenrec password reset\n" + user_uuid.ToString() + "\n" +
                                               std::string(password_hash) + "\n" +
                                               std::to_string(end)));
}

Result<std::string> PasswordResets::MakeToken(UserId user) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT uuid, coalesce(password_hash, '') FROM users WHERE id = $1 "
                             "AND is_active = TRUE",
                             {user}));
  if (rows.empty()) return NotFound("Not found.");
  const std::int64_t end = (clock_.Now() + kLifetime).seconds();
  return std::to_string(end) + "-" + Sign(rows[0].Id(0), rows[0].Text(1), end);
}

Status PasswordResets::Check(const Uuid& user_uuid, std::string_view token) {
  std::int64_t end = 0;
  const auto [rest, status] = std::from_chars(token.data(), token.data() + token.size(), end);
  if (status != std::errc() || end <= clock_.Now().seconds()) return InvalidToken();
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT coalesce(password_hash, '') FROM users WHERE uuid = $1 "
                             "AND is_active = TRUE",
                             {user_uuid}));
  if (rows.empty()) return InvalidToken();
  const std::string right = std::to_string(end) + "-" + Sign(user_uuid, rows[0].Text(0), end);
  return ConstantTimeEquals(token, right) ? Ok() : Status(InvalidToken());
}

Result<UserId> PasswordResets::Reset(const Uuid& user_uuid, std::string_view token,
                                     std::string_view password) {
  TRY(Check(user_uuid, token));
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT id, email, first_name, last_name, coalesce(password_hash, '') "
                             "FROM users WHERE uuid = $1",
                             {user_uuid}));
  if (rows.empty()) return InvalidToken();
  const std::string known[] = {rows[0].Text(1), rows[0].Text(2), rows[0].Text(3)};
  TRY(CheckPasswordStrength(password, known));
  TRY_ASSIGN(const std::string hash, HashPassword(password, cost_));
  // Two at the same time: the second finds another password and does nothing.
  TRY_ASSIGN(const db::Rows changed,
             database_.Execute("UPDATE users SET password_hash = $2 WHERE id = $1 AND "
                               "coalesce(password_hash, '') = $3 RETURNING id",
                               {rows[0].Int(0), hash, rows[0].Text(4)}));
  if (changed.empty()) return InvalidToken();
  return rows[0].Int(0);
}

}  // namespace tenrec::accounts
