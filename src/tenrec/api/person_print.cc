#include "tenrec/api/person_print.h"

#include <algorithm>

#include "tenrec/api/print.h"
#include "tenrec/query/display_name.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kListedIds = 10;

}  // namespace

std::string PersonName(const accounts::Team& team, const JsonObject& properties,
                       const std::vector<std::string>& distinct_ids, std::string_view id) {
  for (const std::string& key : query::DisplayNameProperties(team)) {
    const Json* value = properties.if_contains(key);
    if (value == nullptr || value->is_null()) continue;
    const std::string text =
        value->is_string() ? std::string(View(value->get_string())) : PrintJson(*value);
    if (text.find_first_not_of(' ') != std::string::npos) return text;
  }
  const auto given = std::ranges::find_if(
      distinct_ids, [](const std::string& one) { return !Uuid::Parse(one).has_value(); });
  return given == distinct_ids.end() ? std::string(id) : *given;
}

Result<JsonObject> PrintPerson(const accounts::Team& team, const persons::Person& person) {
  TRY_ASSIGN(Json properties, ParseJson(person.properties));
  if (!properties.is_object()) return DataLoss("a person has properties that are no object");
  const std::string id = person.id.ToString();
  JsonObject shown{{"id", person.number},
                   {"uuid", id},
                   {"name", PersonName(team, properties.get_object(), person.distinct_ids, id)},
                   {"distinct_ids", PrintTexts(person.distinct_ids)},
                   {"properties", std::move(properties)},
                   {"created_at", PrintTime(person.created_at)},
                   {"is_identified", person.is_identified},
                   {"last_seen_at", nullptr}};
  return shown;
}

JsonObject PrintListedPerson(const accounts::Team& team, const JsonObject& actor) {
  const Json all(actor);
  const std::string id(StringMember(all, "id").value_or(""));
  std::vector<std::string> ids;
  if (const Json* list = actor.if_contains("distinct_ids"); list != nullptr && list->is_array()) {
    for (const Json& one : list->get_array()) {
      if (one.is_string()) ids.emplace_back(View(one.get_string()));
    }
  }
  JsonObject properties;
  if (const Json* sent = actor.if_contains("properties"); sent != nullptr && sent->is_object()) {
    properties = sent->get_object();
  }
  const std::string name = PersonName(team, properties, ids, id);
  if (ids.size() > kListedIds) ids.resize(kListedIds);
  const Json* created = actor.if_contains("created_at");
  return {{"type", "person"},
          {"id", id},
          {"uuid", id},
          {"name", name},
          {"distinct_ids", PrintTexts(ids)},
          {"properties", std::move(properties)},
          {"created_at", created == nullptr ? Json() : *created},
          {"is_identified", BoolMember(all, "is_identified").value_or(false)},
          {"last_seen_at", nullptr},
          {"matched_recordings", JsonArray()},
          {"value_at_data_point", nullptr}};
}

const Shape& PersonShape() {
  static const Shape shape = Object({{"id", Int().ReadOnly()},
                                     {"uuid", UuidText().ReadOnly()},
                                     {"name", Text().ReadOnly()},
                                     {"distinct_ids", ListOf(Text()).ReadOnly()},
                                     {"properties", MapOf(Any())},
                                     {"created_at", TimeText().ReadOnly()},
                                     {"is_identified", Bool().ReadOnly()},
                                     {"last_seen_at", TimeText().Nullable().ReadOnly()}})
                                 .Named("Person");
  return shape;
}

const Shape& ListedPersonShape() {
  static const Shape shape = Object({{"type", Words({"person"})},
                                     {"id", UuidText()},
                                     {"uuid", UuidText()},
                                     {"name", Text()},
                                     {"distinct_ids", ListOf(Text()).About("At most ten.")},
                                     {"properties", MapOf(Any())},
                                     {"created_at", TimeText().Nullable()},
                                     {"is_identified", Bool()},
                                     {"last_seen_at", TimeText().Nullable()},
                                     {"matched_recordings", ListOf(Any())},
                                     {"value_at_data_point", Any().Nullable()}})
                                 .Named("ListedPerson");
  return shape;
}

}  // namespace tenrec::api
