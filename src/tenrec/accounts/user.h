#pragma once

#include <optional>
#include <string>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::accounts {

/// A person who signs in. Holds no secret.
struct User {
  UserId id = 0;
  Uuid uuid;
  std::string distinct_id;
  std::string email;
  std::string first_name;
  std::string last_name;
  bool has_password = false;
  bool is_staff = false;
  bool is_active = true;
  std::optional<bool> is_email_verified;
  std::optional<std::string> pending_email;
  Timestamp date_joined;
  std::optional<Timestamp> last_login;
  std::optional<Uuid> current_organization_id;
  std::optional<TeamId> current_team_id;
  /// Every field of UserPreferences().
  JsonObject preferences;
};

/// What a member may do. The numbers are PostHog's and stored.
enum class Level : int { kMember = 1, kAdmin = 8, kOwner = 15 };

/// A company or household: it owns projects and has members.
struct Organization {
  Uuid id;
  std::string name;
  std::string slug;
  Timestamp created_at;
  Timestamp updated_at;
  /// Every field of OrganizationSettings().
  JsonObject settings;

  bool IsOn(std::string_view setting) const {
    const Json* value = settings.if_contains(setting);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
};

/// An organization as one of its members sees it.
struct Membership {
  Organization organization;
  Level level = Level::kMember;
};

}  // namespace tenrec::accounts
