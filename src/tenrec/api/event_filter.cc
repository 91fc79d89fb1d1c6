#include "tenrec/accounts/event_filter.h"

#include <string_view>
#include <utility>

#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

/// Which events a project does not want to keep.
namespace tenrec::api {
namespace {

constexpr std::string_view kSetting = "event_filter";

Result<http::Response> Get(const Services&, const Call& call) {
  return http::JsonResponse(200, call.team().Setting(kSetting));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  JsonObject patch{{kSetting, call.body}};
  auto team = services.accounts.projects().Update(call.team().id, patch);
  if (!team) {
    Error error = std::move(team).error();
    // The caller sent the setting alone, so its members are the fields.
    const std::string prefix = std::string(kSetting) + "__";
    if (error.field.starts_with(prefix)) error.field.erase(0, prefix.size());
    return error;
  }
  return http::JsonResponse(200, team->Setting(kSetting));
}

}  // namespace

std::span<const Route> EventFilterRoutes() {
  static const Route routes[] = {
      Route::Get("P/event_filter/", Get)
          .Needs("event_filter:read")
          .About("Which events the project drops.")
          .Gives(accounts::EventFilterShape()),
      Route::Post("P/event_filter/", Patch)
          .Needs("event_filter:write")
          .About("Changes what is sent; the rest stays.")
          .TakesUnchecked(accounts::EventFilterShape())
          .Gives(accounts::EventFilterShape()),
      Route::Patch("P/event_filter/", Patch)
          .Needs("event_filter:write")
          .TakesUnchecked(accounts::EventFilterShape())
          .Gives(accounts::EventFilterShape()),
  };
  return routes;
}

}  // namespace tenrec::api
