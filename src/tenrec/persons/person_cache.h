#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenrec/base/hash.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/persons/property_bag.h"

namespace tenrec::persons {

struct DistinctIdKey {
  TeamId team_id = 0;
  std::string_view distinct_id;
  /// The id's person may be merged into another one: all of its ids must be known.
  bool may_move = false;
};

struct IdState;
struct OwnedKey {
  TeamId team_id = 0;
  std::string distinct_id;
};
using IdEntry = std::pair<const OwnedKey, IdState>;

struct PersonState {
  std::int64_t row = 0;  // 0 until it is saved
  TeamId team_id = 0;
  Uuid id;
  Timestamp created_at;
  bool is_identified = false;
  std::int64_t version = 0;
  PropertyBag properties;
  bool changed = false;
  bool merged_away = false;
  /// Its ids that are in memory, and whether those are all there are.
  std::vector<IdEntry*> ids;
  bool knows_all_ids = false;
  std::size_t counted_bytes = 0;  // what the cache takes it for
};

struct IdState {
  std::shared_ptr<PersonState> person;
  std::int64_t version = 0;
  bool used_personless = false;
  /// Of the last person that had the id and was deleted, and of the id there; 0 for none.
  std::int64_t last_version = 0;
  /// Its next person, when somebody else has the derived id of a person by now.
  std::optional<Uuid> next_person;
  /// Its person is stored but cannot be read.
  bool damaged = false;
  bool attached = false;           // to be saved in person_distinct_id
  bool marked_personless = false;  // to be saved in personless_distinct_id
  std::list<IdEntry*>::iterator place;
  std::size_t slot = 0;  // among the ids of its person
};

/// Distinct ids and their persons in memory; what was used longest ago goes first.
/// Threads: one caller at a time.
class PersonCache {
 public:
  explicit PersonCache(db::Database& database) : database_(database) {}

  /// Reads what is not in memory about these ids, all at once.
  Status Load(std::span<const DistinctIdKey> wanted);
  /// The id must have been loaded.
  IdEntry& Get(TeamId team_id, std::string_view distinct_id);

  /// Gives an id that nobody has to a person.
  void Attach(IdEntry& entry, const std::shared_ptr<PersonState>& person);
  /// Gives all ids of a person to another one.
  void MoveIds(PersonState& from, const std::shared_ptr<PersonState>& into);
  /// A person has its row, or has other properties than before.
  void Recount(const std::shared_ptr<PersonState>& person);
  /// A person is gone.
  void Drop(PersonState& person);

  /// Makes room; only when nothing waits to be saved.
  void Shrink(std::size_t limit);
  void Clear();
  std::size_t bytes() const { return bytes_; }

 private:
  struct KeyView {
    TeamId team_id = 0;
    std::string_view distinct_id;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const KeyView& key) const {
      return FastHash(key.distinct_id) ^
             (static_cast<std::uint64_t>(key.team_id) * 0x9E3779B97F4A7C15ULL);
    }
    std::size_t operator()(const OwnedKey& key) const {
      return (*this)(KeyView{key.team_id, key.distinct_id});
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const {
      return a.team_id == b.team_id && std::string_view(a.distinct_id) == b.distinct_id;
    }
  };

  IdEntry* Find(TeamId team_id, std::string_view distinct_id);
  IdEntry& Insert(TeamId team_id, std::string_view distinct_id);
  Status LoadChunk(TeamId team_id, std::span<const std::string_view> ids);
  Status LoadAllIds(std::span<const std::shared_ptr<PersonState>> persons);
  Result<std::shared_ptr<PersonState>> Adopt(TeamId team_id, const db::Row& row);

  db::Database& database_;
  std::unordered_map<OwnedKey, IdState, Hash, Equal> ids_;
  std::list<IdEntry*> recent_;  // of `ids_`, the last used first
  std::unordered_map<std::int64_t, std::weak_ptr<PersonState>> by_row_;
  std::size_t bytes_ = 0;
};

}  // namespace tenrec::persons
