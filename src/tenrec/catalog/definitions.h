#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/catalog/property_type.h"
#include "tenrec/db/database.h"

namespace tenrec::catalog {

class Catalog;

/// What people may say about a definition, of an event or of a property.
struct Curation {
  std::optional<std::string> description;
  std::vector<std::string> tags;
  bool verified = false;
  std::optional<Timestamp> verified_at;
  std::optional<UserId> verified_by;
  bool hidden = false;
  std::optional<Timestamp> updated_at;
  std::optional<UserId> updated_by;
};

struct EventDefinition {
  Uuid id;
  std::string name;
  Timestamp created_at;
  std::optional<UserId> created_by;
  /// Rounded down to the hour; nullopt when it was declared but never came.
  std::optional<Timestamp> last_seen_at;
  std::optional<UserId> owner;
  std::vector<std::string> default_columns;
  std::string enforcement_mode = "allow";
  bool post_to_slack = false;
  Curation curation;
};

struct PropertyDefinition {
  Uuid id;
  std::string name;
  PropertyScope scope = PropertyScope::kEvent;
  int group_type_index = -1;
  PropertyType type = PropertyType::kUnknown;
  Curation curation;
  /// Whether it came with one of the events of the filter; nullopt without such a filter.
  std::optional<bool> seen_on_events;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct CurationChange {
  std::optional<std::optional<std::string>> description;
  std::optional<std::vector<std::string>> tags;
  std::optional<bool> verified;
  std::optional<bool> hidden;
};
struct EventDefinitionChange {
  CurationChange curation;
  std::optional<std::optional<UserId>> owner;
  std::optional<std::vector<std::string>> default_columns;
  std::optional<std::string> enforcement_mode;
  std::optional<bool> post_to_slack;
};
struct PropertyDefinitionChange {
  CurationChange curation;
  std::optional<PropertyType> type;
};

struct EventDefinitionFilter {
  /// Words that must all be in the name, in any case.
  std::string search;
  enum class Kind { kAll, kCustom, kPostHog } kind = Kind::kAll;
  enum class Order { kNewestSeen, kOldestSeen, kName, kNameBackwards } order = Order::kNewestSeen;
  bool exclude_hidden = false;
  std::optional<bool> verified;
  /// One of them must be there, when there are any.
  std::vector<std::string> tags;
  std::vector<std::string> names;
};

struct PropertyDefinitionFilter {
  PropertyScope scope = PropertyScope::kEvent;
  int group_type_index = -1;
  std::string search;
  /// Only these, when there are any.
  std::vector<std::string> names;
  std::vector<std::string> excluded_names;
  /// Fills seen_on_events; with `only_seen` the others are left out.
  std::vector<std::string> event_names;
  bool only_seen = false;
  std::optional<bool> numerical;
  std::optional<bool> feature_flags;
  std::optional<bool> verified;
  bool exclude_hidden = false;
  /// Leaves out what SDKs set by themselves, whose names begin with '$'.
  bool exclude_core = false;
};

/// The definitions as people list and edit them.
/// Threads: any.
/// Source:  rest-api.md 19.4, 19.5
class Definitions {
 public:
  Definitions(db::Database& database, Catalog& catalog, const Clock& clock);

  Result<std::vector<EventDefinition>> ListEvents(TeamId team_id,
                                                  const EventDefinitionFilter& filter);
  /// Errors: kNotFound, also for the definition of another project.
  Result<EventDefinition> FindEvent(TeamId team_id, const Uuid& id);
  Result<EventDefinition> FindEventByName(TeamId team_id, std::string_view name);
  /// Declares an event before it comes.
  /// Errors: kInvalidArgument when the name is taken or too long.
  Result<EventDefinition> CreateEvent(TeamId team_id, std::string_view name,
                                      const EventDefinitionChange& change, UserId by);
  /// Errors: kInvalidArgument for a definition that would be verified and hidden.
  Result<EventDefinition> ChangeEvent(TeamId team_id, const Uuid& id,
                                      const EventDefinitionChange& change, UserId by);
  /// Events stay; the definition comes back with the next one.
  Status DeleteEvent(TeamId team_id, const Uuid& id);

  /// Seen on the given events first, then verified, then by name.
  Result<std::vector<PropertyDefinition>> ListProperties(TeamId team_id,
                                                         const PropertyDefinitionFilter& filter);
  Result<PropertyDefinition> FindProperty(TeamId team_id, const Uuid& id);
  Result<PropertyDefinition> ChangeProperty(TeamId team_id, const Uuid& id,
                                            const PropertyDefinitionChange& change, UserId by);
  Status DeleteProperty(TeamId team_id, const Uuid& id);
  /// For each event whether the property came with it.
  Result<std::vector<bool>> SeenTogether(TeamId team_id, const std::vector<std::string>& events,
                                         std::string_view property);
  /// Events that the property came with, by name. Not quite all: definitions leave out events with
  /// very long names or very many properties (ingestion.md 14).
  Result<std::vector<std::string>> EventsWith(TeamId team_id, std::string_view property,
                                              std::size_t limit);

 private:
  db::Database& database_;
  Catalog& catalog_;
  const Clock& clock_;
};

/// Trimmed, lower-cased, without blanks and doubles, in alphabetical order.
std::vector<std::string> NormalizeTags(const std::vector<std::string>& tags);

}  // namespace tenrec::catalog
