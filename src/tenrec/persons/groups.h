#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"
#include "tenrec/persons/property_rules.h"

namespace tenrec::persons {

/// A project has at most so many types of groups.
inline constexpr int kMaxGroupTypes = 5;

/// A group as an event names it. The views live until the call returns.
struct GroupName {
  TeamId team_id = 0;
  std::string_view type;
  std::string_view key;
};

/// A group that a batch made or changed, for the mirror in the analytics store.
struct ChangedGroup {
  TeamId team_id = 0;
  int type_index = 0;
  std::string key;
  Timestamp created_at;
  std::int64_t version = 0;
  std::string properties;
};

/// Companies, projects, whatever events belong to besides their person: which types there are, and
/// the properties of each group.
/// Use: as Persons: Load what a batch names, Process its events in order, Save in its transaction,
///      TakeChanges; Forget after a failed transaction.
/// Counts:  persons_group_types_refused_total
/// Threads: one caller at a time.
/// Source:  ingestion.md 8
class Groups {
 public:
  Groups(db::Database& database, Metrics& metrics);

  /// Reads the types of these projects and these groups.
  Status Load(const std::set<TeamId>& teams, std::span<const GroupName> groups);

  /// The number of a type, which is given out when it is new: 0 to 4 in the order of first use.
  /// nullopt for a sixth type. The project must have been loaded.
  std::optional<int> TypeIndex(TeamId team_id, std::string_view type);

  /// A $groupidentify: makes the group or lays the properties over its own. The group must have
  /// been loaded; `set` is tidy.
  void Identify(const GroupName& group, Timestamp time, const std::vector<KeyValue>& set);

  Status Save(db::Transaction& transaction);
  /// What was saved since the last call.
  std::vector<ChangedGroup> TakeChanges();
  /// All that is stored of these groups, which must have been loaded and not processed since.
  std::vector<ChangedGroup> Describe(std::span<const GroupName> groups) const;
  /// Drops everything in memory, saved or not.
  void Forget();

 private:
  struct GroupState {
    Timestamp created_at;
    std::int64_t version = 0;
    PropertyBag properties;
    bool changed = false;
  };
  using GroupId = std::tuple<TeamId, int, std::string>;
  using Types = std::map<std::string, int, std::less<>>;

  Status LoadChunk(TeamId team_id, int type_index, std::span<const std::string_view> keys);
  std::optional<int> KnownIndex(TeamId team_id, std::string_view type) const;
  static ChangedGroup CopyOf(const GroupId& id, const GroupState& group);

  db::Database& database_;
  Counter& refused_types_;
  std::map<TeamId, Types> types_;
  std::vector<std::tuple<TeamId, std::string, int>> new_types_;
  std::map<GroupId, GroupState> groups_;  // of the batch at hand
  std::vector<ChangedGroup> saved_;
};

}  // namespace tenrec::persons
