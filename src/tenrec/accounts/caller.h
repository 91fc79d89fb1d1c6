#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/personal_api_keys.h"
#include "tenrec/accounts/sessions.h"
#include "tenrec/accounts/user.h"

namespace tenrec::accounts {

/// What a request brings to prove who sends it.
struct Credentials {
  /// From `Authorization: Bearer …`, the body, the query string: the first that is set is tried.
  std::optional<std::string> bearer;
  std::optional<std::string> body_key;
  std::optional<std::string> query_key;
  /// The session cookie; only looked at when there is no key.
  std::optional<std::string> session_token;
};

/// Who asks, and by what right: a user in a browser, or a program with one of the user's keys.
struct Caller {
  User user;
  /// One of the two is set.
  std::optional<PersonalApiKey> key;
  std::optional<Session> session;

  bool by_key() const { return key.has_value(); }
};

/// Errors: kPermissionDenied "API key missing required scope 'insight:write'". Sessions have every
///         scope.
Status RequireScope(const Caller& caller, std::string_view scope);

/// Errors: kPermissionDenied unless the login of the session is fresh.
Status RequireFreshLogin(const Caller& caller, Timestamp now);

/// Errors: kPermissionDenied when the level is lower.
Status RequireLevel(Level level, Level needed);

/// Whether the key, if it is one, may see the organization or the project at all.
bool MaySee(const Caller& caller, const Uuid& organization_id);
bool MaySee(const Caller& caller, const Uuid& organization_id, TeamId team_id);

/// Errors: kPermissionDenied with the words of rest-api.md 3.6 and 3.7.
Status RequireOrganizationAccess(const Caller& caller, const Membership& membership);
Status RequireTeamAccess(const Caller& caller, const Membership& membership, TeamId team_id);

}  // namespace tenrec::accounts
