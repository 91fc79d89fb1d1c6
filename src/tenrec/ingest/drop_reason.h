#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tenrec::ingest {

/// Why an accepted event has no row. Accepted events = stored events + dropped and dead-lettered
/// events by reason.
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
  kDamagedPerson,
  kUnforeseen,
  kFiltered,
  kBot,
  kCookielessEvent,
  kCookielessUserAgent,
  kCookielessIp,
  kCookielessHost,
  kCookielessDay,
  kRestricted,
  kRestrictedToDeadLetters,
};
constexpr std::size_t kDropReasons = 21;
/// Events by their DropReason.
using DropCounts = std::array<std::uint64_t, kDropReasons>;

/// Whether the event is kept aside, to be processed again when its reason is gone.
bool IsDeadLetter(DropReason reason);

/// The label of ingest_dropped_events_total.
std::string_view DropReasonName(DropReason reason);

}  // namespace tenrec::ingest
