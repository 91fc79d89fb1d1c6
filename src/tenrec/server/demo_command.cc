#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/demo/demo.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/log/event_record.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/demo_dashboard.h"
#include "tenrec/server/ingestion.h"
#include "tenrec/server/installation.h"
#include "tenrec/server/record_appender.h"

namespace tenrec::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Further ahead of ingestion the generator waits, so that the log stays small.
constexpr std::uint64_t kMaxLag = 200'000;
constexpr auto kPoll = std::chrono::milliseconds(20);

/// One line on a terminal that is drawn over and over; elsewhere a line now and then.
class ProgressBar {
 public:
  explicit ProgressBar(std::int64_t total) : total_(total) {}

  void Show(std::uint64_t done) {
    const auto now = SteadyClock::now();
    if (now - shown_ < (terminal_ ? std::chrono::milliseconds(100) : std::chrono::seconds(5)))
      return;
    shown_ = now;
    Draw(done);
  }
  void Finish() {
    Draw(static_cast<std::uint64_t>(total_));
    if (terminal_) std::fputc('\n', stderr);
  }

 private:
  void Draw(std::uint64_t done) const {
    const std::chrono::duration<double> spent = SteadyClock::now() - start_;
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
    const double rate = static_cast<double>(done) / std::max(0.001, spent.count());
    const auto filled = static_cast<std::size_t>(share * 30);
    std::fprintf(stderr, "%s    [%s%s] %3.0f %%  %llu of %lld events, %.0f/s%s",
                 terminal_ ? "\r" : "", std::string(filled, '=').c_str(),
                 std::string(30 - filled, ' ').c_str(), share * 100,
                 static_cast<unsigned long long>(done), static_cast<long long>(total_), rate,
                 terminal_ ? "" : "\n");
    std::fflush(stderr);
  }

  const std::int64_t total_;
  const bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  const SteadyClock::time_point start_ = SteadyClock::now();
  SteadyClock::time_point shown_{};
};

Status WriteEvents(Installation& installation, ingest::Ingester& ingester,
                   const DemoCommand& command, const accounts::Team& team) {
  ProgressBar bar(command.events);
  RecordAppender appender(installation.events());
  std::uint64_t written = 0;
  const auto show = [&] { bar.Show(written - std::min(written, ingester.lag())); };
  TRY_ASSIGN(const demo::DemoSummary summary,
             demo::Generate({.events = static_cast<std::uint64_t>(command.events),
                             .seed = command.seed,
                             .days = static_cast<int>(command.days),
                             .end = installation.clock().Now(),
                             .team_id = team.id,
                             .token = team.api_token},
                            [&](const log::EventRecord& record) -> Status {
                              TRY(appender.Add(record));
                              if (++written % RecordAppender::kRecordsPerAppend != 0) return Ok();
                              while (ingester.lag() > kMaxLag) {
                                show();
                                std::this_thread::sleep_for(kPoll);
                              }
                              show();
                              return Ok();
                            }));
  TRY(appender.Flush());
  while (ingester.lag() > 0) {
    show();
    std::this_thread::sleep_for(kPoll);
  }
  bar.Finish();
  std::fprintf(stderr, "    %llu events of %llu people in %llu companies; project %lld, key %s\n",
               static_cast<unsigned long long>(summary.events),
               static_cast<unsigned long long>(summary.persons),
               static_cast<unsigned long long>(summary.companies), static_cast<long long>(team.id),
               team.api_token.c_str());
  return Ok();
}

}  // namespace

Status WriteDemo(const Settings& settings, const DemoCommand& command) {
  {
    SetLogLevel(LogLevel::kWarning);
    TRY_ASSIGN(const auto installation, Installation::Open(settings));
    TRY_ASSIGN(const accounts::Team team, installation->accounts().AddDemoProject("Acme Notes"));
    TRY(AddDemoDashboard(*installation, team.id));
    Ingestion ingestion(*installation);
    ingestion.ingester.Start();
    TRY(WriteEvents(*installation, ingestion.ingester, command, team));
    ingestion.ingester.Stop();
  }
  engine::ChdbEngine::ShutDownLibrary();
  return Ok();
}

}  // namespace tenrec::server
