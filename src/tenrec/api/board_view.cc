#include "tenrec/api/board_view.h"

#include <algorithm>
#include <utility>

#include "tenrec/io/worker_pool.h"

namespace tenrec::api {
namespace {

/// Tiles that come with the first event of a stream.
constexpr std::size_t kFirstTiles = 2;

std::string Frame(const JsonObject& event) {
  // Printed JSON holds no line break, which would end the frame.
  return "data: " + PrintJson(event) + "\n\n";
}

/// What several answers are gathered in until the last has come.
struct Gathering {
  const Services& services;
  std::shared_ptr<const Call> call;
  BoardView view;
  std::vector<std::optional<query::Answer>> answers;
  UniqueFunction<void(JsonObject)> done;

  JsonArray PrintTiles(BoardPrinter& printer) const {
    JsonArray tiles;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      tiles.push_back(view.PrintTile(printer, i, answers[i] ? &*answers[i] : nullptr));
    }
    return tiles;
  }
};

/// A dashboard that goes out tile by tile.
class Streaming : public std::enable_shared_from_this<Streaming> {
 public:
  Streaming(const Services& services, std::shared_ptr<const Call> call, BoardView view,
            http::StreamWriter writer)
      : services_(services),
        call_(std::move(call)),
        view_(std::move(view)),
        writer_(std::move(writer)),
        printer_(services, *call_) {}

  void Start() {
    if (!Send({{"type", "metadata"}, {"dashboard", view_.Print(printer_, FirstTiles())}})) return;
    const auto self = shared_from_this();
    auto questions = view_.Questions(*call_);
    for (std::size_t i = 0; i < view_.size(); ++i) {
      if (!questions[i] && !Tell(i, nullptr)) return;
    }
    AskEach(
        services_, std::move(questions),
        [self](std::size_t place, const query::Answer& answer) {
          return self->Tell(place, &answer);
        },
        [self] { self->End(); });
  }

 private:
  // What shows at once, without any number.
  JsonArray FirstTiles() {
    JsonArray tiles;
    for (std::size_t i = 0; i < std::min(kFirstTiles, view_.size()); ++i) {
      tiles.push_back(view_.PrintTile(printer_, i, nullptr));
    }
    return tiles;
  }

  bool Tell(std::size_t place, const query::Answer* answer) {
    JsonObject tile = view_.PrintTile(printer_, place, answer);
    const Json* error = tile.if_contains("error");
    if (error != nullptr) {
      if (!Send({{"type", "error"}, {"tile_id", tile["id"]}, {"error", *error}})) return false;
    }
    return Send({{"type", "tile"}, {"order", place}, {"tile", std::move(tile)}});
  }

  void End() {
    if (Send({{"type", "complete"}})) writer_.Close();
  }

  // False when the client left.
  bool Send(const JsonObject& event) {
    const std::string frame = Frame(event);
    while (!writer_.Write(frame)) {
      if (writer_.closed() || !writer_.WaitForRoom()) return false;
    }
    return true;
  }

  const Services& services_;
  const std::shared_ptr<const Call> call_;
  const BoardView view_;
  http::StreamWriter writer_;
  /// Used by one answer at a time, as AskEach promises.
  BoardPrinter printer_;
};

}  // namespace

Result<BoardView> BoardView::Load(const Services& services, const Call& call,
                                  dashboards::Dashboard dashboard, Freshness freshness,
                                  Overrides overrides) {
  const std::string breakpoint = call.QueryText("layout_size") == "xs" ? "xs" : "sm";
  TRY_ASSIGN(auto tiles, services.dashboards.Tiles(call.team().id, dashboard.id, breakpoint));
  std::vector<std::int64_t> ids;
  for (const auto& tile : tiles) {
    if (tile.insight_id) ids.push_back(*tile.insight_id);
  }
  TRY_ASSIGN(auto insights, services.insights.FindMany(call.team().id, ids));
  std::map<std::int64_t, dashboards::SavedInsight> by_id;
  for (auto& insight : insights) by_id.emplace(insight.id, std::move(insight));

  BoardView view;
  view.dashboard_ = std::move(dashboard);
  view.freshness_ = std::move(freshness);
  view.overrides_ = std::move(overrides);
  for (auto& tile : tiles) {
    Placed placed{.tile = std::move(tile)};
    const auto found = placed.tile.insight_id ? by_id.find(*placed.tile.insight_id) : by_id.end();
    if (found != by_id.end()) {
      placed.query = found->second.query;
      auto query = QueryOnTile(found->second.query, view.dashboard_, &placed.tile, view.overrides_);
      if (query) {
        placed.query = *std::move(query);
      } else {
        placed.fault = query.error().message;
      }
      placed.insight = std::move(found->second);
    }
    view.tiles_.push_back(std::move(placed));
  }
  return view;
}

std::vector<std::optional<query::QueryRequest>> BoardView::Questions(const Call& call) const {
  std::vector<std::optional<query::QueryRequest>> questions;
  for (const Placed& placed : tiles_) {
    const bool asks = placed.insight && placed.fault.empty();
    questions.push_back(asks ? QuestionOf(call, placed.query, freshness_) : std::nullopt);
  }
  return questions;
}

JsonObject BoardView::PrintTile(BoardPrinter& printer, std::size_t place,
                                const query::Answer* answer) const {
  const Placed& placed = tiles_[place];
  Json insight;
  Json error;
  if (placed.insight) {
    ShownAnswer shown = answer == nullptr ? NoAnswer() : Show(*answer, freshness_);
    error = std::move(shown.error);
    if (!placed.fault.empty()) {
      error = JsonObject{{"type", "invalid_input"}, {"message", placed.fault}};
    }
    insight = printer.Full(*placed.insight, placed.query, std::move(shown));
  }
  return printer.Print(placed.tile, place, std::move(insight), std::move(error));
}

JsonObject BoardView::Print(BoardPrinter& printer, Json tiles) const {
  JsonObject object = printer.Print(dashboard_);
  if (!overrides_.filters.is_null()) {
    object["persisted_filters"] = std::move(object["filters"]);
    object["filters"] = overrides_.filters;
  }
  if (!overrides_.variables.is_null()) {
    object["persisted_variables"] = std::move(object["variables"]);
    object["variables"] = overrides_.variables;
  }
  object["tiles"] = std::move(tiles);
  return object;
}

Result<http::Response> ShowBoard(const Services& services, const Call& call, int status,
                                 dashboards::Dashboard dashboard) {
  TRY_ASSIGN(const BoardView view, BoardView::Load(services, call, std::move(dashboard), {}, {}));
  BoardPrinter printer(services, call);
  const auto questions = view.Questions(call);
  JsonArray tiles;
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (!questions[i]) {
      tiles.push_back(view.PrintTile(printer, i, nullptr));
      continue;
    }
    const query::Answer answer = services.query.run(*questions[i]);
    tiles.push_back(view.PrintTile(printer, i, &answer));
  }
  return http::JsonResponse(status, view.Print(printer, std::move(tiles)));
}

void AskBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
              UniqueFunction<void(JsonObject dashboard)> done) {
  auto questions = view.Questions(*call);
  const std::size_t count = view.size();
  const auto gathering = std::make_shared<Gathering>(
      Gathering{services, std::move(call), std::move(view),
                std::vector<std::optional<query::Answer>>(count), std::move(done)});
  AskEach(
      services, std::move(questions),
      [gathering](std::size_t place, query::Answer answer) {
        gathering->answers[place] = std::move(answer);
        return true;
      },
      [gathering] {
        BoardPrinter printer(gathering->services, *gathering->call);
        JsonArray tiles = gathering->PrintTiles(printer);
        gathering->done(gathering->view.Print(printer, std::move(tiles)));
      });
}

void AnswerBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
                 BoardForm form, http::Respond respond) {
  AskBoard(
      services, std::move(call), std::move(view),
      [form, respond = std::move(respond)](JsonObject dashboard) mutable {
        respond(http::JsonResponse(200, form == BoardForm::kOnlyTiles
                                            ? JsonObject{{"results", std::move(dashboard["tiles"])}}
                                            : std::move(dashboard)));
      });
}

void StreamBoard(const Services& services, std::shared_ptr<const Call> call, BoardView view,
                 http::Respond respond) {
  http::Response response;
  response.SetHeader("Content-Type", "text/event-stream");
  response.SetHeader("Cache-Control", "no-cache");
  response.SetHeader("X-Accel-Buffering", "no");
  const auto shared = std::make_shared<BoardView>(std::move(view));
  response.stream = [&services, call = std::move(call), shared](http::StreamWriter writer) {
    // The writer arrives on an IO thread, where nothing may block. A full queue drops it, which
    // cuts the connection, and the client asks again.
    static_cast<void>(services.pool.TrySubmit([&services, call, shared,
                                               writer = std::move(writer)]() mutable {
      std::make_shared<Streaming>(services, call, std::move(*shared), std::move(writer))->Start();
    }));
  };
  respond(std::move(response));
}

}  // namespace tenrec::api
