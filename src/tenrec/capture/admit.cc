#include "tenrec/capture/admit.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"
#include "tenrec/base/uuid.h"
#include "tenrec/capture/event_time.h"
#include "tenrec/log/event_record.h"

namespace tenrec::capture {
namespace {

constexpr std::size_t kMaxDistinctIdCharacters = 200;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kInternalAddress = "127.0.0.1";
constexpr std::string_view kEngageEvent = "$identify";

Error NotParsed(std::string_view reason) {
  return InvalidArgument("failed to parse request: " + std::string(reason));
}

/// An array of nothing, which PHP prints for an empty map.
bool IsEmptyArray(const JsonSlice& slice) {
  if (slice.kind != JsonKind::kArray) return false;
  return TrimAscii(slice.text.substr(1, slice.text.size() - 2)).empty();
}

/// The text of an object that may be missing.
Result<std::string_view> ObjectText(const JsonSlice& slice, std::string_view name,
                                    std::string_view when_missing) {
  if (slice.kind == JsonKind::kObject) return slice.text;
  if (!slice.given() || IsEmptyArray(slice)) return when_missing;
  return NotParsed(std::string(name) + " is not an object");
}

Result<Uuid> ReadUuid(const JsonSlice& slice, Timestamp now) {
  if (!slice.given()) return Uuid::V7(now);
  std::string scratch;
  if (slice.kind != JsonKind::kString) return NotParsed("uuid is not a string");
  const std::string_view text = StringText(slice, scratch);
  if (text.empty()) return Uuid::V7(now);
  const auto uuid = Uuid::Parse(text);
  if (!uuid) return NotParsed("uuid is not a UUID: '" + std::string(text.substr(0, 64)) + "'");
  return *uuid;
}

Result<std::optional<std::int64_t>> ReadOffset(const JsonSlice& slice) {
  if (!slice.given()) return std::optional<std::int64_t>();
  if (slice.kind != JsonKind::kNumber) return NotParsed("offset is not a number");
  std::int64_t value = 0;
  std::from_chars(slice.text.data(), slice.text.data() + slice.text.size(), value);
  return std::optional<std::int64_t>(value);
}

void ReadTimestamp(const JsonSlice& slice, TimeClaims& claims) {
  if (!slice.given()) return;
  claims.has_timestamp = true;
  std::string scratch;
  if (slice.kind == JsonKind::kString) {
    claims.timestamp = ParseEventTimestamp(StringText(slice, scratch));
  } else if (slice.kind == JsonKind::kNumber) {
    claims.timestamp = ParseNumericTimestamp(slice.text);
  }
}

log::TimeWarning WarningOf(TimeVerdict verdict, bool invalid_sent_at) {
  switch (verdict) {
    case TimeVerdict::kInvalidTimestamp:
      return log::TimeWarning::kInvalidTimestamp;
    case TimeVerdict::kFuture:
      return log::TimeWarning::kFuture;
    case TimeVerdict::kTaken:
      break;
  }
  return invalid_sent_at ? log::TimeWarning::kInvalidSentAt : log::TimeWarning::kNone;
}

/// Turns the events of one request into records, one after the other.
class Admission {
 public:
  Admission(const Envelope& envelope, const RequestFacts& facts)
      : envelope_(envelope), facts_(facts) {
    sent_at_ = ReadSentAt(envelope.sent_at, invalid_sent_at_);
  }

  Status Add(const RawEvent& event, Admitted& out) {
    TRY(CheckEventName(event, facts_.engage));
    log::EventRecord record;
    record.event = event.event.given() ? StringText(event.event, event_scratch_) : kEngageEvent;
    if (record.event == "$performance_event") {
      ++out.discarded;
      return Ok();
    }
    if (record.event == "$snapshot") {
      out.snapshots.push_back(&event);
      return Ok();
    }
    TRY(Fill(event, record));
    return Encode(record, out);
  }

 private:
  Status Fill(const RawEvent& event, log::EventRecord& record) {
    const RawProperties& properties = event.properties;
    TRY_ASSIGN(record.distinct_id, ReadDistinctId(event, distinct_id_scratch_));
    TRY_ASSIGN(record.uuid, ReadUuid(event.uuid, facts_.now));
    TRY_ASSIGN(record.properties, ObjectText(properties.text, "properties", "{}"));
    TRY_ASSIGN(record.set, ObjectText(event.set, "$set", ""));
    TRY_ASSIGN(record.set_once, ObjectText(event.set_once, "$set_once", ""));
    if (event.unset.kind == JsonKind::kArray) record.unset = event.unset.text;
    const JsonSlice& cookieless = properties.cookieless_mode;
    if (cookieless.given() && cookieless.kind != JsonKind::kTrue &&
        cookieless.kind != JsonKind::kFalse) {
      return InvalidArgument("event submitted with invalid cookieless mode");
    }
    record.team_id = facts_.team_id;
    record.token = facts_.token;
    record.historical = envelope_.historical_migration;
    record.capture_internal =
        envelope_.capture_internal || properties.capture_internal.kind == JsonKind::kTrue;
    record.ip = record.capture_internal ? kInternalAddress : facts_.ip;
    return FillTime(event, record);
  }

  Status FillTime(const RawEvent& event, log::EventRecord& record) {
    bool invalid_sent_at = invalid_sent_at_;
    TimeClaims claims;
    claims.now = facts_.now;
    claims.sent_at = sent_at_;
    if (!claims.sent_at) claims.sent_at = ReadSentAt(event.sent_at, invalid_sent_at);
    if (!claims.sent_at) claims.sent_at = facts_.query_sent_at;
    ReadTimestamp(event.timestamp, claims);
    TRY_ASSIGN(claims.offset_ms, ReadOffset(event.offset));
    claims.ignore_sent_at = event.properties.ignore_sent_at.kind == JsonKind::kTrue;
    const EventTime time = ResolveEventTime(claims);
    record.timestamp = time.at;
    record.time_warning = WarningOf(time.verdict, invalid_sent_at);
    record.refused_timestamp = time.refused;
    record.received_at = facts_.now;
    record.sent_at = claims.sent_at;
    return Ok();
  }

  Status Encode(const log::EventRecord& record, Admitted& out) {
    std::string payload = log::EncodeEventRecord(record);
    if (payload.size() > facts_.max_event_bytes) {
      if (envelope_.events.size() == 1) {
        return ResourceExhausted("maximum event size exceeded: the event has " +
                                 std::to_string(payload.size()) + " bytes, " +
                                 std::to_string(facts_.max_event_bytes) + " are allowed");
      }
      ++out.too_big;
      payload = EncodeWarning(record, payload.size());
    }
    out.records.push_back({KeyOf(record), std::move(payload)});
    return Ok();
  }

  /// What is left of an event that is too big to store: a warning for the project's owner.
  static std::string EncodeWarning(const log::EventRecord& record, std::size_t size) {
    std::string properties = R"({"$$client_ingestion_warning_type":"message_size_too_large",)"
                             R"("$$client_ingestion_warning_message":)";
    AppendJsonString(properties, "event of " + std::to_string(size) +
                                     " bytes dropped: " + std::string(record.event.substr(0, 200)));
    properties += R"(,"event_uuid":)";
    AppendJsonString(properties, record.uuid.ToString());
    properties += '}';
    log::EventRecord warning;
    warning.team_id = record.team_id;
    warning.token = record.token;
    warning.uuid = record.uuid;
    warning.event = "$$client_ingestion_warning";
    warning.distinct_id = record.distinct_id;
    warning.timestamp = record.timestamp;
    warning.received_at = record.received_at;
    warning.properties = properties;
    warning.skip_persons = true;
    return log::EncodeEventRecord(warning);
  }

  static std::string KeyOf(const log::EventRecord& record) {
    std::string key = std::to_string(record.team_id);
    key += ':';
    key += record.distinct_id;
    return key;
  }

  const Envelope& envelope_;
  const RequestFacts& facts_;
  std::optional<Timestamp> sent_at_;
  bool invalid_sent_at_ = false;
  std::string event_scratch_;
  std::string distinct_id_scratch_;
};

}  // namespace

bool IsBlank(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead == ' ' || (lead >= '\t' && lead <= '\r')) {
      text.remove_prefix(1);
    } else if (text.starts_with("\xC2\x85") || text.starts_with("\xC2\xA0")) {
      text.remove_prefix(2);
    } else if (text.starts_with("\xE1\x9A\x80") || text.starts_with("\xE3\x80\x80") ||
               text.starts_with("\xE2\x81\x9F") || text.starts_with("\xE2\x80\xA8") ||
               text.starts_with("\xE2\x80\xA9") || text.starts_with("\xE2\x80\xAF") ||
               (text.size() >= 3 && text.starts_with("\xE2\x80") &&
                static_cast<unsigned char>(text[2]) <= 0x8A)) {
      text.remove_prefix(3);
    } else {
      return false;
    }
  }
  return true;
}

Status CheckEventName(const RawEvent& event, bool engage) {
  if (!event.event.given()) {
    if (engage) return Ok();
    return InvalidArgument(
        "failed to hydrate events from request: non-engage request missing event name attribute");
  }
  if (event.event.kind != JsonKind::kString) return NotParsed("event is not a string");
  if (event.event.text == R"("")") {
    return InvalidArgument("event submitted with an empty event name");
  }
  return Ok();
}

Result<std::string_view> ReadDistinctId(const RawEvent& event, std::string& scratch) {
  const RawProperties& properties = event.properties;
  for (const JsonSlice* slice : {&event.distinct_id, &event.dollar_distinct_id,
                                 &properties.distinct_id, &properties.dollar_distinct_id}) {
    if (!slice->given()) continue;
    std::string_view id =
        slice->kind == JsonKind::kString ? StringText(*slice, scratch) : slice->text;
    if (slice->escaped && id.find('\0') != std::string_view::npos) {
      for (std::size_t at = 0; (at = scratch.find('\0', at)) != std::string::npos;) {
        scratch.replace(at, 1, kReplacement);
      }
      id = scratch;
    }
    if (IsBlank(id)) break;
    return id.size() <= kMaxDistinctIdCharacters ? id : Utf8Prefix(id, kMaxDistinctIdCharacters);
  }
  return InvalidArgument("event submitted without a distinct_id");
}

std::optional<Timestamp> ReadSentAt(const JsonSlice& slice, bool& invalid) {
  if (!slice.given()) return std::nullopt;
  std::string scratch;
  std::optional<Timestamp> sent_at;
  if (slice.kind == JsonKind::kString) sent_at = ParseSentAt(StringText(slice, scratch));
  if (slice.kind == JsonKind::kNumber) sent_at = ParseSentAt(slice.text);
  if (!sent_at) invalid = true;
  return sent_at;
}

Result<Admitted> AdmitEvents(const Envelope& envelope, const RequestFacts& facts) {
  if (envelope.events.empty()) return InvalidArgument("request holds no event");
  Admitted out;
  out.records.reserve(envelope.events.size());
  Admission admission(envelope, facts);
  for (const RawEvent& event : envelope.events) TRY(admission.Add(event, out));
  return out;
}

}  // namespace tenrec::capture
