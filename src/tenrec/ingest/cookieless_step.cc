#include "tenrec/ingest/cookieless_step.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "tenrec/base/json_text.h"
#include "tenrec/ingest/cookieless.h"
#include "tenrec/ingest/json_members.h"

namespace tenrec::ingest {
namespace {

constexpr std::string_view kSentinel = "$posthog_cookieless";

/// What is hashed, and must not be stored anywhere.
constexpr std::array<std::string_view, 3> kIdentifying = {"$ip", "$raw_user_agent",
                                                          "$cookieless_extra"};
constexpr std::array<std::string_view, 6> kIdentifyingOnPerson = {
    "$ip",         "$raw_user_agent",         "$cookieless_extra",
    "$initial_ip", "$initial_raw_user_agent", "$initial_cookieless_extra"};

std::string Quote(std::string_view text) {
  std::string quoted;
  AppendJsonString(quoted, text);
  return quoted;
}

/// The property's text; empty when it is absent or no text.
std::string TextOf(const Event& event, std::string_view key) {
  const EventProperty* found = event.FindByKey(key);
  return found == nullptr || !IsJsonString(found->value) ? std::string()
                                                         : UnescapeJson(found->value);
}

void PutText(Event& event, TextArena& arena, std::string_view key, std::string_view text) {
  const std::string_view value = arena.Keep(Quote(text));
  if (EventProperty* present = event.FindByKey(key)) {
    present->value = value;
  } else {
    event.properties.push_back({key, key, value, FindKnownKey(key)});
  }
}

void RemoveKey(Event& event, std::string_view key) {
  for (EventProperty& property : event.properties) {
    if (property.key == key) property.value = {};
  }
}

/// The object without what identifies its sender.
std::string_view WithoutTraces(std::string_view object, TextArena& arena) {
  if (!IsJsonObject(object)) return object;
  std::string kept = "{";
  JsonMembers members(object);
  for (JsonMember member; members.Next(member);) {
    if (std::ranges::find(kIdentifyingOnPerson, UnescapeJson(member.key)) !=
        kIdentifyingOnPerson.end()) {
      continue;
    }
    if (kept.size() > 1) kept += ',';
    kept += '"';
    kept += member.key;
    kept += "\":";
    kept += member.value;
  }
  return arena.Keep(kept + "}");
}

void RemoveTraces(Event& event, TextArena& arena) {
  for (const std::string_view key : kIdentifying) RemoveKey(event, key);
  for (const KnownKey known : {KnownKey::kSet, KnownKey::kSetOnce}) {
    if (EventProperty* set = event.Find(known)) set->value = WithoutTraces(set->value, arena);
  }
  event.record.set = WithoutTraces(event.record.set, arena);
  event.record.set_once = WithoutTraces(event.record.set_once, arena);
  event.record.ip = {};
}

enum class Mode : std::int64_t { kDisabled = 0, kStateless = 1, kStateful = 2 };

Mode ModeOf(const accounts::Team& team) {
  const Json& mode = team.Setting("cookieless_server_hash_mode");
  if (!mode.is_int64()) return Mode::kDisabled;
  switch (mode.get_int64()) {
    case 1:
      return Mode::kStateless;
    case 2:
      return Mode::kStateful;
    default:
      return Mode::kDisabled;
  }
}

/// Whether the mode has a meaning for the event.
bool IsSupported(const Event& event, Mode mode, bool is_anonymous) {
  if (event.name == "$create_alias" || event.name == "$merge_dangerously") return false;
  if (event.name == "$identify") {
    return mode == Mode::kStateful && !is_anonymous &&
           TextOf(event, "$anon_distinct_id") == kSentinel;
  }
  return is_anonymous || mode == Mode::kStateful;
}

DropReason Refuse(const Event& event, StepContext& context, WarningType type, DropReason reason,
                  std::string_view missing) {
  const std::string uuid = event.record.uuid.ToString();
  if (missing.empty()) {
    context.warnings.Add(
        event.record.team_id, type, "", context.now,
        {{"eventUuid", uuid}, {"event", event.name}, {"distinctId", event.distinct_id}});
  } else {
    context.warnings.Add(event.record.team_id, type, "", context.now,
                         {{"eventUuid", uuid},
                          {"event", event.name},
                          {"distinctId", event.distinct_id},
                          {"missingProperty", missing}});
  }
  return reason;
}

void Replace(Event& event, StepContext& context, const CookielessVisitor& visitor, Mode mode,
             bool is_anonymous) {
  TextArena& arena = context.arena;
  PutText(event, arena, "$device_id", visitor.device_id);
  PutText(event, arena, "$session_id", visitor.session_id);
  if (event.name == "$identify") {
    PutText(event, arena, "$anon_distinct_id", visitor.distinct_id);
  } else if (is_anonymous) {
    event.distinct_id = arena.Keep(visitor.distinct_id);
    // Nobody is known by it.
    event.Put(KnownKey::kProcessPersonProfile, "$process_person_profile", "false");
  }
  if (mode == Mode::kStateless) {
    PutText(event, arena, "$distinct_id", visitor.distinct_id);
  } else {
    RemoveKey(event, "$distinct_id");
  }
  RemoveTraces(event, arena);
}

}  // namespace

std::optional<DropReason> ReplaceCookieless(Event& event, StepContext& context) {
  const EventProperty* wish = event.Find(KnownKey::kCookielessMode);
  if (wish == nullptr || wish->value != "true") return std::nullopt;
  const Mode mode = ModeOf(*event.team);
  if (mode == Mode::kDisabled || context.cookieless == nullptr) return DropReason::kCookieless;
  const bool is_anonymous = event.distinct_id == kSentinel;
  if (!IsSupported(event, mode, is_anonymous)) return DropReason::kCookielessEvent;

  const std::string user_agent = TextOf(event, "$raw_user_agent");
  if (user_agent.empty()) {
    return Refuse(event, context, WarningType::kCookielessUserAgent,
                  DropReason::kCookielessUserAgent, "$raw_user_agent");
  }
  const std::string sent_ip = TextOf(event, "$ip");
  const std::string_view ip = sent_ip.empty() ? event.record.ip : std::string_view(sent_ip);
  if (ip.empty()) {
    return Refuse(event, context, WarningType::kCookielessIp, DropReason::kCookielessIp, "$ip");
  }
  const std::string host = TextOf(event, "$host");
  if (host.empty()) {
    return Refuse(event, context, WarningType::kCookielessHost, DropReason::kCookielessHost,
                  "$host");
  }
  const std::string extra = TextOf(event, "$cookieless_extra");
  const std::string zone = TextOf(event, "$timezone");
  auto visitor =
      context.cookieless->Recognise({.team_id = event.record.team_id,
                                     .ip = ip,
                                     .host = host,
                                     .user_agent = user_agent,
                                     .extra = extra,
                                     .timestamp = event.record.timestamp,
                                     .received_at = event.record.received_at,
                                     .zone = zone,
                                     .project_zone = event.team->timezone,
                                     .offset = event.source == nullptr ? 0 : event.source->offset,
                                     .uuid = event.record.uuid,
                                     .is_stateful = mode == Mode::kStateful,
                                     .is_identify = event.name == "$identify",
                                     .is_anonymous = is_anonymous},
                                    context.now);
  if (!visitor) {
    // The batch is begun again, so what becomes of this event does not matter now.
    context.trouble = std::move(visitor).error();
    return DropReason::kCookieless;
  }
  if (!*visitor) {
    return Refuse(event, context, WarningType::kCookielessDay, DropReason::kCookielessDay, "");
  }
  Replace(event, context, **visitor, mode, is_anonymous);
  return std::nullopt;
}

}  // namespace tenrec::ingest
