#include "tenrec/api/print.h"

namespace tenrec::api {
namespace {

http::Response Show(query::Answer answer) {
  return http::JsonTextResponse(answer.status, std::move(answer.body));
}

// Asks the question on the query's own pool; nobody waits for it here.
void Ask(const Services& services, std::shared_ptr<const Call> call, http::Respond respond) {
  query::QueryRequest request{.team = call->project->team,
                              .body = call->body,
                              .path_kind = std::string(call->request->PathParam("kind")),
                              .by_api_key = call->caller->by_key(),
                              .cancelled = call->request->cancelled};
  services.query.submit(std::move(request),
                        [respond = std::move(respond)](query::Answer answer) mutable {
                          respond(Show(std::move(answer)));
                        });
}

Result<http::Response> GetStatus(const Services& services, const Call& call) {
  return Show(services.query.status(call.team().id, call.request->PathParam("query_id"),
                                    call.QueryBool("show_progress").value_or(false)));
}

Result<http::Response> Cancel(const Services& services, const Call& call) {
  return Show(services.query.cancel(call.team().id, call.request->PathParam("query_id")));
}

Result<http::Response> CheckAuthForAsync(const Services&, const Call&) {
  return http::JsonResponse(200, JsonObject{{"query_async", true}});
}

// There is one version of the query schema so far, so a query is its own upgrade.
Result<http::Response> Upgrade(const Services&, const Call& call) {
  const Json* question = call.body.if_contains("query");
  if (question == nullptr) {
    return InvalidArgument("This field is required.").WithTag("required").WithField("query");
  }
  return http::JsonResponse(200, JsonObject{{"query", *question}});
}

constexpr std::string_view kRead = "query:read";

constexpr Route kRoutes[] = {
    {.method = http::Method::kPost, .path = "P/query/", .scope = kRead, .handle_later = Ask},
    {.method = http::Method::kPost, .path = "P/query/{kind}/", .scope = kRead, .handle_later = Ask},
    {http::Method::kPost, "P/query/check_auth_for_async/", Auth::kUser, kRead, CheckAuthForAsync},
    {http::Method::kPost, "P/query/upgrade/", Auth::kUser, kRead, Upgrade},
    {http::Method::kGet, "P/query/{query_id}/", Auth::kUser, kRead, GetStatus},
    {http::Method::kDelete, "P/query/{query_id}/", Auth::kUser, kRead, Cancel},
};

}  // namespace

std::span<const Route> QueryRoutes() {
  return kRoutes;
}

}  // namespace tenrec::api
