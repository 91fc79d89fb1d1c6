#include <cstdio>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "tenrec/app/app.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/log/file_log.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {
namespace {

constexpr double kGigabyte = 1e9;
constexpr rlim_t kEnoughFiles = 10'000;

/// Prints one line a check and remembers whether all were good.
class Report {
 public:
  void Good(std::string_view what, const std::string& found) { Print("ok  ", what, found); }
  void Bad(std::string_view what, const std::string& found) {
    Print("FAIL", what, found);
    ++failures_;
  }
  void Warn(std::string_view what, const std::string& found) { Print("warn", what, found); }
  int failures() const { return failures_; }

 private:
  static void Print(const char* verdict, std::string_view what, const std::string& found) {
    std::printf("%s  %-14.*s %s\n", verdict, static_cast<int>(what.size()), what.data(),
                found.c_str());
  }
  int failures_ = 0;
};

std::string Gigabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", bytes / kGigabyte);
  return text;
}

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

void CheckFiles(Report& report, const Settings& settings) {
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
  if (free < kGigabyte) {
    report.Warn("disk", "only " + Gigabytes(free) + " free at " + place.string());
  } else {
    report.Good("disk", Gigabytes(free) + " free at " + place.string());
  }
}

Status CheckData(Report& report, const Settings& settings) {
  TRY_ASSIGN(const auto installation, Installation::Open(settings));
  report.Good("data", installation->path());
  report.Good("memory", Gigabytes(static_cast<double>(installation->budget().total)) +
                            ", half of it for the engine");
  TRY_ASSIGN(const db::Rows damage, installation->database().Query("PRAGMA quick_check"));
  if (damage.size() == 1 && damage[0].Text(0) == "ok") {
    report.Good("metadata",
                "undamaged, " + std::to_string(installation->teams().All().size()) + " projects");
  } else {
    report.Bad("metadata", damage.empty() ? "no answer" : damage[0].Text(0));
  }
  TRY_ASSIGN(const auto count, installation->engine().Query({"SELECT count() FROM events", {}}));
  report.Good("analytics", "chDB " + engine::ChdbEngine::Version() + ", " +
                               engine::PrintCell(count.block.columns[0], 0) + " events");
  const auto& log = installation->events();
  report.Good("event log", std::to_string(log.end(0) - log.begin(0)) + " records kept, next is " +
                               std::to_string(log.end(0)));
  return Ok();
}

}  // namespace

Status Doctor(const Settings& settings) {
  Report report;
  CheckMachine(report);
  CheckDisk(report, settings);
  CheckFiles(report, settings);
  std::error_code error;
  if (!std::filesystem::exists(settings.data, error)) {
    report.Good("data", settings.data + " does not exist yet; `tenrec serve` makes it");
    const Status ports = RefuseUnavailablePorts(settings);
    if (!ports) report.Bad("settings", ports.error().message);
  } else if (const Status data = CheckData(report, settings); !data) {
    report.Bad("data", data.error().message);
  }
  engine::ChdbEngine::ShutDownLibrary();
  if (report.failures() == 0) return Ok();
  return FailedPrecondition(std::to_string(report.failures()) + " checks failed");
}

}  // namespace tenrec::server
