#include "tenrec/ingest/warnings.h"

#include "tenrec/base/json_text.h"

namespace tenrec::ingest {
namespace {

constexpr std::chrono::hours kQuiet{1};
constexpr std::size_t kMaxRemembered = 50'000;

}  // namespace

std::string_view WarningTypeName(WarningType type) {
  switch (type) {
    case WarningType::kInvalidProcessPersonProfile:
      return "invalid_process_person_profile";
    case WarningType::kPersonlessIdentify:
      return "invalid_event_when_process_person_profile_is_false";
    case WarningType::kIllegalMerge:
      return "cannot_merge_with_illegal_distinct_id";
    case WarningType::kAlreadyIdentified:
      return "cannot_merge_already_identified";
    case WarningType::kPropertiesTooLarge:
      return "person_properties_size_violation";
    case WarningType::kInvalidTimestamp:
      return "ignored_invalid_timestamp";
    case WarningType::kFutureTimestamp:
      return "event_timestamp_in_future";
    case WarningType::kTooOld:
      return "event_dropped_too_old";
    case WarningType::kMessageTooLarge:
      return "message_size_too_large";
    case WarningType::kClientWarning:
      return "client_ingestion_warning";
    case WarningType::kHeatmapData:
      return "invalid_heatmap_data";
    case WarningType::kHeatmapUrl:
      return "rejecting_heatmap_data_with_invalid_url";
    case WarningType::kHeatmapItems:
      return "rejecting_heatmap_data_with_invalid_items";
    case WarningType::kCookielessUserAgent:
      return "cookieless_missing_user_agent";
    case WarningType::kCookielessIp:
      return "cookieless_missing_ip";
    case WarningType::kCookielessHost:
      return "cookieless_missing_host";
    case WarningType::kCookielessDay:
      return "cookieless_timestamp_out_of_range";
  }
  return "";
}

Warnings::Warnings(Metrics& metrics) {
  for (int i = 0; i <= static_cast<int>(WarningType::kLast); ++i) {
    const auto type = static_cast<WarningType>(i);
    counters_[type] = &metrics.GetCounter("ingest_notices_total",
                                          {{"notice", std::string(WarningTypeName(type))}});
  }
}

void Warnings::Add(TeamId team_id, WarningType type, std::string_view key, Timestamp now,
                   Details details) {
  counters_[type]->Add();
  if (last_.size() >= kMaxRemembered) last_.clear();
  const auto [last, is_new] = last_.try_emplace({team_id, type, std::string(key)}, now);
  if (!is_new && now < last->second + kQuiet) return;
  last->second = now;
  Warning& warning = taken_.emplace_back();
  warning.team_id = team_id;
  warning.type = type;
  warning.time = now;
  warning.details = "{";
  for (const auto& [name, value] : details) {
    if (warning.details.size() > 1) warning.details += ',';
    AppendJsonString(warning.details, name);
    warning.details += ':';
    AppendJsonString(warning.details, value);
  }
  warning.details += '}';
}

}  // namespace tenrec::ingest
