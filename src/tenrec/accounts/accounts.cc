#include "tenrec/accounts/accounts.h"

#include <algorithm>
#include <charconv>

#include "tenrec/base/reserved_ids.h"

namespace tenrec::accounts {
namespace {

struct FoundKey {
  const std::string* value = nullptr;
  std::string_view place;
};

FoundKey FirstKey(const Credentials& credentials) {
  if (credentials.bearer) return {&*credentials.bearer, "request Authorization header"};
  if (credentials.body_key) return {&*credentials.body_key, "request body"};
  if (credentials.query_key) return {&*credentials.query_key, "request query string"};
  return {};
}

// A token of another kind never opens a management endpoint. Source: rest-api.md 3.1
bool IsOtherKind(std::string_view key) {
  for (std::string_view prefix : {"phc_", "phs_", "pha_", "phr_"}) {
    if (key.starts_with(prefix)) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<Accounts>> Accounts::Open(db::Database& database, const Clock& clock,
                                                 TeamDirectory& directory,
                                                 AccountsOptions options) {
  std::unique_ptr<Accounts> accounts(new Accounts(database, clock, directory, std::move(options)));
  TRY(accounts->projects_.Load());
  TRY(accounts->sessions_.RemoveExpired());
  return accounts;
}

Accounts::Accounts(db::Database& database, const Clock& clock, TeamDirectory& directory,
                   AccountsOptions options)
    : database_(database),
      clock_(clock),
      directory_(directory),
      options_(std::move(options)),
      users_(database, clock, options_.password_cost),
      projects_(database, clock, directory, options_.furnish),
      organizations_(database, clock, projects_),
      personal_api_keys_(database, clock),
      sessions_(database, clock, options_.secret_key),
      members_(database, clock),
      invites_(database, clock),
      roles_(database, clock),
      password_resets_(database, clock, options_.password_cost, options_.secret_key),
      login_throttle_(clock) {
}

Result<std::optional<Caller>> Accounts::Authenticate(const Credentials& credentials) {
  if (const FoundKey found = FirstKey(credentials); found.value != nullptr) {
    const Error invalid =
        Unauthenticated("Personal API key found in " + std::string(found.place) + " is invalid.")
            .WithTag("authentication_failed");
    if (IsOtherKind(*found.value)) return invalid;
    TRY_ASSIGN(auto key, personal_api_keys_.FindByValue(*found.value));
    if (!key) return invalid;
    TRY_ASSIGN(User user, users_.Find(key->user_id));
    if (!user.is_active) return invalid;
    return std::optional(Caller{std::move(user), std::move(key), std::nullopt});
  }
  if (!credentials.session_token) return std::optional<Caller>();
  TRY_ASSIGN(const auto session, sessions_.Find(*credentials.session_token));
  if (!session) return std::optional<Caller>();
  TRY_ASSIGN(User user, users_.Find(session->user_id));
  if (!user.is_active) return std::optional<Caller>();
  return std::optional(Caller{std::move(user), std::nullopt, session});
}

Result<User> Accounts::LogIn(std::string_view email, std::string_view password,
                             std::string_view ip) {
  TRY(login_throttle_.Check(email, ip));
  auto user = users_.CheckPassword(email, password);
  if (!user) {
    if (user.error().code == ErrorCode::kInvalidArgument) login_throttle_.RecordFailure(email, ip);
    return user;
  }
  login_throttle_.RecordSuccess(email, ip);
  TRY(users_.RecordLogin(user->id));
  return user;
}

Result<TeamAccess> Accounts::FindTeam(const Caller& caller, std::string_view segment) {
  if (segment == "@current") {
    TRY_ASSIGN(auto current, CurrentTeam(caller));
    if (!current) return NotFound("Not found.");
    return std::move(*current);
  }
  std::shared_ptr<const Team> team;
  if (segment.starts_with("phc_")) {
    team = directory_.ByToken(segment);
  } else {
    TeamId id = 0;
    const auto [end, status] = std::from_chars(segment.data(), segment.data() + segment.size(), id);
    const bool is_number = status == std::errc() && end == segment.data() + segment.size();
    if (is_number && id != kSelfTestTeam) team = directory_.ById(id);
  }
  if (team == nullptr) return NotFound("Not found.");
  TRY_ASSIGN(Membership membership, organizations_.FindFor(caller.user.id, team->organization_id));
  TRY(RequireTeamAccess(caller, membership, team->id));
  return TeamAccess{std::move(team), std::move(membership)};
}

Result<Membership> Accounts::FindOrganization(const Caller& caller, std::string_view segment) {
  std::optional<Membership> membership;
  if (segment == "@current") {
    TRY_ASSIGN(membership, CurrentOrganization(caller));
  } else if (const auto id = Uuid::Parse(segment)) {
    TRY_ASSIGN(membership, organizations_.FindFor(caller.user.id, *id));
  }
  if (!membership) return NotFound("Not found.");
  TRY(RequireOrganizationAccess(caller, *membership));
  return std::move(*membership);
}

Result<std::optional<Membership>> Accounts::CurrentOrganization(const Caller& caller) {
  TRY_ASSIGN(auto memberships, organizations_.ListFor(caller.user.id));
  const Membership* current = nullptr;
  for (const auto& membership : memberships) {
    if (!MaySee(caller, membership.organization.id)) continue;
    const bool chosen = caller.user.current_organization_id == membership.organization.id;
    if (current == nullptr || chosen) current = &membership;
  }
  return current == nullptr ? std::nullopt : std::optional(*current);
}

Result<std::optional<TeamAccess>> Accounts::CurrentTeam(const Caller& caller) {
  TRY_ASSIGN(const std::vector<Team> teams, VisibleTeams(caller));
  TRY_ASSIGN(const auto organization, CurrentOrganization(caller));
  // The chosen project, else the first of the chosen organization, else the first of all.
  const auto rank = [&](const Team& team) {
    if (caller.user.current_team_id == team.id) return 0;
    return organization && organization->organization.id == team.organization_id ? 1 : 2;
  };
  const auto best = std::min_element(
      teams.begin(), teams.end(), [&](const Team& a, const Team& b) { return rank(a) < rank(b); });
  if (best == teams.end()) return std::optional<TeamAccess>();
  TRY_ASSIGN(TeamAccess access, FindTeam(caller, std::to_string(best->id)));
  return std::optional(std::move(access));
}

Result<std::vector<Team>> Accounts::VisibleTeams(const Caller& caller) {
  TRY_ASSIGN(std::vector<Team> teams, projects_.ListFor(caller.user.id));
  std::erase_if(teams,
                [&](const Team& team) { return !MaySee(caller, team.organization_id, team.id); });
  return teams;
}

Result<std::vector<Team>> Accounts::VisibleTeams(const Caller& caller,
                                                 const Uuid& organization_id) {
  TRY_ASSIGN(std::vector<Team> teams, VisibleTeams(caller));
  std::erase_if(teams, [&](const Team& team) { return team.organization_id != organization_id; });
  return teams;
}

}  // namespace tenrec::accounts
