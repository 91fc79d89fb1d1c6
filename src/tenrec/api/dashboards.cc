#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/board_view.h"
#include "tenrec/api/error.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/route.h"
#include "tenrec/dashboards/templates.h"

namespace tenrec::api {
namespace {

using dashboards::Dashboard;
using dashboards::DashboardChange;
using dashboards::DashboardFilter;
using dashboards::RestrictionLevel;

constexpr std::size_t kMaxName = 400;
constexpr std::size_t kMaxDescription = 10'000;
constexpr std::size_t kMaxTag = 255;
constexpr std::size_t kMaxTextBody = 4000;
constexpr std::int64_t kMaxId = 1LL << 53U;
/// A look within this time of the last one is the same look.
constexpr std::chrono::seconds kOneLook(60);

constexpr std::array<std::string_view, 5> kColors = {"blue", "green", "purple", "black", "white"};

struct NamedOrder {
  std::string_view name;
  DashboardFilter::Order order;
};
constexpr std::array<NamedOrder, 4> kOrders{
    {{"name", DashboardFilter::Order::kName},
     {"created_at", DashboardFilter::Order::kCreatedAt},
     {"last_accessed_at", DashboardFilter::Order::kLastAccessedAt},
     {"last_viewed_at", DashboardFilter::Order::kLastViewedAt}}};

Error Required(std::string_view field) {
  return InvalidArgument("This field is required.")
      .WithTag("required")
      .WithField(std::string(field));
}

DashboardFilter ReadFilter(const Call& call) {
  DashboardFilter filter{.deleted = call.QueryBool("deleted").value_or(false),
                         .search = call.QueryText("search"),
                         .pinned = call.QueryBool("pinned"),
                         .tags = call.QueryList("tags"),
                         .created_by = ReadNumbers(call, "created_by"),
                         .creation_mode = call.QueryText("creation_mode"),
                         .exclude_generated = call.QueryBool("exclude_generated").value_or(false)};
  const auto [order, descending] = ReadOrder(call);
  for (const NamedOrder& named : kOrders) {
    if (named.name != order) continue;
    filter.order = named.order;
    filter.descending = descending;
  }
  const Page page = ReadPage(call);
  filter.limit = page.limit;
  filter.offset = page.offset;
  return filter;
}

Result<dashboards::TileChange> ReadTile(const JsonObject& body) {
  Fields in(body);
  dashboards::TileChange change{.layouts = in.Object("layouts"),
                                .color = in.NullableText("color", 20),
                                .filters_overrides = in.Any("filters_overrides"),
                                .show_description = in.NullableBool("show_description"),
                                .transparent_background = in.NullableBool("transparent_background"),
                                .deleted = in.Bool("deleted")};
  change.id = in.NullableInt("id", 1, kMaxId).value_or(std::nullopt);
  if (change.color && *change.color &&
      std::ranges::find(kColors, **change.color) == kColors.end()) {
    in.Fail("color", accounts::NotAChoice(**change.color));
  }
  if (change.filters_overrides && !change.filters_overrides->is_null() &&
      !change.filters_overrides->is_object()) {
    in.Fail("filters_overrides", InvalidArgument("Must be a JSON object.").WithTag("invalid"));
  }
  const Json* text = body.if_contains("text");
  if (text != nullptr && text->is_object()) {
    Fields of_text(text->get_object());
    change.text = of_text.Text("body", kMaxTextBody);
    Status read = of_text.Finish();
    if (!read) in.Fail("text", std::move(read).error());
  }
  if (!change.id && !change.text)
    in.Fail("text", InvalidArgument("A tile without `id` needs a text.").WithTag("required"));
  TRY(in.Finish());
  return change;
}

void ReadTiles(Fields& in, DashboardChange& change) {
  const auto sent = in.Array("tiles");
  if (!sent) return;
  for (std::size_t i = 0; i < sent->size(); ++i) {
    const std::string place = "tiles__" + std::to_string(i);
    if (!(*sent)[i].is_object()) {
      in.Fail(place, InvalidArgument("Must be a JSON object.").WithTag("invalid"));
      continue;
    }
    auto tile = ReadTile((*sent)[i].get_object());
    if (!tile) {
      in.Fail(place, std::move(tile).error());
    } else {
      change.tiles.push_back(*std::move(tile));
    }
  }
}

// On PATCH a list of tiles; on create a switch, which the caller reads.
void ReadTileCopies(Fields& in, const Call& call, DashboardChange& change) {
  const Json* sent = call.body.if_contains("duplicate_tiles");
  if (sent == nullptr || !sent->is_array()) return;
  for (std::size_t i = 0; i < sent->get_array().size(); ++i) {
    const Json& item = sent->get_array()[i];
    const auto id = IntMember(item, "id");
    if (!id) {
      in.Fail("duplicate_tiles__" + std::to_string(i), Required("id"));
      continue;
    }
    dashboards::TileCopy copy{.id = *id};
    if (const Json* layouts = FindMember(item, "layouts");
        layouts != nullptr && layouts->is_object()) {
      copy.layouts = layouts->get_object();
    }
    change.duplicate_tiles.push_back(std::move(copy));
  }
}

Result<DashboardChange> ReadChange(const Call& call) {
  Fields in(call.body);
  DashboardChange change{.name = in.NullableText("name", kMaxName),
                         .description = in.Text("description", kMaxDescription),
                         .pinned = in.Bool("pinned"),
                         .deleted = in.Bool("deleted"),
                         .delete_insights = in.Bool("delete_insights").value_or(false),
                         .filters = in.Object("filters"),
                         .variables = in.Object("variables"),
                         .breakdown_colors = in.Array("breakdown_colors"),
                         .data_color_theme_id = in.NullableInt("data_color_theme_id", 0, kMaxId),
                         .tags = in.Texts("tags", kMaxTag)};
  if (const auto level = in.Int("restriction_level", 0, 100)) {
    const auto word = static_cast<RestrictionLevel>(*level);
    if (word == RestrictionLevel::kEveryone || word == RestrictionLevel::kFew) {
      change.restriction = word;
    } else {
      in.Fail("restriction_level", accounts::NotAChoice(std::to_string(*level)));
    }
  }
  ReadTiles(in, change);
  ReadTileCopies(in, call, change);
  TRY(in.Finish());
  return change;
}

Result<Dashboard> FindDashboard(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  return services.dashboards.Find(call.team().id, id, call.user().id);
}

Result<http::Response> List(const Services& services, const Call& call) {
  const DashboardFilter filter = ReadFilter(call);
  TRY_ASSIGN(const auto listed, services.dashboards.List(call.team().id, filter, call.user().id));
  BoardPrinter printer(services, call);
  JsonArray results;
  for (const Dashboard& dashboard : listed.dashboards) results.push_back(printer.Print(dashboard));
  return http::JsonResponse(
      200, PrintPage(call, {filter.limit, filter.offset}, listed.total, std::move(results)));
}

Result<Dashboard> CreateFromTemplate(const Services& services, const Call& call,
                                     std::string_view name, const DashboardChange& change) {
  const auto* made = dashboards::FindTemplate(name);
  if (made == nullptr) {
    return InvalidArgument("Invalid template provided: " + std::string(name))
        .WithTag("invalid_input")
        .WithField("use_template");
  }
  return services.dashboards.CreateFromPlan(call.team().id, made->plan, change, EditorOf(call));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(DashboardChange change, ReadChange(call));
  // Tiles of a dashboard that is not there yet.
  change.tiles.clear();
  change.duplicate_tiles.clear();
  Fields in(call.body);
  const std::string use_template = in.Text("use_template", kMaxName).value_or("");
  const auto use_dashboard = in.NullableInt("use_dashboard", 1, kMaxId).value_or(std::nullopt);
  const Json* deep = call.body.if_contains("duplicate_tiles");
  TRY(in.Finish());
  if (!use_template.empty() && use_dashboard) {
    return InvalidArgument("`use_template` and `use_dashboard` cannot be combined.")
        .WithTag("invalid_input")
        .WithField("use_template");
  }
  Result<Dashboard> made = Dashboard();
  if (!use_template.empty()) {
    made = CreateFromTemplate(services, call, use_template, change);
  } else if (use_dashboard) {
    using Depth = dashboards::Dashboards::CopyDepth;
    const bool is_deep = deep != nullptr && deep->is_bool() && deep->get_bool();
    made = services.dashboards.Duplicate(call.team().id, *use_dashboard,
                                         is_deep ? Depth::kCopyInsights : Depth::kShareInsights,
                                         change, EditorOf(call));
  } else {
    made = services.dashboards.Create(call.team().id, change, EditorOf(call));
  }
  if (!made) return std::move(made).error();
  return ShowBoard(services, call, 201, *std::move(made));
}

Result<http::Response> CreateFromTemplateJson(const Services& services, const Call& call) {
  const Json* sent = call.body.if_contains("template");
  if (sent == nullptr || !sent->is_object()) return Required("template");
  Fields in(sent->get_object());
  in.Require("template_name");
  in.Require("tiles");
  dashboards::DashboardPlan plan{
      .name = in.Text("template_name", kMaxName).value_or(""),
      .description =
          in.NullableText("dashboard_description", kMaxDescription).value_or("").value_or(""),
      .filters = in.Object("dashboard_filters").value_or(JsonObject()),
      .tags = in.Texts("tags", kMaxTag).value_or(std::vector<std::string>()),
      .tiles = in.Array("tiles").value_or(JsonArray())};
  Status read = in.Finish();
  if (!read) {
    Error error = std::move(read).error();
    error.field.insert(0, "template__");
    return error;
  }
  TRY_ASSIGN(Dashboard dashboard,
             services.dashboards.CreateFromPlan(call.team().id, plan, {}, EditorOf(call)));
  return ShowBoard(services, call, 201, std::move(dashboard));
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const DashboardChange change, ReadChange(call));
  TRY_ASSIGN(Dashboard dashboard,
             services.dashboards.Update(call.team().id, id, change, EditorOf(call)));
  return ShowBoard(services, call, 200, std::move(dashboard));
}

Result<BoardView> ReadView(const Services& services, const Call& call) {
  TRY_ASSIGN(Freshness freshness, ReadFreshness(call));
  TRY_ASSIGN(Overrides overrides, ReadOverrides(call));
  TRY_ASSIGN(Dashboard dashboard, FindDashboard(services, call));
  return BoardView::Load(services, call, std::move(dashboard), std::move(freshness),
                         std::move(overrides));
}

Status NoteLook(const Services& services, const Call& call) {
  TRY_ASSIGN(const Dashboard dashboard, FindDashboard(services, call));
  const auto& last = dashboard.last_viewed_at;
  if (last && services.clock.Now() - *last < kOneLook) return Ok();
  return services.dashboards.MarkViewed(call.team().id, dashboard.id, call.user().id);
}

template <BoardForm kForm>
void Get(const Services& services, const std::shared_ptr<const Call>& call, http::Respond respond) {
  const Status noted = NoteLook(services, *call);
  auto view = noted ? ReadView(services, *call) : noted.error();
  if (!view) {
    respond(ErrorResponse(view.error()));
    return;
  }
  AnswerBoard(services, call, *std::move(view), kForm, std::move(respond));
}

void Stream(const Services& services, const std::shared_ptr<const Call>& call,
            http::Respond respond) {
  const Status noted = NoteLook(services, *call);
  auto view = noted ? ReadView(services, *call) : noted.error();
  if (!view) {
    respond(ErrorResponse(view.error()));
    return;
  }
  StreamBoard(services, call, *std::move(view), std::move(respond));
}

Result<http::Response> MoveTile(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  Fields in(call.body);
  in.Require("toDashboard");
  in.Require("tile");
  const auto to = in.Int("toDashboard", 1, kMaxId);
  const auto tile = in.Object("tile");
  TRY(in.Finish());
  const auto tile_id = IntMember(*tile, "id");
  if (!tile_id) return Required("tile__id");
  TRY(services.dashboards.MoveTile(call.team().id, id, *tile_id, *to, EditorOf(call)));
  TRY_ASSIGN(Dashboard dashboard, FindDashboard(services, call));
  return ShowBoard(services, call, 200, std::move(dashboard));
}

Result<http::Response> CopyTile(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  Fields in(call.body);
  in.Require("fromDashboardId");
  in.Require("tileId");
  const auto from = in.Int("fromDashboardId", 1, kMaxId);
  const auto tile = in.Int("tileId", 1, kMaxId);
  TRY(in.Finish());
  TRY(services.dashboards.CopyTile(call.team().id, *from, *tile, id, EditorOf(call)));
  TRY_ASSIGN(Dashboard dashboard, FindDashboard(services, call));
  return ShowBoard(services, call, 200, std::move(dashboard));
}

Result<http::Response> ReorderTiles(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  Fields in(call.body);
  in.Require("tile_order");
  const auto order = in.Ints("tile_order");
  TRY(in.Finish());
  TRY(services.dashboards.ReorderTiles(call.team().id, id, *order, EditorOf(call)));
  TRY_ASSIGN(Dashboard dashboard, FindDashboard(services, call));
  return ShowBoard(services, call, 200, std::move(dashboard));
}

Result<http::Response> Activity(const Services& services, const Call& call) {
  return ListActivity(services, call, {"Dashboard"}, "");
}

Result<http::Response> ActivityOfOne(const Services& services, const Call& call) {
  TRY_ASSIGN(const Dashboard dashboard, FindDashboard(services, call));
  return ListActivity(services, call, {"Dashboard"}, std::to_string(dashboard.id));
}

Result<http::Response> BulkUpdateTags(const Services& services, const Call& call) {
  TRY_ASSIGN(const BulkTags bulk, ReadBulkTags(call));
  const auto editor = EditorOf(call);
  return ChangeTagsInBulk(bulk, [&](std::int64_t id) {
    return services.dashboards.UpdateTags(call.team().id, id, bulk.action, bulk.tags, editor);
  });
}

constexpr std::string_view kRead = "dashboard:read";
constexpr std::string_view kWrite = "dashboard:write";
constexpr std::string_view kLog = "activity_log:read";

// Source: rest-api.md 15.1
const Shape& NewDashboardShape() {
  static const Shape shape =
      DashboardShape()
          .With({{"use_template", Text().WriteOnly().About("The name of a template.")},
                 {"use_dashboard",
                  Int().Nullable().WriteOnly().About("Makes a double of that dashboard.")},
                 {"duplicate_tiles",
                  Bool().WriteOnly().About("The double gets insights of its own.")}})
          .Named("NewDashboard");
  return shape;
}

const Shape& ChangedDashboardShape() {
  static const Shape shape =
      DashboardShape()
          .With(
              {{"delete_insights",
                Bool().WriteOnly().About("Also those that are on no other dashboard.")},
               {"duplicate_tiles",
                ListOf(Input({{"id", Int().Required()}, {"layouts", MapOf(Any())}})).WriteOnly()}})
          .Named("ChangedDashboard");
  return shape;
}

const Shape& TemplateJsonShape() {
  static const Shape shape =
      Input({{"template", Input({{"template_name", Text().Required()},
                                 {"dashboard_description", Text().Nullable()},
                                 {"dashboard_filters", MapOf(Any())},
                                 {"tags", ListOf(Text())},
                                 {"tiles", ListOf(MapOf(Any())).Required()}})
                              .Required()}})
          .Named("DashboardFromTemplate");
  return shape;
}

Route WithViewFilters(const Route& route) {
  return route.Filters({{"refresh", RefreshShape()},
                        {"filters_override", MapOf(Any())},
                        {"variables_override", MapOf(Any())},
                        {"layout_size", Words({"sm", "xs"})}});
}

}  // namespace

std::span<const Route> DashboardRoutes() {
  static const Route routes[] = {
      Route::Get("P/dashboards/", List)
          .Needs(kRead)
          .Filters({{"search", Text()},
                    {"pinned", Bool()},
                    {"tags", ListOf(Text())},
                    {"created_by", ListOf(Int())},
                    {"creation_mode", Text()},
                    {"exclude_generated", Bool()},
                    {"deleted", Bool().About("The trash.")},
                    {"order", Text().About("A field, with - in front for the last first.")}})
          .GivesPage(DashboardShape()),
      Route::Post("P/dashboards/", Create)
          .Needs(kWrite)
          .TakesUnchecked(NewDashboardShape())
          .Gives(DashboardShape(), 201),
      Route::Post("P/dashboards/create_from_template_json/", CreateFromTemplateJson)
          .Needs(kWrite)
          .TakesUnchecked(TemplateJsonShape())
          .Gives(DashboardShape(), 201),
      Route::Post("P/dashboards/bulk_update_tags/", BulkUpdateTags)
          .Needs(kWrite)
          .TakesUnchecked(BulkTagsShape())
          .Gives(BulkTagsAnswerShape()),
      Route::Get("P/dashboards/activity/", Activity)
          .Called("all_activity")
          .Needs(kLog)
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
      WithViewFilters(Route::Get("P/dashboards/{id}/", Get<BoardForm::kDashboard>))
          .Needs(kRead)
          .Gives(DashboardShape()),
      Route::Patch("P/dashboards/{id}/", Patch)
          .Needs(kWrite)
          .TakesUnchecked(ChangedDashboardShape())
          .Gives(DashboardShape()),
      WithViewFilters(Route::Get("P/dashboards/{id}/run_insights/", Get<BoardForm::kOnlyTiles>))
          .Needs("query:read")
          .Gives(Object({{"results", ListOf(TileShape())}})),
      WithViewFilters(Route::Get("P/dashboards/{id}/stream_tiles/", Stream))
          .Needs(kRead)
          .About("Server-sent events: metadata, each tile as it is known, complete.")
          .GivesMedia("text/event-stream"),
      Route::Patch("P/dashboards/{id}/move_tile/", MoveTile)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"toDashboard", Int().Required()},
                                 {"tile", Input({{"id", Int().Required()}}).Required()}}))
          .Gives(DashboardShape()),
      Route::Post("P/dashboards/{id}/copy_tile/", CopyTile)
          .Needs(kWrite)
          .About("Puts the tile on this dashboard, too.")
          .TakesUnchecked(
              Input({{"fromDashboardId", Int().Required()}, {"tileId", Int().Required()}}))
          .Gives(DashboardShape()),
      Route::Post("P/dashboards/{id}/reorder_tiles/", ReorderTiles)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"tile_order", ListOf(Int()).Required()}}))
          .Gives(DashboardShape()),
      Route::Get("P/dashboards/{id}/activity/", ActivityOfOne)
          .Needs(kLog)
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
