#include "tenrec/accounts/caller.h"

#include <algorithm>

#include "tenrec/accounts/scopes.h"

namespace tenrec::accounts {
namespace {

template <typename T>
bool IsEmptyOrContains(const std::vector<T>& list, const T& item) {
  return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
}

Status RequireKeysAllowed(const Caller& caller, const Membership& membership) {
  if (caller.by_key() && membership.level < Level::kAdmin &&
      !membership.organization.IsOn("members_can_use_personal_api_keys")) {
    return PermissionDenied(
        "Organization does not allow API keys of members. Ask an admin of the organization.");
  }
  return Ok();
}

}  // namespace

Status RequireScope(const Caller& caller, std::string_view scope) {
  if (!caller.by_key() || Grants(caller.key->scopes, scope)) return Ok();
  return PermissionDenied("API key missing required scope '" + std::string(scope) + "'");
}

Status RequireFreshLogin(const Caller& caller, Timestamp now) {
  if (caller.session && now - caller.session->authenticated_at < Sessions::kSensitiveWindow) {
    return Ok();
  }
  return PermissionDenied("This action requires you to be recently authenticated.");
}

Status RequireLevel(Level level, Level needed) {
  if (level >= needed) return Ok();
  return PermissionDenied("Your organization access level is insufficient.");
}

bool MaySee(const Caller& caller, const Uuid& organization_id) {
  return !caller.by_key() || IsEmptyOrContains(caller.key->scoped_organizations, organization_id);
}

bool MaySee(const Caller& caller, const Uuid& organization_id, TeamId team_id) {
  return MaySee(caller, organization_id) &&
         (!caller.by_key() || IsEmptyOrContains(caller.key->scoped_teams, team_id));
}

Status RequireOrganizationAccess(const Caller& caller, const Membership& membership) {
  const Uuid& id = membership.organization.id;
  if (!MaySee(caller, id)) {
    return PermissionDenied("API key does not have access to the requested organization: ID " +
                            id.ToString() + ".");
  }
  return RequireKeysAllowed(caller, membership);
}

Status RequireTeamAccess(const Caller& caller, const Membership& membership, TeamId team_id) {
  if (!MaySee(caller, membership.organization.id, team_id)) {
    return PermissionDenied("API key does not have access to the requested project: ID " +
                            std::to_string(team_id) + ".");
  }
  return RequireKeysAllowed(caller, membership);
}

}  // namespace tenrec::accounts
