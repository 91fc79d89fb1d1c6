#pragma once

#include <string_view>

#include "tenrec/accounts/team.h"
#include "tenrec/accounts/user.h"
#include "tenrec/db/database.h"

/// Rows of this room's tables as values. Private to the room.
namespace tenrec::accounts {

inline constexpr std::string_view kSelectUser =
    "SELECT u.id, u.uuid, u.distinct_id, u.email, u.first_name, u.last_name, "
    "u.password_hash IS NOT NULL, u.is_staff, u.is_active, u.is_email_verified, u.pending_email, "
    "u.date_joined, u.last_login, u.current_organization_id, u.current_team_id, u.preferences "
    "FROM users u ";
inline constexpr std::size_t kUserColumns = 16;
User ReadUser(const db::Row& row);

inline constexpr std::string_view kSelectOrganization =
    "SELECT o.id, o.name, o.slug, o.created_at, o.updated_at, o.settings FROM organizations o ";
/// Also from the first columns of kSelectMembership.
Organization ReadOrganization(const db::Row& row);

inline constexpr std::string_view kSelectMembership =
    "SELECT o.id, o.name, o.slug, o.created_at, o.updated_at, o.settings, m.level "
    "FROM organizations o JOIN memberships m ON m.organization_id = o.id ";
Membership ReadMembership(const db::Row& row);

inline constexpr std::string_view kSelectTeam =
    "SELECT t.id, t.uuid, t.organization_id, t.name, t.api_token, t.secret_api_token, "
    "t.secret_api_token_backup, t.product_description, t.ingested_event, t.is_demo, t.created_at, "
    "t.updated_at, t.settings FROM teams t ";
Team ReadTeam(const db::Row& row);

/// The statement with its condition.
inline std::string Where(std::string_view select, std::string_view condition) {
  return std::string(select) + "WHERE " + std::string(condition);
}

/// The object that a column of JSON holds; empty for anything else.
JsonObject ReadObject(std::string_view json);

/// The e-mail in the form in which two spellings of one address are equal.
std::string EmailKey(std::string_view email);

}  // namespace tenrec::accounts
