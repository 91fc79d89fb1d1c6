#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/ingest/drop_reason.h"
#include "tenrec/ingest/event.h"
#include "tenrec/ingest/heatmap.h"
#include "tenrec/ingest/uuid_window.h"
#include "tenrec/ingest/warnings.h"

namespace tenrec::accounts {
class TokenRestrictions;
}

namespace tenrec::ingest {

class Cookieless;
class GeoDatabase;

/// What the steps of one batch share.
struct StepContext {
  persons::Persons& persons;
  persons::Groups& groups;
  UuidWindow& window;
  TextArena& arena;
  Warnings& warnings;
  std::vector<HeatmapPoint>& heatmap;
  /// Scratch: what the event at hand changes on its person.
  persons::PropertyUpdate& update;
  Timestamp now;
  /// Repeated events are marked and not dropped.
  bool keeps_repeated = false;
  /// The event was read long ago: its persons are as it and all behind it left them.
  bool is_replay = false;
  /// nullptr: nobody knows where addresses are.
  GeoDatabase* geo = nullptr;
  Cookieless* cookieless = nullptr;
  /// Counts what event filters on trial would have dropped.
  Counter* trial_matches = nullptr;
  /// Of whoever runs the program; nullptr: none.
  const accounts::TokenRestrictions* restrictions = nullptr;
  /// What made a step fail that has to be tried again with the whole batch.
  Status trouble = Ok();
};

/// One thing that happens to every event. Gives the reason when the event ends here.
using StepFunction = std::optional<DropReason> (*)(Event& event, StepContext& context);

struct Step {
  std::string_view name;
  StepFunction run = nullptr;
};

/// The steps before the persons of the batch are loaded, in order.
/// Source: ingestion.md 1, rows 1 to 7
std::span<const Step> StepsBeforePersons();
/// The steps that need the event's person, and those behind them.
/// Source: ingestion.md 1, rows 8 to 14
std::span<const Step> StepsWithPersons();

/// The id that the event wants joined with its own; empty for none.
/// Source: ingestion.md 6.1
std::string_view OtherDistinctId(const Event& event, TextArena& arena);

/// Notes the points of heatmaps that the event tells of, and warns of what is wrong with them.
/// Source: ingestion.md 10
void ReadHeatmapPoints(const Event& event, StepContext& context);

/// The group that a $groupidentify is about; nothing for other events and when its type or key is
/// missing. Source: ingestion.md 8
std::optional<persons::GroupName> IdentifiedGroup(const Event& event, TextArena& arena);

/// The event's properties as they are stored.
void PrintProperties(const Event& event, std::string& out);

}  // namespace tenrec::ingest
