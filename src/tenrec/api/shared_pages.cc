#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "tenrec/accounts/password.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/board_view.h"
#include "tenrec/api/error.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/route.h"
#include "tenrec/api/shapes.h"
#include "tenrec/api/shared_settings.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/dashboards/sharing.h"

namespace tenrec::api {
namespace {

using dashboards::SharedKind;
using dashboards::Sharing;

/// Strangers make the server compute each number of a page no more often than this.
constexpr std::chrono::seconds kGoodFor = std::chrono::minutes(10);
/// How long somebody who knew the password may look.
constexpr std::chrono::seconds kPassLife = std::chrono::hours(24);

/// What a link leads to, and the call of somebody without a name who looks at it.
struct Opened {
  Sharing sharing;
  std::shared_ptr<const Call> call;
};

/// The token of the address, without the ending that says in which form it is wanted.
std::string_view TokenOf(const Call& call, std::string_view ending) {
  std::string_view token = call.request->PathParam("token");
  if (token.ends_with(ending)) token.remove_suffix(ending.size());
  return token;
}

// A wrong link, one that is off, and one of an organization that shares nothing look the same.
Result<Opened> OpenLink(const Services& services, const Call& call, std::string_view token) {
  TRY_ASSIGN(Sharing sharing, services.links.Open(token));
  auto team = services.accounts.directory().ById(sharing.team_id);
  if (team == nullptr) return NotFound("Not found.");
  TRY_ASSIGN(auto organization, services.accounts.organizations().Find(team->organization_id));
  if (!organization.IsOn("allow_publicly_shared_resources")) return NotFound("Not found.");
  auto look = std::make_shared<Call>();
  look->request = call.request;
  look->project =
      accounts::TeamAccess{std::move(team), {std::move(organization), accounts::Level::kMember}};
  return Opened{std::move(sharing), std::move(look)};
}

/// What somebody gets who knew a password: "<until>.<id of the password>.<seal>". Its seal is made
/// with the password's hash, so it ends with the password.
std::string SealOf(const Sharing& sharing, const dashboards::SharePassword& password,
                   std::string_view until) {
  const auto seal = HmacSha256(password.hash, std::string(until) + "." + password.id.ToString() +
                                                  "." + std::to_string(sharing.id));
  return HexEncode(seal);
}

std::string PassOf(const Sharing& sharing, const dashboards::SharePassword& password,
                   Timestamp now) {
  const std::string until = std::to_string((now + kPassLife).micros);
  return until + "." + password.id.ToString() + "." + SealOf(sharing, password, until);
}

bool IsPass(const Sharing& sharing, std::string_view pass, Timestamp now) {
  const std::size_t first = pass.find('.');
  const std::size_t second = pass.find('.', first == pass.npos ? first : first + 1);
  if (second == pass.npos) return false;
  const std::string_view until = pass.substr(0, first);
  std::int64_t micros = 0;
  const auto read = std::from_chars(until.data(), until.data() + until.size(), micros);
  if (read.ec != std::errc() || read.ptr != until.data() + until.size()) return false;
  if (micros < now.micros) return false;
  const std::string_view id = pass.substr(first + 1, second - first - 1);
  return std::ranges::any_of(sharing.passwords, [&](const auto& password) {
    return password.id.ToString() == id &&
           ConstantTimeEquals(SealOf(sharing, password, until), pass.substr(second + 1));
  });
}

bool MayLook(const Services& services, const Sharing& sharing, const http::Request& request) {
  if (!sharing.password_required) return true;
  const std::string_view sent = request.HeaderText("authorization");
  constexpr std::string_view kBearer = "bearer ";
  return sent.size() > kBearer.size() &&
         EqualsIgnoreCase(sent.substr(0, kBearer.size()), kBearer) &&
         IsPass(sharing, TrimAscii(sent.substr(kBearer.size())), services.clock.Now());
}

enum class Frame { kScene, kEmbed };

std::string_view NameOf(Frame frame) {
  return frame == Frame::kScene ? "scene" : "embed";
}

JsonObject Exported(const Opened& opened, Frame frame) {
  JsonObject exported = SettingsOfLook(opened.sharing.settings, *opened.call);
  exported["type"] = NameOf(frame);
  exported["themes"] = JsonArray();
  return exported;
}

Freshness OfStrangers() {
  return {.only_cached = false, .mode = "blocking", .good_for = kGoodFor};
}

void DropHiddenTiles(const Json& settings, JsonObject& dashboard) {
  const Json* hidden = FindMember(settings, "hideTiles");
  if (hidden == nullptr || !hidden->is_array()) return;
  JsonArray shown;
  for (Json& tile : dashboard["tiles"].as_array()) {
    const auto& ids = hidden->get_array();
    if (std::ranges::find(ids, tile.as_object().at("id")) == ids.end()) {
      shown.push_back(std::move(tile));
    }
  }
  dashboard["tiles"] = std::move(shown);
}

void ExportDashboard(const Services& services, const Opened& opened, Frame frame,
                     http::Respond respond) {
  const Call& call = *opened.call;
  auto dashboard = services.dashboards.Find(call.team().id, opened.sharing.item.id, 0);
  auto view = dashboard ? BoardView::Load(services, call, *std::move(dashboard), OfStrangers(), {})
                        : Result<BoardView>(dashboard.error());
  if (!view) {
    respond(ErrorResponse(view.error()));
    return;
  }
  AskBoard(services, opened.call, *std::move(view),
           [opened, frame, respond = std::move(respond)](JsonObject printed) mutable {
             DropHiddenTiles(opened.sharing.settings, printed);
             JsonObject exported = Exported(opened, frame);
             exported["dashboard"] = std::move(printed);
             respond(http::JsonResponse(200, exported));
           });
}

void ExportInsight(const Services& services, const Opened& opened, Frame frame,
                   http::Respond respond) {
  auto insight =
      services.insights.Find(opened.call->team().id, std::to_string(opened.sharing.item.id));
  if (!insight) {
    respond(ErrorResponse(insight.error()));
    return;
  }
  const Freshness freshness = OfStrangers();
  auto question = QuestionOf(*opened.call, insight->query, freshness);
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): loses sight of a moved `respond`
  auto finish = [&services, opened, frame, freshness, insight = *std::move(insight),
                 respond = std::move(respond)](const query::Answer* answer) mutable {
    ShownAnswer shown = answer == nullptr ? NoAnswer() : Show(*answer, freshness);
    Json error = std::move(shown.error);
    JsonObject exported = Exported(opened, frame);
    exported["insight"] =
        BoardPrinter(services, *opened.call).Full(insight, insight.query, std::move(shown));
    if (!error.is_null()) exported["error"] = std::move(error);
    respond(http::JsonResponse(200, exported));
  };
  if (!question) {
    finish(nullptr);
    return;
  }
  services.query.submit(
      *std::move(question),
      [finish = std::move(finish)](const query::Answer& answer) mutable { finish(&answer); });
}

void Export(const Services& services, const Call& call, Frame frame, http::Respond respond) {
  auto opened = OpenLink(services, call, TokenOf(call, ".json"));
  if (!opened) {
    respond(ErrorResponse(opened.error()));
    return;
  }
  if (!MayLook(services, opened->sharing, *call.request)) {
    respond(http::JsonResponse(200, JsonObject{{"type", "unlock"}}));
    return;
  }
  if (opened->sharing.item.kind == SharedKind::kDashboard) {
    ExportDashboard(services, *opened, frame, std::move(respond));
  } else {
    ExportInsight(services, *opened, frame, std::move(respond));
  }
}

// The page asks for what it shows by itself; here only whether there is something.
http::Response ShowPage(const Services& services, const Call& call) {
  const auto opened = OpenLink(services, call, TokenOf(call, ""));
  if (!opened && opened.error().code != ErrorCode::kNotFound) return ErrorResponse(opened.error());
  if (!services.page) {
    return opened ? http::TextResponse(200, "The web app is not built.\n")
                  : ErrorResponse(opened.error());
  }
  http::Response response = services.page(*call.request);
  if (!opened) {
    // What the browser kept of a page that worked is no answer to this.
    response = services.page(http::Request());
    response.status = 404;
  }
  return response;
}

template <Frame kFrame>
void Get(const Services& services, const std::shared_ptr<const Call>& call, http::Respond respond) {
  auto quiet = [respond = std::move(respond)](http::Response response) mutable {
    response.SetHeader("X-Robots-Tag", "noindex");
    respond(std::move(response));
  };
  const std::string_view token = call->request->PathParam("token");
  if (token.ends_with(".json")) {
    Export(services, *call, kFrame, std::move(quiet));
  } else if (token.ends_with(".png")) {
    quiet(ErrorResponse(NotFound("Images of shared pages are not available here.")));
  } else {
    quiet(ShowPage(services, *call));
  }
}

// Source: rest-api.md 29.2
Result<http::Response> Unlock(const Services& services, const Call& call) {
  TRY_ASSIGN(const Opened opened, OpenLink(services, call, TokenOf(call, ".json")));
  Fields in(call.body);
  in.Require("password");
  const auto sent = in.Text("password", 1024);
  TRY(in.Finish());
  const Sharing& sharing = opened.sharing;
  const std::string link = "sharing " + std::to_string(sharing.id);
  const std::string ip =
      call.request->client_ip.empty() ? call.request->peer_ip : call.request->client_ip;
  TRY(services.link_throttle->Check(link, ip));
  for (const auto& password : sharing.passwords) {
    if (!accounts::VerifyPassword(password.hash, *sent)) continue;
    services.link_throttle->RecordSuccess(link, ip);
    TRY(services.links.NoteAttempt(sharing, ip, true));
    return http::JsonResponse(
        200, JsonObject{{"shareToken", PassOf(sharing, password, services.clock.Now())}});
  }
  services.link_throttle->RecordFailure(link, ip);
  TRY(services.links.NoteAttempt(sharing, ip, false));
  return http::JsonResponse(401, JsonObject{{"type", "authentication_error"},
                                            {"code", "authentication_failed"},
                                            {"detail", "Incorrect password"},
                                            {"attr", "password"},
                                            {"error", "Incorrect password"}});
}

Route PageAt(std::string_view path, Route::HandleLater handle) {
  return Route::Get(path, handle)
      .For(Auth::kPublic)
      .About("What a public link shows: a page; with .json behind the token, its data.")
      .Filters({{"whitelabel", Bool()},
                {"noHeader", Bool()},
                {"showInspector", Bool()},
                {"legend", Bool()},
                {"detailed", Bool()},
                {"hideExtraDetails", Bool()},
                {"theme", Words({"light", "dark", "system"})}})
      .GivesMedia("text/html");
}

Route DoorAt(std::string_view path) {
  return Route::Post(path, Unlock)
      .For(Auth::kPublic)
      .About("Trades the password of a public link for what opens its data as a bearer.")
      .TakesUnchecked(Input({{"password", Text().Required()}}))
      .Gives(Object({{"shareToken", Text()}}))
      .ShowsSecret();
}

}  // namespace

std::span<const Route> SharedPageRoutes() {
  static const Route routes[] = {
      PageAt("/shared/{token}/", Get<Frame::kScene>),
      DoorAt("/shared/{token}/"),
      PageAt("/shared_dashboard/{token}/", Get<Frame::kScene>),
      DoorAt("/shared_dashboard/{token}/"),
      PageAt("/embedded/{token}/", Get<Frame::kEmbed>),
      DoorAt("/embedded/{token}/"),
  };
  return routes;
}

}  // namespace tenrec::api
