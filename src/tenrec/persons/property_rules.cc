#include "tenrec/persons/property_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "tenrec/base/encoding.h"

namespace tenrec::persons {
namespace {

constexpr auto kAutoProperties = std::to_array<std::string_view>({"$app_build",
                                                                  "$app_name",
                                                                  "$app_namespace",
                                                                  "$app_version",
                                                                  "$browser",
                                                                  "$browser_version",
                                                                  "$device_type",
                                                                  "$current_url",
                                                                  "$pathname",
                                                                  "$os",
                                                                  "$os_name",
                                                                  "$os_version",
                                                                  "$referring_domain",
                                                                  "$referrer",
                                                                  "$screen_height",
                                                                  "$screen_width",
                                                                  "$viewport_height",
                                                                  "$viewport_width",
                                                                  "$raw_user_agent",
                                                                  "utm_source",
                                                                  "utm_medium",
                                                                  "utm_campaign",
                                                                  "utm_content",
                                                                  "utm_name",
                                                                  "utm_term",
                                                                  "gclid",
                                                                  "gad_source",
                                                                  "gclsrc",
                                                                  "dclid",
                                                                  "gbraid",
                                                                  "wbraid",
                                                                  "fbclid",
                                                                  "msclkid",
                                                                  "twclid",
                                                                  "li_fat_id",
                                                                  "mc_cid",
                                                                  "igshid",
                                                                  "ttclid",
                                                                  "rdt_cid",
                                                                  "irclid",
                                                                  "_kx",
                                                                  "epik",
                                                                  "qclid",
                                                                  "sccid"});

// They move with every page view: a write for each would cost more than they are worth.
constexpr auto kNotWorthAWrite =
    std::to_array<std::string_view>({"$current_url",
                                     "$pathname",
                                     "$referring_domain",
                                     "$referrer",
                                     "$screen_height",
                                     "$screen_width",
                                     "$viewport_height",
                                     "$viewport_width",
                                     "$browser",
                                     "$browser_version",
                                     "$device_type",
                                     "$raw_user_agent",
                                     "$os",
                                     "$os_name",
                                     "$os_version",
                                     "$geoip_postal_code",
                                     "$geoip_time_zone",
                                     "$geoip_latitude",
                                     "$geoip_longitude",
                                     "$geoip_accuracy_radius",
                                     "$geoip_subdivision_1_code",
                                     "$geoip_subdivision_1_name",
                                     "$geoip_subdivision_2_code",
                                     "$geoip_subdivision_2_name",
                                     "$geoip_subdivision_3_code",
                                     "$geoip_subdivision_3_name",
                                     "$geoip_city_confidence",
                                     "$geoip_country_confidence",
                                     "$geoip_postal_code_confidence",
                                     "$geoip_subdivision_1_confidence",
                                     "$geoip_subdivision_2_confidence"});

constexpr auto kIllegalAnyCase =
    std::to_array<std::string_view>({"anonymous", "guest", "distinctid", "distinct_id", "id",
                                     "not_authenticated", "email", "undefined", "true", "false"});
constexpr auto kIllegalExact =
    std::to_array<std::string_view>({"[object Object]", "NaN", "None", "none", "null", "0"});

struct Names {
  std::string set_name;
  std::string initial_name;
};

const std::unordered_map<std::string_view, Names>& AutoTable() {
  static const auto table = [] {
    std::unordered_map<std::string_view, Names> made;
    for (const std::string_view key : kAutoProperties) {
      const std::string_view name = key == "$os_name" ? "$os" : key;
      const std::string_view bare = name.starts_with('$') ? name.substr(1) : name;
      made.emplace(key, Names{std::string(name), "$initial_" + std::string(bare)});
    }
    return made;
  }();
  return table;
}

bool IsWorthAWrite(std::string_view key) {
  static const std::unordered_set<std::string_view> quiet(kNotWorthAWrite.begin(),
                                                          kNotWorthAWrite.end());
  return !quiet.contains(key);
}

/// Whether an earlier entry of the list has the same key; the lists are short.
bool MentionedBefore(const std::vector<KeyValue>& list, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i) {
    if (list[i].key == list[at].key) return true;
  }
  return false;
}

bool Mentions(const std::vector<std::string_view>& list, std::string_view key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// Whether the update would change anything that is worth writing.
bool TriggersWrite(const PropertyBag& properties, const PropertyUpdate& update,
                   bool is_person_event) {
  for (const KeyValue& once : update.set_once) {
    if (properties.Find(once.key) == nullptr && !Mentions(update.unset, once.key)) return true;
  }
  for (std::size_t i = 0; i < update.set.size(); ++i) {
    const KeyValue& value = update.set[i];
    const std::string* current = properties.Find(value.key);
    if (current == nullptr) {
      if (!Mentions(update.unset, value.key)) return true;
    } else if (*current != value.json && (is_person_event || IsWorthAWrite(value.key)) &&
               !MentionedBefore(update.set, i)) {
      return true;
    }
  }
  return std::any_of(update.unset.begin(), update.unset.end(),
                     [&](std::string_view key) { return properties.Find(key) != nullptr; });
}

}  // namespace

std::optional<AutoProperty> FindAutoProperty(std::string_view event_property) {
  const auto found = AutoTable().find(event_property);
  if (found == AutoTable().end()) return std::nullopt;
  return AutoProperty{found->second.set_name, found->second.initial_name};
}

bool ApplyUpdate(PropertyBag& properties, const PropertyUpdate& update, bool is_person_event) {
  if (!TriggersWrite(properties, update, is_person_event)) return false;
  bool changed = false;
  for (const KeyValue& once : update.set_once) {
    if (properties.Find(once.key) == nullptr) changed |= properties.Set(once.key, once.json);
  }
  for (std::size_t i = 0; i < update.set.size(); ++i) {
    if (MentionedBefore(update.set, i)) continue;
    changed |= properties.Set(update.set[i].key, update.set[i].json);
  }
  for (const std::string_view key : update.unset) changed |= properties.Erase(key);
  return changed;
}

PropertyBag FirstProperties(const PropertyUpdate& update) {
  PropertyBag properties;
  ApplyUpdate(properties, update, true);
  return properties;
}

bool IsPersonEvent(std::string_view event) {
  return event == "$identify" || event == "$create_alias" || event == "$merge_dangerously" ||
         event == "$set";
}

bool IsIllegalDistinctId(std::string_view distinct_id) {
  std::string_view bare = distinct_id;
  if (bare.size() >= 2 && bare.front() == bare.back() &&
      (bare.front() == '"' || bare.front() == '\'')) {
    bare = bare.substr(1, bare.size() - 2);
  }
  if (TrimAscii(bare).empty()) return true;
  return std::find(kIllegalExact.begin(), kIllegalExact.end(), bare) != kIllegalExact.end() ||
         std::any_of(kIllegalAnyCase.begin(), kIllegalAnyCase.end(),
                     [&](std::string_view word) { return EqualsIgnoreCase(word, bare); });
}

}  // namespace tenrec::persons
