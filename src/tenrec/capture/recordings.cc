#include "tenrec/capture/recordings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/uuid.h"
#include "tenrec/log/recording_record.h"

namespace tenrec::capture {
namespace {

constexpr std::size_t kMaxSessionIdBytes = 70;

bool IsSessionId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxSessionIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

/// The session a snapshot names; empty when it names none.
Result<std::string> ReadSessionId(const JsonSlice& slice) {
  if (!slice.given()) return std::string();
  std::string scratch;
  if (slice.kind != JsonKind::kString || !IsSessionId(StringText(slice, scratch))) {
    return InvalidArgument("replay event has invalid session id");
  }
  return std::string(StringText(slice, scratch));
}

Result<std::string> ReadWindowId(const JsonSlice& slice, const std::string& session_id) {
  if (!slice.given()) return session_id;
  if (slice.kind != JsonKind::kString) {
    return InvalidArgument("replay event submitted without window id");
  }
  std::string scratch;
  const std::string_view text = StringText(slice, scratch);
  return text.empty() ? session_id : std::string(text);
}

std::string TextOr(const JsonSlice& slice, std::string_view otherwise) {
  std::string scratch;
  if (slice.kind != JsonKind::kString) return std::string(otherwise);
  const std::string_view text = StringText(slice, scratch);
  return std::string(text.empty() ? otherwise : text);
}

/// Appends the rrweb events of one snapshot; an array gives its elements, an object itself.
void AppendItems(const JsonSlice& data, std::string& items) {
  std::string_view text = data.text;
  if (data.kind == JsonKind::kArray) text = TrimAscii(text.substr(1, text.size() - 2));
  if (text.empty()) return;
  if (!items.empty()) items += ',';
  items += text;
}

/// The snapshots of one session and window.
struct Message {
  const RawEvent* first = nullptr;
  std::string session_id;
  std::string window_id;
  std::string items;
};

Result<std::vector<Message>> Group(std::span<const RawEvent* const> snapshots) {
  std::vector<Message> messages;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::string first_session;
  for (const RawEvent* event : snapshots) {
    const RawProperties& properties = event->properties;
    const JsonKind kind = properties.snapshot_data.kind;
    if (kind != JsonKind::kArray && kind != JsonKind::kObject) {
      return InvalidArgument("replay event submitted without snapshot data");
    }
    TRY_ASSIGN(std::string session_id, ReadSessionId(properties.session_id));
    if (first_session.empty()) first_session = session_id;
    if (first_session.empty()) {
      return InvalidArgument("replay event submitted without session id");
    }
    if (session_id.empty()) session_id = first_session;
    TRY_ASSIGN(std::string window_id, ReadWindowId(properties.window_id, session_id));
    const auto [place, is_new] = places.try_emplace({session_id, window_id}, messages.size());
    if (is_new) messages.push_back({event, std::move(session_id), std::move(window_id), {}});
    AppendItems(properties.snapshot_data, messages[place->second].items);
  }
  return messages;
}

/// The first snapshot's uuid. A recording without one, or with a strange one, is still a recording.
Uuid UuidOf(const RawEvent& event, Timestamp now) {
  std::string scratch;
  if (event.uuid.kind == JsonKind::kString) {
    if (const auto uuid = Uuid::Parse(StringText(event.uuid, scratch))) return *uuid;
  }
  return Uuid::V7(now);
}

}  // namespace

Result<std::vector<log::NewRecord>> MergeSnapshots(const Envelope& envelope,
                                                   std::span<const RawEvent* const> snapshots,
                                                   const RequestFacts& facts) {
  if (snapshots.empty()) return InvalidArgument("request holds no event");
  std::string scratch;
  TRY_ASSIGN(const std::string_view distinct_id, ReadDistinctId(*snapshots.front(), scratch));
  TRY_ASSIGN(const std::vector<Message> messages, Group(snapshots));
  bool invalid_sent_at = false;
  const auto envelope_sent_at = ReadSentAt(envelope.sent_at, invalid_sent_at);
  const std::string_view agent_name = facts.user_agent.substr(0, facts.user_agent.find('/'));

  std::vector<log::NewRecord> records;
  records.reserve(messages.size());
  for (const Message& message : messages) {
    const RawProperties& properties = message.first->properties;
    const std::string items = '[' + message.items + ']';
    const std::string source = TextOr(properties.snapshot_source, "web");
    const std::string library = TextOr(properties.lib, agent_name);
    log::RecordingRecord record;
    record.team_id = facts.team_id;
    record.token = facts.token;
    record.uuid = UuidOf(*message.first, facts.now);
    record.distinct_id = distinct_id;
    record.session_id = message.session_id;
    record.window_id = message.window_id;
    record.snapshot_source = source;
    record.snapshot_library = library;
    record.received_at = facts.now;
    record.sent_at = envelope_sent_at;
    if (!record.sent_at) record.sent_at = ReadSentAt(message.first->sent_at, invalid_sent_at);
    if (!record.sent_at) record.sent_at = facts.query_sent_at;
    record.items = items;
    records.push_back({std::to_string(facts.team_id) + ':' + message.session_id,
                       log::EncodeRecordingRecord(record)});
  }
  return records;
}

}  // namespace tenrec::capture
