#include <algorithm>
#include <utility>

#include "tenrec/api/fields.h"
#include "tenrec/api/person_lookup.h"
#include "tenrec/api/person_print.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/persons/person_tasks.h"

/// What people do to persons. Properties change through an event, as SDKs change them; the rest are
/// tasks that ingestion carries out.
namespace tenrec::api {
namespace {

constexpr std::size_t kMaxAtOnce = 1000;
constexpr std::size_t kMaxKey = 400;
constexpr std::size_t kMaxDistinctId = 400;

http::Response Nothing(int status) {
  http::Response response;
  response.status = status;
  return response;
}

activity::Actor ActorOf(const Call& call) {
  return {.user = call.user().id,
          .client = std::string(call.request->HeaderText("x-posthog-client"))};
}

// An event on behalf of the caller about a person.
Status WriteEvent(const Services& services, const Call& call, const persons::Person& person,
                  std::string_view event, const JsonObject& properties) {
  if (person.distinct_ids.empty()) return FailedPrecondition("The person has no distinct id.");
  const OwnEvent own{.team_id = call.team().id,
                     .event = std::string(event),
                     .distinct_id = person.distinct_ids.front(),
                     .properties = PrintJson(Json(properties))};
  return services.write_events({&own, 1});
}

Status CheckKey(std::string_view key) {
  if (!key.empty()) return Ok();
  return InvalidArgument("This field may not be blank.").WithTag("blank").WithField("key");
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  Fields in(call.body);
  const auto properties = in.Object("properties");
  in.Require("properties");
  TRY(in.Finish());
  TRY(WriteEvent(services, call, person, "$set", {{"$set", *properties}}));
  for (const auto& member : *properties) {
    TRY(services.person_tasks.NoteChange(call.team().id, person.id, std::string(member.key()),
                                         ActorOf(call)));
  }
  return Nothing(202);
}

Result<http::Response> UpdateProperty(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  Fields in(call.body);
  const auto key = in.Text("key", kMaxKey);
  in.Require("key");
  const auto value = in.Any("value");
  in.Require("value");
  TRY(in.Finish());
  TRY(CheckKey(*key));
  TRY(WriteEvent(services, call, person, "$set", {{"$set", JsonObject{{*key, *value}}}}));
  TRY(services.person_tasks.NoteChange(call.team().id, person.id, *key, ActorOf(call)));
  return Nothing(202);
}

Result<http::Response> DeleteProperty(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  Fields in(call.body);
  const auto key = in.Text("$unset", kMaxKey);
  in.Require("$unset");
  TRY(in.Finish());
  TRY(CheckKey(*key));
  TRY(WriteEvent(services, call, person, "$delete_person_property", {{"$unset", JsonArray{*key}}}));
  TRY(services.person_tasks.NoteChange(call.team().id, person.id, *key, ActorOf(call)));
  return Nothing(202);
}

// Queues the task and gives ingestion a moment for it.
template <typename Wish>
Status Carry(const Services& services, const Call& call, const Wish& wish) {
  TRY_ASSIGN(const std::int64_t task,
             services.person_tasks.Add(call.team().id, wish, ActorOf(call)));
  services.person_tasks.WaitFor(task, services.options.patience);
  return Ok();
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  TRY(Carry(
      services, call,
      persons::DeletePersons{.persons = {person.id},
                             .keep_persons = call.QueryBool("keep_person").value_or(false),
                             .delete_events = call.QueryBool("delete_events").value_or(false)}));
  return Nothing(202);
}

Result<http::Response> DeleteEvents(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  TRY(Carry(
      services, call,
      persons::DeletePersons{.persons = {person.id}, .keep_persons = true, .delete_events = true}));
  return Nothing(202);
}

// Every person that the body names, once; those that are not there are left out.
Result<std::vector<Uuid>> NamedPersons(const Services& services, const Call& call,
                                       const std::vector<std::string>& ids,
                                       const std::vector<std::string>& distinct_ids) {
  std::vector<Uuid> found;
  for (const std::string& text : ids) {
    const auto id = Uuid::Parse(text);
    if (!id) return InvalidArgument("Must be a valid UUID.").WithTag("invalid").WithField("ids");
    const auto person = services.persons.Find(call.team().id, *id);
    if (person) found.push_back(person->id);
    if (!person && person.error().code != ErrorCode::kNotFound) return person.error();
  }
  for (const std::string& id : distinct_ids) {
    TRY_ASSIGN(const auto person, services.persons.FindByDistinctId(call.team().id, id));
    if (person) found.push_back(person->id);
  }
  std::ranges::sort(found);
  const auto same = std::ranges::unique(found);
  found.erase(same.begin(), same.end());
  return found;
}

Result<http::Response> BulkDelete(const Services& services, const Call& call) {
  Fields in(call.body);
  const auto ids = in.Texts("ids", 100).value_or(std::vector<std::string>());
  const auto distinct_ids =
      in.Texts("distinct_ids", kMaxDistinctId).value_or(std::vector<std::string>());
  const bool delete_events = in.Bool("delete_events").value_or(false);
  const bool keep_person = in.Bool("keep_person").value_or(false);
  TRY(in.Finish());
  if (ids.empty() && distinct_ids.empty()) {
    return InvalidArgument("You need to specify either distinct_ids or ids").WithTag("required");
  }
  for (const auto& [field, list] :
       {std::pair{"ids", &ids}, std::pair{"distinct_ids", &distinct_ids}}) {
    if (list->size() <= kMaxAtOnce) continue;
    return InvalidArgument("You can only pass " + std::to_string(kMaxAtOnce) + " " + field +
                           " in one call")
        .WithTag("max_length")
        .WithField(field);
  }
  TRY_ASSIGN(const auto found, NamedPersons(services, call, ids, distinct_ids));
  if (!found.empty() && (delete_events || !keep_person)) {
    TRY(Carry(services, call,
              persons::DeletePersons{
                  .persons = found, .keep_persons = keep_person, .delete_events = delete_events}));
  }
  return http::JsonResponse(
      202, JsonObject{{"persons_found", found.size()},
                      {"persons_deleted", keep_person ? 0 : found.size()},
                      {"events_queued_for_deletion", delete_events && !found.empty()},
                      {"recordings_queued_for_deletion", false},
                      {"deletion_errors", JsonArray()}});
}

Result<http::Response> DeletionStatus(const Services& services, const Call& call) {
  const std::string wanted = call.QueryText("status");
  if (!wanted.empty() && wanted != "all" && wanted != "pending" && wanted != "completed") {
    return InvalidArgument("\"" + wanted.substr(0, 50) + "\" is not a valid choice.")
        .WithTag("invalid_choice")
        .WithField("status");
  }
  const std::string only = call.QueryText("person_uuid");
  TRY_ASSIGN(const auto tasks, services.person_tasks.Deletions(call.team().id, kMaxAtOnce));
  JsonArray all;
  for (const persons::PersonTask& task : tasks) {
    TRY_ASSIGN(const Json request, ParseJson(task.request));
    const bool done = task.state == persons::TaskState::kDone;
    if (wanted == "pending" && done) continue;
    if (wanted == "completed" && !done) continue;
    for (const Json& id : request.at("persons").get_array()) {
      if (!only.empty() && View(id.get_string()) != only) continue;
      all.push_back(JsonObject{{"person_uuid", id},
                               {"created_at", PrintTime(task.created_at)},
                               {"status", done ? "completed" : "pending"},
                               {"delete_verified_at", PrintTime(task.finished_at)}});
    }
  }
  return ListResponse(call, std::vector<Json>(all.begin(), all.end()),
                      [](const Json& item) { return item; });
}

Result<http::Response> Split(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  Fields in(call.body);
  const auto main = in.NullableText("main_distinct_id", kMaxDistinctId);
  TRY(in.Finish());
  persons::SplitPerson wish{.person = person.id};
  if (main && *main && !(*main)->empty()) {
    if (std::ranges::find(person.distinct_ids, **main) == person.distinct_ids.end()) {
      return InvalidArgument("This distinct id is not one of the person's.")
          .WithTag("invalid")
          .WithField("main_distinct_id");
    }
    wish.main_distinct_id = **main;
  }
  TRY(Carry(services, call, wish));
  return http::JsonResponse(201, JsonObject{{"success", true}});
}

Result<http::Response> Merge(const Services& services, const Call& call) {
  TRY_ASSIGN(const persons::Person person, PathPerson(services, call));
  Fields in(call.body);
  const auto ids = in.Texts("ids", 100);
  in.Require("ids");
  TRY(in.Finish());
  if (ids->size() > kMaxAtOnce) {
    return InvalidArgument("Ensure this field has no more than 1000 elements.")
        .WithTag("max_length")
        .WithField("ids");
  }
  std::vector<OwnEvent> events;
  for (const std::string& text : *ids) {
    const auto id = Uuid::Parse(text);
    if (!id) return InvalidArgument("Must be a valid UUID.").WithTag("invalid").WithField("ids");
    TRY_ASSIGN(const persons::Person other, services.persons.Find(call.team().id, *id));
    if (other.id == person.id || other.distinct_ids.empty()) continue;
    events.push_back(
        {.team_id = call.team().id,
         .event = "$merge_dangerously",
         .distinct_id = person.distinct_ids.front(),
         .properties = PrintJson(Json(JsonObject{{"alias", other.distinct_ids.front()}}))});
  }
  if (!events.empty()) TRY(services.write_events(events));
  TRY_ASSIGN(const persons::Person merged, services.persons.Find(call.team().id, person.id));
  TRY_ASSIGN(const JsonObject shown, PrintPerson(call.team(), merged));
  return http::JsonResponse(200, shown);
}

// Ids of deleted persons may be used again at any time, so there is nothing to reset.
Result<http::Response> ResetDistinctId(const Services&, const Call& call) {
  Fields in(call.body);
  in.Text("distinct_id", kMaxDistinctId);
  in.Require("distinct_id");
  TRY(in.Finish());
  return Nothing(202);
}

constexpr std::string_view kWrite = "person:write";

}  // namespace

std::span<const Route> PersonChangeRoutes() {
  static const Shape deleted = Object({{"persons_found", Int()},
                                       {"persons_deleted", Int()},
                                       {"events_queued_for_deletion", Bool()},
                                       {"recordings_queued_for_deletion", Bool()},
                                       {"deletion_errors", ListOf(Any())}})
                                   .Named("PersonBulkDeletion");
  static const Shape deletion = Object({{"person_uuid", UuidText()},
                                        {"created_at", TimeText()},
                                        {"status", Words({"pending", "completed"})},
                                        {"delete_verified_at", TimeText().Nullable()}})
                                    .Named("PersonDeletion");
  static const Route routes[] = {
      Route::Post("P/persons/bulk_delete/", BulkDelete)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"ids", ListOf(UuidText())},
                                 {"distinct_ids", ListOf(Text())},
                                 {"delete_events", Bool()},
                                 {"keep_person", Bool()}}))
          .Gives(deleted, 202),
      Route::Get("P/persons/deletion_status/", DeletionStatus)
          .Needs("person:read")
          .Filters(
              {{"person_uuid", UuidText()}, {"status", Words({"all", "pending", "completed"})}})
          .GivesPage(deletion),
      Route::Post("P/persons/reset_person_distinct_id/", ResetDistinctId)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"distinct_id", Text().Required()}}))
          .GivesNothing(202),
      Route::Patch("P/persons/{id}/", Patch)
          .Needs(kWrite)
          .About("Sets properties through an event, so they show a moment later.")
          .TakesUnchecked(Input({{"properties", MapOf(Any()).Required()}}))
          .GivesNothing(202),
      Route::Delete("P/persons/{id}/", Delete)
          .Needs(kWrite)
          .Filters({{"delete_events", Bool()}, {"keep_person", Bool()}})
          .GivesNothing(202),
      Route::Post("P/persons/{id}/update_property/", UpdateProperty)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"key", Text().Required()}, {"value", Any().Required()}}))
          .GivesNothing(202),
      Route::Post("P/persons/{id}/delete_property/", DeleteProperty)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"$unset", Text().Required()}}))
          .GivesNothing(202),
      Route::Post("P/persons/{id}/split/", Split)
          .Needs(kWrite)
          .About("Makes every distinct id but one a person of its own, with its events.")
          .TakesUnchecked(Input({{"main_distinct_id", Text().Nullable()}}))
          .Gives(SuccessShape(), 201),
      Route::Post("P/persons/{id}/merge/", Merge)
          .Needs(kWrite)
          .About("Makes other persons part of this one.")
          .TakesUnchecked(Input({{"ids", ListOf(UuidText()).Required()}}))
          .Gives(PersonShape()),
      Route::Post("P/persons/{id}/delete_events/", DeleteEvents)
          .Needs(kWrite)
          .TakesNothing()
          .GivesNothing(202),
  };
  return routes;
}

}  // namespace tenrec::api
