#include "tenrec/ingest/drop_reason.h"

namespace tenrec::ingest {

std::string_view DropReasonName(DropReason reason) {
  switch (reason) {
    case DropReason::kMalformedRecord:
      return "malformed_record";
    case DropReason::kMalformedProperties:
      return "malformed_properties";
    case DropReason::kUnknownTeam:
      return "unknown_team";
    case DropReason::kDuplicate:
      return "duplicate";
    case DropReason::kTooOld:
      return "event_dropped_too_old";
    case DropReason::kClientWarning:
      return "client_ingestion_warning";
    case DropReason::kCookieless:
      return "cookieless";
    case DropReason::kPersonlessIdentify:
      return "invalid_event_when_process_person_profile_is_false";
    case DropReason::kHeatmapOnly:
      return "heatmap_only";
    case DropReason::kUnstorable:
      return "unstorable";
    case DropReason::kDamagedPerson:
      return "damaged_person";
    case DropReason::kUnforeseen:
      return "unforeseen";
    case DropReason::kFiltered:
      return "filtered";
    case DropReason::kBot:
      return "bot";
    case DropReason::kCookielessEvent:
      return "cookieless_unsupported_event";
    case DropReason::kCookielessUserAgent:
      return "cookieless_missing_user_agent";
    case DropReason::kCookielessIp:
      return "cookieless_missing_ip";
    case DropReason::kCookielessHost:
      return "cookieless_missing_host";
    case DropReason::kCookielessDay:
      return "cookieless_timestamp_out_of_range";
    case DropReason::kRestricted:
      return "event_restriction_drop";
    case DropReason::kRestrictedToDeadLetters:
      return "restricted_to_dlq";
  }
  return "";
}

bool IsDeadLetter(DropReason reason) {
  switch (reason) {
    case DropReason::kMalformedRecord:
    case DropReason::kMalformedProperties:
    case DropReason::kUnstorable:
    case DropReason::kDamagedPerson:
    case DropReason::kUnforeseen:
    case DropReason::kRestrictedToDeadLetters:
      return true;
    case DropReason::kUnknownTeam:
    case DropReason::kDuplicate:
    case DropReason::kTooOld:
    case DropReason::kClientWarning:
    case DropReason::kCookieless:
    case DropReason::kPersonlessIdentify:
    case DropReason::kHeatmapOnly:
    case DropReason::kFiltered:
    case DropReason::kBot:
    case DropReason::kCookielessEvent:
    case DropReason::kCookielessUserAgent:
    case DropReason::kCookielessIp:
    case DropReason::kCookielessHost:
    case DropReason::kCookielessDay:
    case DropReason::kRestricted:
      return false;
  }
  return false;
}

}  // namespace tenrec::ingest
