#include <charconv>
#include <utility>

#include "tenrec/api/ask.h"
#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/person_lookup.h"
#include "tenrec/api/person_print.h"
#include "tenrec/api/print.h"
#include "tenrec/api/property_values.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxPersons = 1000;
constexpr std::size_t kMaxValues = 50;
constexpr std::size_t kMaxIdsAtOnce = 200;

// Everything that narrows the list, as an ActorsQuery; nullopt when nobody can be in it.
Result<std::optional<JsonObject>> PersonsQuestion(const Services& services, const Call& call) {
  JsonObject question{{"kind", "ActorsQuery"}};
  JsonArray fixed;
  const std::string search = call.QueryText("search");
  if (!search.empty()) question["search"] = search;
  TRY_ASSIGN(Json properties, JsonParameter(call, "properties"));
  if (properties.is_array() || properties.is_object()) {
    question["properties"] = std::move(properties);
  }
  if (const std::string email = call.QueryText("email"); !email.empty()) {
    fixed.push_back(
        JsonObject{{"type", "person"}, {"key", "email"}, {"value", email}, {"operator", "exact"}});
  }
  if (const std::string id = call.QueryText("distinct_id"); !id.empty()) {
    TRY_ASSIGN(const auto person, services.persons.FindByDistinctId(call.team().id, id));
    if (!person) return std::optional<JsonObject>();
    fixed.push_back(
        JsonObject{{"type", "hogql"}, {"key", "id = toUUID('" + person->id.ToString() + "')"}});
  }
  if (const std::string cohort = call.QueryText("cohort"); !cohort.empty()) {
    std::int64_t number = 0;
    const auto [end, status] =
        std::from_chars(cohort.data(), cohort.data() + cohort.size(), number);
    if (status != std::errc() || end != cohort.data() + cohort.size()) {
      return InvalidArgument("A valid integer is required.").WithTag("invalid").WithField("cohort");
    }
    fixed.push_back(JsonObject{{"type", "cohort"}, {"key", "id"}, {"value", number}});
  }
  if (!fixed.empty()) question["fixedProperties"] = std::move(fixed);
  return std::optional(std::move(question));
}

Result<std::size_t> CountPersons(const Services& services, const Call& call, JsonObject question) {
  question["select"] = JsonArray{"count()"};
  TRY_ASSIGN(const JsonObject answer,
             Ask(services, call, std::move(question), Freshness::kComputedNow));
  const JsonArray& rows = ResultsOf(answer);
  if (rows.empty() || !rows[0].is_array() || rows[0].get_array().empty()) return std::size_t{0};
  const Json& count = rows[0].get_array()[0];
  return count.is_int64() ? static_cast<std::size_t>(count.get_int64())
                          : (count.is_uint64() ? static_cast<std::size_t>(count.get_uint64()) : 0);
}

// A text as a field of a CSV file. What a spreadsheet would take for a formula gets a quote.
std::string CsvField(std::string text) {
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

http::Response CsvResponse(const JsonArray& persons) {
  std::string text = "id,name,distinct_ids,created_at,properties\n";
  for (const Json& person : persons) {
    const Json* ids = FindMember(person, "distinct_ids");
    std::string joined;
    for (const Json& id : ids->get_array()) {
      if (!joined.empty()) joined += ' ';
      joined += View(id.get_string());
    }
    text += std::string(StringMember(person, "id").value_or("")) + ',' +
            CsvField(std::string(StringMember(person, "name").value_or(""))) + ',' +
            CsvField(std::move(joined)) + ',' +
            std::string(StringMember(person, "created_at").value_or("")) + ',' +
            CsvField(PrintJson(*FindMember(person, "properties"))) + '\n';
  }
  http::Response response = http::TextResponse(200, std::move(text));
  response.SetHeader("Content-Type", "text/csv; charset=utf-8");
  response.SetHeader("Content-Disposition", "attachment; filename=\"persons.csv\"");
  return response;
}

Result<http::Response> List(const Services& services, const Call& call) {
  const Page page = ReadPage(call, kMaxPersons);
  TRY_ASSIGN(const auto wanted, PersonsQuestion(services, call));
  JsonArray results;
  bool has_more = false;
  std::size_t total = 0;
  const bool wants_total = call.QueryBool("include_total").value_or(false);
  if (wanted) {
    JsonObject question = *wanted;
    question["select"] = JsonArray{"person"};
    question["orderBy"] = JsonArray{"created_at DESC", "id DESC"};
    question["limit"] = page.limit;
    question["offset"] = page.offset;
    // A person that was just deleted, merged or split is not shown as before.
    TRY_ASSIGN(const JsonObject answer,
               Ask(services, call, std::move(question), Freshness::kComputedNow));
    for (const Json& row : ResultsOf(answer)) {
      if (!row.is_array() || row.get_array().empty() || !row.get_array()[0].is_object()) continue;
      results.push_back(PrintListedPerson(call.team(), row.get_array()[0].get_object()));
    }
    const Json* more = answer.if_contains("hasMore");
    has_more = more != nullptr && more->is_bool() && more->get_bool();
    if (wants_total) {
      TRY_ASSIGN(total, CountPersons(services, call, *wanted));
    }
  }
  if (call.QueryText("format") == "csv") return CsvResponse(results);
  // The page's neighbours follow from whether there is more, for nobody counts all persons.
  const std::size_t known = page.offset + page.limit + (has_more ? 1 : 0);
  JsonObject body = PrintPage(call, page, known, std::move(results));
  body.erase("count");
  if (wants_total) body["count"] = total;
  return http::JsonResponse(200, body);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  TRY_ASSIGN(const JsonObject shown, PrintPerson(call.team(), person));
  return http::JsonResponse(200, shown);
}

Result<http::Response> Values(const Services& services, const Call& call) {
  const std::string key = call.QueryText("key");
  if (key.empty()) {
    return InvalidArgument("You must provide a key.").WithTag("required").WithField("key");
  }
  TRY_ASSIGN(const JsonArray found,
             FindPersonValues(services, call, key, call.QueryText("value"), kMaxValues));
  JsonArray shown;
  for (const Json& row : found) {
    if (!row.is_array() || row.get_array().size() < 2) continue;
    shown.push_back(JsonObject{{"name", row.get_array()[0]}, {"count", row.get_array()[1]}});
  }
  return http::JsonResponse(200, shown);
}

Result<http::Response> ActivityOfOne(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  return ListActivity(services, call, {"Person"}, person.id.ToString());
}

Result<http::Response> ActivityOfAll(const Services& services, const Call& call) {
  return ListActivity(services, call, {"Person"}, "");
}

// {results: {id: person}} of those ids that somebody has.
template <typename FindOne>
Result<http::Response> FindMany(const Call& call, std::string_view field, const FindOne& find) {
  Fields in(call.body);
  const auto ids = in.Texts(field, 1000);
  in.Require(field);
  TRY(in.Finish());
  if (ids->size() > kMaxIdsAtOnce) {
    return InvalidArgument("Ensure this field has no more than " + std::to_string(kMaxIdsAtOnce) +
                           " elements.")
        .WithTag("max_length")
        .WithField(std::string(field));
  }
  JsonObject results;
  for (const std::string& id : *ids) {
    TRY_ASSIGN(const auto person, find(id));
    if (!person) continue;
    TRY_ASSIGN(JsonObject shown, PrintPerson(call.team(), *person));
    results[id] = std::move(shown);
  }
  return http::JsonResponse(200, JsonObject{{"results", std::move(results)}});
}

Result<http::Response> ByDistinctIds(const Services& services, const Call& call) {
  return FindMany(call, "distinct_ids", [&](const std::string& id) {
    return services.persons.FindByDistinctId(call.team().id, id);
  });
}

Result<http::Response> ByUuids(const Services& services, const Call& call) {
  using Found = Result<std::optional<persons::Person>>;
  return FindMany(call, "uuids", [&](const std::string& text) -> Found {
    const auto id = Uuid::Parse(text);
    if (!id) return InvalidArgument("Must be a valid UUID.").WithTag("invalid").WithField("uuids");
    auto person = services.persons.Find(call.team().id, *id);
    if (person) return std::optional(*std::move(person));
    if (person.error().code == ErrorCode::kNotFound) return std::optional<persons::Person>();
    return std::move(person).error();
  });
}

constexpr std::string_view kRead = "person:read";

}  // namespace

Result<persons::Person> PathPerson(const Services& services, const Call& call) {
  const std::string_view text = call.request->PathParam("id");
  if (const auto uuid = Uuid::Parse(text)) return services.persons.Find(call.team().id, *uuid);
  if (const auto number = PathNumber(call, "id")) {
    return services.persons.FindByNumber(call.team().id, *number);
  }
  return InvalidArgument(
             "The ID provided does not look like a personID. If you are using a distinctId, "
             "please use /persons?distinct_id=" +
             std::string(text.substr(0, 200)) + " instead.")
      .WithTag("invalid_input");
}

std::span<const Route> PersonRoutes() {
  static const Shape found = Object({{"results", MapOf(PersonShape())}}).Named("PersonsById");
  static const Shape value = Object({{"name", Any()}, {"count", Int()}}).Named("PersonValue");
  static const Route routes[] = {
      Route::Get("P/persons/", List)
          .Needs(kRead)
          .About("The newest persons first.")
          .Filters({{"search", Text().About("Part of an e-mail address, a name or an id.")},
                    {"email", Text()},
                    {"distinct_id", Text()},
                    {"properties", Text().About("A JSON list of property filters.")},
                    {"cohort", Int()},
                    {"include_total", Bool()},
                    {"limit", Int()},
                    {"offset", Int()},
                    {"format", Text().About("csv, or nothing.")}})
          .Gives(Object({{"next", UrlText().Nullable()},
                         {"previous", UrlText().Nullable()},
                         {"count", Int().Sometimes().About("With include_total.")},
                         {"results", ListOf(ListedPersonShape())}})
                     .Named("ListedPersonPage")),
      Route::Get("P/persons/values/", Values)
          .Needs(kRead)
          .About("The values that most persons have.")
          .Filters({{"key", Text().Required()}, {"value", Text()}})
          .Gives(ListOf(value)),
      Route::Get("P/persons/activity/", ActivityOfAll)
          .Needs("activity_log:read")
          .Called("all_activity")
          .Gives(ActivityPageShape()),
      Route::Post("P/persons/batch_by_distinct_ids/", ByDistinctIds)
          .Needs(kRead)
          .TakesUnchecked(Input({{"distinct_ids", ListOf(Text()).Required()}}))
          .Gives(found),
      Route::Post("P/persons/batch_by_uuids/", ByUuids)
          .Needs(kRead)
          .TakesUnchecked(Input({{"uuids", ListOf(UuidText()).Required()}}))
          .Gives(found),
      Route::Get("P/persons/{id}/", Get).Needs(kRead).Gives(PersonShape()),
      Route::Get("P/persons/{id}/activity/", ActivityOfOne)
          .Needs("activity_log:read")
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
