#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/persons/person_cache.h"
#include "tenrec/persons/property_rules.h"

namespace tenrec::persons {

/// How an event is tied to its person. Source: ingestion.md 5
enum class Mode : std::uint8_t { kFull, kPropertyless, kForceUpgrade };

/// What an event says about who it belongs to. The views live until Process returns.
struct PersonEvent {
  TeamId team_id = 0;
  std::string_view event;
  std::string_view distinct_id;
  Timestamp timestamp;
  /// False for `$process_person_profile: false`, or when processing is off for the project.
  bool process_person = true;
  /// The project opted out of persons: an event is never upgraded.
  bool opted_out = false;
  /// $exception and $$heatmap read the person and change nothing.
  bool may_update = true;
  /// The event merges whom it names, identified or not: $merge_dangerously.
  bool merges_identified = false;
  /// The id to be joined with `distinct_id`: $anon_distinct_id of $identify, alias of
  /// $create_alias and $merge_dangerously; empty for none.
  std::string_view other_distinct_id;
  /// Tidy; may be null.
  const PropertyUpdate* update = nullptr;
};

/// What a merge came to.
enum class MergeOutcome : std::uint8_t {
  kNone,
  kJoined,             // the ids belong together now, or did already
  kIllegalOwnId,       // warning cannot_merge_with_illegal_distinct_id, the event's own id
  kIllegalOtherId,     // the same, the id to be joined
  kAlreadyIdentified,  // warning cannot_merge_already_identified: two persons stay apart
};

/// Whose event it is.
struct PersonAnswer {
  Uuid person_id;
  Timestamp person_created_at;
  Mode mode = Mode::kFull;
  MergeOutcome merge = MergeOutcome::kNone;
  /// A JSON object: the person's properties after this event, overlaid with its own $set. Valid
  /// until the next call.
  std::string_view person_properties = "{}";
  /// The update did not fit: warning person_properties_size_violation.
  bool is_oversized = false;
};

/// A person that a batch made or changed, for the mirror in the analytics store.
struct ChangedPerson {
  TeamId team_id = 0;
  Uuid id;
  Timestamp created_at;
  bool is_identified = false;
  std::int64_t version = 0;
  std::string properties;
  /// It was merged into another one.
  bool is_deleted = false;
};

/// A distinct id that a batch attached to a person. `version` above 0 means that stored events may
/// carry another person id; from kTombstoneStep on, that the id left a person other than by a
/// merge, whose stored events may be of several persons now.
struct AttachedId {
  TeamId team_id = 0;
  std::string distinct_id;
  Uuid person_id;
  std::int64_t version = 0;
  /// The person is gone, and the id has nobody. Questions go on showing its events as theirs.
  bool is_deleted = false;
};

/// How far above its last version a person ends. Source: ingestion.md 6.3
inline constexpr std::int64_t kTombstoneStep = 100;

struct PersonsOptions {
  /// What persons held in memory may take together. Units: bytes.
  std::size_t cache_bytes = 32U << 20U;
};

/// Who is who: one writer that follows events in order and keeps hot persons in memory.
/// Use: Load the ids of a batch, Process its events in order, Save in the batch's transaction, then
///      TakeChanges; after a failed transaction Forget, so that memory and disk agree again.
/// Threads: one caller at a time.
/// Source: ingestion.md 3 to 7
class Persons {
 public:
  Persons(db::Database& database, const PersonsOptions& options, Metrics& metrics);
  ~Persons();
  Persons(const Persons&) = delete;
  Persons& operator=(const Persons&) = delete;

  /// Reads what is not in memory about these ids, all at once.
  Status Load(std::span<const DistinctIdKey> ids);

  /// Whether a person owns the id, which must have been loaded.
  bool HasPerson(TeamId team_id, std::string_view distinct_id) const;

  /// Whether the id, which must have been loaded, has a person that cannot be read from the disk.
  /// No event may name it then.
  bool IsDamaged(TeamId team_id, std::string_view distinct_id) const;

  /// Who owns the id, which must have been loaded.
  std::optional<Uuid> PersonOf(TeamId team_id, std::string_view distinct_id) const;
  /// Whether a person who owned the id, which must have been loaded, was deleted at any time.
  bool HadDeletedPerson(TeamId team_id, std::string_view distinct_id) const;

  /// Decides whose event it is and notes what it changes. Every id it names must have been loaded.
  PersonAnswer Process(const PersonEvent& event);

  /// Writes what Process noted since the last Save.
  Status Save(db::Transaction& transaction);

  struct Changes {
    std::vector<ChangedPerson> persons;
    std::vector<AttachedId> distinct_ids;
  };
  /// What was saved since the last call.
  Changes TakeChanges();

  /// All that is known about these ids, with the other ids of persons that may have been merged and
  /// the persons that were merged into those: for a batch that was saved before a crash and may not
  /// have reached the mirror. The ids must have been loaded and not processed since.
  Result<Changes> Describe(std::span<const DistinctIdKey> ids);

  /// Drops everything in memory, saved or not.
  void Forget();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The id of a person created from a distinct id, and of every personless event of that id.
/// Source: ingestion.md 3
Uuid PersonIdOf(TeamId team_id, std::string_view distinct_id);

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::persons
