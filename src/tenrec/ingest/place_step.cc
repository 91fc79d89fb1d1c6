#include "tenrec/ingest/place_step.h"

#include <algorithm>
#include <string_view>

#include "tenrec/ingest/geoip.h"
#include "tenrec/ingest/json_members.h"

namespace tenrec::ingest {
namespace {

constexpr std::string_view kPrefix = "$geoip_";

std::string_view AddressOf(const Event& event) {
  const EventProperty* sent = event.Find(KnownKey::kIp);
  if (sent == nullptr) return event.record.ip;
  return IsJsonString(sent->value) ? sent->value.substr(1, sent->value.size() - 2)
                                   : std::string_view();
}

bool Knows(const GeoPlace& place, std::string_view name) {
  return std::ranges::binary_search(place.facts, name, {}, &GeoFact::event_name);
}

}  // namespace

std::optional<DropReason> AddPlace(Event& event, StepContext& context) {
  if (context.geo == nullptr) return std::nullopt;
  const EventProperty* disabled = event.Find(KnownKey::kGeoipDisable);
  if (disabled != nullptr && disabled->value == "true") return std::nullopt;
  event.place = context.geo->Find(AddressOf(event));
  if (event.place == nullptr) return std::nullopt;
  for (EventProperty& property : event.properties) {
    if (property.key.starts_with(kPrefix) && Knows(*event.place, property.key)) {
      property.value = {};
    }
  }
  for (const GeoFact& fact : event.place->facts) {
    event.properties.push_back({fact.event_name, fact.event_name, fact.json, KnownKey::kOther});
  }
  return std::nullopt;
}

void AddPlaceTo(const Event& event, persons::PropertyUpdate& update) {
  if (event.place == nullptr) return;
  const bool speaks_of_places = std::ranges::any_of(
      update.set, [](const persons::KeyValue& value) { return value.key.starts_with(kPrefix); });
  for (const std::string_view name : event.place->missing) {
    const auto is_it = [&](const persons::KeyValue& value) { return value.key == name; };
    if (speaks_of_places && std::ranges::any_of(update.set, is_it)) continue;
    update.unset.push_back(name);
  }
  for (const GeoFact& fact : event.place->facts) {
    update.set.push_back({fact.event_name, fact.json});
    update.set_once.push_back({fact.initial_name, fact.json});
  }
}

}  // namespace tenrec::ingest
