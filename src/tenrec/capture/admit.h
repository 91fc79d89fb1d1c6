#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/log/log.h"

namespace tenrec::capture {

/// What the connection and the query say about a v0 request.
struct RequestFacts {
  /// When it was received: one instant for all its events.
  Timestamp now;
  /// The client's clock by the query; nullopt when absent.
  std::optional<Timestamp> query_sent_at;
  TeamId team_id = 0;
  std::string_view token;
  /// The client's address.
  std::string_view ip;
  std::string_view user_agent;
  /// /engage: an object without `event` is a `$identify`.
  bool engage = false;
  /// A larger event is not stored. Units: bytes of its record.
  std::size_t max_event_bytes = std::size_t{1} << 20U;
};

/// The events of a v0 request as records for the log.
struct Admitted {
  std::vector<log::NewRecord> records;
  /// `$snapshot` events, which belong to the other log.
  std::vector<const RawEvent*> snapshots;
  /// `$performance_event`, which nobody reads any more.
  std::size_t discarded = 0;
  /// Events past `max_event_bytes`; a record with a client warning stands in for each.
  std::size_t too_big = 0;
};

/// Judges every event of the request and turns it into a record; one bad event refuses all.
/// Errors: kInvalidArgument and kResourceExhausted with the texts of capture.md 11.2.
/// Source: capture.md 7, 10, 16.1
Result<Admitted> AdmitEvents(const Envelope& envelope, const RequestFacts& facts);

/// The distinct id of an event, with NUL replaced, cut to 200 characters; a view into the event or
/// `scratch`.
/// Errors: kInvalidArgument "event submitted without a distinct_id" when missing or blank.
Result<std::string_view> ReadDistinctId(const RawEvent& event, std::string& scratch);

/// The client's clock as a JSON value gives it; nullopt when absent, and `invalid` when unreadable.
std::optional<Timestamp> ReadSentAt(const JsonSlice& slice, bool& invalid);

/// Whether the event has a name, as every event must.
/// Errors: kInvalidArgument with the texts of capture.md 11.2.
Status CheckEventName(const RawEvent& event, bool engage);

/// Whether text is empty or nothing but white space of any script.
bool IsBlank(std::string_view text);

}  // namespace tenrec::capture
