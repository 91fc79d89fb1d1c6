#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "tenrec/accounts/password.h"
#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// Links with which somebody who forgot the password sets a new one. A token is signed with the
/// installation's key over the old password's hash, so it works once and no table holds it.
/// Threads: any; Reset takes tens of milliseconds.
/// Source:  rest-api.md 37, /api/reset/
class PasswordResets {
 public:
  static constexpr std::chrono::hours kLifetime{24};

  PasswordResets(db::Database& database, const Clock& clock, PasswordCost cost,
                 std::string secret_key)
      : database_(database), clock_(clock), cost_(cost), secret_key_(std::move(secret_key)) {}

  /// Shape: "1795600800-" and 64 hexadecimal digits; the number is when it ends.
  Result<std::string> MakeToken(UserId user);
  /// Errors: kInvalidArgument, tag invalid_token; also for a user that does not exist.
  Status Check(const Uuid& user_uuid, std::string_view token);
  /// Sets the password and gives the user's id.
  /// Errors: as Check; kInvalidArgument, field "password", for a weak one.
  Result<UserId> Reset(const Uuid& user_uuid, std::string_view token, std::string_view password);

 private:
  std::string Sign(const Uuid& user_uuid, std::string_view password_hash, std::int64_t end) const;

  db::Database& database_;
  const Clock& clock_;
  const PasswordCost cost_;
  const std::string secret_key_;
};

}  // namespace tenrec::accounts
