#include "tenrec/accounts/organizations.h"

#include "tenrec/accounts/projects.h"
#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/random.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxSlug = 48;

std::string SlugOf(std::string_view name) {
  std::string slug;
  for (const char c : ToLowerAscii(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() == kMaxSlug) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "organization" : slug;
}

Result<std::string> FreeSlug(db::Transaction& transaction, std::string_view name) {
  std::string plain = SlugOf(name);
  TRY_ASSIGN(const db::Rows taken,
             transaction.Query("SELECT 1 FROM organizations WHERE slug = $1", {plain}));
  if (taken.empty()) return plain;
  return plain + "-" + ToLowerAscii(RandomAlphanumeric(6));
}

}  // namespace

Result<std::string> ReadOrganizationName(const JsonObject& body) {
  const Json* sent = body.if_contains("name");
  if (sent == nullptr) {
    return InvalidArgument("This field is required.").WithTag("required").WithField("name");
  }
  auto name = ReadName(*sent, kMaxName);
  if (!name) return std::move(name).error().WithField("name");
  return name;
}

Result<Organization> InsertOrganization(db::Transaction& transaction, std::string_view name,
                                        Timestamp now) {
  Organization organization{.id = Uuid::V7(now),
                            .name = std::string(name),
                            .created_at = now,
                            .updated_at = now,
                            .settings = OrganizationSettings().defaults()};
  TRY_ASSIGN(organization.slug, FreeSlug(transaction, name));
  TRY(
      transaction.Execute("INSERT INTO organizations (id, name, slug, created_at, updated_at) "
                          "VALUES ($1, $2, $3, $4, $4)",
                          {organization.id, organization.name, organization.slug, now}));
  return organization;
}

Status InsertOwner(db::Transaction& transaction, const Uuid& organization_id, UserId owner,
                   Timestamp now) {
  TRY(transaction.Execute(
      "INSERT INTO memberships (id, organization_id, user_id, level, joined_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $5)",
      {Uuid::V7(now), organization_id, owner, static_cast<int>(Level::kOwner), now}));
  return Ok();
}

Organizations::Organizations(db::Database& database, const Clock& clock, Projects& projects)
    : database_(database), clock_(clock), projects_(projects) {
}

Result<std::vector<Membership>> Organizations::ListFor(UserId user_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelectMembership, "m.user_id = $1 ORDER BY m.joined_at, o.id"),
                             {user_id}));
  std::vector<Membership> memberships;
  for (const db::Row row : rows) memberships.push_back(ReadMembership(row));
  return memberships;
}

Result<Membership> Organizations::FindFor(UserId user_id, const Uuid& id) {
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(Where(kSelectMembership, "m.user_id = $1 AND o.id = $2"), {user_id, id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadMembership(rows[0]);
}

Result<Organization> Organizations::Find(const Uuid& id) {
  TRY_ASSIGN(const db::Rows rows, database_.Query(Where(kSelectOrganization, "o.id = $1"), {id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadOrganization(rows[0]);
}

Result<std::int64_t> Organizations::CountMembers(const Uuid& id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT count(*) FROM memberships WHERE organization_id = $1", {id}));
  return rows[0].Int(0);
}

Result<std::int64_t> Organizations::Count() {
  TRY_ASSIGN(const db::Rows rows, database_.Query("SELECT count(*) FROM organizations", {}));
  return rows[0].Int(0);
}

Result<Membership> Organizations::Create(UserId owner, const JsonObject& body) {
  TRY_ASSIGN(const std::string name, ReadOrganizationName(body));
  TRY_ASSIGN(const Organization made,
             database_.Transact([&](db::Transaction& transaction) -> Result<Organization> {
               TRY_ASSIGN(Organization organization,
                          InsertOrganization(transaction, name, clock_.Now()));
               TRY(InsertOwner(transaction, organization.id, owner, clock_.Now()));
               return organization;
             }));
  return FindFor(owner, made.id);
}

Result<Membership> Organizations::Update(UserId user_id, const Membership& membership,
                                         const JsonObject& patch) {
  Organization changed = membership.organization;
  if (patch.contains("name")) {
    TRY_ASSIGN(changed.name, ReadOrganizationName(patch));
  }
  TRY(OrganizationSettings().ApplyAll(patch, changed.settings));
  TRY(database_.Execute(
      "UPDATE organizations SET name = $2, settings = $3, updated_at = $4 WHERE id = $1",
      {changed.id, changed.name, PrintJson(changed.settings), clock_.Now()}));
  return FindFor(user_id, changed.id);
}

Status Organizations::Delete(const Uuid& id) {
  TRY_ASSIGN(const auto teams, projects_.ListOf(id));
  TRY(database_.Transact([&](db::Transaction& transaction) -> Status {
    for (const Team& team : teams) TRY(DeleteTeamRows(transaction, team.id, clock_.Now()));
    TRY(transaction.Execute("DELETE FROM organizations WHERE id = $1", {id}));
    TRY(transaction.Execute(
        "UPDATE users SET current_organization_id = NULL, current_team_id = NULL "
        "WHERE current_organization_id = $1",
        {id}));
    return Ok();
  }));
  for (const Team& team : teams) projects_.Forget(team.id);
  return Ok();
}

}  // namespace tenrec::accounts
