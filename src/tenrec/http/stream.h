#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/unique_function.h"

namespace tenrec::http {

enum class StreamEnd : std::uint8_t {
  kOpen,
  kClosed,   // whole: the last chunk may be sent
  kDropped,  // the writer went away before it was done
  kLeft,     // nobody reads any more
};

/// The bytes between the writer of a streamed response and its connection.
/// Threads: any; Take is the connection's.
class StreamQueue {
 public:
  /// `wake` is called, on the writer's thread, when there is something new for the connection.
  StreamQueue(std::size_t max_bytes, UniqueFunction<void()> wake)
      : max_bytes_(max_bytes), wake_(std::move(wake)) {}

  bool Write(std::string bytes) EXCLUDES(mutex_);
  bool WaitForRoom() EXCLUDES(mutex_);
  /// The first end counts.
  void End(StreamEnd end) EXCLUDES(mutex_);
  bool ended() const EXCLUDES(mutex_);

  /// Everything that waits, and whether that is all.
  std::pair<std::string, StreamEnd> Take() EXCLUDES(mutex_);

 private:
  const std::size_t max_bytes_;
  UniqueFunction<void()> wake_;  // called outside the lock, by whoever set wake_due_

  mutable Mutex mutex_;
  std::string waiting_ GUARDED_BY(mutex_);
  StreamEnd end_ GUARDED_BY(mutex_) = StreamEnd::kOpen;
  bool wake_due_ GUARDED_BY(mutex_) = false;  // wake_ was called and Take not yet
  CondVar room_;
};

/// What all copies of a StreamWriter share; its end tells the connection that no writer is left.
class StreamState {
 public:
  explicit StreamState(std::shared_ptr<StreamQueue> queue) : queue_(std::move(queue)) {}
  ~StreamState() { queue_->End(StreamEnd::kDropped); }
  StreamState(const StreamState&) = delete;
  StreamState& operator=(const StreamState&) = delete;

  StreamQueue& queue() { return *queue_; }

 private:
  std::shared_ptr<StreamQueue> queue_;
};

}  // namespace tenrec::http
