#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/chdb_connection.h"
#include "tenrec/engine/progress.h"

namespace tenrec::engine {

/// Does what statements cannot do for themselves, on a thread and a connection of its own.
/// Kills: the library's own cancel waits for the fetch that is under way, which for an aggregation
/// is
///        the whole statement; KILL QUERY reaches into it within milliseconds. Statements are told
///        apart by their log_comment.
/// Reads how far statements are that somebody watches.
/// Lowers the priority of the library's merging threads, so that merges do not hold up inserts.
/// Trims: after five seconds without work the allocators give their free pages back to the system
///        (537 MB resident became 325 MB after a load of a million events).
/// Threads: any.
class Housekeeper {
 public:
  explicit Housekeeper(std::unique_ptr<ChdbConnection> connection);
  ~Housekeeper();
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

  /// A mark that no other statement has; it can be killed until Forget.
  std::string NewMark() EXCLUDES(mutex_);
  /// Tells the progress of the statement until Forget.
  void Watch(const std::string& mark, std::shared_ptr<QueryProgress> progress) EXCLUDES(mutex_);
  /// Goes on killing until Forget, because the statement may not have started yet.
  void Kill(const std::string& mark) EXCLUDES(mutex_);
  void Forget(const std::string& mark) EXCLUDES(mutex_);
  /// Notes that there was work.
  void Touch() EXCLUDES(mutex_);

 private:
  using Watched = std::map<std::string, std::shared_ptr<QueryProgress>>;

  void Run() EXCLUDES(mutex_);
  void ReadProgress(const Watched& watched);
  void KillAll(const std::vector<std::string>& marks);
  void Trim();

  const std::unique_ptr<ChdbConnection> connection_;  // of the thread
  Mutex mutex_;
  CondVar changed_;
  std::uint64_t next_mark_ GUARDED_BY(mutex_) = 1;
  std::set<std::string> alive_ GUARDED_BY(mutex_);
  std::set<std::string> doomed_ GUARDED_BY(mutex_);
  Watched watched_ GUARDED_BY(mutex_);
  /// When to read their progress next.
  std::chrono::steady_clock::time_point read_at_ GUARDED_BY(mutex_);
  /// When there was work last; nothing after a trim.
  std::optional<std::chrono::steady_clock::time_point> worked_at_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tenrec::engine
