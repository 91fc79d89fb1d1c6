#include "tenrec/catalog/catalog.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "tenrec/base/check.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/uuid.h"

namespace tenrec::catalog {
namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxPropertiesOfEvent = 10'000;
// Past this many names of one kind a project gets no new ones: somebody puts ids into names.
constexpr std::size_t kMaxNamesOfTeam = 100'000;
constexpr std::int64_t kMicrosPerHour = 3'600'000'000;

constexpr std::array<std::string_view, 9> kSkippedKeys = {
    "$set",     "$set_once", "$unset",   "$groups",  "$group_0",
    "$group_1", "$group_2",  "$group_3", "$group_4",
};

bool IsSkippedKey(std::string_view key) {
  return key.size() > kMaxNameBytes ||
         std::find(kSkippedKeys.begin(), kSkippedKeys.end(), key) != kSkippedKeys.end();
}

bool HasNoPair(std::string_view key) {
  return key.starts_with("$feature/") || key.starts_with("$feature_enrollment/");
}

Timestamp FloorToHour(Timestamp t) {
  return {t.micros - t.micros % kMicrosPerHour};
}

struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <typename T>
using ByName = std::unordered_map<std::string, T, ViewHash, std::equal_to<>>;

struct KnownProperty {
  /// Stands for the name in KnownEvent::properties.
  std::uint32_t number = 0;
  bool defined = false;
  PropertyType type = PropertyType::kUnknown;
};

struct KnownEvent {
  /// nullopt when only pairs are known, because the definition was deleted.
  std::optional<Timestamp> last_seen;
  std::unordered_set<std::uint32_t> properties;
};

struct Slot {
  PropertyScope scope = PropertyScope::kEvent;
  int group_type_index = -1;
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

constexpr Slot kEventSlot{PropertyScope::kEvent, -1};
constexpr Slot kPersonSlot{PropertyScope::kPerson, -1};

// What is known about one project.
struct Known {
  ByName<KnownEvent> events;
  std::map<Slot, ByName<KnownProperty>> properties;
  /// Null after a change of a type.
  std::shared_ptr<const PropertyTypes> types;

  KnownProperty& Property(const Slot& slot, std::string_view name) {
    auto& names = properties[slot];
    const auto found = names.find(name);
    if (found != names.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(names.size());
    return names.emplace(std::string(name), KnownProperty{.number = number}).first->second;
  }
};

// What a batch says that was not known; each thing once. Views look into the batch.
struct News {
  std::map<std::pair<TeamId, std::string_view>, Timestamp> events;
  std::map<std::tuple<TeamId, Slot, std::string_view>, PropertyType> properties;
  std::set<std::tuple<TeamId, std::string_view, std::string_view>> pairs;
  std::size_t refused = 0;

  bool empty() const { return events.empty() && properties.empty() && pairs.empty(); }
};

class Collector {
 public:
  Collector(TeamId team_id, Known& known, Timestamp now, News& news)
      : team_id_(team_id), known_(known), now_(now), news_(news) {}

  void Add(const ObservedEvent& event) {
    if (event.name == "$$plugin_metrics" || event.name.size() > kMaxNameBytes) return;
    if (event.properties.size() > kMaxPropertiesOfEvent) return;
    const auto found = known_.events.find(event.name);
    const KnownEvent* known_event = found == known_.events.end() ? nullptr : &found->second;
    if (!AddEvent(event, known_event)) return;
    if (event.name == "$groupidentify") {
      const Slot slot{PropertyScope::kGroup, event.group_type_index};
      if (event.group_type_index >= 0) {
        for (const auto& property : event.group_properties) AddProperty(slot, property);
      }
      return;
    }
    for (const auto& property : event.properties) {
      if (IsSkippedKey(property.name)) continue;
      const KnownProperty* known_property = AddProperty(kEventSlot, property);
      if (HasNoPair(property.name)) continue;
      if (known_event != nullptr && known_property != nullptr &&
          known_event->properties.contains(known_property->number)) {
        continue;
      }
      if (known_event != nullptr && known_event->properties.size() >= kMaxPropertiesOfEvent) {
        continue;
      }
      news_.pairs.emplace(team_id_, event.name, property.name);
    }
    for (const auto& property : event.person_properties) AddProperty(kPersonSlot, property);
  }

 private:
  // False when the project has too many names for one more.
  bool AddEvent(const ObservedEvent& event, const KnownEvent* known_event) {
    const Timestamp hour = FloorToHour(event.received_at);
    if (known_event != nullptr && known_event->last_seen && *known_event->last_seen >= hour) {
      return true;
    }
    if (known_event == nullptr && known_.events.size() >= kMaxNamesOfTeam) {
      ++news_.refused;
      return false;
    }
    auto& last_seen = news_.events[{team_id_, event.name}];
    last_seen = std::max(last_seen, hour);
    return true;
  }

  // What was known about the property before the batch, or nullptr.
  const KnownProperty* AddProperty(const Slot& slot, const ObservedProperty& property) {
    if (IsSkippedKey(property.name)) return nullptr;
    const auto& names = known_.properties[slot];
    const auto found = names.find(property.name);
    const KnownProperty* known = found == names.end() ? nullptr : &found->second;
    if (known != nullptr && known->defined && known->type != PropertyType::kUnknown) return known;
    const PropertyType type = InferPropertyType(property.name, property.value, now_);
    if (known != nullptr && known->defined && type == PropertyType::kUnknown) return known;
    if (known == nullptr && names.size() >= kMaxNamesOfTeam) {
      ++news_.refused;
      return nullptr;
    }
    auto& news = news_.properties[{team_id_, slot, property.name}];
    if (news == PropertyType::kUnknown) news = type;
    return known;
  }

  const TeamId team_id_;
  Known& known_;
  const Timestamp now_;
  News& news_;
};

std::optional<std::string_view> TypeText(PropertyType type) {
  if (type == PropertyType::kUnknown) return std::nullopt;
  return PropertyTypeName(type);
}

Status Write(db::Transaction& transaction, const News& news, Timestamp now) {
  std::vector<std::vector<db::Param>> rows;
  rows.reserve(std::max({news.events.size(), news.properties.size(), news.pairs.size()}));
  for (const auto& [key, last_seen] : news.events) {
    rows.push_back({Uuid::V7(now).ToString(), key.first, key.second, now, last_seen});
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO event_definitions (id, team_id, name, created_at, last_seen_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (team_id, name) DO UPDATE SET last_seen_at = CASE "
      "WHEN event_definitions.last_seen_at > excluded.last_seen_at "
      "THEN event_definitions.last_seen_at ELSE excluded.last_seen_at END",
      rows));
  rows.clear();
  for (const auto& [key, type] : news.properties) {
    const auto& [team_id, slot, name] = key;
    rows.push_back({Uuid::V7(now).ToString(), team_id, static_cast<int>(slot.scope),
                    slot.group_type_index, name, TypeText(type)});
  }
  // The first type sticks, also against another process that was faster.
  TRY(transaction.ExecuteMany(
      "INSERT INTO property_definitions (id, team_id, scope, group_type_index, name, property_type)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team_id, scope, group_type_index, name) "
      "DO UPDATE SET property_type = "
      "coalesce(property_definitions.property_type, excluded.property_type)",
      rows));
  rows.clear();
  for (const auto& [team_id, event, property] : news.pairs) {
    rows.push_back({team_id, event, property});
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO event_properties (team_id, event, property) VALUES ($1, $2, $3) "
      "ON CONFLICT (team_id, event, property) DO NOTHING",
      rows));
  return Ok();
}

Result<std::unique_ptr<Known>> Load(db::Database& database, TeamId team_id) {
  auto known = std::make_unique<Known>();
  TRY_ASSIGN(const db::Rows events,
             database.Query("SELECT name, last_seen_at, created_at FROM event_definitions "
                            "WHERE team_id = $1",
                            {team_id}));
  // One that was declared by hand has not been seen yet, so the first sight is written.
  for (const db::Row row : events) {
    known->events[row.Text(0)].last_seen = row.OptionalTime(1).value_or(Timestamp{0});
  }
  TRY_ASSIGN(const db::Rows properties,
             database.Query("SELECT scope, group_type_index, name, property_type "
                            "FROM property_definitions WHERE team_id = $1",
                            {team_id}));
  for (const db::Row row : properties) {
    const Slot slot{static_cast<PropertyScope>(row.Int(0)), static_cast<int>(row.Int(1))};
    KnownProperty& property = known->Property(slot, row.Text(2));
    property.defined = true;
    property.type =
        ParsePropertyType(row.OptionalText(3).value_or("")).value_or(PropertyType::kUnknown);
  }
  TRY_ASSIGN(
      const db::Rows pairs,
      database.Query("SELECT event, property FROM event_properties WHERE team_id = $1", {team_id}));
  for (const db::Row row : pairs) {
    known->events[row.Text(0)].properties.insert(known->Property(kEventSlot, row.Text(1)).number);
  }
  return known;
}

std::shared_ptr<const PropertyTypes> MakeTypes(const Known& known) {
  auto types = std::make_shared<PropertyTypes>();
  for (const auto& [slot, names] : known.properties) {
    for (const auto& [name, property] : names) {
      if (property.type == PropertyType::kUnknown) continue;
      types->Set(slot.scope, name, property.type, slot.group_type_index);
    }
  }
  return types;
}

}  // namespace

struct Catalog::State {
  State(db::Database& database_in, const Clock& clock_in, Metrics& metrics)
      : database(database_in),
        clock(clock_in),
        written_events(Written(metrics, "event")),
        written_properties(Written(metrics, "property")),
        written_pairs(Written(metrics, "pair")),
        refused(metrics.GetCounter("catalog_refused_names_total")) {}

  static Counter& Written(Metrics& metrics, std::string kind) {
    return metrics.GetCounter("catalog_written_rows_total", {{"kind", std::move(kind)}});
  }

  db::Database& database;
  const Clock& clock;
  Counter& written_events;
  Counter& written_properties;
  Counter& written_pairs;
  Counter& refused;

  Mutex mutex;
  /// Grows with each Forget, so that a load that began before it is not kept.
  std::uint64_t generation GUARDED_BY(mutex) = 0;
  std::unordered_map<TeamId, std::unique_ptr<Known>> teams GUARDED_BY(mutex);

  Status MakeKnown(TeamId team_id) EXCLUDES(mutex) {
    while (true) {
      std::uint64_t before = 0;
      {
        MutexLock lock(mutex);
        if (teams.contains(team_id)) return Ok();
        before = generation;
      }
      TRY_ASSIGN(auto known, Load(database, team_id));
      MutexLock lock(mutex);
      if (generation != before) continue;
      teams.try_emplace(team_id, std::move(known));
      return Ok();
    }
  }

  void Learn(const News& news) EXCLUDES(mutex) {
    MutexLock lock(mutex);
    for (const auto& [key, last_seen] : news.events) {
      const auto team = teams.find(key.first);
      if (team == teams.end()) continue;
      team->second->events[std::string(key.second)].last_seen = last_seen;
    }
    for (const auto& [key, type] : news.properties) {
      const auto& [team_id, slot, name] = key;
      const auto team = teams.find(team_id);
      if (team == teams.end()) continue;
      KnownProperty& property = team->second->Property(slot, name);
      property.defined = true;
      if (property.type != PropertyType::kUnknown || type == PropertyType::kUnknown) continue;
      property.type = type;
      team->second->types = nullptr;
    }
    for (const auto& [team_id, event, name] : news.pairs) {
      const auto team = teams.find(team_id);
      if (team == teams.end()) continue;
      const std::uint32_t number = team->second->Property(kEventSlot, name).number;
      team->second->events[std::string(event)].properties.insert(number);
    }
  }
};

Catalog::Catalog(db::Database& database, const Clock& clock, Metrics& metrics)
    : state_(std::make_unique<State>(database, clock, metrics)) {
}
Catalog::~Catalog() = default;

Status Catalog::Observe(std::span<const ObservedEvent> events) {
  std::set<TeamId> team_ids;
  for (const auto& event : events) team_ids.insert(event.team_id);
  for (const TeamId team_id : team_ids) TRY(state_->MakeKnown(team_id));

  const Timestamp now = state_->clock.Now();
  News news;
  {
    MutexLock lock(state_->mutex);
    for (const auto& event : events) {
      // A project that was forgotten in between is learned with the next batch.
      const auto known = state_->teams.find(event.team_id);
      if (known == state_->teams.end()) continue;
      Collector(event.team_id, *known->second, now, news).Add(event);
    }
  }
  state_->refused.Add(news.refused);
  if (news.empty()) return Ok();
  TRY(state_->database.Transact(
      [&](db::Transaction& transaction) { return Write(transaction, news, now); }));
  state_->written_events.Add(news.events.size());
  state_->written_properties.Add(news.properties.size());
  state_->written_pairs.Add(news.pairs.size());
  state_->Learn(news);
  return Ok();
}

Result<std::shared_ptr<const PropertyTypes>> Catalog::TypesOf(TeamId team_id) {
  while (true) {
    TRY(state_->MakeKnown(team_id));
    MutexLock lock(state_->mutex);
    const auto known = state_->teams.find(team_id);
    if (known == state_->teams.end()) continue;
    if (known->second->types == nullptr) known->second->types = MakeTypes(*known->second);
    return known->second->types;
  }
}

void Catalog::Forget(TeamId team_id) {
  MutexLock lock(state_->mutex);
  ++state_->generation;
  state_->teams.erase(team_id);
}

}  // namespace tenrec::catalog
