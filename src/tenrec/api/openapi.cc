#include "tenrec/api/openapi.h"

#include <algorithm>
#include <charconv>

#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/shape/print.h"

namespace tenrec::api {
namespace {

using shape::SchemaPrinter;
using shape::Way;

constexpr std::string_view kKeyScheme = "PersonalAPIKeyAuth";
constexpr std::string_view kSessionScheme = "SessionAuth";

// {"projects", "{project_id}", "events"}: what follows /api/.
std::vector<std::string_view> Segments(std::string_view pattern) {
  if (pattern.starts_with("/api/")) pattern.remove_prefix(4);
  std::vector<std::string_view> segments;
  while (!pattern.empty()) {
    const std::size_t slash = pattern.find('/');
    if (slash != 0) segments.push_back(pattern.substr(0, slash));
    pattern = slash == std::string_view::npos ? std::string_view() : pattern.substr(slash + 1);
  }
  return segments;
}

bool IsGap(std::string_view segment) {
  return segment.starts_with('{');
}

// A route inside a project or an organization is named without it; /api/environments/ stays, so
// that its names differ from those of /api/projects/.
std::vector<std::string_view> NamedSegments(const Route& route, std::string_view pattern) {
  std::vector<std::string_view> segments = Segments(pattern);
  const bool in_project = route.path.starts_with("P/") && segments.front() == "projects";
  const bool in_organization = route.path.starts_with("O/") && segments.size() > 2;
  if (in_project || in_organization) segments.erase(segments.begin(), segments.begin() + 2);
  return segments;
}

bool IsList(const Route& route) {
  return std::ranges::any_of(route.answers, [](const Answer& answer) {
    if (!answer.body) return false;
    if (answer.body->kind() == shape::Kind::kList) return true;
    return answer.body->kind() == shape::Kind::kObject &&
           std::ranges::any_of(answer.body->fields(), [](const shape::Field& field) {
             return field.name == "results" && field.shape.kind() == shape::Kind::kList;
           });
  });
}

std::string_view Verb(const Route& route) {
  switch (route.method) {
    case http::Method::kPost:
      return "create";
    case http::Method::kPatch:
      return "partial_update";
    case http::Method::kDelete:
      return "destroy";
    default:
      return IsList(route) ? "list" : "retrieve";
  }
}

std::string Tag(const Route& route, std::string_view pattern) {
  const auto segments = NamedSegments(route, pattern);
  const auto named = std::ranges::find_if(segments, [&](std::string_view segment) {
    return !IsGap(segment) && (segment != "environments" || !route.path.starts_with("P/"));
  });
  return named == segments.end() ? "api"
                                 : std::string(named->substr(named->find_first_not_of('_')));
}

JsonArray PrintParameters(const Route& route, std::string_view pattern, SchemaPrinter& schemas) {
  JsonArray parameters;
  for (const std::string_view segment : Segments(pattern)) {
    if (!IsGap(segment)) continue;
    const std::string name(segment.substr(1, segment.size() - 2));
    const auto said = std::ranges::find(route.gaps, name, &shape::Field::name);
    const Shape shape = said == route.gaps.end() ? Text() : said->shape;
    parameters.push_back(JsonObject{{"in", "path"},
                                    {"name", name},
                                    {"required", true},
                                    {"schema", schemas.Print(shape, Way::kCreate)}});
  }
  for (const auto& [name, shape] : route.parameters) {
    JsonObject parameter{{"in", "query"}, {"name", name}};
    if (shape.required()) parameter["required"] = true;
    if (!shape.about().empty()) parameter["description"] = shape.about();
    parameter["schema"] = schemas.Print(shape.About(""), Way::kCreate);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

JsonObject Content(std::string_view media_type, Json schema) {
  return {{media_type, JsonObject{{"schema", std::move(schema)}}}};
}

std::string_view StatusWords(int status) {
  switch (status) {
    case 201:
      return "Created";
    case 202:
      return "Accepted: the answer comes later";
    case 204:
      return "Done; no body";
    case 302:
      return "Elsewhere";
    default:
      return "OK";
  }
}

JsonObject PrintAnswers(const Route& route, std::string_view pattern, SchemaPrinter& schemas) {
  JsonObject answers;
  for (const Answer& answer : route.answers) {
    JsonObject printed{{"description", StatusWords(answer.status)}};
    if (answer.body && answer.media_type == "application/json") {
      printed["content"] = Content(answer.media_type, schemas.Print(*answer.body, Way::kAnswer));
    } else if (answer.body) {
      printed["content"] = Content(answer.media_type, JsonObject{{"type", "string"}});
    }
    answers[std::to_string(answer.status)] = std::move(printed);
  }
  const auto add_error = [&](const char* status, std::string_view name) {
    answers[status] = JsonObject{{"$ref", "#/components/responses/" + std::string(name)}};
  };
  if (route.body || !route.parameters.empty()) add_error("400", "BadRequest");
  if (!IsForAnyone(route.auth)) add_error("401", "NotAuthenticated");
  if (!IsForAnyone(route.auth)) add_error("403", "PermissionDenied");
  if (pattern.find('{') != std::string_view::npos) add_error("404", "NotFound");
  add_error("default", "Failure");
  return answers;
}

std::string_view LevelName(accounts::Level level) {
  switch (level) {
    case accounts::Level::kMember:
      return "member";
    case accounts::Level::kAdmin:
      return "admin";
    case accounts::Level::kOwner:
      return "owner";
  }
  return "";
}

JsonArray PrintSecurity(const Route& route) {
  JsonArray ways;
  if (route.auth == Auth::kUser) {
    JsonArray scopes;
    if (!route.scope.empty()) scopes.emplace_back(route.scope);
    ways.push_back(JsonObject{{kKeyScheme, std::move(scopes)}});
  }
  if (!IsForAnyone(route.auth)) ways.push_back(JsonObject{{kSessionScheme, JsonArray()}});
  return ways;
}

JsonObject PrintOperation(const Route& route, std::string_view pattern, SchemaPrinter& schemas) {
  JsonObject operation{{"operationId", OperationId(route, pattern)}};
  if (!route.about.empty()) operation["description"] = route.about;
  operation["tags"] = JsonArray{Json(Tag(route, pattern))};
  JsonArray parameters = PrintParameters(route, pattern, schemas);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (route.body) {
    const Way way = route.method == http::Method::kPatch ? Way::kPatch : Way::kCreate;
    operation["requestBody"] =
        JsonObject{{"required", route.method != http::Method::kPatch},
                   {"content", Content("application/json", schemas.Print(*route.body, way))}};
  }
  operation["responses"] = PrintAnswers(route, pattern, schemas);
  operation["security"] = PrintSecurity(route);
  if (route.level) operation["x-organization-level"] = LevelName(*route.level);
  if (route.auth == Auth::kFreshSession) operation["x-fresh-login"] = true;
  return operation;
}

JsonObject PrintErrors(SchemaPrinter& schemas) {
  const Json schema = schemas.Print(ErrorShape(), Way::kAnswer);
  JsonObject responses;
  const std::pair<const char*, const char*> errors[] = {
      {"BadRequest", "What was sent is wrong; `attr` names the field."},
      {"NotAuthenticated", "No credentials, or some that are not valid."},
      {"PermissionDenied", "The caller may not do this."},
      {"NotFound", "There is no such thing, or it belongs to others."},
      {"Failure", "Too many requests (429), or the server cannot answer (5xx)."}};
  for (const auto& [name, words] : errors) {
    responses[name] =
        JsonObject{{"description", words}, {"content", Content("application/json", Json(schema))}};
  }
  return responses;
}

std::string_view MethodKey(http::Method method) {
  switch (method) {
    case http::Method::kPost:
      return "post";
    case http::Method::kPatch:
      return "patch";
    case http::Method::kDelete:
      return "delete";
    default:
      return "get";
  }
}

JsonObject MakeDocument() {
  SchemaPrinter schemas;
  JsonObject paths;
  for (const auto& [pattern, route] : AllRoutes()) {
    Json& path = paths[pattern];
    if (!path.is_object()) path = JsonObject();
    path.get_object()[MethodKey(route->method)] = PrintOperation(*route, pattern, schemas);
  }
  JsonObject errors = PrintErrors(schemas);
  const JsonObject security{
      {kKeyScheme, JsonObject{{"type", "http"}, {"scheme", "bearer"}}},
      {kSessionScheme, JsonObject{{"type", "apiKey"}, {"in", "cookie"}, {"name", "sessionid"}}}};
  return {{"openapi", "3.0.3"},
          {"info", JsonObject{{"title", "Tenrec API"},
                              {"version", "1.0.0"},
                              {"description",
                               "What PATCH does, PUT does as well. `@current` stands "
                               "for the caller's project or organization."}}},
          {"paths", std::move(paths)},
          {"components", JsonObject{{"schemas", schemas.Components()},
                                    {"responses", std::move(errors)},
                                    {"securitySchemes", security}}}};
}

// Whether YAML reads the text as itself without quotes.
bool IsPlainYaml(std::string_view text) {
  if (text.empty() || !(std::isalpha(static_cast<unsigned char>(text[0])) != 0 || text[0] == '_')) {
    return false;
  }
  for (const std::string_view word :
       {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}) {
    if (EqualsIgnoreCase(text, word)) return false;
  }
  return std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '/';
  });
}

std::string YamlText(std::string_view text) {
  return IsPlainYaml(text) ? std::string(text) : PrintJson(Json(text));
}

void AppendYaml(const Json& value, const std::string& indent, std::string& out);

// The value after "key:" or "-".
void AppendYamlMember(const Json& value, const std::string& indent, std::string& out) {
  const bool is_block = (value.is_object() && !value.get_object().empty()) ||
                        (value.is_array() && !value.get_array().empty());
  if (is_block) {
    out += '\n';
    AppendYaml(value, indent, out);
  } else {
    out += ' ';
    out += value.is_string() ? YamlText(View(value.get_string())) : PrintJson(value);
    out += '\n';
  }
}

void AppendYaml(const Json& value, const std::string& indent, std::string& out) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      out += indent + YamlText(member.key()) + ":";
      AppendYamlMember(member.value(), indent + "  ", out);
    }
  } else if (const auto* list = value.if_array()) {
    for (const Json& item : *list) {
      out += indent + "-";
      AppendYamlMember(item, indent + "  ", out);
    }
  }
}

Result<http::Response> ShowSchema(const Services&, const Call& call) {
  const std::string format = call.QueryText("format");
  const bool accepts_yaml =
      call.request->HeaderText("accept").find("yaml") != std::string_view::npos;
  if (format != "yaml" && (format == "json" || !accepts_yaml)) {
    return http::JsonTextResponse(200, ApiDocumentText());
  }
  static const std::string yaml = PrintYaml(ApiDocument());
  http::Response response;
  response.status = 200;
  response.SetHeader("Content-Type", "application/yaml; charset=utf-8");
  response.body = yaml;
  return response;
}

}  // namespace

std::string OperationId(const Route& route, std::string_view pattern) {
  std::string id = pattern.starts_with("/api/") ? "" : "root_";
  const auto segments = NamedSegments(route, pattern);
  for (const std::string_view segment : segments) {
    if (IsGap(segment)) continue;
    const bool is_called = !route.called.empty() && segment == segments.back();
    id += is_called ? route.called : segment.substr(segment.find_first_not_of("@_"));
    id += '_';
  }
  // Something is made at the address that the caller names.
  if (route.method == http::Method::kPost && IsGap(segments.back())) {
    id += std::string(segments.back().substr(1, segments.back().size() - 2)) + "_";
  }
  return id + std::string(Verb(route));
}

const JsonObject& ApiDocument() {
  static const JsonObject document = MakeDocument();
  return document;
}

std::string ApiDocumentText() {
  static const std::string text = PrintJson(ApiDocument());
  return text;
}

std::string PrintYaml(const Json& value) {
  std::string out;
  AppendYaml(value, "", out);
  return out;
}

std::span<const Route> SchemaRoutes() {
  static const Route routes[] = {
      Route::Get("/api/schema/", ShowSchema)
          .For(Auth::kOpen)
          .About("This document; with ?format=yaml as YAML.")
          .Filters({{"format", Words({"json", "yaml"})}})
          .Gives(MapOf(Any())),
  };
  return routes;
}

}  // namespace tenrec::api
