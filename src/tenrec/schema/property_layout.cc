#include "tenrec/schema/property_layout.h"

#include <utility>

namespace tenrec::schema {
namespace {

struct InitialKey {
  std::string_view key;
  bool low_cardinality = true;
};

/// What people filter and break down by from the first day, and what the columns `$session_id` and
/// `$window_id` are made of.
constexpr InitialKey kEventKeys[] = {
    {"$session_id", false},
    {"$window_id", false},
    {"$current_url", false},
    {"$pathname", false},
    {"$referrer", false},
    {"$host"},
    {"$referring_domain"},
    {"$browser"},
    {"$browser_version"},
    {"$os"},
    {"$device_type"},
    {"$lib"},
    {"$lib_version"},
    {"$screen_name"},
    {"$event_type"},
    {"$feature_flag"},
    {"$feature_flag_response"},
    {"$geoip_country_code"},
    {"$geoip_country_name"},
    {"$geoip_city_name"},
    {"$geoip_subdivision_1_name"},
    {"utm_source"},
    {"utm_medium"},
    {"utm_campaign"},
    {"utm_term"},
    {"utm_content"},
};

constexpr InitialKey kPersonKeys[] = {
    {"email", false},
    {"name", false},
    {"$initial_referring_domain"},
    {"$initial_utm_source"},
    {"$initial_utm_medium"},
    {"$initial_utm_campaign"},
    {"$geoip_country_code"},
    {"$browser"},
    {"$os"},
};

std::size_t ScopeIndex(PropertyScope scope) {
  return static_cast<std::size_t>(scope);
}

}  // namespace

std::string_view RawColumn(PropertyScope scope) {
  switch (scope) {
    case PropertyScope::kEvent:
      return "properties";
    case PropertyScope::kPerson:
      return "person_properties";
  }
  return {};
}

std::string_view TailColumn(PropertyScope scope) {
  switch (scope) {
    case PropertyScope::kEvent:
      return "properties_tail";
    case PropertyScope::kPerson:
      return "person_properties_tail";
  }
  return {};
}

std::string HotColumnName(PropertyScope scope, std::string_view key) {
  return (scope == PropertyScope::kEvent ? "p_" : "pp_") + std::string(key);
}

std::string_view HotColumnType(bool low_cardinality) {
  return low_cardinality ? "LowCardinality(Nullable(String))" : "Nullable(String)";
}

std::optional<std::pair<PropertyScope, std::string_view>> ParseHotColumnName(
    std::string_view column) {
  if (column.starts_with("p_")) return {{PropertyScope::kEvent, column.substr(2)}};
  if (column.starts_with("pp_")) return {{PropertyScope::kPerson, column.substr(3)}};
  return std::nullopt;
}

std::size_t PropertyLayout::KeyHash::operator()(std::string_view text) const {
  return std::hash<std::string_view>{}(text);
}

PropertyLayout::PropertyLayout(std::vector<HotColumn> columns) : columns_(std::move(columns)) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    by_key_[ScopeIndex(columns_[i].scope)].emplace(columns_[i].key, static_cast<int>(i));
  }
}

int PropertyLayout::FindHot(PropertyScope scope, std::string_view key) const {
  const auto& keys = by_key_[ScopeIndex(scope)];
  const auto found = keys.find(key);
  return found == keys.end() ? -1 : found->second;
}

PropertyLocation PropertyLayout::Locate(PropertyScope scope, std::string_view key) const {
  const int hot = FindHot(scope, key);
  if (hot < 0) return {PropertyLocation::Kind::kTail, std::string(TailColumn(scope)), false};
  const HotColumn& column = columns_[static_cast<std::size_t>(hot)];
  return {PropertyLocation::Kind::kColumn, column.column, column.low_cardinality};
}

std::shared_ptr<const PropertyLayout> InitialPropertyLayout() {
  static const std::shared_ptr<const PropertyLayout> layout = [] {
    std::vector<PropertyLayout::HotColumn> columns;
    const auto add = [&](PropertyScope scope, std::span<const InitialKey> keys) {
      for (const InitialKey& initial : keys) {
        columns.push_back({scope, std::string(initial.key), HotColumnName(scope, initial.key),
                           initial.low_cardinality, false});
      }
    };
    add(PropertyScope::kEvent, kEventKeys);
    add(PropertyScope::kPerson, kPersonKeys);
    return std::make_shared<const PropertyLayout>(std::move(columns));
  }();
  return layout;
}

std::shared_ptr<const PropertyLayout> PropertyLayoutHolder::Current() const {
  const MutexLock lock(mutex_);
  return current_;
}

void PropertyLayoutHolder::Publish(std::shared_ptr<const PropertyLayout> layout) {
  const MutexLock lock(mutex_);
  current_ = std::move(layout);
}

}  // namespace tenrec::schema
