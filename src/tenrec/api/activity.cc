#include "tenrec/activity/activity.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/people.h"
#include "tenrec/api/route.h"
#include "tenrec/base/encoding.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxPage = 500;

JsonObject Print(const activity::Entry& entry, const Uuid& organization, People& people) {
  const bool by_system = !entry.actor.user;
  return {{"id", entry.id.ToString()},
          {"user", people.Print(entry.actor.user)},
          {"unread", false},
          {"organization_id", organization.ToString()},
          {"was_impersonated", false},
          {"is_system", by_system},
          {"client", entry.actor.client.empty() ? Json() : Json(entry.actor.client)},
          {"activity", entry.activity},
          {"item_id", entry.item_id},
          {"scope", entry.scope},
          {"detail", entry.detail},
          {"created_at", PrintTime(entry.created_at)}};
}

std::size_t ReadCount(const Call& call, std::string_view name, std::size_t fallback) {
  const std::string text = call.QueryText(name);
  std::size_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = status == std::errc() && end == text.data() + text.size();
  return whole && number > 0 ? number : fallback;
}

// Pages of activity have numbers; everything else of the address stays.
Json PageUrl(const Call& call, std::size_t page) {
  std::string url = OriginOf(*call.request) + call.request->path;
  if (!url.ends_with('/')) url += '/';
  url += "?page=" + std::to_string(page);
  for (const auto& [name, value] : http::ParseQuery(call.request->query_string)) {
    if (name == "page" || name == "personal_api_key") continue;
    url += "&" + PercentEncode(name) + "=" + PercentEncode(value);
  }
  return Json(url);
}

Result<http::Response> List(const Services& services, const Call& call,
                            const activity::Filter& filter) {
  const std::size_t limit =
      std::min(ReadCount(call, "limit", ReadCount(call, "page_size", 10)), kMaxPage);
  const std::size_t page = std::min<std::size_t>(ReadCount(call, "page", 1), 1'000'000);
  const std::size_t offset = (page - 1) * limit;
  TRY_ASSIGN(const activity::Listed listed,
             services.activity.List(call.team().id, filter, limit, offset));
  People people(services);
  JsonArray results;
  for (const activity::Entry& entry : listed.entries) {
    results.push_back(Print(entry, call.team().organization_id, people));
  }
  const bool more = static_cast<std::size_t>(listed.total) > offset + limit;
  return http::JsonResponse(200,
                            JsonObject{{"results", std::move(results)},
                                       {"next", more ? PageUrl(call, page + 1) : Json()},
                                       {"previous", page > 1 ? PageUrl(call, page - 1) : Json()},
                                       {"count", listed.total},
                                       {"total_count", listed.total}});
}

Result<http::Response> ListAll(const Services& services, const Call& call) {
  activity::Filter filter{.scopes = call.QueryList("scopes")};
  if (const auto scope = call.Query("scope"); scope && !scope->empty()) {
    filter.scopes.push_back(*scope);
  }
  if (const auto item = call.Query("item_id"); item && !item->empty()) filter.item_id = item;
  if (const auto user = call.Query("user"); user && !user->empty()) {
    const auto uuid = Uuid::Parse(*user);
    if (!uuid) {
      return InvalidArgument("Must be a valid UUID.").WithTag("invalid").WithField("user");
    }
    const auto found = services.accounts.users().FindByUuid(*uuid);
    filter.user = found ? found->id : 0;
  }
  for (const auto& [name, place] :
       {std::pair{"start_date", &filter.from}, std::pair{"end_date", &filter.to}}) {
    const auto text = call.Query(name);
    if (!text || text->empty()) continue;
    auto date = query::ReadListDate(*text, call.team(), services.clock.Now());
    if (!date) return std::move(date).error().WithField(name);
    *place = *date;
  }
  return List(services, call, filter);
}

// Source: rest-api.md 8.5
const Shape& ActivityShape() {
  static const Shape shape = Object({{"id", UuidText()},
                                     {"user", UserBasicShape().Nullable()},
                                     {"unread", Bool()},
                                     {"organization_id", UuidText().Nullable()},
                                     {"was_impersonated", Bool().Nullable()},
                                     {"is_system", Bool().Nullable()},
                                     {"client", Text().Nullable()},
                                     {"activity", Text()},
                                     {"item_id", Text().Nullable()},
                                     {"scope", Text()},
                                     {"detail", MapOf(Any())},
                                     {"created_at", TimeText()}})
                                 .Named("ActivityLog");
  return shape;
}

}  // namespace

const Shape& ActivityPageShape() {
  static const Shape shape = Object({{"results", ListOf(ActivityShape())},
                                     {"next", UrlText().Nullable()},
                                     {"previous", UrlText().Nullable()},
                                     {"count", Int()},
                                     {"total_count", Int()}})
                                 .Named("ActivityLogPage");
  return shape;
}

Result<http::Response> ListActivity(const Services& services, const Call& call,
                                    std::vector<std::string> scopes, std::string item_id) {
  activity::Filter filter{.scopes = std::move(scopes)};
  if (!item_id.empty()) filter.item_id = std::move(item_id);
  return List(services, call, filter);
}

std::span<const Route> ActivityRoutes() {
  static const Route routes[] = {
      Route::Get("P/activity_log/", ListAll)
          .Needs("activity_log:read")
          .Filters({{"scope", Text()},
                    {"scopes", ListOf(Text())},
                    {"item_id", Text()},
                    {"user", UuidText()},
                    {"start_date", Text()},
                    {"end_date", Text()},
                    {"page", Int()},
                    {"page_size", Int()}})
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
