#include "tenrec/catalog/definitions.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/catalog/catalog.h"

namespace tenrec::catalog {
namespace {

constexpr std::size_t kMaxEventName = 400;

constexpr std::string_view kSelectEvents =
    "SELECT id, name, created_at, created_by, last_seen_at, owner, default_columns, "
    "enforcement_mode, post_to_slack, description, tags, verified, verified_at, verified_by, "
    "hidden, updated_at, updated_by FROM event_definitions WHERE team_id = $1";
constexpr std::string_view kSelectProperties =
    "SELECT id, name, scope, group_type_index, property_type, description, tags, verified, "
    "verified_at, verified_by, hidden, updated_at, updated_by FROM property_definitions "
    "WHERE team_id = $1";

std::vector<std::string> ReadTexts(std::string_view json) {
  std::vector<std::string> texts;
  const auto parsed = ParseJson(json);
  if (!parsed || !parsed->is_array()) return texts;
  for (const Json& item : parsed->get_array()) {
    if (item.is_string()) texts.emplace_back(View(item.get_string()));
  }
  return texts;
}

std::string PrintTexts(const std::vector<std::string>& texts) {
  JsonArray array;
  for (const auto& text : texts) array.emplace_back(text);
  return PrintJson(array);
}

Curation ReadCuration(const db::Row& row, std::size_t first) {
  return {
      .description = row.OptionalText(first),
      .tags = ReadTexts(row.Text(first + 1)),
      .verified = row.Bool(first + 2),
      .verified_at = row.OptionalTime(first + 3),
      .verified_by = row.OptionalInt(first + 4),
      .hidden = row.Bool(first + 5),
      .updated_at = row.OptionalTime(first + 6),
      .updated_by = row.OptionalInt(first + 7),
  };
}

EventDefinition ReadEvent(const db::Row& row) {
  return {
      .id = row.Id(0),
      .name = row.Text(1),
      .created_at = row.Time(2),
      .created_by = row.OptionalInt(3),
      .last_seen_at = row.OptionalTime(4),
      .owner = row.OptionalInt(5),
      .default_columns = ReadTexts(row.Text(6)),
      .enforcement_mode = row.Text(7),
      .post_to_slack = row.Bool(8),
      .curation = ReadCuration(row, 9),
  };
}

PropertyDefinition ReadProperty(const db::Row& row) {
  return {
      .id = row.Id(0),
      .name = row.Text(1),
      .scope = static_cast<PropertyScope>(row.Int(2)),
      .group_type_index = static_cast<int>(row.Int(3)),
      .type = ParsePropertyType(row.OptionalText(4).value_or("")).value_or(PropertyType::kUnknown),
      .curation = ReadCuration(row, 5),
      .seen_on_events = std::nullopt,
  };
}

Status Apply(const CurationChange& change, UserId by, Timestamp now, Curation& curation) {
  if (change.description) curation.description = *change.description;
  if (change.tags) curation.tags = NormalizeTags(*change.tags);
  if (change.hidden) curation.hidden = *change.hidden;
  if (change.verified && *change.verified != curation.verified) {
    curation.verified = *change.verified;
    curation.verified_at = curation.verified ? std::optional(now) : std::nullopt;
    curation.verified_by = curation.verified ? std::optional(by) : std::nullopt;
  }
  if (curation.verified && curation.hidden) {
    return InvalidArgument("An item cannot be both hidden and verified.").WithField("hidden");
  }
  curation.updated_at = now;
  curation.updated_by = by;
  return Ok();
}

Status Apply(const EventDefinitionChange& change, UserId by, Timestamp now,
             EventDefinition& definition) {
  TRY(Apply(change.curation, by, now, definition.curation));
  if (change.owner) definition.owner = *change.owner;
  if (change.default_columns) definition.default_columns = *change.default_columns;
  if (change.post_to_slack) definition.post_to_slack = *change.post_to_slack;
  if (change.enforcement_mode) {
    if (*change.enforcement_mode != "allow" && *change.enforcement_mode != "reject") {
      return InvalidArgument("\"" + *change.enforcement_mode + "\" is not a valid choice.")
          .WithTag("invalid_choice")
          .WithField("enforcement_mode");
    }
    definition.enforcement_mode = *change.enforcement_mode;
  }
  return Ok();
}

Status Save(db::Transaction& transaction, TeamId team_id, const EventDefinition& event) {
  const Curation& c = event.curation;
  TRY(transaction.Execute(
      "UPDATE event_definitions SET owner = $3, default_columns = $4, enforcement_mode = $5, "
      "post_to_slack = $6, description = $7, tags = $8, verified = $9, verified_at = $10, "
      "verified_by = $11, hidden = $12, updated_at = $13, updated_by = $14 "
      "WHERE team_id = $1 AND id = $2",
      {team_id, event.id, event.owner, PrintTexts(event.default_columns), event.enforcement_mode,
       event.post_to_slack, c.description, PrintTexts(c.tags), c.verified, c.verified_at,
       c.verified_by, c.hidden, c.updated_at, c.updated_by}));
  return Ok();
}

bool HasAllWords(std::string_view name, const std::vector<std::string>& lower_case_words) {
  const std::string lower = ToLowerAscii(name);
  return std::all_of(
      lower_case_words.begin(), lower_case_words.end(),
      [&](const std::string& word) { return lower.find(word) != std::string::npos; });
}

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : ToLowerAscii(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

bool Contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool Matches(const EventDefinition& event, const EventDefinitionFilter& filter,
             const std::vector<std::string>& words) {
  using Kind = EventDefinitionFilter::Kind;
  if (filter.kind != Kind::kAll && event.name.starts_with('$') != (filter.kind == Kind::kPostHog)) {
    return false;
  }
  if (filter.exclude_hidden && event.curation.hidden) return false;
  if (filter.verified && event.curation.verified != *filter.verified) return false;
  if (!filter.names.empty() && !Contains(filter.names, event.name)) return false;
  if (!filter.tags.empty() &&
      std::none_of(filter.tags.begin(), filter.tags.end(), [&](const std::string& tag) {
        return Contains(event.curation.tags, ToLowerAscii(tag));
      })) {
    return false;
  }
  return HasAllWords(event.name, words);
}

bool Matches(const PropertyDefinition& property, const PropertyDefinitionFilter& filter,
             const std::vector<std::string>& words) {
  if (!filter.names.empty() && !Contains(filter.names, property.name)) return false;
  if (Contains(filter.excluded_names, property.name)) return false;
  if (filter.numerical && (property.type == PropertyType::kNumeric) != *filter.numerical) {
    return false;
  }
  if (filter.feature_flags && property.name.starts_with("$feature/") != *filter.feature_flags) {
    return false;
  }
  if (filter.verified && property.curation.verified != *filter.verified) return false;
  if (filter.exclude_hidden && property.curation.hidden) return false;
  if (filter.exclude_core && property.name.starts_with('$')) return false;
  if (filter.only_seen && !property.seen_on_events.value_or(false)) return false;
  return HasAllWords(property.name, words);
}

void Sort(std::vector<EventDefinition>& events, EventDefinitionFilter::Order order) {
  using Order = EventDefinitionFilter::Order;
  std::sort(events.begin(), events.end(), [order](const auto& a, const auto& b) {
    const auto seen = [](const EventDefinition& event) {
      return event.last_seen_at.value_or(Timestamp{0});
    };
    switch (order) {
      case Order::kNewestSeen:
        if (seen(a) != seen(b)) return seen(a) > seen(b);
        return a.name < b.name;
      case Order::kOldestSeen:
        if (seen(a) != seen(b)) return seen(a) < seen(b);
        return a.name < b.name;
      case Order::kName:
        return a.name < b.name;
      case Order::kNameBackwards:
        return a.name > b.name;
    }
    return false;
  });
}

std::string And(std::string_view select, std::string_view condition) {
  return std::string(select) + std::string(condition);
}

Error NoSuchDefinition() {
  return NotFound("Not found.");
}

Result<EventDefinition> OneEvent(const Result<db::Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return NoSuchDefinition();
  return ReadEvent((*rows)[0]);
}

Result<PropertyDefinition> OneProperty(const Result<db::Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return NoSuchDefinition();
  return ReadProperty((*rows)[0]);
}

}  // namespace

std::vector<std::string> NormalizeTags(const std::vector<std::string>& tags) {
  std::set<std::string> kept;
  for (const auto& tag : tags) {
    const std::string_view trimmed = TrimAscii(tag);
    if (!trimmed.empty()) kept.insert(ToLowerAscii(trimmed));
  }
  return {kept.begin(), kept.end()};
}

Definitions::Definitions(db::Database& database, Catalog& catalog, const Clock& clock)
    : database_(database), catalog_(catalog), clock_(clock) {
}

Result<std::vector<EventDefinition>> Definitions::ListEvents(TeamId team_id,
                                                             const EventDefinitionFilter& filter) {
  TRY_ASSIGN(const db::Rows rows, database_.Query(kSelectEvents, {team_id}));
  const auto words = SplitWords(filter.search);
  std::vector<EventDefinition> events;
  for (const db::Row row : rows) {
    EventDefinition event = ReadEvent(row);
    if (Matches(event, filter, words)) events.push_back(std::move(event));
  }
  Sort(events, filter.order);
  return events;
}

Result<EventDefinition> Definitions::FindEvent(TeamId team_id, const Uuid& id) {
  return OneEvent(database_.Query(And(kSelectEvents, " AND id = $2"), {team_id, id}));
}

Result<EventDefinition> Definitions::FindEventByName(TeamId team_id, std::string_view name) {
  return OneEvent(database_.Query(And(kSelectEvents, " AND name = $2"), {team_id, name}));
}

Result<EventDefinition> Definitions::CreateEvent(TeamId team_id, std::string_view name,
                                                 const EventDefinitionChange& change, UserId by) {
  const Timestamp now = clock_.Now();
  EventDefinition event{
      .id = Uuid::V7(now), .name = std::string(name), .created_at = now, .created_by = by};
  if (name.empty()) {
    return InvalidArgument("This field may not be blank.").WithTag("blank").WithField("name");
  }
  if (Utf8Prefix(name, kMaxEventName).size() < name.size()) {
    return InvalidArgument("Ensure this field has no more than 400 characters.")
        .WithTag("max_length")
        .WithField("name");
  }
  TRY(Apply(change, by, now, event));
  auto created = database_.Transact([&](db::Transaction& transaction) -> Result<EventDefinition> {
    TRY(transaction.Execute(
        "INSERT INTO event_definitions (id, team_id, name, created_at, created_by) "
        "VALUES ($1, $2, $3, $4, $5)",
        {event.id, team_id, name, now, by}));
    TRY(Save(transaction, team_id, event));
    return event;
  });
  if (!created && created.error().code == ErrorCode::kAlreadyExists) {
    return InvalidArgument("There is already an event definition with this name.")
        .WithTag("unique")
        .WithField("name");
  }
  catalog_.Forget(team_id);
  return created;
}

Result<EventDefinition> Definitions::ChangeEvent(TeamId team_id, const Uuid& id,
                                                 const EventDefinitionChange& change, UserId by) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<EventDefinition> {
    TRY_ASSIGN(EventDefinition event,
               OneEvent(transaction.Query(And(kSelectEvents, " AND id = $2"), {team_id, id})));
    TRY(Apply(change, by, clock_.Now(), event));
    TRY(Save(transaction, team_id, event));
    return event;
  });
}

Status Definitions::DeleteEvent(TeamId team_id, const Uuid& id) {
  TRY_ASSIGN(const db::Rows deleted,
             database_.Execute("DELETE FROM event_definitions WHERE team_id = $1 AND id = $2",
                               {team_id, id}));
  if (deleted.affected() == 0) return NoSuchDefinition();
  catalog_.Forget(team_id);
  return Ok();
}

Result<std::vector<PropertyDefinition>> Definitions::ListProperties(
    TeamId team_id, const PropertyDefinitionFilter& filter) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(And(kSelectProperties, " AND scope = $2 AND group_type_index = $3"),
                             {team_id, static_cast<int>(filter.scope), filter.group_type_index}));
  std::set<std::string, std::less<>> seen;
  for (const auto& event : filter.event_names) {
    TRY_ASSIGN(
        const db::Rows pairs,
        database_.Query("SELECT property FROM event_properties WHERE team_id = $1 AND event = $2",
                        {team_id, event}));
    for (const db::Row row : pairs) seen.insert(row.Text(0));
  }
  const auto words = SplitWords(filter.search);
  std::vector<PropertyDefinition> properties;
  for (const db::Row row : rows) {
    PropertyDefinition property = ReadProperty(row);
    if (!filter.event_names.empty()) property.seen_on_events = seen.contains(property.name);
    if (Matches(property, filter, words)) properties.push_back(std::move(property));
  }
  std::sort(properties.begin(), properties.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const PropertyDefinition& property) {
      return std::tuple(!property.seen_on_events.value_or(false), !property.curation.verified,
                        std::string_view(property.name));
    };
    return rank(a) < rank(b);
  });
  return properties;
}

Result<PropertyDefinition> Definitions::FindProperty(TeamId team_id, const Uuid& id) {
  return OneProperty(database_.Query(And(kSelectProperties, " AND id = $2"), {team_id, id}));
}

Result<PropertyDefinition> Definitions::ChangeProperty(TeamId team_id, const Uuid& id,
                                                       const PropertyDefinitionChange& change,
                                                       UserId by) {
  auto changed =
      database_.Transact([&](db::Transaction& transaction) -> Result<PropertyDefinition> {
        TRY_ASSIGN(
            PropertyDefinition property,
            OneProperty(transaction.Query(And(kSelectProperties, " AND id = $2"), {team_id, id})));
        TRY(Apply(change.curation, by, clock_.Now(), property.curation));
        if (change.type) property.type = *change.type;
        const std::string_view type = PropertyTypeName(property.type);
        const Curation& c = property.curation;
        TRY(transaction.Execute(
            "UPDATE property_definitions SET property_type = $3, description = $4, tags = $5, "
            "verified = $6, verified_at = $7, verified_by = $8, hidden = $9, updated_at = $10, "
            "updated_by = $11 WHERE team_id = $1 AND id = $2",
            {team_id, id, type.empty() ? std::nullopt : std::optional(type), c.description,
             PrintTexts(c.tags), c.verified, c.verified_at, c.verified_by, c.hidden, c.updated_at,
             c.updated_by}));
        return property;
      });
  if (changed && change.type) catalog_.Forget(team_id);
  return changed;
}

Status Definitions::DeleteProperty(TeamId team_id, const Uuid& id) {
  TRY_ASSIGN(const db::Rows deleted,
             database_.Execute("DELETE FROM property_definitions WHERE team_id = $1 AND id = $2",
                               {team_id, id}));
  if (deleted.affected() == 0) return NoSuchDefinition();
  catalog_.Forget(team_id);
  return Ok();
}

Result<std::vector<bool>> Definitions::SeenTogether(TeamId team_id,
                                                    const std::vector<std::string>& events,
                                                    std::string_view property) {
  std::vector<bool> seen;
  for (const auto& event : events) {
    TRY_ASSIGN(const db::Rows rows,
               database_.Query("SELECT 1 FROM event_properties WHERE team_id = $1 AND event = $2 "
                               "AND property = $3",
                               {team_id, event, property}));
    seen.push_back(!rows.empty());
  }
  return seen;
}

Result<std::vector<std::string>> Definitions::EventsWith(TeamId team_id, std::string_view property,
                                                         std::size_t limit) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT event FROM event_properties WHERE team_id = $1 AND property = "
                             "$2 ORDER BY event LIMIT $3",
                             {team_id, property, static_cast<std::int64_t>(limit)}));
  std::vector<std::string> events;
  events.reserve(rows.size());
  for (const db::Row row : rows) events.emplace_back(row.Text(0));
  return events;
}

}  // namespace tenrec::catalog
