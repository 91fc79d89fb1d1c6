#include "tenrec/ingest/definitions.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "tenrec/base/hash.h"
#include "tenrec/ingest/json_members.h"
#include "tenrec/persons/property_rules.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxKnownShapes = 100'000;
constexpr std::int64_t kMicrosPerHour = 3'600'000'000;

std::uint64_t Combine(std::uint64_t a, std::uint64_t b) {
  return (a ^ b) * 0x9E3779B97F4A7C15ULL + (a >> 29U);
}

/// 's' string, 'n' number, 'b' boolean, 'o' anything else.
char KindOf(std::string_view value) {
  switch (value.front()) {
    case '"':
      return 's';
    case 't':
    case 'f':
      return 'b';
    case 'n':
    case '{':
    case '[':
      return 'o';
    default:
      return 'n';
  }
}

std::uint64_t HashKey(std::uint64_t hash, std::string_view key, std::string_view value) {
  return Combine(hash, FastHash(key) + static_cast<unsigned char>(KindOf(value)));
}

std::uint64_t HashObject(std::uint64_t hash, std::string_view object) {
  JsonMembers members(object);
  for (JsonMember member; members.Next(member);) hash = HashKey(hash, member.key, member.value);
  return hash;
}

std::uint64_t HashShape(const Event& event) {
  std::uint64_t hash = Combine(FastHash(event.name), static_cast<std::uint64_t>(event.team->id));
  hash =
      Combine(hash, static_cast<std::uint64_t>(event.record.received_at.micros / kMicrosPerHour));
  hash = Combine(hash, event.processes_person ? 1 : 0);
  for (const EventProperty& property : event.properties) {
    if (property.removed()) continue;
    hash = HashKey(hash, property.key, property.value);
    const bool names_keys =
        property.known == KnownKey::kSet || property.known == KnownKey::kSetOnce ||
        (event.name == "$groupidentify" && property.known == KnownKey::kGroupSet);
    if (names_keys) hash = HashObject(hash, property.value);
  }
  return hash;
}

}  // namespace

catalog::ObservedValue DefinitionsObserver::Observed(std::string_view value) {
  switch (KindOf(value)) {
    case 's':
      if (value.find('\\') != std::string_view::npos) return arena_.Keep(UnescapeJson(value));
      return value.substr(1, value.size() - 2);
    case 'b':
      return value == "true";
    case 'n':
      return std::strtod(std::string(value).c_str(), nullptr);
    default:
      return catalog::OtherValue{};
  }
}

void DefinitionsObserver::Add(const Event& event) {
  const std::uint64_t hash = HashShape(event);
  if (known_.contains(hash) || !noted_.insert(hash).second) return;

  Shape& shape = shapes_.emplace_back();
  shape.hash = hash;
  const auto add_keys = [&](std::string_view object, auto& list) {
    JsonMembers members(object);
    for (JsonMember member; members.Next(member);) {
      list.push_back({arena_.Keep(UnescapeJson(member.key)), Observed(member.value)});
    }
  };
  for (const EventProperty& property : event.properties) {
    if (property.removed()) continue;
    const catalog::ObservedValue value = Observed(property.value);
    shape.properties.push_back({property.key, value});
    if (property.known == KnownKey::kSet || property.known == KnownKey::kSetOnce) {
      add_keys(property.value, shape.person_properties);
    }
    if (property.known == KnownKey::kGroupSet) add_keys(property.value, shape.group_properties);
    if (!event.processes_person || property.known != KnownKey::kOther) continue;
    if (const auto automatic = persons::FindAutoProperty(property.key)) {
      shape.person_properties.push_back({automatic->set_name, value});
      shape.person_properties.push_back({automatic->initial_name, value});
    }
  }
  shape.event = {.team_id = event.team->id,
                 .name = event.name,
                 .received_at = event.record.received_at,
                 .properties = shape.properties,
                 .person_properties = shape.person_properties,
                 .group_properties = shape.group_properties};
}

Status DefinitionsObserver::Flush() {
  std::vector<catalog::ObservedEvent> events;
  events.reserve(shapes_.size());
  for (const Shape& shape : shapes_) events.push_back(shape.event);
  const Status observed = events.empty() ? Ok() : catalog_.Observe(events);
  if (observed) {
    if (known_.size() + shapes_.size() > kMaxKnownShapes) known_.clear();
    for (const Shape& shape : shapes_) known_.insert(shape.hash);
  }
  shapes_.clear();
  noted_.clear();
  arena_.Clear();
  return observed;
}

}  // namespace tenrec::ingest
