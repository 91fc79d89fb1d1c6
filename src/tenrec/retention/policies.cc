#include "tenrec/retention/policies.h"

namespace tenrec::retention {
namespace {

constexpr db::Migration kMigrations[] = {
    {"retention", 1, "days, budget and runs", R"sql(
CREATE TABLE retention_days (
  team_id BIGINT PRIMARY KEY,
  days BIGINT NOT NULL
);
CREATE TABLE retention_budget (
  bytes BIGINT NOT NULL
);
CREATE TABLE retention_runs (
  id BIGINT PRIMARY KEY,
  team_id BIGINT,
  reason TEXT NOT NULL,
  before_time BIGINT NOT NULL,
  event_rows BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);
)sql"},
};

constexpr std::string_view kColumns =
    "SELECT id, team_id, reason, before_time, event_rows, started_at, finished_at "
    "FROM retention_runs ";

std::vector<Run> ReadRuns(const db::Rows& rows) {
  std::vector<Run> runs;
  for (const db::Row row : rows) {
    Run run{.id = row.Int(0),
            .team_id = row.OptionalInt(1),
            .reason = row.Text(2) == ReasonName(Reason::kBudget) ? Reason::kBudget : Reason::kAge,
            .before = {row.Int(3)},
            .rows = static_cast<std::uint64_t>(row.Int(4)),
            .started_at = {row.Int(5)}};
    if (const auto finished = row.OptionalInt(6)) run.finished_at = Timestamp{*finished};
    runs.push_back(run);
  }
  return runs;
}

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

std::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kAge:
      return "age";
    case Reason::kBudget:
      return "budget";
  }
  return "";
}

Result<std::optional<std::int64_t>> Policies::Days(TeamId team_id) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT days FROM retention_days WHERE team_id = $1", {team_id}));
  return rows.size() == 0 ? std::optional<std::int64_t>() : std::optional(rows[0].Int(0));
}

Result<std::vector<std::pair<TeamId, std::int64_t>>> Policies::AllDays() {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT team_id, days FROM retention_days ORDER BY team_id"));
  std::vector<std::pair<TeamId, std::int64_t>> days;
  for (const db::Row row : rows) days.emplace_back(row.Int(0), row.Int(1));
  return days;
}

Status Policies::SetDays(TeamId team_id, std::optional<std::int64_t> days) {
  if (days && (*days < 1 || *days > kMaxDays)) {
    return InvalidArgument("a project keeps events for 1 to " + std::to_string(kMaxDays) +
                           " days, or null for ever")
        .WithField("days");
  }
  if (!days) {
    TRY(database_.Execute("DELETE FROM retention_days WHERE team_id = $1", {team_id}));
    return Ok();
  }
  TRY(
      database_.Execute("INSERT INTO retention_days (team_id, days) VALUES ($1, $2) "
                        "ON CONFLICT (team_id) DO UPDATE SET days = excluded.days",
                        {team_id, *days}));
  return Ok();
}

Result<std::optional<std::uint64_t>> Policies::Budget() {
  TRY_ASSIGN(const db::Rows rows, database_.Query("SELECT bytes FROM retention_budget"));
  if (rows.size() == 0) return std::optional<std::uint64_t>();
  return std::optional(static_cast<std::uint64_t>(rows[0].Int(0)));
}

Status Policies::SetBudget(std::optional<std::uint64_t> bytes) {
  if (bytes && (*bytes < kMinBudget || *bytes > INT64_MAX)) {
    return InvalidArgument("a budget is at least " + std::to_string(kMinBudget) +
                           " bytes, or null for the whole disk")
        .WithField("budget_bytes");
  }
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY(transaction.Execute("DELETE FROM retention_budget"));
    if (bytes) {
      TRY(transaction.Execute("INSERT INTO retention_budget (bytes) VALUES ($1)",
                              {static_cast<std::int64_t>(*bytes)}));
    }
    return Ok();
  });
}

Result<Run> Policies::Begin(std::optional<TeamId> team_id, Reason reason, Timestamp before,
                            std::uint64_t rows) {
  Run run{.team_id = team_id,
          .reason = reason,
          .before = before,
          .rows = rows,
          .started_at = clock_.Now()};
  TRY(database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY_ASSIGN(run.id, transaction.ReserveIds("retention_run"));
    TRY(
        transaction.Execute("INSERT INTO retention_runs (id, team_id, reason, before_time, "
                            "event_rows, started_at) VALUES ($1, $2, $3, $4, $5, $6)",
                            {run.id, team_id, ReasonName(reason), before.micros,
                             static_cast<std::int64_t>(rows), run.started_at.micros}));
    return Ok();
  }));
  return run;
}

Status Policies::Finish(std::int64_t run) {
  TRY(database_.Execute("UPDATE retention_runs SET finished_at = $1 WHERE id = $2",
                        {clock_.Now().micros, run}));
  return Ok();
}

Result<std::vector<Run>> Policies::Unfinished() {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(std::string(kColumns) + "WHERE finished_at IS NULL ORDER BY id"));
  return ReadRuns(rows);
}

Result<std::vector<Run>> Policies::Runs(std::optional<TeamId> team_id, std::size_t limit) {
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(std::string(kColumns) + "WHERE $1 = 0 OR team_id IS NULL OR team_id = $1 "
                                              "ORDER BY id DESC LIMIT $2",
                      {team_id.value_or(0), static_cast<std::int64_t>(limit)}));
  return ReadRuns(rows);
}

}  // namespace tenrec::retention
