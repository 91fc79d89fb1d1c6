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
  }
  return "";
}

}  // namespace tenrec::ingest
