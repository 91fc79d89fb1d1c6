#include "tenrec/log/segment_format.h"

#include <algorithm>

#include "tenrec/base/hash.h"
#include "tenrec/log/wire.h"

namespace tenrec::log {
namespace {

constexpr std::string_view kSegmentMagic = "TENRECLG";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kSaltAt = 12;
constexpr std::size_t kHeaderCrcAt = 60;

constexpr std::uint32_t kRecordMagic = 0x31435254;  // "TRC1"
constexpr std::size_t kCrcAt = 0;
constexpr std::size_t kMagicAt = 4;
constexpr std::size_t kPayloadLengthAt = 8;
constexpr std::size_t kKeyLengthAt = 12;
constexpr std::size_t kOffsetAt = 16;
constexpr std::size_t kTimeAt = 24;
constexpr std::size_t kGroupBackAt = 32;

bool AllZero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

}  // namespace

std::string EncodeSegmentHeader(const SegmentHeader& header) {
  std::string out(kSegmentHeaderBytes, '\0');
  out.replace(0, kSegmentMagic.size(), kSegmentMagic);
  StoreInt<std::uint32_t>(&out[8], kVersion);
  StoreInt<std::uint32_t>(&out[kSaltAt], header.salt);
  StoreInt<std::uint64_t>(&out[16], header.base);
  StoreInt<std::int64_t>(&out[24], header.created_at.micros);
  StoreInt<std::uint64_t>(&out[32], header.bytes);
  StoreInt<std::uint32_t>(&out[kHeaderCrcAt],
                          Crc32c(std::string_view(out).substr(0, kHeaderCrcAt)));
  return out;
}

Result<SegmentHeader> DecodeSegmentHeader(std::string_view bytes) {
  if (bytes.size() < kSegmentHeaderBytes || !bytes.starts_with(kSegmentMagic)) {
    return DataLoss("not a segment file");
  }
  const char* const at = bytes.data();
  if (LoadInt<std::uint32_t>(at + kHeaderCrcAt) != Crc32c(bytes.substr(0, kHeaderCrcAt))) {
    return DataLoss("damaged segment header");
  }
  if (LoadInt<std::uint32_t>(at + 8) != kVersion) {
    return DataLoss("segment of version " + std::to_string(LoadInt<std::uint32_t>(at + 8)));
  }
  return SegmentHeader{.salt = SaltInHeader(bytes),
                       .base = LoadInt<std::uint64_t>(at + 16),
                       .created_at = {LoadInt<std::int64_t>(at + 24)},
                       .bytes = LoadInt<std::uint64_t>(at + 32)};
}

std::uint32_t SaltInHeader(std::string_view bytes) {
  return LoadInt<std::uint32_t>(bytes.data() + kSaltAt);
}

void AppendStoredRecord(std::string& out, std::uint32_t salt, const LogRecord& record,
                        std::uint32_t group_back) {
  const std::size_t start = out.size();
  out.append(kRecordHeaderBytes, '\0');
  StoreInt<std::uint32_t>(&out[start + kMagicAt], kRecordMagic);
  StoreInt<std::uint32_t>(&out[start + kPayloadLengthAt],
                          static_cast<std::uint32_t>(record.payload.size()));
  StoreInt<std::uint16_t>(&out[start + kKeyLengthAt],
                          static_cast<std::uint16_t>(record.key.size()));
  StoreInt<std::uint64_t>(&out[start + kOffsetAt], record.offset);
  StoreInt<std::int64_t>(&out[start + kTimeAt], record.appended_at.micros);
  StoreInt<std::uint32_t>(&out[start + kGroupBackAt], group_back);
  out += record.key;
  out += record.payload;
  StoreInt<std::uint32_t>(&out[start + kCrcAt],
                          Crc32c(std::string_view(out).substr(start + kMagicAt), salt));
  out.resize(start + StoredBytes(record.key.size(), record.payload.size()), '\0');
}

DecodedRecord DecodeRecordHeader(std::string_view bytes) {
  DecodedRecord got;
  if (bytes.size() < kRecordHeaderBytes) {
    got.state = AllZero(bytes) ? RecordState::kEmpty : RecordState::kCut;
    got.stored.stored_bytes = kRecordHeaderBytes;
    return got;
  }
  const char* const at = bytes.data();
  if (LoadInt<std::uint32_t>(at + kMagicAt) != kRecordMagic) {
    if (AllZero(bytes.substr(0, kRecordHeaderBytes))) got.state = RecordState::kEmpty;
    return got;
  }
  const std::size_t payload_bytes = LoadInt<std::uint32_t>(at + kPayloadLengthAt);
  if (payload_bytes > kMaxPayloadBytes) return got;
  got.stored.stored_bytes = StoredBytes(LoadInt<std::uint16_t>(at + kKeyLengthAt), payload_bytes);
  got.stored.record.offset = LoadInt<std::uint64_t>(at + kOffsetAt);
  got.stored.record.appended_at = {LoadInt<std::int64_t>(at + kTimeAt)};
  got.stored.group_back = LoadInt<std::uint32_t>(at + kGroupBackAt);
  got.state = bytes.size() < got.stored.stored_bytes ? RecordState::kCut : RecordState::kGood;
  return got;
}

DecodedRecord DecodeStoredRecord(std::string_view bytes, std::uint32_t salt) {
  DecodedRecord got = DecodeRecordHeader(bytes);
  if (got.state != RecordState::kGood) return got;
  const char* const at = bytes.data();
  const std::size_t key_bytes = LoadInt<std::uint16_t>(at + kKeyLengthAt);
  const std::size_t payload_bytes = LoadInt<std::uint32_t>(at + kPayloadLengthAt);
  const std::string_view checked =
      bytes.substr(kMagicAt, kRecordHeaderBytes - kMagicAt + key_bytes + payload_bytes);
  if (Crc32c(checked, salt) != LoadInt<std::uint32_t>(at + kCrcAt)) {
    got.state = RecordState::kDamaged;
    return got;
  }
  got.stored.record.key = bytes.substr(kRecordHeaderBytes, key_bytes);
  got.stored.record.payload = bytes.substr(kRecordHeaderBytes + key_bytes, payload_bytes);
  return got;
}

}  // namespace tenrec::log
