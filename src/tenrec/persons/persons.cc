#include "tenrec/persons/persons.h"

#include <algorithm>
#include <array>
#include <list>
#include <set>
#include <unordered_map>
#include <utility>

#include "tenrec/base/check.h"
#include "tenrec/base/logging.h"

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
)sql"}};

// The time that stands for "no person" on personless events. Source: ingestion.md 5
constexpr Timestamp kNoPersonCreatedAt = Timestamp::FromSeconds(5);
constexpr std::chrono::minutes kUpgradeAfter{1};
constexpr std::size_t kMaxPropertyBytes = 512U << 10U;
constexpr std::size_t kLoadChunk = 200;
// What an entry of the tables costs beside its texts.
constexpr std::size_t kEntryBytes = 200;

struct PersonState {
  std::int64_t row = 0;  // 0 until it is saved
  TeamId team_id = 0;
  Uuid id;
  Timestamp created_at;
  bool is_identified = false;
  std::int64_t version = 0;
  PropertyBag properties;
  bool changed = false;
};

struct IdState {
  std::shared_ptr<PersonState> person;
  std::int64_t version = 0;
  bool used_personless = false;
  bool attached = false;           // to be saved in person_distinct_id
  bool marked_personless = false;  // to be saved in personless_distinct_id
  std::list<std::string>::iterator place;
};

std::string KeyOf(TeamId team_id, std::string_view distinct_id) {
  std::string key = std::to_string(team_id);
  key += ':';
  key += distinct_id;
  return key;
}

std::string_view DistinctIdOf(std::string_view key) {
  return key.substr(key.find(':') + 1);
}
TeamId TeamOf(const std::string& key) {
  return std::stoll(key);
}

/// "$2, $3, … $201": one text for every chunk, so that its statement is prepared once.
const std::string& ChunkPlaceholders() {
  static const std::string text = [] {
    std::string made;
    for (std::size_t i = 0; i < kLoadChunk; ++i) {
      made += (i == 0 ? "$" : ", $") + std::to_string(i + 2);
    }
    return made;
  }();
  return text;
}

std::size_t UpdateBytes(const PropertyUpdate& update) {
  std::size_t bytes = 0;
  for (const KeyValue& value : update.set) bytes += value.key.size() + value.json.size();
  for (const KeyValue& value : update.set_once) bytes += value.key.size() + value.json.size();
  return bytes;
}

}  // namespace

struct Persons::State {
  State(db::Database& db, const PersonsOptions& opts, Metrics& metrics)
      : database(db),
        options(opts),
        created(metrics.GetCounter("persons_created_total")),
        updated(metrics.GetCounter("persons_updated_total")),
        oversized(metrics.GetCounter("persons_oversized_updates_total")),
        cache_bytes(metrics.GetGauge("persons_cache_bytes")) {}

  IdState& Get(TeamId team_id, std::string_view distinct_id) {
    const auto found = ids.find(KeyOf(team_id, distinct_id));
    TENREC_CHECK(found != ids.end()) << "a distinct id was not loaded";
    return found->second;
  }

  IdState& Insert(const std::string& key) {
    recent.push_front(key);
    IdState& entry = ids[key];
    entry.place = recent.begin();
    bytes += key.size() * 2 + kEntryBytes;
    return entry;
  }

  Status LoadChunk(TeamId team_id, std::span<const std::string> keys) {
    std::vector<db::Param> params;
    params.reserve(kLoadChunk + 1);
    params.emplace_back(team_id);
    for (std::size_t i = 0; i < kLoadChunk; ++i) {
      params.emplace_back(DistinctIdOf(keys[std::min(i, keys.size() - 1)]));
    }
    TRY_ASSIGN(const auto owned,
               database.Query("SELECT d.distinct_id, d.version, p.id, p.uuid, p.created_at, "
                              "p.properties, p.is_identified, p.version FROM person_distinct_id d "
                              "JOIN person p ON p.id = d.person_id WHERE d.team_id = $1 AND "
                              "d.distinct_id IN (" +
                                  ChunkPlaceholders() + ")",
                              params));
    TRY_ASSIGN(const auto personless,
               database.Query("SELECT distinct_id FROM personless_distinct_id WHERE team_id = $1 "
                              "AND distinct_id IN (" +
                                  ChunkPlaceholders() + ")",
                              params));
    for (const std::string& key : keys) Insert(key);
    for (const db::Row row : owned) {
      IdState& entry = ids[KeyOf(team_id, row.Text(0))];
      entry.version = row.Int(1);
      TRY_ASSIGN(entry.person, Adopt(team_id, row));
    }
    for (const db::Row row : personless) ids[KeyOf(team_id, row.Text(0))].used_personless = true;
    return Ok();
  }

  /// One object per person, however many of its ids are in memory.
  Result<std::shared_ptr<PersonState>> Adopt(TeamId team_id, const db::Row& row) {
    std::weak_ptr<PersonState>& slot = by_row[row.Int(2)];
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
    bytes += person->properties.bytes() + kEntryBytes;
    slot = person;
    return person;
  }

  std::shared_ptr<PersonState> Create(const PersonEvent& event) {
    auto person = std::make_shared<PersonState>();
    person->team_id = event.team_id;
    person->id = PersonIdOf(event.team_id, event.distinct_id);
    person->created_at = event.timestamp;
    if (event.update != nullptr && event.may_update) {
      person->properties = FirstProperties(*event.update);
    }
    Note(person);
    created.Add();
    bytes += person->properties.bytes() + kEntryBytes;
    return person;
  }

  void Attach(const std::string& key, IdState& entry, std::shared_ptr<PersonState> person) {
    entry.person = std::move(person);
    // Version 1 tells questions that stored events carry the personless id of this distinct id.
    entry.version = entry.used_personless ? 1 : 0;
    if (!entry.attached) {
      entry.attached = true;
      to_save.push_back(key);
    }
  }

  void Note(const std::shared_ptr<PersonState>& person) {
    if (person->changed) return;
    person->changed = true;
    changed.push_back(person);
  }

  void MarkIdentified(const std::shared_ptr<PersonState>& person) {
    if (person->is_identified) return;
    person->is_identified = true;
    if (!person->changed) ++person->version;
    Note(person);
  }

  /// Source: ingestion.md 6.3
  MergeOutcome Merge(const PersonEvent& event, IdState& into) {
    const std::string_view other_id = event.other_distinct_id;
    if (other_id.empty() || other_id == event.distinct_id) return MergeOutcome::kNone;
    if (IsIllegalDistinctId(other_id) || IsIllegalDistinctId(event.distinct_id)) {
      return MergeOutcome::kIllegalId;
    }
    IdState& other = Get(event.team_id, other_id);
    if (other.person != nullptr && into.person != nullptr) {
      if (other.person != into.person) return MergeOutcome::kBothHavePersons;
    } else if (into.person != nullptr) {
      Attach(KeyOf(event.team_id, other_id), other, into.person);
    } else if (other.person != nullptr) {
      Attach(KeyOf(event.team_id, event.distinct_id), into, other.person);
    } else {
      Attach(KeyOf(event.team_id, event.distinct_id), into, Create(event));
      Attach(KeyOf(event.team_id, other_id), other, into.person);
    }
    MarkIdentified(into.person);
    return MergeOutcome::kJoined;
  }

  void Update(const PersonEvent& event, const std::shared_ptr<PersonState>& person) {
    if (event.update == nullptr || !event.may_update) return;
    const std::size_t before = person->properties.bytes();
    if (before + UpdateBytes(*event.update) > kMaxPropertyBytes) {
      oversized.Add();
      return;
    }
    if (!ApplyUpdate(person->properties, *event.update, IsPersonEvent(event.event))) return;
    bytes += person->properties.bytes();
    bytes -= before;
    // One version a batch: nobody sees the steps in between.
    if (!person->changed) {
      ++person->version;
      updated.Add();
    }
    Note(person);
  }

  PersonAnswer Personless(const PersonEvent& event, IdState& entry) {
    PersonAnswer answer;
    answer.mode = Mode::kPropertyless;
    if (entry.person == nullptr) {
      answer.person_id = PersonIdOf(event.team_id, event.distinct_id);
      answer.person_created_at = kNoPersonCreatedAt;
      if (!entry.used_personless) {
        entry.used_personless = true;
        entry.marked_personless = true;
        to_save.push_back(KeyOf(event.team_id, event.distinct_id));
      }
      return answer;
    }
    answer.person_id = entry.person->id;
    answer.person_created_at = entry.person->created_at;
    if (!event.opted_out && event.timestamp > entry.person->created_at + kUpgradeAfter) {
      answer.mode = Mode::kForceUpgrade;
    }
    return answer;
  }

  void Touch(const std::string& key) {
    const auto found = ids.find(key);
    if (found != ids.end()) recent.splice(recent.begin(), recent, found->second.place);
  }

  /// Only after a Save, so nothing unsaved is ever dropped.
  void Shrink() {
    while (bytes > options.cache_bytes && !recent.empty()) {
      const auto entry = ids.find(recent.back());
      std::size_t freed = entry->first.size() * 2 + kEntryBytes;
      if (entry->second.person != nullptr && entry->second.person.use_count() == 1) {
        freed += entry->second.person->properties.bytes() + kEntryBytes;
        by_row.erase(entry->second.person->row);
      }
      bytes -= std::min(bytes, freed);
      ids.erase(entry);
      recent.pop_back();
    }
    cache_bytes.Set(static_cast<std::int64_t>(bytes));
  }

  db::Database& database;
  const PersonsOptions options;
  Counter& created;
  Counter& updated;
  Counter& oversized;
  Gauge& cache_bytes;

  std::unordered_map<std::string, IdState> ids;
  std::list<std::string> recent;  // keys of `ids`, the last used first
  std::unordered_map<std::int64_t, std::weak_ptr<PersonState>> by_row;
  std::size_t bytes = 0;

  std::vector<std::shared_ptr<PersonState>> changed;
  std::vector<std::string> to_save;  // keys of `ids`
  Changes saved;
};

Persons::Persons(db::Database& database, const PersonsOptions& options, Metrics& metrics)
    : state_(std::make_unique<State>(database, options, metrics)) {
}
Persons::~Persons() = default;

Status Persons::Load(std::span<const DistinctIdKey> wanted) {
  std::unordered_map<TeamId, std::vector<std::string>> missing;
  for (const DistinctIdKey& id : wanted) {
    std::string key = KeyOf(id.team_id, id.distinct_id);
    if (state_->ids.contains(key)) {
      state_->Touch(key);
    } else {
      missing[id.team_id].push_back(std::move(key));
    }
  }
  for (auto& [team_id, keys] : missing) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const std::span<const std::string> all(keys);
    for (std::size_t at = 0; at < all.size(); at += kLoadChunk) {
      TRY(state_->LoadChunk(team_id, all.subspan(at, std::min(kLoadChunk, all.size() - at))));
    }
  }
  return Ok();
}

PersonAnswer Persons::Process(const PersonEvent& event) {
  IdState& entry = state_->Get(event.team_id, event.distinct_id);
  if (!event.process_person) return state_->Personless(event, entry);

  PersonAnswer answer;
  answer.merge = state_->Merge(event, entry);
  if (entry.person == nullptr) {
    state_->Attach(KeyOf(event.team_id, event.distinct_id), entry, state_->Create(event));
  } else {
    state_->Update(event, entry.person);
  }
  const PersonState& person = *entry.person;
  answer.person_id = person.id;
  answer.person_created_at = person.created_at;
  static const std::vector<KeyValue> kNothing;
  answer.person_properties =
      person.properties.PrintWith(event.update != nullptr ? event.update->set : kNothing);
  return answer;
}

Status Persons::Save(db::Transaction& transaction) {
  std::int64_t fresh = 0;
  for (const auto& person : state_->changed) fresh += person->row == 0 ? 1 : 0;
  std::int64_t next_row = 0;
  if (fresh > 0) {
    TRY_ASSIGN(next_row, transaction.ReserveIds("person", fresh));
  }

  std::vector<std::vector<db::Param>> rows;
  // So that the texts stay where they are: the parameters below look into them.
  state_->saved.persons.reserve(state_->saved.persons.size() + state_->changed.size());
  for (const auto& person : state_->changed) {
    if (person->row == 0) {
      person->row = next_row++;
      state_->by_row[person->row] = person;
    }
    ChangedPerson& copy = state_->saved.persons.emplace_back(
        ChangedPerson{person->team_id, person->id, person->created_at, person->is_identified,
                      person->version, person->properties.Print()});
    rows.push_back({person->row, person->team_id, person->id, person->created_at, copy.properties,
                    person->is_identified, person->version});
    person->changed = false;
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO person (id, team_id, uuid, created_at, properties, is_identified, version) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET created_at = "
      "excluded.created_at, properties = excluded.properties, is_identified = "
      "excluded.is_identified, version = excluded.version",
      rows));

  std::vector<std::vector<db::Param>> attached;
  std::vector<std::vector<db::Param>> personless;
  for (const std::string& key : state_->to_save) {
    IdState& entry = state_->ids.at(key);
    const TeamId team_id = TeamOf(key);
    const std::string_view distinct_id = DistinctIdOf(key);
    if (entry.attached) {
      attached.push_back({team_id, distinct_id, entry.person->row, entry.version});
      state_->saved.distinct_ids.push_back(
          {team_id, std::string(distinct_id), entry.person->id, entry.version});
    }
    if (entry.marked_personless) personless.push_back({team_id, distinct_id});
    entry.attached = false;
    entry.marked_personless = false;
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
  state_->changed.clear();
  state_->to_save.clear();
  state_->Shrink();
  return Ok();
}

Persons::Changes Persons::TakeChanges() {
  return std::exchange(state_->saved, {});
}

bool Persons::HasPerson(TeamId team_id, std::string_view distinct_id) const {
  return state_->Get(team_id, distinct_id).person != nullptr;
}

Persons::Changes Persons::Describe(std::span<const DistinctIdKey> ids) const {
  Changes all;
  std::set<std::string> seen_ids;
  std::set<const PersonState*> seen_persons;
  for (const DistinctIdKey& id : ids) {
    const IdState& entry = state_->Get(id.team_id, id.distinct_id);
    if (entry.person == nullptr) continue;
    const PersonState& person = *entry.person;
    if (seen_persons.insert(&person).second) {
      all.persons.push_back({person.team_id, person.id, person.created_at, person.is_identified,
                             person.version, person.properties.Print()});
    }
    if (seen_ids.insert(KeyOf(id.team_id, id.distinct_id)).second) {
      all.distinct_ids.push_back(
          {id.team_id, std::string(id.distinct_id), person.id, entry.version});
    }
  }
  return all;
}

void Persons::Forget() {
  state_->ids.clear();
  state_->recent.clear();
  state_->by_row.clear();
  state_->changed.clear();
  state_->to_save.clear();
  state_->saved = {};
  state_->bytes = 0;
}

Uuid PersonIdOf(TeamId team_id, std::string_view distinct_id) {
  static const Uuid name_space = *Uuid::Parse("932979b4-65c3-4424-8467-0b66ec27bc22");
  return Uuid::V5(name_space, KeyOf(team_id, distinct_id));
}

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::persons
