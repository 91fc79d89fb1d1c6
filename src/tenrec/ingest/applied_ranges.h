#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/db/database.h"
#include "tenrec/ingest/batch_account.h"
#include "tenrec/log/log.h"

namespace tenrec::ingest {

/// The records [from, to) of a partition, taken as one batch.
struct LogRange {
  log::Offset from = 0;
  log::Offset to = 0;
  friend bool operator==(const LogRange&, const LogRange&) = default;
};

/// Remembers which batches have changed persons already but may not have landed: after a crash they
/// are cut the same way again and change nobody twice.
/// Threads: any.
class AppliedRanges {
 public:
  AppliedRanges(db::Database& database, std::string topic, int partition)
      : database_(database), topic_(std::move(topic)), partition_(partition) {}

  /// The ranges from an offset on, in order and without gaps.
  Result<std::vector<LogRange>> From(log::Offset offset);

  /// Notes a range and its books in the transaction that changes its persons. Those that end at or
  /// before `landed` are forgotten as ranges, and their books added to those of their hours.
  Status Note(db::Transaction& transaction, const LogRange& range, log::Offset landed,
              const std::vector<HourAccount>& hours);

 private:
  Status Settle(db::Transaction& transaction, log::Offset landed);

  db::Database& database_;
  const std::string topic_;
  const int partition_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::ingest
