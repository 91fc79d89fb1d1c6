#include "tenrec/cohorts/cohorts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/cohorts/definition.h"
#include "tenrec/db/conditions.h"

namespace tenrec::cohorts {
namespace {

constexpr std::string_view kScopeOfActivity = "Cohort";
constexpr std::int64_t kKeptCalculations = 100;

constexpr std::string_view kSelect =
    "SELECT id, team_id, name, description, old_groups, filters, query, is_static, deleted, "
    "is_calculating, last_calculation, errors_calculating, last_error_message, members, version, "
    "pending_version, checksum, created_by, created_at, updated_at FROM cohorts WHERE ";

Json ParseOr(const std::optional<std::string>& text, Json fallback) {
  if (!text) return fallback;
  auto json = ParseJson(*text);
  return json ? *std::move(json) : std::move(fallback);
}

Cohort ReadCohort(const db::Row& row) {
  Json groups = ParseOr(row.Text(4), JsonArray());
  return {.id = row.Int(0),
          .team_id = row.Int(1),
          .name = row.OptionalText(2),
          .description = row.Text(3),
          .groups = groups.is_array() ? std::move(groups.get_array()) : JsonArray(),
          .filters = ParseOr(row.Text(5), JsonObject{{"properties", JsonObject()}}),
          .query = ParseOr(row.OptionalText(6), Json()),
          .is_static = row.Bool(7),
          .deleted = row.Bool(8),
          .is_calculating = row.Bool(9),
          .last_calculation = row.OptionalTime(10),
          .errors_calculating = row.Int(11),
          .last_error_message = row.OptionalText(12),
          .count = row.OptionalInt(13),
          .version = row.OptionalInt(14),
          .pending_version = row.OptionalInt(15),
          .checksum = row.Text(16),
          .created_by = row.OptionalInt(17),
          .created_at = row.Time(18),
          .updated_at = row.Time(19)};
}

std::vector<Cohort> ReadCohorts(const db::Rows& rows) {
  std::vector<Cohort> cohorts;
  for (const db::Row row : rows) cohorts.push_back(ReadCohort(row));
  return cohorts;
}

template <typename Source>
Result<Cohort> FindIn(Source& source, TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(const db::Rows rows,
             source.Query(std::string(kSelect) + "team_id = $1 AND id = $2", {team_id, id}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadCohort(rows[0]);
}

Status Apply(const CohortChange& change, Cohort& cohort) {
  if (change.name) cohort.name = *change.name;
  if (change.description) cohort.description = *change.description;
  if (change.is_static) cohort.is_static = *change.is_static;
  if (change.query) cohort.query = *change.query;
  if (change.groups) {
    cohort.groups = *change.groups;
    // The new form wins when both are sent.
    if (!change.filters && !cohort.groups.empty()) {
      TRY_ASSIGN(cohort.filters, FiltersOfGroups(cohort.groups));
      TRY(CheckFilters(cohort.filters));
    }
  }
  if (change.filters) {
    Json filters = *change.filters;
    if (filters.is_null()) filters = JsonObject{{"properties", JsonObject()}};
    TRY(CheckFilters(filters));
    cohort.filters = std::move(filters);
  }
  if (change.deleted) cohort.deleted = *change.deleted;
  return Ok();
}

/// The cohorts that are named must be there, and none may lead back to this one.
Status CheckReferences(db::Transaction& transaction, const Cohort& cohort) {
  std::vector<std::int64_t> next = ReferencedCohorts(cohort.filters);
  std::set<std::int64_t> seen;
  bool first = true;
  while (!next.empty()) {
    std::vector<std::int64_t> further;
    for (const std::int64_t id : next) {
      if (id == cohort.id) {
        return InvalidArgument("Cohorts cannot reference other cohorts in a loop.")
            .WithTag("invalid_input")
            .WithField("filters");
      }
      if (!seen.insert(id).second) continue;
      TRY_ASSIGN(const db::Rows rows,
                 transaction.Query("SELECT filters FROM cohorts WHERE team_id = $1 AND id = $2 "
                                   "AND (NOT deleted OR $3)",
                                   {cohort.team_id, id, !first}));
      if (rows.empty()) {
        if (!first) continue;
        return InvalidArgument("There is no cohort with the id " + std::to_string(id) + ".")
            .WithTag("does_not_exist")
            .WithField("filters");
      }
      for (const std::int64_t inner : ReferencedCohorts(ParseOr(rows[0].Text(0), Json()))) {
        further.push_back(inner);
      }
    }
    next = std::move(further);
    first = false;
  }
  return Ok();
}

std::optional<std::string> QueryText(const Json& query) {
  if (query.is_null()) return std::nullopt;
  return PrintJson(query);
}

Status Save(db::Transaction& transaction, const Cohort& cohort) {
  TRY(transaction.Execute(
      "UPDATE cohorts SET name = $2, description = $3, old_groups = $4, filters = $5, query = $6, "
      "is_static = $7, deleted = $8, updated_at = $9 WHERE id = $1",
      {cohort.id, cohort.name, cohort.description, PrintJson(cohort.groups),
       PrintJson(cohort.filters), QueryText(cohort.query), cohort.is_static, cohort.deleted,
       cohort.updated_at}));
  return Ok();
}

JsonObject Audited(const Cohort& cohort) {
  return {{"name", cohort.name ? Json(*cohort.name) : Json()},
          {"description", cohort.description},
          {"groups", cohort.groups},
          {"filters", cohort.filters},
          {"query", cohort.query},
          {"is_static", cohort.is_static},
          {"deleted", cohort.deleted}};
}

activity::Item ItemOf(const Cohort& cohort) {
  return {.team_id = cohort.team_id,
          .scope = kScopeOfActivity,
          .id = cohort.id,
          .name = cohort.name,
          .changed_at = cohort.updated_at};
}

Status SaveCalculation(db::Transaction& transaction, std::int64_t cohort,
                       const Calculation& calculation) {
  TRY(transaction.Execute(
      "INSERT INTO cohort_calculations (id, cohort_id, started_at, finished_at, members, error, "
      "error_code) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {calculation.id, cohort, calculation.started_at, calculation.finished_at, calculation.count,
       calculation.error, calculation.error_code}));
  TRY(transaction.Execute(
      "DELETE FROM cohort_calculations WHERE cohort_id = $1 AND id NOT IN (SELECT id FROM "
      "cohort_calculations WHERE cohort_id = $1 ORDER BY started_at DESC LIMIT $2)",
      {cohort, kKeptCalculations}));
  return Ok();
}

Status Replace(db::Transaction& transaction, std::int64_t cohort,
               std::optional<std::int64_t> version, Timestamp now) {
  if (!version) return Ok();
  TRY(transaction.Execute(
      "INSERT INTO cohort_old_versions (cohort_id, version, replaced_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (cohort_id, version) DO NOTHING",
      {cohort, *version, now}));
  return Ok();
}

}  // namespace

std::string_view Cohort::type() const {
  if (is_static) return "static";
  return HasBehavior(filters) ? "behavioral" : "person_property";
}

Result<std::vector<Cohort>> Cohorts::List(TeamId team_id, const CohortFilter& filter) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  if (!filter.also_deleted) where.Add("NOT deleted");
  if (filter.is_static) where.Add("is_static = " + where.Bind(*filter.is_static));
  if (filter.created_by) where.Add("created_by = " + where.Bind(*filter.created_by));
  TRY_ASSIGN(const db::Rows rows, database_.Query(std::string(kSelect) + where.text() +
                                                      " ORDER BY created_at DESC, "
                                                      "id DESC",
                                                  where.params()));
  std::vector<Cohort> cohorts = ReadCohorts(rows);
  const std::string search = ToLowerAscii(TrimAscii(filter.search));
  std::erase_if(cohorts, [&](const Cohort& cohort) {
    if (filter.hide_behavioral && !cohort.is_static && HasBehavior(cohort.filters)) return true;
    return ToLowerAscii(cohort.name.value_or("")).find(search) == std::string::npos;
  });
  return cohorts;
}

Result<Cohort> Cohorts::Find(TeamId team_id, std::int64_t id) {
  return FindIn(database_, team_id, id);
}

Result<Cohort> Cohorts::Create(TeamId team_id, const CohortChange& change,
                               const activity::Actor& by) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Cohort> {
    const Timestamp now = clock_.Now();
    Cohort cohort{.team_id = team_id,
                  .filters = JsonObject{{"properties", JsonObject()}},
                  .created_by = by.user,
                  .created_at = now,
                  .updated_at = now};
    TRY(Apply(change, cohort));
    cohort.deleted = false;
    TRY_ASSIGN(cohort.id, transaction.ReserveIds("cohort"));
    TRY(CheckReferences(transaction, cohort));
    TRY(
        transaction.Execute("INSERT INTO cohorts (id, team_id, created_by, created_at, updated_at) "
                            "VALUES ($1, $2, $3, $4, $4)",
                            {cohort.id, team_id, cohort.created_by, now}));
    TRY(Save(transaction, cohort));
    TRY(activity::Record(transaction, ItemOf(cohort), by, "created", JsonArray()));
    return FindIn(transaction, team_id, cohort.id);
  });
}

Result<Cohort> Cohorts::Update(TeamId team_id, std::int64_t id, const CohortChange& change,
                               const activity::Actor& by) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<Cohort> {
    TRY_ASSIGN(Cohort before, FindIn(transaction, team_id, id));
    Cohort after = before;
    TRY(Apply(change, after));
    JsonArray changes = activity::Changes(kScopeOfActivity, Audited(before), Audited(after));
    if (changes.empty()) return before;
    if (change.filters || change.groups || (before.deleted && !after.deleted)) {
      TRY(CheckReferences(transaction, after));
    }
    after.updated_at = clock_.Now();
    TRY(Save(transaction, after));
    TRY(activity::Record(transaction, ItemOf(after), by,
                         activity::EditOf(before.deleted, after.deleted), std::move(changes)));
    return FindIn(transaction, team_id, id);
  });
}

Status Cohorts::AddTo(TeamId team_id, insights::NamedSets& sets) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT id, name, is_static, version, checksum FROM cohorts "
                             "WHERE team_id = $1 AND NOT deleted ORDER BY id",
                             {team_id}));
  for (const db::Row row : rows) {
    insights::NamedCohort cohort{.id = row.Int(0),
                                 .name = row.OptionalText(1).value_or(""),
                                 .is_static = row.Bool(2),
                                 .version = row.OptionalInt(3)};
    sets.stamp += "c" + std::to_string(cohort.id) + "=" + row.Text(4) + "/" + cohort.name + ";";
    sets.cohorts.push_back(std::move(cohort));
  }
  return Ok();
}

Result<std::int64_t> Cohorts::Begin(const Cohort& cohort) {
  return database_.Transact([&](db::Transaction& transaction) -> Result<std::int64_t> {
    TRY_ASSIGN(const Cohort now, FindIn(transaction, cohort.team_id, cohort.id));
    const std::int64_t version =
        std::max(now.version.value_or(0), now.pending_version.value_or(0)) + 1;
    TRY(transaction.Execute(
        "UPDATE cohorts SET is_calculating = TRUE, pending_version = $2 WHERE id = $1",
        {cohort.id, version}));
    return version;
  });
}

Status Cohorts::Finish(const Cohort& cohort, const Calculation& calculation,
                       const Outcome& outcome) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(const Cohort now, FindIn(transaction, cohort.team_id, cohort.id));
    TRY(SaveCalculation(transaction, cohort.id, calculation));
    if (now.version.value_or(0) >= outcome.version) {
      return Replace(transaction, cohort.id, outcome.version, calculation.started_at);
    }
    TRY(Replace(transaction, cohort.id, now.version, clock_.Now()));
    TRY(transaction.Execute(
        "UPDATE cohorts SET version = $2, members = $3, checksum = $4, last_calculation = $5, "
        "is_calculating = pending_version > $2, errors_calculating = 0, "
        "last_error_message = NULL, last_error_at = NULL WHERE id = $1",
        {cohort.id, outcome.version, outcome.count, outcome.checksum, calculation.started_at}));
    return Ok();
  });
}

Status Cohorts::Fail(const Cohort& cohort, std::int64_t version, const Calculation& calculation,
                     const Error& error) {
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY(SaveCalculation(transaction, cohort.id, calculation));
    TRY(Replace(transaction, cohort.id, version, clock_.Now()));
    TRY(transaction.Execute(
        "UPDATE cohorts SET is_calculating = FALSE, errors_calculating = errors_calculating + 1, "
        "last_error_message = $2, last_error_at = $3 WHERE id = $1",
        {cohort.id, error.message, clock_.Now()}));
    return Ok();
  });
}

Status Cohorts::KeepMembers(const Cohort& cohort) {
  TRY(database_.Execute("UPDATE cohorts SET last_calculation = $2 WHERE id = $1 AND version = $3",
                        {cohort.id, clock_.Now(), cohort.version}));
  return Ok();
}

Status Cohorts::MarkWaiting(TeamId team_id, std::int64_t id) {
  TRY(database_.Execute("UPDATE cohorts SET is_calculating = TRUE WHERE team_id = $1 AND id = $2",
                        {team_id, id}));
  return Ok();
}

Result<std::vector<Calculation>> Cohorts::History(TeamId team_id, std::int64_t id) {
  TRY(Find(team_id, id));
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT id, started_at, finished_at, members, error, error_code FROM "
                             "cohort_calculations WHERE cohort_id = $1 ORDER BY started_at DESC",
                             {id}));
  std::vector<Calculation> calculations;
  for (const db::Row row : rows) {
    calculations.push_back({.id = row.Id(0),
                            .started_at = row.Time(1),
                            .finished_at = row.OptionalTime(2),
                            .count = row.OptionalInt(3),
                            .error = row.OptionalText(4),
                            .error_code = row.OptionalText(5)});
  }
  return calculations;
}

Result<std::vector<Cohort>> Cohorts::Due(Timestamp before, std::size_t limit) {
  constexpr std::int64_t kMaxErrors = 20;
  constexpr std::int64_t kPausePerError = 60'000'000;  // us, doubled at each error
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(
          std::string(kSelect) + "(NOT is_static OR (query IS NOT NULL AND version IS NULL)) AND "
                                 "NOT deleted AND errors_calculating <= $3 AND "
                                 "(last_calculation IS NULL OR last_calculation < $1 OR "
                                 "updated_at > last_calculation) AND "
                                 "(last_error_at IS NULL OR last_error_at + $4 * "
                                 "(1 << errors_calculating) < $5) "
                                 "ORDER BY last_calculation IS NOT NULL, last_calculation LIMIT $2",
          {before, static_cast<std::int64_t>(limit), kMaxErrors, kPausePerError, clock_.Now()}));
  return ReadCohorts(rows);
}

Result<std::vector<Cohort>> Cohorts::Dependents(TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(std::vector<Cohort> cohorts, List(team_id, {.is_static = false}));
  std::erase_if(cohorts, [&](const Cohort& cohort) {
    const auto ids = ReferencedCohorts(cohort.filters);
    return std::ranges::find(ids, id) == ids.end();
  });
  return cohorts;
}

Result<std::vector<OldVersion>> Cohorts::OldVersions(Timestamp before) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT cohort_id, version FROM cohort_old_versions WHERE "
                             "replaced_at < $1 ORDER BY replaced_at LIMIT 5000",
                             {before}));
  std::vector<OldVersion> versions;
  for (const db::Row row : rows) versions.push_back({row.Int(0), row.Int(1)});
  return versions;
}

Status Cohorts::ForgetOldVersions(std::span<const OldVersion> versions) {
  std::vector<std::vector<db::Param>> rows;
  for (const OldVersion& old : versions) rows.push_back({old.cohort_id, old.version});
  if (rows.empty()) return Ok();
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY(transaction.ExecuteMany(
        "DELETE FROM cohort_old_versions WHERE cohort_id = $1 AND version = $2", rows));
    return Ok();
  });
}

}  // namespace tenrec::cohorts
