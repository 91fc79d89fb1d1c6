#include "tenrec/dashboards/annotations.h"

#include <array>
#include <utility>

#include "tenrec/activity/activity.h"
#include "tenrec/base/encoding.h"
#include "tenrec/db/conditions.h"

namespace tenrec::dashboards {
namespace {

constexpr std::string_view kScopeOfActivity = "Annotation";

struct NamedScope {
  AnnotationScope scope;
  std::string_view name;
};
constexpr std::array<NamedScope, 5> kScopes{{{AnnotationScope::kInsight, "dashboard_item"},
                                             {AnnotationScope::kDashboard, "dashboard"},
                                             {AnnotationScope::kProject, "project"},
                                             {AnnotationScope::kOrganization, "organization"},
                                             {AnnotationScope::kRecording, "recording"}}};

constexpr std::string_view kSelect =
    "SELECT a.id, a.team_id, a.organization_id, a.content, a.date_marker, a.creation_type, "
    "a.scope, a.insight_id, a.dashboard_id, a.recording_id, a.created_by, a.created_at, "
    "a.updated_at, a.deleted, d.name, i.short_id, i.name, i.derived_name FROM annotations a "
    "LEFT JOIN dashboards d ON d.id = a.dashboard_id "
    "LEFT JOIN insights i ON i.id = a.insight_id WHERE ";

Annotation ReadAnnotation(const db::Row& row) {
  return {.id = row.Int(0),
          .team_id = row.Int(1),
          .organization_id = row.Id(2),
          .content = row.OptionalText(3),
          .date_marker = row.OptionalTime(4),
          .creation_type = row.Text(5),
          .scope = ParseAnnotationScope(row.Text(6)).value_or(AnnotationScope::kInsight),
          .insight_id = row.OptionalInt(7),
          .dashboard_id = row.OptionalInt(8),
          .recording_id = row.OptionalText(9),
          .created_by = row.OptionalInt(10),
          .created_at = row.Time(11),
          .updated_at = row.Time(12),
          .deleted = row.Bool(13),
          .dashboard_name = row.OptionalText(14),
          .insight_short_id = row.OptionalText(15),
          .insight_name = row.OptionalText(16),
          .insight_derived_name = row.OptionalText(17)};
}

// Those of the project, and those of its organization whichever project they were written in.
void AddPlace(const AnnotationPlace& place, db::Conditions& where) {
  where.Add("(a.team_id = " + where.Bind(place.team_id) +
            " OR (a.scope = 'organization' AND a.organization_id = " +
            where.Bind(place.organization_id.ToString()) + "))");
}

template <typename Source>
Result<Annotation> FindIn(Source& source, const AnnotationPlace& place, std::int64_t id) {
  db::Conditions where;
  AddPlace(place, where);
  where.Add("a.id = " + where.Bind(id));
  TRY_ASSIGN(const db::Rows rows,
             source.Query(std::string(kSelect) + where.text(), where.params()));
  if (rows.empty()) return NotFound("Not found.");
  return ReadAnnotation(rows[0]);
}

void Apply(const AnnotationChange& change, Annotation& annotation) {
  if (change.content) annotation.content = *change.content;
  if (change.date_marker) annotation.date_marker = *change.date_marker;
  if (change.creation_type) annotation.creation_type = *change.creation_type;
  if (change.scope) annotation.scope = *change.scope;
  if (change.insight_id) annotation.insight_id = *change.insight_id;
  if (change.dashboard_id) annotation.dashboard_id = *change.dashboard_id;
  if (change.recording_id) annotation.recording_id = *change.recording_id;
  if (change.deleted) annotation.deleted = *change.deleted;
}

// What is sent must be of the project; what was there before may be gone by now.
Status CheckSubject(db::Transaction& transaction, TeamId team_id, std::string_view table,
                    const std::optional<std::optional<std::int64_t>>& id, std::string field) {
  if (!id || !*id) return Ok();
  TRY_ASSIGN(const db::Rows found,
             transaction.Query("SELECT 1 FROM " + std::string(table) +
                                   " WHERE id = $1 AND team_id = $2 AND NOT deleted",
                               {**id, team_id}));
  if (!found.empty()) return Ok();
  return InvalidArgument("Invalid pk \"" + std::to_string(**id) + "\" - object does not exist.")
      .WithTag("does_not_exist")
      .WithField(std::move(field));
}

Status CheckSubjects(db::Transaction& transaction, TeamId team_id, const AnnotationChange& change) {
  TRY(CheckSubject(transaction, team_id, "insights", change.insight_id, "dashboard_item"));
  return CheckSubject(transaction, team_id, "dashboards", change.dashboard_id, "dashboard_id");
}

Status Save(db::Transaction& transaction, const Annotation& annotation) {
  TRY(transaction.Execute(
      "UPDATE annotations SET content = $2, date_marker = $3, creation_type = $4, scope = $5, "
      "insight_id = $6, dashboard_id = $7, recording_id = $8, updated_at = $9, deleted = $10, "
      "search_text = $11 WHERE id = $1",
      {annotation.id, annotation.content, annotation.date_marker, annotation.creation_type,
       AnnotationScopeName(annotation.scope), annotation.insight_id, annotation.dashboard_id,
       annotation.recording_id, annotation.updated_at, annotation.deleted,
       ToLowerAscii(annotation.content.value_or(""))}));
  return Ok();
}

JsonObject Audited(const Annotation& annotation) {
  const auto number = [](const std::optional<std::int64_t>& id) { return id ? Json(*id) : Json(); };
  return {
      {"content", annotation.content ? Json(*annotation.content) : Json()},
      {"date_marker", annotation.date_marker ? Json(FormatIso(*annotation.date_marker)) : Json()},
      {"scope", AnnotationScopeName(annotation.scope)},
      {"dashboard_item", number(annotation.insight_id)},
      {"dashboard_id", number(annotation.dashboard_id)},
      {"recording_id", annotation.recording_id ? Json(*annotation.recording_id) : Json()},
      {"deleted", annotation.deleted}};
}

activity::Item ItemOf(const Annotation& annotation) {
  return {.team_id = annotation.team_id,
          .scope = kScopeOfActivity,
          .id = annotation.id,
          .name = annotation.content,
          .changed_at = annotation.updated_at};
}

}  // namespace

std::string_view AnnotationScopeName(AnnotationScope scope) {
  for (const NamedScope& named : kScopes) {
    if (named.scope == scope) return named.name;
  }
  return "";
}

std::optional<AnnotationScope> ParseAnnotationScope(std::string_view name) {
  for (const NamedScope& named : kScopes) {
    if (named.name == name) return named.scope;
  }
  return std::nullopt;
}

Result<ListedAnnotations> Annotations::List(const AnnotationPlace& place,
                                            const AnnotationFilter& filter) {
  db::Conditions where;
  AddPlace(place, where);
  where.Add("NOT a.deleted");
  if (!filter.search.empty()) {
    where.Add("a.search_text LIKE " + where.Bind(db::LikeAnywhere(ToLowerAscii(filter.search))) +
              " ESCAPE '\\'");
  }
  if (filter.scope) where.Add("a.scope = " + where.Bind(AnnotationScopeName(*filter.scope)));
  if (filter.from) where.Add("a.date_marker >= " + where.Bind(*filter.from));
  if (filter.to) where.Add("a.date_marker <= " + where.Bind(*filter.to));
  TRY_ASSIGN(
      const db::Rows counted,
      database_.Query("SELECT COUNT(*) FROM annotations a WHERE " + where.text(), where.params()));
  ListedAnnotations listed{.annotations = {}, .total = static_cast<std::size_t>(counted[0].Int(0))};
  std::string select = std::string(kSelect) + where.text() +
                       " ORDER BY a.date_marker IS NULL, a.date_marker DESC, a.id DESC";
  select += " LIMIT " + where.Bind(filter.limit);
  select += " OFFSET " + where.Bind(filter.offset);
  TRY_ASSIGN(const db::Rows rows, database_.Query(select, where.params()));
  for (const db::Row row : rows) listed.annotations.push_back(ReadAnnotation(row));
  return listed;
}

Result<Annotation> Annotations::Find(const AnnotationPlace& place, std::int64_t id) {
  return FindIn(database_, place, id);
}

Result<Annotation> Annotations::Create(const AnnotationPlace& place, const AnnotationChange& change,
                                       const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Annotation> {
    const Timestamp now = clock_.Now();
    Annotation annotation{.team_id = place.team_id,
                          .organization_id = place.organization_id,
                          .created_by = editor.maker(),
                          .created_at = now,
                          .updated_at = now};
    Apply(change, annotation);
    annotation.deleted = false;
    TRY(CheckSubjects(transaction, place.team_id, change));
    TRY_ASSIGN(annotation.id, transaction.ReserveIds("annotation"));
    TRY(transaction.Execute(
        "INSERT INTO annotations (id, team_id, organization_id, creation_type, scope, created_by, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        {annotation.id, annotation.team_id, annotation.organization_id, annotation.creation_type,
         AnnotationScopeName(annotation.scope), annotation.created_by, now}));
    TRY(Save(transaction, annotation));
    TRY(activity::Record(transaction, ItemOf(annotation), editor.actor(), "created", JsonArray()));
    return FindIn(transaction, place, annotation.id);
  });
}

Result<Annotation> Annotations::Update(const AnnotationPlace& place, std::int64_t id,
                                       const AnnotationChange& change, const Editor& editor) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Annotation> {
    TRY_ASSIGN(Annotation before, FindIn(transaction, place, id));
    TRY(CheckSubjects(transaction, place.team_id, change));
    Annotation after = before;
    Apply(change, after);
    JsonArray changes = activity::Changes(kScopeOfActivity, Audited(before), Audited(after));
    if (changes.empty()) return before;
    after.updated_at = clock_.Now();
    TRY(Save(transaction, after));
    TRY(activity::Record(transaction, ItemOf(after), editor.actor(),
                         activity::EditOf(before.deleted, after.deleted), std::move(changes)));
    return FindIn(transaction, place, id);
  });
}

}  // namespace tenrec::dashboards
