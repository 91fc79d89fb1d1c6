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

/// One message of a session recording on its way from capture to replay: the payload of a record of
/// topic "recordings". A request gives one per session and window, with all its snapshots in order.
/// The record's key is "<team_id>:<session_id>", so that a session keeps its order.
/// After decoding, the views look into the decoded bytes.
/// Format: docs/formats/recording_record.md
struct RecordingRecord {
  TeamId team_id = 0;
  std::string_view token;
  /// Of the first snapshot; a client's retry brings the same one again.
  Uuid uuid;
  std::string_view distinct_id;
  /// 1 to 70 characters of [A-Za-z0-9-].
  std::string_view session_id;
  std::string_view window_id;
  /// "web", "mobile"
  std::string_view snapshot_source;
  /// "web", "posthog-ios", …
  std::string_view snapshot_library;
  Timestamp received_at;
  std::optional<Timestamp> sent_at;
  /// Text of a JSON array of rrweb events, each as the client wrote it.
  std::string_view items = "[]";
};

std::string EncodeRecordingRecord(const RecordingRecord& record);

/// Errors: kInvalidArgument for any byte string that EncodeRecordingRecord does not make.
Result<RecordingRecord> DecodeRecordingRecord(std::string_view bytes);

}  // namespace tenrec::log
