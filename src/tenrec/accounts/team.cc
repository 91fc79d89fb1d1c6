#include "tenrec/accounts/team.h"

#include <utility>

#include "tenrec/accounts/event_filter.h"
#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/check.h"

namespace tenrec::accounts {

const Json& Team::Setting(std::string_view setting) const {
  if (const Json* found = settings.if_contains(setting)) return *found;
  const Json* initial = TeamSettings().defaults().if_contains(setting);
  TENREC_CHECK(initial != nullptr) << "no such project setting: " << setting;
  return *initial;
}

bool Team::IsOn(std::string_view setting) const {
  const Json& value = Setting(setting);
  return value.is_bool() && value.get_bool();
}

void ReadCommonSettings(Team& team) {
  team.timezone = std::string(View(team.Setting("timezone").get_string()));
  const Json& week_start = team.Setting("week_start_day");
  team.week_start_day = week_start.is_int64() ? static_cast<int>(week_start.get_int64()) : 0;
  team.anonymize_ips = team.IsOn("anonymize_ips");
  // What is stored was checked when it came; a filter that cannot be read drops nothing.
  auto filter = EventFilter::Parse(team.Setting("event_filter"));
  team.event_filter =
      filter && (*filter)->mode() != EventFilter::Mode::kDisabled ? std::move(*filter) : nullptr;
  const Json& restrictions = team.Setting("event_ingestion_restrictions");
  team.restrictions = nullptr;
  if (restrictions.is_array() && !restrictions.get_array().empty()) {
    if (auto parsed = IngestionRestrictions::Parse(restrictions)) {
      team.restrictions = std::move(*parsed);
    }
  }
}

}  // namespace tenrec::accounts
