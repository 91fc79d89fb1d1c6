#include "tenrec/log/recording_record.h"

#include <array>
#include <cstring>

#include "tenrec/log/record_texts.h"
#include "tenrec/log/wire.h"

namespace tenrec::log {
namespace {

constexpr char kVersion = 1;

// Places in the fixed part; docs/formats/recording_record.md shows them with an example.
constexpr std::size_t kFlagsAt = 1;
constexpr std::size_t kZeroAt = 2;
constexpr std::size_t kTeamAt = 4;
constexpr std::size_t kUuidAt = 12;
constexpr std::size_t kReceivedAt = 28;
constexpr std::size_t kSentAt = 36;
constexpr RecordTexts<7> kTexts("recording record", 44);

constexpr unsigned kHasSentAt = 1;

/// The texts in the order in which they are stored.
template <typename Record>
auto Texts(Record& r) {
  return std::array{&r.token,           &r.distinct_id,      &r.session_id, &r.window_id,
                    &r.snapshot_source, &r.snapshot_library, &r.items};
}

}  // namespace

std::string EncodeRecordingRecord(const RecordingRecord& record) {
  std::string out = kTexts.Begin(Texts(record));
  out[0] = kVersion;
  out[kFlagsAt] = static_cast<char>(record.sent_at ? kHasSentAt : 0U);
  StoreInt<std::int64_t>(&out[kTeamAt], record.team_id);
  std::memcpy(&out[kUuidAt], record.uuid.bytes.data(), record.uuid.bytes.size());
  StoreInt<std::int64_t>(&out[kReceivedAt], record.received_at.micros);
  StoreInt<std::int64_t>(&out[kSentAt], record.sent_at.value_or(Timestamp{}).micros);
  return out;
}

Result<RecordingRecord> DecodeRecordingRecord(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kVersion) {
    return InvalidArgument("not a recording record of version 1");
  }
  if (bytes.size() < kTexts.fixed_bytes()) {
    return InvalidArgument("recording record cut at " + std::to_string(bytes.size()) + " bytes");
  }
  const auto flags = static_cast<unsigned char>(bytes[kFlagsAt]);
  if (flags > kHasSentAt || bytes[kZeroAt] != 0 || bytes[kZeroAt + 1] != 0) {
    return InvalidArgument("recording record with unknown flags");
  }

  RecordingRecord record;
  const char* const at = bytes.data();
  record.team_id = LoadInt<std::int64_t>(at + kTeamAt);
  std::memcpy(record.uuid.bytes.data(), at + kUuidAt, record.uuid.bytes.size());
  record.received_at = {LoadInt<std::int64_t>(at + kReceivedAt)};
  const Timestamp sent_at = {LoadInt<std::int64_t>(at + kSentAt)};
  if (flags == kHasSentAt) {
    record.sent_at = sent_at;
  } else if (sent_at != Timestamp{}) {
    return InvalidArgument("recording record with a sending time that its flags deny");
  }

  TRY(kTexts.Read(bytes, Texts(record)));
  return record;
}

}  // namespace tenrec::log
