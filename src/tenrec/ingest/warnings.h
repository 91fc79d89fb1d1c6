#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"

namespace tenrec::ingest {

/// Something about an event that its project's owner should know.
enum class WarningType : std::uint8_t {
  kInvalidProcessPersonProfile,
  kPersonlessIdentify,
  kIllegalMerge,
  kAlreadyIdentified,
  kPropertiesTooLarge,
  kInvalidTimestamp,
  kFutureTimestamp,
  kTooOld,
  kMessageTooLarge,
  kClientWarning,
  kHeatmapData,
  kHeatmapUrl,
  kHeatmapItems,
  kCookielessUserAgent,
  kCookielessIp,
  kCookielessHost,
  kCookielessDay,
  kLast = kCookielessDay,
};

/// "cannot_merge_already_identified". Source: ingestion.md 16
std::string_view WarningTypeName(WarningType type);

struct Warning {
  TeamId team_id = 0;
  WarningType type = WarningType::kClientWarning;
  /// A JSON object.
  std::string details;
  Timestamp time;
};

/// Gathers the warnings of a batch: at most one an hour of a project, type and key.
/// Counts:  ingest_notices_total{notice}, of all warnings, written or not
/// Threads: one caller at a time.
class Warnings {
 public:
  explicit Warnings(Metrics& metrics);

  using Details = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  /// `key` tells warnings apart that should all be seen.
  void Add(TeamId team_id, WarningType type, std::string_view key, Timestamp now, Details details);

  /// What was added since the last call.
  std::vector<Warning> Take() { return std::exchange(taken_, {}); }

 private:
  std::map<WarningType, Counter*> counters_;
  std::map<std::tuple<TeamId, WarningType, std::string>, Timestamp> last_;
  std::vector<Warning> taken_;
};

}  // namespace tenrec::ingest
