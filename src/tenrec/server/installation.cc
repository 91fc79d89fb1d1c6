#include "tenrec/server/installation.h"

#include <sys/sysinfo.h>
#include <utility>
#include <vector>

#include "tenrec/ingest/applied_ranges.h"
#include "tenrec/persons/persons.h"
#include "tenrec/query/property_use.h"

namespace tenrec::server {
namespace {

constexpr std::uint64_t kMegabyte = 1U << 20U;

std::int64_t MachineMemory() {
  struct sysinfo info{};
  if (::sysinfo(&info) != 0) return 0;
  return static_cast<std::int64_t>(info.totalram) * info.mem_unit;
}

std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> all;
  for (const auto& of_room : {accounts::Migrations(), catalog::Migrations(), persons::Migrations(),
                              ingest::Migrations(), query::Migrations()}) {
    all.insert(all.end(), of_room.begin(), of_room.end());
  }
  return all;
}

}  // namespace

Status RefuseUnavailablePorts(const Settings& settings) {
  struct Port {
    const std::string& value;
    std::string_view variable;
    std::string_view what;
  };
  for (const Port& port : {
           Port{settings.database_url, "DATABASE_URL", "metadata"},
           Port{settings.redis_url, "REDIS_URL", "the cache"},
           Port{settings.kafka_hosts, "KAFKA_HOSTS", "the event log"},
           Port{settings.clickhouse_host, "CLICKHOUSE_HOST", "analytics"},
           Port{settings.object_storage_endpoint, "OBJECT_STORAGE_ENDPOINT", "blobs"},
       }) {
    if (port.value.empty()) continue;
    return FailedPrecondition(std::string(port.variable) + " is set, but this version keeps " +
                              std::string(port.what) + " in the data directory only: unset it");
  }
  return Ok();
}

Result<std::unique_ptr<Installation>> Installation::Open(const Settings& settings) {
  TRY(RefuseUnavailablePorts(settings));
  TRY_ASSIGN(DataDirectory directory, DataDirectory::Open(settings.data));
  std::unique_ptr<Installation> installation(new Installation(std::move(directory)));
  installation->budget_ = DivideMemory(settings.memory_mb, MachineMemory());
  TRY(installation->OpenMetadata(settings));
  TRY(installation->OpenAnalytics(settings));
  TRY(installation->OpenLogs(settings));
  return installation;
}

Installation::~Installation() = default;

Status Installation::OpenMetadata(const Settings& settings) {
  TRY_ASSIGN(database_, db::Database::Open({.path = path() + "/metadata.db"}));
  TRY(database_->Migrate(AllMigrations()));
  std::string secret_key = settings.secret_key;
  if (secret_key.empty()) {
    TRY_ASSIGN(secret_key, directory_.SecretKey());
  }
  TRY_ASSIGN(accounts_, accounts::Accounts::Open(*database_, clock_, teams_,
                                                 {.multi_org = settings.multi_org,
                                                  .secret_key = std::move(secret_key)}));
  catalog_ = std::make_unique<catalog::Catalog>(*database_, clock_, metrics_);
  return Ok();
}

Status Installation::OpenAnalytics(const Settings& settings) {
  TRY_ASSIGN(engine_, engine::ChdbEngine::Open(
                          {.path = path() + "/analytics",
                           .query_connections = static_cast<int>(settings.query_threads),
                           .memory_bytes = static_cast<std::uint64_t>(budget_.engine)},
                          metrics_));
  TRY_ASSIGN(store_, store::Store::Open(*engine_, clock_, metrics_));
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
  return Ok();
}

}  // namespace tenrec::server
