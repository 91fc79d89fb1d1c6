#include "tenrec/persons/person_tasks.h"

#include <utility>

#include "tenrec/base/json.h"
#include "tenrec/persons/person_surgery.h"

namespace tenrec::persons {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, team_id, kind, request, state, log_position, distinct_ids, created_at, finished_at "
    "FROM person_task WHERE ";

Result<TaskState> ParseState(std::string_view name) {
  for (const TaskState state :
       {TaskState::kWaiting, TaskState::kDeletingEvents, TaskState::kDone}) {
    if (TaskStateName(state) == name) return state;
  }
  return DataLoss("a task has no state called " + std::string(name));
}

Result<std::vector<std::string>> ReadTexts(const Json& json) {
  std::vector<std::string> texts;
  if (!json.is_array()) return DataLoss("a task is damaged: no list");
  for (const Json& item : json.get_array()) {
    if (!item.is_string()) return DataLoss("a task is damaged: no text in a list");
    texts.emplace_back(View(item.get_string()));
  }
  return texts;
}

JsonArray Texts(const std::vector<std::string>& texts) {
  JsonArray list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

Result<PersonTask> ReadTask(const db::Row& row) {
  PersonTask task{.id = row.Int(0),
                  .team_id = row.Int(1),
                  .kind = row.Text(2),
                  .request = row.Text(3),
                  .log_position = static_cast<std::uint64_t>(row.Int(5)),
                  .created_at = row.Time(7),
                  .finished_at = row.OptionalTime(8)};
  TRY_ASSIGN(task.state, ParseState(row.Text(4)));
  TRY_ASSIGN(const Json ids, ParseJson(row.Text(6)));
  TRY_ASSIGN(task.distinct_ids, ReadTexts(ids));
  return task;
}

template <typename Source>
Result<std::vector<PersonTask>> ReadTasks(Source& source, std::string_view where,
                                          db::Params params) {
  TRY_ASSIGN(const auto rows, source.Query(std::string(kSelect) + std::string(where), params));
  std::vector<PersonTask> tasks;
  for (const db::Row row : rows) {
    TRY_ASSIGN(PersonTask task, ReadTask(row));
    tasks.push_back(std::move(task));
  }
  return tasks;
}

activity::Entry PersonEntry(TeamId team_id, const Uuid& person, std::string_view what,
                            const activity::Actor& actor, Timestamp now) {
  return {.team_id = team_id,
          .actor = actor,
          .activity = std::string(what),
          .scope = "Person",
          .item_id = person.ToString(),
          .detail = {{"name", person.ToString()}, {"changes", JsonArray()}},
          .created_at = now};
}

Result<std::vector<Uuid>> PersonsOf(const Json& request) {
  const Json* list = FindMember(request, "persons");
  if (list == nullptr) return DataLoss("a task is damaged: no persons");
  TRY_ASSIGN(const auto texts, ReadTexts(*list));
  std::vector<Uuid> ids;
  for (const std::string& text : texts) {
    const auto id = Uuid::Parse(text);
    if (!id) return DataLoss("a task is damaged: " + text + " is no id");
    ids.push_back(*id);
  }
  return ids;
}

/// What a task comes to, and where it stands afterwards.
struct Outcome {
  PersonTasks::Changes changes;
  TaskState state = TaskState::kDone;
  std::vector<std::string> distinct_ids;
};

Result<Outcome> CarryOut(db::Transaction& transaction, const PersonTask& task) {
  Outcome outcome;
  TRY_ASSIGN(const Json request, ParseJson(task.request));
  if (task.kind == "delete") {
    TRY_ASSIGN(const auto ids, PersonsOf(request));
    if (BoolMember(request, "delete_events").value_or(false)) {
      TRY_ASSIGN(outcome.distinct_ids, DistinctIdsOf(transaction, task.team_id, ids));
      if (!outcome.distinct_ids.empty()) outcome.state = TaskState::kDeletingEvents;
    }
    if (!BoolMember(request, "keep_persons").value_or(false)) {
      TRY_ASSIGN(outcome.changes.persons, Delete(transaction, task.team_id, ids));
    }
  } else if (task.kind == "split") {
    TRY_ASSIGN(const auto ids, PersonsOf(request));
    SplitPerson wish{.person = ids.at(0)};
    if (const auto main = StringMember(request, "main_distinct_id")) {
      wish.main_distinct_id = std::string(*main);
    }
    TRY_ASSIGN(outcome.changes.persons, Split(transaction, task.team_id, wish));
  } else if (task.kind == "group") {
    ChangeGroup wish{.type_index = static_cast<int>(IntMember(request, "type_index").value_or(0)),
                     .key = std::string(StringMember(request, "key").value_or(""))};
    if (const Json* set = FindMember(request, "set"); set != nullptr && set->is_object()) {
      for (const auto& member : set->get_object()) {
        wish.set.emplace_back(std::string(member.key()), PrintJson(member.value()));
      }
    }
    if (const Json* unset = FindMember(request, "unset")) {
      TRY_ASSIGN(wish.unset, ReadTexts(*unset));
    }
    TRY_ASSIGN(auto group, Change(transaction, task.team_id, wish, task.created_at));
    outcome.changes.groups.push_back(std::move(group));
  } else {
    return DataLoss("no task is called " + task.kind);
  }
  return outcome;
}

}  // namespace

std::string_view TaskStateName(TaskState state) {
  switch (state) {
    case TaskState::kWaiting:
      return "waiting";
    case TaskState::kDeletingEvents:
      return "deleting_events";
    case TaskState::kDone:
      return "done";
  }
  return "";
}

Result<std::vector<EventRemoval>> ReadEventRemovals(db::Database& database) {
  TRY_ASSIGN(const auto rows, database.Query("SELECT team_id, log_position, request FROM "
                                             "person_task WHERE kind = 'delete' ORDER BY id"));
  std::vector<EventRemoval> removals;
  for (const db::Row row : rows) {
    TRY_ASSIGN(const Json request, ParseJson(row.Text(2)));
    if (!BoolMember(request, "delete_events").value_or(false)) continue;
    TRY_ASSIGN(auto persons, PersonsOf(request));
    removals.push_back({.team_id = row.Int(0),
                        .log_position = static_cast<std::uint64_t>(row.Int(1)),
                        .persons = std::move(persons)});
  }
  return removals;
}

PersonTasks::PersonTasks(db::Database& database, const Clock& clock,
                         std::function<std::uint64_t()> log_end)
    : database_(database), clock_(clock), log_end_(std::move(log_end)) {
}

Result<std::int64_t> PersonTasks::AddTask(TeamId team_id, std::string_view kind,
                                          const JsonObject& request,
                                          std::span<const activity::Entry> entries) {
  const Timestamp now = clock_.Now();
  const std::string text = PrintJson(Json(request));
  auto added = database_.Transact([&](db::Transaction& transaction) -> Result<std::int64_t> {
    TRY_ASSIGN(const std::int64_t id, transaction.ReserveIds("person_task"));
    TRY(transaction.Execute(
        "INSERT INTO person_task (id, team_id, kind, request, log_position, state, distinct_ids, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6, '[]', $7)",
        {id, team_id, kind, text, log_end_(), TaskStateName(TaskState::kWaiting), now}));
    for (const activity::Entry& entry : entries) TRY(activity::Record(transaction, entry));
    return id;
  });
  if (added) has_waiting_ = true;
  return added;
}

Result<std::int64_t> PersonTasks::Add(TeamId team_id, const DeletePersons& wish,
                                      const activity::Actor& actor) {
  JsonArray persons;
  std::vector<activity::Entry> entries;
  for (const Uuid& person : wish.persons) {
    persons.emplace_back(person.ToString());
    if (!wish.keep_persons) {
      entries.push_back(PersonEntry(team_id, person, "deleted", actor, clock_.Now()));
    }
  }
  return AddTask(team_id, "delete",
                 {{"persons", std::move(persons)},
                  {"keep_persons", wish.keep_persons},
                  {"delete_events", wish.delete_events}},
                 entries);
}

Result<std::int64_t> PersonTasks::Add(TeamId team_id, const SplitPerson& wish,
                                      const activity::Actor& actor) {
  JsonObject request{{"persons", JsonArray{Json(wish.person.ToString())}}};
  if (wish.main_distinct_id) request["main_distinct_id"] = *wish.main_distinct_id;
  activity::Entry entry = PersonEntry(team_id, wish.person, "split_person", actor, clock_.Now());
  entry.detail["changes"] = JsonArray{
      JsonObject{{"type", "Person"},
                 {"action", "split"},
                 {"field", nullptr},
                 {"before", JsonObject()},
                 {"after", JsonObject{{"main_distinct_id", wish.main_distinct_id.value_or("")}}}}};
  return AddTask(team_id, "split", request, {&entry, 1});
}

Result<std::int64_t> PersonTasks::Add(TeamId team_id, const ChangeGroup& wish,
                                      const activity::Actor& actor) {
  JsonObject set;
  JsonArray changes;
  for (const auto& [key, value] : wish.set) {
    TRY_ASSIGN(Json parsed, ParseJson(value));
    changes.push_back(JsonObject{{"type", "Group"},
                                 {"action", "changed"},
                                 {"field", key},
                                 {"before", nullptr},
                                 {"after", parsed}});
    set.insert_or_assign(key, std::move(parsed));
  }
  for (const std::string& key : wish.unset) {
    changes.push_back(JsonObject{{"type", "Group"},
                                 {"action", "deleted"},
                                 {"field", key},
                                 {"before", nullptr},
                                 {"after", nullptr}});
  }
  const activity::Entry entry{
      .team_id = team_id,
      .actor = actor,
      .activity = wish.unset.empty() ? "update_property" : "delete_property",
      .scope = "Group",
      .item_id = std::to_string(wish.type_index) + "-" + wish.key,
      .detail = {{"name", wish.key}, {"changes", std::move(changes)}},
      .created_at = clock_.Now()};
  return AddTask(team_id, "group",
                 {{"type_index", wish.type_index},
                  {"key", wish.key},
                  {"set", std::move(set)},
                  {"unset", Texts(wish.unset)}},
                 {&entry, 1});
}

Status PersonTasks::NoteChange(TeamId team_id, const Uuid& person, std::string_view property,
                               const activity::Actor& actor) {
  activity::Entry entry = PersonEntry(team_id, person, "updated", actor, clock_.Now());
  entry.detail["changes"] = JsonArray{JsonObject{{"type", "Person"},
                                                 {"action", "changed"},
                                                 {"field", "properties"},
                                                 {"before", nullptr},
                                                 {"after", property}}};
  return database_.Transact(
      [&](db::Transaction& transaction) -> Status { return activity::Record(transaction, entry); });
}

bool PersonTasks::WaitFor(std::int64_t task, std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  MutexLock lock(mutex_);
  for (;;) {
    const std::uint64_t seen = rounds_;
    mutex_.unlock();
    const auto rows = database_.Query("SELECT state FROM person_task WHERE id = $1", {task});
    mutex_.lock();
    if (!rows) return false;
    if (rows->empty() || (*rows)[0].Text(0) != TaskStateName(TaskState::kWaiting)) return true;
    while (rounds_ == seen) {
      if (!changed_.WaitUntil(mutex_, until)) return false;
    }
  }
}

Result<std::vector<PersonTask>> PersonTasks::Deletions(TeamId team_id, std::size_t limit) {
  return ReadTasks(database_, "team_id = $1 AND kind = 'delete' ORDER BY id DESC LIMIT $2",
                   {team_id, limit});
}

Result<bool> PersonTasks::Run(
    std::uint64_t position,
    const std::function<Status(const PersonTask&, const Changes&)>& mirror) {
  if (!has_waiting_.exchange(false)) return false;
  bool ran = false;
  for (;;) {
    auto due = ReadTasks(database_, "state = $1 ORDER BY log_position, id LIMIT 1",
                         {TaskStateName(TaskState::kWaiting)});
    if (!due || (!due->empty() && due->front().log_position > position)) has_waiting_ = true;
    if (!due) return std::move(due).error();
    if (due->empty() || due->front().log_position > position) return ran;
    const PersonTask& task = due->front();
    const Status done = database_.Transact([&](db::Transaction& transaction) -> Status {
      TRY_ASSIGN(const Outcome outcome, CarryOut(transaction, task));
      TRY(transaction.Execute(
          "UPDATE person_task SET state = $1, distinct_ids = $2, finished_at = $3 WHERE id = $4",
          {TaskStateName(outcome.state), PrintJson(Json(Texts(outcome.distinct_ids))),
           outcome.state == TaskState::kDone ? std::optional(clock_.Now()) : std::nullopt,
           task.id}));
      // A mirror that knows what a failed commit undid is put right when the task runs again: it
      // then comes to the same versions.
      return mirror(task, outcome.changes);
    });
    if (!done) {
      has_waiting_ = true;
      return done.error();
    }
    ran = true;
    {
      MutexLock lock(mutex_);
      ++rounds_;
    }
    changed_.NotifyAll();
  }
}

Result<std::vector<PersonTask>> PersonTasks::WithEventsToDelete() {
  return ReadTasks(database_, "state = $1 ORDER BY id LIMIT 1000",
                   {TaskStateName(TaskState::kDeletingEvents)});
}

Status PersonTasks::Finish(std::int64_t task) {
  TRY(database_.Execute(
      "UPDATE person_task SET state = $1, distinct_ids = '[]', finished_at = $2 WHERE id = $3",
      {TaskStateName(TaskState::kDone), clock_.Now(), task}));
  return Ok();
}

}  // namespace tenrec::persons
