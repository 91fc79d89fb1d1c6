#include "tenrec/http/stream.h"

namespace tenrec::http {

bool StreamQueue::Write(std::string bytes) {
  if (bytes.empty()) return !ended();
  {
    const MutexLock lock(mutex_);
    if (end_ != StreamEnd::kOpen) return false;
    if (!waiting_.empty() && waiting_.size() + bytes.size() > max_bytes_) return false;
    if (waiting_.empty()) {
      waiting_ = std::move(bytes);
    } else {
      waiting_ += bytes;
    }
    if (std::exchange(wake_due_, true)) return true;
  }
  wake_();
  return true;
}

bool StreamQueue::WaitForRoom() {
  const MutexLock lock(mutex_);
  while (end_ == StreamEnd::kOpen && waiting_.size() >= max_bytes_ / 2) room_.Wait(mutex_);
  return end_ == StreamEnd::kOpen;
}

void StreamQueue::End(StreamEnd end) {
  {
    const MutexLock lock(mutex_);
    if (end_ != StreamEnd::kOpen) return;
    end_ = end;
    room_.NotifyAll();
    if (std::exchange(wake_due_, true)) return;
  }
  wake_();
}

bool StreamQueue::ended() const {
  const MutexLock lock(mutex_);
  return end_ != StreamEnd::kOpen;
}

std::pair<std::string, StreamEnd> StreamQueue::Take() {
  const MutexLock lock(mutex_);
  wake_due_ = false;
  room_.NotifyAll();
  return {std::exchange(waiting_, {}), end_};
}

}  // namespace tenrec::http
