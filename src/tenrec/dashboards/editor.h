#pragma once

#include "tenrec/activity/activity.h"
#include "tenrec/base/ids.h"

namespace tenrec::dashboards {

/// Who changes a dashboard or an insight.
struct Editor {
  UserId user = 0;
  /// Administers the organization, so no dashboard is closed to them.
  bool is_admin = false;
  /// What the request says about its program; may be empty.
  std::string client;

  activity::Actor actor() const { return {user, client}; }
};

/// PostHog's numbers: who may edit, and what one person may do.
enum class RestrictionLevel : int { kEveryone = 21, kFew = 37 };
enum class PrivilegeLevel : int { kView = 21, kEdit = 37 };

}  // namespace tenrec::dashboards
