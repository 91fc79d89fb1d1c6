#include <array>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"

namespace tenrec::accounts {
namespace {

constexpr std::array<std::string_view, 3> kToolbarModes = {"disabled", "toolbar", ""};
constexpr std::array<std::string_view, 4> kThemes = {"light", "dark", "system", ""};
constexpr std::array<std::string_view, 8> kRoles = {
    "engineering", "data", "product", "founder", "leadership", "marketing", "sales", "other"};
constexpr std::array<std::string_view, 4> kNotificationSwitches = {
    "plugin_disabled", "all_weekly_digest_disabled", "error_tracking_issue_assigned",
    "discussions_mentioned"};
constexpr std::array<std::string_view, 2> kNotificationMaps = {
    "project_weekly_digest_disabled", "organization_member_join_email_disabled"};

bool IsOneOf(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Result<Json> NotificationsRule(const Json& sent, const Json& current) {
  TRY_ASSIGN(Json merged, MergeObjectSetting(sent, current));
  for (const auto& member : sent.get_object()) {
    const std::string_view key(member.key().data(), member.key().size());
    bool right_type = false;
    if (IsOneOf(kNotificationSwitches, key)) {
      right_type = member.value().is_bool();
    } else if (IsOneOf(kNotificationMaps, key)) {
      right_type = member.value().is_object();
    } else if (key == "data_pipeline_error_threshold") {
      right_type = member.value().is_number();
    } else {
      return InvalidArgument("Key " + std::string(key) +
                             " is not valid as a key for notifications.")
          .WithTag("invalid_input");
    }
    if (!right_type) {
      return InvalidArgument("The value of " + std::string(key) + " has the wrong type.")
          .WithTag("invalid_input");
    }
  }
  return merged;
}

Result<Json> ColumnsRule(const Json& sent, const Json&) {
  TRY(ReadObjectSetting(sent, Json()));
  const Json* active = FindMember(sent, "active");
  const bool is_default = active != nullptr && active->is_string() && *active == "DEFAULT";
  if (active == nullptr || !(is_default || ReadTextList(*active, 1000))) {
    return InvalidArgument("Must be {\"active\": \"DEFAULT\"} or {\"active\": [column, …]}.")
        .WithTag("invalid_input");
  }
  return sent;
}

constexpr Setting kPreferences[] = {
    {"notification_settings",
     false,
     R"({"plugin_disabled":true,"project_weekly_digest_disabled":{},
         "all_weekly_digest_disabled":false,"error_tracking_issue_assigned":true,
         "discussions_mentioned":true,"data_pipeline_error_threshold":0,
         "organization_member_join_email_disabled":{}})",
     {NotificationsRule, ObjectShape}},
    {"anonymize_data", true, "false", kBoolRule},
    {"allow_impersonation", true, "true", kBoolRule},
    {"toolbar_mode", true, "\"toolbar\"", kChoiceRule<kToolbarModes>},
    {"events_column_config", false, R"({"active":"DEFAULT"})", {ColumnsRule, ObjectShape}},
    {"has_seen_product_intro_for", true, "null", kObjectRule},
    {"theme_mode", true, "null", kChoiceRule<kThemes>},
    {"hedgehog_config", true, "null", kObjectRule},
    {"role_at_organization", true, "null", kChoiceRule<kRoles>},
};

}  // namespace

const SettingsTable& UserPreferences() {
  static const SettingsTable table(kPreferences);
  return table;
}

}  // namespace tenrec::accounts
