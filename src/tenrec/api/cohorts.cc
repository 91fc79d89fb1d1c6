#include "tenrec/cohorts/cohorts.h"

#include <algorithm>
#include <utility>

#include "tenrec/api/asker.h"
#include "tenrec/api/board_lists.h"
#include "tenrec/api/board_print.h"
#include "tenrec/api/board_shapes.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/cohorts/calculator.h"
#include "tenrec/cohorts/csv.h"
#include "tenrec/persons/person_directory.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::api {
namespace {

using cohorts::Cohort;
using cohorts::CohortChange;

constexpr std::size_t kMaxName = 400;
constexpr std::size_t kMaxDescription = 1000;
constexpr std::size_t kMaxAdded = 10'000;
constexpr std::size_t kMaxCsvRows = 10'000;

JsonObject Print(const Cohort& cohort, People& people) {
  const auto number = [](const std::optional<std::int64_t>& n) { return n ? Json(*n) : Json(); };
  return {{"id", cohort.id},
          {"name", PrintText(cohort.name)},
          {"description", cohort.description},
          {"groups", cohort.groups},
          {"filters", cohort.filters},
          {"query", cohort.query},
          {"is_static", cohort.is_static},
          {"deleted", cohort.deleted},
          {"is_calculating", cohort.is_calculating},
          {"last_calculation", PrintTime(cohort.last_calculation)},
          {"errors_calculating", cohort.errors_calculating},
          {"last_error_message", PrintText(cohort.last_error_message)},
          {"count", number(cohort.count)},
          {"version", number(cohort.version)},
          {"pending_version", number(cohort.pending_version)},
          {"cohort_type", std::string(cohort.type())},
          {"experiment_set", JsonArray()},
          {"created_by", people.Print(cohort.created_by)},
          {"created_at", PrintTime(cohort.created_at)},
          {"last_backfill_person_properties_at", nullptr}};
}

http::Response Show(const Services& services, int status, const Cohort& cohort) {
  People people(services);
  return http::JsonResponse(status, Print(cohort, people));
}

/// A member of the body that may be JSON in a text, as forms send it.
Result<std::optional<Json>> ReadJsonField(Fields& in, const Call& call, std::string_view name) {
  std::optional<Json> value = in.Any(name);
  const bool is_form = call.request->HeaderText("content-type").starts_with("multipart/");
  if (!value || !is_form || !value->is_string()) return value;
  const std::string_view text = View(value->get_string());
  if (TrimAscii(text).empty()) return std::optional<Json>();
  auto parsed = ParseJson(text);
  if (!parsed) {
    return InvalidArgument("Value must be valid JSON.")
        .WithTag("invalid_input")
        .WithField(std::string(name));
  }
  return std::optional(*std::move(parsed));
}

Result<CohortChange> ReadChange(const Call& call) {
  Fields in(call.body);
  CohortChange change{.name = in.NullableText("name", kMaxName),
                      .is_static = in.Bool("is_static"),
                      .deleted = in.Bool("deleted")};
  if (const auto text = in.NullableText("description", kMaxDescription)) {
    change.description = text->value_or("");
  }
  TRY_ASSIGN(change.filters, ReadJsonField(in, call, "filters"));
  TRY_ASSIGN(change.query, ReadJsonField(in, call, "query"));
  TRY_ASSIGN(const auto groups, ReadJsonField(in, call, "groups"));
  if (groups && !groups->is_null()) {
    if (!groups->is_array()) {
      in.Fail("groups", InvalidArgument("Expected a list of items.").WithTag("invalid_input"));
    } else {
      change.groups = groups->as_array();
    }
  }
  TRY(in.Finish());
  if (change.query && !change.query->is_null()) {
    const Status fits = query::CheckQuery(*change.query);
    if (!fits)
      return InvalidArgument(fits.error().message).WithTag("invalid_input").WithField("query");
  }
  return change;
}

/// The people of an uploaded file, or of ids in the body; nullopt when neither is there.
Result<std::optional<cohorts::PersonList>> ReadPeople(const Call& call) {
  const Json* csv = call.body.if_contains("csv");
  if (csv != nullptr && csv->is_string()) {
    TRY_ASSIGN(auto list, cohorts::ReadPersonList(View(csv->get_string())));
    return std::optional(std::move(list));
  }
  Fields in(call.body);
  const auto ids = in.Texts("_create_static_person_ids", 400);
  TRY(in.Finish());
  if (!ids || ids->empty()) return std::optional<cohorts::PersonList>();
  return std::optional(cohorts::PersonList{.by = cohorts::ListedBy::kPersonId, .values = *ids});
}

Result<Cohort> FindStatic(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(Cohort cohort, services.cohorts.Find(call.team().id, id));
  if (cohort.is_static && !cohort.deleted) return cohort;
  return InvalidArgument("Can only add or remove users of static cohorts.")
      .WithTag("invalid_input");
}

Result<http::Response> List(const Services& services, const Call& call) {
  cohorts::CohortFilter filter{.search = call.QueryText("search")};
  if (const std::string type = call.QueryText("type"); !type.empty()) {
    if (type != "static" && type != "dynamic") {
      return InvalidArgument("\"" + type + "\" is not a valid choice. Use static or dynamic.")
          .WithTag("invalid_choice")
          .WithField("type");
    }
    filter.is_static = type == "static";
  }
  if (const auto by = ReadNumbers(call, "created_by_id"); !by.empty()) {
    filter.created_by = by.front();
  }
  filter.hide_behavioral = call.QueryBool("hide_behavioral_cohorts").value_or(false);
  TRY_ASSIGN(const auto listed, services.cohorts.List(call.team().id, filter));
  People people(services);
  return ListResponse(call, listed, [&](const Cohort& cohort) { return Print(cohort, people); });
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const CohortChange change, ReadChange(call));
  TRY_ASSIGN(const auto list, ReadPeople(call));
  if (list && !change.is_static.value_or(false)) {
    return InvalidArgument("Only static cohorts are made of a list of people: send is_static true.")
        .WithTag("invalid_input")
        .WithField("csv");
  }
  const TeamId team = call.team().id;
  TRY_ASSIGN(const Cohort cohort, services.cohorts.Create(team, change, EditorOf(call).actor()));
  if (list) {
    TRY(services.calculator.Add(cohort, *list));
  } else if (!cohort.is_static || !cohort.query.is_null()) {
    TRY(services.calculator.Ask(team, cohort.id));
  } else {
    // Nobody is in it, and that is known.
    TRY(services.calculator.Add(cohort, {}));
  }
  TRY_ASSIGN(const Cohort made, services.cohorts.Find(team, cohort.id));
  return Show(services, 201, made);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const Cohort cohort, services.cohorts.Find(call.team().id, id));
  return Show(services, 200, cohort);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const CohortChange change, ReadChange(call));
  TRY_ASSIGN(const auto list, ReadPeople(call));
  const TeamId team = call.team().id;
  TRY_ASSIGN(const Cohort before, services.cohorts.Find(team, id));
  if (change.is_static && *change.is_static != before.is_static) {
    return InvalidArgument("A cohort stays static or dynamic. Duplicate it as a static cohort.")
        .WithTag("invalid_input")
        .WithField("is_static");
  }
  if (list && !before.is_static) {
    return InvalidArgument("Only static cohorts are made of a list of people.")
        .WithTag("invalid_input")
        .WithField("csv");
  }
  TRY_ASSIGN(const Cohort after, services.cohorts.Update(team, id, change, EditorOf(call).actor()));
  const bool restored = before.deleted && !after.deleted;
  const bool redefined = PrintJson(before.filters) != PrintJson(after.filters) ||
                         PrintJson(before.query) != PrintJson(after.query) || restored;
  if (list) {
    TRY(services.calculator.Add(after, *list));
  } else if (redefined && !after.deleted && (!after.is_static || !after.query.is_null())) {
    TRY(services.calculator.Ask(team, id));
  }
  TRY_ASSIGN(const Cohort now, services.cohorts.Find(team, id));
  return Show(services, 200, now);
}

Result<http::Response> Recalculate(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const Cohort cohort, services.cohorts.Find(call.team().id, id));
  if (cohort.is_static && cohort.query.is_null()) {
    return InvalidArgument("A static cohort of a list has nothing to calculate.")
        .WithTag("invalid_input");
  }
  TRY(services.calculator.Ask(call.team().id, id));
  TRY_ASSIGN(const Cohort now, services.cohorts.Find(call.team().id, id));
  return Show(services, 200, now);
}

Result<http::Response> AddPersons(const Services& services, const Call& call) {
  TRY_ASSIGN(const Cohort cohort, FindStatic(services, call));
  Fields in(call.body);
  in.Require("person_ids");
  const auto ids = in.Texts("person_ids", 400);
  TRY(in.Finish());
  if (ids->size() > kMaxAdded) {
    return InvalidArgument("At most 10,000 persons can be added at once.")
        .WithTag("invalid_input")
        .WithField("person_ids");
  }
  for (const std::string& id : *ids) {
    if (Uuid::Parse(id)) continue;
    return InvalidArgument("\"" + id.substr(0, 100) + "\" is not a valid UUID.")
        .WithTag("invalid_input")
        .WithField("person_ids");
  }
  if (!ids->empty()) {
    TRY(services.calculator.Add(cohort, {.by = cohorts::ListedBy::kPersonId, .values = *ids}));
  }
  return http::JsonResponse(200, JsonObject{{"success", true}});
}

Result<http::Response> RemovePerson(const Services& services, const Call& call) {
  TRY_ASSIGN(const Cohort cohort, FindStatic(services, call));
  Fields in(call.body);
  in.Require("person_id");
  const auto text = in.Text("person_id", 400);
  TRY(in.Finish());
  const auto id = Uuid::Parse(*text);
  if (!id) {
    return InvalidArgument("\"" + text->substr(0, 100) + "\" is not a valid UUID.")
        .WithTag("invalid_input")
        .WithField("person_id");
  }
  TRY(services.calculator.Remove(cohort, *id));
  return http::JsonResponse(200, JsonObject{{"success", true}});
}

Result<http::Response> Duplicate(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  const TeamId team = call.team().id;
  TRY_ASSIGN(const Cohort source, services.cohorts.Find(team, id));
  const CohortChange change{.name = source.name.value_or("") + " (static copy)",
                            .description = source.description,
                            .is_static = true};
  TRY_ASSIGN(const Cohort copy, services.cohorts.Create(team, change, EditorOf(call).actor()));
  TRY(services.calculator.AddMembersOf(copy, source));
  TRY_ASSIGN(const Cohort made, services.cohorts.Find(team, copy.id));
  return Show(services, 200, made);
}

Result<http::Response> History(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const auto calculations, services.cohorts.History(call.team().id, id));
  return ListResponse(call, calculations, [](const cohorts::Calculation& one) {
    const bool over = one.finished_at.has_value();
    const auto took = over ? (one.finished_at->micros - one.started_at.micros) / 1000 : 0;
    return JsonObject{{"id", one.id.ToString()},
                      {"started_at", PrintTime(one.started_at)},
                      {"finished_at", PrintTime(one.finished_at)},
                      {"duration_ms", over ? Json(took) : Json()},
                      {"count", one.count ? Json(*one.count) : Json()},
                      {"error", PrintText(one.error)},
                      {"error_code", PrintText(one.error_code)}};
  });
}

/// What a person is called: the first property that names them, or an id.
std::string NameOf(const Json& person, const accounts::Team& team) {
  const Json* properties = FindMember(person, "properties");
  const auto* own = team.Setting("person_display_name_properties").if_array();
  std::vector<std::string> names;
  for (const Json& name : own == nullptr ? JsonArray() : *own) {
    if (name.is_string()) names.emplace_back(View(name.get_string()));
  }
  if (names.empty()) names = {"email", "Email", "name", "Name", "username", "Username", "UserName"};
  for (const std::string& name : names) {
    const auto text = properties == nullptr ? std::nullopt : StringMember(*properties, name);
    if (text && !text->empty()) return std::string(*text);
  }
  const Json* ids = FindMember(person, "distinct_ids");
  if (ids != nullptr && ids->is_array() && !ids->get_array().empty() &&
      ids->get_array()[0].is_string()) {
    return std::string(View(ids->get_array()[0].get_string()));
  }
  return std::string(StringMember(person, "id").value_or(""));
}

/// Source: rest-api.md 19.1, list rows
JsonObject PrintPerson(const Json& person, const accounts::Team& team) {
  constexpr std::size_t kMaxIds = 10;
  const auto copy = [&](std::string_view name, const Json& fallback) {
    const Json* value = FindMember(person, name);
    return value == nullptr ? fallback : *value;
  };
  Json ids = copy("distinct_ids", JsonArray());
  if (ids.is_array() && ids.get_array().size() > kMaxIds) ids.get_array().resize(kMaxIds);
  return {{"type", "person"},
          {"id", copy("id", Json())},
          {"uuid", copy("id", Json())},
          {"name", NameOf(person, team)},
          {"distinct_ids", std::move(ids)},
          {"properties", copy("properties", JsonObject())},
          {"created_at", copy("created_at", Json())},
          {"is_identified", copy("is_identified", Json())},
          {"last_seen_at", copy("last_seen_at", Json())},
          {"matched_recordings", JsonArray()},
          {"value_at_data_point", nullptr}};
}

std::string Csv(std::string_view text) {
  // A text that a spreadsheet would compute is not one.
  const bool computes =
      !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos;
  std::string out = computes ? "'" : "";
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

http::Response PersonsCsv(const JsonArray& persons) {
  std::string text = "id,name,distinct_id,email,created_at\r\n";
  for (const Json& person : persons) {
    const auto* ids = person.at("distinct_ids").if_array();
    const Json* first = ids == nullptr || ids->empty() ? nullptr : &ids->front();
    text += Csv(StringMember(person, "id").value_or("")) + "," +
            Csv(StringMember(person, "name").value_or("")) + "," +
            Csv(first != nullptr && first->is_string() ? View(first->get_string()) : "") + "," +
            Csv(StringMember(person.at("properties"), "email").value_or("")) + "," +
            Csv(StringMember(person, "created_at").value_or("")) + "\r\n";
  }
  http::Response response{.status = 200, .body = std::move(text)};
  response.headers.push_back({"Content-Type", "text/csv; charset=utf-8"});
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"persons.csv\""});
  return response;
}

Result<http::Response> Persons(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY_ASSIGN(const Cohort cohort, services.cohorts.Find(call.team().id, id));
  const bool as_csv = call.QueryText("format") == "csv";
  const Page page = as_csv ? Page{.limit = kMaxCsvRows} : ReadPage(call);
  JsonObject actors{{"kind", "ActorsQuery"},
                    {"select", JsonArray{"person"}},
                    {"orderBy", JsonArray{"created_at DESC", "id"}},
                    {"search", call.QueryText("search")},
                    {"properties", JsonArray{JsonObject{
                                       {"type", "cohort"}, {"key", "id"}, {"value", cohort.id}}}},
                    {"limit", page.limit},
                    {"offset", page.offset}};
  const query::QueryRequest request =
      RequestOf(call, JsonObject{{"query", std::move(actors)}, {"refresh", "force_blocking"}});
  JsonArray persons;
  bool more = false;
  if (!cohort.deleted) {
    const query::Answer answer = services.query.run(request);
    if (answer.status != 200) {
      http::Response failed{.status = answer.status, .body = answer.body};
      failed.headers.push_back({"Content-Type", "application/json"});
      return failed;
    }
    TRY_ASSIGN(const Json body, ParseJson(answer.body));
    more = BoolMember(body, "hasMore").value_or(false);
    if (const Json* rows = FindMember(body, "results"); rows != nullptr && rows->is_array()) {
      for (const Json& row : rows->get_array()) {
        const auto* cells = row.if_array();
        if (cells == nullptr || cells->empty()) continue;
        persons.push_back(PrintPerson(cells->front(), call.team()));
      }
    }
  }
  if (as_csv) return PersonsCsv(persons);
  // Pages know their neighbours by whether there is more; the count is the cohort's.
  const std::size_t known = page.offset + persons.size() + (more ? 1 : 0);
  JsonObject out = PrintPage(call, page, known, std::move(persons));
  out.erase("count");
  return http::JsonResponse(200, std::move(out));
}

/// The cohorts that a person is in.
Result<http::Response> OfPerson(const Services& services, const Call& call) {
  const auto person = Uuid::Parse(call.QueryText("person_id"));
  if (!person) {
    return InvalidArgument("A valid person_id is required.")
        .WithTag("invalid")
        .WithField("person_id");
  }
  TRY(services.persons.Find(call.team().id, *person));
  JsonObject hogql{{"kind", "HogQLQuery"},
                   {"query",
                    "select cohort_id from ("
                    "select cohort_id from cohort_people where person_id = {person} union all "
                    "select cohort_id from static_cohort_people where person_id = {person}) "
                    "limit 50000"},
                   {"values", JsonObject{{"person", person->ToString()}}}};
  const query::Answer answer = services.query.run(
      RequestOf(call, JsonObject{{"query", std::move(hogql)}, {"refresh", "force_blocking"}}));
  if (answer.status != 200) return Unavailable("The cohorts of the person could not be read.");
  TRY_ASSIGN(const Json body, ParseJson(answer.body));
  std::vector<std::int64_t> ids;
  if (const Json* rows = FindMember(body, "results"); rows != nullptr && rows->is_array()) {
    for (const Json& row : rows->get_array()) {
      const auto* cells = row.if_array();
      if (cells != nullptr && !cells->empty() && cells->front().is_int64()) {
        ids.push_back(cells->front().get_int64());
      }
    }
  }
  TRY_ASSIGN(const auto all, services.cohorts.List(call.team().id));
  People people(services);
  JsonArray results;
  for (const Cohort& cohort : all) {
    if (std::ranges::find(ids, cohort.id) != ids.end()) results.push_back(Print(cohort, people));
  }
  return http::JsonResponse(200, JsonObject{{"results", std::move(results)}});
}

Result<http::Response> Activity(const Services& services, const Call& call) {
  return ListActivity(services, call, {"Cohort"}, "");
}

Result<http::Response> ActivityOfOne(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  return ListActivity(services, call, {"Cohort"}, std::to_string(id));
}

constexpr std::string_view kRead = "cohort:read";
constexpr std::string_view kWrite = "cohort:write";

// Source: rest-api.md 17
const Shape& CohortShape() {
  static const Shape shape =
      Object(
          {{"id", Int().ReadOnly()},
           {"name", Text().Max(kMaxName).Nullable()},
           {"description", Text().Max(kMaxDescription)},
           {"groups", ListOf(Any()).About("The old form of filters; still read.")},
           {"filters", MapOf(Any()).Nullable().About(
                           "{\"properties\": group}: groups hold groups, and filters of the type "
                           "person, behavioral or cohort.")},
           {"query", MapOf(Any()).Nullable().About(
                         "An ActorsQuery or HogQLQuery whose persons are the members.")},
           {"is_static", Bool()},
           {"deleted", Bool()},
           {"is_calculating", Bool().ReadOnly()},
           {"last_calculation", TimeText().Nullable().ReadOnly()},
           {"errors_calculating", Int().ReadOnly()},
           {"last_error_message", Text().Nullable().ReadOnly()},
           {"count", Int().Nullable().ReadOnly()},
           {"version", Int().Nullable().ReadOnly()},
           {"pending_version", Int().Nullable().ReadOnly()},
           {"cohort_type", Text().Nullable()},
           {"experiment_set", ListOf(Int()).ReadOnly()},
           {"created_by", UserBasicShape().Nullable().ReadOnly()},
           {"created_at", TimeText().ReadOnly()},
           {"last_backfill_person_properties_at", TimeText().Nullable().ReadOnly()}})
          .Named("Cohort");
  return shape;
}

const Shape& CohortPersonsShape() {
  static const Shape shape =
      Object({{"next", UrlText().Nullable()},
              {"previous", UrlText().Nullable()},
              {"results", ListOf(Object({{"type", Text()},
                                         {"id", UuidText()},
                                         {"uuid", UuidText()},
                                         {"name", Text()},
                                         {"distinct_ids", ListOf(Text())},
                                         {"properties", MapOf(Any())},
                                         {"created_at", Any()},
                                         {"is_identified", Any()},
                                         {"last_seen_at", Any()},
                                         {"matched_recordings", ListOf(Any())},
                                         {"value_at_data_point", Any()}})
                                     .Named("PersonRow"))}})
          .Named("CohortPersons");
  return shape;
}

const Shape& CalculationShape() {
  static const Shape shape = Object({{"id", UuidText()},
                                     {"started_at", TimeText()},
                                     {"finished_at", TimeText().Nullable()},
                                     {"duration_ms", Int().Nullable()},
                                     {"count", Int().Nullable()},
                                     {"error", Text().Nullable()},
                                     {"error_code", Text().Nullable()}})
                                 .Named("CohortCalculation");
  return shape;
}

}  // namespace

std::span<const Route> CohortRoutes() {
  static const Route routes[] = {
      Route::Get("P/cohorts/", List)
          .Needs(kRead)
          .Filters({{"search", Text()},
                    {"type", Words({"static", "dynamic"})},
                    {"created_by_id", Int()},
                    {"hide_behavioral_cohorts", Bool()},
                    {"basic", Bool()}})
          .GivesPage(CohortShape()),
      Route::Post("P/cohorts/", Create)
          .Needs(kWrite)
          .TakesFiles()
          .TakesUnchecked(CohortShape())
          .Gives(CohortShape(), 201),
      Route::Get("P/cohorts/activity/", Activity)
          .Called("all_activity")
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
      Route::Get("P/cohorts/{id}/", Get).Needs(kRead).Gives(CohortShape()),
      Route::Patch("P/cohorts/{id}/", Patch)
          .Needs(kWrite)
          .TakesFiles()
          .TakesUnchecked(CohortShape())
          .Gives(CohortShape()),
      Route::Get("P/cohorts/{id}/persons/", Persons)
          .Needs(kRead)
          .Filters({{"search", Text()}, {"limit", Int()}, {"offset", Int()}, {"format", Text()}})
          .Gives(CohortPersonsShape()),
      Route::Patch("P/cohorts/{id}/add_persons_to_static_cohort/", AddPersons)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"person_ids", ListOf(UuidText()).Required()}}))
          .Gives(SuccessShape()),
      Route::Patch("P/cohorts/{id}/remove_person_from_static_cohort/", RemovePerson)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"person_id", UuidText().Required()}}))
          .Gives(SuccessShape()),
      Route::Get("P/cohorts/{id}/duplicate_as_static_cohort/", Duplicate)
          .Needs(kRead)
          .Gives(CohortShape()),
      Route::Get("P/cohorts/{id}/calculation_history/", History)
          .Needs(kRead)
          .GivesPage(CalculationShape()),
      Route::Post("P/cohorts/{id}/recalculate/", Recalculate)
          .Needs(kWrite)
          .TakesNothing()
          .Gives(CohortShape()),
      Route::Get("P/persons/cohorts/", OfPerson)
          .Needs("person:read")
          .Filters({{"person_id", UuidText().Required()}})
          .Gives(Object({{"results", ListOf(CohortShape())}}).Named("CohortsOfPerson")),
      Route::Get("P/cohorts/{id}/activity/", ActivityOfOne)
          .Needs("activity_log:read")
          .Filters({{"page", Int()}, {"limit", Int()}})
          .Gives(ActivityPageShape()),
  };
  return routes;
}

}  // namespace tenrec::api
