#include "tenrec/ingest/event.h"

#include <algorithm>
#include <unordered_map>

namespace tenrec::ingest {

EventProperty* Event::Find(KnownKey known) {
  const auto found = std::find_if(properties.begin(), properties.end(), [&](const auto& property) {
    return property.known == known && !property.removed();
  });
  return found == properties.end() ? nullptr : &*found;
}

const EventProperty* Event::Find(KnownKey known) const {
  return const_cast<Event*>(this)->Find(known);
}

EventProperty* Event::FindByKey(std::string_view key) {
  const auto found = std::find_if(properties.begin(), properties.end(), [&](const auto& property) {
    return property.key == key && !property.removed();
  });
  return found == properties.end() ? nullptr : &*found;
}

const EventProperty* Event::FindByKey(std::string_view key) const {
  return const_cast<Event*>(this)->FindByKey(key);
}

void Event::Remove(KnownKey known) {
  for (EventProperty& property : properties) {
    if (property.known == known) property.value = {};
  }
}

void Event::Put(KnownKey known, std::string_view key, std::string_view value) {
  if (EventProperty* present = Find(known)) {
    present->value = value;
  } else {
    properties.push_back({.raw_key = key, .key = key, .value = value, .known = known});
  }
}

KnownKey FindKnownKey(std::string_view key) {
  static const std::unordered_map<std::string_view, KnownKey> keys = {
      {"$set", KnownKey::kSet},
      {"$set_once", KnownKey::kSetOnce},
      {"$unset", KnownKey::kUnset},
      {"$groups", KnownKey::kGroups},
      {"$group_0", KnownKey::kGroupIndex},
      {"$group_1", KnownKey::kGroupIndex},
      {"$group_2", KnownKey::kGroupIndex},
      {"$group_3", KnownKey::kGroupIndex},
      {"$group_4", KnownKey::kGroupIndex},
      {"$group_type", KnownKey::kGroupType},
      {"$group_key", KnownKey::kGroupKey},
      {"$group_set", KnownKey::kGroupSet},
      {"$process_person_profile", KnownKey::kProcessPersonProfile},
      {"$elements", KnownKey::kElements},
      {"$elements_chain", KnownKey::kElementsChain},
      {"$ip", KnownKey::kIp},
      {"$sent_at", KnownKey::kSentAt},
      {"$anon_distinct_id", KnownKey::kAnonDistinctId},
      {"alias", KnownKey::kAlias},
      {"$cookieless_mode", KnownKey::kCookielessMode},
      {"$heatmap_data", KnownKey::kHeatmapData},
      {"$prev_pageview_pathname", KnownKey::kPreviousPath},
      {"$session_id", KnownKey::kSessionId},
      {"$geoip_disable", KnownKey::kGeoipDisable},
      {"ph_product_tours", KnownKey::kNeverStored},
      {"$product_tours_activated", KnownKey::kNeverStored},
      {"$override_feature_flag_payloads", KnownKey::kNeverStored},
  };
  const auto found = keys.find(key);
  return found == keys.end() ? KnownKey::kOther : found->second;
}

}  // namespace tenrec::ingest
