#include "tenrec/engine/read_ahead.h"

#include <utility>

namespace tenrec::engine {
namespace {

constexpr int kFetchedByCaller = 2;
constexpr std::size_t kMostWaitingBytes = 4 << 20;

}  // namespace

void ReadAhead::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

Result<Chunk> ReadAhead::Next() {
  if (fetched_by_caller_ < kFetchedByCaller) {
    ++fetched_by_caller_;
    return fetch_();
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { FetchAll(); });
  const MutexLock lock(mutex_);
  while (waiting_.empty() && !end_) changed_.Wait(mutex_);
  if (waiting_.empty()) {
    TRY(*end_);
    return Chunk{};
  }
  Chunk next = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= next.bytes.size();
  changed_.NotifyAll();
  return next;
}

void ReadAhead::FetchAll() {
  while (true) {
    auto chunk = fetch_();
    const MutexLock lock(mutex_);
    if (!chunk || chunk->bytes.empty()) {
      end_ = chunk ? Ok() : Status(std::move(chunk).error());
      changed_.NotifyAll();
      return;
    }
    waiting_bytes_ += chunk->bytes.size();
    waiting_.push_back(*std::move(chunk));
    changed_.NotifyAll();
    while (!stopping_ && waiting_bytes_ > kMostWaitingBytes) changed_.Wait(mutex_);
    if (stopping_) return;
  }
}

}  // namespace tenrec::engine
