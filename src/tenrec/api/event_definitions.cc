#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/curation.h"
#include "tenrec/api/definition_metrics.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using Filter = catalog::EventDefinitionFilter;

constexpr std::size_t kMaxColumn = 400;

Filter ReadFilter(const Call& call) {
  Filter filter{.search = call.QueryText("search"),
                .exclude_hidden = call.QueryBool("exclude_hidden").value_or(false),
                .verified = call.QueryBool("verified"),
                .tags = call.QueryList("tags"),
                .names = call.QueryList("names")};
  const std::string type = call.QueryText("event_type");
  if (type == "event_custom") filter.kind = Filter::Kind::kCustom;
  if (type == "event_posthog") filter.kind = Filter::Kind::kPostHog;
  std::string order = call.QueryText("ordering");
  if (order.empty()) order = call.QueryText("order");
  if (order == "name") filter.order = Filter::Order::kName;
  if (order == "-name") filter.order = Filter::Order::kNameBackwards;
  if (order == "last_seen_at") filter.order = Filter::Order::kOldestSeen;
  return filter;
}

Result<catalog::EventDefinitionChange> ReadChange(const Services& services, const Call& call) {
  catalog::EventDefinitionChange change;
  TRY_ASSIGN(change.curation, ReadCuration(call.body));
  if (const Json* sent = call.body.if_contains("owner")) {
    change.owner.emplace();
    if (!sent->is_null()) {
      const auto id = accounts::ReadInt(*sent, 0, 1LL << 53);
      const auto member =
          id ? services.accounts.organizations().FindFor(*id, call.team().organization_id)
             : Result<accounts::Membership>(id.error());
      if (!member) {
        return InvalidArgument("The owner must be a member of the organization.")
            .WithTag("does_not_exist")
            .WithField("owner");
      }
      change.owner = std::optional(*id);
    }
  }
  if (const Json* sent = call.body.if_contains("default_columns")) {
    auto columns = accounts::ReadTextList(*sent, kMaxColumn);
    if (!columns) return std::move(columns).error().WithField("default_columns");
    change.default_columns = std::move(*columns);
  }
  if (const Json* sent = call.body.if_contains("enforcement_mode")) {
    auto mode = accounts::ReadText(*sent, 20);
    if (!mode) return std::move(mode).error().WithField("enforcement_mode");
    change.enforcement_mode = std::move(*mode);
  }
  if (const Json* sent = call.body.if_contains("post_to_slack")) {
    auto post = accounts::ReadBool(*sent);
    if (!post) return std::move(post).error().WithField("post_to_slack");
    change.post_to_slack = *post;
  }
  return change;
}

http::Response Show(const Services& services, int status, const catalog::EventDefinition& event) {
  return http::JsonResponse(status, DefinitionPrinter(services).Print(event));
}

Result<http::Response> List(const Services& services, const Call& call) {
  std::vector<catalog::EventDefinition> events;
  // There are no actions yet, so none matches.
  if (call.QueryText("event_type") != "action_event") {
    TRY_ASSIGN(events, services.definitions.ListEvents(call.team().id, ReadFilter(call)));
  }
  DefinitionPrinter printer(services);
  return ListResponse(call, events, [&](const auto& event) { return printer.Print(event); });
}

Result<http::Response> Create(const Services& services, const Call& call) {
  const Json* sent = call.body.if_contains("name");
  if (sent == nullptr) {
    return InvalidArgument("This field is required.").WithTag("required").WithField("name");
  }
  auto name = accounts::ReadText(*sent, kMaxColumn);
  if (!name) return std::move(name).error().WithField("name");
  TRY_ASSIGN(const auto change, ReadChange(services, call));
  TRY_ASSIGN(const auto event,
             services.definitions.CreateEvent(call.team().id, *name, change, call.user().id));
  return Show(services, 201, event);
}

Result<http::Response> GetByName(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto event,
             services.definitions.FindEventByName(call.team().id, call.QueryText("name")));
  return Show(services, 200, event);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto event, services.definitions.FindEvent(call.team().id, id));
  return Show(services, 200, event);
}

Result<http::Response> Metrics(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto event, services.definitions.FindEvent(call.team().id, id));
  TRY_ASSIGN(JsonObject metrics, MeasureEvent(services, call, event));
  return http::JsonResponse(200, std::move(metrics));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto change, ReadChange(services, call));
  TRY_ASSIGN(const auto event,
             services.definitions.ChangeEvent(call.team().id, id, change, call.user().id));
  return Show(services, 200, event);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY(services.definitions.DeleteEvent(call.team().id, id));
  http::Response response;
  response.status = 204;
  return response;
}

constexpr std::string_view kRead = "event_definition:read";
constexpr std::string_view kWrite = "event_definition:write";

// Source: rest-api.md 19.4
const Shape& EventDefinitionShape() {
  static const Shape shape = Object({{"id", UuidText().ReadOnly()},
                                     {"name", Text().Max(kMaxColumn).Required()},
                                     {"owner", Int().Nullable()},
                                     {"owner_user", UserBasicShape().Nullable().ReadOnly()},
                                     {"created_at", TimeText().Nullable().ReadOnly()},
                                     {"created_by", UserBasicShape().Nullable().ReadOnly()},
                                     {"last_seen_at", TimeText().Nullable().ReadOnly()},
                                     {"last_updated_at", TimeText().Nullable().ReadOnly()},
                                     {"default_columns", ListOf(Text())},
                                     {"enforcement_mode", Text()},
                                     {"post_to_slack", Bool()},
                                     {"is_action", Bool().ReadOnly()},
                                     {"action_id", Int().Nullable().ReadOnly()},
                                     {"is_calculating", Bool().ReadOnly()},
                                     {"last_calculated_at", TimeText().Nullable().ReadOnly()},
                                     {"media_preview_urls", ListOf(Text()).ReadOnly()}})
                                 .With(CurationFields())
                                 .Named("EventDefinition");
  return shape;
}

}  // namespace

std::span<const Route> EventDefinitionRoutes() {
  static const Route routes[] = {
      Route::Get("P/event_definitions/", List)
          .Needs(kRead)
          .Filters({{"search", Text()},
                    {"event_type",
                     Words({"all", "event", "event_custom", "event_posthog", "action_event"})},
                    {"ordering", Text()},
                    {"order", Text()},
                    {"names", ListOf(Text())},
                    {"tags", ListOf(Text())},
                    {"verified", Bool()},
                    {"exclude_hidden", Bool()}})
          .GivesPage(EventDefinitionShape()),
      Route::Post("P/event_definitions/", Create)
          .Needs(kWrite)
          .TakesUnchecked(EventDefinitionShape())
          .Gives(EventDefinitionShape(), 201),
      Route::Get("P/event_definitions/by_name/", GetByName)
          .Needs(kRead)
          .Filters({{"name", Text().Required()}})
          .Gives(EventDefinitionShape()),
      Route::Get("P/event_definitions/{id}/", Get)
          .Needs(kRead)
          .Where("id", UuidText())
          .Gives(EventDefinitionShape()),
      Route::Get("P/event_definitions/{id}/metrics/", Metrics)
          .Needs(kRead)
          .Where("id", UuidText())
          .Gives(MetricsShape()),
      Route::Patch("P/event_definitions/{id}/", Patch)
          .Needs(kWrite)
          .Where("id", UuidText())
          .TakesUnchecked(EventDefinitionShape())
          .Gives(EventDefinitionShape()),
      Route::Delete("P/event_definitions/{id}/", Delete)
          .Needs(kWrite)
          .Where("id", UuidText())
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
