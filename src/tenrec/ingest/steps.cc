#include "tenrec/ingest/steps.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"
#include "tenrec/base/reserved_ids.h"
#include "tenrec/ingest/cookieless_step.h"
#include "tenrec/ingest/elements.h"
#include "tenrec/ingest/json_members.h"
#include "tenrec/ingest/place_step.h"
#include "tenrec/ingest/unwanted.h"
#include "tenrec/persons/property_bag.h"
#include "tenrec/persons/property_rules.h"

namespace tenrec::ingest {
namespace {

using Verdict = std::optional<DropReason>;
constexpr Verdict kGoOn = std::nullopt;

constexpr std::size_t kMaxNameCharacters = 200;
constexpr std::size_t kMaxDistinctIdCharacters = 200;
constexpr std::size_t kMaxWarningCharacters = 500;
constexpr std::size_t kMaxGroupKeyCharacters = 400;

bool IsIdentifying(std::string_view event) {
  return event == "$identify" || event == "$create_alias" || event == "$merge_dangerously" ||
         event == "$groupidentify";
}

// Whether a setting that is no field of Team is there and true.
bool IsOn(const accounts::Team& team, std::string_view setting) {
  const Json* value = team.settings.if_contains(setting);
  return value != nullptr && value->is_bool() && value->as_bool();
}

std::string_view QuoteInto(TextArena& arena, std::string_view text) {
  std::string quoted;
  AppendJsonString(quoted, text);
  return arena.Keep(std::move(quoted));
}

using WarningDetails = Warnings::Details;

/// Of warnings about the event as such, one an hour is enough; the key tells apart which ones.
void Warn(const Event& event, StepContext& context, WarningType type, std::string_view key,
          WarningDetails details) {
  context.warnings.Add(event.record.team_id, type, key, context.now, details);
}

// 1. Token and project are settled by capture and by the lookup before the steps; the project's
//    restrictions and event filter come behind this. A client's retry ends here.
Verdict DropRepeated(Event& event, StepContext& context) {
  // The test event of a day is one row, which the newest replaces.
  if (event.team->id == kSelfTestTeam) return kGoOn;
  event.is_repeated = !context.window.Insert(event.record.team_id, event.record.uuid);
  return event.is_repeated && !context.keeps_repeated ? Verdict(DropReason::kDuplicate) : kGoOn;
}

// 2.
Verdict DropOld(Event& event, StepContext& context) {
  const Json* limit = event.team->settings.if_contains("drop_events_older_than_seconds");
  if (limit == nullptr || !limit->is_int64()) return kGoOn;
  const Timestamp read_at = context.is_replay ? event.record.received_at : context.now;
  const auto age = read_at - event.record.timestamp;
  if (age <= std::chrono::seconds(limit->as_int64())) return kGoOn;
  Warn(event, context, WarningType::kTooOld, "",
       {{"eventUuid", event.record.uuid.ToString()},
        {"event", event.name},
        {"distinctId", event.distinct_id},
        {"timestamp", FormatIsoMillis(event.record.timestamp)}});
  return DropReason::kTooOld;
}

// 3.
Verdict EndClientWarning(Event& event, StepContext& context) {
  if (event.name != "$$client_ingestion_warning") return kGoOn;
  const auto text_of = [&](std::string_view key) {
    for (const EventProperty& property : event.properties) {
      if (property.key != key || property.removed()) continue;
      return IsJsonString(property.value) ? UnescapeJson(property.value)
                                          : std::string(property.value);
    }
    return std::string();
  };
  const std::string message =
      std::string(Utf8Prefix(text_of("$$client_ingestion_warning_message"), kMaxWarningCharacters));
  // Capture leaves such an event in the place of one that was too large to store, and marks it.
  const bool is_of_capture = event.record.skip_persons &&
                             text_of("$$client_ingestion_warning_type") == "message_size_too_large";
  Warn(event, context, is_of_capture ? WarningType::kMessageTooLarge : WarningType::kClientWarning,
       message,
       {{"eventUuid", event.record.uuid.ToString()},
        {"event", event.name},
        {"distinctId", event.distinct_id},
        {"message", message}});
  return DropReason::kClientWarning;
}

// 5.
Verdict ReadPersonMode(Event& event, StepContext& context) {
  event.opted_out = IsOn(*event.team, "person_processing_opt_out");
  event.skips_persons = event.record.skip_persons || event.is_restricted_to_personless;
  const EventProperty* wish = event.Find(KnownKey::kProcessPersonProfile);
  const std::string_view value = wish == nullptr ? std::string_view("null") : wish->value;
  if (value != "false" && value != "true" && value != "null") {
    Warn(event, context, WarningType::kInvalidProcessPersonProfile, "",
         {{"eventUuid", event.record.uuid.ToString()},
          {"event", event.name},
          {"distinctId", event.distinct_id},
          {"$process_person_profile", value}});
  }
  event.processes_person = value != "false" && !event.opted_out && !event.skips_persons;
  if (!event.processes_person && !event.skips_persons && IsIdentifying(event.name)) {
    Warn(event, context, WarningType::kPersonlessIdentify, "",
         {{"eventUuid", event.record.uuid.ToString()},
          {"event", event.name},
          {"distinctId", event.distinct_id}});
    return DropReason::kPersonlessIdentify;
  }
  return kGoOn;
}

/// The members of both objects; those of `first` win.
std::string MergeObjects(std::string_view first, std::string_view second) {
  std::unordered_set<std::string> seen;
  std::string out = "{";
  for (const std::string_view object : {first, second}) {
    JsonMembers members(object);
    for (JsonMember member; members.Next(member);) {
      if (!seen.insert(UnescapeJson(member.key)).second) continue;
      if (out.size() > 1) out += ',';
      out += '"';
      out += member.key;
      out += "\":";
      out += member.value;
    }
  }
  return out + "}";
}

void AddUnsetKeys(std::string_view value, std::vector<std::string>& keys) {
  if (IsJsonArray(value)) {
    JsonElements elements(value);
    for (std::string_view one; elements.Next(one);) {
      if (IsJsonString(one)) keys.push_back(UnescapeJson(one));
    }
  } else if (IsJsonObject(value)) {
    JsonMembers members(value);
    for (JsonMember member; members.Next(member);) keys.push_back(UnescapeJson(member.key));
  }
}

std::string MergeUnset(std::string_view first, std::string_view second) {
  std::vector<std::string> keys;
  AddUnsetKeys(first, keys);
  AddUnsetKeys(second, keys);
  std::string out = "[";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonString(out, keys[i]);
  }
  return out + "]";
}

/// Brings what stands beside the properties into them.
void MergeBeside(Event& event, TextArena& arena) {
  const auto merge = [&](KnownKey known, std::string_view key, std::string_view beside) {
    if (!IsJsonObject(beside)) return;
    const EventProperty* inside = event.Find(known);
    const bool both = inside != nullptr && IsJsonObject(inside->value);
    event.Put(known, key, both ? arena.Keep(MergeObjects(beside, inside->value)) : beside);
  };
  merge(KnownKey::kSet, "$set", event.record.set);
  merge(KnownKey::kSetOnce, "$set_once", event.record.set_once);
  if (!event.record.unset.empty()) {
    const EventProperty* inside = event.Find(KnownKey::kUnset);
    const std::string_view within = inside == nullptr ? std::string_view() : inside->value;
    event.Put(KnownKey::kUnset, "$unset", arena.Keep(MergeUnset(event.record.unset, within)));
  }
}

void LowerSessionId(Event& event, TextArena& arena) {
  EventProperty* session = event.Find(KnownKey::kSessionId);
  if (session == nullptr || !IsJsonString(session->value)) return;
  const std::string_view text = session->value.substr(1, session->value.size() - 2);
  const bool has_upper =
      std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; });
  if (has_upper && text.size() == 36 && Uuid::Parse(text)) {
    session->value = arena.Keep(ToLowerAscii(session->value));
  }
}

void WarnOfTime(const Event& event, StepContext& context) {
  const std::string uuid = event.record.uuid.ToString();
  switch (event.record.time_warning) {
    case log::TimeWarning::kNone:
      return;
    case log::TimeWarning::kFuture: {
      const auto& refused = event.record.refused_timestamp;
      return Warn(event, context, WarningType::kFutureTimestamp, "",
                  {{"eventUuid", uuid},
                   {"event", event.name},
                   {"distinctId", event.distinct_id},
                   {"timestamp", refused ? FormatIsoMillis(*refused) : ""}});
    }
    case log::TimeWarning::kInvalidTimestamp:
    case log::TimeWarning::kInvalidSentAt:
      return Warn(event, context, WarningType::kInvalidTimestamp, "",
                  {{"eventUuid", uuid}, {"event", event.name}, {"distinctId", event.distinct_id}});
  }
}

// 7.
Verdict Normalise(Event& event, StepContext& context) {
  if (event.name.find('\0') != std::string_view::npos) {
    std::string name;
    for (const char c : event.name) c == '\0' ? name += "\uFFFD" : name += c;
    event.name = context.arena.Keep(std::move(name));
  }
  event.name = Utf8Prefix(event.name, kMaxNameCharacters);
  event.distinct_id = Utf8Prefix(event.distinct_id, kMaxDistinctIdCharacters);
  event.Remove(KnownKey::kNeverStored);
  MergeBeside(event, context.arena);
  LowerSessionId(event, context.arena);
  if (!event.record.ip.empty() && event.Find(KnownKey::kIp) == nullptr) {
    event.Put(KnownKey::kIp, "$ip", QuoteInto(context.arena, event.record.ip));
  }
  if (event.record.sent_at && event.Find(KnownKey::kSentAt) == nullptr) {
    event.Put(KnownKey::kSentAt, "$sent_at",
              QuoteInto(context.arena, FormatIsoMillis(*event.record.sent_at)));
  }
  WarnOfTime(event, context);
  return kGoOn;
}

// 8. A flag check from a server must not make a person.
Verdict KeepFlagChecksPersonless(Event& event, StepContext& context) {
  if (!event.processes_person || event.name != "$feature_flag_called") return kGoOn;
  const EventProperty* wish = event.Find(KnownKey::kProcessPersonProfile);
  const bool is_asked_for = wish != nullptr && wish->value == "true";
  if (!is_asked_for && event.Find(KnownKey::kGroups) == nullptr &&
      !context.persons.HasPerson(event.record.team_id, event.distinct_id)) {
    event.processes_person = false;
  }
  return kGoOn;
}

/// The key as AppendJsonString writes it.
std::string_view PersonKey(std::string_view raw_key, TextArena& arena) {
  if (raw_key.find('\\') == std::string_view::npos) return raw_key;
  const std::string_view quoted = QuoteInto(arena, UnescapeJson(raw_key));
  return quoted.substr(1, quoted.size() - 2);
}

void AddObject(std::string_view object, std::vector<persons::KeyValue>& list, TextArena& arena) {
  JsonMembers members(object);
  std::string scratch;
  for (JsonMember member; members.Next(member);) {
    const std::string_view value = CompactJson(member.value, scratch);
    list.push_back({PersonKey(member.key, arena),
                    value.data() == member.value.data() ? value : arena.Keep(scratch)});
  }
}

/// What the event changes on its person: its own words first, then what every event tells.
void ReadUpdate(const Event& event, TextArena& arena, persons::PropertyUpdate& update) {
  update.set.clear();
  update.set_once.clear();
  update.unset.clear();
  if (const EventProperty* set = event.Find(KnownKey::kSet)) {
    AddObject(set->value, update.set, arena);
  }
  if (const EventProperty* once = event.Find(KnownKey::kSetOnce)) {
    AddObject(once->value, update.set_once, arena);
  }
  if (const EventProperty* unset = event.Find(KnownKey::kUnset)) {
    std::vector<std::string> keys;
    AddUnsetKeys(unset->value, keys);
    for (const std::string& key : keys) {
      const std::string_view quoted = QuoteInto(arena, key);
      update.unset.push_back(quoted.substr(1, quoted.size() - 2));
    }
  }
  for (const EventProperty& property : event.properties) {
    if (property.removed() || property.known != KnownKey::kOther) continue;
    const auto automatic = persons::FindAutoProperty(property.key);
    if (!automatic) continue;
    std::string scratch;
    std::string_view value = CompactJson(property.value, scratch);
    if (value.data() != property.value.data()) value = arena.Keep(std::move(scratch));
    update.set.push_back({automatic->set_name, value});
    update.set_once.push_back({automatic->initial_name, value});
  }
  AddPlaceTo(event, update);
  persons::Tidy(update);
}

void WarnOfMerge(const Event& event, std::string_view other, StepContext& context) {
  const std::string uuid = event.record.uuid.ToString();
  switch (event.person.merge) {
    case persons::MergeOutcome::kNone:
    case persons::MergeOutcome::kJoined:
      return;
    case persons::MergeOutcome::kIllegalOwnId:
      return Warn(event, context, WarningType::kIllegalMerge, event.distinct_id,
                  {{"illegalDistinctId", event.distinct_id},
                   {"otherDistinctId", other},
                   {"eventUuid", uuid}});
    case persons::MergeOutcome::kIllegalOtherId:
      return Warn(event, context, WarningType::kIllegalMerge, other,
                  {{"illegalDistinctId", other},
                   {"otherDistinctId", event.distinct_id},
                   {"eventUuid", uuid}});
    case persons::MergeOutcome::kAlreadyIdentified:
      return Warn(event, context, WarningType::kAlreadyIdentified, event.distinct_id,
                  {{"sourcePersonDistinctId", other},
                   {"targetPersonDistinctId", event.distinct_id},
                   {"eventUuid", uuid}});
  }
}

/// What a personless event leaves behind. Source: ingestion.md 5
void StripPersonless(Event& event) {
  for (const KnownKey known :
       {KnownKey::kSet, KnownKey::kSetOnce, KnownKey::kUnset, KnownKey::kGroupIndex}) {
    event.Remove(known);
  }
  event.Put(KnownKey::kProcessPersonProfile, "$process_person_profile", "false");
}

// 8 and 9.
Verdict FindPerson(Event& event, StepContext& context) {
  if (event.name == "$$heatmap") return kGoOn;  // reads no person yet, and must not make one
  if (event.skips_persons) {
    StripPersonless(event);
    event.person.person_id = persons::PersonIdOf(event.record.team_id, event.distinct_id);
    event.person.mode = persons::Mode::kPropertyless;
    return kGoOn;
  }
  const std::string_view named =
      event.processes_person ? OtherDistinctId(event, context.arena) : std::string_view();
  if (context.persons.IsDamaged(event.record.team_id, event.distinct_id) ||
      (!named.empty() && context.persons.IsDamaged(event.record.team_id, named))) {
    return DropReason::kDamagedPerson;
  }
  if (event.name == "$groupidentify") {
    for (const KnownKey known : {KnownKey::kSet, KnownKey::kSetOnce, KnownKey::kUnset}) {
      event.Remove(known);
    }
  }
  const bool may_update = event.name != "$exception" && event.name != "$groupidentify";
  if (event.processes_person) {
    event.Remove(KnownKey::kProcessPersonProfile);
    ReadUpdate(event, context.arena, context.update);
  } else {
    StripPersonless(event);
  }
  // Who was split off since then must not be merged once more, not even for the rows of a batch.
  const std::string_view other = context.is_replay ? std::string_view() : named;
  event.person =
      context.persons.Process({.team_id = event.record.team_id,
                               .event = event.name,
                               .distinct_id = event.distinct_id,
                               .timestamp = event.record.timestamp,
                               .process_person = event.processes_person,
                               .opted_out = event.opted_out,
                               .may_update = may_update,
                               .merges_identified = event.name == "$merge_dangerously",
                               .other_distinct_id = other,
                               .update = event.processes_person ? &context.update : nullptr});
  WarnOfMerge(event, other, context);
  if (event.person.is_oversized) {
    Warn(event, context, WarningType::kPropertiesTooLarge, event.distinct_id,
         {{"eventUuid", event.record.uuid.ToString()},
          {"distinctId", event.distinct_id},
          {"personId", event.person.person_id.ToString()}});
  }
  return kGoOn;
}

// 10.
Verdict AnonymiseIp(Event& event, StepContext&) {
  if (event.team->anonymize_ips) event.Remove(KnownKey::kIp);
  return kGoOn;
}

/// A key as SDKs send it, as text or as a number; empty for everything else.
std::string_view GroupKeyOf(std::string_view value, TextArena& arena) {
  if (value.empty()) return {};
  std::string_view key;
  if (IsJsonString(value)) {
    const bool is_plain = value.find('\\') == std::string_view::npos;
    key = is_plain ? value.substr(1, value.size() - 2) : arena.Keep(UnescapeJson(value));
  } else if (value.front() == '-' || (value.front() >= '0' && value.front() <= '9')) {
    key = value;
  }
  return key.size() == Utf8Prefix(key, kMaxGroupKeyCharacters).size() ? key : std::string_view();
}

/// Which of the five an event's own $group_N names.
std::size_t GroupNumber(std::string_view key) {
  return static_cast<std::size_t>(key.back() - '0');
}

// 11.
Verdict FindGroups(Event& event, StepContext& context) {
  const bool is_personless = event.person.mode == persons::Mode::kPropertyless;
  if (event.name == "$$heatmap" || is_personless) return kGoOn;
  for (const EventProperty& property : event.properties) {
    if (property.known != KnownKey::kGroupIndex || property.removed()) continue;
    event.groups[GroupNumber(property.key)] = GroupKeyOf(property.value, context.arena);
  }
  const EventProperty* groups = event.Find(KnownKey::kGroups);
  if (groups != nullptr && IsJsonObject(groups->value)) {
    JsonMembers members(groups->value);
    for (JsonMember member; members.Next(member);) {
      const std::string_view key = GroupKeyOf(member.value, context.arena);
      if (key.empty()) continue;
      const auto index = context.groups.TypeIndex(event.team->id, UnescapeJson(member.key));
      if (!index) continue;
      const auto number = static_cast<std::size_t>(*index);
      event.groups[number] = key;
    }
    for (std::size_t i = 0; i < event.groups.size(); ++i) {
      if (event.groups[i].empty()) continue;
      static constexpr std::array<std::string_view, persons::kMaxGroupTypes> kNames = {
          "$group_0", "$group_1", "$group_2", "$group_3", "$group_4"};
      const std::string_view value = QuoteInto(context.arena, event.groups[i]);
      const auto sent = std::find_if(
          event.properties.begin(), event.properties.end(), [&](const EventProperty& property) {
            return property.known == KnownKey::kGroupIndex && property.key == kNames[i];
          });
      if (sent != event.properties.end()) {
        sent->value = value;
      } else {
        event.properties.push_back({kNames[i], kNames[i], value, KnownKey::kGroupIndex});
      }
    }
  }
  if (const auto group = IdentifiedGroup(event, context.arena)) {
    persons::PropertyUpdate update;
    const EventProperty* set = event.Find(KnownKey::kGroupSet);
    if (set != nullptr && IsJsonObject(set->value))
      AddObject(set->value, update.set, context.arena);
    persons::Tidy(update);
    context.groups.Identify(*group, event.record.timestamp, update.set);
  }
  return kGoOn;
}

// 12. The data never stay on the event.
Verdict TakeHeatmap(Event& event, StepContext& context) {
  ReadHeatmapPoints(event, context);
  event.Remove(KnownKey::kHeatmapData);
  return event.name == "$$heatmap" ? Verdict(DropReason::kHeatmapOnly) : kGoOn;
}

// 13.
Verdict TakeElements(Event& event, StepContext& context) {
  const EventProperty* chain = event.Find(KnownKey::kElementsChain);
  const EventProperty* elements = event.Find(KnownKey::kElements);
  if (chain != nullptr && IsJsonString(chain->value) && chain->value.size() > 2) {
    event.elements_chain = context.arena.Keep(UnescapeJson(chain->value));
  } else if (elements != nullptr && IsJsonArray(elements->value)) {
    event.elements_chain = context.arena.Keep(ElementsToChain(elements->value));
  }
  event.Remove(KnownKey::kElementsChain);
  event.Remove(KnownKey::kElements);
  return kGoOn;
}

// 14. Post-processing of AI events comes here.

constexpr Step kBeforePersons[] = {
    {"repeated", DropRepeated},
    {"restrictions", ApplyRestrictions},
    {"event_filter", DropUnwanted},
    {"age", DropOld},
    {"client_warning", EndClientWarning},
    {"cookieless", ReplaceCookieless},
    {"person_mode", ReadPersonMode},
    {"bots", DropBots},
    {"geoip", AddPlace},
    {"normalise", Normalise},
};
constexpr Step kWithPersons[] = {
    {"flag_checks", KeepFlagChecksPersonless},
    {"person", FindPerson},
    {"ip", AnonymiseIp},
    {"groups", FindGroups},
    {"heatmap", TakeHeatmap},
    {"elements", TakeElements},
};

}  // namespace

std::span<const Step> StepsBeforePersons() {
  return kBeforePersons;
}

std::span<const Step> StepsWithPersons() {
  return kWithPersons;
}

void ReadHeatmapPoints(const Event& event, StepContext& context) {
  const Json* wish = event.team->settings.if_contains("heatmaps_opt_in");
  const bool is_off = wish != nullptr && wish->is_bool() && !wish->as_bool();
  if (!is_off && !persons::IsIllegalDistinctId(event.distinct_id)) {
    const auto warn = [&](WarningType type) {
      Warn(event, context, type, "",
           {{"eventUuid", event.record.uuid.ToString()},
            {"event", event.name},
            {"distinctId", event.distinct_id}});
    };
    switch (ReadHeatmap(event, context.heatmap)) {
      case HeatmapFault::kNone:
        break;
      case HeatmapFault::kData:
        warn(WarningType::kHeatmapData);
        break;
      case HeatmapFault::kUrl:
        warn(WarningType::kHeatmapUrl);
        break;
      case HeatmapFault::kItems:
        warn(WarningType::kHeatmapItems);
        break;
    }
  }
}

std::string_view OtherDistinctId(const Event& event, TextArena& arena) {
  KnownKey known = KnownKey::kOther;
  if (event.name == "$identify") known = KnownKey::kAnonDistinctId;
  if (event.name == "$create_alias" || event.name == "$merge_dangerously") known = KnownKey::kAlias;
  const EventProperty* other = known == KnownKey::kOther ? nullptr : event.Find(known);
  if (other == nullptr || other->value == "null") return {};
  if (!IsJsonString(other->value)) return other->value;  // a number, as capture reads ids
  if (other->value.find('\\') == std::string_view::npos) {
    return Utf8Prefix(other->value.substr(1, other->value.size() - 2), kMaxDistinctIdCharacters);
  }
  return Utf8Prefix(arena.Keep(UnescapeJson(other->value)), kMaxDistinctIdCharacters);
}

std::optional<persons::GroupName> IdentifiedGroup(const Event& event, TextArena& arena) {
  if (event.name != "$groupidentify") return std::nullopt;
  const EventProperty* type = event.Find(KnownKey::kGroupType);
  const EventProperty* key = event.Find(KnownKey::kGroupKey);
  if (type == nullptr || key == nullptr || !IsJsonString(type->value)) return std::nullopt;
  const persons::GroupName group = {.team_id = event.team->id,
                                    .type = arena.Keep(UnescapeJson(type->value)),
                                    .key = GroupKeyOf(key->value, arena)};
  return group.type.empty() || group.key.empty() ? std::nullopt : std::optional(group);
}

void PrintProperties(const Event& event, std::string& out) {
  out = "{";
  for (const EventProperty& property : event.properties) {
    if (property.removed()) continue;
    if (out.size() > 1) out += ',';
    out += '"';
    out += property.raw_key;
    out += "\":";
    out += property.value;
  }
  out += '}';
}

}  // namespace tenrec::ingest
