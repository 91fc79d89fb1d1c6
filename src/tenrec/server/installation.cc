#include "tenrec/server/installation.h"

#include <span>
#include <sys/sysinfo.h>
#include <utility>
#include <vector>

#include "tenrec/activity/activity.h"
#include "tenrec/base/logging.h"
#include "tenrec/cohorts/cohorts.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/engine/table_check.h"
#include "tenrec/exports/exports.h"
#include "tenrec/ingest/applied_ranges.h"
#include "tenrec/persons/persons.h"
#include "tenrec/query/property_use.h"
#include "tenrec/retention/policies.h"

namespace tenrec::server {
namespace {

constexpr std::uint64_t kMegabyte = 1U << 20U;

constexpr db::Migration kMigrations[] = {
    {"server", 1, "the id of the installation", "CREATE TABLE installation (id TEXT NOT NULL)"},
    {"server", 2, "projects being filled with sample data",
     "CREATE TABLE sample_jobs (team_id BIGINT PRIMARY KEY, events BIGINT NOT NULL, ends_at BIGINT "
     "NOT NULL)"}};

std::int64_t MachineMemory() {
  struct sysinfo info{};
  if (::sysinfo(&info) != 0) return 0;
  return static_cast<std::int64_t>(info.totalram) * info.mem_unit;
}

}  // namespace

std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> all;
  for (const auto& of_room :
       {accounts::Migrations(), catalog::Migrations(), persons::Migrations(), ingest::Migrations(),
        query::Migrations(), activity::Migrations(), dashboards::Migrations(),
        cohorts::Migrations(), exports::Migrations(), retention::Migrations(),
        std::span<const db::Migration>(kMigrations)}) {
    all.insert(all.end(), of_room.begin(), of_room.end());
  }
  return all;
}

MemoryBudget BudgetFor(const Settings& settings) {
  return DivideMemory(settings.memory_mb, MachineMemory());
}

Result<std::unique_ptr<Installation>> Installation::Open(const Settings& settings) {
  TRY(CheckSettings(settings));
  TRY_ASSIGN(DataDirectory directory, DataDirectory::Open(settings.data));
  std::unique_ptr<Installation> installation(new Installation(std::move(directory)));
  installation->budget_ = BudgetFor(settings);
  TRY(installation->Identify());
  TRY(installation->OpenMetadata(settings));
  TRY(installation->OpenAnalytics(settings));
  TRY(installation->OpenLogs(settings));
  TRY_ASSIGN(installation->blobs_,
             blobs::DirectoryBlobs::Open(installation->path() + "/blobs", installation->disk_));
  TRY(FinishIdentity(installation->path(), installation->identity_.id));
  return installation;
}

Installation::~Installation() = default;

/// Before anything is opened, because to open a store that is missing makes an empty one.
Status Installation::Identify() {
  TRY_ASSIGN(const IdentitySurvey survey, SurveyIdentity(path()));
  TRY_ASSIGN(identity_, JudgeIdentity(survey));
  if (!identity_.is_new) return Ok();
  LogLine(LogLevel::kInfo, "server", "the data directory gets its id",
          {{"path", path()}, {"id", identity_.id.ToString()}});
  return WritePendingIdentity(path(), {identity_.id, identity_.consents});
}

Status Installation::OpenMetadata(const Settings& settings) {
  TRY_ASSIGN(database_, db::Database::Open({.path = path() + "/metadata.db"}));
  TRY(database_->Migrate(AllMigrations()));
  TRY(WriteIdToMetadata());
  std::string secret_key = settings.secret_key;
  if (secret_key.empty()) {
    TRY_ASSIGN(secret_key, directory_.SecretKey());
  }
  TRY_ASSIGN(accounts_, accounts::Accounts::Open(
                            *database_, clock_, teams_,
                            {.multi_org = settings.multi_org,
                             .secret_key = std::move(secret_key),
                             .furnish = [this](db::Transaction& transaction, TeamId team) {
                               return dashboards::InsertFirstDashboard(transaction, team,
                                                                       clock_.Now());
                             }}));
  catalog_ = std::make_unique<catalog::Catalog>(*database_, clock_, metrics_);
  return Ok();
}

Status Installation::WriteIdToMetadata() {
  const std::string id = identity_.id.ToString();
  TRY_ASSIGN(const db::Rows kept, database_->Query("SELECT id FROM installation"));
  if (kept.size() == 1 && kept[0].Text(0) == id) return Ok();
  return database_->Transact([&](db::Transaction& transaction) -> Status {
    TRY(transaction.Execute("DELETE FROM installation"));
    TRY(transaction.Execute("INSERT INTO installation (id) VALUES ($1)", {id}));
    return Ok();
  });
}

Status Installation::OpenAnalytics(const Settings& settings) {
  TRY_ASSIGN(engine_, engine::ChdbEngine::Open(
                          {.path = path() + "/analytics",
                           .query_connections = static_cast<int>(settings.query_threads),
                           .memory_bytes = static_cast<std::uint64_t>(budget_.engine)},
                          metrics_));
  TRY(TellDamagedParts());
  TRY_ASSIGN(const auto id, store::ReadInstallationId(*engine_));
  TRY(JudgeStore(path(), StoreKind::kAnalytics, {.present = true, .id = id}, identity_));
  TRY_ASSIGN(store_, store::Store::Open(*engine_, clock_, metrics_));
  if (id != identity_.id) TRY(store::WriteInstallationId(*engine_, identity_.id));
  // An older copy of the metadata may not know the projects that came after it. Their numbers must
  // not go to new projects, which would find themselves with events of somebody else.
  TRY_ASSIGN(const TeamId highest, store::HighestTeamId(*engine_));
  return database_->RaiseSequence("team", highest);
}

/// The engine goes on without a part that it cannot open; that must not stay between it and its
/// files.
Status Installation::TellDamagedParts() {
  TRY_ASSIGN(const auto parts, engine::FindPartsPutAside(*engine_));
  for (const engine::DamagedPart& part : parts) {
    LogLine(LogLevel::kError, "server", "answers lack rows of a damaged part",
            {{"table", part.table},
             {"part", part.part},
             {"rows", part.rows == 0 ? "unknown" : std::to_string(part.rows)},
             {"fix", "restore analytics from a backup, or `tenrec repair --skip-damaged`"}});
  }
  metrics_.GetGauge("engine_damaged_parts").Set(static_cast<std::int64_t>(parts.size()));
  return Ok();
}

Status Installation::OpenLogs(const Settings& settings) {
  const auto open = [&](const std::string& topic) {
    return log::FileLog::Open(
        {.directory = path() + "/log/" + topic,
         .topic = topic,
         .segment_bytes = static_cast<std::size_t>(settings.log_segment_mb) * kMegabyte,
         .max_in_flight_bytes = static_cast<std::size_t>(budget_.log),
         .min_free_bytes = static_cast<std::uint64_t>(settings.min_free_disk_mb) * kMegabyte,
         .retention_age = std::chrono::hours(settings.log_retention_hours)},
        disk_, clock_, metrics_);
  };
  TRY_ASSIGN(events_, open("events"));
  TRY_ASSIGN(recordings_, open("recordings"));
  return MarkDirectories(path(), identity_.id);
}

}  // namespace tenrec::server
