#include "tenrec/hogql/system_tables.h"

namespace tenrec::hogql {
namespace {

constexpr Type kText{TypeKind::kString, false};
constexpr Type kMaybeText{TypeKind::kString, true};
constexpr Type kNumber{TypeKind::kInteger, false};
constexpr Type kMaybeNumber{TypeKind::kInteger, true};
constexpr Type kTime{TypeKind::kDateTime, false};
constexpr Type kMaybeTime{TypeKind::kDateTime, true};
constexpr Type kObject{TypeKind::kJson, false};

// Every row is one of the project that asks; see Lowering::GivenRows.
constexpr TableField kTeam{.name = "team_id", .type = kNumber, .column = "project_id"};

// Flags are 0 and 1, as PostHog has them.
constexpr TableField kActions[] = {
    {"id", kNumber},         kTeam,
    {"name", kMaybeText},    {"description", kText},
    {"steps_json", kObject}, {"created_at", kTime},
    {"updated_at", kTime},   {"deleted", kNumber},
};

constexpr TableField kAnnotations[] = {
    {"id", kNumber},
    kTeam,
    {"content", kMaybeText},
    {"scope", kText},
    {"date_marker", kMaybeTime},
    {"dashboard_id", kMaybeNumber},
    {"insight_id", kMaybeNumber},
    {"created_at", kMaybeTime},
    {"deleted", kNumber},
};

constexpr TableField kCohorts[] = {
    {"id", kNumber},           kTeam,
    {"name", kMaybeText},      {"description", kText},
    {"filters", kObject},      {"groups", kObject},
    {"query", kObject},        {"created_at", kTime},
    {"deleted", kNumber},      {"last_calculation", kMaybeTime},
    {"version", kMaybeNumber}, {"count", kMaybeNumber},
    {"is_static", kNumber},
};

constexpr TableField kDashboards[] = {
    {"id", kNumber},       kTeam,
    {"name", kMaybeText},  {"description", kText},
    {"created_at", kTime}, {"deleted", kNumber},
    {"filters", kObject},  {"variables", kObject},
};

constexpr TableField kDataWarehouseSources[] = {
    {"id", kText},
    kTeam,
    {"created_at", kTime},
    {"deleted", kNumber},
};

constexpr TableField kExperiments[] = {
    {"id", kNumber},
    kTeam,
    {"name", kText},
    {"description", kMaybeText},
    {"filters", kObject},
    {"parameters", kObject},
    {"start_date", kMaybeTime},
    {"end_date", kMaybeTime},
    {"archived", kNumber},
    {"feature_flag_id", kMaybeNumber},
    {"created_at", kTime},
    {"updated_at", kTime},
    {"deleted", kNumber},
};

constexpr TableField kExports[] = {
    {"id", kNumber},
    kTeam,
    {"created_at", kTime},
};

constexpr TableField kFeatureFlags[] = {
    {"id", kNumber},       kTeam,
    {"key", kText},        {"name", kText},
    {"filters", kObject},  {"rollout_percentage", kMaybeNumber},
    {"created_at", kTime}, {"deleted", kNumber},
};

constexpr TableField kGroupTypeMappings[] = {
    kTeam,
    {"group_type", kText},
    {"group_type_index", kNumber},
    {"name_singular", kMaybeText},
    {"name_plural", kMaybeText},
};

constexpr TableField kGroups[] = {
    {"team_id", kNumber},  {"group_type_index", kNumber},
    {"group_key", kText},  {.name = "group_properties", .type = kObject, .column = "properties"},
    {"created_at", kTime},
};

constexpr TableField kIngestionWarnings[] = {
    {.name = "team_id", .type = kNumber, .hidden = true},
    {"source", kText},
    {"type", kText},
    {"details", kText},
    {"timestamp", kTime},
};

constexpr TableField kInsightVariables[] = {
    {"id", kText},
    kTeam,
    {"type", kText},
    {"name", kText},
    {"code_name", kText},
    {"values", kObject},
    {"default_value", kObject},
    {"created_at", kTime},
};

constexpr TableField kInsights[] = {
    {"id", kNumber},
    kTeam,
    {"short_id", kText},
    {"name", kMaybeText},
    {"description", kMaybeText},
    {"filters", kObject},
    {"query", kObject},
    {"deleted", kNumber},
    {"saved", kNumber},
    {"created_at", kTime},
    {"updated_at", kTime},
};

constexpr TableField kSurveys[] = {
    {"id", kText},
    kTeam,
    {"name", kText},
    {"type", kText},
    {"questions", kObject},
    {"appearance", kObject},
    {"start_date", kMaybeTime},
    {"end_date", kMaybeTime},
    {"created_at", kTime},
};

constexpr TableField kTeams[] = {
    {"id", kNumber},
    kTeam,
    {"name", kText},
    {"created_at", kTime},
    {"updated_at", kTime},
    {"timezone", kText},
    {"test_account_filters", kObject},
};

constexpr HogQLTable kTables[] = {
    {"system.actions", "", TableRows::kGiven, {}, kActions},
    {"system.annotations", "", TableRows::kGiven, {}, kAnnotations},
    {"system.cohorts", "", TableRows::kGiven, {}, kCohorts},
    {"system.dashboards", "", TableRows::kGiven, {}, kDashboards},
    {"system.data_warehouse_sources", "", TableRows::kGiven, {}, kDataWarehouseSources},
    {"system.experiments", "", TableRows::kGiven, {}, kExperiments},
    {"system.exports", "", TableRows::kGiven, {}, kExports},
    {"system.feature_flags", "", TableRows::kGiven, {}, kFeatureFlags},
    {"system.group_type_mappings", "", TableRows::kGiven, {}, kGroupTypeMappings},
    {"system.groups",
     "groups",
     TableRows::kLatestVersion,
     {"group_type_index", "group_key"},
     kGroups},
    {"system.ingestion_warnings",
     "ingestion_warnings",
     TableRows::kAsStored,
     {},
     kIngestionWarnings},
    {"system.insight_variables", "", TableRows::kGiven, {}, kInsightVariables},
    {"system.insights", "", TableRows::kGiven, {}, kInsights},
    {"system.surveys", "", TableRows::kGiven, {}, kSurveys},
    {"system.teams", "", TableRows::kGiven, {}, kTeams},
};

}  // namespace

std::span<const HogQLTable> SystemTables() {
  return kTables;
}

}  // namespace tenrec::hogql
