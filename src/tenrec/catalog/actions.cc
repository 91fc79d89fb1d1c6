#include "tenrec/catalog/actions.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/db/conditions.h"

namespace tenrec::catalog {
namespace {

constexpr std::string_view kScopeOfActivity = "Action";
constexpr std::size_t kMaxSteps = 100;

constexpr std::string_view kSelect =
    "SELECT id, team_id, name, description, tags, post_to_slack, slack_message_format, steps, "
    "deleted, created_by, created_at, updated_at, last_calculated_at, pinned_at, "
    "creation_context FROM actions WHERE ";

/// What a step may ask of an event, and which of them say how another one is compared.
struct StepKey {
  std::string_view name;
  bool is_matching = false;
};
constexpr std::array<StepKey, 10> kStepKeys{{{"event"},
                                             {"selector"},
                                             {"tag_name"},
                                             {"text"},
                                             {"text_matching", true},
                                             {"href"},
                                             {"href_matching", true},
                                             {"url"},
                                             {"url_matching", true},
                                             {"properties"}}};
constexpr std::array<std::string_view, 3> kMatchings = {"contains", "regex", "exact"};

Json ParseOr(std::string_view text, Json fallback) {
  auto json = ParseJson(text);
  return json ? *std::move(json) : std::move(fallback);
}

std::vector<std::string> ReadTexts(std::string_view text) {
  std::vector<std::string> texts;
  const Json json = ParseOr(text, JsonArray());
  if (const auto* list = json.if_array()) {
    for (const Json& item : *list) {
      if (item.is_string()) texts.emplace_back(View(item.get_string()));
    }
  }
  return texts;
}

JsonArray PrintTexts(const std::vector<std::string>& texts) {
  JsonArray list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

Action ReadAction(const db::Row& row) {
  Json steps = ParseOr(row.Text(7), JsonArray());
  return {.id = row.Int(0),
          .team_id = row.Int(1),
          .name = row.OptionalText(2),
          .description = row.Text(3),
          .tags = ReadTexts(row.Text(4)),
          .post_to_slack = row.Bool(5),
          .slack_message_format = row.Text(6),
          .steps = steps.is_array() ? std::move(steps.get_array()) : JsonArray(),
          .deleted = row.Bool(8),
          .created_by = row.OptionalInt(9),
          .created_at = row.Time(10),
          .updated_at = row.Time(11),
          .last_calculated_at = row.Time(12),
          .pinned_at = row.OptionalTime(13),
          .creation_context = row.OptionalText(14)};
}

template <typename Source>
Result<Action> FindIn(Source& source, TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(const db::Rows rows,
             source.Query(std::string(kSelect) + "team_id = $1 AND id = $2", {team_id, id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadAction(rows[0]);
}

void Apply(const ActionChange& change, Timestamp now, Action& action) {
  if (change.name) action.name = *change.name;
  if (change.description) action.description = *change.description;
  if (change.tags) action.tags = NormalizeTags(*change.tags);
  if (change.post_to_slack) action.post_to_slack = *change.post_to_slack;
  if (change.slack_message_format) action.slack_message_format = *change.slack_message_format;
  if (change.steps) action.steps = *change.steps;
  if (change.deleted) action.deleted = *change.deleted;
  if (change.creation_context) action.creation_context = *change.creation_context;
  if (change.pinned && *change.pinned != action.pinned_at.has_value()) {
    action.pinned_at = *change.pinned ? std::optional(now) : std::nullopt;
  }
}

/// A name belongs to one action of a project that is not deleted.
Status CheckName(db::Transaction& transaction, const Action& action) {
  if (!action.name || action.name->empty() || action.deleted) return Ok();
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query("SELECT id FROM actions WHERE team_id = $1 AND name = $2 AND NOT "
                               "deleted AND id <> $3 ORDER BY id LIMIT 1",
                               {action.team_id, *action.name, action.id}));
  if (rows.empty()) return Ok();
  return InvalidArgument("This project already has an action with this name, ID " +
                         std::to_string(rows[0].Int(0)) + ". Choose another name.")
      .WithTag("unique")
      .WithField("name");
}

Status Save(db::Transaction& transaction, const Action& action) {
  TRY(transaction.Execute(
      "UPDATE actions SET name = $2, description = $3, tags = $4, post_to_slack = $5, "
      "slack_message_format = $6, steps = $7, deleted = $8, updated_at = $9, pinned_at = $10, "
      "creation_context = $11 WHERE id = $1",
      {action.id, action.name, action.description, PrintJson(PrintTexts(action.tags)),
       action.post_to_slack, action.slack_message_format, PrintJson(action.steps), action.deleted,
       action.updated_at, action.pinned_at, action.creation_context}));
  return Ok();
}

JsonObject Audited(const Action& action) {
  return {{"name", action.name ? Json(*action.name) : Json()},
          {"description", action.description},
          {"tags", PrintTexts(action.tags)},
          {"post_to_slack", action.post_to_slack},
          {"slack_message_format", action.slack_message_format},
          {"steps", action.steps},
          {"pinned_at", action.pinned_at ? Json(FormatIso(*action.pinned_at)) : Json()},
          {"deleted", action.deleted}};
}

activity::Item ItemOf(const Action& action) {
  return {.team_id = action.team_id,
          .scope = kScopeOfActivity,
          .id = action.id,
          .name = action.name,
          .changed_at = action.updated_at};
}

Error BadStep(std::size_t index, std::string_view key, std::string message) {
  std::string field = "steps__" + std::to_string(index);
  if (!key.empty()) field += "__" + std::string(key);
  return InvalidArgument(std::move(message)).WithTag("invalid_input").WithField(std::move(field));
}

Result<Json> NormalizeStep(const Json& step, std::size_t index) {
  if (!step.is_object()) return BadStep(index, "", "A step must be an object.");
  JsonObject out;
  for (const StepKey& key : kStepKeys) {
    const Json* value = FindMember(step, key.name);
    if (value == nullptr || value->is_null()) {
      out[key.name] = nullptr;
      continue;
    }
    if (key.name == "properties") {
      // A list of filters, or a group of them.
      if (!value->is_array() && !value->is_object()) {
        return BadStep(index, key.name, "Expected a list of property filters.");
      }
    } else if (!value->is_string()) {
      return BadStep(index, key.name, "Not a valid string.");
    }
    if (key.is_matching) {
      const std::string_view word = View(value->get_string());
      if (word.empty()) {
        out[key.name] = nullptr;
        continue;
      }
      if (std::ranges::find(kMatchings, word) == kMatchings.end()) {
        return BadStep(
            index, key.name,
            "\"" + std::string(word) + "\" is not a valid choice. Use contains, regex or exact.");
      }
    }
    out[key.name] = *value;
  }
  return Json(std::move(out));
}

}  // namespace

Result<JsonArray> NormalizeSteps(const JsonArray& steps) {
  if (steps.size() > kMaxSteps) {
    return InvalidArgument("An action can have at most 100 steps.")
        .WithTag("invalid_input")
        .WithField("steps");
  }
  JsonArray out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    TRY_ASSIGN(Json step, NormalizeStep(steps[i], i));
    out.push_back(std::move(step));
  }
  return out;
}

Result<std::vector<Action>> Actions::List(TeamId team_id, const ActionFilter& filter) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  if (!filter.also_deleted) where.Add("NOT deleted");
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(std::string(kSelect) + where.text() + " ORDER BY name, id", where.params()));
  const std::string search = ToLowerAscii(TrimAscii(filter.search));
  std::vector<Action> actions;
  for (const db::Row row : rows) {
    Action action = ReadAction(row);
    if (!search.empty() &&
        ToLowerAscii(action.name.value_or("")).find(search) == std::string::npos) {
      continue;
    }
    const bool tagged = std::ranges::any_of(filter.tags, [&](const std::string& tag) {
      return std::ranges::find(action.tags, tag) != action.tags.end();
    });
    if (!filter.tags.empty() && !tagged) continue;
    actions.push_back(std::move(action));
  }
  return actions;
}

Result<Action> Actions::Find(TeamId team_id, std::int64_t id) {
  return FindIn(database_, team_id, id);
}

Result<Action> Actions::Create(TeamId team_id, const ActionChange& change,
                               const activity::Actor& by) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Action> {
    const Timestamp now = clock_.Now();
    Action action{.team_id = team_id,
                  .created_by = by.user,
                  .created_at = now,
                  .updated_at = now,
                  .last_calculated_at = now};
    Apply(change, now, action);
    action.deleted = false;
    TRY_ASSIGN(action.id, transaction.ReserveIds("action"));
    TRY(CheckName(transaction, action));
    TRY(
        transaction.Execute("INSERT INTO actions (id, team_id, created_by, created_at, updated_at, "
                            "last_calculated_at) VALUES ($1, $2, $3, $4, $4, $4)",
                            {action.id, team_id, action.created_by, now}));
    TRY(Save(transaction, action));
    TRY(activity::Record(transaction, ItemOf(action), by, "created", JsonArray()));
    return FindIn(transaction, team_id, action.id);
  });
}

Result<Action> Actions::Update(TeamId team_id, std::int64_t id, const ActionChange& change,
                               const activity::Actor& by) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Action> {
    TRY_ASSIGN(const Action before, FindIn(transaction, team_id, id));
    Action after = before;
    const Timestamp now = clock_.Now();
    Apply(change, now, after);
    JsonArray changes = activity::Changes(kScopeOfActivity, Audited(before), Audited(after));
    if (changes.empty()) return before;
    TRY(CheckName(transaction, after));
    after.updated_at = now;
    TRY(Save(transaction, after));
    TRY(activity::Record(transaction, ItemOf(after), by,
                         activity::EditOf(before.deleted, after.deleted), std::move(changes)));
    return FindIn(transaction, team_id, id);
  });
}

}  // namespace tenrec::catalog
