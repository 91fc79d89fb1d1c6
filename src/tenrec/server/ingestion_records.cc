#include "tenrec/server/ingestion_records.h"

#include <chrono>
#include <string>

namespace tenrec::server {
namespace {

constexpr std::chrono::seconds kMaxAge{60};

}  // namespace

api::IngestionPort IngestionRecords::Port() {
  return {
      .ledger = [this](TeamId team, Timestamp from,
                       Timestamp to) { return ledger_.Of(team, from, to); },
      .books = [this] { return ledger_.Total(); },
      .waiting_since = [this] { return ledger_.WaitingSince(); },
      .fate = [this](TeamId team, const Uuid& uuid) { return fates_.Find(team, uuid); },
      .warnings = [this](TeamId team, Timestamp since,
                         std::size_t limit) { return under_.store().Warnings(team, since, limit); },
      .letters =
          [this](TeamId team, std::string_view reason, bool with_retried, std::size_t limit,
                 std::size_t offset) {
            return letters_.List(team, reason, with_retried, limit, offset);
          },
      .retry = [this](TeamId team, std::int64_t id) { return letters_.Retry(team, id); },
      .discard = [this](TeamId team, std::int64_t id) { return letters_.Discard(team, id); }};
}

Status IngestionRecords::CheckBooks() {
  TRY_ASSIGN(const ingest::Books books, ledger_.Total());
  const auto reached = static_cast<std::int64_t>(books.next - books.first);
  under_.metrics()
      .GetGauge("ingest_ledger_in_flight")
      .Set(static_cast<std::int64_t>(books.in_flight));
  under_.metrics()
      .GetGauge("ingest_ledger_missing")
      .Set(reached - static_cast<std::int64_t>(books.settled));
  if (books.balances()) return Ok();
  return DataLoss("of " + std::to_string(reached) + " events " + std::to_string(books.entered) +
                  " are entered and " + std::to_string(books.settled) + " are accounted for");
}

Status IngestionRecords::CheckFreshness() {
  TRY_ASSIGN(const auto since, ledger_.WaitingSince());
  const auto age = since ? under_.clock().Now() - *since : std::chrono::microseconds(0);
  under_.metrics()
      .GetGauge("ingest_lag_seconds")
      .Set(std::chrono::duration_cast<std::chrono::seconds>(age).count());
  return age <= kMaxAge ? Ok() : Status(Unavailable("events wait for more than a minute"));
}

}  // namespace tenrec::server
