#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <sys/resource.h>

#include "tenrec/base/logging.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/process.h"

namespace tenrec::server {
namespace {

/// The signals that end the process, kept from every thread so that one place waits for them.
sigset_t EndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

/// Parts and segments are many files; the usual limit of 1,024 is for shells.
void RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Of a word that ReadSettings has accepted.
LogLevel LevelOf(std::string_view word) {
  if (word == "debug") return LogLevel::kDebug;
  if (word == "warning") return LogLevel::kWarning;
  return word == "error" ? LogLevel::kError : LogLevel::kInfo;
}

}  // namespace

Status Serve(const Settings& settings) {
  SetLogLevel(LevelOf(settings.log_level));
  const sigset_t signals = EndingSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  RaiseFileLimit();
  for (const std::string& warning : SettingWarnings(settings)) {
    LogLine(LogLevel::kWarning, "server", "a setting does nothing", {{"why", warning}});
  }
  {
    TRY_ASSIGN(const auto process, Process::Start(settings));
    LogLine(LogLevel::kInfo, "server", "ready",
            {{"url", "http://" + settings.host + ":" + std::to_string(process->port())},
             {"version", kVersion}});
    int received = 0;
    ::sigwait(&signals, &received);
    LogLine(LogLevel::kInfo, "server", "stopping",
            {{"signal", received == SIGTERM ? "SIGTERM" : "SIGINT"}});
    // A second signal ends it at once: somebody is in a hurry, and nothing acknowledged is lost.
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    process->Stop();
  }
  engine::ChdbEngine::ShutDownLibrary();
  LogLine(LogLevel::kInfo, "server", "stopped");
  return Ok();
}

}  // namespace tenrec::server
