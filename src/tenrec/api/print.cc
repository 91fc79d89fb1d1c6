#include "tenrec/api/print.h"

#include <algorithm>

#include "tenrec/accounts/settings_table.h"

namespace tenrec::api {
namespace {

// Every feature is part of Tenrec; clients look for the keys. Source: rest-api.md 11
constexpr std::string_view kFeatures[] = {
    "access_control",
    "advanced_permissions",
    "ai_event_analysis",
    "alerts",
    "apps",
    "audit_logs",
    "automatic_provisioning",
    "batch_exports",
    "behavioral_cohort_filtering",
    "boolean_flags",
    "console_logs",
    "correlation_analysis",
    "data_pipelines",
    "environments",
    "experimentation",
    "feature_flag_payloads",
    "group_analytics",
    "group_experiments",
    "ingestion_taxonomy",
    "local_evaluation_and_bootstrapping",
    "managed_reverse_proxy",
    "multiple_release_conditions",
    "multivariate_flags",
    "organization_invite_settings",
    "organization_security_settings",
    "organizations_projects",
    "paths_advanced",
    "persist_flags_cross_authentication",
    "product_analytics_unlimited_queries",
    "project_based_permissioning",
    "recordings_file_export",
    "recordings_performance",
    "recordings_playlists",
    "replay_filter_person_properties",
    "replay_mask_sensitive_data",
    "replay_product_analytics_integration",
    "replay_recording_duration_minimum",
    "replay_sharing_embedding",
    "role_based_access",
    "session_replay_data_retention",
    "session_replay_sampling",
    "social_sso",
    "sql_query_export",
    "subscriptions",
    "surveys_actions",
    "surveys_data_retention",
    "surveys_event_based_targeting",
    "surveys_multiple_questions",
    "surveys_recurring",
    "surveys_styling",
    "surveys_text_html",
    "surveys_wait_periods",
    "tagging",
    "targeting_by_group",
    "white_labelling",
    "zapier",
    "2fa",
    "2fa_enforcement",
};

std::string_view AccessLevel(accounts::Level) {
  // Nobody is limited inside a project until access control exists. Source: rest-api.md 4.2
  return "admin";
}

void AddSettings(const JsonObject& settings, JsonObject& object) {
  for (const auto& member : settings) object[member.key()] = member.value();
}

}  // namespace

Json PrintTime(Timestamp t) {
  return Json(FormatIso(t));
}

Json PrintTime(const std::optional<Timestamp>& t) {
  return t ? PrintTime(*t) : Json();
}

Json PrintText(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

JsonArray PrintTexts(const std::vector<std::string>& texts) {
  JsonArray array;
  for (const auto& text : texts) array.emplace_back(text);
  return array;
}

JsonObject PrintUserBasic(const accounts::User& user) {
  JsonObject object{{"id", user.id},
                    {"uuid", user.uuid.ToString()},
                    {"distinct_id", user.distinct_id},
                    {"first_name", user.first_name},
                    {"last_name", user.last_name},
                    {"email", user.email},
                    {"is_email_verified", nullptr},
                    {"hedgehog_config", nullptr},
                    {"role_at_organization", user.preferences.at("role_at_organization")}};
  if (user.is_email_verified) object["is_email_verified"] = *user.is_email_verified;
  return object;
}

JsonObject PrintTeamBasic(const accounts::Team& team) {
  return {{"id", team.id},
          {"uuid", team.uuid.ToString()},
          {"organization", team.organization_id.ToString()},
          {"project_id", team.id},
          {"api_token", team.api_token},
          {"name", team.name},
          {"completed_snippet_onboarding", team.Setting("completed_snippet_onboarding")},
          {"has_completed_onboarding_for", team.Setting("has_completed_onboarding_for")},
          {"ingested_event", team.ingested_event},
          {"is_demo", team.is_demo},
          {"timezone", team.timezone},
          {"access_control", false}};
}

JsonObject PrintTeam(const accounts::Team& team, accounts::Level level) {
  JsonObject object = PrintTeamBasic(team);
  AddSettings(accounts::TeamSettings().Complete(team.settings), object);
  object["product_description"] = PrintText(team.product_description);
  object["secret_api_token"] = PrintText(team.secret_api_token);
  object["secret_api_token_backup"] = PrintText(team.secret_api_token_backup);
  object["created_at"] = PrintTime(team.created_at);
  object["updated_at"] = PrintTime(team.updated_at);
  object["effective_membership_level"] = static_cast<int>(level);
  object["user_access_level"] = AccessLevel(level);
  object["has_group_types"] = false;
  object["group_types"] = JsonArray();
  object["live_events_token"] = nullptr;
  object["default_modifiers"] = JsonObject();
  object["person_on_events_querying_enabled"] = true;
  object["product_intents"] = JsonArray();
  object["managed_viewsets"] = JsonObject();
  object["is_pending_deletion"] = nullptr;
  object["available_setup_task_ids"] = JsonArray();
  object["event_retention_months"] = 0;
  object["events_retention_enforced"] = false;
  return object;
}

JsonObject PrintOrganizationBasic(const accounts::Membership& membership) {
  const auto& organization = membership.organization;
  return {{"id", organization.id.ToString()},
          {"name", organization.name},
          {"slug", organization.slug},
          {"logo_media_id", organization.settings.at("logo_media_id")},
          {"membership_level", static_cast<int>(membership.level)},
          {"members_can_use_personal_api_keys",
           organization.settings.at("members_can_use_personal_api_keys")}};
}

Result<JsonObject> PrintOrganization(const Services& services, const accounts::Caller& caller,
                                     const accounts::Membership& membership) {
  const auto& organization = membership.organization;
  JsonObject object = PrintOrganizationBasic(membership);
  AddSettings(organization.settings, object);
  object["created_at"] = PrintTime(organization.created_at);
  object["updated_at"] = PrintTime(organization.updated_at);
  object["plugins_access_level"] = 9;
  TRY_ASSIGN(const auto teams, services.accounts.VisibleTeams(caller, organization.id));
  JsonArray basics;
  JsonArray projects;
  for (const auto& team : teams) {
    basics.push_back(PrintTeamBasic(team));
    projects.push_back(JsonObject{{"id", team.id},
                                  {"organization_id", team.organization_id.ToString()},
                                  {"name", team.name}});
  }
  object["teams"] = std::move(basics);
  object["projects"] = std::move(projects);
  JsonArray features;
  for (std::string_view key : kFeatures)
    features.push_back(JsonObject{{"key", key}, {"name", key}});
  object["available_product_features"] = std::move(features);
  object["metadata"] = JsonObject();
  object["customer_id"] = nullptr;
  TRY_ASSIGN(const std::int64_t members,
             services.accounts.organizations().CountMembers(organization.id));
  object["member_count"] = members;
  object["is_active"] = true;
  object["is_not_active_reason"] = nullptr;
  object["is_pending_deletion"] = nullptr;
  return object;
}

Result<JsonObject> PrintUser(const Services& services, const accounts::Caller& caller,
                             const accounts::User& user) {
  JsonObject object = PrintUserBasic(user);
  AddSettings(user.preferences, object);
  object["date_joined"] = PrintTime(user.date_joined);
  object["pending_email"] = PrintText(user.pending_email);
  object["has_password"] = user.has_password;
  object["is_staff"] = user.is_staff;
  object["is_impersonated"] = false;
  object["is_impersonated_until"] = nullptr;
  object["sensitive_session_expires_at"] = nullptr;
  object["is_2fa_enabled"] = false;
  object["has_social_auth"] = false;
  object["has_sso_enforcement"] = false;
  object["scene_personalisation"] = JsonArray();
  object["team"] = nullptr;
  object["organization"] = nullptr;
  object["organizations"] = JsonArray();
  if (caller.session) {
    object["sensitive_session_expires_at"] =
        PrintTime(caller.session->authenticated_at + accounts::Sessions::kSensitiveWindow);
  }
  if (user.id != caller.user.id) return object;

  accounts::Caller current = caller;
  current.user = user;
  TRY_ASSIGN(const auto team, services.accounts.CurrentTeam(current));
  if (team) object["team"] = PrintTeamBasic(*team->team);
  TRY_ASSIGN(const auto organization, services.accounts.CurrentOrganization(current));
  if (organization) {
    TRY_ASSIGN(object["organization"], PrintOrganization(services, current, *organization));
  }
  TRY_ASSIGN(const auto memberships, services.accounts.organizations().ListFor(user.id));
  JsonArray organizations;
  for (const auto& membership : memberships) {
    if (!accounts::MaySee(caller, membership.organization.id)) continue;
    organizations.push_back(PrintOrganizationBasic(membership));
  }
  object["organizations"] = std::move(organizations);
  return object;
}

JsonObject PrintMember(const accounts::Member& member) {
  return {{"id", member.id.ToString()},
          {"user", PrintUserBasic(member.user)},
          {"level", static_cast<int>(member.level)},
          {"joined_at", PrintTime(member.joined_at)},
          {"updated_at", PrintTime(member.updated_at)},
          {"is_2fa_enabled", false},
          {"has_social_auth", false},
          {"last_login", PrintTime(member.user.last_login)}};
}

JsonObject PrintKey(const accounts::PersonalApiKey& key) {
  JsonArray teams;
  for (const TeamId id : key.scoped_teams) teams.emplace_back(id);
  JsonArray organizations;
  for (const auto& id : key.scoped_organizations) organizations.emplace_back(id.ToString());
  return {{"id", key.id},
          {"label", key.label},
          {"value", nullptr},
          {"mask_value", key.mask_value},
          {"created_at", PrintTime(key.created_at)},
          {"last_used_at", PrintTime(key.last_used_at)},
          {"last_rolled_at", PrintTime(key.last_rolled_at)},
          {"user_id", key.user_id},
          {"scopes", PrintTexts(key.scopes)},
          {"scoped_teams", std::move(teams)},
          {"scoped_organizations", std::move(organizations)}};
}

Json DefinitionPrinter::User(const std::optional<UserId>& id) {
  if (!id) return nullptr;
  const auto [found, is_new] = users_.try_emplace(*id);
  if (is_new) {
    if (const auto user = services_.accounts.users().Find(*id)) {
      found->second = PrintUserBasic(*user);
    }
  }
  return found->second;
}

void DefinitionPrinter::AddCuration(const catalog::Curation& curation, JsonObject& object) {
  object["description"] = PrintText(curation.description);
  object["tags"] = PrintTexts(curation.tags);
  object["verified"] = curation.verified;
  object["verified_at"] = PrintTime(curation.verified_at);
  object["verified_by"] = User(curation.verified_by);
  object["hidden"] = curation.hidden;
  object["updated_at"] = PrintTime(curation.updated_at);
  object["updated_by"] = User(curation.updated_by);
}

JsonObject DefinitionPrinter::Print(const catalog::EventDefinition& event) {
  JsonObject object{{"id", event.id.ToString()},
                    {"name", event.name},
                    {"owner", nullptr},
                    {"owner_user", User(event.owner)},
                    {"created_at", PrintTime(event.created_at)},
                    {"created_by", User(event.created_by)},
                    {"last_seen_at", PrintTime(event.last_seen_at)},
                    {"default_columns", PrintTexts(event.default_columns)},
                    {"enforcement_mode", event.enforcement_mode},
                    {"post_to_slack", event.post_to_slack},
                    {"is_action", false},
                    {"action_id", nullptr},
                    {"is_calculating", false},
                    {"last_calculated_at", nullptr},
                    {"media_preview_urls", JsonArray()}};
  AddCuration(event.curation, object);
  object["last_updated_at"] = PrintTime(event.curation.updated_at);
  return object;
}

JsonObject DefinitionPrinter::Print(const catalog::PropertyDefinition& property) {
  const bool of_session = property.scope == catalog::PropertyScope::kSession;
  JsonObject object{
      {"id", of_session ? property.name : property.id.ToString()},
      {"name", property.name},
      {"property_type", nullptr},
      {"is_numerical", property.type == catalog::PropertyType::kNumeric ||
                           (of_session && property.type == catalog::PropertyType::kDuration)},
      {"is_seen_on_filtered_events", nullptr},
      {"virtual", false}};
  if (property.type != catalog::PropertyType::kUnknown) {
    object["property_type"] = catalog::PropertyTypeName(property.type);
  }
  if (property.seen_on_events) object["is_seen_on_filtered_events"] = *property.seen_on_events;
  AddCuration(property.curation, object);
  return object;
}

}  // namespace tenrec::api
