#include "tenrec/ingest/mirror.h"

#include <cstdint>

#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/heatmap.h"
#include "tenrec/ingest/warnings.h"
#include "tenrec/schema/schema.h"

namespace tenrec::ingest {
namespace {

std::vector<store::PersonRow> PersonRows(const persons::Persons::Changes& changes) {
  std::vector<store::PersonRow> rows;
  rows.reserve(changes.persons.size());
  for (const persons::ChangedPerson& person : changes.persons) {
    rows.push_back({.team_id = person.team_id,
                    .id = person.id,
                    .created_at = person.created_at,
                    .properties = person.properties,
                    .is_identified = person.is_identified,
                    .version = person.version,
                    .is_deleted = person.is_deleted});
  }
  return rows;
}

static_assert(persons::kTombstoneStep >= schema::kMixedVersion);

std::vector<store::DistinctIdRow> DistinctIdRows(const persons::Persons::Changes& changes,
                                                 std::int64_t min_version) {
  std::vector<store::DistinctIdRow> rows;
  rows.reserve(changes.distinct_ids.size());
  for (const persons::AttachedId& id : changes.distinct_ids) {
    // Events of a person who is gone go on being that person's.
    const bool is_override = min_version > 0;
    if (id.version < min_version || (is_override && id.is_deleted)) continue;
    rows.push_back({.team_id = id.team_id,
                    .distinct_id = id.distinct_id,
                    .person_id = id.person_id,
                    .version = id.version,
                    .is_deleted = id.is_deleted});
  }
  return rows;
}

std::vector<store::GroupRow> GroupRows(const std::vector<persons::ChangedGroup>& groups) {
  std::vector<store::GroupRow> rows;
  rows.reserve(groups.size());
  for (const persons::ChangedGroup& group : groups) {
    rows.push_back({.team_id = group.team_id,
                    .type_index = group.type_index,
                    .key = group.key,
                    .created_at = group.created_at,
                    .properties = group.properties,
                    .version = group.version});
  }
  return rows;
}

}  // namespace

Status MirrorPersons(store::Store& store, const persons::Persons::Changes& changes,
                     const std::vector<persons::ChangedGroup>& groups, const std::string& token) {
  store::PersonsWriter& mirror = store.persons();
  if (const auto rows = PersonRows(changes); !rows.empty()) {
    TRY(mirror.InsertPersons(rows, "persons/" + token));
  }
  if (const auto rows = DistinctIdRows(changes, 0); !rows.empty()) {
    TRY(mirror.InsertDistinctIds(rows, "ids/" + token));
  }
  if (const auto rows = DistinctIdRows(changes, 1); !rows.empty()) {
    TRY(mirror.InsertOverrides(rows, "overrides/" + token));
  }
  if (const auto rows = GroupRows(groups); !rows.empty()) {
    TRY(mirror.InsertGroups(rows, "groups/" + token));
  }
  return Ok();
}

Status Mirror(store::Store& store, const Traces& traces, const std::string& token) {
  TRY(MirrorPersons(store, traces.changes, traces.groups, token));
  std::vector<store::WarningRow> warnings;
  warnings.reserve(traces.warnings.size());
  for (const Warning& warning : traces.warnings) {
    warnings.push_back({.team_id = warning.team_id,
                        .type = WarningTypeName(warning.type),
                        .details = warning.details,
                        .timestamp = warning.time});
  }
  TRY(store.warnings().Insert(warnings, "warnings/" + token));
  std::vector<store::DroppedRow> dropped;
  dropped.reserve(traces.dropped_events.size());
  for (const DroppedEvent& event : traces.dropped_events) {
    dropped.push_back({.team_id = event.team_id,
                       .uuid = event.uuid,
                       .event = event.event,
                       .distinct_id = event.distinct_id,
                       .reason = DropReasonName(event.reason),
                       .received_at = event.received_at});
  }
  TRY(store.warnings().InsertDropped(dropped, "dropped/" + token));
  std::vector<store::HeatmapRow> points;
  points.reserve(traces.heatmap.size());
  for (const HeatmapPoint& point : traces.heatmap) {
    points.push_back({.team_id = point.team_id,
                      .session_id = point.session_id,
                      .distinct_id = point.distinct_id,
                      .timestamp = point.timestamp,
                      .x = point.x,
                      .y = point.y,
                      .viewport_width = point.viewport_width,
                      .viewport_height = point.viewport_height,
                      .target_fixed = point.target_fixed,
                      .url = point.url,
                      .type = point.type});
  }
  TRY(store.heatmaps().Insert(points, "heatmaps/" + token));
  return Ok();
}

}  // namespace tenrec::ingest
