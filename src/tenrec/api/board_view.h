#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "tenrec/api/board_answers.h"
#include "tenrec/api/board_print.h"

namespace tenrec::api {

/// A dashboard as one person looks at it: its tiles in order, their insights, and the queries that
/// answer for them here.
class BoardView {
 public:
  /// Errors: those of the database; kInvalidArgument with field for a malformed override.
  static Result<BoardView> Load(const Services& services, const Call& call,
                                dashboards::Dashboard dashboard, Freshness freshness,
                                Overrides overrides);

  /// One for each tile; nullopt for a text.
  std::vector<std::optional<query::QueryRequest>> Questions(const Call& call) const;

  std::size_t size() const { return tiles_.size(); }
  const Freshness& freshness() const { return freshness_; }

  /// The tile with its insight and what was answered, which is nullptr when nothing was asked.
  JsonObject PrintTile(BoardPrinter& printer, std::size_t place, const query::Answer* answer) const;
  /// The dashboard around printed tiles.
  JsonObject Print(BoardPrinter& printer, Json tiles) const;

 private:
  /// A tile that is there to be shown.
  struct Placed {
    dashboards::Tile tile;
    std::optional<dashboards::SavedInsight> insight;
    Json query;
    /// Why the query cannot run here; empty when it can.
    std::string fault;
  };

  dashboards::Dashboard dashboard_;
  Freshness freshness_;
  Overrides overrides_;
  std::vector<Placed> tiles_;
};

/// The dashboard with all that the cache knows about its tiles.
Result<http::Response> ShowBoard(const Services& services, const Call& call, int status,
                                 dashboards::Dashboard dashboard);

/// Asks for the tiles, and gives the dashboard with them when the last is there.
void AskBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
              UniqueFunction<void(JsonObject dashboard)> done);

/// Asks for the tiles and answers when the last is there. With `only_tiles` the body is
/// {"results": [tile, …]}.
enum class BoardForm { kDashboard, kOnlyTiles };
void AnswerBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
                 BoardForm form, http::Respond respond);

/// Answers with server-sent events: the dashboard, each tile as soon as it is known, the end.
void StreamBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
                 http::Respond respond);

}  // namespace tenrec::api
