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
constexpr std::chrono::milliseconds kLook{200};
/// Between looks at whether anybody has moved, which asks the engine nothing.
constexpr std::chrono::seconds kLookForMoves{10};
constexpr std::chrono::seconds kNever = std::chrono::hours(24 * 365);
/// A round reads the persons of all events, and writes those of every part that has a moved one
/// anew.
constexpr int kRestsPerRound = 30;

}  // namespace

SteadyClock::time_point NextRound(SteadyClock::time_point began, SteadyClock::time_point rewritten,
                                  std::chrono::seconds interval) {
  if (interval.count() == 0) return rewritten + kNever;
  return std::max<SteadyClock::time_point>(began + interval,
                                           rewritten + kRestsPerRound * (rewritten - began));
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
  next_round_ = began_ + (interval_.count() == 0 ? kNever : interval_);
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
  if (!is_under_way_) return BeginRoundIfDue();
  TRY_ASSIGN(const std::uint64_t noted, squash_.Noted());
  TRY_ASSIGN(const bool rewriting, squash_.IsRewriting());
  is_under_way_ = noted > 0 || rewriting;
  if (rewriting) {
    is_begun_ = true;
    return Ok();
  }
  if (noted == 0) return BeginRoundIfDue();
  if (!is_begun_) return BeginRound();
  const Moment now = SteadyClock::now();
  if (!rewritten_at_) rewritten_at_ = now;
  TRY_ASSIGN(const bool is_read, squash_.IsReadFromBefore(now - *rewritten_at_));
  if (is_read) return Ok();
  TRY(at_rest_([this] { return squash_.Finish(); }));
  next_round_ = std::max(next_round_, NextRound(began_, *rewritten_at_, interval_));
  is_under_way_ = false;
  is_begun_ = false;
  rewritten_at_.reset();
  LogLine(LogLevel::kInfo, "server", "events tell of merged persons themselves",
          {{"distinct_ids", std::to_string(noted)}});
  return Ok();
}

Status SquashJob::BeginRoundIfDue() {
  const Moment now = SteadyClock::now();
  if (now < next_round_) return Ok();
  if (!squash_.IsAnybodyMoved()) {
    next_round_ = now + std::min(interval_, kLookForMoves);
    return Ok();
  }
  // Whatever goes wrong is tried again at the next look.
  is_under_way_ = true;
  TRY(BeginRound());
  next_round_ = now + interval_;
  return Ok();
}

Status SquashJob::BeginRound() {
  is_begun_ = false;
  rewritten_at_.reset();
  std::uint64_t noted = 0;
  TRY(at_rest_([&]() -> Status {
    began_ = SteadyClock::now();
    TRY_ASSIGN(noted, squash_.Note());
    return noted == 0 ? Ok() : squash_.Begin();
  }));
  is_under_way_ = noted > 0;
  is_begun_ = noted > 0;
  return Ok();
}

}  // namespace tenrec::server
