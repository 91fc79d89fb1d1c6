#include <cstdio>
#include <string>

#include "tenrec/engine/chdb_engine.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/data_check.h"
#include "tenrec/server/machine_check.h"
#include "tenrec/server/report.h"

namespace tenrec::server {
namespace {

constexpr double kGigabyte = 1e9;

const char* VerdictOf(Finding::State state) {
  switch (state) {
    case Finding::State::kGood:
      return "ok  ";
    case Finding::State::kWarning:
      return "warn";
    case Finding::State::kBad:
      return "FAIL";
  }
  return "";
}

}  // namespace

void PrintFinding(const Finding& finding) {
  std::printf("%s  %-14s %s%s%s\n", VerdictOf(finding.state), finding.what.c_str(),
              finding.found.c_str(), finding.fix.empty() ? "" : ": ", finding.fix.c_str());
}

std::string Gigabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", bytes / kGigabyte);
  return text;
}

Status Doctor(const Settings& settings, const DoctorCommand& command) {
  Report report(PrintFinding);
  CheckMachine(report, settings);
  TellSettings(report, settings);
  CheckData(report, settings, command.deep);
  engine::ChdbEngine::ShutDownLibrary();
  if (report.failures() == 0) return Ok();
  return FailedPrecondition(std::to_string(report.failures()) +
                            (report.failures() == 1 ? " check failed" : " checks failed"));
}

}  // namespace tenrec::server
