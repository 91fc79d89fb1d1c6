#include "tenrec/engine/statement_killer.h"

#include <chrono>
#include <pthread.h>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"

namespace tenrec::engine {
namespace {

constexpr std::chrono::milliseconds kPause(25);

}  // namespace

StatementKiller::StatementKiller(std::unique_ptr<ChdbConnection> connection)
    : connection_(std::move(connection)), thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "engine-kill");
}

StatementKiller::~StatementKiller() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

std::string StatementKiller::NewMark() {
  const MutexLock lock(mutex_);
  std::string mark = "tenrec-" + std::to_string(next_mark_++);
  alive_.insert(mark);
  return mark;
}

void StatementKiller::Kill(const std::string& mark) {
  const MutexLock lock(mutex_);
  // A token may fire while its statement ends by itself.
  if (!alive_.contains(mark)) return;
  doomed_.insert(mark);
  changed_.NotifyAll();
}

void StatementKiller::Forget(const std::string& mark) {
  const MutexLock lock(mutex_);
  alive_.erase(mark);
  doomed_.erase(mark);
}

void StatementKiller::Run() {
  while (true) {
    std::vector<std::string> marks;
    {
      const MutexLock lock(mutex_);
      while (doomed_.empty() && !stopping_) changed_.Wait(mutex_);
      if (stopping_) return;
      marks.assign(doomed_.begin(), doomed_.end());
    }
    for (const std::string& mark : marks) {
      const auto killed = connection_->Run(
          {"KILL QUERY WHERE Settings['log_comment'] = {mark:String} ASYNC", {{"mark", mark}}});
      if (!killed) {
        LogLine(LogLevel::kWarning, "engine", "cannot kill a statement",
                {{"reason", killed.error().message}});
      }
    }
    const MutexLock lock(mutex_);
    const auto until = std::chrono::steady_clock::now() + kPause;
    while (!stopping_ && changed_.WaitUntil(mutex_, until)) {
    }
  }
}

}  // namespace tenrec::engine
