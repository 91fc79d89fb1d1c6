#include "tenrec/api/board_shapes.h"

#include "tenrec/query/shapes.h"

namespace tenrec::api {
namespace {

constexpr std::int64_t kMaxName = 400;

// The numbers of PostHog's levels; Int, since the document has words for texts only.
Shape Level() {
  return Int().ReadOnly().About("21 or 37.");
}

// Kinds that are not answered yet may be kept.
Shape KeptQuery() {
  return OneOf({query::QueryShape(), MapOf(Any())}).Nullable();
}

std::vector<shape::Field> InsightFields() {
  const Shape place =
      Object({{"id", Int()}, {"dashboard_id", Int()}, {"deleted", Bool().Nullable()}});
  return {{"id", Int().ReadOnly()},
          {"short_id", Text().ReadOnly()},
          {"name", Text().Max(kMaxName).Nullable()},
          {"derived_name", Text().Max(kMaxName).Nullable()},
          {"description", Text().Max(kMaxName).Nullable()},
          {"query", KeptQuery()},
          {"filters", MapOf(Any()).About("The old form of a query; sent, it becomes one.")},
          {"dashboards", ListOf(Int()).About("The dashboards that show it, and no others.")},
          {"dashboard_tiles", ListOf(place).ReadOnly()},
          {"favorited", Bool()},
          {"tags", ListOf(Text())},
          {"created_at", TimeText().ReadOnly()},
          {"created_by", UserBasicShape().Nullable().ReadOnly()},
          {"last_modified_at", TimeText().ReadOnly()},
          {"updated_at", TimeText().ReadOnly()},
          {"last_viewed_at", TimeText().Nullable().ReadOnly()},
          {"deleted", Bool()},
          {"saved", Bool()},
          {"order", Int().Nullable()},
          {"user_access_level", Text().ReadOnly()},
          {"search_match_type", Text().ReadOnly().Sometimes()}};
}

}  // namespace

const Shape& RefreshShape() {
  static const Shape shape =
      Words({"async", "async_except_on_cache_miss", "blocking", "false", "force_async",
             "force_blocking", "force_cache", "lazy_async", "true"})
          .About("Without it, and with force_cache, nothing is computed.");
  return shape;
}

const Shape& InsightBasicShape() {
  static const Shape shape = Object(InsightFields()).Named("InsightBasic");
  return shape;
}

// A list with basic=true lacks what an answer says.
const Shape& InsightShape() {
  static const Shape shape =
      Object(InsightFields())
          .With({{"last_modified_by", UserBasicShape().Nullable().ReadOnly().Sometimes()},
                 {"is_sample", Bool().ReadOnly().Sometimes()},
                 {"effective_restriction_level", Level().Sometimes()},
                 {"effective_privilege_level", Level().Sometimes()},
                 {"alerts", ListOf(Any()).ReadOnly().Sometimes()},
                 {"result", Any().ReadOnly().Sometimes()},
                 {"columns", ListOf(Any()).Nullable().ReadOnly().Sometimes()},
                 {"types", ListOf(Any()).Nullable().ReadOnly().Sometimes()},
                 {"hasMore", Bool().Nullable().ReadOnly().Sometimes()},
                 {"hogql", Text().Nullable().ReadOnly().Sometimes()},
                 {"timezone", Text().Nullable().ReadOnly().Sometimes()},
                 {"resolved_date_range", MapOf(Any()).Nullable().ReadOnly().Sometimes()},
                 {"last_refresh", TimeText().Nullable().ReadOnly().Sometimes()},
                 {"cache_target_age", TimeText().Nullable().ReadOnly().Sometimes()},
                 {"next_allowed_client_refresh", TimeText().Nullable().ReadOnly().Sometimes()},
                 {"query_status", MapOf(Any()).Nullable().ReadOnly().Sometimes()},
                 {"filters_hash", Text().Nullable().ReadOnly().Sometimes()},
                 {"is_cached", Bool().ReadOnly().Sometimes()}})
          .Named("Insight");
  return shape;
}

const Shape& TileShape() {
  static const Shape text = Object({{"id", Int().ReadOnly()},
                                    {"body", Text().Max(4000)},
                                    {"created_by", UserBasicShape().Nullable().ReadOnly()},
                                    {"last_modified_at", TimeText().ReadOnly()},
                                    {"last_modified_by", UserBasicShape().Nullable().ReadOnly()},
                                    {"team", Int().ReadOnly()}})
                                .Named("TextCard");
  static const Shape shape =
      Object(
          {{"id", Int()},
           {"insight", InsightShape().Nullable().ReadOnly()},
           {"text", text.Nullable()},
           {"button_tile", Any().ReadOnly()},
           {"layouts", MapOf(Any()).About("{\"sm\": {x, y, w, h}, \"xs\": {…}}; sm is 12 wide.")},
           {"color", Words({"blue", "green", "purple", "black", "white"}).Nullable()},
           {"order", Int().ReadOnly()},
           {"filters_overrides", MapOf(Any()).Nullable()},
           {"show_description", Bool().Nullable()},
           {"transparent_background", Bool().Nullable()},
           {"deleted", Bool().WriteOnly()},
           {"last_refresh", TimeText().Nullable().ReadOnly()},
           {"is_cached", Bool().ReadOnly()},
           {"refreshing", Bool().ReadOnly()},
           {"error", Object({{"type", Text()}, {"message", Text()}}).ReadOnly().Sometimes()}})
          .Named("DashboardTile");
  return shape;
}

const Shape& DashboardShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"name", Text().Max(kMaxName).Nullable()},
              {"description", Text()},
              {"pinned", Bool()},
              {"created_at", TimeText().ReadOnly()},
              {"created_by", UserBasicShape().Nullable().ReadOnly()},
              {"last_accessed_at", TimeText().Nullable().ReadOnly()},
              {"last_viewed_at", TimeText().Nullable().ReadOnly()},
              {"last_refresh", TimeText().Nullable().ReadOnly()},
              {"is_shared", Bool().ReadOnly()},
              {"deleted", Bool()},
              {"creation_mode", Words({"default", "template", "duplicate", "unlisted"}).ReadOnly()},
              {"filters", MapOf(Any()).About("Put in place of the filters of its tiles.")},
              {"variables", MapOf(Any())},
              {"persisted_filters", MapOf(Any()).Nullable().ReadOnly()},
              {"persisted_variables", MapOf(Any()).Nullable().ReadOnly()},
              {"breakdown_colors", ListOf(Any())},
              {"data_color_theme_id", Int().Nullable()},
              {"tags", ListOf(Text())},
              {"tiles", ListOf(TileShape()).Nullable().About("Null in lists.")},
              {"restriction_level", Int().About("21: everyone edits; 37: few do.")},
              {"effective_restriction_level", Level()},
              {"effective_privilege_level", Level()},
              {"user_access_level", Text().ReadOnly()},
              {"access_control_version", Text().ReadOnly()},
              {"team_id", Int().ReadOnly()}})
          .Named("Dashboard");
  return shape;
}

const Shape& BulkTagsShape() {
  static const Shape shape = Input({{"ids", ListOf(Int()).Max(500).Required()},
                                    {"action", Words({"add", "remove", "set"}).Required()},
                                    {"tags", ListOf(Text()).Required()}})
                                 .Named("BulkTags");
  return shape;
}

const Shape& BulkTagsAnswerShape() {
  static const Shape shape =
      Object({{"updated", ListOf(Object({{"id", Int()}, {"tags", ListOf(Text())}}))},
              {"skipped", ListOf(Object({{"id", Int()}, {"reason", Text()}}))}})
          .Named("BulkTagsAnswer");
  return shape;
}

}  // namespace tenrec::api
