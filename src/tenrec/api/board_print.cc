#include "tenrec/api/board_print.h"

#include <utility>

namespace tenrec::api {
namespace {

Json PrintNumber(const std::optional<std::int64_t>& number) {
  return number ? Json(*number) : Json();
}

Json PrintBool(const std::optional<bool>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

dashboards::Editor EditorOf(const Call& call) {
  return {.user = call.user().id,
          .is_admin = call.project->membership.level >= accounts::Level::kAdmin,
          .client = std::string(call.request->HeaderText("x-posthog-client"))};
}

Json BoardPrinter::Person(const std::optional<UserId>& id) {
  return is_public_ ? Json() : people_.Print(id);
}

JsonObject BoardPrinter::Basic(const dashboards::SavedInsight& insight) {
  JsonArray dashboards;
  JsonArray tiles;
  const std::vector<dashboards::InsightPlace> nowhere;
  for (const dashboards::InsightPlace& place : is_public_ ? nowhere : insight.places) {
    dashboards.emplace_back(place.dashboard_id);
    tiles.push_back(JsonObject{
        {"id", place.tile_id}, {"dashboard_id", place.dashboard_id}, {"deleted", false}});
  }
  return {{"id", insight.id},
          {"short_id", insight.short_id},
          {"name", PrintText(insight.name)},
          {"derived_name", PrintText(insight.derived_name)},
          {"description", PrintText(insight.description)},
          {"query", insight.query},
          {"filters", insight.filters},
          {"dashboards", std::move(dashboards)},
          {"dashboard_tiles", std::move(tiles)},
          {"favorited", insight.favorited},
          {"tags", is_public_ ? JsonArray() : PrintTexts(insight.tags)},
          {"created_at", PrintTime(insight.created_at)},
          {"created_by", Person(insight.created_by)},
          {"last_modified_at", PrintTime(insight.last_modified_at)},
          {"updated_at", PrintTime(insight.updated_at)},
          {"last_viewed_at", PrintTime(insight.last_viewed_at)},
          {"deleted", insight.deleted},
          {"saved", insight.saved},
          {"order", PrintNumber(insight.order)},
          {"user_access_level", is_public_ ? "viewer" : "manager"}};
}

JsonObject BoardPrinter::Full(const dashboards::SavedInsight& insight, const Json& query,
                              ShownAnswer answer) {
  JsonObject object = Basic(insight);
  object["query"] = query;
  object["last_modified_by"] = Person(insight.last_modified_by);
  object["is_sample"] = insight.is_sample;
  object["effective_restriction_level"] = static_cast<int>(insight.restriction());
  object["effective_privilege_level"] = static_cast<int>(
      is_public_ ? dashboards::PrivilegeLevel::kView : insight.PrivilegeOf(user_, is_admin_));
  object["alerts"] = JsonArray();
  for (auto& field : answer.fields) object[field.key()] = std::move(field.value());
  return object;
}

JsonObject BoardPrinter::Print(const dashboards::Dashboard& dashboard) {
  const int restriction = static_cast<int>(dashboard.restriction);
  return {{"id", dashboard.id},
          {"name", PrintText(dashboard.name)},
          {"description", dashboard.description},
          {"pinned", dashboard.pinned},
          {"created_at", PrintTime(dashboard.created_at)},
          {"created_by", Person(dashboard.created_by)},
          {"last_accessed_at", PrintTime(dashboard.last_accessed_at)},
          {"last_viewed_at", PrintTime(dashboard.last_viewed_at)},
          {"last_refresh", nullptr},
          {"is_shared", dashboard.is_shared},
          {"deleted", dashboard.deleted},
          {"creation_mode", dashboard.creation_mode},
          {"filters", dashboard.filters},
          {"variables", dashboard.variables},
          {"persisted_filters", nullptr},
          {"persisted_variables", nullptr},
          {"breakdown_colors", dashboard.breakdown_colors},
          {"data_color_theme_id", PrintNumber(dashboard.data_color_theme_id)},
          {"tags", is_public_ ? JsonArray() : PrintTexts(dashboard.tags)},
          {"tiles", nullptr},
          {"restriction_level", restriction},
          {"effective_restriction_level", restriction},
          {"effective_privilege_level",
           static_cast<int>(is_public_ ? dashboards::PrivilegeLevel::kView
                                       : dashboard.PrivilegeOf(user_, is_admin_))},
          {"user_access_level", is_public_ ? "viewer" : "manager"},
          {"access_control_version", "v2"},
          {"team_id", dashboard.team_id}};
}

JsonObject BoardPrinter::Print(const dashboards::Tile& tile, std::size_t order, Json insight,
                               Json error) {
  JsonObject object{{"id", tile.id},
                    {"insight", nullptr},
                    {"text", nullptr},
                    {"button_tile", nullptr},
                    {"layouts", tile.layouts},
                    {"color", PrintText(tile.color)},
                    {"order", order},
                    {"filters_overrides", tile.filters_overrides},
                    {"show_description", PrintBool(tile.show_description)},
                    {"transparent_background", PrintBool(tile.transparent_background)},
                    {"last_refresh", nullptr},
                    {"is_cached", false},
                    {"refreshing", false}};
  if (insight.is_object()) {
    const JsonObject& shown = insight.get_object();
    object["last_refresh"] = shown.at("last_refresh");
    object["is_cached"] = shown.at("is_cached");
    object["refreshing"] = !shown.at("query_status").is_null();
  }
  object["insight"] = std::move(insight);
  if (tile.text) {
    object["text"] = JsonObject{{"id", tile.text->id},
                                {"body", tile.text->body},
                                {"created_by", Person(tile.text->created_by)},
                                {"last_modified_at", PrintTime(tile.text->last_modified_at)},
                                {"last_modified_by", Person(tile.text->last_modified_by)},
                                {"team", team_}};
  }
  if (!error.is_null()) object["error"] = std::move(error);
  return object;
}

}  // namespace tenrec::api
