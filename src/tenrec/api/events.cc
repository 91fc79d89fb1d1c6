#include <algorithm>

#include "tenrec/api/ask.h"
#include "tenrec/api/live_events.h"
#include "tenrec/api/print.h"
#include "tenrec/api/property_values.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxEvents = 50'000;
constexpr std::size_t kMaxValues = 20;

Result<JsonObject> EventsQuestion(const Call& call, Page page) {
  JsonObject question{{"kind", "EventsQuery"},
                      {"select", JsonArray{"*", "person"}},
                      {"orderBy", JsonArray{"timestamp DESC"}},
                      {"limit", page.limit},
                      {"offset", page.offset}};
  const std::pair<const char*, const char*> texts[] = {
      {"event", "event"}, {"before", "before"}, {"after", "after"}, {"person_id", "personId"}};
  for (const auto& [parameter, field] : texts) {
    if (const std::string text = call.QueryText(parameter); !text.empty()) question[field] = text;
  }
  TRY_ASSIGN(Json properties, JsonParameter(call, "properties"));
  if (properties.is_array()) question["properties"] = std::move(properties);
  TRY_ASSIGN(Json where, JsonParameter(call, "where"));
  JsonArray conditions = where.is_array() ? std::move(where.get_array()) : JsonArray();
  if (!conditions.empty()) question["where"] = std::move(conditions);
  if (const std::string id = call.QueryText("distinct_id"); !id.empty()) {
    question["fixedProperties"] = JsonArray{JsonObject{
        {"type", "event_metadata"}, {"key", "distinct_id"}, {"value", id}, {"operator", "exact"}}};
  }
  TRY_ASSIGN(Json order, JsonParameter(call, "orderBy"));
  if (order.is_array() && !order.get_array().empty()) {
    JsonArray columns;
    for (const Json& item : order.get_array()) {
      if (!item.is_string()) continue;
      const std::string_view text = View(item.get_string());
      columns.emplace_back(text.starts_with('-') ? std::string(text.substr(1)) + " DESC"
                                                 : std::string(text));
    }
    question["orderBy"] = std::move(columns);
  }
  return question;
}

// A row [event, person] as the list shows it.
JsonObject PrintEvent(const Json& row) {
  JsonObject event;
  if (!row.is_array() || row.get_array().empty() || !row.get_array()[0].is_object()) return event;
  event = row.get_array()[0].get_object();
  // A copy first: adding a member may move the others.
  if (const Json* uuid = event.if_contains("uuid")) event.insert_or_assign("id", Json(*uuid));
  if (!event.contains("elements")) event["elements"] = JsonArray();
  if (!event.contains("elements_chain")) event["elements_chain"] = "";
  event["person"] = nullptr;
  if (row.get_array().size() > 1 && row.get_array()[1].is_object()) {
    const JsonObject& person = row.get_array()[1].get_object();
    JsonObject shown{{"is_identified", person.contains("uuid")},
                     {"distinct_ids", JsonArray()},
                     {"properties", JsonObject()}};
    if (const Json* id = person.if_contains("distinct_id")) shown["distinct_ids"] = JsonArray{*id};
    if (const Json* all = person.if_contains("properties")) shown["properties"] = *all;
    event["person"] = std::move(shown);
  }
  return event;
}

// The address of the page of older events.
std::string OlderUrl(const Call& call, std::string_view before) {
  std::string url = OriginOf(*call.request) + call.request->path;
  if (!url.ends_with('/')) url += '/';
  url += "?before=" + PercentEncode(before);
  for (const auto& [name, value] : http::ParseQuery(call.request->query_string)) {
    if (name == "before" || name == "offset" || name == "personal_api_key") continue;
    url += "&" + PercentEncode(name) + "=" + PercentEncode(value);
  }
  return url;
}

Result<http::Response> List(const Services& services, const Call& call) {
  const Page page = ReadPage(call, kMaxEvents);
  TRY_ASSIGN(JsonObject question, EventsQuestion(call, page));
  TRY_ASSIGN(JsonObject answer, Ask(services, call, question));
  // Without a lower bound the last day is enough most of the time; else everything is looked at.
  if (!question.contains("after") && ResultsOf(answer).size() < page.limit) {
    question["after"] = "all";
    TRY_ASSIGN(answer, Ask(services, call, question));
  }
  JsonArray results;
  for (const Json& row : ResultsOf(answer)) results.push_back(PrintEvent(row));
  JsonObject body{{"next", nullptr}};
  const Json* has_more = answer.if_contains("hasMore");
  const bool more = has_more != nullptr && has_more->is_bool() && has_more->get_bool();
  if (more && !results.empty()) {
    if (const auto last = StringMember(results.back(), "timestamp")) {
      body["next"] = OlderUrl(call, *last);
    }
  }
  body["results"] = std::move(results);
  return http::JsonResponse(200, body);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  const auto uuid = Uuid::Parse(call.request->PathParam("uuid"));
  if (!uuid) return InvalidArgument("Must be a valid UUID.").WithField("uuid");
  TRY_ASSIGN(const JsonObject answer,
             Ask(services, call,
                 {{"kind", "EventsQuery"},
                  {"select", JsonArray{"*", "person"}},
                  {"fixedProperties", JsonArray{JsonObject{{"type", "event_metadata"},
                                                           {"key", "uuid"},
                                                           {"value", uuid->ToString()},
                                                           {"operator", "exact"}}}},
                  {"orderBy", JsonArray{"timestamp DESC"}},
                  {"after", "all"},
                  {"limit", 1}}));
  if (ResultsOf(answer).empty()) return NotFound("Not found.");
  return http::JsonResponse(200, PrintEvent(ResultsOf(answer)[0]));
}

http::Response ShowNames(const JsonArray& rows) {
  JsonArray names;
  for (const Json& row : rows) {
    if (row.is_array() && !row.get_array().empty() && !row.get_array()[0].is_null()) {
      names.push_back(JsonObject{{"name", row.get_array()[0]}});
    }
  }
  return http::JsonResponse(200, names);
}

Result<http::Response> CustomEvents(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto events,
             services.definitions.ListEvents(
                 call.team().id, {.search = call.QueryText("value"),
                                  .kind = catalog::EventDefinitionFilter::Kind::kCustom}));
  JsonArray names;
  for (std::size_t i = 0; i < std::min(events.size(), kMaxValues); ++i) {
    names.push_back(JsonObject{{"name", events[i].name}});
  }
  return http::JsonResponse(200, names);
}

// The values that a property had most often lately.
Result<http::Response> EventValues(const Services& services, const Call& call) {
  if (call.QueryText("key") == "custom_event") return CustomEvents(services, call);
  const std::string key = call.QueryText("key");
  if (key.empty()) {
    return InvalidArgument("You must provide a key.").WithTag("required").WithField("key");
  }
  const std::string text = call.QueryText("value");
  const std::vector<std::string> events = call.QueryList("event_name");
  const bool opens = text.empty() && call.QueryBool("for_search").value_or(false);
  TRY_ASSIGN(const JsonArray found,
             opens ? OpenEventValues(services, call, key, events, kMaxValues)
                   : FindEventValues(services, call, key, text, events, kMaxValues));
  return ShowNames(found);
}

Result<http::Response> Live(const Services& services, const Call& call) {
  return services.live_events->Open(call.team().id);
}

constexpr std::string_view kRead = "query:read";

// Source: rest-api.md 19.3
const Shape& EventShape() {
  static const Shape person = Object({{"is_identified", Bool()},
                                      {"distinct_ids", ListOf(Text())},
                                      {"properties", MapOf(Any())}})
                                  .Named("EventPerson");
  static const Shape shape = Object({{"id", UuidText()},
                                     {"uuid", UuidText()},
                                     {"event", Text()},
                                     {"distinct_id", Text()},
                                     {"properties", MapOf(Any())},
                                     {"timestamp", TimeText()},
                                     {"team_id", Int().Sometimes()},
                                     {"created_at", TimeText().Nullable().Sometimes()},
                                     {"person_mode", Text().Sometimes()},
                                     {"elements", ListOf(Any())},
                                     {"elements_chain", Text()},
                                     {"person", person.Nullable()}})
                                 .Named("ClickhouseEvent");
  return shape;
}

Shape PropertyValueShape() {
  return Object({{"name", Any()}});
}

}  // namespace

std::span<const Route> EventRoutes() {
  static const Route routes[] = {
      Route::Get("P/events/", List)
          .Needs(kRead)
          .About("The newest events first; `next` is the address of older ones.")
          .Filters({{"event", Text()},
                    {"distinct_id", Text()},
                    {"person_id", Text()},
                    {"before", Text()},
                    {"after", Text()},
                    {"properties", Text().About("A JSON list of property filters.")},
                    {"where", Text().About("A JSON list of HogQL conditions.")},
                    {"orderBy", Text().About("A JSON list of columns; a minus turns one round.")},
                    {"limit", Int()},
                    {"offset", Int()}})
          .Gives(Object({{"next", UrlText().Nullable()}, {"results", ListOf(EventShape())}})
                     .Named("ClickhouseEventList")),
      Route::Get("P/events/values/", EventValues)
          .Needs(kRead)
          .About("The values that a property had most often lately.")
          .Filters({{"key", Text().Required()},
                    {"value", Text()},
                    {"event_name", ListOf(Text())},
                    {"for_search", Bool().About("Somebody is about to search these values: the "
                                                "list may be a minute old, and what searches "
                                                "need begins to be read.")}})
          .Gives(ListOf(PropertyValueShape())),
      Route::Get("P/events/{uuid}/", Get)
          .Needs(kRead)
          .Where("uuid", UuidText())
          .Gives(EventShape()),
      Route::Get("P/live_events/", Live)
          .Needs(kRead)
          .About("Server-sent events: one message an event, as it comes in.")
          .GivesMedia("text/event-stream"),
  };
  return routes;
}

}  // namespace tenrec::api
