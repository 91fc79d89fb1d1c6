#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/ids.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::store {

/// How an event is tied to its person. The numbers are stored.
enum class PersonMode : std::uint8_t { kFull = 0, kPropertyless = 1, kForceUpgrade = 2 };

/// One event as it lands in `events`. The views must live until Add returns.
struct EventRow {
  TeamId team_id = 0;
  Uuid uuid;
  std::string_view event;
  std::string_view distinct_id;
  Timestamp timestamp;
  /// When the server received it.
  Timestamp created_at;
  Uuid person_id;
  std::optional<Timestamp> person_created_at;
  PersonMode person_mode = PersonMode::kFull;
  /// A JSON object. `$session_id` and `$window_id` are taken from here.
  std::string_view properties = "{}";
  /// The person's properties at this event, a JSON object.
  std::string_view person_properties = "{}";
  std::string_view elements_chain;
  /// Keys of group types 0 to 4; empty for none.
  std::array<std::string_view, 5> groups;
};

struct PersonRow {
  TeamId team_id = 0;
  Uuid id;
  Timestamp created_at;
  std::string_view properties = "{}";
  bool is_identified = false;
  /// The highest version of an id wins.
  std::int64_t version = 0;
  bool is_deleted = false;
};

/// A row of person_distinct_ids or of person_distinct_id_overrides.
struct DistinctIdRow {
  TeamId team_id = 0;
  std::string_view distinct_id;
  Uuid person_id;
  std::int64_t version = 0;
  bool is_deleted = false;
};

struct GroupRow {
  TeamId team_id = 0;
  int type_index = 0;
  std::string_view key;
  Timestamp created_at;
  std::string_view properties = "{}";
  /// The highest version of a group wins.
  std::int64_t version = 0;
};

/// A place on a page where somebody clicked, or how far they scrolled. Coordinates and sizes are in
/// sixteenths of pixels.
struct HeatmapRow {
  TeamId team_id = 0;
  std::string_view session_id;
  std::string_view distinct_id;
  Timestamp timestamp;
  std::int16_t x = 0;
  std::int16_t y = 0;
  std::int16_t viewport_width = 0;
  std::int16_t viewport_height = 0;
  bool target_fixed = false;
  std::string_view url;
  std::string_view type;
};

/// An event that was dropped on purpose.
struct DroppedRow {
  TeamId team_id = 0;
  Uuid uuid;
  std::string_view event;
  std::string_view distinct_id;
  /// "filtered"
  std::string_view reason;
  Timestamp received_at;
};

/// Something that ingestion wants a project's owner to know.
struct WarningRow {
  TeamId team_id = 0;
  /// "cannot_merge_already_identified"
  std::string_view type;
  /// A JSON object.
  std::string_view details = "{}";
  Timestamp timestamp;
};

/// What one question of a project took, and how it ended.
struct QueryLogRow {
  TeamId team_id = 0;
  Timestamp ended_at;
  Timestamp started_at;
  /// Units: milliseconds.
  double duration_ms = 0;
  std::string query_id;
  /// The path that was asked, "/api/projects/1/query/".
  std::string endpoint;
  /// As it was written, or the question as JSON.
  std::string query;
  std::string kind;
  /// What the asker called it.
  std::string name;
  UserId created_by = 0;
  std::uint64_t rows_read = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t result_rows = 0;
  std::uint64_t result_bytes = 0;
  /// "QueryFinish" or "ExceptionWhileProcessing".
  std::string_view status;
  /// The HTTP status of a failure, 0 without one; its word in the API.
  std::int32_t exception_code = 0;
  std::string exception_name;
  bool by_api_key = false;
  std::string api_key_label;
  std::string api_key_mask;
};

}  // namespace tenrec::store
