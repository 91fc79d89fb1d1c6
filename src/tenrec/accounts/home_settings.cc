#include "tenrec/accounts/home_settings.h"

namespace tenrec::accounts {

Result<HomeSettings> FindHomeSettings(db::Database& database, UserId user, TeamId team) {
  TRY_ASSIGN(
      const db::Rows rows,
      database.Query("SELECT tabs, homepage FROM home_settings WHERE user_id = $1 AND team_id = $2",
                     {user, team}));
  HomeSettings settings;
  if (rows.empty()) return settings;
  TRY_ASSIGN(const Json tabs, ParseJson(rows[0].Text(0)));
  if (tabs.is_array()) settings.tabs = tabs.get_array();
  TRY_ASSIGN(settings.homepage, ParseJson(rows[0].Text(1)));
  return settings;
}

Status SaveHomeSettings(db::Database& database, UserId user, TeamId team,
                        const HomeSettings& settings) {
  TRY(database.Execute(
      "INSERT INTO home_settings (user_id, team_id, tabs, homepage) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (user_id, team_id) DO UPDATE SET tabs = excluded.tabs, "
      "homepage = excluded.homepage",
      {user, team, PrintJson(settings.tabs), PrintJson(settings.homepage)}));
  return Ok();
}

}  // namespace tenrec::accounts
