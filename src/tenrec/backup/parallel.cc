#include "tenrec/backup/parallel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"

namespace tenrec::backup {
namespace {

/// What is left to do, and the first failure.
class Turns {
 public:
  explicit Turns(std::size_t count) : count_(count) {}

  /// False when there is nothing left, or something failed.
  bool Next(std::size_t& index) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    if (next_ == count_ || !status_) return false;
    index = next_++;
    return true;
  }
  void Fail(Status status) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    if (status_) status_ = std::move(status);
  }
  Status Finish() EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return std::move(status_);
  }

 private:
  const std::size_t count_;
  Mutex mutex_;
  std::size_t next_ GUARDED_BY(mutex_) = 0;
  Status status_ GUARDED_BY(mutex_);
};

}  // namespace

Status ForEach(std::size_t count, std::size_t workers,
               const std::function<Status(std::size_t index)>& one) {
  Turns turns(count);
  const auto work = [&turns, &one] {
    for (std::size_t index = 0; turns.Next(index);) {
      Status done = one(index);
      if (!done) turns.Fail(std::move(done));
    }
  };
  workers = std::min(workers, count);
  if (workers <= 1) {
    work();
    return turns.Finish();
  }
  std::vector<io::NamedThread> threads;
  threads.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back("backup", work);
  threads.clear();  // each is joined
  return turns.Finish();
}

}  // namespace tenrec::backup
