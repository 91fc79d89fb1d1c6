#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tenrec/base/time.h"

namespace tenrec::capture {

/// What a client said about when an event happened, and what the server knows.
struct TimeClaims {
  /// When the request was received: one instant for all its events.
  Timestamp now;
  /// The client's clock at sending; nullopt when it gave none.
  std::optional<Timestamp> sent_at;
  /// Whether the event has a timestamp of its own, and what it says; nullopt when unreadable.
  bool has_timestamp = false;
  std::optional<Timestamp> timestamp;
  /// Units: milliseconds before the time of sending.
  std::optional<std::int64_t> offset_ms;
  /// $ignore_sent_at: the client's clock is right, do not correct it.
  bool ignore_sent_at = false;
};

/// What had to be overruled. The strongest one counts: an unreadable timestamp, then the future.
enum class TimeVerdict : std::uint8_t { kTaken, kInvalidTimestamp, kFuture };

struct EventTime {
  Timestamp at;
  TimeVerdict verdict = TimeVerdict::kTaken;
  /// With kFuture: the time that was refused, after correction.
  std::optional<Timestamp> refused;
};

/// When the event happened: the client's words, corrected by how far its clock is off.
/// Units:  the result has whole milliseconds.
/// Source: capture.md 10
EventTime ResolveEventTime(const TimeClaims& claims);

/// Reads every way of writing an instant that SDKs have used. Without a zone it is UTC.
/// Shape:  "2026-11-22T10:00:00.123Z", "…+03:00", "…+0300", "…+03", "2026-11-22 10:00:00",
///         "2026-11-22", "2026/11/22", "Sun, 22 Nov 2026 10:00:00 GMT", ten digits (seconds),
///         thirteen digits (milliseconds).
/// Units:  cut to whole milliseconds.
std::optional<Timestamp> ParseEventTimestamp(std::string_view text);

/// Reads a timestamp that is a JSON number: milliseconds, but ten digits are seconds; a fraction is
/// cut off.
std::optional<Timestamp> ParseNumericTimestamp(std::string_view number);

/// Reads a client's clock: RFC 3339, or milliseconds since 1970 in digits.
std::optional<Timestamp> ParseSentAt(std::string_view text);

/// Reads the query's `_` or `sent_at`: milliseconds; nullopt up to the year 2020, as a cache
/// breaker may stand there instead of a clock.
std::optional<Timestamp> ParseQuerySentAt(std::string_view text);

}  // namespace tenrec::capture
