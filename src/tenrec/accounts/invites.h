#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// A door into an organization for one e-mail address. Its id is its secret.
struct Invite {
  static constexpr std::chrono::hours kLifetime{24 * 3};

  Uuid id;
  Uuid organization_id;
  std::string target_email;
  std::string first_name;
  Level level = Level::kMember;
  std::optional<std::string> message;
  /// As it was sent: [{"id", "level"}], or null.
  Json private_project_access;
  std::optional<UserId> created_by;
  Timestamp created_at;
  Timestamp updated_at;

  bool IsExpiredAt(Timestamp now) const { return now - created_at > kLifetime; }
};

/// The open invites of organizations. `actor` and `membership` are who asks, in the organization
/// that is asked about.
/// Threads: any.
/// Source:  rest-api.md 12.2
class Invites {
 public:
  static constexpr std::size_t kMaxAtOnce = 20;

  Invites(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Newest first; also those that are expired.
  Result<std::vector<Invite>> List(const Uuid& organization_id);
  /// Makes all or none. Each wish has the fields of rest-api.md 12.2, of the right types.
  /// Errors: kInvalidArgument with tag and field (for several wishes behind their position),
  ///         kPermissionDenied when the actor may not invite, or not to that level.
  Result<std::vector<Invite>> Create(const User& actor, const Membership& membership,
                                     const std::vector<JsonObject>& wishes);
  /// Errors: kPermissionDenied unless the actor is an admin or made it, kNotFound.
  Status Delete(const User& actor, const Membership& membership, const Uuid& id);

 private:
  Result<Invite> Insert(db::Transaction& transaction, const User& actor,
                        const Membership& membership, const JsonObject& wish);

  db::Database& database_;
  const Clock& clock_;
};

/// "j***e@example.com"
std::string MaskEmail(std::string_view email);

/// The invite inside a larger transaction; nullopt when there is none.
Result<std::optional<Invite>> FindInvite(db::Transaction& transaction, const Uuid& id);
/// Removes every invite of the address into the organization, once one was taken.
Status DeleteInvitesOf(db::Transaction& transaction, const Invite& taken);

}  // namespace tenrec::accounts
