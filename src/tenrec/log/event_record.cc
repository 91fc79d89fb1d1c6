#include "tenrec/log/event_record.h"

#include <array>
#include <utility>

#include "tenrec/log/record_texts.h"
#include "tenrec/log/wire.h"

namespace tenrec::log {
namespace {

constexpr char kVersion = 1;

// Places in the fixed part; docs/formats/event_record.md shows them with an example.
constexpr std::size_t kFlagsAt = 1;
constexpr std::size_t kWarningAt = 2;
constexpr std::size_t kZeroAt = 3;
constexpr std::size_t kTeamAt = 4;
constexpr std::size_t kUuidAt = 12;
constexpr std::size_t kTimestampAt = 28;
constexpr std::size_t kReceivedAt = 36;
constexpr std::size_t kSentAt = 44;
constexpr RecordTexts<8> kTexts("event record", 52);

constexpr unsigned kHistorical = 1;
constexpr unsigned kCaptureInternal = 2;
constexpr unsigned kHasSentAt = 4;
constexpr unsigned kSkipPersons = 8;
constexpr unsigned kAllFlags = 15;

/// The texts in the order in which they are stored.
template <typename Record>
auto Texts(Record& r) {
  return std::array{&r.token,      &r.event, &r.distinct_id, &r.ip,
                    &r.properties, &r.set,   &r.set_once,    &r.unset};
}

}  // namespace

std::string EncodeEventRecord(const EventRecord& record) {
  std::string out = kTexts.Begin(Texts(record));
  out[0] = kVersion;
  out[kFlagsAt] = static_cast<char>(
      (record.historical ? kHistorical : 0U) | (record.capture_internal ? kCaptureInternal : 0U) |
      (record.sent_at ? kHasSentAt : 0U) | (record.skip_persons ? kSkipPersons : 0U));
  out[kWarningAt] = static_cast<char>(record.time_warning);
  StoreInt<std::int64_t>(&out[kTeamAt], record.team_id);
  std::memcpy(&out[kUuidAt], record.uuid.bytes.data(), record.uuid.bytes.size());
  // The time that was taken instead of a refused one is known: it is when the event was received.
  StoreInt<std::int64_t>(&out[kTimestampAt],
                         record.refused_timestamp.value_or(record.timestamp).micros);
  StoreInt<std::int64_t>(&out[kReceivedAt], record.received_at.micros);
  StoreInt<std::int64_t>(&out[kSentAt], record.sent_at.value_or(Timestamp{}).micros);
  return out;
}

Result<EventRecord> DecodeEventRecord(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kVersion) {
    return InvalidArgument("not an event record of version 1");
  }
  if (bytes.size() < kTexts.fixed_bytes()) {
    return InvalidArgument("event record cut at " + std::to_string(bytes.size()) + " bytes");
  }
  const auto flags = static_cast<unsigned char>(bytes[kFlagsAt]);
  const auto warning = static_cast<unsigned char>(bytes[kWarningAt]);
  if (flags > kAllFlags || warning > static_cast<unsigned char>(TimeWarning::kFuture) ||
      bytes[kZeroAt] != 0) {
    return InvalidArgument("event record with unknown flags");
  }

  EventRecord record;
  record.historical = (flags & kHistorical) != 0;
  record.capture_internal = (flags & kCaptureInternal) != 0;
  record.skip_persons = (flags & kSkipPersons) != 0;
  record.time_warning = static_cast<TimeWarning>(warning);
  const char* const at = bytes.data();
  record.team_id = LoadInt<std::int64_t>(at + kTeamAt);
  std::memcpy(record.uuid.bytes.data(), at + kUuidAt, record.uuid.bytes.size());
  record.timestamp = {LoadInt<std::int64_t>(at + kTimestampAt)};
  record.received_at = {LoadInt<std::int64_t>(at + kReceivedAt)};
  if (record.time_warning == TimeWarning::kFuture && record.timestamp > record.received_at) {
    record.refused_timestamp = std::exchange(record.timestamp, record.received_at);
  }
  const Timestamp sent_at = {LoadInt<std::int64_t>(at + kSentAt)};
  if ((flags & kHasSentAt) != 0) {
    record.sent_at = sent_at;
  } else if (sent_at != Timestamp{}) {
    return InvalidArgument("event record with a sending time that its flags deny");
  }

  TRY(kTexts.Read(bytes, Texts(record)));
  return record;
}

}  // namespace tenrec::log
