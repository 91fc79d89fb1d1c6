#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/accounts/caller.h"
#include "tenrec/accounts/home_settings.h"
#include "tenrec/accounts/invites.h"
#include "tenrec/accounts/login_throttle.h"
#include "tenrec/accounts/members.h"
#include "tenrec/accounts/organizations.h"
#include "tenrec/accounts/password_resets.h"
#include "tenrec/accounts/personal_api_keys.h"
#include "tenrec/accounts/projects.h"
#include "tenrec/accounts/roles.h"
#include "tenrec/accounts/sessions.h"
#include "tenrec/accounts/team_lookup.h"
#include "tenrec/accounts/users.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// What somebody sees who follows an invite's link.
struct InviteOffer {
  Invite invite;
  Organization organization;
};

struct AccountsOptions {
  /// Anyone may sign up with an organization of their own after the first user.
  bool multi_org = false;
  PasswordCost password_cost;
  /// SECRET_KEY of the installation.
  std::string secret_key;
  /// What each new project begins with, but for those of AddDemoProject.
  FurnishProject furnish;
};

/// A visible project: what it is, and what the caller is in its organization.
struct TeamAccess {
  std::shared_ptr<const Team> team;
  Membership membership;
};

/// Everybody and everything that is allowed to do something; the front door of the room.
/// Threads: any. What touches passwords takes tens of milliseconds: never on an IO thread.
class Accounts {
 public:
  /// Loads the directory. The migrations must have run; everything passed in outlives it.
  static Result<std::unique_ptr<Accounts>> Open(db::Database& database, const Clock& clock,
                                                TeamDirectory& directory, AccountsOptions options);

  /// Who sends the request; nullopt when it brings no credentials, or only a session that is over.
  /// Errors: kUnauthenticated, tag authentication_failed, for a key that is not valid.
  /// Source: rest-api.md 3.2, 3.3
  Result<std::optional<Caller>> Authenticate(const Credentials& credentials);

  /// Whether one more user may sign up without an invite.
  Result<bool> SignUpIsOpen();
  /// Makes a user, an organization that the user owns, and its first project. The first user of the
  /// instance is staff, and takes over the organization of a demo that has nobody yet.
  /// Shape:  {email, password, first_name, last_name?, organization_name?, role_at_organization?}
  /// Errors: kPermissionDenied when sign-up is closed, kInvalidArgument with tag and field.
  /// Source: rest-api.md 37
  Result<User> SignUp(const JsonObject& body);
  /// The invite, when the caller may take it.
  /// Errors: kInvalidArgument with tag invalid_input (there is none), expired, invalid_recipient,
  ///         user_already_member, account_exists (somebody with the address must sign in first).
  /// Source: rest-api.md 37
  Result<InviteOffer> OpenInvite(const Uuid& id, const std::optional<User>& caller);
  /// Takes the invite: the caller, or a new user, becomes a member and starts to work there.
  /// Shape:  of the body without a caller: {first_name, password, last_name?,
  /// role_at_organization?} Errors: as OpenInvite and SignUp.
  Result<User> Join(const Uuid& id, const std::optional<User>& caller, const JsonObject& body);
  /// Makes a project for sample data: in the oldest organization, or in a new one without members
  /// that the first person to sign up will own.
  Result<Team> AddDemoProject(std::string_view name);
  /// Errors: kInvalidArgument invalid_credentials, kPermissionDenied too_many_failed_attempts.
  Result<User> LogIn(std::string_view email, std::string_view password, std::string_view ip);

  /// Finds a project by its segment in a URL: a number, a `phc_…` token, or "@current".
  /// Errors: kNotFound, also when the caller is no member; kPermissionDenied when the key is not
  ///         scoped to it.
  Result<TeamAccess> FindTeam(const Caller& caller, std::string_view segment);
  /// Finds an organization by UUID or "@current". A key scoped to projects may only read it.
  Result<Membership> FindOrganization(const Caller& caller, std::string_view segment);
  /// The organization the caller works in: the chosen one, else the oldest.
  Result<std::optional<Membership>> CurrentOrganization(const Caller& caller);
  /// The project the caller works in: of a key for one project that one, else the chosen one, else
  /// the first visible one.
  Result<std::optional<TeamAccess>> CurrentTeam(const Caller& caller);
  /// The projects that the caller may see, by id.
  Result<std::vector<Team>> VisibleTeams(const Caller& caller);
  Result<std::vector<Team>> VisibleTeams(const Caller& caller, const Uuid& organization_id);

  Users& users() { return users_; }
  Organizations& organizations() { return organizations_; }
  Projects& projects() { return projects_; }
  PersonalApiKeys& personal_api_keys() { return personal_api_keys_; }
  Sessions& sessions() { return sessions_; }
  Members& members() { return members_; }
  Invites& invites() { return invites_; }
  Roles& roles() { return roles_; }
  PasswordResets& password_resets() { return password_resets_; }
  /// What the user pinned in a project, and saving it.
  Result<HomeSettings> FindHome(UserId user, TeamId team) {
    return FindHomeSettings(database_, user, team);
  }
  Status SaveHome(UserId user, TeamId team, const HomeSettings& settings) {
    return SaveHomeSettings(database_, user, team, settings);
  }
  const TeamDirectory& directory() const { return directory_; }
  bool multi_org() const { return options_.multi_org; }

 private:
  Accounts(db::Database& database, const Clock& clock, TeamDirectory& directory,
           AccountsOptions options);

  db::Database& database_;
  const Clock& clock_;
  TeamDirectory& directory_;
  const AccountsOptions options_;
  Users users_;
  Projects projects_;
  Organizations organizations_;
  PersonalApiKeys personal_api_keys_;
  Sessions sessions_;
  Members members_;
  Invites invites_;
  Roles roles_;
  PasswordResets password_resets_;
  LoginThrottle login_throttle_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::accounts
