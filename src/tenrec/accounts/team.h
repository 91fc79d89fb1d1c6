#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::accounts {

class EventFilter;
class IngestionRestrictions;

/// A project; PostHog's words project, environment and team all mean this row.
struct Team {
  TeamId id = 0;
  Uuid uuid;
  Uuid organization_id;
  std::string name;
  /// `phc_…`, public: what SDKs send.
  std::string api_token;
  /// `phs_…`, secret.
  std::optional<std::string> secret_api_token;
  std::optional<std::string> secret_api_token_backup;
  std::optional<std::string> product_description;
  bool ingested_event = false;
  bool is_demo = false;
  Timestamp created_at;
  Timestamp updated_at;

  /// Every field of TeamSettings() by its name in the API, with the default where nothing was set.
  JsonObject settings;

  /// Read out of `settings`, for those who ask often.
  std::string timezone = "UTC";
  /// 0 is Sunday, 1 is Monday.
  int week_start_day = 0;
  bool anonymize_ips = false;
  /// nullptr when the project keeps every event.
  std::shared_ptr<const EventFilter> event_filter;
  /// nullptr when there are none.
  std::shared_ptr<const IngestionRestrictions> restrictions;

  /// The setting, which must be one of TeamSettings(); its default when `settings` lacks it.
  const Json& Setting(std::string_view setting) const;
  /// The setting as a boolean; null counts as false.
  bool IsOn(std::string_view setting) const;
};

/// Fills the fields that are copies of settings.
void ReadCommonSettings(Team& team);

}  // namespace tenrec::accounts
