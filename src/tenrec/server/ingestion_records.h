#pragma once

#include "tenrec/accounts/refused_keys.h"
#include "tenrec/api/ingestion_port.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/fates.h"
#include "tenrec/ingest/geoip.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/server/installation.h"
#include "tenrec/server/selftest.h"

namespace tenrec::server {

/// What ingestion leaves behind for people: its books, what became of an event, dead letters.
class IngestionRecords {
 public:
  /// `places` may be nullptr.
  IngestionRecords(Installation& under, ingest::Ingester& ingester,
                   const ingest::GeoDatabase* places, const SelfTest& self_test,
                   const accounts::RefusedKeys& refused)
      : under_(under),
        places_(places),
        self_test_(self_test),
        refused_(refused),
        letters_(under.database(), under.events(), under.clock()),
        ledger_(under.database(), under.events(), "events", 0,
                [&ingester] { return ingester.landed(); }),
        fates_(under.store(), letters_, under.events(), 0,
               [&ingester] { return ingester.landed(); }) {}

  /// How the API asks.
  api::IngestionPort Port();
  /// Errors: kDataLoss when something was lost or counted twice between the log and the tables.
  Status CheckBooks();
  /// Errors: kUnavailable when events wait for more than a minute.
  Status CheckFreshness();

 private:
  api::Enrichment DescribeEnrichment();

  Installation& under_;
  const ingest::GeoDatabase* const places_;
  const SelfTest& self_test_;
  const accounts::RefusedKeys& refused_;
  ingest::DeadLetters letters_;
  ingest::Ledger ledger_;
  ingest::Fates fates_;
};

}  // namespace tenrec::server
