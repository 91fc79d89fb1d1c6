#include <set>
#include <string>

#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/catalog/actions.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/dashboards/dashboards.h"

namespace tenrec::api {
namespace {

Result<http::Response> List(const Services& services, const Call& call) {
  const TeamId team = call.team().id;
  std::set<std::string> tags;
  TRY_ASSIGN(const auto on_boards, services.dashboards.TagsInUse(team));
  tags.insert(on_boards.begin(), on_boards.end());
  TRY_ASSIGN(const auto actions, services.actions.List(team));
  for (const catalog::Action& action : actions) {
    tags.insert(action.tags.begin(), action.tags.end());
  }
  TRY_ASSIGN(const auto events, services.definitions.ListEvents(team, {}));
  for (const auto& event : events) {
    tags.insert(event.curation.tags.begin(), event.curation.tags.end());
  }
  for (const auto scope : {catalog::PropertyScope::kEvent, catalog::PropertyScope::kPerson}) {
    TRY_ASSIGN(const auto properties, services.definitions.ListProperties(team, {.scope = scope}));
    for (const auto& property : properties) {
      tags.insert(property.curation.tags.begin(), property.curation.tags.end());
    }
  }
  return http::JsonResponse(200, PrintTexts({tags.begin(), tags.end()}));
}

}  // namespace

std::span<const Route> TagRoutes() {
  static const Route routes[] = {
      Route::Get("P/tags/", List)
          .About("Every tag in use, in alphabetical order.")
          .Gives(ListOf(Text())),
  };
  return routes;
}

}  // namespace tenrec::api
