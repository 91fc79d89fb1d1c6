#include <cstdio>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "tenrec/app/app.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/data_check.h"
#include "tenrec/server/installation.h"
#include "tenrec/server/report.h"

namespace tenrec::server {
namespace {

constexpr double kGigabyte = 1e9;
constexpr rlim_t kEnoughFiles = 10'000;

void CheckMachine(Report& report) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2") != 0) {
    report.Good("processor", "has SSE 4.2");
  } else {
    report.Bad("processor", "has no SSE 4.2, which the analytics engine needs");
  }
#endif
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max >= kEnoughFiles) {
    report.Good("open files", "up to " + std::to_string(files.rlim_max));
  } else {
    report.Warn("open files", "only " + std::to_string(files.rlim_max) +
                                  ": raise the hard limit to 10000 or more (ulimit -Hn)");
  }
  const char* zone = "/usr/share/zoneinfo/Europe/Berlin";
  if (::access(zone, R_OK) == 0) {
    report.Good("time zones", "installed");
  } else {
    report.Bad("time zones", "missing: install the package tzdata");
  }
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
    report.Warn("web app", "not built in " + web + ": run ./dev build");
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
    report.Bad("disk", "cannot look at " + place.string());
    return;
  }
  const double free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
  const double kept = static_cast<double>(settings.min_free_disk_mb) * 1e6;
  if (free < kept) {
    report.Bad("disk", "only " + Gigabytes(free) + " free at " + place.string() +
                           ": capture refuses events below --min-free-disk; make room");
  } else if (free < kGigabyte) {
    report.Warn("disk", "only " + Gigabytes(free) + " free at " + place.string());
  } else {
    report.Good("disk", Gigabytes(free) + " free at " + place.string());
  }
}

}  // namespace

void Report::Print(const char* verdict, std::string_view what, const std::string& found) {
  std::printf("%s  %-14.*s %s\n", verdict, static_cast<int>(what.size()), what.data(),
              found.c_str());
}

std::string Gigabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", bytes / kGigabyte);
  return text;
}

Status Doctor(const Settings& settings, const DoctorCommand& command) {
  Report report;
  CheckMachine(report);
  CheckDisk(report, settings);
  TellSettings(report, settings);
  CheckData(report, settings, command.deep);
  engine::ChdbEngine::ShutDownLibrary();
  if (report.failures() == 0) return Ok();
  return FailedPrecondition(std::to_string(report.failures()) +
                            (report.failures() == 1 ? " check failed" : " checks failed"));
}

}  // namespace tenrec::server
