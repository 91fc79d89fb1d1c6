#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// A signed-in browser.
struct Session {
  UserId user_id = 0;
  /// Of the login or of the last re-login.
  Timestamp authenticated_at;
  Timestamp expires_at;
  /// Its end was just moved: the browser's cookies should be sent again.
  bool renewed = false;
};

/// Browser sessions. The database holds hashes of the tokens under the secret key, so that its copy
/// opens none; another key ends them all.
/// Threads: any.
/// Source:  rest-api.md 3.4, 3.5
class Sessions {
 public:
  static constexpr std::chrono::hours kLifetime{24 * 14};
  /// How long after a login secrets and security settings may be changed.
  static constexpr std::chrono::hours kSensitiveWindow{2};

  Sessions(db::Database& database, const Clock& clock, std::string secret_key);

  /// Starts a session and gives its token, the value of the cookie.
  Result<std::string> Start(UserId user_id);
  /// The session, whose end moves on with use; nullopt when it is unknown or over.
  Result<std::optional<Session>> Find(std::string_view token);
  Status End(std::string_view token);
  /// Ends every session of the user but this one; after a password change.
  Status EndOthers(UserId user_id, std::string_view token);
  /// Removes those that are over; once in a while.
  Status RemoveExpired();

 private:
  std::string HashOf(std::string_view token) const;

  db::Database& database_;
  const Clock& clock_;
  const std::string secret_key_;
};

/// The token that a page must send with every change, bound to the session.
std::string CsrfTokenOf(std::string_view session_token);

}  // namespace tenrec::accounts
