#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/refused_keys.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/fates.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/store/store.h"

namespace tenrec::api {

/// What is added to events, and by which steps.
struct Enrichment {
  /// Empty: no places are added, for the reason that `places_off` says.
  std::string places_database;
  Timestamp places_built_at;
  std::string places_off;
  struct Step {
    std::string name;
    /// Since the start of the process. Units: seconds of one thread.
    double seconds = 0;
  };
  /// In the order in which they run.
  std::vector<Step> steps;
  /// Events that left ingestion since the start of the process.
  std::uint64_t events = 0;
};

/// How the last test event of the process fared on its way from capture to a question.
struct SelfTestResult {
  enum class State : std::uint8_t { kOff, kWaiting, kPassed, kFailed };
  State state = State::kOff;
  /// Of the last test that ended; nothing while none has.
  std::optional<Timestamp> sent_at;
  /// From its request to the answer that shows it; nothing when it failed. Units: seconds.
  std::optional<double> seconds;
  /// Where it failed; empty when it did not.
  std::string why;
};

/// What the API asks ingestion about its work, and what it asks for.
struct IngestionPort {
  std::function<Result<std::vector<ingest::LedgerHour>>(TeamId, Timestamp from, Timestamp to)>
      ledger;
  std::function<Result<ingest::Books>()> books;
  std::function<Result<std::optional<Timestamp>>()> waiting_since;
  std::function<Result<std::optional<ingest::Fate>>(TeamId, const Uuid&)> fate;
  std::function<Result<std::vector<store::Store::PastWarning>>(TeamId, Timestamp since,
                                                               std::size_t limit)>
      warnings;
  std::function<Result<ingest::DeadLetters::Page>(
      TeamId, std::string_view reason, bool with_retried, std::size_t limit, std::size_t offset)>
      letters;
  std::function<Status(TeamId, std::int64_t)> retry;
  std::function<Status(TeamId, std::int64_t)> discard;
  std::function<Enrichment()> enrichment;
  std::function<SelfTestResult()> self_test;
  /// Of the whole server, whoever sent them.
  std::function<std::vector<accounts::RefusedKey>()> refused_keys;
};

}  // namespace tenrec::api
