#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/log/log.h"

// The bytes of a segment file, as docs/formats/log_segment.md describes them.

namespace tenrec::log {

constexpr std::size_t kSegmentHeaderBytes = 64;
constexpr std::size_t kRecordHeaderBytes = 40;
/// Records start at multiples of this.
constexpr std::size_t kRecordAlignment = 8;
constexpr std::size_t kMaxKeyBytes = 0xFFFF;
constexpr std::size_t kMaxPayloadBytes = std::size_t{256} << 20U;

struct SegmentHeader {
  /// Random; the start value of every checksum in the file, so that no payload can look like a
  /// record of this file.
  std::uint32_t salt = 0;
  /// Offset of the first record.
  Offset base = 0;
  Timestamp created_at;
  /// Size of the file.
  std::uint64_t bytes = 0;
};

std::string EncodeSegmentHeader(const SegmentHeader& header);
/// Errors: kDataLoss for anything that EncodeSegmentHeader does not make.
Result<SegmentHeader> DecodeSegmentHeader(std::string_view bytes);
/// The salt of a header that is whole or not; at least kSegmentHeaderBytes.
std::uint32_t SaltInHeader(std::string_view bytes);

/// The size of a record in the file, padding included.
constexpr std::size_t StoredBytes(std::size_t key_bytes, std::size_t payload_bytes) {
  const std::size_t bytes = kRecordHeaderBytes + key_bytes + payload_bytes;
  return (bytes + kRecordAlignment - 1) / kRecordAlignment * kRecordAlignment;
}

/// A record and what only the file needs to know about it.
struct StoredRecord {
  LogRecord record;
  /// Bytes from the start of its commit group to the record. All before that group was on the
  /// disk when the record was written.
  std::uint32_t group_back = 0;
  std::size_t stored_bytes = 0;
};

void AppendStoredRecord(std::string& out, std::uint32_t salt, const LogRecord& record,
                        std::uint32_t group_back);

enum class RecordState : std::uint8_t {
  kGood,
  /// Zeros: nothing was written here yet.
  kEmpty,
  /// The bytes end before the record does; `stored_bytes` says how many it takes.
  kCut,
  kDamaged,
};

struct DecodedRecord {
  RecordState state = RecordState::kDamaged;
  StoredRecord stored;
};

/// Reads the record at the start of the bytes. The views look into them.
DecodedRecord DecodeStoredRecord(std::string_view bytes, std::uint32_t salt);

/// The same without the checksum and without the texts, for stepping over records.
DecodedRecord DecodeRecordHeader(std::string_view bytes);

}  // namespace tenrec::log
