#include "tenrec/dashboards/annotations.h"

#include <utility>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/shapes.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::api {
namespace {

using dashboards::Annotation;
using dashboards::AnnotationChange;
using dashboards::AnnotationFilter;
using dashboards::AnnotationScope;

constexpr std::size_t kMaxContent = 8192;
constexpr std::size_t kMaxRecordingId = 400;
constexpr std::int64_t kMaxId = 1LL << 53U;

dashboards::AnnotationPlace PlaceOf(const Call& call) {
  return {call.team().id, call.team().organization_id};
}

JsonObject Print(const Annotation& annotation, People& people) {
  const auto number = [](const std::optional<std::int64_t>& id) { return id ? Json(*id) : Json(); };
  return {{"id", annotation.id},
          {"content", PrintText(annotation.content)},
          {"date_marker", PrintTime(annotation.date_marker)},
          {"creation_type", annotation.creation_type},
          {"scope", dashboards::AnnotationScopeName(annotation.scope)},
          {"dashboard_item", number(annotation.insight_id)},
          {"dashboard_id", number(annotation.dashboard_id)},
          {"dashboard_name", PrintText(annotation.dashboard_name)},
          {"insight_short_id", PrintText(annotation.insight_short_id)},
          {"insight_name", PrintText(annotation.insight_name)},
          {"insight_derived_name", PrintText(annotation.insight_derived_name)},
          {"recording_id", PrintText(annotation.recording_id)},
          {"created_by", people.Print(annotation.created_by)},
          {"created_at", PrintTime(annotation.created_at)},
          {"updated_at", PrintTime(annotation.updated_at)},
          {"deleted", annotation.deleted}};
}

http::Response Show(const Services& services, int status, const Annotation& annotation) {
  People people(services);
  return http::JsonResponse(status, Print(annotation, people));
}

std::optional<AnnotationScope> ReadScope(Fields& in) {
  const auto name = in.Text("scope", 40);
  if (!name) return std::nullopt;
  const auto scope = dashboards::ParseAnnotationScope(*name);
  if (!scope) in.Fail("scope", accounts::NotAChoice(*name));
  return scope;
}

// An instant, or a day, which begins at midnight of the project.
std::optional<std::optional<Timestamp>> ReadMarker(const Services& services, const Call& call,
                                                   Fields& in) {
  const auto text = in.NullableText("date_marker", 40);
  if (!text) return std::nullopt;
  if (!*text) return std::optional<Timestamp>();
  const bool is_absolute = !(*text)->empty() && (**text)[0] >= '0' && (**text)[0] <= '9';
  const auto date = query::ReadListDate(**text, call.team(), services.clock.Now());
  if (!is_absolute || !date) {
    in.Fail("date_marker",
            InvalidArgument("Datetime has wrong format. Use one such as 2026-01-31T12:00:00Z.")
                .WithTag("invalid"));
    return std::nullopt;
  }
  return std::optional(*date);
}

Result<AnnotationChange> ReadChange(const Services& services, const Call& call) {
  Fields in(call.body);
  AnnotationChange change{.content = in.NullableText("content", kMaxContent),
                          .date_marker = ReadMarker(services, call, in),
                          .creation_type = in.Text("creation_type", 3),
                          .scope = ReadScope(in),
                          .insight_id = in.NullableInt("dashboard_item", 1, kMaxId),
                          .dashboard_id = in.NullableInt("dashboard_id", 1, kMaxId),
                          .recording_id = in.NullableText("recording_id", kMaxRecordingId),
                          .deleted = in.Bool("deleted")};
  if (change.creation_type && *change.creation_type != "USR" && *change.creation_type != "GIT") {
    in.Fail("creation_type", accounts::NotAChoice(*change.creation_type));
  }
  TRY(in.Finish());
  return change;
}

Result<http::Response> List(const Services& services, const Call& call) {
  const Page page = ReadPage(call);
  AnnotationFilter filter{
      .search = call.QueryText("search"), .limit = page.limit, .offset = page.offset};
  if (const std::string scope = call.QueryText("scope"); !scope.empty()) {
    filter.scope = dashboards::ParseAnnotationScope(scope);
    if (!filter.scope) return accounts::NotAChoice(scope).WithField("scope");
  }
  for (const auto& [name, place] :
       {std::pair{"date_from", &filter.from}, std::pair{"date_to", &filter.to}}) {
    const std::string text = call.QueryText(name);
    if (text.empty() || text == "all") continue;
    auto date = query::ReadListDate(text, call.team(), services.clock.Now());
    if (!date) return std::move(date).error().WithField(name);
    *place = *date;
  }
  TRY_ASSIGN(const auto listed, services.annotations.List(PlaceOf(call), filter));
  People people(services);
  JsonArray results;
  for (const Annotation& annotation : listed.annotations) {
    results.push_back(Print(annotation, people));
  }
  return http::JsonResponse(200, PrintPage(call, page, listed.total, std::move(results)));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const AnnotationChange change, ReadChange(services, call));
  TRY_ASSIGN(const Annotation annotation,
             services.annotations.Create(PlaceOf(call), change, EditorOf(call)));
  return Show(services, 201, annotation);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const Annotation annotation, services.annotations.Find(PlaceOf(call), id));
  return Show(services, 200, annotation);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const AnnotationChange change, ReadChange(services, call));
  TRY_ASSIGN(const Annotation annotation,
             services.annotations.Update(PlaceOf(call), id, change, EditorOf(call)));
  return Show(services, 200, annotation);
}

constexpr std::string_view kRead = "annotation:read";
constexpr std::string_view kWrite = "annotation:write";

Shape ScopeShape() {
  return Words({"dashboard_item", "dashboard", "project", "organization", "recording"});
}

// Source: rest-api.md 16
const Shape& AnnotationShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"content", Text().Max(kMaxContent).Nullable()},
              {"date_marker", TimeText().Nullable()},
              {"creation_type", Words({"USR", "GIT"})},
              {"scope", ScopeShape()},
              {"dashboard_item", Int().Nullable().About("The number of an insight.")},
              {"dashboard_id", Int().Nullable()},
              {"dashboard_name", Text().Nullable().ReadOnly()},
              {"insight_short_id", Text().Nullable().ReadOnly()},
              {"insight_name", Text().Nullable().ReadOnly()},
              {"insight_derived_name", Text().Nullable().ReadOnly()},
              {"recording_id", Text().Nullable()},
              {"created_by", UserBasicShape().Nullable().ReadOnly()},
              {"created_at", TimeText().ReadOnly()},
              {"updated_at", TimeText().ReadOnly()},
              {"deleted", Bool()}})
          .Named("Annotation");
  return shape;
}

}  // namespace

std::span<const Route> AnnotationRoutes() {
  static const Route routes[] = {
      Route::Get("P/annotations/", List)
          .Needs(kRead)
          .Filters({{"search", Text()},
                    {"scope", ScopeShape()},
                    {"date_from", Text()},
                    {"date_to", Text()}})
          .GivesPage(AnnotationShape()),
      Route::Post("P/annotations/", Create)
          .Needs(kWrite)
          .TakesUnchecked(AnnotationShape())
          .Gives(AnnotationShape(), 201),
      Route::Get("P/annotations/{id}/", Get).Needs(kRead).Gives(AnnotationShape()),
      Route::Patch("P/annotations/{id}/", Patch)
          .Needs(kWrite)
          .TakesUnchecked(AnnotationShape())
          .Gives(AnnotationShape()),
  };
  return routes;
}

}  // namespace tenrec::api
