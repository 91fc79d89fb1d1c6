#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"

namespace tenrec::engine {

/// A piece of an answer and what keeps its bytes. Empty bytes: the answer has ended.
struct Chunk {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

/// Fetches the chunks of an answer while the ones before are handled: beyond the first two on a
/// thread of its own, some megabytes ahead, so that a short answer costs no thread.
/// Threads: one caller.
class ReadAhead {
 public:
  /// Gives the next chunk; not called again after an error or the end.
  using Fetch = std::function<Result<Chunk>()>;

  explicit ReadAhead(Fetch fetch) : fetch_(std::move(fetch)) {}
  ~ReadAhead() { Stop(); }
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// Waits for the next chunk; what came with the one before may be gone then.
  /// Errors: those of the fetch, which end it.
  Result<Chunk> Next() EXCLUDES(mutex_);

  /// Waits for a fetch that is under way; none begins after it.
  void Stop() EXCLUDES(mutex_);

 private:
  void FetchAll() EXCLUDES(mutex_);

  const Fetch fetch_;
  int fetched_by_caller_ = 0;
  std::thread thread_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<Chunk> waiting_ GUARDED_BY(mutex_);
  std::size_t waiting_bytes_ GUARDED_BY(mutex_) = 0;
  /// How the fetching ended, once it has.
  std::optional<Status> end_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
};

}  // namespace tenrec::engine
