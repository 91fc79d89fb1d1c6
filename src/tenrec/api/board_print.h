#pragma once

#include <optional>

#include "tenrec/api/board_answers.h"
#include "tenrec/api/people.h"

namespace tenrec::api {

/// Shows insights, dashboards and tiles to who asks, looking up each user once. A call without a
/// caller is one from outside, through a public link.
class BoardPrinter {
 public:
  BoardPrinter(const Services& services, const Call& call)
      : people_(services),
        team_(call.team().id),
        is_public_(!call.caller),
        user_(is_public_ ? 0 : call.user().id),
        is_admin_(!is_public_ && call.project->membership.level >= accounts::Level::kAdmin) {}

  /// Source: rest-api.md 14.4, basic form
  JsonObject Basic(const dashboards::SavedInsight& insight);
  /// Source: rest-api.md 14.4. `query` is what runs here, `answer` what it gave.
  JsonObject Full(const dashboards::SavedInsight& insight, const Json& query, ShownAnswer answer);
  /// Source: rest-api.md 15.2, without tiles
  JsonObject Print(const dashboards::Dashboard& dashboard);
  /// Source: rest-api.md 15.3. `insight` is printed already, or null.
  JsonObject Print(const dashboards::Tile& tile, std::size_t order, Json insight, Json error);

 private:
  Json Person(const std::optional<UserId>& id);

  People people_;
  TeamId team_;
  /// Whoever has the link looks: who made it and where else it shows stays inside.
  bool is_public_;
  UserId user_;
  bool is_admin_;
};

/// Who changes something by this call.
dashboards::Editor EditorOf(const Call& call);

}  // namespace tenrec::api
