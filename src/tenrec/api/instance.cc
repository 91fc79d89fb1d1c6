#include "tenrec/accounts/time_zones.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

// What the web app and clients look at before anything else. Names of components that Tenrec does
// not have are kept, because clients test them. Source: rest-api.md 38
Result<http::Response> Preflight(const Services& services, const Call& call) {
  TRY_ASSIGN(const bool initiated, services.accounts.users().Any());
  TRY_ASSIGN(const bool open, services.accounts.SignUpIsOpen());
  JsonObject body{
      {"django", true},
      {"redis", true},
      {"plugins", true},
      {"celery", true},
      {"clickhouse", true},
      {"kafka", true},
      {"db", true},
      {"initiated", initiated},
      {"cloud", false},
      {"demo", false},
      {"realm", "hosted-clickhouse"},
      {"region", nullptr},
      {"available_social_auth_providers",
       JsonObject{{"google-oauth2", false}, {"github", false}, {"gitlab", false}, {"saml", false}}},
      {"can_create_org", open},
      {"email_service_available", false},
      {"slack_service", JsonObject{{"available", false}, {"client_id", nullptr}}},
      {"data_warehouse_integrations", JsonObject()},
      {"object_storage", true},
      {"public_egress_ip_addresses", JsonArray()},
      {"is_debug", false},
      {"dev_disable_navigation_hooks", JsonArray()},
  };
  if (call.caller) {
    JsonObject zones;
    for (const auto& zone : accounts::TimeZones(services.clock.Now())) {
      zones[zone.name] = zone.hours;
    }
    body["available_timezones"] = std::move(zones);
    body["instance_preferences"] = JsonObject{{"debug_queries", false}, {"disable_paid_fs", false}};
    body["opt_out_capture"] = true;
    body["licensed_users_available"] = nullptr;
    body["openai_available"] = false;
    body["site_url"] =
        services.options.site_url.empty() ? OriginOf(*call.request) : services.options.site_url;
    body["buffer_conversion_seconds"] = 0;
  }
  return http::JsonResponse(200, body);
}

// Source: rest-api.md 38
const Shape& PreflightShape() {
  static const Shape slack = Object({{"available", Bool()}, {"client_id", Text().Nullable()}});
  static const Shape preferences = Object({{"debug_queries", Bool()}, {"disable_paid_fs", Bool()}});
  static const Shape shape = Object({{"django", Bool()},
                                     {"redis", Bool()},
                                     {"plugins", Bool()},
                                     {"celery", Bool()},
                                     {"clickhouse", Bool()},
                                     {"kafka", Bool()},
                                     {"db", Bool()},
                                     {"initiated", Bool()},
                                     {"cloud", Bool()},
                                     {"demo", Bool()},
                                     {"realm", Text()},
                                     {"region", Text().Nullable()},
                                     {"available_social_auth_providers", MapOf(Bool())},
                                     {"can_create_org", Bool()},
                                     {"email_service_available", Bool()},
                                     {"slack_service", slack},
                                     {"data_warehouse_integrations", MapOf(Any())},
                                     {"object_storage", Bool()},
                                     {"public_egress_ip_addresses", ListOf(Text())},
                                     {"is_debug", Bool()},
                                     {"dev_disable_navigation_hooks", ListOf(Text())},
                                     {"available_timezones", MapOf(Number()).Sometimes()},
                                     {"instance_preferences", preferences.Sometimes()},
                                     {"opt_out_capture", Bool().Sometimes()},
                                     {"licensed_users_available", Int().Nullable().Sometimes()},
                                     {"openai_available", Bool().Sometimes()},
                                     {"site_url", Text().Sometimes()},
                                     {"buffer_conversion_seconds", Int().Sometimes()}})
                                 .Named("Preflight");
  return shape;
}

std::string_view StateName(ServerCheck::State state) {
  switch (state) {
    case ServerCheck::State::kGood:
      return "good";
    case ServerCheck::State::kWarning:
      return "warning";
    case ServerCheck::State::kBad:
      return "bad";
  }
  return "";
}

/// Anybody may look while nobody has an account; from then on the answer, which names places on the
/// machine, is for the staff.
Result<http::Response> Checks(const Services& services, const Call& call) {
  TRY_ASSIGN(const bool initiated, services.accounts.users().Any());
  if (initiated && !call.caller) return Unauthenticated("Sign in to look at this server.");
  if (initiated && !call.user().is_staff) {
    return PermissionDenied("Only the staff of this server may look at it.");
  }
  JsonArray results;
  bool ready = true;
  for (const ServerCheck& check : services.check_server()) {
    ready &= check.state != ServerCheck::State::kBad;
    results.push_back(JsonObject{{"name", check.name},
                                 {"state", StateName(check.state)},
                                 {"found", check.found},
                                 {"fix", check.fix}});
  }
  return http::JsonResponse(200, JsonObject{{"ready", ready}, {"results", std::move(results)}});
}

const Shape& ChecksShape() {
  static const Shape check = Object({{"name", Text()},
                                     {"state", Words({"good", "warning", "bad"})},
                                     {"found", Text()},
                                     {"fix", Text().About("What mends it; may be empty.")}})
                                 .Named("ServerCheck");
  static const Shape shape =
      Object({{"ready", Bool()}, {"results", ListOf(check)}}).Named("ServerChecks");
  return shape;
}

}  // namespace

std::span<const Route> InstanceRoutes() {
  static const Route routes[] = {
      Route::Get("/_preflight/", Preflight).For(Auth::kOpen).Gives(PreflightShape()),
      Route::Get("/_preflight/checks/", Checks)
          .For(Auth::kOpen)
          .About("How everything that the server needs stands, and what mends it. Open until the "
                 "first sign-up, then for the staff.")
          .Gives(ChecksShape()),
  };
  return routes;
}

}  // namespace tenrec::api
