#include <charconv>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/curation.h"
#include "tenrec/api/definition_metrics.h"
#include "tenrec/api/print.h"
#include "tenrec/api/property_values.h"
#include "tenrec/api/session_properties.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using catalog::PropertyScope;
using catalog::PropertyType;

constexpr std::size_t kMaxSessionValues = 20;

Result<int> ReadGroupIndex(const Call& call) {
  const std::string text = call.QueryText("group_type_index");
  int index = -1;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (status != std::errc() || end != text.data() + text.size() || index < 0 || index > 4) {
    return InvalidArgument("`group_type_index` must be 0 to 4 when `type` is 'group'.")
        .WithTag(text.empty() ? "required" : "invalid")
        .WithField("group_type_index");
  }
  return index;
}

Result<catalog::PropertyDefinitionFilter> ReadFilter(const Call& call) {
  catalog::PropertyDefinitionFilter filter{
      .search = call.QueryText("search"),
      .names = call.QueryList("properties"),
      .excluded_names = call.QueryList("excluded_properties"),
      .event_names = call.QueryList("event_names"),
      .only_seen = call.QueryBool("filter_by_event_names").value_or(false),
      .numerical = call.QueryBool("is_numerical"),
      .feature_flags = call.QueryBool("is_feature_flag"),
      .verified = call.QueryBool("verified"),
      .exclude_hidden = call.QueryBool("exclude_hidden").value_or(false),
      .exclude_core = call.QueryBool("exclude_core_properties").value_or(false)};
  if (filter.event_names.empty()) filter.only_seen = false;
  const std::string type = call.QueryText("type");
  if (type == "person") {
    filter.scope = PropertyScope::kPerson;
  } else if (type == "group") {
    filter.scope = PropertyScope::kGroup;
    TRY_ASSIGN(filter.group_type_index, ReadGroupIndex(call));
  } else if (type == "session") {
    filter.scope = PropertyScope::kSession;
  } else if (!type.empty() && type != "event") {
    return InvalidArgument("\"" + type.substr(0, 50) + "\" is not a valid choice.")
        .WithTag("invalid_choice")
        .WithField("type");
  }
  return filter;
}

Result<catalog::PropertyDefinitionChange> ReadChange(const Call& call) {
  catalog::PropertyDefinitionChange change;
  TRY_ASSIGN(change.curation, ReadCuration(call.body));
  if (const Json* sent = call.body.if_contains("property_type")) {
    change.type = PropertyType::kUnknown;
    if (!sent->is_null()) {
      auto name = accounts::ReadText(*sent, 50);
      if (!name) return std::move(name).error().WithField("property_type");
      change.type = catalog::ParsePropertyType(*name);
      if (!change.type) return accounts::NotAChoice(*name).WithField("property_type");
    }
  }
  return change;
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto filter, ReadFilter(call));
  std::vector<catalog::PropertyDefinition> properties;
  if (filter.scope == PropertyScope::kSession) {
    properties = SessionProperties(filter);
  } else {
    TRY_ASSIGN(properties, services.definitions.ListProperties(call.team().id, filter));
  }
  DefinitionPrinter printer(services);
  return ListResponse(call, properties,
                      [&](const auto& property) { return printer.Print(property); });
}

// All of them on one page, as editors of filters want them.
Result<http::Response> ListOfSessions(const Services& services, const Call& call) {
  DefinitionPrinter printer(services);
  JsonArray results;
  for (const auto& property : SessionProperties({.search = call.QueryText("search")})) {
    results.push_back(printer.Print(property));
  }
  const auto count = static_cast<std::int64_t>(results.size());
  return http::JsonResponse(200, JsonObject{{"count", count},
                                            {"next", nullptr},
                                            {"previous", nullptr},
                                            {"results", std::move(results)}});
}

Result<http::Response> ValuesOfSessions(const Services& services, const Call& call) {
  const std::string key = call.QueryText("key");
  if (key.empty()) {
    return InvalidArgument("You must provide a key.").WithTag("required").WithField("key");
  }
  TRY_ASSIGN(const JsonArray found,
             FindSessionValues(services, call, key, call.QueryText("value"), kMaxSessionValues));
  JsonArray names;
  for (const Json& row : found) {
    if (!row.is_array() || row.get_array().empty()) continue;
    names.push_back(JsonObject{{"name", row.get_array()[0]}});
  }
  return http::JsonResponse(200, names);
}

Result<http::Response> SeenTogether(const Services& services, const Call& call) {
  const auto events = call.QueryList("event_names");
  const std::string property = call.QueryText("property_name");
  if (events.empty() || property.empty()) {
    return InvalidArgument("`event_names` and `property_name` are required.").WithTag("required");
  }
  TRY_ASSIGN(const auto seen, services.definitions.SeenTogether(call.team().id, events, property));
  JsonObject body;
  for (std::size_t i = 0; i < events.size(); ++i) body[events[i]] = static_cast<bool>(seen[i]);
  return http::JsonResponse(200, body);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto property, services.definitions.FindProperty(call.team().id, id));
  return http::JsonResponse(200, DefinitionPrinter(services).Print(property));
}

Result<http::Response> Metrics(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto property, services.definitions.FindProperty(call.team().id, id));
  TRY_ASSIGN(JsonObject metrics, MeasureProperty(services, call, property));
  return http::JsonResponse(200, std::move(metrics));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const auto change, ReadChange(call));
  TRY_ASSIGN(const auto property,
             services.definitions.ChangeProperty(call.team().id, id, change, call.user().id));
  return http::JsonResponse(200, DefinitionPrinter(services).Print(property));
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY(services.definitions.DeleteProperty(call.team().id, id));
  http::Response response;
  response.status = 204;
  return response;
}

constexpr std::string_view kRead = "property_definition:read";
constexpr std::string_view kWrite = "property_definition:write";

// Source: rest-api.md 19.5
const Shape& PropertyDefinitionShape() {
  static const Shape shape =
      Object({{"id", Text().ReadOnly().About("A UUID; of a property of sessions its name.")},
              {"name", Text().ReadOnly()},
              {"property_type",
               Words({"DateTime", "String", "Numeric", "Boolean", "Duration"}).Nullable()},
              {"is_numerical", Bool().ReadOnly()},
              {"is_seen_on_filtered_events", Bool().Nullable().ReadOnly()},
              {"virtual", Bool().ReadOnly()}})
          .With(CurationFields())
          .Named("PropertyDefinition");
  return shape;
}

}  // namespace

std::span<const Route> PropertyDefinitionRoutes() {
  static const Route routes[] = {
      Route::Get("P/property_definitions/", List)
          .Needs(kRead)
          .Filters({{"search", Text()},
                    {"type", Words({"event", "person", "group", "session"})},
                    {"group_type_index", Int().Min(0).Max(4)},
                    {"properties", ListOf(Text())},
                    {"excluded_properties", ListOf(Text())},
                    {"event_names", ListOf(Text())},
                    {"filter_by_event_names", Bool()},
                    {"is_numerical", Bool()},
                    {"is_feature_flag", Bool()},
                    {"verified", Bool()},
                    {"exclude_hidden", Bool()},
                    {"exclude_core_properties", Bool()}})
          .GivesPage(PropertyDefinitionShape()),
      Route::Get("P/property_definitions/seen_together/", SeenTogether)
          .Needs(kRead)
          .About("Whether each event was seen with the property.")
          .Filters(
              {{"event_names", ListOf(Text()).Required()}, {"property_name", Text().Required()}})
          .Gives(MapOf(Bool())),
      Route::Get("P/property_definitions/{id}/", Get)
          .Needs(kRead)
          .Where("id", UuidText())
          .Gives(PropertyDefinitionShape()),
      Route::Get("P/property_definitions/{id}/metrics/", Metrics)
          .Needs(kRead)
          .Where("id", UuidText())
          .Gives(MetricsShape()),
      Route::Patch("P/property_definitions/{id}/", Patch)
          .Needs(kWrite)
          .Where("id", UuidText())
          .TakesUnchecked(PropertyDefinitionShape())
          .Gives(PropertyDefinitionShape()),
      Route::Delete("P/property_definitions/{id}/", Delete)
          .Needs(kWrite)
          .Where("id", UuidText())
          .GivesNothing(),
      Route::Get("P/sessions/property_definitions/", ListOfSessions)
          .Needs("query:read")
          .About("What can be asked of a session.")
          .Filters({{"search", Text()}})
          .Gives(PageOf(PropertyDefinitionShape())),
      Route::Get("P/sessions/values/", ValuesOfSessions)
          .Needs("query:read")
          .About("The values that sessions had most often lately.")
          .Filters({{"key", Text().Required()}, {"value", Text()}})
          .Gives(ListOf(Object({{"name", Any()}}))),
  };
  return routes;
}

}  // namespace tenrec::api
