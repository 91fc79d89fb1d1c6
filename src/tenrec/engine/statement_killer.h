#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/chdb_connection.h"

namespace tenrec::engine {

/// Ends statements that run on other connections, on a thread and a connection of its own.
/// The library's own cancel waits for the fetch that is under way, which for an aggregation is the
/// whole statement; KILL QUERY reaches into it within milliseconds. Statements are told apart by
/// their log_comment.
/// Threads: any.
class StatementKiller {
 public:
  explicit StatementKiller(std::unique_ptr<ChdbConnection> connection);
  ~StatementKiller();
  StatementKiller(const StatementKiller&) = delete;
  StatementKiller& operator=(const StatementKiller&) = delete;

  /// A mark that no other statement has; it can be killed until Forget.
  std::string NewMark() EXCLUDES(mutex_);
  /// Goes on killing until Forget, because the statement may not have started yet.
  void Kill(const std::string& mark) EXCLUDES(mutex_);
  void Forget(const std::string& mark) EXCLUDES(mutex_);

 private:
  void Run() EXCLUDES(mutex_);

  const std::unique_ptr<ChdbConnection> connection_;  // of the thread
  Mutex mutex_;
  CondVar changed_;
  std::uint64_t next_mark_ GUARDED_BY(mutex_) = 1;
  std::set<std::string> alive_ GUARDED_BY(mutex_);
  std::set<std::string> doomed_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tenrec::engine
