#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "tenrec/backup/directory_store.h"
#include "tenrec/backup/repository.h"
#include "tenrec/backup/s3_store.h"
#include "tenrec/base/time.h"
#include "tenrec/io/directory_lock.h"
#include "tenrec/s3/bucket.h"
#include "tenrec/s3/location.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/control.h"
#include "tenrec/server/identity.h"
#include "tenrec/server/report.h"
#include "tenrec/server/snapshot.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

/// A line that is drawn over and over on a terminal, and nothing elsewhere.
class ProgressLine {
 public:
  backup::Progress Take() {
    return [this](std::uint64_t done, std::uint64_t total) {
      const auto percent = total == 0 ? 100 : static_cast<int>(done * 100 / total);
      if (!terminal_ || percent == shown_) return;
      shown_ = percent;
      std::fprintf(stderr, "\r    %3d %% of %s ", percent,
                   Gigabytes(static_cast<double>(total)).c_str());
      std::fflush(stderr);
    };
  }
  ~ProgressLine() {
    if (shown_ >= 0) std::fputs("\r\033[K", stderr);
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  int shown_ = -1;
};

std::string Size(std::uint64_t bytes) {
  char text[32];
  if (bytes < 1'000'000'000) {
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
  }
  return Gigabytes(static_cast<double>(bytes));
}

Result<fs::path> Absolute(const std::string& path) {
  std::error_code code;
  fs::path absolute = fs::weakly_canonical(fs::absolute(path, code), code);
  if (code) return InvalidArgument("'" + path + "' is no path: " + code.message());
  return absolute;
}

bool IsBelow(const fs::path& inner, const fs::path& outer) {
  const fs::path relative = inner.lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

Result<std::unique_ptr<backup::Store>> StoreInBucket(const BackupPlace& place,
                                                     const Environment& environment) {
  TRY_ASSIGN(s3::Location location, s3::ParseLocation(place.text, place.s3, environment));
  if (location.is_open_to_listeners()) {
    std::fprintf(stderr,
                 "tenrec: %s is not encrypted on its way to %s, and it holds every secret\n",
                 location.ToString().c_str(), location.endpoint.c_str());
  }
  return std::make_unique<backup::S3Store>(s3::Bucket::Make(std::move(location)));
}

/// Where the text says, not opened yet.
Result<std::unique_ptr<backup::Store>> StoreAt(const BackupPlace& place,
                                               const Environment& environment) {
  if (place.text.empty()) return InvalidArgument("no directory is named");
  if (s3::IsLocation(place.text)) return StoreInBucket(place, environment);
  if (place.text.find("://") != std::string::npos) {
    return InvalidArgument("a backup goes to a directory or to s3://bucket/prefix, and '" +
                           place.text + "' is neither");
  }
  if (!place.s3.endpoint.empty() || !place.s3.region.empty() || !place.s3.addressing.empty()) {
    return InvalidArgument(
        "--s3-endpoint, --s3-region and --s3-addressing are for s3://bucket/prefix, "
        "and '" +
        place.text + "' is a directory");
  }
  TRY_ASSIGN(const fs::path directory, Absolute(place.text));
  return std::make_unique<backup::DirectoryStore>(directory.string());
}

/// Copies while nobody uses the data directory.
Result<JsonObject> FactsOfStopped(const std::string& data) {
  TRY_ASSIGN(const IdentitySurvey survey, SurveyIdentity(data));
  if (!survey.own) {
    return FailedPrecondition(data + " has no installation id: start it once with `tenrec serve`");
  }
  SystemClock clock;
  return JsonObject{{"installation", survey.own->ToString()},
                    {"version", kVersion},
                    {"running", false},
                    {"began_at", FormatIso(clock.Now())}};
}

/// Ingestion and questions come first.
void BeModest() {
  ::setpriority(PRIO_PROCESS, 0, 10);
}

Status TellSaved(const backup::Saved& saved, const std::string& place, std::size_t forgotten) {
  std::printf("%s: %zu files, %s; new in it %zu files, %s\n", saved.point.c_str(), saved.files,
              Size(saved.bytes).c_str(), saved.new_files, Size(saved.new_bytes).c_str());
  if (forgotten > 0) std::printf("older points removed: %zu\n", forgotten);
  std::printf("bring it back with: tenrec restore %s --data NEW\n", place.c_str());
  return Ok();
}

/// The time a new point is named after. Right after another point this waits for the next second:
/// names tell seconds apart and no less.
Result<Timestamp> TimeOfNextPoint(const backup::Repository& repository) {
  SystemClock clock;
  TRY_ASSIGN(const auto points, repository.Points());
  while (!points.empty() && points.back() == backup::PointName(clock.Now())) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return clock.Now();
}

Status SaveInto(backup::Repository& repository, const BackupCommand& command,
                backup::SaveOptions options) {
  ProgressLine line;
  options.progress = line.Take();
  TRY_ASSIGN(const Timestamp now, TimeOfNextPoint(repository));
  TRY_ASSIGN(const backup::Saved saved, repository.Save(options, now));
  std::size_t forgotten = 0;
  if (command.keep > 0) {
    TRY_ASSIGN(forgotten, repository.Keep(static_cast<std::size_t>(command.keep)));
  }
  return TellSaved(saved, command.place.text, forgotten);
}

Status SaveOfRunning(backup::Repository& repository, const BackupCommand& command,
                     const std::string& data) {
  const std::string place = data + "/" + std::string(kBackupDirectory);
  std::error_code code;
  fs::create_directories(place, code);
  if (code) return FromErrno(code.value(), "cannot make " + place);
  auto lock = io::DirectoryLock::Take(place);
  if (!lock) return std::move(lock).error().WithContext("another backup is under way");
  auto control = ReadControl(data);
  if (!control && control.error().code == ErrorCode::kNotFound) {
    return FailedPrecondition("the process that has " + data +
                              " is no server that is ready: wait for it, or stop it");
  }
  if (!control) return control.error();
  TRY_ASSIGN(JsonObject facts, AskForSnapshot(*control));
  Status saved =
      SaveInto(repository, command,
               {.tree = data + "/" + std::string(kSnapshotTree), .facts = std::move(facts)});
  const Status dropped = AskToDropSnapshot(*control);
  if (!saved) return saved;
  if (!dropped) {
    std::fprintf(stderr, "tenrec: %s stays until the next backup or start: %s\n",
                 std::string(kSnapshotTree).c_str(), dropped.error().message.c_str());
  }
  return Ok();
}

}  // namespace

Status Backup(const Settings& settings, const BackupCommand& command,
              const Environment& environment) {
  TRY_ASSIGN(auto store, StoreAt(command.place, environment));
  TRY_ASSIGN(const fs::path data, Absolute(settings.data));
  if (!s3::IsLocation(command.place.text)) {
    const fs::path directory(store->name());
    if (IsBelow(directory, data) || IsBelow(data, directory)) {
      return InvalidArgument(directory.string() + " and --data " + data.string() +
                             " lie in each other: name another directory, best on another disk");
    }
  }
  std::error_code code;
  if (!fs::exists(data / "installation_id", code)) {
    return NotFound("no installation in " + data.string() + ": check --data");
  }
  BeModest();
  TRY_ASSIGN(auto repository, backup::Repository::Open(std::move(store)));
  const auto lock = io::DirectoryLock::TakeExisting(data.string());
  if (!lock && lock.error().code == ErrorCode::kFailedPrecondition) {
    return SaveOfRunning(repository, command, data.string());
  }
  if (!lock && lock.error().code != ErrorCode::kNotFound) return lock.error();
  TRY_ASSIGN(JsonObject facts, FactsOfStopped(data.string()));
  return SaveInto(repository, command,
                  {.tree = data.string(), .leave_out = IsLeftOut, .facts = std::move(facts)});
}

Status Restore(const Settings& settings, const RestoreCommand& command,
               const Environment& environment) {
  TRY_ASSIGN(auto store, StoreAt(command.place, environment));
  TRY_ASSIGN(const auto repository, backup::Repository::Look(std::move(store)));
  TRY_ASSIGN(const auto points, repository.Points());
  if (command.list) {
    for (const std::string& point : points) {
      TRY_ASSIGN(const backup::Manifest manifest, repository.Read(point));
      std::printf("%s  %s in %zu files\n", point.c_str(), Size(manifest.bytes()).c_str(),
                  manifest.entries.size());
    }
    return Ok();
  }
  if (points.empty()) {
    return NotFound("no point in " + command.place.text + ": no backup has come to its end");
  }
  const std::string point = command.point.empty() ? points.back() : command.point;
  TRY_ASSIGN(const backup::Manifest manifest, repository.Read(point));
  ProgressLine line;
  if (command.check) {
    TRY(repository.Check(manifest, line.Take()));
    std::printf("%s is whole: %s in %zu files\n", point.c_str(), Size(manifest.bytes()).c_str(),
                manifest.entries.size());
    return Ok();
  }
  TRY_ASSIGN(const fs::path destination, Absolute(settings.data));
  TRY(repository.Restore(manifest, destination.string(), line.Take()));
  std::printf("%s is restored, %s: tenrec serve --data %s\n", point.c_str(),
              Size(manifest.bytes()).c_str(), destination.c_str());
  return Ok();
}

}  // namespace tenrec::server
