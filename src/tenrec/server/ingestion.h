#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/ingest/geoip.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/ingest/live_tail.h"
#include "tenrec/persons/persons.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {

/// The ingester of an installation with what only it uses. Start and stop `ingester`.
struct Ingestion {
  /// `on_landed` is told which events of a project have become queryable, `on_task_done` that its
  /// persons or groups are others without any, `on_restart` that some of any project may have
  /// become queryable without a word; each may be empty. `places` may be nullptr.
  explicit Ingestion(Installation& under,
                     std::function<void(TeamId, const ingest::StoredEvents&)> on_landed = {},
                     std::function<void(TeamId)> on_task_done = {},
                     std::function<void()> on_restart = {},
                     std::unique_ptr<ingest::GeoDatabase> places = nullptr,
                     accounts::TokenRestrictions held = {})
      : geo(std::move(places)),
        restrictions(std::move(held)),
        persons(under.database(),
                {.cache_bytes = static_cast<std::size_t>(under.budget().caches) / 4},
                under.metrics()),
        live(under.metrics()),
        ingester({.log = under.events(),
                  .teams = under.teams(),
                  .database = under.database(),
                  .persons = persons,
                  .catalog = under.catalog(),
                  .store = under.store(),
                  .live = live,
                  .clock = under.clock(),
                  .metrics = under.metrics(),
                  .geo = geo.get(),
                  .restrictions = &restrictions,
                  .on_first_event =
                      [&under](TeamId team) {
                        // Asked again with the next batch when it fails.
                        (void)under.accounts().projects().MarkIngestedEvent(team);
                      },
                  .on_landed = std::move(on_landed),
                  .on_task_done = std::move(on_task_done),
                  .on_restart = std::move(on_restart)},
                 OptionsWithin(under.budget())) {}

  std::unique_ptr<ingest::GeoDatabase> geo;
  const accounts::TokenRestrictions restrictions;
  persons::Persons persons;
  ingest::LiveTail live;
  ingest::Ingester ingester;

 private:
  /// A batch is held about ten times over on its way: as records, rows, blocks of the engine and
  /// the parts it writes, and four batches are under way at once.
  static ingest::IngesterOptions OptionsWithin(const MemoryBudget& budget) {
    constexpr std::int64_t kMegabyte = 1 << 20;
    const auto share = static_cast<std::size_t>(
        std::clamp<std::int64_t>(budget.engine / 64, kMegabyte, 32 * kMegabyte));
    ingest::IngesterOptions options;
    options.max_batch_bytes = share;
    options.late.max_bytes = share;
    return options;
  }
};

}  // namespace tenrec::server
