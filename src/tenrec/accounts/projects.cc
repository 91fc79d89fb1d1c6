#include "tenrec/accounts/projects.h"

#include <algorithm>
#include <array>

#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/random.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kSecretLength = 43;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxDescription = 1000;
constexpr std::string_view kDefaultName = "Default project";

// Mail of these is no sign of working for the team.
constexpr std::array<std::string_view, 12> kPublicMailDomains = {
    "gmail.com",  "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
    "icloud.com", "me.com",         "aol.com",     "gmx.de",      "web.de",   "proton.me",
};

// Source: rest-api.md 13.4, test_account_filters
JsonArray TestAccountFilters(std::string_view creator_email) {
  JsonArray filters;
  const std::size_t at = creator_email.rfind('@');
  const std::string domain =
      at == std::string_view::npos ? "" : ToLowerAscii(creator_email.substr(at + 1));
  if (!domain.empty() && std::find(kPublicMailDomains.begin(), kPublicMailDomains.end(), domain) ==
                             kPublicMailDomains.end()) {
    filters.push_back(JsonObject{{"key", "email"},
                                 {"operator", "not_icontains"},
                                 {"type", "person"},
                                 {"value", "@" + domain}});
  }
  filters.push_back(JsonObject{{"key", "$host"},
                               {"operator", "not_regex"},
                               {"type", "event"},
                               {"value", "^(localhost|127\\.0\\.0\\.1)($|:)"}});
  return filters;
}

Status ApplyIdentity(const JsonObject& patch, Team& team) {
  const auto in_field = [](Error error, std::string field) {
    return std::move(error).WithField(std::move(field));
  };
  if (const Json* sent = patch.if_contains("name")) {
    auto name = ReadName(*sent, kMaxName);
    if (!name) return in_field(std::move(name).error(), "name");
    team.name = std::move(*name);
  }
  if (const Json* sent = patch.if_contains("product_description")) {
    team.product_description = std::nullopt;
    if (!sent->is_null()) {
      auto text = ReadText(*sent, kMaxDescription);
      if (!text) return in_field(std::move(text).error(), "product_description");
      team.product_description = std::move(*text);
    }
  }
  if (const Json* sent = patch.if_contains("is_demo")) {
    auto is_demo = ReadBool(*sent);
    if (!is_demo) return in_field(std::move(is_demo).error(), "is_demo");
    team.is_demo = *is_demo;
  }
  if (const Json* sent = patch.if_contains("access_control");
      sent != nullptr && !(sent->is_bool() && !sent->get_bool())) {
    return InvalidArgument("Use access controls instead of this field.")
        .WithTag("invalid_input")
        .WithField("access_control");
  }
  return Ok();
}

Status ApplyPatch(const JsonObject& patch, Team& team) {
  TRY(ApplyIdentity(patch, team));
  TRY(TeamSettings().ApplyAll(patch, team.settings));
  for (const auto& member : patch) {
    const std::string_view name(member.key().data(), member.key().size());
    if (!TeamSettings().Has(name)) continue;
    Status plain = CheckNoNul(member.value());
    if (!plain) return std::move(plain).error().WithField(std::string(name));
  }
  ReadCommonSettings(team);
  return Ok();
}

Status Save(db::Transaction& transaction, const Team& team) {
  TRY(transaction.Execute(
      "UPDATE teams SET name = $2, product_description = $3, is_demo = $4, settings = $5, "
      "api_token = $6, secret_api_token = $7, secret_api_token_backup = $8, updated_at = $9, "
      "ingested_event = $10 WHERE id = $1",
      {team.id, team.name, team.product_description, team.is_demo, PrintJson(team.settings),
       team.api_token, team.secret_api_token, team.secret_api_token_backup, team.updated_at,
       team.ingested_event}));
  return Ok();
}

Result<Team> One(const Result<db::Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return NotFound("Not found.");
  return ReadTeam((*rows)[0]);
}

std::vector<Team> Many(const db::Rows& rows) {
  std::vector<Team> teams;
  for (const db::Row row : rows) teams.push_back(ReadTeam(row));
  return teams;
}

}  // namespace

bool TouchesOnlySettings(const JsonObject& patch) {
  return std::all_of(patch.begin(), patch.end(), [](const auto& member) {
    return TeamSettings().Has(std::string_view(member.key().data(), member.key().size()));
  });
}

Result<Team> InsertTeam(db::Transaction& transaction, const Organization& organization,
                        const JsonObject& body, std::string_view creator_email, Timestamp now,
                        const FurnishProject& furnish) {
  Team team{.uuid = Uuid::V7(now),
            .organization_id = organization.id,
            .name = std::string(kDefaultName),
            .api_token = "phc_" + RandomAlphanumeric(kSecretLength),
            .created_at = now,
            .updated_at = now,
            .settings = TeamSettings().defaults()};
  team.settings["anonymize_ips"] = organization.IsOn("default_anonymize_ips");
  team.settings["test_account_filters"] = TestAccountFilters(creator_email);
  JsonObject fields = body;
  fields.erase("primary_dashboard");
  TRY(ApplyPatch(fields, team));
  TRY_ASSIGN(team.id, transaction.ReserveIds("team"));
  TRY(transaction.Execute(
      "INSERT INTO teams (id, uuid, organization_id, name, api_token, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $6)",
      {team.id, team.uuid, team.organization_id, team.name, team.api_token, now}));
  if (furnish) {
    TRY_ASSIGN(const std::int64_t dashboard, furnish(transaction, team.id));
    team.settings["primary_dashboard"] = dashboard;
  }
  TRY(Save(transaction, team));
  return team;
}

Status DeleteTeamRows(db::Transaction& transaction, TeamId id, Timestamp now) {
  TRY_ASSIGN(const db::Rows deleted, transaction.Execute("DELETE FROM teams WHERE id = $1", {id}));
  if (deleted.affected() == 0) return NotFound("Not found.");
  TRY(transaction.Execute("INSERT INTO deleted_teams (team_id, deleted_at) VALUES ($1, $2)",
                          {id, now}));
  TRY(transaction.Execute("UPDATE users SET current_team_id = NULL WHERE current_team_id = $1",
                          {id}));
  return Ok();
}

Projects::Projects(db::Database& database, const Clock& clock, TeamDirectory& directory,
                   FurnishProject furnish)
    : database_(database), clock_(clock), directory_(directory), furnish_(std::move(furnish)) {
}

Status Projects::Load() {
  TRY_ASSIGN(const db::Rows rows, database_.Query(kSelectTeam));
  directory_.ReplaceAll(Many(rows));
  return Ok();
}

Result<std::vector<Team>> Projects::ListOf(const Uuid& organization_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectTeam, "t.organization_id = $1 ORDER BY t.id"),
                             {organization_id}));
  return Many(rows);
}

Result<std::vector<Team>> Projects::ListFor(UserId user_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectTeam,
                                   "t.organization_id IN (SELECT organization_id FROM memberships "
                                   "WHERE user_id = $1) ORDER BY t.id"),
                             {user_id}));
  return Many(rows);
}

Result<Team> Projects::Create(const Organization& organization, const JsonObject& body,
                              std::string_view creator_email) {
  TRY_ASSIGN(Team team, database_.Transact([&](db::Transaction& transaction) {
    return InsertTeam(transaction, organization, body, creator_email, clock_.Now(), furnish_);
  }));
  directory_.Put(team);
  return team;
}

template <typename Change>
Result<Team> Projects::ChangeRow(TeamId id, const Change& change) {
  MutexLock lock(change_mutex_);
  TRY_ASSIGN(Team changed, database_.Transact([&](db::Transaction& transaction) -> Result<Team> {
    TRY_ASSIGN(Team team, One(transaction.Query(Where(kSelectTeam, "t.id = $1"), {id})));
    TRY(change(team));
    team.updated_at = clock_.Now();
    TRY(Save(transaction, team));
    return team;
  }));
  directory_.Put(changed);
  return changed;
}

Result<Team> Projects::Update(TeamId id, const JsonObject& patch) {
  return ChangeRow(id, [&](Team& team) { return ApplyPatch(patch, team); });
}

Status Projects::Delete(TeamId id) {
  TRY(database_.Transact(
      [&](db::Transaction& transaction) { return DeleteTeamRows(transaction, id, clock_.Now()); }));
  Forget(id);
  return Ok();
}

Result<Team> Projects::ResetToken(TeamId id) {
  return ChangeRow(id, [](Team& team) -> Status {
    team.api_token = "phc_" + RandomAlphanumeric(kSecretLength);
    return Ok();
  });
}

Result<Team> Projects::RotateSecretToken(TeamId id) {
  return ChangeRow(id, [](Team& team) -> Status {
    team.secret_api_token_backup = team.secret_api_token;
    team.secret_api_token = "phs_" + RandomAlphanumeric(kSecretLength);
    return Ok();
  });
}

Result<Team> Projects::DeleteSecretTokenBackup(TeamId id) {
  return ChangeRow(id, [](Team& team) -> Status {
    team.secret_api_token_backup = std::nullopt;
    return Ok();
  });
}

Status Projects::MarkIngestedEvent(TeamId id) {
  const auto known = directory_.ById(id);
  if (known == nullptr || known->ingested_event) return Ok();
  const auto mark = [](Team& team) -> Status {
    team.ingested_event = true;
    return Ok();
  };
  TRY(ChangeRow(id, mark));
  return Ok();
}

void Projects::Forget(TeamId id) {
  directory_.Remove(id);
}

}  // namespace tenrec::accounts
