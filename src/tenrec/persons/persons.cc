#include "tenrec/persons/persons.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::persons {
namespace {

constexpr db::Migration kMigrations[] = {{"persons", 1, "persons and their distinct ids", R"sql(
  CREATE TABLE person (
    id BIGINT PRIMARY KEY,
    team_id BIGINT NOT NULL,
    uuid TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    properties TEXT NOT NULL,
    is_identified BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (team_id, uuid)
  );
  CREATE TABLE person_distinct_id (
    team_id BIGINT NOT NULL,
    distinct_id TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (team_id, distinct_id)
  );
  CREATE INDEX person_distinct_id_of_person ON person_distinct_id (person_id);
  CREATE TABLE personless_distinct_id (
    team_id BIGINT NOT NULL,
    distinct_id TEXT NOT NULL,
    PRIMARY KEY (team_id, distinct_id)
  );
)sql"},
                                         {"persons", 2, "persons that were merged", R"sql(
  CREATE TABLE person_tombstone (
    team_id BIGINT NOT NULL,
    uuid TEXT NOT NULL,
    version BIGINT NOT NULL,
    merged_into TEXT NOT NULL,
    PRIMARY KEY (team_id, uuid)
  );
  CREATE INDEX person_tombstone_of_survivor ON person_tombstone (team_id, merged_into);
)sql"},
                                         {"persons", 3, "groups", R"sql(
  CREATE TABLE group_type (
    team_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    type_index BIGINT NOT NULL,
    PRIMARY KEY (team_id, name),
    UNIQUE (team_id, type_index)
  );
  CREATE TABLE person_group (
    team_id BIGINT NOT NULL,
    type_index BIGINT NOT NULL,
    group_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    properties TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (team_id, type_index, group_key)
  );
)sql"},
                                         {"persons", 4, "what people ask to be done", R"sql(
  ALTER TABLE personless_distinct_id ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
  ALTER TABLE personless_distinct_id ADD COLUMN next_person TEXT;
  CREATE INDEX person_of_team_by_time ON person (team_id, created_at);
  CREATE TABLE person_task (
    id BIGINT PRIMARY KEY,
    team_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    request TEXT NOT NULL,
    log_position BIGINT NOT NULL,
    state TEXT NOT NULL,
    distinct_ids TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
  );
  CREATE INDEX person_task_by_state ON person_task (state, log_position);
  ALTER TABLE group_type ADD COLUMN name_singular TEXT;
  ALTER TABLE group_type ADD COLUMN name_plural TEXT;
  ALTER TABLE group_type ADD COLUMN default_columns TEXT;
  CREATE INDEX person_group_by_time ON person_group (team_id, type_index, created_at);
)sql"}};

// The time that stands for "no person" on personless events. Source: ingestion.md 5
constexpr Timestamp kNoPersonCreatedAt = Timestamp::FromSeconds(5);
constexpr std::chrono::minutes kUpgradeAfter{1};
constexpr std::size_t kMaxPropertyBytes = 512U << 10U;
std::size_t UpdateBytes(const PropertyUpdate& update) {
  std::size_t bytes = 0;
  for (const KeyValue& value : update.set) bytes += value.key.size() + value.json.size();
  for (const KeyValue& value : update.set_once) bytes += value.key.size() + value.json.size();
  return bytes;
}

ChangedPerson CopyOf(const PersonState& person) {
  return {.team_id = person.team_id,
          .id = person.id,
          .created_at = person.created_at,
          .is_identified = person.is_identified,
          .version = person.version,
          .properties = person.properties.text()};
}

struct MergedPerson {
  std::shared_ptr<PersonState> from;
  std::shared_ptr<PersonState> into;
};

}  // namespace

struct Persons::State {
  State(db::Database& db, const PersonsOptions& opts, Metrics& metrics)
      : database(db),
        options(opts),
        created(metrics.GetCounter("persons_created_total")),
        updated(metrics.GetCounter("persons_updated_total")),
        merged(metrics.GetCounter("persons_merged_total")),
        oversized(metrics.GetCounter("persons_oversized_updates_total")),
        cache_bytes(metrics.GetGauge("persons_cache_bytes")),
        cache(db) {}

  void Note(const std::shared_ptr<PersonState>& person);
  void Attach(IdEntry& entry, const std::shared_ptr<PersonState>& person);
  std::shared_ptr<PersonState> Create(const PersonEvent& event, const IdState& id);
  void MarkIdentified(const std::shared_ptr<PersonState>& person);
  MergeOutcome Merge(const PersonEvent& event, IdEntry& own);
  void MergePersons(const std::shared_ptr<PersonState>& from,
                    const std::shared_ptr<PersonState>& into);
  bool Update(const PersonEvent& event, const std::shared_ptr<PersonState>& person);
  PersonAnswer Personless(const PersonEvent& event, IdEntry& entry);

  Status SavePersons(db::Transaction& transaction);
  Status SaveIds(db::Transaction& transaction);
  Status SaveMerges(db::Transaction& transaction);

  db::Database& database;
  const PersonsOptions options;
  Counter& created;
  Counter& updated;
  Counter& merged;
  Counter& oversized;
  Gauge& cache_bytes;

  PersonCache cache;
  std::string scratch;  // of the last answer

  std::vector<std::shared_ptr<PersonState>> changed;
  std::vector<IdEntry*> to_save;
  std::vector<MergedPerson> merges;  // in their order
  Changes saved;
};

// One event.

void Persons::State::Note(const std::shared_ptr<PersonState>& person) {
  if (person->changed) return;
  person->changed = true;
  changed.push_back(person);
}

void Persons::State::Attach(IdEntry& entry, const std::shared_ptr<PersonState>& person) {
  cache.Attach(entry, person);
  // Version 1 tells questions that stored events carry the personless id of this distinct id.
  entry.second.version = entry.second.used_personless ? entry.second.last_version + 1 : 0;
  if (!entry.second.attached) {
    entry.second.attached = true;
    to_save.push_back(&entry);
  }
}

std::shared_ptr<PersonState> Persons::State::Create(const PersonEvent& event, const IdState& id) {
  auto person = std::make_shared<PersonState>();
  person->team_id = event.team_id;
  person->id = id.next_person.value_or(PersonIdOf(event.team_id, event.distinct_id));
  // Above that of a person who had this id and was deleted.
  if (id.last_version > 0) person->version = id.last_version + 1;
  person->created_at = event.timestamp;
  person->knows_all_ids = true;
  Note(person);
  created.Add();
  return person;
}

void Persons::State::MarkIdentified(const std::shared_ptr<PersonState>& person) {
  if (person->is_identified) return;
  person->is_identified = true;
  if (!person->changed) ++person->version;
  Note(person);
}

/// Source: ingestion.md 6.3
MergeOutcome Persons::State::Merge(const PersonEvent& event, IdEntry& own) {
  const std::string_view other_id = event.other_distinct_id;
  if (other_id.empty() || other_id == event.distinct_id) return MergeOutcome::kNone;
  if (IsIllegalDistinctId(event.distinct_id)) return MergeOutcome::kIllegalOwnId;
  if (IsIllegalDistinctId(other_id)) return MergeOutcome::kIllegalOtherId;
  IdEntry& other = cache.Get(event.team_id, other_id);
  // A copy, for the entry gets another person.
  const auto others = other.second.person;
  auto& person = own.second.person;
  if (person == nullptr) Attach(own, others != nullptr ? others : Create(event, own.second));
  if (others == nullptr) Attach(other, person);
  MergeOutcome outcome = MergeOutcome::kJoined;
  if (others != nullptr && others != person) {
    if (others->is_identified && !event.merges_identified) {
      outcome = MergeOutcome::kAlreadyIdentified;
    } else {
      MergePersons(others, person);
    }
  }
  MarkIdentified(person);
  return outcome;
}

void Persons::State::MergePersons(const std::shared_ptr<PersonState>& from,
                                  const std::shared_ptr<PersonState>& into) {
  TENREC_CHECK(from->knows_all_ids) << "a person is merged away whose ids were not loaded";
  if (from->properties.text().size() + into->properties.text().size() > kMaxPropertyBytes) {
    oversized.Add();
  } else {
    into->properties = PropertyBag::Union(into->properties, from->properties);
  }
  into->created_at = std::min(into->created_at, from->created_at);
  into->version = std::max(into->version, from->version) + 1;
  for (IdEntry* entry : from->ids) {
    // Stored events of the id carry the person that is gone now.
    ++entry->second.version;
    if (!entry->second.attached) {
      entry->second.attached = true;
      to_save.push_back(entry);
    }
  }
  cache.MoveIds(*from, into);
  cache.Drop(*from);
  from->merged_away = true;
  Note(into);
  cache.Recount(into);
  merges.push_back({from, into});
  merged.Add();
}

/// False when the update does not fit.
bool Persons::State::Update(const PersonEvent& event, const std::shared_ptr<PersonState>& person) {
  if (event.update == nullptr || !event.may_update) return true;
  if (person->properties.text().size() + UpdateBytes(*event.update) > kMaxPropertyBytes) {
    oversized.Add();
    return false;
  }
  if (!ApplyUpdate(person->properties, *event.update, IsPersonEvent(event.event))) return true;
  // One version a batch: nobody sees the steps in between.
  if (!person->changed) {
    ++person->version;
    updated.Add();
  }
  Note(person);
  cache.Recount(person);
  return true;
}

PersonAnswer Persons::State::Personless(const PersonEvent& event, IdEntry& entry) {
  PersonAnswer answer;
  answer.mode = Mode::kPropertyless;
  IdState& id = entry.second;
  if (id.person == nullptr) {
    answer.person_id = id.next_person.value_or(PersonIdOf(event.team_id, event.distinct_id));
    answer.person_created_at = kNoPersonCreatedAt;
    if (!id.used_personless) {
      id.used_personless = true;
      id.marked_personless = true;
      to_save.push_back(&entry);
    }
    return answer;
  }
  answer.person_id = id.person->id;
  answer.person_created_at = id.person->created_at;
  if (!event.opted_out && event.timestamp > id.person->created_at + kUpgradeAfter) {
    answer.mode = Mode::kForceUpgrade;
  }
  return answer;
}

// Saving.

Status Persons::State::SavePersons(db::Transaction& transaction) {
  std::erase_if(changed, [](const auto& person) { return person->merged_away; });
  std::int64_t fresh = 0;
  for (const auto& person : changed) fresh += person->row == 0 ? 1 : 0;
  std::int64_t next_row = 0;
  if (fresh > 0) {
    TRY_ASSIGN(next_row, transaction.ReserveIds("person", fresh));
  }
  std::vector<std::vector<db::Param>> rows;
  rows.reserve(changed.size());
  for (const auto& person : changed) {
    if (person->row == 0) {
      person->row = next_row++;
      cache.Recount(person);
    }
    rows.push_back({person->row, person->team_id, person->id, person->created_at,
                    person->properties.text(), person->is_identified, person->version});
    saved.persons.push_back(CopyOf(*person));
    person->changed = false;
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO person (id, team_id, uuid, created_at, properties, is_identified, version) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET created_at = "
      "excluded.created_at, properties = excluded.properties, is_identified = "
      "excluded.is_identified, version = excluded.version",
      rows));
  return Ok();
}

Status Persons::State::SaveIds(db::Transaction& transaction) {
  std::vector<std::vector<db::Param>> attached;
  std::vector<std::vector<db::Param>> personless;
  for (IdEntry* entry : to_save) {
    const OwnedKey& key = entry->first;
    IdState& id = entry->second;
    if (id.attached) {
      attached.push_back({key.team_id, key.distinct_id, id.person->row, id.version});
      saved.distinct_ids.push_back({key.team_id, key.distinct_id, id.person->id, id.version});
    }
    if (id.marked_personless) personless.push_back({key.team_id, key.distinct_id});
    id.attached = false;
    id.marked_personless = false;
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO person_distinct_id (team_id, distinct_id, person_id, version) VALUES ($1, $2, "
      "$3, $4) ON CONFLICT (team_id, distinct_id) DO UPDATE SET person_id = excluded.person_id, "
      "version = excluded.version",
      attached));
  TRY(transaction.ExecuteMany(
      "INSERT INTO personless_distinct_id (team_id, distinct_id) VALUES ($1, $2) ON CONFLICT DO "
      "NOTHING",
      personless));
  return Ok();
}

/// Removes the persons that are gone and remembers where they went.
Status Persons::State::SaveMerges(db::Transaction& transaction) {
  for (const MergedPerson& merge : merges) {
    const PersonState& from = *merge.from;
    TRY(
        transaction.Execute("UPDATE person_tombstone SET merged_into = $1 WHERE team_id = $2 AND "
                            "merged_into = $3",
                            {merge.into->id, from.team_id, from.id}));
    if (from.row == 0) continue;  // nobody ever saw it
    const std::int64_t version = from.version + kTombstoneStep;
    TRY(transaction.Execute(
        "INSERT INTO person_tombstone (team_id, uuid, version, merged_into) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (team_id, uuid) DO UPDATE SET version "
        "= excluded.version, merged_into = excluded.merged_into",
        {from.team_id, from.id, version, merge.into->id}));
    TRY(transaction.Execute("DELETE FROM person WHERE id = $1", {from.row}));
    ChangedPerson& gone = saved.persons.emplace_back(CopyOf(from));
    gone.version = version;
    gone.properties = "{}";
    gone.is_deleted = true;
  }
  return Ok();
}

// The front.

Persons::Persons(db::Database& database, const PersonsOptions& options, Metrics& metrics)
    : state_(std::make_unique<State>(database, options, metrics)) {
}
Persons::~Persons() = default;

Status Persons::Load(std::span<const DistinctIdKey> wanted) {
  return state_->cache.Load(wanted);
}

bool Persons::HasPerson(TeamId team_id, std::string_view distinct_id) const {
  return state_->cache.Get(team_id, distinct_id).second.person != nullptr;
}

std::optional<Uuid> Persons::PersonOf(TeamId team_id, std::string_view distinct_id) const {
  const auto& person = state_->cache.Get(team_id, distinct_id).second.person;
  return person == nullptr ? std::nullopt : std::optional(person->id);
}

bool Persons::HadDeletedPerson(TeamId team_id, std::string_view distinct_id) const {
  return state_->cache.Get(team_id, distinct_id).second.last_version > 0;
}

bool Persons::IsDamaged(TeamId team_id, std::string_view distinct_id) const {
  return state_->cache.Get(team_id, distinct_id).second.damaged;
}

PersonAnswer Persons::Process(const PersonEvent& event) {
  IdEntry& entry = state_->cache.Get(event.team_id, event.distinct_id);
  if (!event.process_person) return state_->Personless(event, entry);

  PersonAnswer answer;
  answer.merge = state_->Merge(event, entry);
  auto& owner = entry.second.person;
  if (owner == nullptr) state_->Attach(entry, state_->Create(event, entry.second));
  answer.is_oversized = !state_->Update(event, owner);
  answer.person_id = owner->id;
  answer.person_created_at = owner->created_at;
  answer.person_properties = event.update == nullptr
                                 ? std::string_view(owner->properties.text())
                                 : owner->properties.TextWith(event.update->set, state_->scratch);
  return answer;
}

Status Persons::Save(db::Transaction& transaction) {
  State& s = *state_;
  TRY(s.SavePersons(transaction));
  TRY(s.SaveIds(transaction));
  TRY(s.SaveMerges(transaction));
  s.changed.clear();
  s.to_save.clear();
  s.merges.clear();
  s.cache.Shrink(s.options.cache_bytes);
  s.cache_bytes.Set(static_cast<std::int64_t>(s.cache.bytes()));
  return Ok();
}

Persons::Changes Persons::TakeChanges() {
  return std::exchange(state_->saved, {});
}

Result<Persons::Changes> Persons::Describe(std::span<const DistinctIdKey> ids) {
  State& s = *state_;
  Changes all;
  std::unordered_set<const PersonState*> seen;
  std::unordered_set<const IdEntry*> seen_ids;
  const auto add_id = [&](const IdEntry& entry) {
    if (!seen_ids.insert(&entry).second) return;
    all.distinct_ids.push_back({entry.first.team_id, entry.first.distinct_id,
                                entry.second.person->id, entry.second.version});
  };
  for (const DistinctIdKey& id : ids) {
    const IdEntry& entry = s.cache.Get(id.team_id, id.distinct_id);
    const auto& person = entry.second.person;
    if (person == nullptr) continue;
    add_id(entry);
    const bool is_new = seen.insert(person.get()).second;
    if (is_new) all.persons.push_back(CopyOf(*person));
    if (!id.may_move) continue;
    for (const IdEntry* other : person->ids) add_id(*other);
    TRY_ASSIGN(const auto gone,
               s.database.Query("SELECT uuid, version FROM person_tombstone WHERE team_id = $1 AND "
                                "merged_into = $2",
                                {person->team_id, person->id}));
    for (const db::Row row : gone) {
      all.persons.push_back({.team_id = person->team_id,
                             .id = row.Id(0),
                             .version = row.Int(1),
                             .properties = "{}",
                             .is_deleted = true});
    }
  }
  return all;
}

void Persons::Forget() {
  state_->cache.Clear();
  state_->changed.clear();
  state_->to_save.clear();
  state_->merges.clear();
  state_->saved = {};
}

Uuid PersonIdOf(TeamId team_id, std::string_view distinct_id) {
  static const Uuid name_space = *Uuid::Parse("932979b4-65c3-4424-8467-0b66ec27bc22");
  std::string text = std::to_string(team_id);
  text += ':';
  text += distinct_id;
  return Uuid::V5(name_space, text);
}

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::persons
