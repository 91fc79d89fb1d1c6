#include <algorithm>
#include <exception>
#include <map>
#include <set>

#include "tenrec/api/api.h"
#include "tenrec/api/body.h"
#include "tenrec/api/error.h"
#include "tenrec/api/route.h"
#include "tenrec/api/session_cookies.h"
#include "tenrec/base/encoding.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/shape/read.h"

namespace tenrec::api {
namespace {

using http::Method;

constexpr std::size_t kMaxBody = 10U << 20U;

bool IsSafe(Method method) {
  return method == Method::kGet || method == Method::kHead || method == Method::kOptions;
}

// Takes a credential out of the body, so that no handler sees or echoes it.
std::optional<std::string> TakeText(JsonObject& body, std::string_view name) {
  const Json* value = body.if_contains(name);
  if (value == nullptr) return std::nullopt;
  std::optional<std::string> text;
  if (value->is_string()) text = std::string(View(value->get_string()));
  body.erase(name);
  return text;
}

accounts::Credentials ReadCredentials(const Services& services, const http::Request& request,
                                      JsonObject& body) {
  accounts::Credentials credentials;
  const std::string_view authorization = request.HeaderText("authorization");
  if (authorization.size() > 7 && EqualsIgnoreCase(authorization.substr(0, 7), "bearer ")) {
    credentials.bearer = std::string(TrimAscii(authorization.substr(7)));
  }
  credentials.body_key = TakeText(body, "personal_api_key");
  credentials.query_key = request.Query("personal_api_key");
  credentials.session_token = SessionTokenOf(services, request);
  return credentials;
}

Status CheckCaller(const Services& services, const Route& route, const Call& call,
                   const accounts::Credentials& credentials) {
  if (call.caller && !call.caller->by_key() && !IsSafe(call.request->method)) {
    TRY(CheckCsrf(*call.request, *credentials.session_token));
  }
  if (IsForAnyone(route.auth)) return Ok();
  if (!call.caller) return Unauthenticated("Authentication credentials were not provided.");
  if (route.auth == Auth::kUser) {
    return route.scope.empty() ? Ok() : RequireScope(*call.caller, route.scope);
  }
  if (call.caller->by_key()) {
    return PermissionDenied("This action does not support Personal API Key access");
  }
  if (route.auth == Auth::kFreshSession) {
    return accounts::RequireFreshLogin(*call.caller, services.clock.Now());
  }
  return Ok();
}

// Keys for some projects may not act on the organization around them. Source: rest-api.md 3.6
Status CheckOrganizationRoute(const Route& route, const Call& call) {
  const bool team_scoped = call.caller->by_key() && !call.caller->key->scoped_teams.empty();
  if (!team_scoped || call.project || route.method == Method::kGet) return Ok();
  return PermissionDenied(
      "API keys with scoped projects are only supported on project-based views.");
}

Status FindPlace(const Services& services, const Route& route, Call& call) {
  if (!call.caller) return Ok();
  const std::string_view parent = call.request->PathParam("parent_project_id");
  if (!parent.empty()) TRY(services.accounts.FindTeam(*call.caller, parent));
  const std::string_view organization = call.request->PathParam("organization_id");
  if (!organization.empty()) {
    TRY_ASSIGN(call.organization, services.accounts.FindOrganization(*call.caller, organization));
  }
  const std::string_view project = call.request->PathParam("project_id");
  if (!project.empty()) {
    TRY_ASSIGN(call.project, services.accounts.FindTeam(*call.caller, project));
    if (call.organization &&
        call.organization->organization.id != call.project->team->organization_id) {
      return NotFound("Not found.");
    }
  }
  TRY(CheckOrganizationRoute(route, call));
  return Ok();
}

Status CheckLevel(const Route& route, const Call& call) {
  if (!route.level) return Ok();
  const accounts::Membership& membership =
      call.project ? call.project->membership : *call.organization;
  return accounts::RequireLevel(membership.level, *route.level);
}

Status ReadList(const Route& route, Call& call) {
  TRY_ASSIGN(Json list, ReadListBody(*call.request));
  if (route.checks_body) {
    TRY_ASSIGN(list, shape::ReadValue(*route.body, list, ""));
  }
  call.list = std::move(list.get_array());
  return Ok();
}

// Who calls and where; everything that is the same for all routes.
Status Prepare(const Services& services, const Route& route, Call& call,
               accounts::Credentials& credentials) {
  const bool takes_list = route.body && route.body->kind() == shape::Kind::kList;
  auto body = takes_list ? Result<JsonObject>(JsonObject()) : ReadBody(*call.request);
  if (body) call.body = std::move(*body);
  if (route.auth != Auth::kPublic) {
    credentials = ReadCredentials(services, *call.request, call.body);
    TRY_ASSIGN(call.caller, services.accounts.Authenticate(credentials));
  }
  TRY(CheckCaller(services, route, call, credentials));
  if (!body) return std::move(body).error();
  TRY(FindPlace(services, route, call));
  TRY(CheckLevel(route, call));
  if (takes_list) return ReadList(route, call);
  if (route.checks_body) {
    const auto way = route.method == Method::kPatch ? shape::Way::kPatch : shape::Way::kCreate;
    TRY_ASSIGN(call.body, shape::ReadObject(*route.body, call.body, way));
  }
  return Ok();
}

// Puts the finishing touches on every answer of the API.
class Finisher {
 public:
  Finisher(std::shared_ptr<const Services> services, const Route& route,
           std::shared_ptr<http::Request> request, http::Respond respond)
      : services_(std::move(services)),
        route_(&route),
        request_(std::move(request)),
        respond_(std::move(respond)) {}

  /// The session's cookies go out again when its end has moved or the page has lost one.
  void KeepSession(const accounts::Caller& caller, const std::string& token) {
    const bool lost = request_->Cookie(kCsrfCookie) != accounts::CsrfTokenOf(token);
    if (caller.session && (caller.session->renewed || lost)) session_token_ = token;
  }

  /// The log of a failure names the project.
  void KeepProject(TeamId project) { project_ = project; }

  void operator()(http::Response response) {
    if (project_) response.failure.project = std::to_string(*project_);
    response.SetHeader("X-Tenrec-Version", services_->options.version);
    if (session_token_ && !http::FindHeader(response.headers, "Set-Cookie")) {
      SetSessionCookies(*services_, *request_, *session_token_, response);
    }
    if (!http::FindHeader(response.headers, "Cache-Control")) {
      response.SetHeader("Cache-Control", "no-store");
    }
    if (http::FindHeader(response.headers, "Content-Type") == "application/json") {
      response.SetHeader("Content-Type", "application/json; charset=utf-8");
    }
    if (!route_->shows_secret) http::CompressFor(*request_, response);
    respond_(std::move(response));
  }

 private:
  std::shared_ptr<const Services> services_;
  const Route* route_;
  std::shared_ptr<http::Request> request_;
  http::Respond respond_;
  std::optional<std::string> session_token_;
  std::optional<TeamId> project_;
};

void Serve(const std::shared_ptr<const Services>& services, const Route& route,
           const std::shared_ptr<http::Request>& request, Finisher finish) {
  if (!IsReadableType(*request) && !(route.takes_files && IsMultipart(*request))) {
    finish(UnsupportedMediaType(request->HeaderText("content-type")));
    return;
  }
  auto call = std::make_shared<Call>();
  call->request = request;
  accounts::Credentials credentials;
  const Status prepared = Prepare(*services, route, *call, credentials);
  if (call->caller && credentials.session_token) {
    finish.KeepSession(*call->caller, *credentials.session_token);
  }
  if (call->project) finish.KeepProject(call->project->team->id);
  if (!prepared) {
    finish(ErrorResponse(prepared.error()));
    return;
  }
  if (route.handle_later != nullptr) {
    route.handle_later(*services, std::move(call), http::Respond(std::move(finish)));
    return;
  }
  auto response = route.handle(*services, *call);
  finish(response ? std::move(*response) : ErrorResponse(response.error()));
}

// The one catch at the top of a request: what no code foresaw becomes 500, a line and a counter.
void ServeSafely(const std::shared_ptr<const Services>& services, const Route& route,
                 const std::shared_ptr<http::Request>& request, http::Respond respond) {
  auto shared = std::make_shared<http::Respond>(std::move(respond));
  const auto once = [shared](http::Response response) { (*shared)(std::move(response)); };
  try {
    Serve(services, route, request, Finisher(services, route, request, once));
  } catch (const std::exception& exception) {
    services->metrics.GetCounter("api_unforeseen_errors_total").Add();
    Finisher(services, route, request,
             once)(ErrorResponse(Internal(std::string("exception: ") + exception.what())));
  }
}

http::Handler HandlerOf(std::shared_ptr<const Services> services, const Route& route) {
  return [services = std::move(services), &route](const std::shared_ptr<http::Request>& request,
                                                  http::Respond respond) {
    // Only the pool may drop the task, and then nobody has answered yet.
    auto shared = std::make_shared<http::Respond>(std::move(respond));
    const bool taken = services->pool.TrySubmit([services, &route, request, shared] {
      ServeSafely(services, route, request, std::move(*shared));
    });
    if (!taken) {
      Finisher(services, route, request, std::move(*shared))(
          ErrorResponse(Unavailable("The server is busy. Try again in a second.")));
    }
  };
}

// OPTIONS answers with what the path takes. Source: rest-api.md 1.8
http::Handler OptionsHandler(std::string allow, std::string version) {
  return [allow = std::move(allow), version = std::move(version)](
             const std::shared_ptr<http::Request>&, http::Respond respond) {
    http::Response response = http::JsonResponse(200, JsonObject());
    response.SetHeader("Allow", allow);
    response.SetHeader("X-Tenrec-Version", version);
    respond(std::move(response));
  };
}

// The pattern without the names in its gaps, so that two names for one gap are one place.
std::string ShapeOf(std::string_view pattern) {
  std::string shape;
  bool inside = false;
  for (const char c : pattern) {
    if (c == '}') inside = false;
    if (!inside) shape += c;
    if (c == '{') inside = true;
  }
  return shape;
}

std::vector<Method> MethodsOf(const Route& route) {
  if (route.method == Method::kPatch) return {Method::kPatch, Method::kPut};
  return {route.method};
}

}  // namespace

void Register(http::Router& router, ApiDependencies dependencies) {
  const auto services = std::make_shared<const Services>(std::move(dependencies));
  const std::string version = services->options.version;
  const http::ErrorPage page = [version](const http::Request& request, http::Refusal refusal) {
    http::Response response = RefusalPage(request, refusal);
    response.SetHeader("X-Tenrec-Version", version);
    return response;
  };
  struct Place {
    std::string pattern;
    std::set<Method> methods;
  };
  std::map<std::string, Place> places;
  for (const auto& [pattern, route] : AllRoutes()) {
    for (const Method method : MethodsOf(*route)) {
      router.Add(method, pattern, HandlerOf(services, *route),
                 {.max_body_bytes = kMaxBody, .on_error = page});
      Place& place = places[ShapeOf(pattern)];
      place.pattern = pattern;
      place.methods.insert(method);
    }
  }
  for (const auto& [shape, place] : places) {
    std::string allow;
    for (const Method method : place.methods) {
      allow += std::string(http::MethodName(method)) + ", ";
      if (method == Method::kGet) allow += "HEAD, ";
    }
    router.Add(Method::kOptions, place.pattern, OptionsHandler(allow + "OPTIONS", version), {});
  }
  router.SetErrorPage("/api/", page);
}

}  // namespace tenrec::api
