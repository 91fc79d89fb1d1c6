#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"
#include "tenrec/log/log.h"

namespace tenrec::ingest {

/// A stretch of the log, from wherever its consumer was moved back to, that ingestion has read
/// before: persons, books and dead letters hold what it did, so that only rows which are missing
/// from the analytics tables are written again.
struct Replay {
  /// One past the last record that was read before.
  log::Offset until = 0;
  /// When the record before that was appended: another log has another one there.
  Timestamp last_appended_at;
  /// Tells one replay of the same records from another.
  Timestamp asked_at;
};

/// Remembers the replay of a partition. A consumer at or behind its end has finished it.
/// Threads: any.
class Replays {
 public:
  Replays(db::Database& database, std::string topic, int partition)
      : database_(database), topic_(std::move(topic)), partition_(partition) {}

  /// When a record of the log was appended; kNotFound when it keeps none of that number.
  using AppendedAt = std::function<Result<Timestamp>(log::Offset)>;

  /// What a consumer that stands at `landed` is in the middle of; nothing when it read it to the
  /// end, or when it was asked of a log that this one has taken the place of.
  Result<std::optional<Replay>> Unfinished(log::Offset landed, const AppendedAt& appended_at);
  /// One past the last record whose persons are written: after a crash, and in a replay, a consumer
  /// stands before some that were read.
  Result<log::Offset> ReadUntil(log::Offset landed, const AppendedAt& appended_at);
  /// Takes the place of the last one.
  Status Put(const Replay& replay);

 private:
  Result<std::optional<Replay>> Find();

  db::Database& database_;
  const std::string topic_;
  const int partition_;
};

}  // namespace tenrec::ingest
