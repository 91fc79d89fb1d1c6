#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/dashboards/templates.h"

namespace tenrec::api {
namespace {

using dashboards::DashboardTemplate;

JsonObject Print(const DashboardTemplate& made) {
  return {{"id", made.id.ToString()},
          {"template_name", made.plan.name},
          {"dashboard_description", made.plan.description},
          {"dashboard_filters", made.plan.filters},
          {"tags", PrintTexts(made.plan.tags)},
          {"tiles", made.plan.tiles},
          {"variables", JsonArray()},
          {"deleted", false},
          {"created_at", nullptr},
          {"created_by", nullptr},
          {"image_url", nullptr},
          {"team_id", nullptr},
          {"scope", "global"},
          {"availability_contexts", PrintTexts(made.contexts)},
          {"is_featured", made.is_featured}};
}

Result<http::Response> List(const Services&, const Call& call) {
  const std::string search = ToLowerAscii(call.QueryText("search"));
  const std::string scope = call.QueryText("scope");
  std::vector<const DashboardTemplate*> found;
  for (const DashboardTemplate& made : dashboards::BuiltInTemplates()) {
    const std::string text = ToLowerAscii(made.plan.name + "\n" + made.plan.description);
    const bool matches = text.find(search) != std::string::npos;
    if (matches && (scope.empty() || scope == "global")) found.push_back(&made);
  }
  return ListResponse(call, found, [](const DashboardTemplate* made) { return Print(*made); });
}

Result<http::Response> Get(const Services&, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  for (const DashboardTemplate& made : dashboards::BuiltInTemplates()) {
    if (made.id == id) return http::JsonResponse(200, Print(made));
  }
  return NotFound("Not found.");
}

constexpr std::string_view kRead = "dashboard_template:read";

// Source: rest-api.md 15.5
const Shape& TemplateShape() {
  static const Shape shape = Object({{"id", UuidText()},
                                     {"template_name", Text()},
                                     {"dashboard_description", Text()},
                                     {"dashboard_filters", MapOf(Any())},
                                     {"tags", ListOf(Text())},
                                     {"tiles", ListOf(MapOf(Any()))},
                                     {"variables", ListOf(Any())},
                                     {"deleted", Bool()},
                                     {"created_at", TimeText().Nullable()},
                                     {"created_by", Int().Nullable()},
                                     {"image_url", Text().Nullable()},
                                     {"team_id", Int().Nullable()},
                                     {"scope", Words({"global", "team", "feature_flag"})},
                                     {"availability_contexts", ListOf(Text())},
                                     {"is_featured", Bool()}})
                                 .Named("DashboardTemplate");
  return shape;
}

}  // namespace

std::span<const Route> DashboardTemplateRoutes() {
  static const Route routes[] = {
      Route::Get("P/dashboard_templates/", List)
          .Needs(kRead)
          .Filters({{"search", Text()}, {"scope", Words({"global", "team", "feature_flag"})}})
          .GivesPage(TemplateShape()),
      Route::Get("P/dashboard_templates/{id}/", Get)
          .Needs(kRead)
          .Where("id", UuidText())
          .Gives(TemplateShape()),
  };
  return routes;
}

}  // namespace tenrec::api
