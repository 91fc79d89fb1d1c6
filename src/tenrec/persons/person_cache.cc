#include "tenrec/persons/person_cache.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/check.h"
#include "tenrec/base/logging.h"

namespace tenrec::persons {
namespace {

constexpr std::size_t kLoadChunk = 200;
// What an entry of the tables costs beside its texts.
constexpr std::size_t kEntryBytes = 200;

/// "$1, $2, … $200" from any number on: one text for every chunk, so that its statement is prepared
/// once.
std::string Placeholders(std::size_t first) {
  std::string made;
  for (std::size_t i = 0; i < kLoadChunk; ++i) {
    made += (i == 0 ? "$" : ", $") + std::to_string(i + first);
  }
  return made;
}

}  // namespace

IdEntry* PersonCache::Find(TeamId team_id, std::string_view distinct_id) {
  const auto found = ids_.find(KeyView{team_id, distinct_id});
  return found == ids_.end() ? nullptr : &*found;
}

IdEntry& PersonCache::Get(TeamId team_id, std::string_view distinct_id) {
  IdEntry* found = Find(team_id, distinct_id);
  TENREC_CHECK(found != nullptr) << "a distinct id was not loaded";
  return *found;
}

IdEntry& PersonCache::Insert(TeamId team_id, std::string_view distinct_id) {
  IdEntry& entry = *ids_.try_emplace({team_id, std::string(distinct_id)}).first;
  recent_.push_front(&entry);
  entry.second.place = recent_.begin();
  bytes_ += distinct_id.size() + kEntryBytes;
  return entry;
}

Status PersonCache::Load(std::span<const DistinctIdKey> wanted) {
  std::unordered_map<TeamId, std::vector<std::string_view>> missing;
  for (const DistinctIdKey& id : wanted) {
    if (IdEntry* entry = Find(id.team_id, id.distinct_id)) {
      recent_.splice(recent_.begin(), recent_, entry->second.place);
    } else {
      missing[id.team_id].push_back(id.distinct_id);
    }
  }
  for (auto& [team_id, ids] : missing) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const std::span<const std::string_view> all(ids);
    for (std::size_t at = 0; at < all.size(); at += kLoadChunk) {
      TRY(LoadChunk(team_id, all.subspan(at, std::min(kLoadChunk, all.size() - at))));
    }
  }

  std::vector<std::shared_ptr<PersonState>> incomplete;
  for (const DistinctIdKey& id : wanted) {
    if (!id.may_move) continue;
    const auto& person = Get(id.team_id, id.distinct_id).second.person;
    if (person != nullptr && !person->knows_all_ids) incomplete.push_back(person);
  }
  const std::span<const std::shared_ptr<PersonState>> persons(incomplete);
  for (std::size_t at = 0; at < persons.size(); at += kLoadChunk) {
    TRY(LoadAllIds(persons.subspan(at, std::min(kLoadChunk, persons.size() - at))));
  }
  return Ok();
}

Status PersonCache::LoadChunk(TeamId team_id, std::span<const std::string_view> ids) {
  static const std::string placeholders = Placeholders(2);
  std::vector<db::Param> params;
  params.reserve(kLoadChunk + 1);
  params.emplace_back(team_id);
  for (std::size_t i = 0; i < kLoadChunk; ++i) {
    params.emplace_back(ids[std::min(i, ids.size() - 1)]);
  }
  TRY_ASSIGN(const auto owned,
             database_.Query("SELECT d.distinct_id, d.version, p.id, p.uuid, p.created_at, "
                             "p.properties, p.is_identified, p.version FROM person_distinct_id d "
                             "JOIN person p ON p.id = d.person_id WHERE d.team_id = $1 AND "
                             "d.distinct_id IN (" +
                                 placeholders + ")",
                             params));
  TRY_ASSIGN(const auto personless,
             database_.Query("SELECT distinct_id, version, next_person FROM "
                             "personless_distinct_id WHERE team_id = $1 AND distinct_id IN (" +
                                 placeholders + ")",
                             params));
  for (const std::string_view id : ids) Insert(team_id, id);
  for (const db::Row row : owned) {
    const auto person = Adopt(team_id, row);
    IdEntry& entry = Get(team_id, row.Text(0));
    if (!person) {
      LogLine(LogLevel::kError, "persons", "a person cannot be read",
              {{"why", person.error().message}});
      entry.second.damaged = true;
      continue;
    }
    entry.second.version = row.Int(1);
    Attach(entry, *person);
  }
  for (const db::Row row : personless) {
    IdState& id = Get(team_id, row.Text(0)).second;
    id.used_personless = true;
    id.last_version = row.Int(1);
    id.next_person = row.OptionalId(2);
  }
  return Ok();
}

/// One object per person, however many of its ids are in memory.
Result<std::shared_ptr<PersonState>> PersonCache::Adopt(TeamId team_id, const db::Row& row) {
  std::weak_ptr<PersonState>& slot = by_row_[row.Int(2)];
  if (auto known = slot.lock()) return known;
  auto person = std::make_shared<PersonState>();
  person->row = row.Int(2);
  person->team_id = team_id;
  person->id = row.Id(3);
  person->created_at = row.Time(4);
  auto properties = PropertyBag::Parse(row.Text(5));
  if (!properties) {
    return DataLoss("person " + person->id.ToString() +
                    " is damaged: " + properties.error().message);
  }
  person->properties = *std::move(properties);
  person->is_identified = row.Bool(6);
  person->version = row.Int(7);
  Recount(person);
  return person;
}

Status PersonCache::LoadAllIds(std::span<const std::shared_ptr<PersonState>> persons) {
  static const std::string placeholders = Placeholders(1);
  std::vector<db::Param> params;
  std::unordered_map<std::int64_t, std::shared_ptr<PersonState>> of_row;
  params.reserve(kLoadChunk);
  for (std::size_t i = 0; i < kLoadChunk; ++i) {
    const auto& person = persons[std::min(i, persons.size() - 1)];
    params.emplace_back(person->row);
    of_row.emplace(person->row, person);
  }
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT person_id, distinct_id, version FROM person_distinct_id WHERE "
                             "person_id IN (" +
                                 placeholders + ")",
                             params));
  for (const db::Row row : rows) {
    const auto& person = of_row.at(row.Int(0));
    if (Find(person->team_id, row.Text(1)) != nullptr) continue;
    IdEntry& entry = Insert(person->team_id, row.Text(1));
    entry.second.version = row.Int(2);
    Attach(entry, person);
  }
  for (const auto& person : persons) person->knows_all_ids = true;
  return Ok();
}

void PersonCache::Attach(IdEntry& entry, const std::shared_ptr<PersonState>& person) {
  entry.second.person = person;
  entry.second.slot = person->ids.size();
  person->ids.push_back(&entry);
}

void PersonCache::MoveIds(PersonState& from, const std::shared_ptr<PersonState>& into) {
  for (IdEntry* entry : std::exchange(from.ids, {})) Attach(*entry, into);
}

void PersonCache::Recount(const std::shared_ptr<PersonState>& person) {
  if (person->row != 0) by_row_[person->row] = person;
  const std::size_t bytes = person->properties.bytes() + sizeof(PersonState) + kEntryBytes;
  bytes_ += bytes - person->counted_bytes;
  person->counted_bytes = bytes;
}

void PersonCache::Drop(PersonState& person) {
  bytes_ -= person.counted_bytes;
  person.counted_bytes = 0;
  by_row_.erase(person.row);
}

void PersonCache::Shrink(std::size_t limit) {
  while (bytes_ > limit && !recent_.empty()) {
    IdEntry* entry = recent_.back();
    if (const auto person = entry->second.person) {
      IdEntry* last = person->ids.back();
      person->ids[entry->second.slot] = last;
      last->second.slot = entry->second.slot;
      person->ids.pop_back();
      person->knows_all_ids = false;
      if (person->ids.empty()) Drop(*person);
    }
    bytes_ -= entry->first.distinct_id.size() + kEntryBytes;
    recent_.pop_back();
    ids_.erase(ids_.find(KeyView{entry->first.team_id, entry->first.distinct_id}));
  }
}

void PersonCache::Clear() {
  ids_.clear();
  recent_.clear();
  by_row_.clear();
  bytes_ = 0;
}

}  // namespace tenrec::persons
