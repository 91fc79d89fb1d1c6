#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::log {

/// What capture had to overrule about an event's time; ingest turns it into a warning.
enum class TimeWarning : std::uint8_t { kNone, kInvalidTimestamp, kInvalidSentAt, kFuture };

/// An accepted event on its way from capture to ingest: the payload of a record of topic "events".
/// The record's key is "<team_id>:<distinct_id>", so that a person's events keep their order.
/// After decoding, the views look into the decoded bytes.
/// Format: docs/formats/event_record.md
struct EventRecord {
  TeamId team_id = 0;
  std::string_view token;
  Uuid uuid;
  std::string_view event;
  std::string_view distinct_id;
  /// The client's address as text; empty when unknown.
  std::string_view ip;
  /// When it happened, by the rules of capture.md 10.
  Timestamp timestamp;
  Timestamp received_at;
  std::optional<Timestamp> sent_at;
  /// Text of a JSON object.
  std::string_view properties = "{}";
  /// JSON text of $set, $set_once, $unset beside `properties`; empty when absent.
  std::string_view set;
  std::string_view set_once;
  std::string_view unset;
  bool historical = false;
  bool capture_internal = false;
  /// Capture decided that this event must not touch persons (an illegal distinct id on v1).
  bool skip_persons = false;
  TimeWarning time_warning = TimeWarning::kNone;
  /// The time that was claimed, where it lies in the future: `timestamp` is `received_at` then. Not
  /// known of all such records; nullopt with any other warning.
  std::optional<Timestamp> refused_timestamp;
};

std::string EncodeEventRecord(const EventRecord& record);

/// Errors: kInvalidArgument for any byte string that EncodeEventRecord does not make.
Result<EventRecord> DecodeEventRecord(std::string_view bytes);

}  // namespace tenrec::log
