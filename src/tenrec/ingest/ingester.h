#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tenrec/ingest/batch.h"
#include "tenrec/persons/person_tasks.h"

namespace tenrec::ingest {

struct IngesterOptions {
  /// The log's topic, as tokens and counters name it.
  std::string topic = "events";
  int partition = 0;
  /// The name under which the log remembers how far ingestion is.
  std::string consumer = "ingest";
  std::size_t max_batch_events = 10'000;
  std::size_t max_batch_bytes = std::size_t{32} << 20U;
  /// Batches start at least this far apart unless one is full, so that a trickle of events does not
  /// become a flood of tiny inserts.
  std::chrono::milliseconds batch_interval{100};
  /// The same behind a batch of at least `busy_batch_events`: the engine writes and merges few
  /// large parts for far less than many small ones.
  std::chrono::milliseconds busy_batch_interval{250};
  std::size_t busy_batch_events = 500;
  /// How many events are known, to recognise those that clients send again; and for how long after
  /// a restart.
  std::size_t uuid_window = 1'000'000;
  std::chrono::seconds uuid_window_age = std::chrono::hours(24);
  LateRowsOptions late;
  /// First wait after a failure; it doubles up to 5 s.
  std::chrono::milliseconds retry_delay{100};
};

/// Reads the log in batches and lands every acknowledged event exactly once: persons and the range
/// of the batch in one transaction, rows under a token made of the range, the mirror of persons,
/// and the consumer's offset last. After any failure, and after a crash, it begins again at that
/// offset and cuts the same ranges, so nothing is lost and nothing happens twice. Rows of rare
/// partitions land behind their batch (late_rows.h) and hold the offset back until they have.
/// Counts:  ingest_events_total{result}, ingest_dropped_events_total{reason} (both when a batch has
///          landed), ingest_batches_total, ingest_lag_records{topic}, ingest_queryable_seconds,
///          ingest_failures_total{topic}, and those of BatchPreparer
class Ingester {
 public:
  Ingester(const IngestParts& parts, IngesterOptions options);
  /// As Stop.
  ~Ingester();
  Ingester(const Ingester&) = delete;
  Ingester& operator=(const Ingester&) = delete;

  void Start();
  /// Finishes what was read, unless the engine fails; the rest waits in the log.
  void Stop();

  /// Records that are acknowledged but have not landed. Threads: any.
  std::uint64_t lag() const;
  /// The first record that may not have landed. Threads: any.
  std::uint64_t landed() const;
  /// What people ask to be done to persons; the ingester carries it out while it runs.
  persons::PersonTasks& tasks();
  /// Runs `body` while nothing of this ingester is half done: every record before `landed()` is in
  /// the tables with its persons, and no other is anywhere. Capture goes on meanwhile, ingestion
  /// does not. An ingester that was not started is at rest.
  /// Errors: kUnavailable when somebody else is in there all that time, or when this ingester
  ///         stops, which whoever waits does not hold up; kDeadlineExceeded when what is under way
  ///         does not land in time; those of `body`, which may not call this.
  /// Threads: any.
  Status WhileAtRest(std::chrono::milliseconds timeout, const std::function<Status()>& body);
  /// Waits until every record before the offset has landed; false when the time ran out first.
  /// Threads: any.
  bool WaitUntilLanded(std::uint64_t offset, std::chrono::milliseconds timeout);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::ingest
