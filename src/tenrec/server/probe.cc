#include "tenrec/server/probe.h"

#include <utility>

#include "tenrec/base/logging.h"

namespace tenrec::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::int64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             SteadyClock::now().time_since_epoch())
      .count();
}

}  // namespace

Probe::Probe(std::string name, std::function<Status()> ask, Pace pace)
    : name_(std::move(name)), ask_(std::move(ask)), pace_(pace) {
  Ask();
  thread_ = io::NamedThread("probe-" + name_, [this] { Loop(); });
}

Probe::~Probe() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  thread_.Join();
}

bool Probe::works() const {
  return good_.load() && NowMs() - answered_ms_.load() <= pace_.patience.count();
}

void Probe::Ask() {
  const Status answer = ask_();
  answered_ms_ = NowMs();
  const bool good = answer.has_value();
  if (good_.exchange(good) == good) return;
  if (good) {
    LogLine(LogLevel::kInfo, "server", "works again", {{"part", name_}});
  } else {
    LogLine(LogLevel::kError, "server", "does not work",
            {{"part", name_}, {"why", answer.error().message}});
  }
}

void Probe::Loop() {
  for (;;) {
    {
      MutexLock lock(mutex_);
      const auto next = SteadyClock::now() + pace_.interval;
      while (!stopping_ && SteadyClock::now() < next) changed_.WaitUntil(mutex_, next);
      if (stopping_) return;
    }
    Ask();
  }
}

}  // namespace tenrec::server
