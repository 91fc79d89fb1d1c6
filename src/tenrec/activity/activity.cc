#include "tenrec/activity/activity.h"

#include "tenrec/base/encoding.h"
#include "tenrec/db/conditions.h"

namespace tenrec::activity {
namespace {

constexpr std::size_t kMaxClient = 32;

constexpr db::Migration kMigrations[] = {
    {"activity", 1, "log", R"sql(
CREATE TABLE activity_log (
  position BIGINT PRIMARY KEY,
  id TEXT NOT NULL,
  team_id BIGINT NOT NULL,
  user_id BIGINT,
  client TEXT NOT NULL,
  activity TEXT NOT NULL,
  scope TEXT NOT NULL,
  item_id TEXT NOT NULL,
  detail TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX activity_log_by_team ON activity_log (team_id, position);
CREATE INDEX activity_log_by_item ON activity_log (team_id, scope, item_id, position);
)sql"},
};

Json MemberOrNull(const JsonObject& object, std::string_view key) {
  const Json* member = object.if_contains(key);
  return member == nullptr ? Json() : *member;
}

void AddChange(std::string_view scope, std::string_view field, Json before, Json after,
               JsonArray& changes) {
  if (before == after) return;
  const std::string_view action = before.is_null()  ? "created"
                                  : after.is_null() ? "deleted"
                                                    : "changed";
  changes.push_back(JsonObject{{"type", scope},
                               {"action", action},
                               {"field", field},
                               {"before", std::move(before)},
                               {"after", std::move(after)}});
}

Entry ReadEntry(const db::Row& row) {
  Entry entry{.id = row.Id(0),
              .team_id = row.Int(1),
              .actor = {row.OptionalInt(2), row.Text(3)},
              .activity = row.Text(4),
              .scope = row.Text(5),
              .item_id = row.Text(6),
              .detail = {},
              .created_at = row.Time(8)};
  if (auto detail = ParseJson(row.Text(7)); detail && detail->is_object()) {
    entry.detail = std::move(detail->get_object());
  }
  return entry;
}

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

JsonArray Changes(std::string_view scope, const JsonObject& before, const JsonObject& after) {
  JsonArray changes;
  for (const auto& member : after) {
    const std::string_view field(member.key().data(), member.key().size());
    AddChange(scope, field, MemberOrNull(before, field), member.value(), changes);
  }
  for (const auto& member : before) {
    if (after.contains(member.key())) continue;
    AddChange(scope, {member.key().data(), member.key().size()}, member.value(), Json(), changes);
  }
  return changes;
}

std::string_view EditOf(bool was_deleted, bool is_deleted) {
  if (was_deleted == is_deleted) return "updated";
  return is_deleted ? "deleted" : "restored";
}

Status Record(db::Transaction& transaction, const Entry& entry) {
  const std::string client = RepairUtf8(entry.actor.client);
  // Entries of one moment keep their order, too.
  TRY_ASSIGN(const std::int64_t position, transaction.ReserveIds("activity"));
  TRY(transaction.Execute(
      "INSERT INTO activity_log (position, id, team_id, user_id, client, activity, scope, item_id, "
      "detail, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {position, Uuid::V7(entry.created_at), entry.team_id, entry.actor.user,
       Utf8Prefix(client, kMaxClient), entry.activity, entry.scope, entry.item_id,
       PrintJson(entry.detail), entry.created_at}));
  return Ok();
}

Status Record(db::Transaction& transaction, const Item& item, const Actor& actor,
              std::string_view activity, JsonArray changes) {
  JsonObject detail{{"name", item.name ? Json(*item.name) : Json()},
                    {"changes", std::move(changes)}};
  return Record(transaction, Entry{.team_id = item.team_id,
                                   .actor = actor,
                                   .activity = std::string(activity),
                                   .scope = std::string(item.scope),
                                   .item_id = std::to_string(item.id),
                                   .detail = std::move(detail),
                                   .created_at = item.changed_at});
}

Result<Listed> ActivityLog::List(TeamId team_id, const Filter& filter, std::size_t limit,
                                 std::size_t offset) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  if (!filter.scopes.empty()) where.Add("scope IN " + where.BindList(filter.scopes));
  if (filter.item_id) where.Add("item_id = " + where.Bind(*filter.item_id));
  if (filter.user) where.Add("user_id = " + where.Bind(*filter.user));
  if (filter.from) where.Add("created_at >= " + where.Bind(*filter.from));
  if (filter.to) where.Add("created_at <= " + where.Bind(*filter.to));
  Listed listed;
  TRY_ASSIGN(
      const db::Rows counted,
      database_.Query("SELECT COUNT(*) FROM activity_log WHERE " + where.text(), where.params()));
  listed.total = counted[0].Int(0);
  std::string select =
      "SELECT id, team_id, user_id, client, activity, scope, item_id, detail, created_at "
      "FROM activity_log WHERE " +
      where.text() + " ORDER BY position DESC";
  select += " LIMIT " + where.Bind(limit);
  select += " OFFSET " + where.Bind(offset);
  TRY_ASSIGN(const db::Rows rows, database_.Query(select, where.params()));
  for (const db::Row row : rows) listed.entries.push_back(ReadEntry(row));
  return listed;
}

}  // namespace tenrec::activity
