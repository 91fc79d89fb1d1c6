#include "tenrec/api/print.h"

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

constexpr Route kRoutes[] = {
    {http::Method::kGet, "/api/personal_api_keys/", Auth::kSession, "", List},
    {.method = http::Method::kPost,
     .path = "/api/personal_api_keys/",
     .auth = Auth::kFreshSession,
     .handle = Create,
     .shows_secret = true},
    {http::Method::kGet, "/api/personal_api_keys/@current/", Auth::kUser, "", GetCurrent},
    {http::Method::kGet, "/api/personal_api_keys/{id}/", Auth::kSession, "", Get},
    {http::Method::kPatch, "/api/personal_api_keys/{id}/", Auth::kFreshSession, "", Patch},
    {.method = http::Method::kPost,
     .path = "/api/personal_api_keys/{id}/roll/",
     .auth = Auth::kFreshSession,
     .handle = Roll,
     .shows_secret = true},
    {http::Method::kDelete, "/api/personal_api_keys/{id}/", Auth::kSession, "", Delete},
};

}  // namespace

std::span<const Route> PersonalApiKeyRoutes() {
  return kRoutes;
}

}  // namespace tenrec::api
