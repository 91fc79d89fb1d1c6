#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/catalog/catalog.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/applied_ranges.h"
#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/heatmap.h"
#include "tenrec/ingest/late_rows.h"
#include "tenrec/ingest/live_tail.h"
#include "tenrec/ingest/replay.h"
#include "tenrec/ingest/stored_events.h"
#include "tenrec/ingest/warnings.h"
#include "tenrec/log/log.h"
#include "tenrec/persons/groups.h"
#include "tenrec/persons/persons.h"
#include "tenrec/store/store.h"

namespace tenrec::accounts {
class TokenRestrictions;
}

namespace tenrec::ingest {

class GeoDatabase;

/// What ingestion works with; all of it outlives the ingester.
struct IngestParts {
  log::EventLog& log;
  accounts::TeamDirectory& teams;
  db::Database& database;
  persons::Persons& persons;
  catalog::Catalog& catalog;
  store::Store& store;
  LiveTail& live;
  const Clock& clock;
  Metrics& metrics;
  /// nullptr: nobody knows where addresses are.
  GeoDatabase* geo = nullptr;
  /// What whoever runs the program holds against events; nullptr: nothing.
  const accounts::TokenRestrictions* restrictions = nullptr;
  /// Told of a project whose events come while its row says that none ever came. May be empty.
  std::function<void(TeamId)> on_first_event = {};
  /// Told which events of a project have become queryable. May be empty.
  std::function<void(TeamId, const StoredEvents&)> on_landed = {};
  /// Told that persons or groups of a project are others without any event. May be empty.
  std::function<void(TeamId)> on_task_done = {};
  /// Told when ingestion begins again after trouble: events of any project may have become
  /// queryable without a word. May be empty.
  std::function<void()> on_restart = {};
};

/// An event that was dropped on purpose.
struct DroppedEvent {
  TeamId team_id = 0;
  Uuid uuid;
  std::string event;
  std::string distinct_id;
  DropReason reason = DropReason::kFiltered;
  Timestamp received_at;
};

/// A batch whose persons are written and whose rows wait to land.
struct PreparedBatch {
  LogRange range;
  /// Names the range for the engine: a second insert with it changes nothing.
  std::string token;
  store::EventBatch rows;
  /// Rows of partitions that only few of its events fall into; they land at leisure.
  std::vector<LateRow> late_rows;
  persons::Persons::Changes changes;
  std::vector<persons::ChangedGroup> groups;
  /// Events with a row, and those without. They count once the batch has landed: a batch that is
  /// prepared again must not count twice.
  /// How many events of each project have a row, without late ones.
  std::map<TeamId, StoredEvents> stored;
  DropCounts dropped{};
  std::vector<Warning> warnings;
  /// Events that were dropped on purpose, for whoever asks what became of one.
  std::vector<DroppedEvent> dropped_events;
  std::vector<HeatmapPoint> heatmap;
  /// When the first of its events was received.
  Timestamp oldest;
};

/// Which time it is that a batch is read.
enum class Pass : std::uint8_t {
  kFirst,
  /// Its persons were written before a crash and must not be changed again.
  kAfterCrash,
  /// It landed long ago, and an operator wants back what is missing of it (replay.h).
  kReplay,
};

/// Runs the steps over a batch of records: from bytes in the log to rows and persons.
/// Counts:  ingest_step_seconds{step} per batch
/// Threads: one caller at a time.
class BatchPreparer {
 public:
  BatchPreparer(const IngestParts& parts, AppliedRanges& ranges, std::string topic, int partition,
                std::size_t uuid_window);
  ~BatchPreparer();
  BatchPreparer(const BatchPreparer&) = delete;
  BatchPreparer& operator=(const BatchPreparer&) = delete;

  /// Forgets everything and learns from the store which events landed since then. `replay` is what
  /// batches of Pass::kReplay belong to.
  Status Restart(Timestamp since, const std::optional<Replay>& replay);

  /// The records of `reads` are those of the range.
  /// Errors: those of the database; then Restart and begin again at the last landed offset.
  Result<PreparedBatch> Prepare(const LogRange& range, std::span<const log::ReadBatch> reads,
                                Pass pass, log::Offset landed);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::ingest
