#include <array>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/uuid.h"

namespace tenrec::accounts {
namespace {

constexpr std::array<std::string_view, 2> kStatsMethods = {"bayesian", "frequentist"};

Result<Json> UuidRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::string text, ReadText(sent, 64));
  const auto uuid = Uuid::Parse(text);
  if (!uuid) return InvalidArgument("Must be a valid UUID.").WithTag("invalid");
  return Json(uuid->ToString());
}

constexpr Setting kSettings[] = {
    {"logo_media_id", true, "null", {UuidRule, shape::UuidText}},
    {"is_member_join_email_enabled", false, "true", kBoolRule},
    {"enforce_2fa", true, "null", kBoolRule},
    {"members_can_invite", true, "true", kBoolRule},
    {"members_can_use_personal_api_keys", false, "true", kBoolRule},
    {"allow_publicly_shared_resources", false, "true", kBoolRule},
    {"is_ai_data_processing_approved", true, "null", kBoolRule},
    {"default_experiment_stats_method", true, "\"bayesian\"", kChoiceRule<kStatsMethods>},
    {"default_anonymize_ips", false, "false", kBoolRule},
    {"default_role_id", true, "null", {UuidRule, shape::UuidText}},
};

}  // namespace

const SettingsTable& OrganizationSettings() {
  static const SettingsTable table(kSettings);
  return table;
}

}  // namespace tenrec::accounts
