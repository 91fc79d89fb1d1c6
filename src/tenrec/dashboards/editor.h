#pragma once

#include <optional>
#include <string>

#include "tenrec/activity/activity.h"
#include "tenrec/base/ids.h"

namespace tenrec::dashboards {

/// Who changes a dashboard or an insight.
struct Editor {
  /// 0: the program itself.
  UserId user = 0;
  /// Administers the organization, so no dashboard is closed to them.
  bool is_admin = false;
  /// What the request says about its program; may be empty.
  std::string client;

  /// Who is named as the maker; nobody for the program itself.
  std::optional<UserId> maker() const { return user == 0 ? std::nullopt : std::optional(user); }
  activity::Actor actor() const { return {maker(), client}; }
};

/// PostHog's numbers: who may edit, and what one person may do.
enum class RestrictionLevel : int { kEveryone = 21, kFew = 37 };
enum class PrivilegeLevel : int { kView = 21, kEdit = 37 };

}  // namespace tenrec::dashboards
