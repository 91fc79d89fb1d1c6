#pragma once

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/db/database.h"

namespace tenrec::accounts {

/// What a person pinned in a project: tabs of the sidebar, and the page to begin with.
struct HomeSettings {
  JsonArray tabs;
  /// An object, or null.
  Json homepage;
};

/// Source: PostHog's /api/user_home_settings/
Result<HomeSettings> FindHomeSettings(db::Database& database, UserId user, TeamId team);
Status SaveHomeSettings(db::Database& database, UserId user, TeamId team,
                        const HomeSettings& settings);

}  // namespace tenrec::accounts
