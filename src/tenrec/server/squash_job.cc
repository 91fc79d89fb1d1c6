#include "tenrec/server/squash_job.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "tenrec/base/logging.h"

namespace tenrec::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Between looks at how far the engine is.
constexpr std::chrono::seconds kLook{1};
/// After a start there is more urgent work.
constexpr std::chrono::seconds kFirstRound{600};
constexpr std::chrono::seconds kNever = std::chrono::hours(24 * 365);
/// A round reads the ids of all events, and writes anew the persons of every part that has one.
constexpr int kRestsPerRound = 50;

}  // namespace

SteadyClock::time_point NextRound(SteadyClock::time_point began, SteadyClock::time_point ended,
                                  std::chrono::seconds interval) {
  if (interval.count() == 0) return ended + kNever;
  return std::max<SteadyClock::time_point>(began + interval,
                                           ended + kRestsPerRound * (ended - began));
}

SquashJob::SquashJob(engine::Engine& engine, store::PersonMoveBook& moves, AtRest at_rest,
                     std::chrono::seconds interval)
    : squash_(engine, moves), at_rest_(std::move(at_rest)), interval_(interval) {
}

SquashJob::~SquashJob() {
  Stop();
}

void SquashJob::Start() {
  began_ = SteadyClock::now();
  next_round_ = began_ + (interval_.count() == 0 ? kNever : std::min(interval_, kFirstRound));
  thread_ = io::NamedThread("squash", [this] { Loop(); });
}

void SquashJob::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

void SquashJob::Loop() {
  std::string last_words;
  while (true) {
    {
      // The tables are asked only while something is under way; a round that was left, at the
      // start.
      const auto until = is_under_way_ ? SteadyClock::now() + kLook : next_round_;
      const MutexLock lock(mutex_);
      while (!stopping_ && stopped_.WaitUntil(mutex_, until)) {
      }
      if (stopping_) return;
    }
    const Status done = RunOnce();
    if (done) last_words.clear();
    if (done || done.error().message == last_words) continue;
    last_words = done.error().message;
    LogLine(LogLevel::kWarning, "server", "merged persons are still looked up",
            {{"why", last_words}});
  }
}

// A round that is noted comes to its end even when no more are wanted.
Status SquashJob::RunOnce() {
  TRY_ASSIGN(const std::uint64_t noted, squash_.Noted());
  is_under_way_ = noted > 0;
  if (noted == 0) return BeginRound();
  TRY_ASSIGN(const bool rewriting, squash_.IsRewriting());
  if (rewriting) {
    is_begun_ = true;
    return Ok();
  }
  if (!is_begun_) {
    TRY(squash_.Begin());
    is_begun_ = true;
    return Ok();
  }
  const Moment now = SteadyClock::now();
  if (!rewritten_at_) rewritten_at_ = now;
  TRY_ASSIGN(const bool is_read, squash_.IsReadFromBefore(now - *rewritten_at_));
  if (is_read) return Ok();
  TRY(at_rest_([this] { return squash_.Finish(); }));
  is_under_way_ = false;
  is_begun_ = false;
  rewritten_at_.reset();
  next_round_ = std::max(next_round_, NextRound(began_, SteadyClock::now(), interval_));
  LogLine(LogLevel::kInfo, "server", "events tell of merged persons themselves",
          {{"distinct_ids", std::to_string(noted)}});
  return Ok();
}

Status SquashJob::BeginRound() {
  const Moment now = SteadyClock::now();
  if (now < next_round_) return Ok();
  // Whatever goes wrong is tried again at the next look.
  is_under_way_ = true;
  std::uint64_t noted = 0;
  TRY(at_rest_([&]() -> Status {
    TRY_ASSIGN(noted, squash_.Note());
    return Ok();
  }));
  began_ = now;
  next_round_ = now + interval_;
  is_under_way_ = noted > 0;
  if (noted == 0) return Ok();
  TRY(squash_.Begin());
  is_begun_ = true;
  return Ok();
}

}  // namespace tenrec::server
