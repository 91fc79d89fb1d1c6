#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"

namespace tenrec::activity {

/// Who changes something.
struct Actor {
  /// nullopt: the program itself.
  std::optional<UserId> user;
  /// What the request says about its program in `x-posthog-client`, such as "mcp"; may be empty.
  std::string client;
};

/// What was done to one thing.
struct Entry {
  Uuid id;
  TeamId team_id = 0;
  Actor actor;
  /// "created", "updated", "deleted", "restored", …
  std::string activity;
  /// The kind of thing, in PostHog's word: "Insight", "Dashboard".
  std::string scope;
  std::string item_id;
  /// {"name", "short_id", "changes": […]} as far as they are known.
  JsonObject detail;
  Timestamp created_at;
};

/// How two states of a thing differ: [{"type": scope, "action": "created" | "changed" | "deleted",
/// "field", "before", "after"}]. What was null or absent before was created, what is so now was
/// deleted.
JsonArray Changes(std::string_view scope, const JsonObject& before, const JsonObject& after);

/// What an edit was to a thing that is marked as deleted rather than removed: "updated", "deleted",
/// "restored".
std::string_view EditOf(bool was_deleted, bool is_deleted);

/// Writes the entry in the transaction of the change; `id` is made here.
Status Record(db::Transaction& transaction, const Entry& entry);

/// A thing with a number and a name, as entries speak of it.
struct Item {
  TeamId team_id = 0;
  std::string_view scope;
  std::int64_t id = 0;
  std::optional<std::string> name;
  Timestamp changed_at;
};

/// Writes what was done to the item, with the `changes` of its fields.
Status Record(db::Transaction& transaction, const Item& item, const Actor& actor,
              std::string_view activity, JsonArray changes);

/// Which entries to list; what is empty does not filter.
struct Filter {
  std::vector<std::string> scopes;
  std::optional<std::string> item_id;
  std::optional<UserId> user;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
};

struct Listed {
  std::vector<Entry> entries;
  /// Of all that match, also those of other pages.
  std::int64_t total = 0;
};

/// Reads what was recorded.
/// Threads: any.
class ActivityLog {
 public:
  explicit ActivityLog(db::Database& database) : database_(database) {}

  /// Newest first.
  Result<Listed> List(TeamId team_id, const Filter& filter, std::size_t limit, std::size_t offset);

 private:
  db::Database& database_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::activity
