#include "tenrec/ingest/replay_screen.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/reserved_ids.h"

namespace tenrec::ingest {

Status ReplayScreen::Begin() {
  letters_.clear();
  TRY_ASSIGN(const auto rows, database_.Query("SELECT team_id, uuid FROM ingest_dead_letter WHERE "
                                              "state = 'waiting' AND uuid IS NOT NULL"));
  for (const db::Row row : rows) {
    const Uuid uuid = row.Id(1);
    letters_.emplace(row.Int(0), uuid.high(), uuid.low());
  }
  TRY_ASSIGN(removals_, persons::ReadEventRemovals(database_));
  return Ok();
}

Status ReplayScreen::MarkKnown(std::span<const Event> events, UuidWindow& window) {
  if (events.empty()) return Ok();
  std::vector<store::Store::EventKey> keys;
  keys.reserve(events.size());
  Timestamp from = events.front().record.received_at;
  Timestamp to = from;
  for (const Event& event : events) {
    keys.push_back({event.record.team_id, event.record.uuid});
    from = std::min(from, event.record.received_at);
    to = std::max(to, event.record.received_at);
  }
  TRY_ASSIGN(const auto known, store_.KnownEvents(keys, from, to));
  for (const auto& key : known) window.Insert(key.team_id, key.uuid);
  return Ok();
}

bool ReplayScreen::Withholds(const Event& event) const {
  const Uuid& uuid = event.record.uuid;
  return event.team->id == kSelfTestTeam ||
         letters_.contains(Key{event.team->id, uuid.high(), uuid.low()}) || WasRemoved(event);
}

bool ReplayScreen::WasRemoved(const Event& event) const {
  return std::any_of(removals_.begin(), removals_.end(), [&](const auto& removal) {
    if (removal.team_id != event.team->id || removal.log_position <= event.source->offset) {
      return false;
    }
    // The ids of who is gone are not kept; that they were somebody's is.
    if (persons_.HadDeletedPerson(event.team->id, event.distinct_id)) return true;
    const auto person = persons_.PersonOf(event.team->id, event.distinct_id);
    return person && std::count(removal.persons.begin(), removal.persons.end(), *person) > 0;
  });
}

Status ReplayScreen::DropKnown(std::vector<HeatmapPoint>& points) {
  using Moment = store::HeatmapsWriter::Moment;
  std::set<Moment> moments;
  for (const HeatmapPoint& point : points) {
    moments.insert({point.team_id, point.session_id, point.timestamp});
  }
  TRY_ASSIGN(const auto known, store_.heatmaps().Known(moments));
  std::erase_if(points, [&](const HeatmapPoint& point) {
    return known.contains({point.team_id, point.session_id, point.timestamp});
  });
  return Ok();
}

}  // namespace tenrec::ingest
