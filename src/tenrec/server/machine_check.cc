#include "tenrec/server/machine_check.h"

#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "tenrec/app/app.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {
namespace {

constexpr double kGigabyte = 1e9;
constexpr rlim_t kEnoughFiles = 10'000;
constexpr const char* kMoreFiles =
    "ulimit -n 65536  # systemd: LimitNOFILE=65536, Docker: --ulimit nofile=65536:65536";
constexpr const char* kZoneFile = "/usr/share/zoneinfo/Europe/Berlin";

void CheckProcessor(Report& report) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2") != 0) {
    report.Good("processor", "has SSE 4.2");
  } else {
    report.Bad("processor", "has no SSE 4.2, which the analytics engine needs");
  }
#else
  report.Good("processor", "is supported");
#endif
}

void CheckOpenFiles(Report& report) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max == RLIM_INFINITY) {
    report.Good("open files", "without limit");
  } else if (files.rlim_max >= kEnoughFiles) {
    report.Good("open files", "up to " + std::to_string(files.rlim_max));
  } else {
    report.Warn("open files", "only " + std::to_string(files.rlim_max) + ", 10000 are needed",
                kMoreFiles);
  }
}

void CheckTimeZones(Report& report) {
  if (::access(kZoneFile, R_OK) == 0) {
    report.Good("time zones", "installed");
  } else {
    report.Bad("time zones", "missing", "apt-get install tzdata");
  }
}

void CheckDisk(Report& report, const Settings& settings) {
  std::error_code error;
  std::filesystem::path place = std::filesystem::absolute(settings.data, error);
  while (!std::filesystem::exists(place, error) && place.has_parent_path()) {
    place = place.parent_path();
  }
  struct statvfs disk{};
  if (::statvfs(place.c_str(), &disk) != 0) {
    report.Bad("disk", "cannot look at " + place.string(), "ls -ld " + place.string());
    return;
  }
  const double free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
  const double kept = static_cast<double>(settings.min_free_disk_mb) * 1e6;
  const std::string room = Gigabytes(free) + " free at " + place.string();
  const std::string look = "du -xh --max-depth=2 " + place.string() + " | sort -h | tail";
  if (free < kept) {
    report.Bad("disk", "only " + room + ": capture refuses events below --min-free-disk; make room",
               look);
  } else if (free < kGigabyte) {
    report.Warn("disk", "only " + room, look);
  } else {
    report.Good("disk", room);
  }
}

}  // namespace

void CheckMachine(Report& report, const Settings& settings) {
  CheckProcessor(report);
  CheckOpenFiles(report);
  CheckTimeZones(report);
  CheckDisk(report, settings);
}

void TellSettings(Report& report, const Settings& settings) {
  const Status checked = CheckSettings(settings);
  if (!checked) report.Bad("settings", checked.error().message);
  for (const std::string& warning : SettingWarnings(settings)) report.Warn("settings", warning);
  report.Good("memory", Gigabytes(static_cast<double>(BudgetFor(settings).total)) +
                            ", half of it for the engine");
  const std::string web = app::AppDirectory(settings.web_dir);
  if (::access((web + "/index.html").c_str(), R_OK) == 0) {
    report.Good("web app", web);
  } else {
    report.Warn("web app", "not built in " + web, "./dev build");
  }
}

}  // namespace tenrec::server
