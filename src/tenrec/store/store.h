#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/engine/engine.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/store/events_writer.h"
#include "tenrec/store/heatmaps_writer.h"
#include "tenrec/store/person_move_book.h"
#include "tenrec/store/persons_writer.h"
#include "tenrec/store/promotion.h"
#include "tenrec/store/query_log_writer.h"
#include "tenrec/store/warnings_writer.h"

namespace tenrec::store {

/// The analytics tables: brought up to date at Open, written through the writers.
/// Threads: any, except promoter().
class Store {
 public:
  /// Runs the migrations, reads the property layout, goes on with unfinished promotions.
  static Result<std::unique_ptr<Store>> Open(engine::Engine& engine, const Clock& clock,
                                             Metrics& metrics);

  const schema::PropertyLayoutHolder& layout() const { return layout_; }
  EventsWriter& events() { return *events_; }
  PersonsWriter& persons() { return *persons_; }
  PersonMoveBook& person_moves() { return person_moves_; }
  WarningsWriter& warnings() { return *warnings_; }
  HeatmapsWriter& heatmaps() { return *heatmaps_; }
  QueryLogWriter& query_log() { return *query_log_; }
  PropertyPromoter& promoter() { return *promoter_; }

  struct EventKey {
    TeamId team_id = 0;
    Uuid uuid;
  };
  /// The events that landed last, newest first, no older than `since`: what a restarted ingester
  /// must know to recognise a client's retry.
  Result<std::vector<EventKey>> RecentEvents(Timestamp since, std::size_t limit);

  /// Which of these events, received within that time, are stored or were dropped on purpose.
  Result<std::vector<EventKey>> KnownEvents(std::span<const EventKey> keys, Timestamp received_from,
                                            Timestamp received_to);

  struct PastWarning {
    std::string type;
    /// A JSON object.
    std::string details;
    Timestamp timestamp;
  };
  /// The warnings of a project since then, newest first.
  Result<std::vector<PastWarning>> Warnings(TeamId team_id, Timestamp since, std::size_t limit);

  /// What is known of one event.
  struct EventTrace {
    std::string event;
    std::string distinct_id;
    Timestamp received_at;
    /// When it became queryable; nothing for one that was dropped.
    std::optional<Timestamp> stored_at;
    /// Why it was dropped; empty for one that was stored.
    std::string reason;
  };
  /// Nothing for an event that was never stored nor dropped, or dropped too long ago.
  Result<std::optional<EventTrace>> Trace(TeamId team_id, const Uuid& uuid);

 private:
  Store(engine::Engine& engine, std::shared_ptr<const schema::PropertyLayout> layout)
      : engine_(engine), layout_(std::move(layout)) {}

  engine::Engine& engine_;
  schema::PropertyLayoutHolder layout_;
  PersonMoveBook person_moves_;
  std::unique_ptr<EventsWriter> events_;
  std::unique_ptr<PersonsWriter> persons_;
  std::unique_ptr<WarningsWriter> warnings_;
  std::unique_ptr<HeatmapsWriter> heatmaps_;
  std::unique_ptr<QueryLogWriter> query_log_;
  std::unique_ptr<PropertyPromoter> promoter_;
};

/// Creates and changes tables up to this program's version. Each step runs once per data path.
Status Migrate(engine::Engine& engine);

/// Asks the engine whether the tables are at this program's version.
/// Errors: kFailedPrecondition when they are not; the engine's.
Status CheckMigrated(engine::Engine& engine);

/// The id of the installation whose rows these are; nullopt when nobody has written one.
/// Errors: kDataLoss when there is more than one.
Result<std::optional<Uuid>> ReadInstallationId(engine::Engine& engine);
/// Replaces it.
Status WriteInstallationId(engine::Engine& engine, const Uuid& id);

/// How many events each project has.
Result<std::vector<std::pair<TeamId, std::uint64_t>>> CountEvents(engine::Engine& engine);

/// The highest project that has an event; 0 without events.
Result<TeamId> HighestTeamId(engine::Engine& engine);

}  // namespace tenrec::store
