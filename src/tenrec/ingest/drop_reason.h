#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tenrec::ingest {

/// Why an accepted event has no row. Accepted events = stored events + dropped events by reason.
enum class DropReason : std::uint8_t {
  kMalformedRecord,
  kMalformedProperties,
  kUnknownTeam,
  kDuplicate,
  kTooOld,
  kClientWarning,
  kCookieless,
  kPersonlessIdentify,
  kHeatmapOnly,
  kUnstorable,
};
constexpr std::size_t kDropReasons = 10;
/// Events by their DropReason.
using DropCounts = std::array<std::uint64_t, kDropReasons>;

/// The label of ingest_dropped_events_total.
std::string_view DropReasonName(DropReason reason);

}  // namespace tenrec::ingest
