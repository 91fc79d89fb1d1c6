#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/log.h"
#include "tenrec/persons/groups.h"
#include "tenrec/persons/persons.h"

namespace tenrec::ingest {

/// Properties that a step looks at. Others are kOther.
enum class KnownKey : std::uint8_t {
  kOther,
  kSet,
  kSetOnce,
  kUnset,
  kGroups,
  kGroupIndex,  // $group_0 to $group_4
  kGroupType,
  kGroupKey,
  kGroupSet,
  kProcessPersonProfile,
  kElements,
  kElementsChain,
  kIp,
  kSentAt,
  kAnonDistinctId,
  kAlias,
  kCookielessMode,
  kHeatmapData,
  kPreviousPath,
  kGeoipDisable,
  kSessionId,
  kNeverStored,
};

struct GeoPlace;

/// One property of an event. All views look into the batch.
struct EventProperty {
  /// As it stands in the text, between the quotes.
  std::string_view raw_key;
  /// Decoded.
  std::string_view key;
  /// JSON text; without bytes when a step removed the property.
  std::string_view value;
  KnownKey known = KnownKey::kOther;

  bool removed() const { return value.empty(); }
};

/// An event on its way through the steps.
struct Event {
  log::EventRecord record;
  std::shared_ptr<const accounts::Team> team;
  std::string_view name;
  std::string_view distinct_id;
  std::vector<EventProperty> properties;

  /// Where it came from; lives as long as the batch.
  const log::LogRecord* source = nullptr;
  /// Its place in the books of the batch.
  std::size_t entry = 0;
  /// Its row has landed: it is here only because its persons may not have.
  bool is_repeated = false;
  bool processes_person = true;
  bool opted_out = false;
  bool skips_persons = false;
  /// Somebody decided that it reads and writes no person.
  bool is_restricted_to_personless = false;
  /// Where its address is; nullptr when nobody knows.
  std::shared_ptr<const GeoPlace> place;
  std::string_view elements_chain;
  persons::PersonAnswer person;
  /// Keys of its groups, by the number of their type.
  std::array<std::string_view, persons::kMaxGroupTypes> groups;

  /// The first property of that kind that is still there, or nullptr. Of a key that occurs twice
  /// the first counts.
  EventProperty* Find(KnownKey known);
  const EventProperty* Find(KnownKey known) const;
  /// The same by the decoded name.
  EventProperty* FindByKey(std::string_view key);
  const EventProperty* FindByKey(std::string_view key) const;
  void Remove(KnownKey known);
  /// Replaces the property or adds it. The texts must outlive the event.
  void Put(KnownKey known, std::string_view key, std::string_view value);
};

/// Texts that were made along the way and live as long as the batch.
class TextArena {
 public:
  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void Clear() { texts_.clear(); }

 private:
  std::deque<std::string> texts_;  // a deque, since views look into it
};

/// kOther for a key that no step looks at.
KnownKey FindKnownKey(std::string_view key);

}  // namespace tenrec::ingest
