#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/api/call.h"
#include "tenrec/dashboards/tags.h"

/// What the lists of insights and of dashboards read alike.
namespace tenrec::api {

struct Services;

/// `?order=` or `?ordering=`: the field, and whether it goes down.
std::pair<std::string, bool> ReadOrder(const Call& call);

/// Numbers of a list parameter, as `[1, 2]` or `1,2`; what is no number is left out.
std::vector<std::int64_t> ReadNumbers(const Call& call, std::string_view name);

/// {"ids": […], "action": "add", "tags": […]}
struct BulkTags {
  std::vector<std::int64_t> ids;
  dashboards::TagAction action = dashboards::TagAction::kAdd;
  std::vector<std::string> tags;
};
/// Errors: kInvalidArgument with field. Source: rest-api.md 8.4
Result<BulkTags> ReadBulkTags(const Call& call);

/// Changes the tags of each item by `update`, a function from its number to a Result of something
/// with `tags`; answers with those that changed and those that could not.
template <typename Update>
http::Response ChangeTagsInBulk(const BulkTags& bulk, const Update& update) {
  JsonArray updated;
  JsonArray skipped;
  for (const std::int64_t id : bulk.ids) {
    const auto item = update(id);
    if (!item) {
      skipped.push_back(JsonObject{{"id", id}, {"reason", item.error().message}});
      continue;
    }
    JsonArray tags;
    for (const std::string& tag : item->tags) tags.emplace_back(tag);
    updated.push_back(JsonObject{{"id", id}, {"tags", std::move(tags)}});
  }
  return http::JsonResponse(
      200, JsonObject{{"updated", std::move(updated)}, {"skipped", std::move(skipped)}});
}

/// The changes of one thing, or of all things of some scopes, as a page.
/// Source: rest-api.md 8.5
Result<http::Response> ListActivity(const Services& services, const Call& call,
                                    std::vector<std::string> scopes, std::string item_id);

}  // namespace tenrec::api
