#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/api/board_answers.h"
#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/error.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/route.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::api {
namespace {

using dashboards::InsightChange;
using dashboards::InsightFilter;
using dashboards::SavedInsight;

constexpr std::size_t kMaxName = 400;
constexpr std::size_t kMaxTag = 255;
constexpr std::size_t kLastViewed = 5;
constexpr std::size_t kMaxTrending = 100;
constexpr std::string_view kScope = "Insight";

struct NamedOrder {
  std::string_view name;
  InsightFilter::Order order;
};
constexpr std::array<NamedOrder, 9> kOrders{
    {{"order", InsightFilter::Order::kDefault},
     {"id", InsightFilter::Order::kId},
     {"name", InsightFilter::Order::kName},
     {"created_at", InsightFilter::Order::kCreatedAt},
     {"updated_at", InsightFilter::Order::kUpdatedAt},
     {"last_modified_at", InsightFilter::Order::kLastModifiedAt},
     {"last_viewed_at", InsightFilter::Order::kLastViewedAt},
     {"favorited", InsightFilter::Order::kFavorited},
     {"created_by", InsightFilter::Order::kCreatedBy}}};

Status ReadDates(const Services& services, const Call& call, InsightFilter& filter) {
  struct Dated {
    const char* name;
    std::optional<Timestamp>* place;
  };
  for (const auto& [name, place] :
       {Dated{"date_from", &filter.modified_from}, Dated{"date_to", &filter.modified_to},
        Dated{"created_date_from", &filter.created_from},
        Dated{"created_date_to", &filter.created_to},
        Dated{"last_viewed_date_from", &filter.viewed_from},
        Dated{"last_viewed_date_to", &filter.viewed_to}}) {
    const std::string text = call.QueryText(name);
    if (text.empty() || text == "all") continue;
    auto date = query::ReadListDate(text, call.team(), services.clock.Now());
    if (!date) return std::move(date).error().WithField(name);
    *place = *date;
  }
  return Ok();
}

Result<InsightFilter> ReadFilter(const Services& services, const Call& call) {
  InsightFilter filter{.deleted = call.QueryBool("deleted").value_or(false),
                       .short_id = call.Query("short_id"),
                       .search = call.QueryText("search"),
                       .created_by = ReadNumbers(call, "created_by"),
                       .saved = call.QueryBool("saved"),
                       .kind = call.QueryText("insight"),
                       .dashboards = ReadNumbers(call, "dashboards"),
                       .tags = call.QueryList("tags")};
  // PostHog's clients send these two with any value, or none.
  if (call.Query("user") && call.QueryBool("user") != false) {
    filter.created_by.push_back(call.user().id);
  }
  filter.favorited = call.Query("favorited") && call.QueryBool("favorited") != false;
  filter.hide_feature_flag_insights = call.QueryBool("hide_feature_flag_insights").value_or(false);
  TRY(ReadDates(services, call, filter));
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

// What a program of the MCP kind sends bare is kept in the wrapper that screens show.
// Source: rest-api.md 14.7
Json Wrapped(Json query) {
  const std::string_view kind = StringMember(query, "kind").value_or("");
  if (kind == "HogQLQuery") {
    return JsonObject{{"kind", "DataVisualizationNode"}, {"source", std::move(query)}};
  }
  if (kind.ends_with("Query")) {
    return JsonObject{{"kind", "InsightVizNode"}, {"source", std::move(query)}};
  }
  return query;
}

bool IsMcp(const Call& call) {
  return call.request->HeaderText("x-posthog-client") == "mcp";
}

Result<InsightChange> ReadChange(const Call& call) {
  Fields in(call.body);
  InsightChange change{.name = in.NullableText("name", kMaxName),
                       .derived_name = in.NullableText("derived_name", kMaxName),
                       .description = in.NullableText("description", kMaxName),
                       .query = in.Any("query"),
                       .filters = in.Object("filters"),
                       .order = in.NullableInt("order", -(1LL << 31U), 1LL << 31U),
                       .deleted = in.Bool("deleted"),
                       .saved = in.Bool("saved"),
                       .favorited = in.Bool("favorited"),
                       .tags = in.Texts("tags", kMaxTag),
                       .dashboards = in.Ints("dashboards")};
  if (change.query && !change.query->is_null() && !change.query->is_object()) {
    in.Fail("query", InvalidArgument("Must be a JSON object.").WithTag("invalid"));
  }
  TRY(in.Finish());
  if (change.query && IsMcp(call)) change.query = Wrapped(*std::move(change.query));
  return change;
}

/// Sends the printed insights of a list, with what the cache has for each.
Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const InsightFilter filter, ReadFilter(services, call));
  TRY_ASSIGN(const auto listed, services.insights.List(call.team().id, filter));
  const bool basic = call.QueryBool("basic").value_or(false);
  BoardPrinter printer(services, call);
  JsonArray results;
  for (const SavedInsight& insight : listed.insights) {
    if (basic) {
      results.push_back(printer.Basic(insight));
    } else {
      const auto question = QuestionOf(call, insight.query, {});
      results.push_back(printer.Full(
          insight, insight.query, question ? Show(services.query.run(*question), {}) : NoAnswer()));
    }
    if (!filter.search.empty()) results.back().get_object()["search_match_type"] = "exact";
  }
  return http::JsonResponse(
      200, PrintPage(call, {filter.limit, filter.offset}, listed.total, std::move(results)));
}

http::Response ShowKept(const Services& services, const Call& call, int status,
                        const SavedInsight& insight) {
  const auto question = QuestionOf(call, insight.query, {});
  return http::JsonResponse(
      status, BoardPrinter(services, call)
                  .Full(insight, insight.query,
                        question ? Show(services.query.run(*question), {}) : NoAnswer()));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  const Json* query = call.body.if_contains("query");
  if (IsMcp(call) && (query == nullptr || query->is_null())) {
    return InvalidArgument("This field is required.").WithTag("required").WithField("query");
  }
  TRY_ASSIGN(const InsightChange change, ReadChange(call));
  TRY_ASSIGN(const SavedInsight insight,
             services.insights.Create(call.team().id, change, EditorOf(call)));
  return ShowKept(services, call, 201, insight);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const InsightChange change, ReadChange(call));
  TRY_ASSIGN(const SavedInsight insight,
             services.insights.Update(call.team().id, call.request->PathParam("id"), change,
                                      EditorOf(call)));
  return ShowKept(services, call, 200, insight);
}

/// An insight, the query that answers for it here, and how fresh.
struct Wanted {
  SavedInsight insight;
  Json query;
  Freshness freshness;
};

Result<Wanted> ReadWanted(const Services& services, const Call& call) {
  Wanted wanted;
  TRY_ASSIGN(wanted.freshness, ReadFreshness(call));
  TRY_ASSIGN(const Overrides overrides, ReadOverrides(call));
  TRY_ASSIGN(const Json tile_filters, ReadObjectParameter(call, "tile_filters_override"));
  TRY_ASSIGN(wanted.insight, services.insights.Find(call.team().id, call.request->PathParam("id")));
  dashboards::Dashboard dashboard;
  std::optional<dashboards::Tile> tile;
  const auto on_dashboard = ReadNumbers(call, "from_dashboard");
  if (!on_dashboard.empty()) {
    TRY_ASSIGN(dashboard,
               services.dashboards.Find(call.team().id, on_dashboard[0], call.user().id));
    TRY_ASSIGN(const auto tiles, services.dashboards.Tiles(call.team().id, dashboard.id));
    for (const dashboards::Tile& found : tiles) {
      if (found.insight_id == wanted.insight.id) tile = found;
    }
  }
  if (!tile_filters.is_null()) {
    if (!tile) tile.emplace();
    tile->filters_overrides = tile_filters;
  }
  auto query = QueryOnTile(wanted.insight.query, dashboard, tile ? &*tile : nullptr, overrides);
  if (!query) return std::move(query).error().WithField("filters_override");
  wanted.query = *std::move(query);
  return wanted;
}

http::Response Answered(const Services& services, const Call& call, const Wanted& wanted,
                        const query::Answer& answer) {
  if (answer.status >= 400 && !wanted.freshness.only_cached) {
    return http::JsonTextResponse(answer.status, answer.body);
  }
  return http::JsonResponse(
      200, BoardPrinter(services, call)
               .Full(wanted.insight, wanted.query, Show(answer, wanted.freshness)));
}

// The question is asked on the query's own pool; nobody waits for it here.
void Get(const Services& services, const std::shared_ptr<const Call>& call, http::Respond respond) {
  auto read = ReadWanted(services, *call);
  if (!read) {
    respond(ErrorResponse(read.error()));
    return;
  }
  Wanted wanted = *std::move(read);
  auto question = call->QueryBool("basic").value_or(false)
                      ? std::nullopt
                      : QuestionOf(*call, wanted.query, wanted.freshness);
  if (!question) {
    BoardPrinter printer(services, *call);
    respond(http::JsonResponse(200, call->QueryBool("basic").value_or(false)
                                        ? printer.Basic(wanted.insight)
                                        : printer.Full(wanted.insight, wanted.query, NoAnswer())));
    return;
  }
  if (wanted.freshness.only_cached) {
    respond(Answered(services, *call, wanted, services.query.run(*question)));
    return;
  }
  services.query.submit(*std::move(question),
                        [&services, call, wanted = std::move(wanted),
                         respond = std::move(respond)](const query::Answer& answer) mutable {
                          respond(Answered(services, *call, wanted, answer));
                        });
}

http::Response Created() {
  http::Response response;
  response.status = 201;
  return response;
}

Result<http::Response> Viewed(const Services& services, const Call& call) {
  TRY_ASSIGN(const SavedInsight insight,
             services.insights.Find(call.team().id, call.request->PathParam("id")));
  TRY(services.insights.MarkViewed(call.team().id, {insight.id}, call.user().id));
  return Created();
}

Result<http::Response> ViewedMany(const Services& services, const Call& call) {
  Fields in(call.body);
  in.Require("insight_ids");
  const auto ids = in.Ints("insight_ids");
  TRY(in.Finish());
  TRY(services.insights.MarkViewed(call.team().id, *ids, call.user().id));
  return Created();
}

Result<http::Response> MyLastViewed(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto insights,
             services.insights.LastViewed(call.team().id, call.user().id, kLastViewed));
  BoardPrinter printer(services, call);
  JsonArray results;
  for (const SavedInsight& insight : insights) results.push_back(printer.Basic(insight));
  return http::JsonResponse(200, results);
}

Result<http::Response> Trending(const Services& services, const Call& call) {
  const auto days = ReadNumbers(call, "days");
  const auto limits = ReadNumbers(call, "limit");
  const std::int64_t back = days.empty() ? 7 : std::clamp<std::int64_t>(days[0], 1, 365);
  const std::size_t limit =
      limits.empty()
          ? 10
          : std::clamp<std::size_t>(static_cast<std::size_t>(limits[0]), 1, kMaxTrending);
  const Timestamp since = services.clock.Now() - std::chrono::hours(24 * back);
  TRY_ASSIGN(const auto trending, services.insights.Trending(call.team().id, since, limit));
  BoardPrinter printer(services, call);
  People people(services);
  JsonArray results;
  for (const auto& item : trending) {
    JsonObject object = printer.Basic(item.insight);
    object["view_count"] = item.views;
    JsonArray viewers;
    for (const UserId viewer : item.viewers) viewers.push_back(people.Print(viewer));
    object["viewers"] = std::move(viewers);
    results.push_back(std::move(object));
  }
  return http::JsonResponse(200, results);
}

Result<http::Response> Activity(const Services& services, const Call& call) {
  return ListActivity(services, call, {std::string(kScope)}, "");
}

Result<http::Response> ActivityOfOne(const Services& services, const Call& call) {
  TRY_ASSIGN(const SavedInsight insight,
             services.insights.Find(call.team().id, call.request->PathParam("id")));
  return ListActivity(services, call, {std::string(kScope)}, std::to_string(insight.id));
}

Result<http::Response> Cancel(const Services& services, const Call& call) {
  Fields in(call.body);
  in.Require("client_query_id");
  const auto id = in.Text("client_query_id", kMaxName);
  TRY(in.Finish());
  services.query.cancel(call.team().id, *id);
  return Created();
}

Result<http::Response> BulkUpdateTags(const Services& services, const Call& call) {
  TRY_ASSIGN(const BulkTags bulk, ReadBulkTags(call));
  const auto editor = EditorOf(call);
  return ChangeTagsInBulk(bulk, [&](std::int64_t id) {
    return services.insights.UpdateTags(call.team().id, id, bulk.action, bulk.tags, editor);
  });
}

constexpr std::string_view kRead = "insight:read";
constexpr std::string_view kWrite = "insight:write";

// Source: rest-api.md 14.3
Route WithListFilters(const Route& route) {
  return route.Filters({{"search", Text()},
                        {"short_id", Text()},
                        {"saved", Bool()},
                        {"favorited", Bool()},
                        {"user", Bool().About("Only those of the caller.")},
                        {"created_by", ListOf(Int())},
                        {"insight", Text().About("TRENDS, FUNNELS, …, JSON or SQL.")},
                        {"tags", ListOf(Text())},
                        {"dashboards", ListOf(Int())},
                        {"date_from", Text().About("Changed since, such as -7d or 2026-01-31.")},
                        {"date_to", Text()},
                        {"created_date_from", Text()},
                        {"created_date_to", Text()},
                        {"last_viewed_date_from", Text()},
                        {"last_viewed_date_to", Text()},
                        {"hide_feature_flag_insights", Bool()},
                        {"deleted", Bool().About("The trash.")},
                        {"basic", Bool().About("Without answers, which is faster.")},
                        {"order", Text().About("A field, with - in front for the last first.")}});
}

}  // namespace

std::span<const Route> InsightRoutes() {
  static const Shape basic_list = ListOf(InsightBasicShape());
  static const Route routes[] = {
      WithListFilters(Route::Get("P/insights/", List)).Needs(kRead).GivesPage(InsightShape()),
      Route::Post("P/insights/", Create)
          .Needs(kWrite)
          .TakesUnchecked(InsightShape())
          .Gives(InsightShape(), 201),
      Route::Get("P/insights/my_last_viewed/", MyLastViewed).Needs(kRead).Gives(basic_list),
      Route::Get("P/insights/trending/", Trending)
          .Needs(kRead)
          .Filters({{"days", Int()}, {"limit", Int()}})
          .Gives(ListOf(InsightBasicShape().With(
              {{"view_count", Int()}, {"viewers", ListOf(UserBasicShape().Nullable())}}))),
      Route::Get("P/insights/activity/", Activity)
          .Called("all_activity")
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
      Route::Post("P/insights/viewed/", ViewedMany)
          .Called("all_viewed")
          .Needs(kRead)
          .TakesUnchecked(Input({{"insight_ids", ListOf(Int()).Required()}}))
          .GivesNothing(201),
      Route::Post("P/insights/cancel/", Cancel)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"client_query_id", Text().Required()}}))
          .GivesNothing(201),
      Route::Post("P/insights/bulk_update_tags/", BulkUpdateTags)
          .Needs(kWrite)
          .TakesUnchecked(BulkTagsShape())
          .Gives(BulkTagsAnswerShape()),
      Route::Get("P/insights/{id}/", Get)
          .Needs(kRead)
          .Where("id", Text().About("The number or the short id."))
          .Filters({{"refresh", RefreshShape()},
                    {"from_dashboard", Int().About("As it shows on that dashboard.")},
                    {"filters_override", MapOf(Any())},
                    {"variables_override", MapOf(Any())},
                    {"tile_filters_override", MapOf(Any())},
                    {"client_query_id", Text()},
                    {"basic", Bool()}})
          .Gives(InsightShape()),
      Route::Patch("P/insights/{id}/", Patch)
          .Needs(kWrite)
          .TakesUnchecked(InsightShape())
          .Gives(InsightShape()),
      Route::Post("P/insights/{id}/viewed/", Viewed).Needs(kRead).TakesNothing().GivesNothing(201),
      Route::Get("P/insights/{id}/activity/", ActivityOfOne)
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
