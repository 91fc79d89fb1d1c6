#include "tenrec/accounts/personal_api_keys.h"

#include <algorithm>

#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/scopes.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/random.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kSecretLength = 43;
constexpr std::size_t kMaxLabel = 40;
constexpr std::chrono::hours kUseGranularity(1);

constexpr std::string_view kSelect =
    "SELECT k.id, k.user_id, k.label, k.mask_value, k.created_at, k.last_used_at, "
    "k.last_rolled_at, k.scopes, k.scoped_teams, k.scoped_organizations FROM personal_api_keys k ";

JsonArray ReadArray(std::string_view json) {
  auto parsed = ParseJson(json);
  if (!parsed || !parsed->is_array()) return {};
  return std::move(parsed->get_array());
}

PersonalApiKey ReadKey(const db::Row& row) {
  PersonalApiKey key{
      .id = row.Text(0),
      .user_id = row.Int(1),
      .label = row.Text(2),
      .mask_value = row.Text(3),
      .created_at = row.Time(4),
      .last_used_at = row.OptionalTime(5),
      .last_rolled_at = row.OptionalTime(6),
  };
  for (const Json& scope : ReadArray(row.Text(7)))
    key.scopes.emplace_back(View(scope.get_string()));
  for (const Json& id : ReadArray(row.Text(8))) key.scoped_teams.push_back(id.get_int64());
  for (const Json& id : ReadArray(row.Text(9))) {
    key.scoped_organizations.push_back(Uuid::Parse(View(id.get_string())).value_or(Uuid{}));
  }
  return key;
}

std::string HashOf(std::string_view value) {
  return HexEncode(Sha256(value));
}

std::string MaskOf(std::string_view value) {
  return std::string(value.substr(0, 4)) + "..." + std::string(value.substr(value.size() - 4));
}

std::string NewValue() {
  return "phx_" + RandomAlphanumeric(kSecretLength);
}

Result<std::vector<std::string>> ReadScopes(const Json& sent) {
  auto scopes = ReadTextList(sent, 100);
  if (!scopes) return std::move(scopes).error().WithField("scopes");
  if (scopes->empty()) {
    return InvalidArgument("This list may not be empty.").WithTag("empty").WithField("scopes");
  }
  for (const auto& scope : *scopes) TRY(CheckScope(scope));
  return scopes;
}

Result<std::vector<TeamId>> ReadScopedTeams(db::Transaction& transaction, UserId user_id,
                                            const Json& sent) {
  std::vector<TeamId> ids;
  if (sent.is_null()) return ids;
  if (!sent.is_array()) {
    return InvalidArgument("Expected a list of items.")
        .WithTag("not_a_list")
        .WithField("scoped_teams");
  }
  for (const Json& item : sent.get_array()) {
    auto id = ReadInt(item, 0, 1LL << 53);
    if (!id) return std::move(id).error().WithField("scoped_teams");
    TRY_ASSIGN(const db::Rows visible, transaction.Query("SELECT 1 FROM teams t JOIN memberships m "
                                                         "ON m.organization_id = t.organization_id "
                                                         "WHERE t.id = $1 AND m.user_id = $2",
                                                         {*id, user_id}));
    if (visible.empty()) {
      return InvalidArgument("You do not have access to the project with ID " +
                             std::to_string(*id) + ".")
          .WithTag("invalid_input")
          .WithField("scoped_teams");
    }
    ids.push_back(*id);
  }
  return ids;
}

Result<std::vector<Uuid>> ReadScopedOrganizations(db::Transaction& transaction, UserId user_id,
                                                  const Json& sent) {
  std::vector<Uuid> ids;
  if (sent.is_null()) return ids;
  auto texts = ReadTextList(sent, 100);
  if (!texts) return std::move(texts).error().WithField("scoped_organizations");
  for (const auto& text : *texts) {
    const auto id = Uuid::Parse(text);
    TRY_ASSIGN(
        const db::Rows member,
        transaction.Query("SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2",
                          {id.value_or(Uuid{}), user_id}));
    if (member.empty()) {
      return InvalidArgument("You do not belong to every one of these organizations.")
          .WithTag("invalid_input")
          .WithField("scoped_organizations");
    }
    ids.push_back(*id);
  }
  return ids;
}

Status Apply(db::Transaction& transaction, const JsonObject& patch, PersonalApiKey& key) {
  if (const Json* sent = patch.if_contains("label")) {
    auto label = ReadName(*sent, kMaxLabel);
    if (!label) return std::move(label).error().WithField("label");
    key.label = std::move(*label);
  }
  if (const Json* sent = patch.if_contains("scopes")) {
    TRY_ASSIGN(key.scopes, ReadScopes(*sent));
  }
  if (const Json* sent = patch.if_contains("scoped_teams")) {
    TRY_ASSIGN(key.scoped_teams, ReadScopedTeams(transaction, key.user_id, *sent));
  }
  if (const Json* sent = patch.if_contains("scoped_organizations")) {
    TRY_ASSIGN(key.scoped_organizations, ReadScopedOrganizations(transaction, key.user_id, *sent));
  }
  return Ok();
}

Status Save(db::Transaction& transaction, const PersonalApiKey& key) {
  JsonArray scopes;
  for (const auto& scope : key.scopes) scopes.emplace_back(scope);
  JsonArray teams;
  for (const TeamId id : key.scoped_teams) teams.emplace_back(id);
  JsonArray organizations;
  for (const auto& id : key.scoped_organizations) organizations.emplace_back(id.ToString());
  TRY(transaction.Execute(
      "UPDATE personal_api_keys SET label = $2, scopes = $3, scoped_teams = $4, "
      "scoped_organizations = $5 WHERE id = $1",
      {key.id, key.label, PrintJson(scopes), PrintJson(teams), PrintJson(organizations)}));
  return Ok();
}

Result<PersonalApiKey> One(const Result<db::Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return NotFound("Not found.");
  return ReadKey((*rows)[0]);
}

Error Required(std::string field) {
  return InvalidArgument("This field is required.").WithTag("required").WithField(std::move(field));
}

}  // namespace

PersonalApiKeys::PersonalApiKeys(db::Database& database, const Clock& clock)
    : database_(database), clock_(clock) {
}

Result<std::vector<PersonalApiKey>> PersonalApiKeys::List(UserId user_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelect, "k.user_id = $1 ORDER BY k.created_at DESC, k.id"),
                             {user_id}));
  std::vector<PersonalApiKey> keys;
  for (const db::Row row : rows) keys.push_back(ReadKey(row));
  return keys;
}

Result<PersonalApiKey> PersonalApiKeys::Find(UserId user_id, std::string_view id) {
  return One(database_.Query(Where(kSelect, "k.user_id = $1 AND k.id = $2"), {user_id, id}));
}

Result<FreshApiKey> PersonalApiKeys::Create(UserId user_id, const JsonObject& body) {
  for (const char* field : {"label", "scopes"}) {
    if (!body.contains(field)) return Required(field);
  }
  const Timestamp now = clock_.Now();
  const std::string value = NewValue();
  return database_.Transact([&](db::Transaction& transaction) -> Result<FreshApiKey> {
    TRY_ASSIGN(
        const db::Rows count,
        transaction.Query("SELECT count(*) FROM personal_api_keys WHERE user_id = $1", {user_id}));
    if (count[0].Int(0) >= kMaxPerUser) {
      return InvalidArgument("You can only have " + std::to_string(kMaxPerUser) +
                             " personal API keys. Remove an existing key before creating a new "
                             "one.");
    }
    PersonalApiKey key{.id = RandomAlphanumeric(20),
                       .user_id = user_id,
                       .mask_value = MaskOf(value),
                       .created_at = now};
    TRY(Apply(transaction, body, key));
    TRY(transaction.Execute(
        "INSERT INTO personal_api_keys (id, user_id, label, value_hash, mask_value, created_at, "
        "scopes) VALUES ($1, $2, $3, $4, $5, $6, '[]')",
        {key.id, user_id, key.label, HashOf(value), key.mask_value, now}));
    TRY(Save(transaction, key));
    return FreshApiKey{std::move(key), value};
  });
}

Result<PersonalApiKey> PersonalApiKeys::Update(UserId user_id, std::string_view id,
                                               const JsonObject& patch) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<PersonalApiKey> {
    TRY_ASSIGN(
        PersonalApiKey key,
        One(transaction.Query(Where(kSelect, "k.user_id = $1 AND k.id = $2"), {user_id, id})));
    TRY(Apply(transaction, patch, key));
    TRY(Save(transaction, key));
    return key;
  });
}

Result<FreshApiKey> PersonalApiKeys::Roll(UserId user_id, std::string_view id) {
  const std::string value = NewValue();
  TRY_ASSIGN(const db::Rows rolled,
             database_.Execute("UPDATE personal_api_keys SET value_hash = $3, mask_value = $4, "
                               "last_rolled_at = $5 WHERE user_id = $1 AND id = $2",
                               {user_id, id, HashOf(value), MaskOf(value), clock_.Now()}));
  if (rolled.affected() == 0) return NotFound("Not found.");
  TRY_ASSIGN(PersonalApiKey key, Find(user_id, id));
  return FreshApiKey{std::move(key), value};
}

Status PersonalApiKeys::Delete(UserId user_id, std::string_view id) {
  TRY_ASSIGN(const db::Rows deleted,
             database_.Execute("DELETE FROM personal_api_keys WHERE user_id = $1 AND id = $2",
                               {user_id, id}));
  if (deleted.affected() == 0) return NotFound("Not found.");
  return Ok();
}

Result<std::optional<PersonalApiKey>> PersonalApiKeys::FindByValue(std::string_view value) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(Where(kSelect, "k.value_hash = $1"), {HashOf(value)}));
  if (rows.empty()) return std::optional<PersonalApiKey>();
  PersonalApiKey key = ReadKey(rows[0]);
  const Timestamp now = clock_.Now();
  if (!key.last_used_at || now - *key.last_used_at >= kUseGranularity) {
    TRY(database_.Execute("UPDATE personal_api_keys SET last_used_at = $2 WHERE id = $1",
                          {key.id, now}));
    key.last_used_at = now;
  }
  return std::optional(std::move(key));
}

}  // namespace tenrec::accounts
