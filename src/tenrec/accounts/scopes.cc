#include "tenrec/accounts/scopes.h"

#include <algorithm>
#include <array>

namespace tenrec::accounts {
namespace {

// Source: rest-api.md 3.6
constexpr std::string_view kObjects[] = {
    "action",
    "access_control",
    "account",
    "activity_log",
    "alert",
    "annotation",
    "approvals",
    "batch_export",
    "batch_import",
    "billing",
    "business_knowledge",
    "canvas",
    "cohort",
    "comment",
    "conversation",
    "customer_analytics",
    "customer_task",
    "customer_journey",
    "customer_profile_config",
    "data_catalog",
    "data_catalog_approval",
    "dashboard",
    "event_filter",
    "dashboard_template",
    "dataset",
    "early_access_feature",
    "endpoint",
    "engineering_analytics",
    "error_tracking",
    "evaluation",
    "element",
    "event_definition",
    "experiment",
    "experiment_holdout",
    "experiment_saved_metric",
    "export",
    "external_data_schema",
    "external_data_source",
    "feature_flag",
    "field_note",
    "file_system",
    "file_system_shortcut",
    "group",
    "health_issue",
    "heatmap",
    "hog_flow",
    "hog_function",
    "ingestion_warning",
    "insight",
    "insight_variable",
    "integration",
    "legal_document",
    "link",
    "live_debugger",
    "llm_analytics",
    "llm_gateway",
    "llm_playground",
    "llm_prompt",
    "llm_provider_key",
    "llm_skill",
    "logs",
    "loop",
    "marketing_analytics",
    "mcp_analytics",
    "metrics",
    "notebook",
    "organization",
    "organization_integration",
    "organization_member",
    "person",
    "plugin",
    "product_enablement",
    "product_tour",
    "project",
    "property_definition",
    "query",
    "query_performance",
    "replay_scanner",
    "revenue_analytics",
    "session_recording",
    "session_recording_playlist",
    "sharing_configuration",
    "signal_scout",
    "subscription",
    "survey",
    "tagger",
    "task",
    "ticket",
    "toolbar",
    "tracing",
    "uploaded_media",
    "usage_metric",
    "user",
    "user_interview",
    "vision_alert",
    "visual_review",
    "warehouse_objects",
    "warehouse_table",
    "warehouse_view",
    "web_analytics",
    "webhook",
    "wizard_session",
};

}  // namespace

std::span<const std::string_view> ScopeObjects() {
  return kObjects;
}

Status CheckScope(std::string_view scope) {
  if (scope == "*") return Ok();
  const std::size_t colon = scope.find(':');
  const std::string_view object = scope.substr(0, colon);
  const std::string_view action =
      colon == std::string_view::npos ? std::string_view() : scope.substr(colon + 1);
  const bool known =
      std::find(std::begin(kObjects), std::end(kObjects), object) != std::end(kObjects);
  if (known && (action == "read" || action == "write")) return Ok();
  return InvalidArgument("Invalid scope: " + std::string(scope.substr(0, 100)))
      .WithTag("invalid_input")
      .WithField("scopes");
}

bool Grants(const std::vector<std::string>& scopes, std::string_view required) {
  if (scopes.empty()) return true;
  std::string including(required);
  if (required.ends_with(":read")) {
    including = std::string(required.substr(0, required.size() - 4)) + "write";
  }
  return std::any_of(scopes.begin(), scopes.end(), [&](const std::string& scope) {
    return scope == "*" || scope == required || scope == including;
  });
}

}  // namespace tenrec::accounts
