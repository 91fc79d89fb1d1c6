#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "tenrec/accounts/event_filter.h"
#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/accounts/time_zones.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxUrl = 200;
constexpr std::size_t kMaxIgnoreRules = 300;

constexpr std::array<std::string_view, 4> kRetentionPeriods = {"30d", "90d", "1y", "5y"};
constexpr std::array<std::string_view, 2> kMatchTypes = {"all", "any"};
constexpr std::array<std::string_view, 4> kWebVitals = {"CLS", "FCP", "INP", "LCP"};
// ISO 4217, circulating currencies, and BTC, which PostHog also takes.
constexpr std::array<std::string_view, 156> kCurrencies = {
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
    "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTC", "BTN", "BWP", "BYN", "BZD",
    "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD",
    "EGP", "ERN", "ETB", "EUR", "FJD", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD",
    "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
    "JPY", "KES", "KGS", "KHR", "KMF", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD",
    "LSL", "LTL", "LVL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MTL",
    "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR",
    "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR",
    "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP",
    "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD",
    "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW",
};

Result<Json> TimeZoneRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::string name, ReadText(sent, 240));
  if (!IsTimeZone(name)) return NotAChoice(name);
  return Json(name);
}

Result<Json> AppUrlsRule(const Json& sent, const Json&) {
  if (!sent.is_array()) return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
  JsonArray kept;
  for (std::size_t i = 0; i < sent.get_array().size(); ++i) {
    const Json& item = sent.get_array()[i];
    if (item.is_null()) continue;
    auto url = ReadText(item, kMaxUrl);
    if (!url) return std::move(url).error().WithField(std::to_string(i));
    if (!url->empty()) kept.emplace_back(*url);
  }
  return Json(std::move(kept));
}

Result<Json> DomainsRule(const Json& sent, const Json&) {
  if (!sent.is_array()) return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
  JsonArray kept;
  for (const Json& item : sent.get_array()) {
    if (!item.is_null()) kept.push_back(item);
  }
  TRY(ReadTextList(kept, kMaxUrl));
  return Json(std::move(kept));
}

Result<Json> IgnoredErrorsRule(const Json& sent, const Json&) {
  TRY(ReadTextList(sent, kMaxIgnoreRules));
  if (PrintJson(sent).size() > kMaxIgnoreRules) {
    return InvalidArgument("Field must be less than 300 characters.").WithTag("max_length");
  }
  return sent;
}

// A number or its text, kept as the text with two digits that PostHog shows.
Result<Json> SampleRateRule(const Json& sent, const Json&) {
  double rate = 0;
  if (sent.is_number()) {
    rate = sent.to_number<double>();
  } else if (sent.is_string()) {
    const std::string text(View(sent.get_string()));
    char* end = nullptr;
    rate = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size() || text.size() > 20) {
      return InvalidArgument("A valid number is required.").WithTag("invalid");
    }
  } else {
    return InvalidArgument("A valid number is required.").WithTag("invalid");
  }
  if (!(rate >= 0)) {
    return InvalidArgument("Ensure this value is greater than or equal to 0.").WithTag("min_value");
  }
  if (rate > 1) {
    return InvalidArgument("Ensure this value is less than or equal to 1.").WithTag("max_value");
  }
  const int hundredths = static_cast<int>(std::lround(rate * 100));
  const std::string digits = std::to_string(hundredths % 100);
  return Json(std::to_string(hundredths / 100) + "." + (digits.size() < 2 ? "0" : "") + digits);
}

Status OnlyKeys(const JsonObject& object, std::initializer_list<std::string_view> keys) {
  for (const auto& member : object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return InvalidArgument("Unknown key \"" + std::string(key) + "\".").WithTag("invalid_input");
    }
  }
  return Ok();
}

Result<Json> LinkedFlagRule(const Json& sent, const Json&) {
  TRY(ReadObjectSetting(sent, Json()));
  const JsonObject& flag = sent.get_object();
  TRY(OnlyKeys(flag, {"id", "key", "variant"}));
  if (!flag.contains("id") || !flag.contains("key")) {
    return InvalidArgument("Must have the keys \"id\" and \"key\", and may have \"variant\".")
        .WithTag("invalid_input");
  }
  return sent;
}

Result<Json> NetworkCaptureRule(const Json& sent, const Json&) {
  TRY(ReadObjectSetting(sent, Json()));
  TRY(OnlyKeys(sent.get_object(), {"recordHeaders", "recordBody"}));
  return sent;
}

Result<Json> MaskingRule(const Json& sent, const Json&) {
  TRY(ReadObjectSetting(sent, Json()));
  const JsonObject& config = sent.get_object();
  TRY(OnlyKeys(config, {"maskAllInputs", "maskTextSelector", "blockSelector"}));
  for (const auto& member : config) {
    const bool wants_bool = member.key() == "maskAllInputs";
    if (wants_bool ? !member.value().is_bool() : !member.value().is_string()) {
      return InvalidArgument(std::string(member.key()) + " must be a " +
                             (wants_bool ? "boolean." : "string."))
          .WithTag("invalid_input");
    }
  }
  return sent;
}

Result<Json> UrlTriggersRule(const Json& sent, const Json&) {
  TRY(ReadListSetting(sent, Json()));
  for (const Json& item : sent.get_array()) {
    if (!StringMember(item, "url") || StringMember(item, "matching") != "regex") {
      return InvalidArgument("Each item must be {\"url\": …, \"matching\": \"regex\"}.")
          .WithTag("invalid_input");
    }
  }
  return sent;
}

Result<Json> MarketingRule(const Json& sent, const Json& current) {
  TRY_ASSIGN(Json merged, MergeObjectSetting(sent, current));
  if (const Json* days = FindMember(merged, "attribution_window_days")) {
    auto number = ReadInt(*days, 1, 90);
    if (!number) return std::move(number).error().WithField("attribution_window_days");
  }
  return merged;
}

// There are no dashboards yet, so none belongs to the project.
// Whether there is such a dashboard is checked by whoever knows the dashboards (api).
Result<Json> PrimaryDashboardRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::int64_t id, ReadInt(sent, 0, 1LL << 53));
  return Json(id);
}

constexpr bool kNull = true;
constexpr bool kNotNull = false;

constexpr Setting kTeamSettings[] = {
    {"app_urls", kNotNull, "[]", {AppUrlsRule, TextsShape}},
    {"recording_domains", kNull, "null", {DomainsRule, TextsShape}},
    {"timezone", kNotNull, "\"UTC\"", {TimeZoneRule, shape::Text}},
    {"week_start_day", kNull, "null", kRangeRule<0, 1>},
    {"base_currency", kNotNull, "\"USD\"", kChoiceRule<kCurrencies>},
    {"anonymize_ips", kNotNull, "false", kBoolRule},
    {"person_processing_opt_out", kNull, "false", kBoolRule},
    {"drop_events_older_than_seconds", kNull, "null", kRangeRule<3'600, 10'000'000'000>},
    {"event_filter",
     kNotNull,
     R"({"mode":"disabled","drop_bots":false,"filter_tree":null,"test_cases":[]})",
     {ReadEventFilterSetting, EventFilterShape}},
    {"event_ingestion_restrictions", kNotNull, "[]", {ReadRestrictionsSetting, RestrictionsShape}},
    {"completed_snippet_onboarding", kNotNull, "false", kBoolRule},
    {"has_completed_onboarding_for", kNull, "null", kObjectRule},
    {"onboarding_tasks", kNull, "null", kMergedObjectRule},
    {"test_account_filters", kNotNull, "[]", kListRule},
    {"test_account_filters_default_checked", kNull, "null", kBoolRule},
    {"path_cleaning_filters", kNull, "[]", kListRule},
    {"data_attributes", kNotNull, "[\"data-attr\"]", kTextListRule},
    {"person_display_name_properties", kNull, "null", kTextListRule},
    {"correlation_config", kNull, "{}", kObjectRule},
    {"primary_dashboard", kNull, "null", {PrimaryDashboardRule, shape::Int}},
    {"live_events_columns", kNull, "null", kTextListRule},
    {"human_friendly_comparison_periods", kNull, "null", kBoolRule},
    {"aggregate_users_by_distinct_id", kNull, "null", kBoolRule},
    {"default_data_theme", kNull, "null", kIntRule},
    {"inject_web_apps", kNull, "null", kBoolRule},
    {"extra_settings", kNull, "null", kObjectRule},
    {"modifiers", kNull, "null", kObjectRule},
    {"slack_incoming_webhook", kNull, "null", kTextRule},
    {"autocapture_opt_out", kNull, "null", kBoolRule},
    {"autocapture_exceptions_opt_in", kNull, "null", kBoolRule},
    {"autocapture_exceptions_errors_to_ignore", kNull, "null", {IgnoredErrorsRule, TextsShape}},
    {"autocapture_web_vitals_opt_in", kNull, "null", kBoolRule},
    {"autocapture_web_vitals_allowed_metrics", kNull, "null", kChoiceListRule<kWebVitals>},
    {"capture_console_log_opt_in", kNull, "true", kBoolRule},
    {"capture_performance_opt_in", kNull, "true", kBoolRule},
    {"capture_dead_clicks", kNull, "null", kBoolRule},
    {"heatmaps_opt_in", kNull, "null", kBoolRule},
    {"surveys_opt_in", kNull, "null", kBoolRule},
    {"survey_config", kNull, "null", kMergedObjectRule},
    {"flags_persistence_default", kNull, "false", kBoolRule},
    {"feature_flag_confirmation_enabled", kNull, "false", kBoolRule},
    {"feature_flag_confirmation_message", kNull, "null", kTextRule},
    {"default_evaluation_contexts_enabled", kNull, "false", kBoolRule},
    {"require_evaluation_contexts", kNull, "false", kBoolRule},
    {"cookieless_server_hash_mode", kNull, "0", kRangeRule<0, 2>},
    {"session_recording_opt_in", kNotNull, "false", kBoolRule},
    {"session_recording_sample_rate", kNull, "null", {SampleRateRule, shape::Text}},
    {"session_recording_minimum_duration_milliseconds", kNull, "null", kRangeRule<0, 30'000>},
    {"session_recording_linked_flag", kNull, "null", {LinkedFlagRule, ObjectShape}},
    {"session_recording_network_payload_capture_config",
     kNull,
     "null",
     {NetworkCaptureRule, ObjectShape}},
    {"session_recording_masking_config", kNull, "null", {MaskingRule, ObjectShape}},
    {"session_recording_url_trigger_config", kNull, "null", {UrlTriggersRule, ListShape}},
    {"session_recording_url_blocklist_config", kNull, "null", {UrlTriggersRule, ListShape}},
    {"session_recording_event_trigger_config", kNull, "null", kTextListRule},
    {"session_recording_trigger_match_type_config", kNull, "null", kChoiceRule<kMatchTypes>},
    {"session_recording_trigger_groups", kNull, "null", kObjectRule},
    {"session_recording_retention_period", kNotNull, "\"30d\"", kChoiceRule<kRetentionPeriods>},
    {"session_replay_config", kNull, "null", kDeeplyMergedObjectRule},
    {"web_analytics_pre_aggregated_tables_enabled", kNull, "false", kBoolRule},
    {"revenue_analytics_config", kNotNull,
     R"({"base_currency":"USD","events":[],"goals":[],"filter_test_accounts":false})",
     kMergedObjectRule},
    {"marketing_analytics_config",
     kNotNull,
     R"({"sources_map":{},"conversion_goals":[],"attribution_window_days":90,
         "attribution_mode":"last_touch","campaign_name_mappings":{}})",
     {MarketingRule, ObjectShape}},
    {"customer_analytics_config", kNull, "null", kAnyRule},
    {"workflows_config", kNull, "null", kAnyRule},
    {"conversations_enabled", kNull, "null", kAnyRule},
    {"conversations_settings", kNull, "null", kAnyRule},
    {"logs_settings", kNull, "null", kAnyRule},
    {"business_model", kNull, "null", kAnyRule},
    {"receive_org_level_activity_logs", kNull, "null", kAnyRule},
    {"proactive_tasks_enabled", kNull, "null", kAnyRule},
    {"experiment_recalculation_time", kNull, "null", kAnyRule},
};

}  // namespace

const SettingsTable& TeamSettings() {
  static const SettingsTable table(kTeamSettings);
  return table;
}

}  // namespace tenrec::accounts
