#include "tenrec/server/ingestion_records.h"

#include <chrono>
#include <string>

#include "tenrec/ingest/steps.h"

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
      .discard = [this](TeamId team, std::int64_t id) { return letters_.Discard(team, id); },
      .enrichment = [this] { return DescribeEnrichment(); },
      .self_test = [this] { return self_test_.Report(); },
      .refused_keys = [this] { return refused_.Recent(under_.clock().Now()); }};
}

api::Enrichment IngestionRecords::DescribeEnrichment() {
  api::Enrichment enrichment;
  if (places_ == nullptr) {
    enrichment.places_off =
        "No database of places: name a file in MaxMind's format in GEOIP_DATABASE, and restart.";
  } else {
    enrichment.places_database = places_->type();
    enrichment.places_built_at = places_->built_at();
  }
  Metrics& metrics = under_.metrics();
  for (const auto steps : {ingest::StepsBeforePersons(), ingest::StepsWithPersons()}) {
    for (const ingest::Step& step : steps) {
      const std::string name(step.name);
      enrichment.steps.push_back(
          {.name = name,
           .seconds = metrics.GetHistogram("ingest_step_seconds", {{"step", name}}).sum()});
    }
  }
  for (const char* result : {"stored", "dropped", "dead_lettered"}) {
    enrichment.events += metrics.GetCounter("ingest_events_total", {{"result", result}}).value();
  }
  return enrichment;
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
