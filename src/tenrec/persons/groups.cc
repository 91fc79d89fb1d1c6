#include "tenrec/persons/groups.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::persons {
namespace {

constexpr std::size_t kLoadChunk = 100;

}  // namespace

Groups::Groups(db::Database& database, Metrics& metrics)
    : database_(database), refused_types_(metrics.GetCounter("persons_group_types_refused_total")) {
}

Status Groups::Load(const std::set<TeamId>& teams, std::span<const GroupName> groups) {
  for (const TeamId team_id : teams) {
    if (types_.contains(team_id)) continue;
    TRY_ASSIGN(
        const auto rows,
        database_.Query("SELECT name, type_index FROM group_type WHERE team_id = $1", {team_id}));
    Types& types = types_[team_id];
    for (const db::Row row : rows) types.emplace(row.Text(0), static_cast<int>(row.Int(1)));
  }
  std::map<std::pair<TeamId, int>, std::vector<std::string_view>> missing;
  for (const GroupName& group : groups) {
    const auto index = KnownIndex(group.team_id, group.type);
    if (index) missing[{group.team_id, *index}].push_back(group.key);
  }
  for (auto& [type, keys] : missing) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const std::span<const std::string_view> all(keys);
    for (std::size_t at = 0; at < all.size(); at += kLoadChunk) {
      TRY(LoadChunk(type.first, type.second,
                    all.subspan(at, std::min(kLoadChunk, all.size() - at))));
    }
  }
  return Ok();
}

Status Groups::LoadChunk(TeamId team_id, int type_index, std::span<const std::string_view> keys) {
  static const std::string placeholders = [] {
    std::string made;
    for (std::size_t i = 0; i < kLoadChunk; ++i) {
      made += (i == 0 ? "$" : ", $") + std::to_string(i + 3);
    }
    return made;
  }();
  std::vector<db::Param> params = {team_id, type_index};
  for (std::size_t i = 0; i < kLoadChunk; ++i) {
    params.emplace_back(keys[std::min(i, keys.size() - 1)]);
  }
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT group_key, created_at, properties, version FROM person_group "
                             "WHERE team_id = $1 AND type_index = $2 AND group_key IN (" +
                                 placeholders + ")",
                             params));
  for (const db::Row row : rows) {
    auto properties = PropertyBag::Parse(row.Text(2));
    if (!properties) {
      return DataLoss("group " + std::string(row.Text(0)) +
                      " is damaged: " + properties.error().message);
    }
    GroupState& group = groups_[{team_id, type_index, std::string(row.Text(0))}];
    group.created_at = row.Time(1);
    group.properties = *std::move(properties);
    group.version = row.Int(3);
  }
  return Ok();
}

std::optional<int> Groups::KnownIndex(TeamId team_id, std::string_view type) const {
  const auto types = types_.find(team_id);
  TENREC_CHECK(types != types_.end()) << "the types of a project were not loaded";
  const auto found = types->second.find(type);
  return found == types->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> Groups::TypeIndex(TeamId team_id, std::string_view type) {
  if (const auto known = KnownIndex(team_id, type)) return known;
  Types& types = types_.at(team_id);
  if (types.size() >= kMaxGroupTypes) {
    refused_types_.Add();
    return std::nullopt;
  }
  const int index = static_cast<int>(types.size());
  types.emplace(type, index);
  new_types_.emplace_back(team_id, type, index);
  return index;
}

void Groups::Identify(const GroupName& group, Timestamp time, const std::vector<KeyValue>& set) {
  const auto index = TypeIndex(group.team_id, group.type);
  if (!index) return;
  const auto [at, is_new] = groups_.try_emplace({group.team_id, *index, std::string(group.key)});
  GroupState& state = at->second;
  if (is_new) state.created_at = time;
  const bool has_new_values =
      ApplyUpdate(state.properties, {.set = set, .set_once = {}, .unset = {}}, true);
  if (!is_new && !has_new_values) return;
  // One version a batch: nobody sees the steps in between.
  if (!state.changed) ++state.version;
  state.changed = true;
}

Status Groups::Save(db::Transaction& transaction) {
  for (const auto& [team_id, name, index] : new_types_) {
    TRY(transaction.Execute(
        "INSERT INTO group_type (team_id, name, type_index) VALUES ($1, $2, $3)",
        {team_id, name, index}));
  }
  new_types_.clear();
  for (const auto& [id, group] : groups_) {
    if (!group.changed) continue;
    const auto& [team_id, type_index, key] = id;
    TRY(transaction.Execute(
        "INSERT INTO person_group (team_id, type_index, group_key, created_at, "
        "properties, version) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT "
        "(team_id, type_index, group_key) DO UPDATE SET properties = "
        "excluded.properties, version = excluded.version",
        {team_id, type_index, key, group.created_at, group.properties.text(), group.version}));
    saved_.push_back(CopyOf(id, group));
  }
  groups_.clear();
  return Ok();
}

std::vector<ChangedGroup> Groups::TakeChanges() {
  return std::exchange(saved_, {});
}

std::vector<ChangedGroup> Groups::Describe(std::span<const GroupName> groups) const {
  std::vector<ChangedGroup> all;
  for (const GroupName& name : groups) {
    const auto index = KnownIndex(name.team_id, name.type);
    if (!index) continue;
    const auto found = groups_.find({name.team_id, *index, std::string(name.key)});
    if (found != groups_.end()) all.push_back(CopyOf(found->first, found->second));
  }
  return all;
}

ChangedGroup Groups::CopyOf(const GroupId& id, const GroupState& group) {
  const auto& [team_id, type_index, key] = id;
  return {.team_id = team_id,
          .type_index = type_index,
          .key = key,
          .created_at = group.created_at,
          .version = group.version,
          .properties = group.properties.text()};
}

void Groups::Forget() {
  types_.clear();
  new_types_.clear();
  groups_.clear();
  saved_.clear();
}

}  // namespace tenrec::persons
