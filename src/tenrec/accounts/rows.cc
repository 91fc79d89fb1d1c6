#include "tenrec/accounts/rows.h"

#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {

JsonObject ReadObject(std::string_view json) {
  auto parsed = ParseJson(json);
  if (!parsed || !parsed->is_object()) return {};
  return std::move(parsed->get_object());
}

std::string EmailKey(std::string_view email) {
  return ToLowerAscii(TrimAscii(email));
}

User ReadUser(const db::Row& row) {
  return {
      .id = row.Int(0),
      .uuid = row.Id(1),
      .distinct_id = row.Text(2),
      .email = row.Text(3),
      .first_name = row.Text(4),
      .last_name = row.Text(5),
      .has_password = row.Bool(6),
      .is_staff = row.Bool(7),
      .is_active = row.Bool(8),
      .is_email_verified = row.OptionalBool(9),
      .pending_email = row.OptionalText(10),
      .date_joined = row.Time(11),
      .last_login = row.OptionalTime(12),
      .current_organization_id = row.OptionalId(13),
      .current_team_id = row.OptionalInt(14),
      .preferences = UserPreferences().Complete(ReadObject(row.Text(15))),
  };
}

Organization ReadOrganization(const db::Row& row) {
  return {.id = row.Id(0),
          .name = row.Text(1),
          .slug = row.Text(2),
          .created_at = row.Time(3),
          .updated_at = row.Time(4),
          .settings = OrganizationSettings().Complete(ReadObject(row.Text(5)))};
}

Membership ReadMembership(const db::Row& row) {
  return {.organization = ReadOrganization(row), .level = static_cast<Level>(row.Int(6))};
}

Team ReadTeam(const db::Row& row) {
  Team team{
      .id = row.Int(0),
      .uuid = row.Id(1),
      .organization_id = row.Id(2),
      .name = row.Text(3),
      .api_token = row.Text(4),
      .secret_api_token = row.OptionalText(5),
      .secret_api_token_backup = row.OptionalText(6),
      .product_description = row.OptionalText(7),
      .ingested_event = row.Bool(8),
      .is_demo = row.Bool(9),
      .created_at = row.Time(10),
      .updated_at = row.Time(11),
      .settings = TeamSettings().Complete(ReadObject(row.Text(12))),
  };
  ReadCommonSettings(team);
  return team;
}

}  // namespace tenrec::accounts
