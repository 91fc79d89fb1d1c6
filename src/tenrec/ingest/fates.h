#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/log/log.h"
#include "tenrec/store/store.h"

namespace tenrec::ingest {

/// What became of one event.
struct Fate {
  enum class State : std::uint8_t { kStored, kDropped, kDeadLettered, kInFlight };
  State state = State::kInFlight;
  std::string event;
  std::string distinct_id;
  Timestamp received_at;
  std::optional<Timestamp> stored_at;
  /// A DropReasonName; empty for events that are stored or on their way.
  std::string reason;
  std::string detail;
};
std::string_view FateName(Fate::State state);

/// Looks an event up wherever it may be.
/// Threads: any.
class Fates {
 public:
  /// `landed` gives the consumer's offset.
  Fates(store::Store& store, DeadLetters& letters, log::EventLog& log, int partition,
        std::function<log::Offset()> landed)
      : store_(store),
        letters_(letters),
        log_(log),
        partition_(partition),
        landed_(std::move(landed)) {}

  /// Nothing for an event that was never accepted, that was dropped more than thirty days ago, or
  /// that is too far behind others to be found.
  Result<std::optional<Fate>> Find(TeamId team_id, const Uuid& uuid);

 private:
  Result<std::optional<Fate>> FindInLog(TeamId team_id, const Uuid& uuid);

  store::Store& store_;
  DeadLetters& letters_;
  log::EventLog& log_;
  const int partition_;
  const std::function<log::Offset()> landed_;
};

}  // namespace tenrec::ingest
