#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "tenrec/api/ask.h"
#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/persons/person_directory.h"
#include "tenrec/persons/person_tasks.h"

namespace tenrec::api {
namespace {

using persons::Group;
using persons::GroupType;

constexpr std::size_t kPage = 100;
constexpr std::size_t kMaxKey = 400;
constexpr std::size_t kMaxTypeName = 400;
constexpr std::size_t kMaxValues = 50;

Result<int> ReadIndex(const Call& call) {
  const std::string text = call.QueryText("group_type_index");
  int index = -1;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool fits = status == std::errc() && end == text.data() + text.size() && index >= 0 &&
                    index < persons::kMaxGroupTypes;
  if (fits) return index;
  return InvalidArgument("`group_type_index` must be a number from 0 to 4.")
      .WithTag(text.empty() ? "required" : "invalid")
      .WithField("group_type_index");
}

Result<std::string> ReadKey(const Call& call) {
  std::string key = call.QueryText("group_key");
  if (!key.empty()) return key;
  return InvalidArgument("`group_key` is required.").WithTag("required").WithField("group_key");
}

Result<JsonObject> Print(const Group& group) {
  TRY_ASSIGN(Json properties, ParseJson(group.properties));
  return JsonObject{{"group_type_index", group.type_index},
                    {"group_key", group.key},
                    {"group_properties", std::move(properties)},
                    {"created_at", PrintTime(group.created_at)}};
}

// The address of a page: everything of this one, at another place.
std::string PageUrl(const Call& call, std::string_view cursor) {
  std::string url = OriginOf(*call.request) + call.request->path;
  if (!url.ends_with('/')) url += '/';
  url += "?cursor=" + PercentEncode(cursor);
  for (const auto& [name, value] : http::ParseQuery(call.request->query_string)) {
    if (name == "cursor" || name == "personal_api_key") continue;
    url += "&" + PercentEncode(name) + "=" + PercentEncode(value);
  }
  return url;
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  TRY_ASSIGN(const auto page,
             services.persons.ListGroups(call.team().id, index, call.QueryText("search"),
                                         call.QueryText("cursor"), kPage));
  JsonArray results;
  for (const Group& group : page.groups) {
    TRY_ASSIGN(JsonObject shown, Print(group));
    results.push_back(std::move(shown));
  }
  return http::JsonResponse(
      200, JsonObject{{"next", page.next_cursor ? Json(PageUrl(call, *page.next_cursor)) : Json()},
                      {"previous", nullptr},
                      {"results", std::move(results)}});
}

Result<http::Response> Find(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  TRY_ASSIGN(const std::string key, ReadKey(call));
  TRY_ASSIGN(const Group group, services.persons.FindGroup(call.team().id, index, key));
  TRY_ASSIGN(JsonObject shown, Print(group));
  shown["notebook"] = nullptr;
  return http::JsonResponse(200, shown);
}

// Carries the change out and shows the group, as it will be when ingestion is behind.
Result<http::Response> Change(const Services& services, const Call& call, int status,
                              const persons::ChangeGroup& wish) {
  const activity::Actor actor{.user = call.user().id,
                              .client = std::string(call.request->HeaderText("x-posthog-client"))};
  TRY_ASSIGN(const std::int64_t task, services.person_tasks.Add(call.team().id, wish, actor));
  services.person_tasks.WaitFor(task, services.options.patience);
  auto stored = services.persons.FindGroup(call.team().id, wish.type_index, wish.key);
  Group group{.type_index = wish.type_index, .key = wish.key, .created_at = services.clock.Now()};
  group.properties = "{}";
  if (stored) group = *stored;
  TRY_ASSIGN(JsonObject shown, Print(group));
  JsonObject& properties = shown["group_properties"].get_object();
  for (const auto& [key, value] : wish.set) {
    TRY_ASSIGN(properties[key], ParseJson(value));
  }
  for (const std::string& key : wish.unset) properties.erase(key);
  return http::JsonResponse(status, shown);
}

Result<http::Response> Create(const Services& services, const Call& call) {
  Fields in(call.body);
  const auto index = in.Int("group_type_index", 0, persons::kMaxGroupTypes - 1);
  in.Require("group_type_index");
  const auto key = in.Text("group_key", kMaxKey);
  in.Require("group_key");
  const auto properties = in.Object("group_properties");
  TRY(in.Finish());
  if (key->empty()) {
    return InvalidArgument("This field may not be blank.").WithTag("blank").WithField("group_key");
  }
  TRY_ASSIGN(const auto types, services.persons.GroupTypes(call.team().id));
  const auto has_index = [&](const GroupType& type) { return type.index == *index; };
  if (std::ranges::none_of(types, has_index)) {
    return InvalidArgument("The project has no group type with this number.")
        .WithTag("invalid")
        .WithField("group_type_index");
  }
  const auto present = services.persons.FindGroup(call.team().id, static_cast<int>(*index), *key);
  if (present) {
    return InvalidArgument("A group with this key already exists")
        .WithTag("unique")
        .WithField("group_key");
  }
  if (present.error().code != ErrorCode::kNotFound) return present.error();
  persons::ChangeGroup wish{.type_index = static_cast<int>(*index), .key = *key};
  for (const auto& member : properties.value_or(JsonObject())) {
    wish.set.emplace_back(std::string(member.key()), PrintJson(member.value()));
  }
  return Change(services, call, 201, wish);
}

// The group that the parameters name, which must be there.
Result<persons::ChangeGroup> NamedGroup(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  TRY_ASSIGN(std::string key, ReadKey(call));
  TRY(services.persons.FindGroup(call.team().id, index, key));
  return persons::ChangeGroup{.type_index = index, .key = std::move(key)};
}

Result<http::Response> UpdateProperty(const Services& services, const Call& call) {
  TRY_ASSIGN(persons::ChangeGroup wish, NamedGroup(services, call));
  Fields in(call.body);
  const auto key = in.Text("key", kMaxKey);
  in.Require("key");
  const auto value = in.Any("value");
  in.Require("value");
  TRY(in.Finish());
  wish.set.emplace_back(*key, PrintJson(*value));
  return Change(services, call, 200, wish);
}

Result<http::Response> DeleteProperty(const Services& services, const Call& call) {
  TRY_ASSIGN(persons::ChangeGroup wish, NamedGroup(services, call));
  Fields in(call.body);
  const auto key = in.Text("$unset", kMaxKey);
  in.Require("$unset");
  TRY(in.Finish());
  wish.unset.push_back(*key);
  return Change(services, call, 200, wish);
}

Result<http::Response> Values(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  const std::string key = call.QueryText("key");
  if (key.empty()) {
    return InvalidArgument("You must provide a key.").WithTag("required").WithField("key");
  }
  TRY_ASSIGN(const auto page, services.persons.ListGroups(call.team().id, index, "", "", 10'000));
  const std::string text = ToLowerAscii(call.QueryText("value"));
  std::map<std::string, std::int64_t> counts;
  for (const Group& group : page.groups) {
    TRY_ASSIGN(const Json properties, ParseJson(group.properties));
    const Json* value = FindMember(properties, key);
    if (value == nullptr || value->is_null()) continue;
    std::string shown =
        value->is_string() ? std::string(View(value->get_string())) : PrintJson(*value);
    if (ToLowerAscii(shown).find(text) != std::string::npos) ++counts[std::move(shown)];
  }
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(), &decltype(sorted)::value_type::second);
  JsonArray shown;
  for (std::size_t i = 0; i < std::min(sorted.size(), kMaxValues); ++i) {
    shown.push_back(JsonObject{{"name", sorted[i].first}, {"count", sorted[i].second}});
  }
  return http::JsonResponse(200, shown);
}

// Which properties the groups of each type have, by the number of the type.
Result<http::Response> PropertyDefinitions(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto types, services.persons.GroupTypes(call.team().id));
  JsonObject body;
  for (const GroupType& type : types) {
    TRY_ASSIGN(const auto page,
               services.persons.ListGroups(call.team().id, type.index, "", "", 10'000));
    std::map<std::string, std::int64_t> counts;
    for (const Group& group : page.groups) {
      TRY_ASSIGN(const Json properties, ParseJson(group.properties));
      if (!properties.is_object()) continue;
      for (const auto& member : properties.get_object()) ++counts[std::string(member.key())];
    }
    JsonArray list;
    for (const auto& [name, count] : counts) {
      list.push_back(JsonObject{{"name", name}, {"count", count}});
    }
    body[std::to_string(type.index)] = std::move(list);
  }
  return http::JsonResponse(200, body);
}

// Who and what was seen together with a group lately.
Result<http::Response> Related(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  const std::string id = call.QueryText("id");
  if (id.empty()) {
    return InvalidArgument("`id` is required.").WithTag("required").WithField("id");
  }
  const std::string lately = " FROM events WHERE timestamp > now() - INTERVAL 90 DAY AND $group_" +
                             std::to_string(index) + " = {id}";
  JsonArray found;
  TRY_ASSIGN(const JsonObject people,
             Ask(services, call,
                 {{"kind", "HogQLQuery"},
                  {"query", "SELECT DISTINCT toString(person_id)" + lately + " LIMIT 100"},
                  {"values", JsonObject{{"id", id}}}}));
  for (const Json& row : ResultsOf(people)) {
    const auto person = row.is_array() && !row.get_array().empty() && row.get_array()[0].is_string()
                            ? Uuid::Parse(View(row.get_array()[0].get_string()))
                            : std::nullopt;
    if (!person) continue;
    const auto known = services.persons.Find(call.team().id, *person);
    if (!known) continue;
    TRY_ASSIGN(Json properties, ParseJson(known->properties));
    found.push_back(JsonObject{{"type", "person"},
                               {"id", person->ToString()},
                               {"properties", std::move(properties)},
                               {"distinct_ids", PrintTexts(known->distinct_ids)},
                               {"created_at", PrintTime(known->created_at)},
                               {"is_identified", known->is_identified}});
  }
  TRY_ASSIGN(const auto types, services.persons.GroupTypes(call.team().id));
  for (const GroupType& type : types) {
    if (type.index == index) continue;
    const std::string column = "$group_" + std::to_string(type.index);
    std::string query = "SELECT DISTINCT ";
    query.append(column).append(lately);
    query.append(" AND ").append(column).append(" != '' LIMIT 100");
    TRY_ASSIGN(const JsonObject groups, Ask(services, call,
                                            {{"kind", "HogQLQuery"},
                                             {"query", std::move(query)},
                                             {"values", JsonObject{{"id", id}}}}));
    for (const Json& row : ResultsOf(groups)) {
      if (!row.is_array() || row.get_array().empty() || !row.get_array()[0].is_string()) continue;
      const std::string key(View(row.get_array()[0].get_string()));
      const auto known = services.persons.FindGroup(call.team().id, type.index, key);
      Json properties = JsonObject();
      if (known) {
        TRY_ASSIGN(properties, ParseJson(known->properties));
      }
      found.push_back(JsonObject{{"type", "group"},
                                 {"id", key},
                                 {"group_key", key},
                                 {"group_type_index", type.index},
                                 {"properties", std::move(properties)}});
    }
  }
  return http::JsonResponse(200, found);
}

Result<http::Response> Activity(const Services& services, const Call& call) {
  TRY_ASSIGN(const int index, ReadIndex(call));
  TRY_ASSIGN(const std::string key, ReadKey(call));
  return ListActivity(services, call, {"Group"}, std::to_string(index) + "-" + key);
}

Result<JsonArray> PrintTypes(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto types, services.persons.GroupTypes(call.team().id));
  JsonArray list;
  for (const GroupType& type : types) {
    Json columns;
    if (type.default_columns) {
      TRY_ASSIGN(columns, ParseJson(*type.default_columns));
    }
    list.push_back(JsonObject{{"group_type", type.name},
                              {"group_type_index", type.index},
                              {"name_singular", PrintText(type.name_singular)},
                              {"name_plural", PrintText(type.name_plural)},
                              {"detail_dashboard", nullptr},
                              {"default_columns", std::move(columns)},
                              {"created_at", nullptr}});
  }
  return list;
}

Result<http::Response> ListTypes(const Services& services, const Call& call) {
  TRY_ASSIGN(JsonArray types, PrintTypes(services, call));
  return http::JsonResponse(200, types);
}

// The type that a row names, which must be there.
Result<GroupType> FindType(const Services& services, const Call& call, std::int64_t index) {
  TRY_ASSIGN(const auto types, services.persons.GroupTypes(call.team().id));
  const auto found =
      std::ranges::find_if(types, [&](const GroupType& type) { return type.index == index; });
  if (found != types.end()) return *found;
  return InvalidArgument("The project has no group type with this number.")
      .WithTag("invalid")
      .WithField("group_type_index");
}

Result<http::Response> UpdateTypes(const Services& services, const Call& call) {
  for (const Json& row : call.list) {
    if (!row.is_object()) {
      return InvalidArgument("Expected a list of objects.").WithTag("invalid");
    }
    Fields in(row.get_object());
    const auto index = in.Int("group_type_index", 0, persons::kMaxGroupTypes - 1);
    in.Require("group_type_index");
    const auto singular = in.NullableText("name_singular", kMaxTypeName);
    const auto plural = in.NullableText("name_plural", kMaxTypeName);
    TRY(in.Finish());
    TRY_ASSIGN(GroupType type, FindType(services, call, *index));
    if (singular) type.name_singular = *singular;
    if (plural) type.name_plural = *plural;
    TRY(services.persons.ChangeGroupType(call.team().id, type));
  }
  return ListTypes(services, call);
}

Result<http::Response> SetDefaultColumns(const Services& services, const Call& call) {
  Fields in(call.body);
  const auto index = in.Int("group_type_index", 0, persons::kMaxGroupTypes - 1);
  in.Require("group_type_index");
  const auto columns = in.Texts("default_columns", kMaxTypeName);
  in.Require("default_columns");
  TRY(in.Finish());
  TRY_ASSIGN(GroupType type, FindType(services, call, *index));
  type.default_columns = PrintJson(Json(PrintTexts(*columns)));
  TRY(services.persons.ChangeGroupType(call.team().id, type));
  TRY_ASSIGN(const JsonArray types, PrintTypes(services, call));
  for (const Json& one : types) {
    if (IntMember(one, "group_type_index") == *index) return http::JsonResponse(200, one);
  }
  return NotFound("Not found.");
}

constexpr std::string_view kRead = "group:read";
constexpr std::string_view kWrite = "group:write";

// Source: rest-api.md 19.2
const Shape& GroupShape() {
  static const Shape shape =
      Object({{"group_type_index", Int().Min(0).Max(persons::kMaxGroupTypes - 1).Required()},
              {"group_key", Text().Max(kMaxKey).Required()},
              {"group_properties", MapOf(Any())},
              {"created_at", TimeText().ReadOnly()},
              {"notebook", Text().Nullable().Sometimes().ReadOnly()}})
          .Named("Group");
  return shape;
}

const Shape& GroupTypeShape() {
  static const Shape shape = Object({{"group_type", Text().ReadOnly()},
                                     {"group_type_index", Int().Required()},
                                     {"name_singular", Text().Nullable()},
                                     {"name_plural", Text().Nullable()},
                                     {"detail_dashboard", Int().Nullable()},
                                     {"default_columns", ListOf(Text()).Nullable()},
                                     {"created_at", TimeText().Nullable().ReadOnly()}})
                                 .Named("GroupType");
  return shape;
}

}  // namespace

std::span<const Route> GroupRoutes() {
  static const Shape value = Object({{"name", Any()}, {"count", Int()}}).Named("GroupValue");
  static const auto named = [](const Route& route) {
    return route.Filters(
        {{"group_type_index", Int().Required()}, {"group_key", Text().Required()}});
  };
  static const Route routes[] = {
      Route::Get("P/groups/", List)
          .Needs(kRead)
          .About("The newest groups of a type first; `next` is the address of older ones.")
          .Filters({{"group_type_index", Int().Required()}, {"search", Text()}, {"cursor", Text()}})
          .Gives(Object({{"next", UrlText().Nullable()},
                         {"previous", UrlText().Nullable()},
                         {"results", ListOf(GroupShape())}})
                     .Named("GroupPage")),
      Route::Post("P/groups/", Create)
          .Needs(kWrite)
          .TakesUnchecked(GroupShape())
          .Gives(GroupShape(), 201),
      named(Route::Get("P/groups/find/", Find)).Needs(kRead).Gives(GroupShape()),
      named(Route::Post("P/groups/update_property/", UpdateProperty))
          .Needs(kWrite)
          .TakesUnchecked(Input({{"key", Text().Required()}, {"value", Any().Required()}}))
          .Gives(GroupShape()),
      named(Route::Post("P/groups/delete_property/", DeleteProperty))
          .Needs(kWrite)
          .TakesUnchecked(Input({{"$unset", Text().Required()}}))
          .Gives(GroupShape()),
      Route::Get("P/groups/related/", Related)
          .Needs(kRead)
          .About("Persons and groups that had events together with this one lately.")
          .Filters({{"group_type_index", Int().Required()}, {"id", Text().Required()}})
          .Gives(ListOf(Any())),
      Route::Get("P/groups/property_definitions/", PropertyDefinitions)
          .Needs(kRead)
          .Called("group_property_definitions")
          .Gives(MapOf(ListOf(value))),
      Route::Get("P/groups/property_values/", Values)
          .Needs(kRead)
          .Filters({{"group_type_index", Int().Required()},
                    {"key", Text().Required()},
                    {"value", Text()}})
          .Gives(ListOf(value)),
      named(Route::Get("P/groups/activity/", Activity))
          .Needs("activity_log:read")
          .Gives(ActivityPageShape()),
      Route::Get("P/groups_types/", ListTypes).Needs(kRead).Gives(ListOf(GroupTypeShape())),
      Route::Patch("P/groups_types/update_metadata/", UpdateTypes)
          .Needs(kWrite)
          .TakesUnchecked(ListOf(GroupTypeShape()))
          .Gives(ListOf(GroupTypeShape())),
      Route::Patch("P/groups_types/set_default_columns/", SetDefaultColumns)
          .Needs(kWrite)
          .TakesUnchecked(GroupTypeShape())
          .Gives(GroupTypeShape()),
  };
  return routes;
}

}  // namespace tenrec::api
