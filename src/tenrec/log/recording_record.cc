#include "tenrec/log/recording_record.h"

#include <array>
#include <cstring>

#include "tenrec/base/check.h"
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
constexpr std::size_t kLengthsAt = 44;
constexpr std::size_t kTexts = 7;
constexpr std::size_t kFixedBytes = kLengthsAt + kTexts * sizeof(std::uint32_t);

constexpr unsigned kHasSentAt = 1;

/// The texts in the order in which they are stored.
template <typename Record>
auto Texts(Record& r) {
  return std::array{&r.token,           &r.distinct_id,      &r.session_id, &r.window_id,
                    &r.snapshot_source, &r.snapshot_library, &r.items};
}

}  // namespace

std::string EncodeRecordingRecord(const RecordingRecord& record) {
  const auto texts = Texts(record);
  static_assert(std::tuple_size_v<decltype(Texts(record))> == kTexts);
  std::size_t size = kFixedBytes;
  for (const std::string_view* text : texts) size += text->size();
  TENREC_CHECK(size < UINT32_MAX) << "a recording message of " << size << " bytes";

  std::string out;
  out.reserve(size);
  out.resize(kFixedBytes);
  out[0] = kVersion;
  out[kFlagsAt] = static_cast<char>(record.sent_at ? kHasSentAt : 0U);
  StoreInt<std::int64_t>(&out[kTeamAt], record.team_id);
  std::memcpy(&out[kUuidAt], record.uuid.bytes.data(), record.uuid.bytes.size());
  StoreInt<std::int64_t>(&out[kReceivedAt], record.received_at.micros);
  StoreInt<std::int64_t>(&out[kSentAt], record.sent_at.value_or(Timestamp{}).micros);
  for (std::size_t i = 0; i < kTexts; ++i) {
    StoreInt<std::uint32_t>(&out[kLengthsAt + i * sizeof(std::uint32_t)],
                            static_cast<std::uint32_t>(texts[i]->size()));
  }
  for (const std::string_view* text : texts) out += *text;
  return out;
}

Result<RecordingRecord> DecodeRecordingRecord(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kVersion) {
    return InvalidArgument("not a recording record of version 1");
  }
  if (bytes.size() < kFixedBytes) {
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

  std::string_view rest = bytes.substr(kFixedBytes);
  std::size_t index = 0;
  for (std::string_view* text : Texts(record)) {
    const auto size = LoadInt<std::uint32_t>(at + kLengthsAt + index * sizeof(std::uint32_t));
    if (size > rest.size()) return InvalidArgument("recording record shorter than its lengths say");
    *text = rest.substr(0, size);
    rest.remove_prefix(size);
    ++index;
  }
  if (!rest.empty()) return InvalidArgument("recording record longer than its lengths say");
  return record;
}

}  // namespace tenrec::log
