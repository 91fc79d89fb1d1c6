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

constexpr std::size_t kShortList = 128;

/// Sorts a list that is mostly short and often sorted, and keeps the first of equal keys.
template <typename T, typename KeyOf>
void SortByKey(std::vector<T>& list, const KeyOf& key_of) {
  if (list.size() > kShortList) {
    std::ranges::stable_sort(list, {}, key_of);
  }
  for (std::size_t i = 1; i < list.size(); ++i) {
    const T value = list[i];
    std::size_t at = i;
    while (at > 0 && key_of(value) < key_of(list[at - 1])) {
      list[at] = list[at - 1];
      --at;
    }
    list[at] = value;
  }
  list.erase(std::unique(list.begin(), list.end(),
                         [&](const T& a, const T& b) { return key_of(a) == key_of(b); }),
             list.end());
}

/// A place in a sorted list that only moves forward.
template <typename KeyAt>
class Cursor {
 public:
  Cursor(std::size_t size, const KeyAt& key_at) : size_(size), key_at_(key_at) {}
  /// Whether the list has the key; keys must come in order.
  bool MoveTo(std::string_view key) {
    for (; at_ < size_; ++at_) {
      const int order = key_at_(at_).compare(key);
      if (order >= 0) return order == 0;
    }
    return false;
  }
  std::size_t at() const { return at_; }

 private:
  const std::size_t size_;
  const KeyAt& key_at_;
  std::size_t at_ = 0;
};

/// Whether the update would change anything that is worth writing.
bool TriggersWrite(const PropertyBag& properties, const PropertyUpdate& update,
                   bool is_person_event) {
  const auto key_at = [&](std::size_t i) { return properties.at(i).key; };
  const auto is_unset = [&](std::string_view key) {
    return std::binary_search(update.unset.begin(), update.unset.end(), key);
  };
  Cursor for_once(properties.size(), key_at);
  for (const KeyValue& once : update.set_once) {
    if (!for_once.MoveTo(once.key) && !is_unset(once.key)) return true;
  }
  Cursor for_set(properties.size(), key_at);
  for (const KeyValue& value : update.set) {
    if (!for_set.MoveTo(value.key)) {
      if (!is_unset(value.key)) return true;
    } else if (properties.at(for_set.at()).json != value.json &&
               (is_person_event || IsWorthAWrite(value.key))) {
      return true;
    }
  }
  return std::any_of(update.unset.begin(), update.unset.end(),
                     [&](std::string_view key) { return properties.Find(key).has_value(); });
}

}  // namespace

std::optional<AutoProperty> FindAutoProperty(std::string_view event_property) {
  const auto found = AutoTable().find(event_property);
  if (found == AutoTable().end()) return std::nullopt;
  return AutoProperty{found->second.set_name, found->second.initial_name};
}

void Tidy(PropertyUpdate& update) {
  const auto key_of = [](const KeyValue& value) { return value.key; };
  SortByKey(update.set, key_of);
  SortByKey(update.set_once, key_of);
  SortByKey(update.unset, [](std::string_view key) { return key; });
}

bool ApplyUpdate(PropertyBag& properties, const PropertyUpdate& update, bool is_person_event) {
  if (!TriggersWrite(properties, update, is_person_event)) return false;
  std::size_t bytes = properties.text().size();
  for (const auto* list : {&update.set, &update.set_once}) {
    for (const KeyValue& value : *list) bytes += value.key.size() + value.json.size() + 4;
  }
  PropertyBag::Builder next(bytes);
  std::size_t kept = 0;
  std::size_t set = 0;
  std::size_t once = 0;
  std::size_t unset = 0;
  for (;;) {
    // The smallest key that is left, and the value that wins for it.
    std::optional<KeyValue> least;
    const auto consider = [&](bool is_there, const auto& value_of) {
      if (!is_there) return;
      const KeyValue value = value_of();
      if (!least || value.key < least->key) least = value;
    };
    consider(set < update.set.size(), [&] { return update.set[set]; });
    consider(kept < properties.size(), [&] { return properties.at(kept); });
    consider(once < update.set_once.size(), [&] { return update.set_once[once]; });
    if (!least) break;
    const std::string_view key = least->key;
    if (set < update.set.size() && update.set[set].key == key) ++set;
    if (kept < properties.size() && properties.at(kept).key == key) ++kept;
    if (once < update.set_once.size() && update.set_once[once].key == key) ++once;
    while (unset < update.unset.size() && update.unset[unset] < key) ++unset;
    if (unset == update.unset.size() || update.unset[unset] != key) next.Add(*least);
  }
  properties = next.Take();
  return true;
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
