#include <cstdio>
#include <filesystem>

#include "tenrec/accounts/accounts.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/data_directory.h"

namespace tenrec::server {

Status PrintPasswordLink(const Settings& settings, const std::string& email) {
  const std::string file = settings.data + "/metadata.db";
  if (!std::filesystem::exists(file)) return NotFound("no installation in " + settings.data);
  std::string secret_key = settings.secret_key;
  if (secret_key.empty()) {
    TRY_ASSIGN(secret_key, DataDirectory::ReadSecretKey(settings.data));
  }
  SystemClock clock;
  TRY_ASSIGN(const auto database, db::Database::Open({.path = file, .readers = 1}));
  accounts::Users users(*database, clock, {});
  TRY_ASSIGN(const accounts::User user, users.FindByEmail(email));
  accounts::PasswordResets resets(*database, clock, {}, secret_key);
  TRY_ASSIGN(const std::string token, resets.MakeToken(user.id));
  const std::string site = settings.site_url.empty()
                               ? "http://localhost:" + std::to_string(settings.port)
                               : settings.site_url;
  std::printf("%s/reset/%s/%s\n", site.c_str(), user.uuid.ToString().c_str(), token.c_str());
  return Ok();
}

}  // namespace tenrec::server
