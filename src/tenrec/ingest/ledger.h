#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/batch_account.h"
#include "tenrec/log/log.h"

namespace tenrec::ingest {

/// The project in the key of a record, "<team_id>:<distinct_id>"; 0 when there is none.
TeamId TeamOfKey(std::string_view key);

/// An hour of a project with what is still on its way.
struct LedgerHour {
  HourAccount account;
  std::uint64_t in_flight = 0;
};

/// The books of a whole topic.
struct Books {
  /// Where the books begin, and up to where every record is entered.
  log::Offset first = 0;
  log::Offset next = 0;
  /// Records that are entered; `next - first` unless some are missing.
  std::uint64_t entered = 0;
  /// Records whose events are stored, dropped or dead-lettered.
  std::uint64_t settled = 0;
  std::uint64_t in_flight = 0;

  bool balances() const { return entered == settled && entered == next - first; }
};

/// Reads the books that batches leave behind (applied_ranges.h): accepted = stored + dropped +
/// dead-lettered + in flight, for each project and hour of reception.
/// A batch is entered in the transaction that remembers its range, and counts as settled when the
/// log's offset has passed it; until then its events are in flight. So nothing is counted twice or
/// lost when the process is killed.
/// Threads: any.
class Ledger {
 public:
  /// `landed` gives the consumer's offset.
  Ledger(db::Database& database, log::EventLog& log, std::string topic, int partition,
         std::function<log::Offset()> landed);

  /// The hours of [from, to) with anything in them, in order. Of a log that is far behind, only the
  /// first two hundred thousand records that are not read yet are looked at.
  Result<std::vector<LedgerHour>> Of(TeamId team_id, Timestamp from, Timestamp to);
  /// Of all projects, from the first entry on.
  Result<Books> Total();
  /// When the first event that has not landed was acknowledged; nothing when all have.
  Result<std::optional<Timestamp>> WaitingSince();

 private:
  db::Database& database_;
  log::EventLog& log_;
  const std::string topic_;
  const int partition_;
  const std::function<log::Offset()> landed_;
};

}  // namespace tenrec::ingest
