#include "tenrec/engine/housekeeper.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <pthread.h>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <utility>

#include <malloc.h>

#include "tenrec/base/logging.h"
#include "tenrec/engine/row_binary.h"

namespace tenrec::engine {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenKills(25);
constexpr std::chrono::seconds kIdle(5);
// How long until the library's threads are looked for again.
constexpr std::chrono::seconds kBetweenLooks(1);
constexpr int kMergeNice = 10;
constexpr std::chrono::milliseconds kBetweenReadings(200);

/// Lowers the priority of the library's merging threads, which it starts with its first table.
/// Merges can wait; requests and inserts cannot. True when there was one.
bool LowerMergingThreads() {
  bool found = false;
  std::error_code failure;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", failure)) {
    std::ifstream file(task.path() / "comm");
    std::string name;
    std::getline(file, name);
    if (name != "MergeMutate") continue;
    const auto thread = static_cast<id_t>(std::stoul(task.path().filename().string()));
    found |= ::setpriority(PRIO_PROCESS, thread, kMergeNice) == 0;
  }
  return found;
}

}  // namespace

Housekeeper::Housekeeper(std::unique_ptr<ChdbConnection> connection)
    : connection_(std::move(connection)), thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "engine-keeper");
}

Housekeeper::~Housekeeper() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

std::string Housekeeper::NewMark() {
  const MutexLock lock(mutex_);
  std::string mark = "tenrec-" + std::to_string(next_mark_++);
  alive_.insert(mark);
  return mark;
}

void Housekeeper::Watch(const std::string& mark, std::shared_ptr<QueryProgress> progress) {
  const MutexLock lock(mutex_);
  if (watched_.empty()) read_at_ = steady_clock::now() + kBetweenReadings;
  watched_[mark] = std::move(progress);
  changed_.NotifyAll();
}

void Housekeeper::Kill(const std::string& mark) {
  const MutexLock lock(mutex_);
  // A token may fire while its statement ends by itself.
  if (!alive_.contains(mark)) return;
  doomed_.insert(mark);
  changed_.NotifyAll();
}

void Housekeeper::Forget(const std::string& mark) {
  const MutexLock lock(mutex_);
  alive_.erase(mark);
  doomed_.erase(mark);
  watched_.erase(mark);
}

void Housekeeper::Touch() {
  const MutexLock lock(mutex_);
  const bool first = !worked_at_;
  worked_at_ = steady_clock::now();
  if (first) changed_.NotifyAll();
}

void Housekeeper::Run() {
  bool merges_give_way = false;
  while (true) {
    std::vector<std::string> marks;
    if (!merges_give_way) merges_give_way = LowerMergingThreads();
    Watched watched;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && doomed_.empty()) {
        const auto now = steady_clock::now();
        if (!watched_.empty() && now >= read_at_) break;
        if (worked_at_ && now >= *worked_at_ + kIdle) break;
        auto wake = steady_clock::time_point::max();
        if (!watched_.empty()) wake = read_at_;
        if (worked_at_) {
          wake = std::min(wake, merges_give_way ? *worked_at_ + kIdle : now + kBetweenLooks);
        }
        if (wake == steady_clock::time_point::max()) {
          changed_.Wait(mutex_);
        } else if (!changed_.WaitUntil(mutex_, wake) && !merges_give_way) {
          merges_give_way = LowerMergingThreads();
        }
      }
      if (stopping_) return;
      marks.assign(doomed_.begin(), doomed_.end());
      const auto now = steady_clock::now();
      if (!watched_.empty() && now >= read_at_) {
        watched = watched_;
        read_at_ = now + kBetweenReadings;
      } else if (marks.empty()) {
        worked_at_.reset();
      }
    }
    if (!watched.empty()) ReadProgress(watched);
    if (marks.empty()) {
      if (watched.empty()) Trim();
      continue;
    }
    KillAll(marks);
    const MutexLock lock(mutex_);
    const auto until = steady_clock::now() + kBetweenKills;
    while (!stopping_ && changed_.WaitUntil(mutex_, until)) {
    }
  }
}

void Housekeeper::KillAll(const std::vector<std::string>& marks) {
  for (const std::string& mark : marks) {
    const auto killed = connection_->Run(
        {"KILL QUERY WHERE Settings['log_comment'] = {mark:String} ASYNC", {{"mark", mark}}});
    if (!killed) {
      LogLine(LogLevel::kWarning, "engine", "cannot kill a statement",
              {{"reason", killed.error().message}});
    }
  }
}

void Housekeeper::ReadProgress(const Watched& watched) {
  const auto answer = connection_->Ask(
      {"SELECT Settings['log_comment'] AS mark, toUInt64(read_rows), toUInt64(read_bytes), "
       "toUInt64(total_rows_approx), toUInt64(ProfileEvents['OSCPUVirtualTimeMicroseconds']) FROM "
       "system.processes "
       "WHERE startsWith(mark, 'tenrec-')",
       {}});
  auto block = answer ? DecodeRowBinary(*answer) : Result<Block>(answer.error());
  if (!block) {
    LogLine(LogLevel::kDebug, "engine", "cannot read progress",
            {{"reason", block.error().message}});
    return;
  }
  for (std::size_t row = 0; row < block->rows; ++row) {
    const auto found = watched.find(std::string(block->columns[0].Text(row)));
    if (found == watched.end()) continue;
    const auto figure = [&](std::size_t column) { return block->columns[column].UInt(row); };
    found->second->Report({figure(1), figure(2), figure(3), figure(4)});
  }
}

void Housekeeper::Trim() {
  // Two allocators live in the process: the library's, and the one of everybody else.
  const auto purged = connection_->Run({"SYSTEM JEMALLOC PURGE", {}});
  if (!purged) {
    LogLine(LogLevel::kDebug, "engine", "cannot purge", {{"reason", purged.error().message}});
  }
  malloc_trim(0);
}

}  // namespace tenrec::engine
