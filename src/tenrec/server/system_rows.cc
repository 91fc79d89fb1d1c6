#include "tenrec/server/system_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "tenrec/base/json.h"

namespace tenrec::server {
namespace {

/// No project has more; a question answers with no more rows.
constexpr std::size_t kMostRows = 50'000;

Json Micros(const std::optional<Timestamp>& time) {
  return time ? Json(time->micros) : Json();
}

Json Flag(bool flag) {
  return Json(flag ? 1 : 0);
}

template <typename T>
Json Maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

/// JSON in a column is text there.
std::string Text(const Json& json) {
  return PrintJson(json);
}

Result<JsonArray> Actions(catalog::Actions& actions, TeamId team_id) {
  TRY_ASSIGN(const auto list, actions.List(team_id, {.also_deleted = true}));
  JsonArray rows;
  for (const catalog::Action& action : list) {
    rows.push_back(JsonObject{{"id", action.id},
                              {"name", Maybe(action.name)},
                              {"description", action.description},
                              {"steps_json", Text(action.steps)},
                              {"created_at", action.created_at.micros},
                              {"updated_at", action.updated_at.micros},
                              {"deleted", Flag(action.deleted)}});
  }
  return rows;
}

Result<JsonArray> Cohorts(cohorts::Cohorts& cohorts, TeamId team_id) {
  TRY_ASSIGN(const auto list, cohorts.List(team_id, {.also_deleted = true}));
  JsonArray rows;
  for (const cohorts::Cohort& cohort : list) {
    rows.push_back(JsonObject{{"id", cohort.id},
                              {"name", Maybe(cohort.name)},
                              {"description", cohort.description},
                              {"filters", Text(cohort.filters)},
                              {"groups", Text(cohort.groups)},
                              {"query", Text(cohort.query)},
                              {"created_at", cohort.created_at.micros},
                              {"deleted", Flag(cohort.deleted)},
                              {"last_calculation", Micros(cohort.last_calculation)},
                              {"version", Maybe(cohort.version)},
                              {"count", Maybe(cohort.count)},
                              {"is_static", Flag(cohort.is_static)}});
  }
  return rows;
}

Result<JsonArray> Dashboards(dashboards::Dashboards& dashboards, TeamId team_id) {
  JsonArray rows;
  for (const bool deleted : {false, true}) {
    TRY_ASSIGN(const auto page,
               dashboards.List(team_id, {.deleted = deleted, .limit = kMostRows}, UserId{}));
    for (const dashboards::Dashboard& dashboard : page.dashboards) {
      rows.push_back(JsonObject{{"id", dashboard.id},
                                {"name", Maybe(dashboard.name)},
                                {"description", dashboard.description},
                                {"created_at", dashboard.created_at.micros},
                                {"deleted", Flag(dashboard.deleted)},
                                {"filters", Text(dashboard.filters)},
                                {"variables", Text(dashboard.variables)}});
    }
  }
  return rows;
}

Result<JsonArray> Insights(dashboards::SavedInsights& insights, TeamId team_id) {
  JsonArray rows;
  for (const bool deleted : {false, true}) {
    TRY_ASSIGN(const auto page, insights.List(team_id, {.deleted = deleted, .limit = kMostRows}));
    for (const dashboards::SavedInsight& insight : page.insights) {
      rows.push_back(JsonObject{{"id", insight.id},
                                {"short_id", insight.short_id},
                                {"name", Maybe(insight.name)},
                                {"description", Maybe(insight.description)},
                                {"filters", Text(insight.filters)},
                                {"query", Text(insight.query)},
                                {"deleted", Flag(insight.deleted)},
                                {"saved", Flag(insight.saved)},
                                {"created_at", insight.created_at.micros},
                                {"updated_at", insight.updated_at.micros}});
    }
  }
  return rows;
}

// Notes of the organization show in each of its projects; each is a row of the one it was made in.
Result<JsonArray> Annotations(dashboards::Annotations& annotations, const accounts::Team& team) {
  TRY_ASSIGN(const auto page,
             annotations.List({team.id, team.organization_id}, {.limit = kMostRows}));
  JsonArray rows;
  for (const dashboards::Annotation& note : page.annotations) {
    if (note.team_id != team.id) continue;
    rows.push_back(JsonObject{{"id", note.id},
                              {"content", Maybe(note.content)},
                              {"scope", std::string(AnnotationScopeName(note.scope))},
                              {"date_marker", Micros(note.date_marker)},
                              {"dashboard_id", Maybe(note.dashboard_id)},
                              {"insight_id", Maybe(note.insight_id)},
                              {"created_at", note.created_at.micros},
                              {"deleted", Flag(note.deleted)}});
  }
  return rows;
}

Result<JsonArray> GroupTypeMappings(persons::PersonDirectory& people, TeamId team_id) {
  TRY_ASSIGN(const auto types, people.GroupTypes(team_id));
  JsonArray rows;
  for (const persons::GroupType& type : types) {
    rows.push_back(JsonObject{{"group_type", type.name},
                              {"group_type_index", type.index},
                              {"name_singular", Maybe(type.name_singular)},
                              {"name_plural", Maybe(type.name_plural)}});
  }
  return rows;
}

JsonArray TeamRow(const accounts::Team& team) {
  return {JsonObject{{"id", team.id},
                     {"name", team.name},
                     {"created_at", team.created_at.micros},
                     {"updated_at", team.updated_at.micros},
                     {"timezone", team.timezone},
                     {"test_account_filters", Text(team.Setting("test_account_filters"))}}};
}

Result<JsonArray> Rows(const SystemSources& from, TeamId team_id, std::string_view table) {
  if (table == "system.actions") return Actions(from.actions, team_id);
  if (table == "system.cohorts") return Cohorts(from.cohorts, team_id);
  if (table == "system.dashboards") return Dashboards(from.dashboards, team_id);
  if (table == "system.group_type_mappings") return GroupTypeMappings(from.people, team_id);
  if (table == "system.insights") return Insights(from.insights, team_id);
  // No project has any of these, for nothing makes them.
  constexpr std::string_view kNothingYet[] = {
      "system.data_warehouse_sources", "system.experiments",       "system.exports",
      "system.feature_flags",          "system.insight_variables", "system.surveys"};
  if (std::ranges::find(kNothingYet, table) != std::end(kNothingYet)) return JsonArray();
  const auto team = from.teams.ById(team_id);
  if (team == nullptr) return JsonArray();
  if (table == "system.annotations") return Annotations(from.annotations, *team);
  if (table == "system.teams") return TeamRow(*team);
  return Internal("nobody fills " + std::string(table));
}

}  // namespace

Result<std::string> SystemRows(const SystemSources& from, TeamId team_id, std::string_view table) {
  TRY_ASSIGN(JsonArray rows, Rows(from, team_id, table));
  return PrintJson(Json(std::move(rows)));
}

}  // namespace tenrec::server
