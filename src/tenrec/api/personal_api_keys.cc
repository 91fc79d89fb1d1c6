#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

std::string_view KeyId(const Call& call) {
  return call.request->PathParam("id");
}

// The one answer that holds the key's value.
http::Response ShowFresh(int status, const accounts::FreshApiKey& fresh) {
  JsonObject body = PrintKey(fresh.key);
  body["value"] = fresh.value;
  return http::JsonResponse(status, body);
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto keys, services.accounts.personal_api_keys().List(call.user().id));
  JsonArray body;
  for (const auto& key : keys) body.push_back(PrintKey(key));
  return http::JsonResponse(200, body);
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto fresh,
             services.accounts.personal_api_keys().Create(call.user().id, call.body));
  return ShowFresh(201, fresh);
}

Result<http::Response> GetCurrent(const Services&, const Call& call) {
  if (!call.caller->by_key()) return NotFound("Not found.");
  return http::JsonResponse(200, PrintKey(*call.caller->key));
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto key,
             services.accounts.personal_api_keys().Find(call.user().id, KeyId(call)));
  return http::JsonResponse(200, PrintKey(key));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto key,
             services.accounts.personal_api_keys().Update(call.user().id, KeyId(call), call.body));
  return http::JsonResponse(200, PrintKey(key));
}

Result<http::Response> Roll(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto fresh,
             services.accounts.personal_api_keys().Roll(call.user().id, KeyId(call)));
  return ShowFresh(200, fresh);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY(services.accounts.personal_api_keys().Delete(call.user().id, KeyId(call)));
  http::Response response;
  response.status = 204;
  return response;
}

// Source: rest-api.md 13.5
const Shape& PersonalApiKeyShape() {
  static const Shape shape =
      Object({{"id", Text().ReadOnly()},
              {"label", Text().Max(40).NotBlank().Required()},
              {"value", Text().Nullable().ReadOnly().About("Only shown when it is made.")},
              {"mask_value", Text().Nullable().ReadOnly()},
              {"created_at", TimeText().ReadOnly()},
              {"last_used_at", TimeText().Nullable().ReadOnly()},
              {"last_rolled_at", TimeText().Nullable().ReadOnly()},
              {"user_id", Int().ReadOnly()},
              {"scopes", ListOf(Text()).Required()},
              {"scoped_teams", ListOf(Int()).Nullable()},
              {"scoped_organizations", ListOf(UuidText()).Nullable()}})
          .Named("PersonalAPIKey");
  return shape;
}

}  // namespace

std::span<const Route> PersonalApiKeyRoutes() {
  static const Route routes[] = {
      Route::Get("/api/personal_api_keys/", List)
          .For(Auth::kSession)
          .Gives(ListOf(PersonalApiKeyShape())),
      Route::Post("/api/personal_api_keys/", Create)
          .For(Auth::kFreshSession)
          .ShowsSecret()
          .About("The only answer that shows the key's value.")
          .TakesUnchecked(PersonalApiKeyShape())
          .Gives(PersonalApiKeyShape(), 201),
      Route::Get("/api/personal_api_keys/@current/", GetCurrent)
          .About("The key with which the request is made.")
          .Gives(PersonalApiKeyShape()),
      Route::Get("/api/personal_api_keys/{id}/", Get)
          .For(Auth::kSession)
          .Gives(PersonalApiKeyShape()),
      Route::Patch("/api/personal_api_keys/{id}/", Patch)
          .For(Auth::kFreshSession)
          .TakesUnchecked(PersonalApiKeyShape())
          .Gives(PersonalApiKeyShape()),
      Route::Post("/api/personal_api_keys/{id}/roll/", Roll)
          .For(Auth::kFreshSession)
          .ShowsSecret()
          .About("Ends the key's value and shows a new one.")
          .TakesNothing()
          .Gives(PersonalApiKeyShape()),
      Route::Delete("/api/personal_api_keys/{id}/", Delete).For(Auth::kSession).GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
