#include "tenrec/catalog/actions.h"

#include <utility>

#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/shapes.h"
#include "tenrec/insights/selector.h"

namespace tenrec::api {
namespace {

using catalog::Action;
using catalog::ActionChange;

constexpr std::size_t kMaxName = 400;
constexpr std::size_t kMaxDescription = 65'535;
constexpr std::size_t kMaxSlackFormat = 1200;
constexpr std::size_t kMaxTag = 255;

JsonArray PrintSteps(const JsonArray& steps) {
  JsonArray out;
  for (const Json& step : steps) {
    JsonObject printed = step.as_object();
    const std::string pattern =
        insights::SelectorPattern(StringMember(step, "selector").value_or(""));
    printed["selector_regex"] = pattern.empty() ? Json() : Json(pattern);
    out.push_back(std::move(printed));
  }
  return out;
}

JsonObject Print(const Action& action, People& people) {
  return {{"id", action.id},
          {"name", PrintText(action.name)},
          {"description", action.description},
          {"tags", PrintTexts(action.tags)},
          {"post_to_slack", action.post_to_slack},
          {"slack_message_format", action.slack_message_format},
          {"steps", PrintSteps(action.steps)},
          {"created_at", PrintTime(action.created_at)},
          {"created_by", people.Print(action.created_by)},
          {"deleted", action.deleted},
          {"is_calculating", false},
          {"last_calculated_at", PrintTime(action.last_calculated_at)},
          {"updated_at", PrintTime(action.updated_at)},
          {"team_id", action.team_id},
          {"is_action", true},
          {"bytecode_error", nullptr},
          {"pinned_at", PrintTime(action.pinned_at)},
          {"creation_context", PrintText(action.creation_context)},
          {"user_access_level", "manager"}};
}

http::Response Show(const Services& services, int status, const Action& action) {
  People people(services);
  return http::JsonResponse(status, Print(action, people));
}

Result<ActionChange> ReadChange(const Call& call) {
  Fields in(call.body);
  ActionChange change{.name = in.NullableText("name", kMaxName),
                      .tags = in.Texts("tags", kMaxTag),
                      .post_to_slack = in.Bool("post_to_slack"),
                      .deleted = in.Bool("deleted")};
  if (const auto text = in.NullableText("description", kMaxDescription)) {
    change.description = text->value_or("");
  }
  if (const auto text = in.NullableText("slack_message_format", kMaxSlackFormat)) {
    change.slack_message_format = text->value_or("");
  }
  if (const auto pinned = in.Any("pinned_at")) change.pinned = !pinned->is_null();
  const auto steps = in.Array("steps");
  TRY(in.Finish());
  if (steps) {
    TRY_ASSIGN(change.steps, catalog::NormalizeSteps(*steps));
  }
  return change;
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto actions,
             services.actions.List(call.team().id, {.search = call.QueryText("search"),
                                                    .tags = call.QueryList("tags")}));
  People people(services);
  return ListResponse(call, actions, [&](const Action& action) { return Print(action, people); });
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const ActionChange change, ReadChange(call));
  TRY_ASSIGN(const Action action,
             services.actions.Create(call.team().id, change, EditorOf(call).actor()));
  return Show(services, 201, action);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const Action action, services.actions.Find(call.team().id, id));
  return Show(services, 200, action);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const ActionChange change, ReadChange(call));
  TRY_ASSIGN(const Action action,
             services.actions.Update(call.team().id, id, change, EditorOf(call).actor()));
  return Show(services, 200, action);
}

Result<http::Response> BulkUpdateTags(const Services& services, const Call& call) {
  TRY_ASSIGN(const BulkTags bulk, ReadBulkTags(call));
  return ChangeTagsInBulk(bulk, [&](std::int64_t id) -> Result<Action> {
    TRY_ASSIGN(const Action action, services.actions.Find(call.team().id, id));
    const ActionChange change{.tags = dashboards::ChangeTags(bulk.action, action.tags, bulk.tags)};
    return services.actions.Update(call.team().id, id, change, EditorOf(call).actor());
  });
}

Result<http::Response> Activity(const Services& services, const Call& call) {
  return ListActivity(services, call, {"Action"}, "");
}

Result<http::Response> ActivityOfOne(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  return ListActivity(services, call, {"Action"}, std::to_string(id));
}

constexpr std::string_view kRead = "action:read";
constexpr std::string_view kWrite = "action:write";

Shape MatchingShape() {
  return Words({"contains", "regex", "exact"}).Nullable();
}

const Shape& StepShape() {
  static const Shape shape =
      Object({{"event", Text().Nullable()},
              {"selector", Text().Nullable()},
              {"selector_regex", Text().Nullable().ReadOnly()},
              {"tag_name", Text().Nullable()},
              {"text", Text().Nullable()},
              {"text_matching", MatchingShape()},
              {"href", Text().Nullable()},
              {"href_matching", MatchingShape()},
              {"url", Text().Nullable()},
              {"url_matching", MatchingShape()},
              {"properties", Any().About("Property filters, all of which must pass.")}})
          .Named("ActionStep");
  return shape;
}

// Source: rest-api.md 18
const Shape& ActionShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"name", Text().Max(kMaxName).Nullable()},
              {"description", Text()},
              {"tags", ListOf(Text())},
              {"post_to_slack", Bool()},
              {"slack_message_format", Text().Max(kMaxSlackFormat)},
              {"steps", ListOf(StepShape()).About("An event must fit one of them.")},
              {"created_at", TimeText().ReadOnly()},
              {"created_by", UserBasicShape().Nullable().ReadOnly()},
              {"deleted", Bool()},
              {"is_calculating", Bool().ReadOnly()},
              {"last_calculated_at", TimeText().ReadOnly()},
              {"updated_at", TimeText().ReadOnly()},
              {"team_id", Int().ReadOnly()},
              {"is_action", Bool().ReadOnly()},
              {"bytecode_error", Text().Nullable().ReadOnly()},
              {"pinned_at", TimeText().Nullable().About("Any time pins it now, null unpins it.")},
              {"creation_context", Text().Nullable().ReadOnly()},
              {"user_access_level", Text().Nullable().ReadOnly()}})
          .Named("Action");
  return shape;
}

}  // namespace

std::span<const Route> ActionRoutes() {
  static const Route routes[] = {
      Route::Get("P/actions/", List)
          .Needs(kRead)
          .Filters({{"search", Text()}, {"tags", ListOf(Text())}})
          .GivesPage(ActionShape()),
      Route::Post("P/actions/", Create)
          .Needs(kWrite)
          .TakesUnchecked(ActionShape())
          .Gives(ActionShape(), 201),
      Route::Get("P/actions/activity/", Activity)
          .Called("all_activity")
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
      Route::Post("P/actions/bulk_update_tags/", BulkUpdateTags)
          .Needs(kWrite)
          .TakesUnchecked(BulkTagsShape())
          .Gives(BulkTagsAnswerShape()),
      Route::Get("P/actions/{id}/", Get).Needs(kRead).Gives(ActionShape()),
      Route::Patch("P/actions/{id}/", Patch)
          .Needs(kWrite)
          .TakesUnchecked(ActionShape())
          .Gives(ActionShape()),
      Route::Get("P/actions/{id}/activity/", ActivityOfOne)
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
