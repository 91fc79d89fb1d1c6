#include "tenrec/server/data_check.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "tenrec/db/database_file.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/engine/data_view.h"
#include "tenrec/engine/table_check.h"
#include "tenrec/io/directory_lock.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log_check.h"
#include "tenrec/server/identity.h"
#include "tenrec/store/store.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEngineMemory = 1ULL << 30U;
constexpr int kMaxDamageLines = 20;

/// Tells many faults of one kind in a bounded number of lines.
template <typename Items, typename Line>
void TellEach(Report& report, std::string_view what, const Items& items, const Line& line) {
  int told = 0;
  for (const auto& item : items) {
    if (told == kMaxDamageLines) {
      report.Bad(what, "… and " + std::to_string(items.size() - kMaxDamageLines) + " more");
      return;
    }
    report.Bad(what, line(item));
    ++told;
  }
}

class DataCheck {
 public:
  DataCheck(Report& report, std::string path, bool deep)
      : report_(report), path_(std::move(path)), deep_(deep) {}

  void Run() {
    CheckPermissions();
    const auto identity = CheckIdentity();
    CheckMetadata();
    for (const std::string topic : {"events", "recordings"}) CheckLogOf(topic);
    if (fs::exists(path_ + "/analytics/metadata", ignored_)) {
      if (const Status done = CheckAnalytics(identity); !done) {
        report_.Bad("analytics", done.error().message);
      }
    }
  }

 private:
  std::string RepairWith(std::string_view flag) const {
    return "`tenrec repair --data " + path_ + " " + std::string(flag) + "`";
  }

  void CheckPermissions() {
    struct stat status{};
    if (::stat(path_.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
      report_.Warn("permissions", "others may enter " + path_ + ": chmod 700 " + path_);
    }
    std::string first;
    int unusable = 0;
    for (const auto& entry : fs::recursive_directory_iterator(
             path_, fs::directory_options::skip_permission_denied, ignored_)) {
      if (entry.is_symlink(ignored_)) continue;
      const int wanted = entry.is_directory(ignored_) ? R_OK | W_OK | X_OK : R_OK | W_OK;
      if (::access(entry.path().c_str(), wanted) == 0) continue;
      if (unusable++ == 0) first = entry.path().string();
    }
    if (unusable == 0) {
      report_.Good("permissions", "all of it may be read and written by this user");
    } else {
      report_.Bad("permissions", std::to_string(unusable) + " files cannot be used by this user, " +
                                     first + " first: chown them to the user that runs tenrec");
    }
  }

  std::optional<Identity> CheckIdentity() {
    const auto survey = SurveyIdentity(path_);
    if (!survey) {
      report_.Bad("identity", survey.error().message);
      return std::nullopt;
    }
    auto identity = JudgeIdentity(*survey);
    if (!identity) {
      report_.Bad("identity", identity.error().message);
      return std::nullopt;
    }
    if (survey->pending) {
      report_.Warn("identity", "a start was cut short; the next one goes on");
    } else if (identity->is_new) {
      report_.Good("identity", "none yet; the next start gives it one");
    } else {
      report_.Good("identity", "installation " + identity->id.ToString());
    }
    return *identity;
  }

  void CheckMetadata() {
    const std::string file = path_ + "/metadata.db";
    if (!fs::exists(file, ignored_)) return;  // the identity says so when it should be there
    const auto check = [&]() -> Status {
      TRY_ASSIGN(const auto database, db::DatabaseFile::Open(file));
      if (deep_) {
        TRY(database->CheckIntegrity());
      } else {
        TRY_ASSIGN(const db::Rows quick, database->Query("PRAGMA quick_check(1)"));
        if (quick.size() != 1 || quick[0].Text(0) != "ok") {
          return DataLoss(quick.empty() ? "no answer" : quick[0].Text(0));
        }
      }
      TRY_ASSIGN(const db::Rows teams, database->Query("SELECT id FROM teams"));
      TRY_ASSIGN(const db::Rows deleted, database->Query("SELECT team_id FROM deleted_teams"));
      for (const db::Row team : teams) known_teams_.emplace(team.Int(0));
      for (const db::Row team : deleted) known_teams_.emplace(team.Int(0));
      report_.Good("metadata", "undamaged, " + std::to_string(teams.size()) + " projects");
      return Ok();
    };
    if (const Status done = check(); !done) {
      report_.Bad("metadata", file + ": " + done.error().message +
                                  ". Restore it from a backup, or save what is left with "
                                  "`sqlite3 metadata.db .recover`");
    }
  }

  void CheckLogOf(const std::string& topic) {
    const std::string what = topic == "events" ? "event log" : "recording log";
    const std::string directory = path_ + "/log/" + topic;
    if (!fs::exists(directory, ignored_)) return;
    io::RealDisk disk;
    const auto survey = log::CheckLog(disk, directory);
    if (!survey) return report_.Bad(what, survey.error().message);
    if (survey->damages.empty()) {
      return report_.Good(what, std::to_string(survey->end - survey->begin) + " records in " +
                                    std::to_string(survey->segments) +
                                    " files, each as it was written; next is " +
                                    std::to_string(survey->end));
    }
    TellEach(report_, what, survey->damages, [&](const log::LogDamage& damage) {
      const bool stored = damage.to <= survey->consumed;
      return Describe(damage) + (stored ? " (stored already, nothing is lost)" : "") +
             ". Restore the log from a backup, or go on without: " + RepairWith("--skip-damaged");
    });
  }

  Status CheckAnalytics(const std::optional<Identity>& identity) {
    TRY_ASSIGN(const auto view, engine::DataView::Make(path_ + "/analytics"));
    Metrics metrics;
    TRY_ASSIGN(const auto engine, engine::ChdbEngine::Open({.path = view.path(),
                                                            .query_connections = 1,
                                                            .insert_connections = 1,
                                                            .memory_bytes = kEngineMemory},
                                                           metrics));
    TRY(engine->Execute({"SYSTEM STOP MERGES", {}}));
    TRY_ASSIGN(const auto id, store::ReadInstallationId(*engine));
    if (identity) TRY(JudgeStore(path_, StoreKind::kAnalytics, {true, id}, *identity));
    TRY_ASSIGN(const auto teams, store::CountEvents(*engine));
    std::uint64_t events = 0;
    std::uint64_t unknown = 0;
    for (const auto& [team, count] : teams) {
      events += count;
      if (!known_teams_.empty() && !known_teams_.contains(team)) unknown += count;
    }
    if (unknown > 0) {
      report_.Warn("analytics", std::to_string(unknown) +
                                    " events are of projects that the metadata does not know: it "
                                    "may be older than analytics");
    }
    TRY_ASSIGN(auto parts, engine::FindPartsPutAside(*engine));
    if (deep_) {
      TRY_ASSIGN(const auto read, engine::CheckTables(*engine, [](std::string_view table) {
                   std::fprintf(stderr, "      reading %.*s …\n", static_cast<int>(table.size()),
                                table.data());
                 }));
      parts.insert(parts.end(), read.begin(), read.end());
    }
    if (parts.empty()) {
      report_.Good("analytics",
                   "chDB " + engine::ChdbEngine::Version() + ", " + std::to_string(events) +
                       " events" +
                       (deep_ ? ", every part as it was written" : "; --deep reads all of them"));
    }
    TellEach(report_, "analytics", parts, [&](const engine::DamagedPart& part) {
      return "part " + part.part + " of " + part.table + " with " +
             (part.rows == 0 ? std::string("an unknown number of") : std::to_string(part.rows)) +
             " rows is damaged: " + part.what + ". Restore analytics from a backup, or go on " +
             "without these rows: " + RepairWith("--skip-damaged");
    });
    return Ok();
  }

  Report& report_;
  const std::string path_;
  const bool deep_;
  std::set<TeamId> known_teams_;
  std::error_code ignored_;
};

}  // namespace

void CheckData(Report& report, const Settings& settings, bool deep) {
  std::error_code error;
  if (settings.data.empty() || !fs::exists(settings.data, error)) {
    return report.Good("data", "'" + settings.data + "' is not there yet; `tenrec serve` makes it");
  }
  if (!fs::is_directory(settings.data, error)) {
    return report.Bad("data", settings.data + " is no directory: choose another --data");
  }
  const std::string path = fs::canonical(settings.data, error).string();
  // The file is not made: where there is none, nobody has ever opened the directory.
  const auto lock = io::DirectoryLock::TakeExisting(path);
  if (!lock && lock.error().code != ErrorCode::kNotFound) {
    return report.Bad("data",
                      lock.error().message + ": stop it to check the data, or ask it at /_readyz");
  }
  report.Good("data", path);
  DataCheck(report, path, deep).Run();
}

}  // namespace tenrec::server
