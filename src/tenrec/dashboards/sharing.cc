#include "tenrec/dashboards/sharing.h"

#include <chrono>
#include <utility>

#include "tenrec/activity/activity.h"
#include "tenrec/base/random.h"
#include "tenrec/dashboards/dashboard_rows.h"
#include "tenrec/dashboards/insight_rows.h"
#include "tenrec/dashboards/json_column.h"

namespace tenrec::dashboards {
namespace {

constexpr std::size_t kTokenLength = 30;
constexpr std::chrono::minutes kOldTokenLife(5);

constexpr std::string_view kColumns =
    "SELECT s.id, s.team_id, s.kind, s.item_id, s.enabled, s.password_required, s.settings, "
    "s.created_at, (SELECT token FROM sharing_tokens n WHERE n.sharing_id = s.id AND n.expires_at "
    "IS NULL) FROM sharing s ";

std::string_view NameOf(SharedKind kind) {
  return kind == SharedKind::kDashboard ? "Dashboard" : "Insight";
}

Sharing ReadSharing(const db::Row& row) {
  Sharing sharing{.id = row.Int(0),
                  .team_id = row.Int(1),
                  .item = {row.Text(2) == NameOf(SharedKind::kDashboard) ? SharedKind::kDashboard
                                                                         : SharedKind::kInsight,
                           row.Int(3)},
                  .enabled = row.Bool(4),
                  .password_required = row.Bool(5),
                  .access_token = row.OptionalText(8).value_or(""),
                  .settings = ReadJsonColumn(row.OptionalText(6)),
                  .created_at = row.Time(7),
                  .passwords = {}};
  return sharing;
}

template <typename Source>
Status ReadPasswords(Source& source, Sharing& sharing) {
  TRY_ASSIGN(const db::Rows rows,
             source.Query("SELECT id, note, created_by, created_at, hash FROM sharing_passwords "
                          "WHERE sharing_id = $1 ORDER BY created_at, id",
                          {sharing.id}));
  for (const db::Row row : rows) {
    sharing.passwords.push_back({.id = row.Id(0),
                                 .note = row.Text(1),
                                 .created_by = row.OptionalInt(2),
                                 .created_at = row.Time(3),
                                 .hash = row.Text(4)});
  }
  return Ok();
}

template <typename Source>
Result<Sharing> FindIn(Source& source, TeamId team_id, SharedItem item, Timestamp now) {
  TRY_ASSIGN(const db::Rows rows,
             source.Query(
                 std::string(kColumns) + "WHERE s.team_id = $1 AND s.kind = $2 AND s.item_id = $3",
                 {team_id, NameOf(item.kind), item.id}));
  if (rows.empty()) return Sharing{.team_id = team_id, .item = item, .created_at = now};
  Sharing found = ReadSharing(rows[0]);
  TRY(ReadPasswords(source, found));
  return found;
}

/// The name of the item, once it is known that the editor may change it.
Result<std::optional<std::string>> RequireItem(db::Transaction& transaction, TeamId team_id,
                                               SharedItem item, const Editor& editor) {
  if (item.kind == SharedKind::kDashboard) {
    TRY_ASSIGN(const Dashboard dashboard,
               FindDashboard(transaction, team_id, item.id, false, editor.user));
    TRY(RequireEdit(dashboard, editor));
    return dashboard.name;
  }
  TRY_ASSIGN(const SavedInsight insight,
             FindInsight(transaction, team_id, std::to_string(item.id), false));
  if (insight.PrivilegeOf(editor.user, editor.is_admin) != PrivilegeLevel::kEdit) {
    return PermissionDenied("You don't have edit permissions for this insight.");
  }
  return insight.name ? insight.name : insight.derived_name;
}

Status InsertToken(db::Transaction& transaction, Sharing& sharing) {
  sharing.access_token = RandomAlphanumeric(kTokenLength);
  TRY(transaction.Execute("INSERT INTO sharing_tokens (token, sharing_id) VALUES ($1, $2)",
                          {sharing.access_token, sharing.id}));
  return Ok();
}

/// Stores what was made up so far.
Status RequireStored(db::Transaction& transaction, Sharing& sharing) {
  if (sharing.id != 0) return Ok();
  TRY_ASSIGN(sharing.id, transaction.ReserveIds("sharing"));
  TRY(transaction.Execute(
      "INSERT INTO sharing (id, team_id, kind, item_id, created_at) VALUES ($1, $2, $3, $4, $5)",
      {sharing.id, sharing.team_id, NameOf(sharing.item.kind), sharing.item.id,
       sharing.created_at}));
  return InsertToken(transaction, sharing);
}

JsonArray OneChange(std::string_view scope, std::string_view field, Json before, Json after) {
  return {JsonObject{{"type", scope},
                     {"action", "changed"},
                     {"field", field},
                     {"before", std::move(before)},
                     {"after", std::move(after)}}};
}

Status Record(db::Transaction& transaction, const Sharing& sharing,
              const std::optional<std::string>& name, const activity::Actor& actor,
              std::string_view activity, JsonArray changes, Timestamp now) {
  return activity::Record(transaction,
                          {.team_id = sharing.team_id,
                           .scope = NameOf(sharing.item.kind),
                           .id = sharing.item.id,
                           .name = name,
                           .changed_at = now},
                          actor, activity, std::move(changes));
}

}  // namespace

Result<Sharing> SharedLinks::Find(TeamId team_id, SharedItem item) {
  return FindIn(database_, team_id, item, clock_.Now());
}

Result<Sharing> SharedLinks::Change(TeamId team_id, SharedItem item, const SharingChange& change,
                                    const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Sharing> {
    const Timestamp now = clock_.Now();
    TRY_ASSIGN(const auto name, RequireItem(transaction, team_id, item, editor));
    TRY_ASSIGN(Sharing sharing, FindIn(transaction, team_id, item, now));
    const bool was_enabled = sharing.enabled;
    sharing.enabled = change.enabled.value_or(sharing.enabled);
    sharing.password_required = change.password_required.value_or(sharing.password_required);
    if (change.settings) sharing.settings = *change.settings;
    TRY(RequireStored(transaction, sharing));
    TRY(transaction.Execute(
        "UPDATE sharing SET enabled = $2, password_required = $3, settings = $4 WHERE id = $1",
        {sharing.id, sharing.enabled, sharing.password_required, JsonColumn(sharing.settings)}));
    if (sharing.enabled != was_enabled) {
      TRY(Record(transaction, sharing, name, editor.actor(),
                 sharing.enabled ? "sharing enabled" : "sharing disabled",
                 OneChange(NameOf(item.kind), "sharing", was_enabled, sharing.enabled), now));
    }
    return sharing;
  });
}

Result<Sharing> SharedLinks::Refresh(TeamId team_id, SharedItem item, const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Sharing> {
    const Timestamp now = clock_.Now();
    TRY_ASSIGN(const auto name, RequireItem(transaction, team_id, item, editor));
    TRY_ASSIGN(Sharing sharing, FindIn(transaction, team_id, item, now));
    TRY(RequireStored(transaction, sharing));
    TRY(transaction.Execute("DELETE FROM sharing_tokens WHERE expires_at < $1", {now}));
    TRY(
        transaction.Execute("UPDATE sharing_tokens SET expires_at = $2 WHERE sharing_id = $1 AND "
                            "expires_at IS NULL",
                            {sharing.id, now + kOldTokenLife}));
    TRY(InsertToken(transaction, sharing));
    // The secrets themselves stay out of the log.
    TRY(Record(transaction, sharing, name, editor.actor(), "access token refreshed",
               OneChange(NameOf(item.kind), "access_token", nullptr, nullptr), now));
    return sharing;
  });
}

Result<SharePassword> SharedLinks::AddPassword(TeamId team_id, SharedItem item,
                                               std::string_view hash, std::string_view note,
                                               const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<SharePassword> {
    const Timestamp now = clock_.Now();
    TRY_ASSIGN(const auto name, RequireItem(transaction, team_id, item, editor));
    TRY_ASSIGN(Sharing sharing, FindIn(transaction, team_id, item, now));
    TRY(RequireStored(transaction, sharing));
    SharePassword password{.id = Uuid::V7(now),
                           .note = std::string(note),
                           .created_by = editor.maker(),
                           .created_at = now,
                           .hash = std::string(hash)};
    TRY(transaction.Execute(
        "INSERT INTO sharing_passwords (id, sharing_id, note, hash, created_by, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        {password.id, sharing.id, note, hash, password.created_by, now}));
    TRY(Record(transaction, sharing, name, editor.actor(), "password created",
               OneChange(NameOf(item.kind), "share_passwords", nullptr, Json(note)), now));
    return password;
  });
}

Status SharedLinks::RemovePassword(TeamId team_id, SharedItem item, const Uuid& id,
                                   const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    const Timestamp now = clock_.Now();
    TRY_ASSIGN(const auto name, RequireItem(transaction, team_id, item, editor));
    TRY_ASSIGN(const Sharing sharing, FindIn(transaction, team_id, item, now));
    TRY_ASSIGN(
        const db::Rows deleted,
        transaction.Execute("DELETE FROM sharing_passwords WHERE id = $1 AND sharing_id = $2",
                            {id, sharing.id}));
    if (deleted.affected() == 0) return NotFound("Not found.");
    return Record(transaction, sharing, name, editor.actor(), "password deleted",
                  OneChange(NameOf(item.kind), "share_passwords", Json(id.ToString()), nullptr),
                  now);
  });
}

Status SharedLinks::NoteAttempt(const Sharing& sharing, std::string_view ip, bool success) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    const JsonObject about{{"client_ip", ip}, {"success", success}};
    return Record(transaction, sharing, std::nullopt, {},
                  success ? "share_login_success" : "share_login_failed",
                  OneChange(NameOf(sharing.item.kind), "authentication_attempt", nullptr, about),
                  clock_.Now());
  });
}

Result<Sharing> SharedLinks::Open(std::string_view token) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(std::string(kColumns) +
                                 "JOIN sharing_tokens t ON t.sharing_id = s.id WHERE t.token = $1 "
                                 "AND s.enabled AND (t.expires_at IS NULL OR t.expires_at > $2)",
                             {token, clock_.Now()}));
  if (rows.empty()) return NotFound("Not found.");
  Sharing found = ReadSharing(rows[0]);
  TRY(ReadPasswords(database_, found));
  return found;
}

}  // namespace tenrec::dashboards
