#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/drop_reason.h"
#include "tenrec/log/log.h"

namespace tenrec::ingest {

/// A record that could not be processed: kept as it was, so that it can be processed again.
struct NewDeadLetter {
  TeamId team_id = 0;
  /// Nothing when the record could not be read so far.
  std::optional<Uuid> uuid;
  std::string event;
  std::string distinct_id;
  DropReason reason = DropReason::kUnforeseen;
  /// What exactly went wrong.
  std::string detail;
  std::string record_key;
  std::string record;
  Timestamp received_at;
};

struct DeadLetter {
  std::int64_t id = 0;
  std::optional<Uuid> uuid;
  std::string event;
  std::string distinct_id;
  /// A DropReasonName.
  std::string reason;
  std::string detail;
  Timestamp received_at;
  Timestamp failed_at;
  /// When it was last given back to the log; nothing while it waits.
  std::optional<Timestamp> retried_at;
};

/// Events that could not be processed for reasons that may go away: they never stand in the way of
/// others, are shown, and can be put back.
/// Threads: any.
class DeadLetters {
 public:
  DeadLetters(db::Database& database, log::EventLog& log, const Clock& clock)
      : database_(database), log_(log), clock_(clock) {}

  /// Keeps them in the transaction of their batch.
  static Status Keep(db::Transaction& transaction, const std::vector<NewDeadLetter>& letters,
                     Timestamp now);

  struct Page {
    std::vector<DeadLetter> letters;
    std::size_t total = 0;
  };
  /// Newest first. Without `with_retried` only those that wait.
  Result<Page> List(TeamId team_id, std::string_view reason, bool with_retried, std::size_t limit,
                    std::size_t offset);
  /// The letter of an event that waits; nothing when it has none.
  Result<std::optional<DeadLetter>> FindEvent(TeamId team_id, const Uuid& uuid);
  /// How many wait, of all projects.
  Result<std::uint64_t> CountWaiting();

  /// Appends the record to the log again, behind everything; its event is durable when it returns.
  /// Errors: kNotFound; those of the log.
  Status Retry(TeamId team_id, std::int64_t id);
  /// Forgets a letter, and its event with it.
  /// Errors: kNotFound.
  Status Discard(TeamId team_id, std::int64_t id);

 private:
  db::Database& database_;
  log::EventLog& log_;
  const Clock& clock_;
};

}  // namespace tenrec::ingest
