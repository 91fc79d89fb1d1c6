#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// A key with which a program acts as a user. Its value is shown once and never stored.
struct PersonalApiKey {
  std::string id;
  UserId user_id = 0;
  std::string label;
  /// "phx_...Ab3d"
  std::string mask_value;
  Timestamp created_at;
  std::optional<Timestamp> last_used_at;
  std::optional<Timestamp> last_rolled_at;
  std::vector<std::string> scopes;
  /// Empty: every project, every organization of the user.
  std::vector<TeamId> scoped_teams;
  std::vector<Uuid> scoped_organizations;
};

/// A key together with its value, right after it was made.
struct FreshApiKey {
  PersonalApiKey key;
  std::string value;
};

/// Personal API keys.
/// Threads: any.
/// Source:  rest-api.md 13.5, 3.1
class PersonalApiKeys {
 public:
  static constexpr std::int64_t kMaxPerUser = 10;

  PersonalApiKeys(db::Database& database, const Clock& clock);

  /// Newest first.
  Result<std::vector<PersonalApiKey>> List(UserId user_id);
  /// Errors: kNotFound, also for the key of somebody else.
  Result<PersonalApiKey> Find(UserId user_id, std::string_view id);
  /// Errors: kInvalidArgument with tag and field; also for the key past kMaxPerUser.
  Result<FreshApiKey> Create(UserId user_id, const JsonObject& body);
  Result<PersonalApiKey> Update(UserId user_id, std::string_view id, const JsonObject& patch);
  /// A new value; the old one stops working at once.
  Result<FreshApiKey> Roll(UserId user_id, std::string_view id);
  Status Delete(UserId user_id, std::string_view id);

  /// The key with this value, noting at most once an hour that it was used; nullopt for an unknown
  /// value.
  Result<std::optional<PersonalApiKey>> FindByValue(std::string_view value);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::accounts
