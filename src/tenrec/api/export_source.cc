#include "tenrec/api/export_source.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/cohorts/cohorts.h"
#include "tenrec/dashboards/saved_insights.h"
#include "tenrec/hogql/names.h"

namespace tenrec::api {
namespace {

Error Wrong(std::string why) {
  return InvalidArgument(std::move(why)).WithTag("invalid_input").WithField("export_context");
}

/// A path of this API, with what stands behind its question mark.
class Address {
 public:
  explicit Address(std::string_view text) {
    const std::size_t mark = text.find('?');
    if (mark != std::string_view::npos) request_.query_string = text.substr(mark + 1);
    std::string_view path = text.substr(0, mark);
    while (!path.empty()) {
      const std::string_view part = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(part.size() + 1, path.size()));
      if (!part.empty()) parts_.emplace_back(part);
    }
  }

  /// The parts after those of the project. Older routes name no project: they are of the caller's.
  Result<std::vector<std::string>> InProject(TeamId team) const {
    std::vector<std::string> rest = parts_;
    if (rest.empty() || rest.front() != "api") return Wrong("path: a path of this API: /api/…");
    rest.erase(rest.begin());
    const bool names_project =
        rest.size() >= 2 && (rest.front() == "projects" || rest.front() == "environments");
    if (!names_project) return rest;
    if (rest[1] != "@current" && rest[1] != std::to_string(team)) {
      return Wrong("path: the export is of project " + std::to_string(team) + ", and not of '" +
                   hogql::Shown(rest[1]) + "'");
    }
    rest.erase(rest.begin(), rest.begin() + 2);
    return rest;
  }

  std::string Parameter(std::string_view name) const {
    return request_.Query(name).value_or(std::string());
  }

  /// A parameter that holds JSON; null when it is absent.
  Result<Json> JsonParameter(std::string_view name) const {
    const std::string text = Parameter(name);
    if (text.empty()) return Json();
    auto json = ParseJson(text);
    if (!json) return Wrong("path: " + std::string(name) + " must be valid JSON");
    return *std::move(json);
  }

 private:
  std::vector<std::string> parts_;
  http::Request request_;
};

std::optional<std::int64_t> ParseId(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Older routes say "person" where others say "persons".
bool IsOf(std::string_view part, std::string_view plural) {
  return part == plural || part == plural.substr(0, plural.size() - 1);
}

Result<Json> PersonsAt(const Address& address, Json cohort) {
  JsonArray properties;
  if (!cohort.is_null()) properties.push_back(std::move(cohort));
  TRY_ASSIGN(Json filters, address.JsonParameter("properties"));
  if (auto* list = filters.if_array()) {
    for (Json& filter : *list) properties.push_back(std::move(filter));
  } else if (!filters.is_null()) {
    return Wrong("path: properties must be a list of filters");
  }
  return Json(JsonObject{{"kind", "ActorsQuery"},
                         {"select", JsonArray{"person"}},
                         {"orderBy", JsonArray{"created_at DESC", "id"}},
                         {"search", address.Parameter("search")},
                         {"properties", std::move(properties)}});
}

Result<Json> EventsAt(const Address& address) {
  JsonObject query{{"kind", "EventsQuery"}, {"select", JsonArray{"*"}}, {"after", "all"}};
  for (const char* name : {"event", "after", "before"}) {
    if (const std::string value = address.Parameter(name); !value.empty()) query[name] = value;
  }
  if (const std::string person = address.Parameter("person_id"); !person.empty()) {
    query["personId"] = person;
  }
  TRY_ASSIGN(Json properties, address.JsonParameter("properties"));
  if (!properties.is_null()) query["properties"] = std::move(properties);
  TRY_ASSIGN(Json order, address.JsonParameter("orderBy"));
  if (!order.is_null()) query["orderBy"] = std::move(order);
  return Json(std::move(query));
}

Result<Json> SourceOfPath(const Services& services, const Call& call, std::string_view path,
                          const JsonObject& context) {
  const Address address(path);
  TRY_ASSIGN(const std::vector<std::string> parts, address.InProject(call.team().id));
  const std::size_t count = parts.size();
  if (count == 1 && IsOf(parts[0], "persons")) return PersonsAt(address, nullptr);
  if (count == 1 && IsOf(parts[0], "events")) return EventsAt(address);
  if (count == 3 && IsOf(parts[0], "cohorts") && parts[2] == "persons") {
    const auto id = ParseId(parts[1]);
    if (!id || !services.cohorts.Find(call.team().id, *id)) {
      return Wrong("path: the project has no cohort '" + hogql::Shown(parts[1]) + "'");
    }
    return PersonsAt(address, JsonObject{{"type", "cohort"}, {"key", "id"}, {"value", *id}});
  }
  if (count == 2 && IsOf(parts[0], "insights")) return SourceOfInsight(services, call, parts[1]);
  if (count >= 1 && parts[0] == "query") {
    const Json* body = context.if_contains("body");
    const Json* query = body == nullptr ? nullptr : FindMember(*body, "query");
    if (query == nullptr || !query->is_object()) return Wrong("body: a query is missing");
    return *query;
  }
  return Wrong("path: nothing of '" + hogql::Shown(path) +
               "' can be exported. Send the query as `source`.");
}

}  // namespace

Result<Json> SourceOfInsight(const Services& services, const Call& call, std::string_view id) {
  auto insight = services.insights.Find(call.team().id, id);
  if (!insight) {
    if (insight.error().code != ErrorCode::kNotFound) return std::move(insight).error();
    return InvalidArgument("This insight does not belong to your team.")
        .WithTag("does_not_exist")
        .WithField("insight");
  }
  if (!insight->query.is_object()) {
    return InvalidArgument("The insight has no query.").WithTag("invalid").WithField("insight");
  }
  return std::move(insight->query);
}

Result<Json> SourceOfContext(const Services& services, const Call& call,
                             const JsonObject& context) {
  if (const Json* source = context.if_contains("source"); source != nullptr) {
    if (!source->is_object()) return Wrong("source: a query, which is an object with a kind");
    return *source;
  }
  const Json* path = context.if_contains("path");
  if (path != nullptr && path->is_string()) {
    return SourceOfPath(services, call, View(path->get_string()), context);
  }
  return Wrong("Send the query as `source`, or a `path` of this API.");
}

}  // namespace tenrec::api
