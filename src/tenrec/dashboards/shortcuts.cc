#include "tenrec/dashboards/shortcuts.h"

#include <algorithm>
#include <utility>

namespace tenrec::dashboards {
namespace {

constexpr std::size_t kMaxShortcuts = 500;

template <typename Source>
Result<std::vector<Shortcut>> ListIn(Source& source, TeamId team_id, UserId user) {
  TRY_ASSIGN(const db::Rows rows,
             source.Query("SELECT id, path, type, ref, href, created_at FROM shortcuts WHERE "
                          "team_id = $1 AND user_id = $2 ORDER BY position, created_at, id",
                          {team_id, user}));
  std::vector<Shortcut> shortcuts;
  for (const db::Row row : rows) {
    shortcuts.push_back({.id = row.Id(0),
                         .path = row.Text(1),
                         .type = row.Text(2),
                         .ref = row.OptionalText(3),
                         .href = row.OptionalText(4),
                         .created_at = row.Time(5)});
  }
  return shortcuts;
}

bool IsSameThing(const Shortcut& a, const Shortcut& b) {
  return a.type == b.type && a.ref == b.ref && (a.ref || a.href == b.href);
}

void Apply(const ShortcutChange& change, Shortcut& shortcut) {
  if (change.path) shortcut.path = *change.path;
  if (change.type) shortcut.type = *change.type;
  if (change.ref) shortcut.ref = *change.ref;
  if (change.href) shortcut.href = *change.href;
}

}  // namespace

Result<std::vector<Shortcut>> Shortcuts::List(TeamId team_id, UserId user) {
  return ListIn(database_, team_id, user);
}

Result<Shortcut> Shortcuts::Add(TeamId team_id, UserId user, const ShortcutChange& change) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Shortcut> {
    const Timestamp now = clock_.Now();
    Shortcut added{.id = Uuid::V7(now), .created_at = now};
    Apply(change, added);
    TRY_ASSIGN(const auto there, ListIn(transaction, team_id, user));
    for (const Shortcut& other : there) {
      if (IsSameThing(other, added)) return other;
    }
    if (there.size() >= kMaxShortcuts) {
      return ResourceExhausted("There are 500 pins. Remove one first.");
    }
    TRY(transaction.Execute(
        "INSERT INTO shortcuts (id, team_id, user_id, path, type, ref, href, position, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(position), 0) + 1 FROM shortcuts "
        "WHERE team_id = $2 AND user_id = $3), $8)",
        {added.id, team_id, user, added.path, added.type, added.ref, added.href, now}));
    return added;
  });
}

Result<Shortcut> Shortcuts::Update(TeamId team_id, UserId user, const Uuid& id,
                                   const ShortcutChange& change) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Shortcut> {
    TRY_ASSIGN(auto there, ListIn(transaction, team_id, user));
    const auto found = std::ranges::find(there, id, &Shortcut::id);
    if (found == there.end()) return NotFound("Not found.");
    Apply(change, *found);
    TRY(transaction.Execute(
        "UPDATE shortcuts SET path = $2, type = $3, ref = $4, href = $5 WHERE id = $1",
        {id, found->path, found->type, found->ref, found->href}));
    return *found;
  });
}

Status Shortcuts::Remove(TeamId team_id, UserId user, const Uuid& id) {
  TRY_ASSIGN(
      const db::Rows deleted,
      database_.Execute("DELETE FROM shortcuts WHERE id = $1 AND team_id = $2 AND user_id = $3",
                        {id, team_id, user}));
  if (deleted.affected() == 0) return NotFound("Not found.");
  return Ok();
}

Status Shortcuts::Reorder(TeamId team_id, UserId user, const std::vector<Uuid>& order) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const auto there, ListIn(transaction, team_id, user));
    std::vector<Uuid> ordered;
    for (const Uuid& id : order) {
      if (std::ranges::find(there, id, &Shortcut::id) == there.end()) {
        return InvalidArgument("There is no shortcut " + id.ToString() + ".")
            .WithTag("does_not_exist")
            .WithField("ordered_ids");
      }
      if (std::ranges::find(ordered, id) == ordered.end()) ordered.push_back(id);
    }
    for (const Shortcut& shortcut : there) {
      if (std::ranges::find(ordered, shortcut.id) == ordered.end()) ordered.push_back(shortcut.id);
    }
    std::vector<std::vector<db::Param>> rows;
    rows.reserve(ordered.size());
    for (std::size_t i = 0; i < ordered.size(); ++i) rows.push_back({ordered[i], i + 1});
    if (rows.empty()) return Ok();
    TRY(transaction.ExecuteMany("UPDATE shortcuts SET position = $2 WHERE id = $1", rows));
    return Ok();
  });
}

}  // namespace tenrec::dashboards
