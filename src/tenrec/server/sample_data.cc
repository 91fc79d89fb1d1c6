#include "tenrec/server/sample_data.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/base/logging.h"
#include "tenrec/demo/demo.h"
#include "tenrec/server/demo_dashboard.h"
#include "tenrec/server/record_appender.h"

namespace tenrec::server {
namespace {

/// Enough for every screen to have something to show, and there within a minute.
constexpr std::int64_t kEvents = 60'000;
constexpr int kDays = 60;
constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kMostJobs = 5;
/// Real events must not wait behind made-up ones.
constexpr std::uint64_t kMaxLag = 5'000;
constexpr std::chrono::milliseconds kPoll(50);

}  // namespace

SampleData::SampleData(Installation& under, ingest::Ingester& ingester)
    : under_(under), ingester_(ingester) {
}

SampleData::~SampleData() {
  Stop();
}

void SampleData::Start() {
  const Status read = ReadJobs();
  if (!read) {
    LogLine(LogLevel::kWarning, "server", "sample data is not gone on with",
            {{"error", read.error().message}});
  }
  thread_ = io::NamedThread("sample", [this] { Loop(); });
}

void SampleData::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

Status SampleData::ReadJobs() {
  TRY_ASSIGN(const db::Rows rows,
             under_.database().Query(
                 "SELECT team_id, events, ends_at FROM sample_jobs ORDER BY ends_at, team_id"));
  const MutexLock lock(mutex_);
  for (const db::Row row : rows) jobs_.push_back({row.Int(0), row.Int(1), row.Time(2)});
  return Ok();
}

Status SampleData::Fill(TeamId team_id) {
  {
    const MutexLock lock(mutex_);
    if (jobs_.size() >= kMostJobs) {
      return FailedPrecondition("Other projects are being filled. Try again in a minute.");
    }
  }
  TRY(AddDemoDashboard(under_, team_id));
  const Job job{.team_id = team_id, .events = kEvents, .ends_at = under_.clock().Now()};
  TRY(under_.database().Execute(
      "INSERT INTO sample_jobs (team_id, events, ends_at) VALUES ($1, $2, $3)",
      {job.team_id, job.events, job.ends_at}));
  {
    const MutexLock lock(mutex_);
    jobs_.push_back(job);
  }
  changed_.NotifyAll();
  return Ok();
}

std::optional<api::SampleProgress> SampleData::ProgressOf(TeamId team_id) {
  const MutexLock lock(mutex_);
  for (const Job& job : jobs_) {
    if (job.team_id != team_id) continue;
    if (&job != &jobs_.front()) return api::SampleProgress{.done = 0, .total = job.events};
    // What waits in the log is not there to be seen yet.
    const auto waiting = static_cast<std::int64_t>(ingester_.lag());
    return api::SampleProgress{.done = std::max<std::int64_t>(0, written_ - waiting),
                               .total = job.events};
  }
  return std::nullopt;
}

void SampleData::Loop() {
  while (true) {
    Job job;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && jobs_.empty()) changed_.Wait(mutex_);
      if (stopping_) return;
      job = jobs_.front();
      written_ = 0;
    }
    Status written = Write(job);
    {
      const MutexLock lock(mutex_);
      // The rest comes after the next start.
      if (stopping_) return;
    }
    if (written) {
      auto deleted =
          under_.database().Execute("DELETE FROM sample_jobs WHERE team_id = $1", {job.team_id});
      if (!deleted) written = std::move(deleted).error();
    }
    if (!written) {
      LogLine(LogLevel::kWarning, "server", "a project was not filled with sample data",
              {{"project", std::to_string(job.team_id)}, {"error", written.error().message}});
    }
    const MutexLock lock(mutex_);
    jobs_.pop_front();
  }
}

bool SampleData::GoesOn(TeamId team_id) {
  const MutexLock lock(mutex_);
  return !stopping_ && under_.teams().ById(team_id) != nullptr;
}

Status SampleData::Write(const Job& job) {
  const auto team = under_.teams().ById(job.team_id);
  // It was deleted.
  if (team == nullptr) return Ok();
  RecordAppender appender(under_.events());
  std::int64_t written = 0;
  const auto wait_for = [&](std::uint64_t lag) {
    while (ingester_.lag() > lag && GoesOn(job.team_id)) {
      const MutexLock lock(mutex_);
      changed_.WaitUntil(mutex_, std::chrono::steady_clock::now() + kPoll);
    }
  };
  const auto take = [&](const log::EventRecord& record) -> Status {
    TRY(appender.Add(record));
    if (++written % static_cast<std::int64_t>(RecordAppender::kRecordsPerAppend) != 0) return Ok();
    {
      const MutexLock lock(mutex_);
      written_ = written;
    }
    wait_for(kMaxLag);
    return GoesOn(job.team_id) ? Ok() : Cancelled("nobody wants it any more");
  };
  const auto made = demo::Generate({.events = static_cast<std::uint64_t>(job.events),
                                    .seed = kSeed,
                                    .days = kDays,
                                    .end = job.ends_at,
                                    .team_id = team->id,
                                    .token = team->api_token},
                                   take);
  if (!GoesOn(job.team_id)) return Ok();
  if (!made) return made.error();
  TRY(appender.Flush());
  {
    const MutexLock lock(mutex_);
    written_ = job.events;
  }
  wait_for(0);
  return Ok();
}

}  // namespace tenrec::server
