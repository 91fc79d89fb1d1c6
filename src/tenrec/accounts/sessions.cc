#include "tenrec/accounts/sessions.h"

#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/random.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kTokenLength = 43;
// Moving the end on every request would write on every request.
constexpr std::chrono::hours kRenewAfter(1);

}  // namespace

std::string CsrfTokenOf(std::string_view session_token) {
  return HexEncode(HmacSha256(session_token, "tenrec csrf"));
}

Sessions::Sessions(db::Database& database, const Clock& clock, std::string secret_key)
    : database_(database), clock_(clock), secret_key_(std::move(secret_key)) {
}

std::string Sessions::HashOf(std::string_view token) const {
  return HexEncode(HmacSha256(secret_key_, token));
}

Result<std::string> Sessions::Start(UserId user_id) {
  std::string token = RandomAlphanumeric(kTokenLength);
  const Timestamp now = clock_.Now();
  TRY(database_.Execute("DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2",
                        {user_id, now}));
  TRY(database_.Execute(
      "INSERT INTO sessions (token_hash, user_id, created_at, authenticated_at, seen_at, "
      "expires_at) VALUES ($1, $2, $3, $3, $3, $4)",
      {HashOf(token), user_id, now, now + kLifetime}));
  return token;
}

Result<std::optional<Session>> Sessions::Find(std::string_view token) {
  const std::string hash = HashOf(token);
  const Timestamp now = clock_.Now();
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT user_id, authenticated_at, seen_at, expires_at FROM sessions "
                             "WHERE token_hash = $1 AND expires_at > $2",
                             {hash, now}));
  if (rows.empty()) return std::optional<Session>();
  Session session{.user_id = rows[0].Int(0),
                  .authenticated_at = rows[0].Time(1),
                  .expires_at = rows[0].Time(3)};
  if (now - rows[0].Time(2) >= kRenewAfter) {
    session.expires_at = now + kLifetime;
    session.renewed = true;
    TRY(database_.Execute("UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1",
                          {hash, now, session.expires_at}));
  }
  return std::optional(session);
}

Status Sessions::End(std::string_view token) {
  TRY(database_.Execute("DELETE FROM sessions WHERE token_hash = $1", {HashOf(token)}));
  return Ok();
}

Status Sessions::EndOthers(UserId user_id, std::string_view token) {
  TRY(database_.Execute("DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2",
                        {user_id, HashOf(token)}));
  return Ok();
}

Status Sessions::RemoveExpired() {
  TRY(database_.Execute("DELETE FROM sessions WHERE expires_at <= $1", {clock_.Now()}));
  return Ok();
}

}  // namespace tenrec::accounts
