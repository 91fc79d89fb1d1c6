#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/ingest/stored_events.h"
#include "tenrec/io/thread.h"
#include "tenrec/log/log.h"
#include "tenrec/store/store.h"

namespace tenrec::ingest {

/// A row of `events` with texts of its own.
class LateRow {
 public:
  LateRow(const store::EventRow& row, std::uint32_t partition);

  /// Its views look into this.
  store::EventRow View() const;
  std::uint32_t partition() const { return partition_; }
  TeamId team_id() const { return fixed_.team_id; }
  const Uuid& uuid() const { return fixed_.uuid; }
  Timestamp timestamp() const { return fixed_.timestamp; }
  std::size_t bytes() const { return sizeof(LateRow) + texts_.capacity(); }

 private:
  static constexpr std::size_t kTexts = 10;

  std::uint32_t partition_;
  store::EventRow fixed_;  // without its texts
  std::string texts_;
  std::array<std::uint32_t, kTexts> ends_{};
};

struct LateRowsOptions {
  /// A part on disk for each, so this is what one insert costs.
  std::size_t partitions_per_insert = 50;
  /// What may wait. Units: bytes.
  std::size_t max_bytes = 32U << 20U;
  /// How long rows wait for company. Nobody watches an event of years ago arrive.
  std::chrono::milliseconds interval{1000};
};

/// Rows of the partitions that few events of their batch fall into. They wait here for more of
/// their kind and are inserted partition by partition, at most fifty in one go, while the batches
/// behind them land: events spread over a century make as many parts as there are months, and
/// nobody else should wait for those.
/// Exactly once: rows live in memory only, so the log's offset must not move past `oldest()`. What
///          is read again after a crash is recognised by its uuid, and an insert that is repeated
///          as it was by a token made of its uuids.
/// Counts:  ingest_late_rows_waiting, ingest_late_inserts_total
/// Threads: any; the inserts run on one thread of this object.
class LateRows {
 public:
  struct Landed {
    std::map<TeamId, StoredEvents> stored;
    std::size_t unstorable = 0;
    void Add(const Landed& more);
  };
  /// Told after every round, on the thread of this object; after an error nothing is inserted until
  /// Abandon.
  using OnRound = std::function<void(const Status&)>;

  LateRows(store::EventsWriter& writer, LateRowsOptions options, Metrics& metrics,
           OnRound on_round);
  /// Drops what waits.
  ~LateRows();
  LateRows(const LateRows&) = delete;
  LateRows& operator=(const LateRows&) = delete;

  /// Takes rows of the batch that begins at `from`; batches come in order.
  void Add(log::Offset from, std::vector<LateRow> rows) EXCLUDES(mutex_);
  /// What landed since the last call, at least all of what `oldest` has passed.
  Landed TakeLanded() EXCLUDES(mutex_);
  bool IsFull() const EXCLUDES(mutex_);
  /// Where the oldest batch begins of which a row has not landed.
  std::optional<log::Offset> oldest() const EXCLUDES(mutex_);
  /// Lets rows land without waiting for company, from now on or no longer.
  void Hurry(bool hurry) EXCLUDES(mutex_);
  /// Sets rows that are inserted from now on apart from the same ones that were inserted before.
  void Salt(std::string salt) EXCLUDES(mutex_);
  /// Drops everything, after the insert that is running.
  void Abandon() EXCLUDES(mutex_);

 private:
  struct Batch {
    log::Offset from = 0;
    std::vector<LateRow> rows;
  };

  void Run() EXCLUDES(mutex_);
  bool WaitForRows() EXCLUDES(mutex_);
  Status InsertRound(const std::deque<Batch>& round, Landed& landed);
  Status InsertRows(std::vector<const LateRow*>::const_iterator begin,
                    std::vector<const LateRow*>::const_iterator end, const std::string& salt,
                    Landed& landed);

  store::EventsWriter& writer_;
  const LateRowsOptions options_;
  const OnRound on_round_;
  Gauge& waiting_rows_;
  Counter& inserts_;

  mutable Mutex mutex_;
  std::deque<Batch> waiting_ GUARDED_BY(mutex_);
  std::size_t waiting_bytes_ GUARDED_BY(mutex_) = 0;
  std::chrono::steady_clock::time_point waiting_since_ GUARDED_BY(mutex_);
  std::optional<log::Offset> inserting_ GUARDED_BY(mutex_);  // the oldest of the running round
  bool busy_ GUARDED_BY(mutex_) = false;  // from the start of a round until it was told of
  Landed landed_ GUARDED_BY(mutex_);
  std::string salt_ GUARDED_BY(mutex_);
  bool hurry_ GUARDED_BY(mutex_) = false;
  bool failed_ GUARDED_BY(mutex_) = false;
  bool abandoned_ GUARDED_BY(mutex_) = false;
  bool stopping_ GUARDED_BY(mutex_) = false;
  CondVar changed_;
  io::NamedThread thread_;
};

}  // namespace tenrec::ingest
