#include "tenrec/api/asker.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/query/shapes.h"

namespace tenrec::api {
namespace {

constexpr std::string_view kParquet = "application/vnd.apache.parquet";

// The answer's share of the memory goes back when its bytes are sent.
http::Response Show(query::Answer answer) {
  auto response = http::JsonTextResponse(answer.status, "");
  const auto held = std::make_shared<const query::Answer>(std::move(answer));
  response.shared_body = std::shared_ptr<const std::string>(held, &held->body);
  return response;
}

// Asks the question on the query's own pool; nobody waits for it here.
void Submit(const Services& services, query::QueryRequest request, http::Respond respond) {
  services.query.submit(std::move(request),
                        [respond = std::move(respond)](query::Answer answer) mutable {
                          respond(Show(std::move(answer)));
                        });
}

void AskPosted(const Services& services, const std::shared_ptr<const Call>& call,
               http::Respond respond) {
  query::QueryRequest request = RequestOf(*call, call->body);
  request.path_kind = call->request->PathParam("kind");
  Submit(services, std::move(request), std::move(respond));
}

// The rows of a question in HogQL as a file, up to as many as an export may have.
void AskParquet(const Services& services, const std::shared_ptr<const Call>& call,
                http::Respond respond) {
  query::QueryRequest request = RequestOf(*call, call->body);
  request.as_parquet = true;
  services.query.submit(
      std::move(request), [respond = std::move(respond)](query::Answer answer) mutable {
        const bool is_file = answer.status == 200;
        http::Response response = Show(std::move(answer));
        if (is_file) {
          response.SetHeader("Content-Type", kParquet);
          response.SetHeader("Content-Disposition", "attachment; filename=\"query.parquet\"");
        }
        respond(std::move(response));
      });
}

// What the question with that id took, newest first when the id was used again.
void AskLog(const Services& services, const std::shared_ptr<const Call>& call,
            http::Respond respond) {
  JsonObject question{
      {"kind", "HogQLQuery"},
      {"query",
       "select event_time, query_id, query, query_start_time, query_duration_ms, created_by, "
       "read_rows, read_bytes, result_rows, result_bytes, status, exception_code, exception_name, "
       "kind, is_personal_api_key_request, api_key_label, api_key_mask from query_log "
       "where query_id = {query_id} order by event_time desc"},
      {"values", JsonObject{{"query_id", std::string(call->request->PathParam("query_id"))}}}};
  Submit(services, RequestOf(*call, JsonObject{{"query", std::move(question)}}),
         std::move(respond));
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

// Source: rest-api.md 30
const Shape& QueryRequestShape() {
  static const Shape shape =
      Input(
          {{"query", query::QueryShape().Required()},
           {"refresh", OneOf({Words({"async", "async_except_on_cache_miss", "blocking",
                                     "force_async", "force_blocking", "force_cache", "lazy_async"}),
                              Bool()})
                           .Nullable()},
           {"client_query_id", Text().Nullable().About("The id under which it can be stopped.")},
           {"name", Text().Nullable()},
           {"filters_override", MapOf(Any()).Nullable()},
           {"variables_override", MapOf(Any()).Nullable()}})
          .Named("QueryRequest");
  return shape;
}

const Shape& StartedShape() {
  static const Shape shape =
      Input({{"query_status", query::StatusShape().Required()}, {"cache_key", Text()}})
          .Named("QueryStatusResponse");
  return shape;
}

}  // namespace

std::span<const Route> QueryRoutes() {
  static const Route routes[] = {
      Route::Post("P/query/", AskPosted)
          .Needs(kRead)
          .TakesUnchecked(QueryRequestShape())
          .Gives(query::ResponseShape())
          .Gives(OneOf({StartedShape(), query::ResponseShape()}), 202),
      Route::Post("P/query/{kind}/", AskPosted)
          .Needs(kRead)
          .TakesUnchecked(QueryRequestShape())
          .Gives(query::ResponseShape())
          .Gives(OneOf({StartedShape(), query::ResponseShape()}), 202),
      Route::Post("P/query/parquet/", AskParquet)
          .Needs(kRead)
          .About("The rows of a HogQLQuery as a Parquet file: 50,000 unless it says fewer.")
          .TakesUnchecked(QueryRequestShape())
          .GivesMedia(kParquet),
      Route::Post("P/query/check_auth_for_async/", CheckAuthForAsync)
          .Needs(kRead)
          .TakesNothing()
          .Gives(Object({{"query_async", Bool()}})),
      Route::Post("P/query/upgrade/", Upgrade)
          .Needs(kRead)
          .TakesUnchecked(Input({{"query", query::QueryShape().Required()}}))
          .Gives(Object({{"query", MapOf(Any())}})),
      Route::Get("P/query/{query_id}/", GetStatus)
          .Needs(kRead)
          .Filters({{"show_progress", Bool()}})
          .Gives(StartedShape())
          .Gives(StartedShape(), 202),
      Route::Get("P/query/{query_id}/log/", AskLog).Needs(kRead).Gives(query::ResponseShape()),
      Route::Delete("P/query/{query_id}/", Cancel).Needs(kRead).GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
