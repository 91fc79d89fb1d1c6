#include "tenrec/persons/person_surgery.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/json_text.h"
#include "tenrec/persons/property_rules.h"

namespace tenrec::persons {
namespace {

struct StoredPerson {
  std::int64_t row = 0;
  ChangedPerson state;
};

Result<std::optional<StoredPerson>> Find(db::Transaction& transaction, TeamId team_id,
                                         const Uuid& id) {
  TRY_ASSIGN(const auto rows,
             transaction.Query("SELECT id, created_at, properties, is_identified, version FROM "
                               "person WHERE team_id = $1 AND uuid = $2",
                               {team_id, id}));
  if (rows.empty()) return std::optional<StoredPerson>();
  const db::Row row = rows[0];
  return std::optional(StoredPerson{.row = row.Int(0),
                                    .state = {.team_id = team_id,
                                              .id = id,
                                              .created_at = row.Time(1),
                                              .is_identified = row.Bool(3),
                                              .version = row.Int(4),
                                              .properties = row.Text(2)}});
}

struct StoredId {
  std::string distinct_id;
  std::int64_t version = 0;
};

Result<std::vector<StoredId>> IdsOf(db::Transaction& transaction, const StoredPerson& person) {
  TRY_ASSIGN(const auto rows,
             transaction.Query("SELECT distinct_id, version FROM person_distinct_id WHERE "
                               "person_id = $1 ORDER BY distinct_id",
                               {person.row}));
  std::vector<StoredId> ids;
  for (const db::Row row : rows) ids.push_back({row.Text(0), row.Int(1)});
  return ids;
}

/// The version that the last person of this id ended with; nothing when there never was one.
Result<std::optional<std::int64_t>> EndOf(db::Transaction& transaction, TeamId team_id,
                                          const Uuid& id) {
  TRY_ASSIGN(const auto rows, transaction.Query("SELECT version FROM person_tombstone WHERE "
                                                "team_id = $1 AND uuid = $2",
                                                {team_id, id}));
  return rows.empty() ? std::nullopt : std::optional(rows[0].Int(0));
}

/// An id for a person who cannot have the derived one, because somebody else has it.
Uuid SpareId(TeamId team_id, std::string_view distinct_id, std::int64_t version) {
  return PersonIdOf(team_id, std::string(distinct_id) + ":" + std::to_string(version));
}

/// What is left of an id whose person is gone.
Status KeepVersion(db::Transaction& transaction, TeamId team_id, const StoredId& id,
                   std::int64_t ended_at) {
  const Uuid derived = PersonIdOf(team_id, id.distinct_id);
  TRY_ASSIGN(const auto tombstone, EndOf(transaction, team_id, derived));
  const std::int64_t version =
      std::max({ended_at, id.version + kTombstoneStep, tombstone.value_or(0)});
  // Somebody was split off and still goes by the id that is derived from this one.
  TRY_ASSIGN(const auto other, Find(transaction, team_id, derived));
  std::optional<Uuid> next;
  if (other) next = SpareId(team_id, id.distinct_id, version);
  TRY(transaction.Execute(
      "INSERT INTO personless_distinct_id (team_id, distinct_id, version, next_person) VALUES ($1, "
      "$2, $3, $4) ON CONFLICT (team_id, distinct_id) DO UPDATE SET version = excluded.version, "
      "next_person = excluded.next_person",
      {team_id, id.distinct_id, version, next}));
  return Ok();
}

Status DeleteOne(db::Transaction& transaction, StoredPerson person, Persons::Changes& changes) {
  const TeamId team_id = person.state.team_id;
  TRY_ASSIGN(const auto ids, IdsOf(transaction, person));
  const std::int64_t version = person.state.version + kTombstoneStep;
  TRY(transaction.Execute("DELETE FROM person_distinct_id WHERE person_id = $1", {person.row}));
  TRY(transaction.Execute("DELETE FROM person WHERE id = $1", {person.row}));
  TRY(
      transaction.Execute("INSERT INTO person_tombstone (team_id, uuid, version, merged_into) "
                          "VALUES ($1, $2, $3, '') ON CONFLICT (team_id, uuid) DO UPDATE SET "
                          "version = excluded.version, merged_into = excluded.merged_into",
                          {team_id, person.state.id, version}));
  for (const StoredId& id : ids) {
    TRY(KeepVersion(transaction, team_id, id, version));
    changes.distinct_ids.push_back({.team_id = team_id,
                                    .distinct_id = id.distinct_id,
                                    .person_id = person.state.id,
                                    .version = id.version + kTombstoneStep,
                                    .is_deleted = true});
  }
  person.state.version = version;
  person.state.properties = "{}";
  person.state.is_deleted = true;
  changes.persons.push_back(std::move(person.state));
  return Ok();
}

/// The id that stays with a person who is split without saying which: the one the person came from.
const StoredId& FirstId(const std::vector<StoredId>& ids, const ChangedPerson& person) {
  const auto first = std::find_if(ids.begin(), ids.end(), [&](const StoredId& id) {
    return PersonIdOf(person.team_id, id.distinct_id) == person.id;
  });
  return first == ids.end() ? ids.front() : *first;
}

Status SplitOff(db::Transaction& transaction, const ChangedPerson& from, const StoredId& id,
                Persons::Changes& changes) {
  // As far above as behind a person's end: it says that events of `from` are of several now.
  const std::int64_t id_version = id.version + kTombstoneStep;
  ChangedPerson made{.team_id = from.team_id,
                     .id = PersonIdOf(from.team_id, id.distinct_id),
                     .created_at = from.created_at,
                     .properties = "{}"};
  TRY_ASSIGN(const auto holder, Find(transaction, from.team_id, made.id));
  if (holder) made.id = SpareId(from.team_id, id.distinct_id, id_version);
  TRY_ASSIGN(const auto ended_at, EndOf(transaction, from.team_id, made.id));
  if (ended_at) made.version = *ended_at + 1;
  TRY_ASSIGN(const std::int64_t row, transaction.ReserveIds("person", 1));
  TRY(transaction.Execute(
      "INSERT INTO person (id, team_id, uuid, created_at, properties, "
      "is_identified, version) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {row, made.team_id, made.id, made.created_at, made.properties, false, made.version}));
  TRY(transaction.Execute(
      "UPDATE person_distinct_id SET person_id = $1, version = $2 WHERE team_id "
      "= $3 AND distinct_id = $4",
      {row, id_version, made.team_id, id.distinct_id}));
  changes.distinct_ids.push_back({.team_id = made.team_id,
                                  .distinct_id = id.distinct_id,
                                  .person_id = made.id,
                                  .version = id_version});
  changes.persons.push_back(std::move(made));
  return Ok();
}

}  // namespace

Result<std::vector<std::string>> DistinctIdsOf(db::Transaction& transaction, TeamId team_id,
                                               const std::vector<Uuid>& persons) {
  std::vector<std::string> all;
  for (const Uuid& id : persons) {
    TRY_ASSIGN(const auto person, Find(transaction, team_id, id));
    if (!person) continue;
    TRY_ASSIGN(const auto ids, IdsOf(transaction, *person));
    for (const StoredId& one : ids) all.push_back(one.distinct_id);
  }
  return all;
}

Result<Persons::Changes> Delete(db::Transaction& transaction, TeamId team_id,
                                const std::vector<Uuid>& persons) {
  Persons::Changes changes;
  for (const Uuid& id : persons) {
    TRY_ASSIGN(auto person, Find(transaction, team_id, id));
    if (person) TRY(DeleteOne(transaction, *std::move(person), changes));
  }
  return changes;
}

Result<Persons::Changes> Split(db::Transaction& transaction, TeamId team_id,
                               const SplitPerson& wish) {
  Persons::Changes changes;
  TRY_ASSIGN(const auto found, Find(transaction, team_id, wish.person));
  if (!found) return changes;
  ChangedPerson person = found->state;
  TRY_ASSIGN(const auto ids, IdsOf(transaction, *found));
  if (ids.size() < 2) return changes;
  const std::string main = wish.main_distinct_id.value_or(FirstId(ids, person).distinct_id);
  const auto is_main = [&](const StoredId& id) { return id.distinct_id == main; };
  if (std::none_of(ids.begin(), ids.end(), is_main)) return changes;
  for (const StoredId& id : ids) {
    if (!is_main(id)) TRY(SplitOff(transaction, person, id, changes));
  }
  if (!wish.main_distinct_id) person.properties = "{}";
  ++person.version;
  TRY(transaction.Execute("UPDATE person SET properties = $1, version = $2 WHERE id = $3",
                          {person.properties, person.version, found->row}));
  changes.persons.push_back(std::move(person));
  return changes;
}

Result<ChangedGroup> Change(db::Transaction& transaction, TeamId team_id, const ChangeGroup& wish,
                            Timestamp now) {
  TRY_ASSIGN(const auto rows,
             transaction.Query("SELECT created_at, properties, version FROM person_group WHERE "
                               "team_id = $1 AND type_index = $2 AND group_key = $3",
                               {team_id, wish.type_index, wish.key}));
  ChangedGroup group{.team_id = team_id,
                     .type_index = wish.type_index,
                     .key = wish.key,
                     .created_at = now,
                     .properties = "{}"};
  if (!rows.empty()) {
    group.created_at = rows[0].Time(0);
    group.properties = rows[0].Text(1);
    group.version = rows[0].Int(2);
  }
  TRY_ASSIGN(PropertyBag properties, PropertyBag::Parse(group.properties));
  PropertyUpdate update;
  std::vector<std::string> keys;
  const auto written = [&](std::string_view key) {
    std::string& text = keys.emplace_back();
    AppendJsonString(text, key);
    return std::string_view(text).substr(1, text.size() - 2);
  };
  keys.reserve(wish.set.size() + wish.unset.size());
  for (const auto& [key, value] : wish.set) update.set.push_back({written(key), value});
  for (const std::string& key : wish.unset) update.unset.push_back(written(key));
  Tidy(update);
  ApplyUpdate(properties, update, true);
  group.properties = properties.text();
  ++group.version;
  TRY(transaction.Execute(
      "INSERT INTO person_group (team_id, type_index, group_key, created_at, properties, version) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team_id, type_index, group_key) DO UPDATE SET "
      "properties = excluded.properties, version = excluded.version",
      {team_id, group.type_index, group.key, group.created_at, group.properties, group.version}));
  return group;
}

}  // namespace tenrec::persons
