#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database_file.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/engine/table_check.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log_check.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/data_directory.h"
#include "tenrec/server/identity.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEngineMemory = 1ULL << 30U;

void Say(const std::string& line) {
  std::printf("%s\n", line.c_str());
}

std::string Amount(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Whose stores these are, with what an earlier repair allowed.
Result<PendingIdentity> IdentityOf(const std::string& path) {
  TRY_ASSIGN(const IdentitySurvey survey, SurveyIdentity(path));
  if (survey.pending) return *survey.pending;
  PendingIdentity pending;
  if (survey.own) {
    pending.id = *survey.own;
    return pending;
  }
  for (const StoreMark& store : survey.stores) {
    if (!store.id) continue;
    pending.id = *store.id;
    return pending;
  }
  // Of before there were ids.
  pending.id = Uuid::V4();
  pending.consents = {Consent::kUnmarked, Consent::kUnmarked, Consent::kUnmarked, Consent::kNew};
  return pending;
}

/// Where a store goes that a new one replaces: "analytics.aside-20261122T221500".
std::string AsideName(const std::string& path, Timestamp now) {
  std::string time = FormatIso(now).substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == ' '; });
  return path + ".aside-" + time;
}

Status ChangeIdentity(const std::string& path, const RepairCommand& command, Timestamp now) {
  TRY_ASSIGN(PendingIdentity pending, IdentityOf(path));
  for (const std::string& word : command.adopt) {
    TRY_ASSIGN(const StoreKind kind, ParseStoreKind(word));
    pending.consents[static_cast<std::size_t>(kind)] = Consent::kAny;
    Say(std::string(StorePath(kind)) + ": the next start takes it as a part of installation " +
        pending.id.ToString());
  }
  for (const std::string& word : command.start_empty) {
    TRY_ASSIGN(const StoreKind kind, ParseStoreKind(word));
    if (kind == StoreKind::kMetadata) {
      return FailedPrecondition(
          "--start-empty metadata: without its accounts the events belong to nobody. Restore "
          "metadata.db, or choose another --data for a new installation");
    }
    pending.consents[static_cast<std::size_t>(kind)] = Consent::kNew;
  }
  // First the consent, then the move: a crash in between is an empty store that may be new.
  TRY(WritePendingIdentity(path, pending));
  io::RealDisk disk;
  for (const std::string& word : command.start_empty) {
    TRY_ASSIGN(const StoreKind kind, ParseStoreKind(word));
    const std::string store = path + "/" + std::string(StorePath(kind));
    std::error_code error;
    if (fs::exists(store, error)) {
      const std::string aside = AsideName(store, now);
      TRY(disk.Rename(store, aside));
      TRY(disk.SyncDirectory(path));
      Say(std::string(StorePath(kind)) + ": what was there is now " + aside);
    }
    Say(std::string(StorePath(kind)) + ": the next start begins an empty one");
  }
  return Ok();
}

/// Where ingestion goes on when it has forgotten its place: at the oldest batch that may not have
/// landed. The engine knows the others by their tokens.
Result<log::Offset> OldestUnfinishedBatch(const std::string& path) {
  TRY_ASSIGN(const auto database, db::DatabaseFile::Open(path + "/metadata.db"));
  TRY_ASSIGN(const db::Rows found,
             database->Query("SELECT min(range_from) FROM ingest_applied_range WHERE topic = "
                             "'events' AND log_partition = 0"));
  return static_cast<log::Offset>(found[0].OptionalInt(0).value_or(0));
}

Status SkipDamagedRecords(const std::string& directory, const std::string& path,
                          const std::string& topic, Timestamp now) {
  io::RealDisk disk;
  TRY_ASSIGN(const log::LogSurvey survey, log::CheckLog(disk, directory));
  if (survey.damages.empty()) {
    Say("log/" + topic + ": undamaged");
    return Ok();
  }
  log::Offset start = 0;
  std::uint64_t lost = 0;
  for (const log::LogDamage& damage : survey.damages) {
    Say("log/" + topic + ": " + Describe(damage));
    const log::Offset from = std::max(damage.from, survey.consumed);
    if (damage.to > from) lost += damage.to - from;
    if (damage.fault == log::LogFault::kConsumerOffset) {
      TRY_ASSIGN(start, OldestUnfinishedBatch(path));
    }
  }
  TRY(log::RepairLog(disk, directory, survey, start, now));
  Say("log/" + topic + ": " +
      (lost == 0 ? std::string("no record is lost that was not stored already")
                 : Amount(lost, "record") + (lost == 1 ? " is" : " are") +
                       " lost that had not been stored") +
      "; the damaged bytes are in files named *.damaged* beside it");
  return Ok();
}

Status SkipDamagedParts(const std::string& path) {
  Metrics metrics;
  TRY_ASSIGN(const auto engine, engine::ChdbEngine::Open({.path = path + "/analytics",
                                                          .query_connections = 1,
                                                          .insert_connections = 1,
                                                          .memory_bytes = kEngineMemory},
                                                         metrics));
  TRY(engine->Execute({"SYSTEM STOP MERGES", {}}));
  TRY_ASSIGN(auto parts, engine::FindPartsPutAside(*engine));
  TRY_ASSIGN(const auto read, engine::CheckTables(*engine, [](std::string_view) {}));
  parts.insert(parts.end(), read.begin(), read.end());
  for (const engine::DamagedPart& part : parts) {
    TRY(engine::AcceptLoss(*engine, part));
    Say("analytics: part " + part.part + " of " + part.table + " is put aside: " +
        (part.rows == 0 ? "an unknown number of rows" : Amount(part.rows, "row")) +
        (part.rows == 1 ? " is" : " are") + " lost; its bytes are in analytics/data/default/" +
        part.table + "/detached");
  }
  if (parts.empty()) Say("analytics: undamaged");
  return Ok();
}

Status SkipDamaged(const std::string& path, Timestamp now) {
  std::error_code error;
  for (const std::string topic : {"events", "recordings"}) {
    std::string directory = path;
    directory.append("/log/").append(topic);
    if (fs::exists(directory, error)) TRY(SkipDamagedRecords(directory, path, topic, now));
  }
  if (fs::exists(path + "/analytics/metadata", error)) TRY(SkipDamagedParts(path));
  return Ok();
}

}  // namespace

Status Repair(const Settings& settings, const RepairCommand& command) {
  if (command.adopt.empty() && command.start_empty.empty() && !command.skip_damaged) {
    return InvalidArgument(
        "say what to repair: --skip-damaged, --start-empty STORE or --adopt STORE; `tenrec "
        "doctor` finds what needs it");
  }
  std::error_code error;
  if (!fs::is_directory(settings.data, error)) {
    return NotFound("--data '" + settings.data + "' is no directory");
  }
  const SystemClock clock;
  {
    TRY_ASSIGN(const DataDirectory directory, DataDirectory::Open(settings.data));
    if (!command.adopt.empty() || !command.start_empty.empty()) {
      TRY(ChangeIdentity(directory.path(), command, clock.Now()));
    }
    if (command.skip_damaged) TRY(SkipDamaged(directory.path(), clock.Now()));
  }
  engine::ChdbEngine::ShutDownLibrary();
  return Ok();
}

}  // namespace tenrec::server
